"""Show one sentence to a person where they wait for an answer."""

from typing import Any, Final

from aiohttp import ClientError
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from structlog import get_logger

from bot.listeners.reply import Reply
from bot.listeners.windows import is_third
from bot.locales.words import ENGLISH, Sentence, Words, load_words
from bot.surface.notice import error_message, notice_modal

_LANGUAGE: Final = "language"
_log = get_logger(__name__)


def words_for(context: AsyncBoltContext) -> Words:
    """Return the words in the language of the person who asks: English until they are recognised."""
    return load_words(str(context.get(_LANGUAGE, ENGLISH)))


def speak(context: AsyncBoltContext, language: str) -> None:
    """Remember the language of the person who asks, for what may have to be told to them."""
    context[_LANGUAGE] = language


async def tell(body: dict[str, Any], context: AsyncBoltContext, sentence: Sentence) -> BoltResponse:
    """Show a sentence to whoever waits, and return the answer to Slack, always a 200.

    A command gets it as its answer, a window gets a window on top, so that what was typed stays; a button gets a
    message only its clicker sees, or a window. Where all ways are closed it comes as a direct message.
    """
    words = words_for(context)
    if "command" in body:
        return _answer({"response_type": "ephemeral", **error_message(sentence, words)})
    kind = body.get("type")
    if kind == "view_submission":
        action = "update" if is_third(body["view"]) else "push"
        return _answer({"response_action": action, "view": notice_modal(sentence, words)})
    if kind in {"block_suggestion", "dialog_suggestion"}:
        return _answer({"options": []})
    if kind not in {"event_callback", "view_closed"}:
        await _show(body, context, sentence, words)
    return BoltResponse(status=200)


async def _show(body: dict[str, Any], context: AsyncBoltContext, sentence: Sentence, words: Words) -> None:
    try:
        if await _reply(context, sentence, words) or await _open(body, context, sentence, words):
            return
        if context.client.token and context.user_id:
            message = {"channel": context.user_id, **error_message(sentence, words)}
            await context.client.api_call("chat.postMessage", json=message)
    except SlackApiError as error:
        _log.warning("sentence not shown", sentence=sentence.key, code=error.response.get("error"))
    except (ClientError, TimeoutError) as error:
        _log.warning("sentence not shown", sentence=sentence.key, code=type(error).__name__)


async def _reply(context: AsyncBoltContext, sentence: Sentence, words: Words) -> bool:
    reply = Reply(context.response_url, context.client)
    return bool(reply) and await reply(replace_original=False, **error_message(sentence, words))


async def _open(body: dict[str, Any], context: AsyncBoltContext, sentence: Sentence, words: Words) -> bool:
    trigger = body.get("trigger_id")
    if not trigger or not context.client.token:
        return False
    below = body.get("view") or {}
    is_on_top = below.get("type") == "modal"
    if is_on_top and is_third(below):
        return False
    show = context.client.views_push if is_on_top else context.client.views_open
    try:
        await show(trigger_id=trigger, view=notice_modal(sentence, words))
    except SlackApiError as error:
        _log.info("window not opened", code=error.response.get("error"))
        return False
    return True


def _answer(body: dict[str, object]) -> BoltResponse:
    return BoltResponse(status=200, body=body)
