"""The only sender of messages nobody is waiting for.

Each message is a row that was committed before anything is sent. It is claimed, worked out anew from current facts,
sent once, and recorded. When the answer is lost, the bot looks in the conversation for its own mark before it sends
again; where it may not look, it does not send again. What can be repeated without harm (an update in place, App Home)
is simply repeated.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from structlog import get_logger

from bot.coach import contents
from bot.coach.coach import Coach, Shown
from bot.coach.deliveries import HOME
from bot.coaching.pages import CaseCard, HelpPage, HomePage
from bot.errors import BotError
from bot.locales.words import load_words
from bot.store.ids import new_id
from bot.store.sending import Claim, Sending
from bot.store.tables import DeliveryState
from bot.surface.card import card_message
from bot.surface.help import help_message
from bot.surface.home import home_view
from bot.surface.kit import Json
from bot.verdict import Fate, Verdict, backoff, verdict

MARK: Final = "pushback_delivery"
"""The event type of the metadata by which the bot knows its own message again."""

AT_ONCE: Final = 20  # claims of one turn: each is sent well before the lease of the last one ends
ATTEMPTS: Final = 5
LOOK_AFTER: Final = timedelta(seconds=90)
LOOK_AGAIN_AFTER: Final = timedelta(seconds=60)
GIVE_UP_AFTER: Final = timedelta(days=1)
ABSENT: Final = "absent"
_ALLOWANCE: Final = 5.0  # seconds by which Slack's clock and the database's may differ
_MAY_NOT_LOOK: Final = frozenset({"missing_scope", "no_permission", "channel_not_found", "not_in_channel"})

Content = CaseCard | HelpPage | HomePage
Clients = Callable[[str], Awaitable[AsyncWebClient]]
"""Gives the client of a workspace; `BotError` when the workspace has none."""

_SLACK_FAILS: Final = (SlackApiError, ClientError, TimeoutError)
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands in Slack; nowhere for what is not a message."""

    channel: str | None = None
    ts: str | None = None


@dataclass(frozen=True, slots=True)
class Outbox:
    """Sends what is due. Any number of them may work on one PostgreSQL."""

    coach: Coach
    clients: Clients
    owner: str = field(default_factory=new_id)  # one name a process, for its leases

    async def tick(self, now: datetime) -> int:
        """Take one turn: settle what is unknown, send what is due; return how many deliveries were taken up."""
        async with self.coach.store.sweep() as sweep:
            await sweep.sending.reap(now + LOOK_AFTER)
            doubtful = await sweep.sending.claim_unknown(self.owner, now, AT_ONCE)
            due = await sweep.sending.claim(self.owner, now, AT_ONCE)
        for claim in doubtful:
            await self._look_for(claim, now)
        for claim in due:
            await self._deliver(claim, now)
        return len(doubtful) + len(due)

    async def _deliver(self, claim: Claim, now: datetime) -> None:
        met = await self._attempt(claim)
        async with self.coach.store.sweep() as sweep:
            is_ours = await _record(sweep.sending, claim, met, now)
        if isinstance(met, Verdict) or not is_ours:
            code = met.code if isinstance(met, Verdict) else "lease_lost"
            _log.warning("not delivered", delivery=claim.id, kind=claim.kind, attempt=claim.attempt, code=code)

    async def _attempt(self, claim: Claim) -> Place | Verdict:
        try:
            client = await self.clients(claim.workspace_id)
            shown = await contents.content(
                self.coach,
                claim.workspace_id,
                kind=claim.kind,
                recipient=claim.recipient,
                subject_id=claim.subject_id,
            )
            if shown is None:
                return Verdict(Fate.CANCELLED, "nothing_to_say")
            return await _send(client, claim, shown)
        except BotError as error:
            return Verdict(Fate.AGAIN, error.sentence.key)
        except _SLACK_FAILS as error:
            return _without_doubt(claim, verdict(error))

    async def _look_for(self, claim: Claim, now: datetime) -> None:
        found = await self._find(claim)
        async with self.coach.store.sweep() as sweep:
            if isinstance(found, Place):
                await sweep.sending.sent(claim, found.channel, found.ts, now)
            elif found in _MAY_NOT_LOOK or now - claim.planned_at > GIVE_UP_AFTER:
                await sweep.sending.settle(claim, DeliveryState.UNCONFIRMED, found)
            elif found == claim.last_code == ABSENT:
                await sweep.sending.again(claim, ABSENT, now)
            else:
                await sweep.sending.unknown(claim, found, now + LOOK_AGAIN_AFTER)

    async def _find(self, claim: Claim) -> Place | str:
        """Return where a message stands that may have been sent, or why it was not found."""
        try:
            client = await self.clients(claim.workspace_id)
            channel = str((await client.conversations_open(users=claim.recipient))["channel"]["id"])
            since = claim.started_at.timestamp() - _ALLOWANCE if claim.started_at else 0.0
            history = await client.conversations_history(
                channel=channel, oldest=f"{since:.6f}", include_all_metadata=True, limit=100
            )
        except BotError as error:
            return error.sentence.key
        except _SLACK_FAILS as error:
            return verdict(error).code
        marked = (message for message in history["messages"] if _mark(message) == claim.id)
        return next((Place(channel, str(message["ts"])) for message in marked), ABSENT)


async def _record(sending: Sending, claim: Claim, met: Place | Verdict, now: datetime) -> bool:
    match met:
        case Place(channel, ts):
            return await sending.sent(claim, channel, ts, now)
        case Verdict(Fate.UNKNOWN, code):
            return await sending.unknown(claim, code, now + LOOK_AFTER)
        case Verdict(Fate.PUT_OFF, code, after):
            return await sending.again(claim, code, now + after, counts=False)
        case Verdict(Fate.AGAIN, code) if claim.attempt < ATTEMPTS:
            return await sending.again(claim, code, now + backoff(claim.attempt))
        case Verdict(Fate.AGAIN, code):
            return await sending.settle(claim, DeliveryState.FAILED, code)
        case Verdict(fate, code):
            return await sending.settle(claim, DeliveryState(fate), code)


async def _send(client: AsyncWebClient, claim: Claim, shown: Shown[Content]) -> Place:
    words = load_words(shown.person.language)
    match shown.page:
        case HomePage() as page:
            await client.views_publish(user_id=claim.recipient, view=home_view(page, words, shown.person.zone))
            return Place()
        case CaseCard() as page:
            return await _put(client, claim, card_message(page, words, shown.person.zone))
        case HelpPage() as page:
            return await _put(client, claim, help_message(page, words))


async def _put(client: AsyncWebClient, claim: Claim, message: Json) -> Place:
    """Update a message where it stands, or post it: also when it was deleted there meanwhile."""
    if claim.slack_channel and claim.slack_ts:
        try:
            await client.chat_update(channel=claim.slack_channel, ts=claim.slack_ts, **message)
        except SlackApiError as error:
            if error.response.get("error") != "message_not_found":
                raise
        else:
            return Place(claim.slack_channel, claim.slack_ts)
    mark = {"event_type": MARK, "event_payload": {"id": claim.id}}
    posted = await client.chat_postMessage(
        channel=claim.recipient, metadata=mark, unfurl_links=False, unfurl_media=False, **message
    )
    return Place(posted["channel"], posted["ts"])


def _without_doubt(claim: Claim, met: Verdict) -> Verdict:
    """Take doubt from what can be repeated without harm: an update in place, App Home."""
    is_repeatable = claim.slack_ts is not None or claim.kind == HOME
    return replace(met, fate=Fate.AGAIN) if is_repeatable and met.fate is Fate.UNKNOWN else met


def _mark(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    return metadata.get("event_payload", {}).get("id") if metadata.get("event_type") == MARK else None
