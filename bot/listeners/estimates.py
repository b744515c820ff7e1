"""The estimate of a return: shown, its lines asked for in windows on top, kept, taken off."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import estimates
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.estimates import EstimateForm
from bot.coaching.conversation import Refused
from bot.coaching.estimate import CostKind
from bot.coaching.estimate_forms import LineSpot, Part
from bot.listeners import drawing, reading, windows
from bot.surface import ids

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.action(reading.action(ids.ESTIMATE_FORM))(ask)
    app.action(reading.action(ids.ESTIMATE_REMOVE))(remove)
    app.view(ids.ESTIMATE_LINE)(keep)


async def ask(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask for a line, on top of the overview."""
    case_id, spot = ids.read_line(_pressed(body))
    await windows.ask(client, body, drawing.modal(await estimates.form(coach, asker, case_id, spot)))
    await ack()


async def keep(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Keep a line; the overview below shows what it changes."""
    view = body["view"]
    shown = await estimates.keep(coach, asker, _form(view))
    if isinstance(shown.page, Refused) or not windows.is_on_top(view):
        await ack(drawing.answer(shown, view))
    else:
        await windows.redraw_below(client, body, drawing.modal(Shown(shown.person, shown.page)))
        await ack()


async def remove(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Take a line off, and show what that changes."""
    case_id, spot = ids.read_line(reading.picked(body))
    await windows.replace(client, body, drawing.modal(await estimates.remove(coach, asker, case_id, spot.line_id)))
    await ack()


def _pressed(body: Payload) -> str:
    """Return what a button or a menu stands for."""
    return reading.picked(body) if "selected_option" in body["actions"][0] else reading.clicked(body)


def _form(view: Payload) -> EstimateForm:
    along, fields = reading.carried(view), reading.values(view)
    if fields.get("method") == ids.NONE:
        fields["method"] = None
    spot = LineSpot(Part(along["part"]), str(along["line"]), CostKind(along["kind"]))
    return EstimateForm(str(along["case"]), spot, int(along["rev"]), fields, reading.receipt(view))
