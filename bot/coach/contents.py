"""What a planned message says, worked out anew when it is sent."""

from bot.coach import people
from bot.coach.coach import Coach, Shown
from bot.coach.deliveries import HELP, HOME
from bot.coach.helping import help_page
from bot.coach.homes import home_of
from bot.coaching import card
from bot.coaching.pages import CaseCard, ClosedPage, HelpPage, HomePage
from bot.errors import NotFoundError
from bot.store.sending import Claim

Content = CaseCard | ClosedPage | HelpPage | HomePage


async def content(coach: Coach, claim: Claim) -> Shown[Content] | None:
    """Return what a delivery says now; None when there is nothing left to say (erased, or the person is gone)."""
    async with coach.store.view(claim.workspace_id) as work:
        person = await work.people.find(claim.recipient)
        if person is None or person.is_gone:
            return None
        if not people.is_member(person):
            return Shown(person, ClosedPage()) if claim.kind == HELP else None
        if claim.kind == HOME:
            return Shown(person, await home_of(coach, work, person))
        if claim.kind == HELP:
            return Shown(person, help_page(coach, person))
        try:
            file = await work.cases.file(claim.subject_id, claim.recipient)
        except NotFoundError:
            return None
        return Shown(person, card.card_of(file, await coach.pinned(work, file.case, person.language)))
