"""The only sender of messages nobody is waiting for.

Each message is a row that was committed before anything is sent. It is claimed, worked out anew from current facts,
sent once, and recorded. When the answer is lost, the bot looks in the conversation for its own mark before it sends
again; where it may not look, it does not send again. What can be repeated without harm (an update in place, App Home)
is simply repeated.
"""

import random
from asyncio import gather
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient
from structlog import get_logger

from bot import postman
from bot.coach import contents
from bot.coach.coach import Coach
from bot.errors import BotError
from bot.postman import Place
from bot.store.ids import new_id
from bot.store.sending import LEASE_SECONDS, Claim, Sending
from bot.store.tables import DeliveryState
from bot.verdict import Fate, Verdict, backoff

AT_ONCE: Final = 10  # claims of one turn to send, and as many to look for; all go side by side
ATTEMPTS: Final = 5
CRASHES: Final = 3
"""Workers that may die over one message before it is put aside: it is probably what kills them."""

CALL_SECONDS: Final = 10  # after which the client gives a call to Slack up
SEND_SECONDS: Final = postman.CALLS * CALL_SECONDS + 10
"""What must be left of a lease before a message is sent: for the calls, and for recording."""

LOOK_AFTER: Final = timedelta(seconds=90)
LOOK_AGAIN_AFTER: Final = timedelta(seconds=60)
GIVE_UP_AFTER: Final = timedelta(days=1)  # looking, while Slack lets nobody look
SOON: Final = timedelta(minutes=1)
JITTER: Final = 0.2
ABSENT: Final = "absent"

_MAY_NOT_LOOK: Final = frozenset({"missing_scope", "no_permission"})

Clients = Callable[[str], Awaitable[AsyncWebClient]]
"""Gives the client of a workspace; `BotError` when the workspace has none."""

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn at the outbox: its moment, and until when what it claimed may be sent."""

    now: datetime
    send_until: float  # by the outbox's stopwatch


@dataclass(frozen=True, slots=True)
class Outbox:
    """Sends what is due. Any number of them may work on one database."""

    coach: Coach
    clients: Clients
    owner: str = field(default_factory=new_id)  # one name a process, for its leases
    stopwatch: Callable[[], float] = monotonic
    _pauses: dict[tuple[str, str], datetime] = field(default_factory=dict)  # workspace and method -> until when

    async def tick(self, now: datetime) -> int:
        """Take one turn: settle what is unknown, send what is due; return how many deliveries were taken up.

        Raises:
            ExceptionGroup: some met what nobody foresaw. Their leases run out; the others are sent and recorded.
        """
        turn = Turn(now, self.stopwatch() + LEASE_SECONDS - SEND_SECONDS)
        async with self.coach.store.sweep() as sweep:
            crashed = await sweep.sending.reap(now, now + LOOK_AFTER)
            doubtful = await sweep.sending.claim_unknown(self.owner, now, AT_ONCE)
            due = await sweep.sending.claim(self.owner, now, AT_ONCE)
        if crashed:
            _log.warning("leases ran out", deliveries=crashed)
        work = [self._look_for(claim, turn) for claim in doubtful] + [self._deliver(claim, turn) for claim in due]
        _raise_unforeseen((*doubtful, *due), await gather(*work, return_exceptions=True))
        return len(work)

    async def _deliver(self, claim: Claim, turn: Turn) -> None:
        met = await self._attempt(claim, turn)
        if isinstance(met, Verdict):
            _log.warning("not delivered", delivery=claim.id, kind=claim.kind, attempt=claim.attempt, code=met.code)
        async with self.coach.store.sweep() as sweep:
            is_ours = await _record(sweep.sending, claim, met, turn.now)
        if not is_ours:
            _log.warning("lease lost", delivery=claim.id, kind=claim.kind, attempt=claim.attempt)

    async def _attempt(self, claim: Claim, turn: Turn) -> Place | Verdict:
        if pause := self._pause(claim, turn.now):
            return Verdict(Fate.PUT_OFF, "paused", pause)
        try:
            client = await self.clients(claim.workspace_id)
            if claim.is_over(turn.now):
                return Verdict(Fate.EXPIRED, "too_late")
            await contents.prepare(self.coach, claim)
            shown = await contents.content(self.coach, claim)
        except BotError as error:  # the app was removed, or the database is busy
            return Verdict(Fate.PUT_OFF, error.sentence.key, SOON)
        if shown is None:
            return Verdict(Fate.CANCELLED, "nothing_to_say")
        if self.stopwatch() > turn.send_until:
            return Verdict(Fate.PUT_OFF, "lease_short")
        met = await postman.deliver(client, claim, shown)
        if isinstance(met, Verdict) and met.fate is Fate.LIMITED:
            self._pauses[_way(claim)] = turn.now + met.after
        return met

    def _pause(self, claim: Claim, now: datetime) -> timedelta:
        """Return for how long Slack wants no more of this from a workspace."""
        until = self._pauses.get(_way(claim), now)
        if until <= now:
            self._pauses.pop(_way(claim), None)
        return max(until - now, timedelta())

    async def _look_for(self, claim: Claim, turn: Turn) -> None:
        found = await self._found(claim)
        async with self.coach.store.sweep() as sweep:
            await _record_look(sweep.sending, claim, found, turn.now)

    async def _found(self, claim: Claim) -> Place | Verdict | None:
        if postman.is_repeatable(claim):
            return Verdict(Fate.AGAIN, claim.last_code)
        try:
            client = await self.clients(claim.workspace_id)
        except BotError as error:
            return Verdict(Fate.PUT_OFF, error.sentence.key)
        return await postman.find(client, claim)


def _raise_unforeseen(claims: Sequence[Claim], results: Sequence[BaseException | None]) -> None:
    unforeseen = []
    for claim, result in zip(claims, results, strict=True):
        if isinstance(result, Exception):
            result.add_note(f"delivery {claim.id}, {claim.kind}, attempt {claim.attempt}")
            unforeseen.append(result)
    if unforeseen:
        raise ExceptionGroup("some deliveries met what nobody foresaw", unforeseen)


def _way(claim: Claim) -> tuple[str, str]:
    return claim.workspace_id, postman.method(claim)


async def _record(sending: Sending, claim: Claim, met: Place | Verdict, now: datetime) -> bool:
    match met:
        case Place(channel, ts):
            return await sending.sent(claim, channel, ts, now)
        case Verdict(Fate.UNKNOWN, code) if not postman.is_repeatable(claim):
            return await sending.unknown(claim, code, now + LOOK_AFTER)
        case Verdict(Fate.UNKNOWN | Fate.AGAIN, code):
            return await _try_again(sending, claim, code, now, after=_about(backoff(claim.attempt), least=1 - JITTER))
        case Verdict(Fate.PUT_OFF | Fate.LIMITED, code, after):
            return await sending.again(claim, code, now + _about(after), counts=False)
        case Verdict(Fate.ANEW, code):
            return await sending.anew(claim, code, now)
        case Verdict(fate, code):
            return await sending.settle(claim, DeliveryState(fate), code, now)


async def _record_look(sending: Sending, claim: Claim, found: Place | Verdict | None, now: datetime) -> bool:
    match found:
        case Place(channel, ts):
            return await sending.sent(claim, channel, ts, now)
        case None if claim.last_code == ABSENT:
            return await _try_again(sending, claim, ABSENT, now)
        case None:
            return await sending.unknown(claim, ABSENT, now + LOOK_AGAIN_AFTER)
        case Verdict(_, code) if postman.is_repeatable(claim):
            return await _try_again(sending, claim, code, now)
        case Verdict(fate, code, after):
            is_given_up = fate is Fate.FAILED or code in _MAY_NOT_LOOK or now - claim.planned_at > GIVE_UP_AFTER
            if is_given_up:
                return await sending.settle(claim, DeliveryState.UNCONFIRMED, code, now)
            return await sending.unknown(claim, code, now + max(after, LOOK_AGAIN_AFTER))


async def _try_again(
    sending: Sending, claim: Claim, code: str, now: datetime, *, after: timedelta = timedelta()
) -> bool:
    if claim.crash_count >= CRASHES:
        return await sending.settle(claim, DeliveryState.QUARANTINED, code, now)
    if claim.attempt < ATTEMPTS:
        return await sending.again(claim, code, now + after)
    return await sending.settle(claim, DeliveryState.FAILED, code, now)


def _about(span: timedelta, *, least: float = 1.0) -> timedelta:
    """Return a span, give or take: what failed together need not come back together."""
    return span * random.uniform(least, 1 + JITTER)  # noqa: S311  spreads deliveries, keeps no secret
