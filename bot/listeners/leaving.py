"""Let go of a workspace that removed the app: its token is forgotten at once, what its people wrote stays a while."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from structlog import get_logger

from bot.store.store import Store

_EVENTS: Final = ("app_uninstalled", "tokens_revoked")
_SECOND: Final = timedelta(seconds=1)  # what Slack rounds the moment of an event down to
_log = get_logger(__name__)


def register(app: AsyncApp, store: Store, forget: Callable[[str], None]) -> None:
    """Listen for both events: Slack sends them in any order, and more than once."""

    async def leave(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        """Forget the token, unless the app was installed anew after what the event tells of."""
        workspace_id = context.team_id or context.enterprise_id
        if workspace_id and _tells_of_the_bot(body["event"]):
            happened_at = datetime.fromtimestamp(int(body.get("event_time") or 0), UTC)
            async with store.work(workspace_id) as work:
                installation = await work.installations.installation()
                if installation and installation.installed_at < happened_at + _SECOND:
                    await work.installations.remove()
            forget(workspace_id)
            _log.info("removed", workspace=workspace_id, told_by=body["event"]["type"])
        await ack()

    for event in _EVENTS:
        app.event(event)(leave)


def _tells_of_the_bot(event: dict[str, Any]) -> bool:
    """Say whether the bot's own token is gone; `tokens_revoked` also tells of people's, of which we have none."""
    return event["type"] != "tokens_revoked" or bool((event.get("tokens") or {}).get("bot"))
