"""The digest: held, released or posted now by a lead. The message that was clicked in tells it where it stands."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.coach import digests
from bot.coach.coach import Asker, Coach
from bot.listeners import reading
from bot.surface import digest_ids

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.action(reading.action(digest_ids.DIGEST_HOLD))(hold)
    app.action(reading.action(digest_ids.DIGEST_RELEASE))(release)
    app.action(reading.action(digest_ids.DIGEST_POST))(post_now)


async def hold(ack: AsyncAck, body: Payload, coach: Coach, asker: Asker) -> None:
    """Hold a digest back."""
    await _do(digests.hold, body, coach, asker)
    await ack()


async def release(ack: AsyncAck, body: Payload, coach: Coach, asker: Asker) -> None:
    """Let a held digest come."""
    await _do(digests.release, body, coach, asker)
    await ack()


async def post_now(ack: AsyncAck, body: Payload, coach: Coach, asker: Asker) -> None:
    """Post a digest at once."""
    await _do(digests.post_now, body, coach, asker)
    await ack()


async def _do(
    done: Callable[[Coach, Asker, str, str], Awaitable[None]], body: Payload, coach: Coach, asker: Asker
) -> None:
    await done(coach, asker, *digest_ids.read_value(reading.clicked(body)))
