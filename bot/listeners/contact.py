"""*Log what happened*: the form, and what comes back with it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import interactions
from bot.coach.coach import Asker, Coach
from bot.listeners import drawing, reading, windows
from bot.surface import ids

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.action(reading.action(ids.CASE_LOG))(begin)
    app.action(reading.action(ids.INTERACTION_CORRECT))(correct)
    app.view(ids.LOG)(log)


async def begin(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask what happened with the executive of a case."""
    shown = await interactions.begin(coach, asker, case_id=reading.clicked(body))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def correct(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask how a logged contact should read."""
    shown = await interactions.correct(coach, asker, reading.clicked(body))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def log(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Log a contact."""
    shown = await interactions.log(coach, asker, reading.log(view))
    await ack(drawing.answer(shown, view))
