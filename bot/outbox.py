"""The only sender of messages nobody is waiting for.

Each message is a row that was committed before anything is sent. It is claimed, worked out anew from current facts,
sent once, and recorded. When the answer is lost, the bot looks in the conversation for its own mark before it sends
again; where it may not look, it does not send again. What can be repeated without harm (an update in place, App Home)
is simply repeated.
"""

from asyncio import gather
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient
from structlog import get_logger

from bot import posting, postman, suspending
from bot.coach import contents, digest_plan
from bot.coach.coach import Coach, Shown
from bot.coach.contents import Content
from bot.coach.deliveries import HOME, plan_home
from bot.errors import BotError
from bot.pace import Pace
from bot.postman import Place
from bot.recording import LOOK_AFTER, MAY_NOT_LOOK, record, record_look
from bot.store.digests import DIGEST
from bot.store.ids import new_id
from bot.store.pauses import Pauses
from bot.store.sending import LEASE_SECONDS, Claim
from bot.store.work import Sweep
from bot.verdict import LONGEST, SOON, Fate, Verdict

AT_ONCE: Final = 10  # claims of one turn to send, and as many to look for; all go side by side
CALL_SECONDS: Final = 10  # after which the client gives a call to Slack up
SEND_SECONDS: Final = (2 * postman.CALLS + 1) * CALL_SECONDS + 10
"""What must be left of a lease before a message is sent: for the calls, a renewed token, and for recording."""

FRESH: Final = timedelta(minutes=1)
"""How long ago something may have fallen due that a process sends which is no worker."""

Clients = Callable[[str], Awaitable[AsyncWebClient]]
"""Gives the client of a workspace; `BotError` when the workspace has none."""

Renew = Callable[[str], Awaitable[bool]]
"""Renews the token of a workspace; False where that cannot be done."""

Paused = Mapping[tuple[str, str], datetime]
"""Until when Slack wants no more of a method, or a recipient's messages are held back, by workspace and which."""

_log = get_logger(__name__)


async def renew_nothing(workspace_id: str) -> bool:
    """Renew no token: one that the environment gives does not expire."""
    del workspace_id
    return False


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn at the outbox: its moment, until when what it claimed may be sent, and what is paused."""

    now: datetime
    send_until: float  # by the outbox's stopwatch
    paused: Paused

    def pause(self, claim: Claim) -> timedelta:
        """Return for how long a delivery has to wait. A pause that only a moved clock made so long does not count."""
        return max(self._left(claim, postman.method(claim), LONGEST * 2), self._left(claim, Pauses.of(claim.recipient)))

    def _left(self, claim: Claim, way: str, longest: timedelta = timedelta.max) -> timedelta:
        left = self.paused.get((claim.workspace_id, way), self.now) - self.now
        is_held = not way.startswith("to:") or postman.is_unasked(claim)
        return left if is_held and timedelta() < left <= longest else timedelta()


@dataclass(slots=True)
class Outbox:
    """Sends what is due. Any number of them may work on one database."""

    coach: Coach
    clients: Clients
    renew: Renew = renew_nothing
    pace: Pace = field(default_factory=Pace)
    owner: str = field(default_factory=new_id)  # one name a process, for its leases
    stopwatch: Callable[[], float] = monotonic
    is_closing: bool = False  # what was claimed and is not being sent yet is put back
    _is_behind: bool = False  # more is due than one turn takes up: workspaces take turns
    _served: str = ""  # the workspace whose turn it was last

    async def tick(self, now: datetime) -> int:
        """Take one turn: settle what is unknown, send what is due; return how many deliveries were taken up.

        Raises:
            ExceptionGroup: some met what nobody foresaw. Their leases run out; the others are sent and recorded.
        """
        async with self.coach.store.sweep() as sweep:
            crashed = await sweep.sending.reap(now, now + LOOK_AFTER)
            doubtful = await sweep.sending.claim_unknown(self.owner, now, AT_ONCE)
            due = await self._due(sweep, now)
            turn = await self._turn(sweep, now, is_needed=bool(due))
        if crashed:
            _log.warning("leases ran out", deliveries=crashed)
        return await self._work(doubtful, due, turn)

    async def send_fresh(self, now: datetime) -> int:
        """Send what fell due within the last minute, and leave everything else to a worker."""
        async with self.coach.store.sweep() as sweep:
            due = await sweep.sending.claim(self.owner, now, AT_ONCE, since=now - FRESH)
            turn = await self._turn(sweep, now, is_needed=bool(due))
        return await self._work((), due, turn)

    async def _turn(self, sweep: Sweep, now: datetime, *, is_needed: bool) -> Turn:
        paused = await sweep.pauses.at(now) if is_needed else {}
        return Turn(now, self.stopwatch() + LEASE_SECONDS - SEND_SECONDS, paused)

    async def _work(self, doubtful: Sequence[Claim], due: Sequence[Claim], turn: Turn) -> int:
        work = [self._look_for(claim, turn) for claim in doubtful] + [self._deliver(claim, turn) for claim in due]
        _raise_unforeseen((*doubtful, *due), await gather(*work, return_exceptions=True))
        return len(work)

    async def _due(self, sweep: Sweep, now: datetime) -> tuple[Claim, ...]:
        """Claim what this process may send now: the longest waiting, or, when it is behind, some of each workspace."""
        at = now.timestamp()
        room, resting = self.pace.room(AT_ONCE, at), self.pace.resting(AT_ONCE, at)
        if not room or self.is_closing:
            return ()
        claims: tuple[Claim, ...] = ()
        storms, after = self.pace.storms(at), self._served
        if self._is_behind:
            claims = await sweep.sending.claim_in_turn(
                self.owner,
                now,
                room,
                after=after,
                but=resting,
                but_kinds=[HOME] if storms else [],  # nobody waits for it, and it takes nobody's turn
            )
            self._served = max((claim.workspace_id for claim in claims), default="") if len(claims) == room else ""
        if len(claims) < room and not (self._is_behind and (resting or storms)):
            claims += await sweep.sending.claim(self.owner, now, room - len(claims), but=resting)
        self._is_behind = len(claims) == room or (self._is_behind and bool(resting or after))
        self.pace.taken_up(len(claims), AT_ONCE, at, messages=sum(map(postman.is_message, claims)))
        return claims

    async def _deliver(self, claim: Claim, turn: Turn) -> None:
        met = await self._attempt(claim, turn)
        if isinstance(met, Verdict):
            _log.warning("not delivered", delivery=claim.id, kind=claim.kind, attempt=claim.attempt, code=met.code)
        async with self.coach.store.sweep() as sweep:
            is_ours = await record(sweep, claim, met, turn.now)
        if not is_ours:
            _log.warning("lease lost", delivery=claim.id, kind=claim.kind, attempt=claim.attempt)
        if claim.kind == DIGEST:
            await digest_plan.settled(self.coach, claim)
        if isinstance(met, Verdict):
            if met.fate is not Fate.PUT_OFF:
                await contents.give_up(self.coach, claim)
            await self._tell(claim, met, turn.now)

    async def _tell(self, claim: Claim, met: Verdict, now: datetime) -> None:
        """Let those know who can do something about it."""
        match met:
            case Verdict(Fate.SUSPENDED, code):
                await suspending.suspend(self.coach.store, self.clients, claim.workspace_id, code)
            case Verdict(Fate.FAILED) if postman.is_unasked(claim) and claim.kind != DIGEST:
                async with self.coach.store.work(claim.workspace_id) as work:
                    await plan_home(work, claim.recipient, now)  # where what did not arrive is listed
            case Verdict(Fate.QUARANTINED, code):
                _log.error("put aside: Slack refuses it even as plain text", delivery=claim.id, code=code)

    async def _attempt(self, claim: Claim, turn: Turn) -> Place | Verdict:
        if pause := turn.pause(claim):
            return Verdict(Fate.PUT_OFF, "paused", pause)
        try:
            client = await self.clients(claim.workspace_id)
            if claim.is_over(turn.now):
                return Verdict(Fate.EXPIRED, "too_late")
            shown = await self._content(client, claim)
            if shown is None:
                return Verdict(Fate.CANCELLED, "nothing_to_say")
            if isinstance(shown, Verdict):
                return shown
            return self._held_back(claim, turn) or await self._send(claim, shown)
        except BotError as error:  # the app was removed, or the database is busy
            return Verdict(Fate.PUT_OFF, error.sentence.key, SOON)

    async def _content(self, client: AsyncWebClient, claim: Claim) -> Shown[Content] | Verdict | None:
        if claim.kind in posting.KINDS:
            return await posting.content(self.coach, client, claim)
        return await contents.content(self.coach, claim)

    def _held_back(self, claim: Claim, turn: Turn) -> Verdict | None:
        """Return why a message is not sent now after all."""
        if self.is_closing:
            return Verdict(Fate.PUT_OFF, "stopping")
        if self.stopwatch() > turn.send_until:
            return Verdict(Fate.PUT_OFF, "lease_short")
        at = turn.now.timestamp()
        if postman.is_message(claim) and (wait := self.pace.wait(claim.workspace_id, claim.recipient, at)):
            return Verdict(Fate.PUT_OFF, "paced", timedelta(seconds=wait))
        return None

    async def _send(self, claim: Claim, shown: Shown[Content]) -> Place | Verdict:
        met = await postman.deliver(await self.clients(claim.workspace_id), claim, shown)
        if isinstance(met, Verdict) and met.fate is Fate.ROTATE:
            if await self.renew(claim.workspace_id):
                met = await postman.deliver(await self.clients(claim.workspace_id), claim, shown)
            if isinstance(met, Verdict) and met.fate is Fate.ROTATE:
                return Verdict(Fate.SUSPENDED, met.code)
        return met

    async def _look_for(self, claim: Claim, turn: Turn) -> None:
        found = await self._found(claim)
        async with self.coach.store.sweep() as sweep:
            await record_look(sweep, claim, found, turn.now)
        if claim.kind == DIGEST:
            await digest_plan.settled(self.coach, claim)
        if not isinstance(found, Place):
            await contents.give_up(self.coach, claim)
        if isinstance(found, Verdict) and found.fate is Fate.SUSPENDED and found.code not in MAY_NOT_LOOK:
            await self._tell(claim, found, turn.now)

    async def _found(self, claim: Claim) -> Place | Verdict | None:
        if postman.is_repeatable(claim):
            return Verdict(Fate.AGAIN, claim.last_code)
        try:
            found = await postman.find(await self.clients(claim.workspace_id), claim)
            if isinstance(found, Verdict) and found.fate is Fate.ROTATE and await self.renew(claim.workspace_id):
                return await postman.find(await self.clients(claim.workspace_id), claim)
        except BotError as error:
            return Verdict(Fate.PUT_OFF, error.sentence.key)
        return found


def _raise_unforeseen(claims: Sequence[Claim], results: Sequence[BaseException | None]) -> None:
    unforeseen = []
    for claim, result in zip(claims, results, strict=True):
        if isinstance(result, Exception):
            result.add_note(f"delivery {claim.id}, {claim.kind}, attempt {claim.attempt}")
            unforeseen.append(result)
    if unforeseen:
        raise ExceptionGroup("some deliveries met what nobody foresaw", unforeseen)
