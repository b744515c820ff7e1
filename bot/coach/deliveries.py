"""What follows a use case by message: a row planned in its transaction."""

from datetime import datetime

from bot.coaching.case import Case
from bot.store.work import Work

CARD = "card"
HOME = "home"
HELP = "help"


async def plan_card(work: Work, case: Case, now: datetime) -> None:
    """Plan the case card, or its update in place, and the owner's App Home.

    Nudges are planned before: all wait for the person first and for their messages after, nobody for one another.
    """
    await work.deliveries.plan(CARD, case.owner_id, dedupe_key=f"{CARD}:{case.id}", subject_id=case.id, due_at=now)
    await plan_home(work, case.owner_id, now)


async def plan_erased(work: Work, case: Case, now: datetime) -> None:
    """Plan what stands in place of the card of a case that is no more, and the owner's App Home."""
    await work.deliveries.plan_update(f"{CARD}:{case.id}", now)
    await plan_home(work, case.owner_id, now)


async def plan_home(work: Work, user_id: str, now: datetime) -> None:
    """Plan a fresh App Home for a person."""
    await work.deliveries.plan(HOME, user_id, dedupe_key=f"{HOME}:{user_id}", subject_id=user_id, due_at=now)


async def plan_help(work: Work, user_id: str, event_id: str, now: datetime) -> None:
    """Plan the help as an answer to a message, once for each."""
    if await work.inbox.first_time("event", event_id):
        await work.deliveries.plan(HELP, user_id, dedupe_key=f"{HELP}:{event_id}", subject_id=user_id, due_at=now)
