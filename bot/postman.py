"""Carry one delivery to Slack, or look whether it arrived there.

One call that may have an effect for each delivery: a second one is made only after Slack refused the first.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from structlog import get_logger

from bot import filing
from bot.coach import briefs, figures
from bot.coach.coach import Shown
from bot.coach.contents import Content
from bot.coach.deliveries import HELP, HOME
from bot.coaching.brief_pages import BriefFile, FileKind
from bot.coaching.digest_notices import DigestPreview, DigestSilence, DigestTrouble
from bot.coaching.digest_pages import DigestPage
from bot.coaching.figures import FiguresFile
from bot.coaching.nudge_pages import NudgeMessage
from bot.coaching.pages import CaseCard, ClosedPage, HelpPage, HomePage
from bot.coaching.team_pages import ChannelTrouble, Invitation
from bot.locales.words import Sentence, Words, load_words
from bot.store.digests import DIGEST
from bot.store.sending import Claim
from bot.surface.card import card_message
from bot.surface.digest import digest_message
from bot.surface.digest_notices import preview_message, silence_message, trouble_message
from bot.surface.help import help_message
from bot.surface.home import home_view
from bot.surface.kit import Json
from bot.surface.notice import error_message
from bot.surface.nudge import nudge_message
from bot.surface.team_messages import channel_trouble_message, invitation_message
from bot.verdict import FAILS, Fate, Verdict, verdict

MARK: Final = "pushback_delivery"
"""The event type of the metadata by which the bot knows its own message again."""

CALLS: Final = 4
"""Calls that one delivery makes at most."""

_CLOCKS_DIFFER: Final = 300.0  # seconds, Slack's clock and the database's: with more, Slack's requests are refused too
_PAGE: Final = 100  # messages
_FILES: Final[Mapping[str, FileKind]] = {**briefs.SENT_AS, figures.SENT_AS: FileKind.CSV}
"""The deliveries that bring a file, by what they bring."""

_IF_GONE: Final = {DIGEST: Fate.CANCELLED}
"""What becomes of an update whose message is gone; mostly another is posted. A digest that was taken away stays so."""

_GONE: Final = frozenset({"message_not_found", "channel_not_found", "cant_update_message", "edit_window_closed"})

_log = get_logger(__name__)


Message = (
    CaseCard
    | ChannelTrouble
    | ClosedPage
    | DigestPage
    | DigestPreview
    | DigestSilence
    | DigestTrouble
    | HelpPage
    | Invitation
    | NudgeMessage
    | Sentence
)
"""What is drawn as a message."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands in Slack; nowhere for what is not a message."""

    channel: str | None = None
    ts: str | None = None


def method(claim: Claim) -> str:
    """Return the method of Slack's Web API that a delivery uses."""
    if claim.kind == HOME:
        return "views.publish"
    if claim.kind in _FILES:
        return filing.METHOD
    return "chat.update" if claim.slack_ts else "chat.postMessage"


def is_repeatable(claim: Claim) -> bool:
    """Tell whether a delivery can be repeated without harm: an update in place, App Home."""
    return method(claim) not in {"chat.postMessage", filing.METHOD}


def is_message(claim: Claim) -> bool:
    """Tell whether a delivery is a message in a conversation, and not App Home."""
    return claim.kind != HOME


def is_unasked(claim: Claim) -> bool:
    """Tell whether a delivery is a message that does not answer what a person just wrote."""
    return claim.kind not in {HOME, HELP}


def is_given_a_rest(claim: Claim) -> bool:
    """Tell whether a recipient who refuses messages is given a rest: a channel that does is put right by its leads."""
    return is_message(claim) and claim.kind != DIGEST


async def deliver(client: AsyncWebClient, claim: Claim, shown: Shown[Content]) -> Place | Verdict:
    """Show a person what a delivery says, and return where it stands now, or why it does not."""
    words = load_words(shown.person.language)
    if isinstance(shown.page, HomePage):
        view = home_view(shown.page, words, shown.person.zone)
        published = await _answer(client.views_publish(user_id=claim.recipient, view=view))
        return published if isinstance(published, Verdict) else Place()
    if isinstance(shown.page, BriefFile | FiguresFile):
        return await _file(client, claim, shown.page, words)
    message = _message(shown.page, words, shown.person.zone)
    met = await _put(client, claim, message)
    if isinstance(met, Verdict) and met.fate is Fate.QUARANTINED:
        _log.error("blocks refused: sent as plain text", delivery=claim.id, kind=claim.kind, code=met.code)
        met = await _put(client, claim, {"text": message["text"]})
    return met


async def find(client: AsyncWebClient, claim: Claim) -> Place | Verdict | None:
    """Return where a message stands that may have been sent; None where it does not; a verdict when nobody can tell."""
    channel, cursor = await _conversation(client, claim), ""
    if isinstance(channel, Verdict):
        return channel
    since = claim.started_at.timestamp() - _CLOCKS_DIFFER if claim.started_at else 0.0
    while True:
        history = client.conversations_history(
            channel=channel, oldest=f"{since:.6f}", cursor=cursor or None, limit=_PAGE, include_all_metadata=True
        )
        page = await _answer(history)
        if isinstance(page, Verdict):
            return page
        for message in page["messages"]:
            if _is_of(claim, message):
                return Place(channel, str(message["ts"]))
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return None


async def _conversation(client: AsyncWebClient, claim: Claim) -> str | Verdict:
    """Return the channel that a message was posted in: a person's is the conversation with them."""
    if claim.kind == DIGEST:
        return claim.recipient
    opened = await _answer(client.conversations_open(users=claim.recipient))
    return opened if isinstance(opened, Verdict) else str(opened["channel"]["id"])


def _message(page: Message, words: Words, zone: str) -> Json:
    kind = type(page)
    return _TIMED[kind](page, words, zone) if kind in _TIMED else _UNTIMED[kind](page, words)


def _closed(_page: ClosedPage, words: Words) -> Json:
    return error_message(Sentence("errors.members_only"), words)


async def _put(client: AsyncWebClient, claim: Claim, message: Json) -> Place | Verdict:
    if claim.slack_channel and claim.slack_ts:
        return await _update(client, claim.kind, claim.slack_channel, claim.slack_ts, message)
    mark = {"event_type": MARK, "event_payload": {"id": claim.id}}
    posting = client.chat_postMessage(
        channel=claim.recipient, metadata=mark, unfurl_links=False, unfurl_media=False, **message
    )
    posted = await _answer(posting)
    return posted if isinstance(posted, Verdict) else Place(posted["channel"], posted["ts"])


async def _update(client: AsyncWebClient, kind: str, channel: str, ts: str, message: Json) -> Place | Verdict:
    updated = await _answer(client.chat_update(channel=channel, ts=ts, **message))
    if not isinstance(updated, Verdict):
        return Place(channel, ts)
    return Verdict(_IF_GONE.get(kind, Fate.ANEW), updated.code) if updated.code in _GONE else updated


async def _answer(call: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse | Verdict:
    try:
        return await call
    except FAILS as error:
        return verdict(error)


async def _file(client: AsyncWebClient, claim: Claim, file: BriefFile | FiguresFile, words: Words) -> Place | Verdict:
    """Share a file; where the bot may not share files, say so in its place."""
    met = await filing.share(client, claim.recipient, await filing.made_of(file, words))
    if isinstance(met, Verdict) and met.code == "missing_scope":
        key = "figures.not_sent" if isinstance(file, FiguresFile) else "brief.no_files"
        return await _put(client, claim, error_message(Sentence(key), words))
    return met if isinstance(met, Verdict) else Place(met)


def _is_of(claim: Claim, message: Mapping[str, Any]) -> bool:
    """Tell whether a message is what a delivery brought: a file carries no mark of ours."""
    kind = _FILES.get(claim.kind)
    return _mark(message) == claim.id or (kind is not None and filing.is_shared(message, kind))


def _mark(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    return metadata.get("event_payload", {}).get("id") if metadata.get("event_type") == MARK else None


_TIMED: Final[Mapping[type[Message], Callable[[Any, Words, str], Json]]] = {
    CaseCard: card_message,
    ChannelTrouble: channel_trouble_message,
    DigestPreview: preview_message,
    DigestSilence: silence_message,
    NudgeMessage: nudge_message,
}
"""Those that tell moments, and so need the zone of whom they are for."""

_UNTIMED: Final[Mapping[type[Message], Callable[[Any, Words], Json]]] = {
    ClosedPage: _closed,
    DigestPage: digest_message,
    DigestTrouble: trouble_message,
    HelpPage: help_message,
    Invitation: invitation_message,
    Sentence: error_message,
}
