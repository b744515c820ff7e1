"""`/pushback digest`: figures, shown to who asks and sent to them as a file."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import posting
from bot.coach import figures
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching.digest_life import Sight
from bot.coaching.figures import Asked, FiguresPage, Range
from bot.listeners import drawing, reading, sending, windows
from bot.surface import figures_ids

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.action(reading.action(figures_ids.FIGURES_OPEN))(show)
    app.action(reading.action(figures_ids.FIGURES_CHOOSE))(choose)
    app.action(reading.action(figures_ids.FIGURES_SEND))(send)


async def start(client: AsyncWebClient, coach: Coach, asker: Asker, range_: Range) -> Shown[FiguresPage]:
    """Return the figures of a range for who named nobody's."""
    return await _shown(client, coach, asker, await figures.first_asked(coach, asker, range_))


async def show(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show figures."""
    shown = await _shown(client, coach, asker, figures_ids.read_value(reading.clicked(body)))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def choose(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show other figures in the same window."""
    shown = await _shown(client, coach, asker, figures_ids.read_value(reading.picked(body)))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def send(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Send figures as a file."""
    asked = figures_ids.read_value(reading.clicked(body))
    wanted = figures.Wanted(asked, sending.receipt(body["view"]))
    seen, may_send = await _seen(client, coach, asker, asked), await sending.may_send(client)
    shown = await figures.send(coach, asker, wanted, seen, may_send=may_send)
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def _shown(client: AsyncWebClient, coach: Coach, asker: Asker, asked: Asked) -> Shown[FiguresPage]:
    return await figures.show(coach, asker, asked, await _seen(client, coach, asker, asked))


async def _seen(client: AsyncWebClient, coach: Coach, asker: Asker, asked: Asked) -> Sight | None:
    channel_id = await figures.channel_of(coach, asker, asked)
    return await posting.sight(client, channel_id, coach) if channel_id else None
