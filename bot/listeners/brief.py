"""The brief: shown for a case."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import briefs
from bot.coach.coach import Asker, Coach
from bot.listeners import drawing, reading, windows
from bot.surface import ids

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.action(reading.action(ids.CASE_BRIEF))(show)


async def show(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show the brief of a case."""
    shown = await briefs.show(coach, asker, reading.clicked(body))
    await windows.show(client, body, drawing.modal(shown))
    await ack()
