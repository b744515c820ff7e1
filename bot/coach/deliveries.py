"""What follows a use case by message: planned in its transaction, worked out anew when it is sent."""

from datetime import datetime

from bot.coach.coach import Coach, Shown
from bot.coach.homes import home_of
from bot.coaching import card
from bot.coaching.case import Case
from bot.coaching.pages import CaseCard, HomePage
from bot.errors import NotFoundError
from bot.store.work import Work

CARD = "card"
HOME = "home"


async def plan_card(work: Work, case: Case, now: datetime) -> None:
    """Plan the case card, or its update in place, and the owner's App Home."""
    await work.deliveries.plan(CARD, case.owner_id, dedupe_key=f"{CARD}:{case.id}", subject_id=case.id, due_at=now)
    await plan_home(work, case.owner_id, now)


async def plan_home(work: Work, user_id: str, now: datetime) -> None:
    """Plan a fresh App Home for a person."""
    await work.deliveries.plan(HOME, user_id, dedupe_key=f"{HOME}:{user_id}", subject_id=user_id, due_at=now)


async def content(
    coach: Coach, workspace_id: str, *, kind: str, recipient: str, subject_id: str
) -> Shown[CaseCard | HomePage] | None:
    """Return what a delivery says now; None when there is nothing left to say (erased, or the person is gone)."""
    async with coach.store.view(workspace_id) as work:
        person = await work.people.find(recipient)
        if person is None or person.is_guest or person.is_gone:
            return None
        if kind == HOME:
            return Shown(person, await home_of(coach, work, person))
        try:
            file = await work.cases.file(subject_id, recipient)
        except NotFoundError:
            return None
        return Shown(person, card.card_of(file, await coach.pinned(work, file.case, person.language)))
