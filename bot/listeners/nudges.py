"""Nudges: settled, put off, listed, added; and how a person wants them."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import interactions, nudges, settings, steps
from bot.coach.coach import Asker, Coach
from bot.coach.nudges import When
from bot.coaching.nudge_pages import Later
from bot.listeners import drawing, reading, windows
from bot.surface import ids

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.action(reading.action(ids.NUDGE_DONE))(done)
    app.action(reading.action(ids.NUDGE_LATER))(later)
    app.action(reading.action(ids.NUDGE_NOT_NEEDED))(ask_why_not)
    app.action(reading.action(ids.NUDGE_LOG))(log)
    app.action(reading.action(ids.NUDGE_OPEN))(open_case)
    app.action(reading.action(ids.NUDGE_EDIT))(edit)
    app.action(reading.action(ids.NUDGE_CANCEL))(cancel)
    app.action(reading.action(ids.NUDGES_LIST))(show_list)
    app.action(reading.action(ids.NUDGES_ADD))(ask_own)
    app.action(reading.action(ids.SETTINGS_SHOW))(show_settings)
    app.action(reading.action(ids.PAUSE_SHOW))(ask_pause)
    app.action(reading.action(ids.PAUSE_END))(resume)
    app.view(ids.LATER)(put_off)
    app.view(ids.NOT_NEEDED)(not_needed)
    app.view(ids.OWN_NUDGE)(keep_own)
    app.view(ids.SETTINGS)(save_settings)
    app.view(ids.PAUSE)(pause)


async def done(ack: AsyncAck, body: Payload, coach: Coach, asker: Asker) -> None:
    """Settle a nudge; its message is redrawn where it stands."""
    await nudges.settle(coach, asker, reading.clicked(body), nudges.DONE, reading.click(body))
    await ack()


async def later(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Put a nudge off with one tap, or ask for the moment."""
    choice, nudge_id = ids.read_later(reading.picked(body))
    if choice is Later.PICK:
        await windows.show(client, body, drawing.modal(await nudges.ask_later(coach, asker, nudge_id)))
    else:
        await nudges.put_off(coach, asker, nudge_id, When(choice), reading.click(body))
    await ack()


async def put_off(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Put a nudge off to a moment that was picked."""
    form = reading.later(view)
    shown = await nudges.put_off(coach, asker, form.nudge_id, form.when, form.receipt)
    await ack(drawing.answer(shown, view))


async def ask_why_not(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask why a nudge is not needed."""
    shown = await nudges.ask_why_not(coach, asker, reading.clicked(body))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def not_needed(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Call a nudge off, with the reason."""
    shown = await nudges.call_off(coach, asker, reading.not_needed(view))
    await ack(drawing.answer(shown, view))


async def log(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask what happened with the executive that a nudge is about."""
    case_id = await nudges.case_id_of(coach, asker, reading.clicked(body))
    shown = await interactions.begin(coach, asker, case_id=case_id)
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def open_case(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Open the coach at the case that a nudge is about."""
    case_id = await nudges.case_id_of(coach, asker, reading.clicked(body))
    await windows.show(client, body, drawing.modal(await steps.resume(coach, asker, case_id)))
    await ack()


async def show_list(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show everything that is planned."""
    await windows.show(client, body, drawing.modal(await nudges.listed(coach, asker)))
    await ack()


async def edit(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask for another moment; for a nudge of one's own, for other words as well."""
    await windows.show(client, body, drawing.modal(await nudges.editing(coach, asker, reading.clicked(body))))
    await ack()


async def cancel(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Call off what is planned, and show the rest."""
    shown = await nudges.settle(coach, asker, reading.clicked(body), nudges.CANCELLED, reading.click(body))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def ask_own(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask for a nudge of one's own."""
    await windows.show(client, body, drawing.modal(await nudges.ask_own(coach, asker)))
    await ack()


async def keep_own(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Keep a nudge of one's own."""
    await ack(drawing.answer(await nudges.keep_own(coach, asker, reading.own_nudge(view)), view))


async def show_settings(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show how a person wants to be reminded."""
    await windows.show(client, body, drawing.modal(await settings.show(coach, asker)))
    await ack()


async def save_settings(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Keep how a person wants to be reminded, and tell what moved."""
    await ack(drawing.answer(await settings.save(coach, asker, reading.settings(view)), view))


async def ask_pause(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask until when nudges shall rest."""
    await windows.show(client, body, drawing.modal(await settings.pausing(coach, asker)))
    await ack()


async def pause(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Let nudges rest."""
    await ack(drawing.answer(await settings.pause(coach, asker, reading.pause(view)), view))


async def resume(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Let nudges come again, and show them."""
    await windows.show_or_replace(client, body, drawing.modal(await settings.resume(coach, asker)))
    await ack()
