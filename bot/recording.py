"""Write down what became of a delivery, and what follows from it for the next ones."""

import random
from datetime import datetime, timedelta
from typing import Final

from bot import postman
from bot.postman import Place
from bot.store.pauses import Pauses
from bot.store.sending import Claim, Sending
from bot.store.tables import DeliveryState
from bot.store.work import Sweep
from bot.verdict import Fate, Verdict, backoff

ATTEMPTS: Final = 5
CRASHES: Final = 3
"""Workers that may die over one message before it is put aside: it is probably what kills them."""

REFUSALS: Final = 3
"""Messages that Slack may refuse to bring to somebody, one after the other, before they are given a rest."""

REST: Final = timedelta(days=1)
LOOK_AFTER: Final = timedelta(seconds=90)
LOOK_AGAIN_AFTER: Final = timedelta(seconds=60)
GIVE_UP_AFTER: Final = timedelta(days=1)  # looking, while Slack lets nobody look
SILENCE: Final = timedelta(minutes=15)  # after which one failed look does not speak for all that nobody took
JITTER: Final = 0.2
ABSENT: Final = "absent"

MAY_NOT_LOOK: Final = frozenset({"missing_scope", "no_permission"})


async def record(sweep: Sweep, claim: Claim, met: Place | Verdict, now: datetime) -> bool:
    """Record an attempt to send. Returns False when the lease was lost meanwhile: somebody else decides."""
    sending = sweep.sending
    match met:
        case Place(channel, ts):
            return await sending.sent(claim, channel, ts, now)
        case Verdict(Fate.UNKNOWN | Fate.AGAIN):
            return await _unsure(sending, claim, met, now)
        case Verdict(Fate.PUT_OFF | Fate.LIMITED | Fate.SUSPENDED):
            return await _put_off(sweep, claim, met, now)
        case Verdict(Fate.ANEW, code):
            return await sending.anew(claim, code, now)
        case Verdict(Fate.FAILED, code):
            return await _fail(sweep, claim, code, now)
        case Verdict(fate, code):
            return await sending.settle(claim, DeliveryState(fate), code, now)


async def record_look(sweep: Sweep, claim: Claim, found: Place | Verdict | None, now: datetime) -> bool:
    """Record a look for a message that may have been sent."""
    sending = sweep.sending
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
            is_in_vain = claim.is_given_up(now, GIVE_UP_AFTER, silence=SILENCE)
            if fate is Fate.FAILED or code in MAY_NOT_LOOK or is_in_vain:
                return await sending.settle(claim, DeliveryState.UNCONFIRMED, code, now)
            return await sending.unknown(claim, code, now + max(after, LOOK_AGAIN_AFTER))


async def _try_again(
    sending: Sending, claim: Claim, code: str, now: datetime, *, after: timedelta = timedelta()
) -> bool:
    if claim.crash_count >= CRASHES:
        return await sending.settle(claim, DeliveryState.QUARANTINED, code, now)
    if claim.is_over(now + after):
        return await sending.settle(claim, DeliveryState.EXPIRED, code, now)
    if claim.attempt < ATTEMPTS:
        return await sending.again(claim, code, now + after)
    return await sending.settle(claim, DeliveryState.FAILED, code, now)


async def _unsure(sending: Sending, claim: Claim, met: Verdict, now: datetime) -> bool:
    if met.fate is Fate.UNKNOWN and not postman.is_repeatable(claim):
        return await sending.unknown(claim, met.code, now + LOOK_AFTER)
    return await _try_again(sending, claim, met.code, now, after=_about(backoff(claim.attempt), least=1 - JITTER))


async def _put_off(sweep: Sweep, claim: Claim, met: Verdict, now: datetime) -> bool:
    if met.fate is Fate.LIMITED:
        await sweep.pauses.add(claim.workspace_id, postman.method(claim), now + met.after)
    at = now + _about(met.after)
    if claim.is_over(at):
        return await sweep.sending.settle(claim, DeliveryState.EXPIRED, met.code, now)
    return await sweep.sending.again(claim, met.code, at, counts=False)


async def _fail(sweep: Sweep, claim: Claim, code: str, now: datetime) -> bool:
    is_ours = await sweep.sending.settle(claim, DeliveryState.FAILED, code, now)
    if postman.is_given_a_rest(claim) and await sweep.sending.refusals(claim) >= REFUSALS:
        await sweep.pauses.add(claim.workspace_id, Pauses.of(claim.recipient), now + REST)
    return is_ours


def _about(span: timedelta, *, least: float = 1.0) -> timedelta:
    """Return a span, give or take: what failed together need not come back together."""
    return span * random.uniform(least, 1 + JITTER)  # noqa: S311  spreads deliveries, keeps no secret
