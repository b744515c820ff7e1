"""The evidence shelf: opened, narrowed, added to, changed, and taken from for a case."""

from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import shelf, steps
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.shelf import Place, Submitted
from bot.coaching.shelf import ShelfForm
from bot.coaching.shelf_pages import ShelfPage
from bot.listeners import drawing, reading, windows
from bot.surface import ids
from bot.surface.shelf_item import SHARED

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.action(reading.action(ids.EVIDENCE_TAKE))(take_in_step)
    app.action(reading.action(ids.SHELF_OPEN))(open_beside)
    app.action(reading.action(ids.SHELF_TAKE))(take)
    app.action(reading.action(ids.SHELF_FILTER))(narrow)
    app.action(reading.action(ids.SHELF_ADD))(add)
    app.action(reading.action(ids.SHELF_EDIT))(edit)
    app.action(reading.action(ids.SHELF_REMOVE))(remove)
    app.action(reading.action(ids.SHELF_RESULT))(add_result)
    app.view(ids.SHELF_ITEM)(save)


async def for_case(coach: Coach, asker: Asker, case_id: str) -> Shown[ShelfPage]:
    """Return the shelf with what answers a case's concerns first."""
    return await shelf.listed(coach, asker, Place(case_id))


async def take_in_step(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Take along what a step offers from the shelf, and show the step with it."""
    place = _place(body["view"])
    shown = await steps.take(coach, asker, place.case_id, place.step_id, reading.clicked(body))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def open_beside(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Open the shelf on top of a step."""
    shown = await shelf.listed(coach, asker, _place(body["view"]))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def take(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Take a piece onto the case; the step below, if the shelf was opened from one, shows it too."""
    place = _place(body["view"])
    shown = await shelf.take(coach, asker, reading.clicked(body), place)
    await windows.replace(client, body, drawing.modal(shown))
    if place.step_id:
        below = await steps.beside(coach, asker, place.case_id, place.step_id)
        await windows.redraw_below(client, body, drawing.modal(below))
    await ack()


async def narrow(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show only what answers one concern, or everything again."""
    place, chosen = _place(body["view"]), reading.picked(body)
    concern = "" if chosen == ids.NONE else chosen
    shown = await shelf.listed(coach, asker, Place(place.case_id, place.step_id, concern))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def add(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask for a new piece, in place of the list: it comes back with the piece in it."""
    shown = await shelf.adding(coach, asker, _place(body["view"]))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def add_result(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Put a pilot's result on the shelf, and show the shelf with it."""
    shown = await shelf.put_result(coach, asker, reading.clicked(body))
    if body["view"]["callback_id"] == ids.SHELF:
        await windows.replace(client, body, drawing.modal(shown))
    else:
        await windows.show(client, body, drawing.modal(shown))
    await ack()


async def edit(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask what of a piece to change, in place of the list."""
    shown = await shelf.editing(coach, asker, reading.clicked(body), _place(body["view"]))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def save(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Keep a piece, and show the shelf with it."""
    await ack(drawing.answer(await shelf.save(coach, asker, _submitted(view)), view))


async def remove(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Take a piece off the shelf, and show the rest."""
    shown = await shelf.remove(coach, asker, reading.clicked(body), _place(body["view"]))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


def _place(view: Payload) -> Place:
    carried = reading.carried(view)
    return Place(*(str(carried.get(name) or "") for name in ("case", "step", "concern")))


def _submitted(view: Payload) -> Submitted:
    there, carried = reading.values(view), reading.carried(view)
    form = ShelfForm(
        kind=reading.text(there, "kind"),
        what=reading.text(there, "what"),
        source=reading.text(there, "source"),
        dated_on=reading.day(there, "dated_on"),
        concerns=reading.several(there, "concerns"),
        is_shared=there.get("sharing") == SHARED,
        consent_by=reading.text(there, "consent_by"),
        consent_on=reading.day(there, "consent_on"),
    )
    drawn_at = datetime.fromisoformat(str(carried["at"])) if carried.get("at") else None
    return Submitted(form, str(carried.get("item") or ""), drawn_at, _place(view), reading.receipt(view))
