"""The one place where what went wrong is shown: a sentence to act on, or a reference that the log has too."""

import secrets
from collections.abc import Iterator
from traceback import extract_tb
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from structlog import get_logger

from bot.errors import BotError, OperatorError
from bot.listeners.telling import tell
from bot.locales.words import Sentence

_TOO_SLOW: Final = {"expired_trigger_id", "exchanged_trigger_id", "trigger_expired", "trigger_exchanged"}
_log = get_logger(__name__)


def register(app: AsyncApp) -> None:
    """Show errors of listeners and of what runs before them."""
    app.error(show)


async def show(error: Exception, body: dict[str, Any], context: AsyncBoltContext) -> BoltResponse:
    """Tell the person what happened, in their language, and answer Slack with a 200."""
    return await tell(body, context, _sentence(error, body, context))


def _sentence(error: Exception, body: dict[str, Any], context: AsyncBoltContext) -> Sentence:
    if isinstance(error, BotError):
        return error.sentence
    code = _code(error)
    if code in _TOO_SLOW:
        _log.info("too slow for a window", kind=body.get("type", "command"), workspace=context.team_id)
        return Sentence("trouble.too_slow")
    reference = secrets.token_hex(4)
    _log.error(
        "unexpected error",
        reference=reference,
        kind=body.get("type", "command"),
        workspace=context.team_id,
        person=context.user_id,
        code=code,
        because=str(error) if isinstance(error, OperatorError) else None,  # a sentence of ours, which quotes nobody
        trace=list(_trace(error)),
    )
    return Sentence("trouble.unexpected", {"reference": reference})


def _code(error: BaseException) -> str | None:
    if isinstance(error, SlackApiError):
        return str(error.response.get("error"))
    return getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)


def _trace(error: BaseException | None) -> Iterator[str]:
    """Name the errors of a chain and where they came from, the cause first; no message, for it may quote a person."""
    if error is None:
        return
    yield from _trace(error.__cause__ or (None if error.__suppress_context__ else error.__context__))
    code = _code(error)
    yield f"{type(error).__module__}.{type(error).__qualname__}" + (f" ({code})" if code else "")
    for frame in extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
