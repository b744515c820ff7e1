"""Answer what no other listener takes, so that Slack gets its 200 and a person who waits a sentence.

Registered last. What Slack sends here is from an older version of the app, or from a newer manifest.
"""

import re
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from structlog import get_logger

from bot.listeners.telling import tell
from bot.locales.words import Sentence

_ANY: Final = re.compile(r".*", re.DOTALL)
_log = get_logger(__name__)


def register(app: AsyncApp) -> None:
    """Take all that is left."""
    app.action(_ANY)(unknown_action)
    app.view(_ANY)(unknown_view)
    app.view_closed(_ANY)(unknown_view)
    app.event(_ANY)(unknown_event)
    app.command(_ANY)(unknown_command)
    app.shortcut(_ANY)(unknown_shortcut)
    app.options(_ANY)(unknown_options)


async def unknown_action(body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
    """Say that a button does nothing any more; a link or an input of a form is nobody's question."""
    action = body["actions"][0] if body.get("actions") else {}
    if action.get("type") != "button" or action.get("url"):
        return BoltResponse(status=200)
    _note(body, context, action.get("action_id"))
    return await tell(body, context, Sentence("trouble.unknown_button"))


async def unknown_view(body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
    """Say that a window was not saved; one that was closed needs no answer."""
    _note(body, context, body["view"].get("callback_id"))
    return await tell(body, context, Sentence("trouble.unknown_window"))


async def unknown_event(ack: AsyncAck) -> None:
    """Take an event that nothing here needs."""
    await ack()


async def unknown_command(body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
    """Say what the commands are."""
    _note(body, context, body["command"])
    return await tell(body, context, Sentence("trouble.unknown_command"))


async def unknown_shortcut(body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
    """Say that a shortcut does nothing."""
    _note(body, context, body["callback_id"])
    return await tell(body, context, Sentence("trouble.unknown_shortcut"))


async def unknown_options(ack: AsyncAck) -> None:
    """Offer no options."""
    await ack(options=[])


def _note(body: dict[str, Any], context: AsyncBoltContext, name: object) -> None:
    _log.warning("nobody listens", kind=body.get("type", "command"), name=name, workspace=context.team_id)
