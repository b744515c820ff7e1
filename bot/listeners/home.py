"""App Home and the Messages tab beside it."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import cases, helping, homes
from bot.coach.coach import Asker, Coach
from bot.listeners import drawing, reading, windows
from bot.surface import ids

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.event("app_home_opened")(open_home)
    app.event({"type": "message", "channel_type": "im"})(answer_message)
    app.action(reading.action(ids.CASES_LIST))(list_cases)
    app.action(reading.action(ids.HELP_SHOW))(show_help)


async def open_home(ack: AsyncAck, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Publish a person's App Home when they open it."""
    shown = await homes.show(coach, asker)
    await client.views_publish(user_id=asker.user_id, view=drawing.home(shown))
    await ack()


async def answer_message(ack: AsyncAck, body: Payload, coach: Coach, asker: Asker) -> None:
    """Answer words in the Messages tab with the help; the bot's own messages are no question."""
    if "bot_id" not in body["event"] and "subtype" not in body["event"]:
        await helping.answer(coach, asker, body["event_id"])
    await ack()


async def list_cases(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show all open cases of a person to choose from, where App Home has no room for more."""
    shown = await cases.start(coach, asker)
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def show_help(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show the help."""
    await windows.show(client, body, drawing.modal(await helping.show(coach, asker)))
    await ack()
