"""The pilot: designed in windows on top of its overview, locked, judged."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import pilots
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.pilots import PilotForm
from bot.coaching.pilot_pages import Part, PilotPage, Place
from bot.listeners import drawing, reading, windows
from bot.surface import ids

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.action(reading.action(ids.PILOT_EDIT))(ask)
    app.action(reading.action(ids.PILOT_REMOVE))(remove)
    app.action(reading.action(ids.PILOT_REVERT))(revert)
    app.view(ids.PILOT_FORM)(save)


async def ask(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Open one of the forms, on top of the overview."""
    shown = await pilots.form(coach, asker, ids.read_pilot(reading.clicked(body)))
    await windows.ask(client, body, drawing.modal(shown))
    await ack()


async def save(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Take a form; the overview below shows what it changes."""
    view = body["view"]
    shown = await pilots.save(coach, asker, _form(view))
    if isinstance(shown.page, PilotPage) and windows.is_on_top(view):
        await windows.redraw_below(client, body, drawing.modal(Shown(shown.person, shown.page)))
        await ack()
    else:
        await ack(drawing.answer(shown, view))


async def remove(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Leave a measure out."""
    shown = await pilots.remove(coach, asker, ids.read_pilot(reading.clicked(body)))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def revert(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Give up what was designed since the rule was locked."""
    shown = await pilots.revert(coach, asker, reading.clicked(body))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


def _form(view: Payload) -> PilotForm:
    along = reading.carried(view)
    return PilotForm(
        place=Place(Part(along["part"]), str(along["case"]), str(along.get("measure") or "")),
        revision=int(along["rev"]),
        values=reading.values(view),
        receipt=reading.receipt(view),
        digest=str(along.get("digest") or ""),
    )
