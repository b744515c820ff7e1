"""The brief: one page for the meeting."""

from bot.coach import people, seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import brief
from bot.coaching.pages import BriefPage
from bot.errors import BotError


async def show(coach: Coach, asker: Asker, case_id: str) -> Shown[BriefPage]:
    """Return the brief of a case, in the words of its facts."""
    async with coach.store.view(asker.workspace_id) as work:
        sitting = await seats.seat(coach, work, asker, case_id)
        return Shown(sitting.person, brief.brief_of(sitting.file, sitting.playbook, sitting.facts()))


async def only_open(coach: Coach, asker: Asker) -> str | None:
    """Return the id of the asker's open case; None when there are several to choose from.

    Raises:
        BotError: no case is open.
    """
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        open_cases = await work.cases.open_of(person.id)
    if not open_cases:
        raise BotError("errors.no_open_case")
    return open_cases[0].id if len(open_cases) == 1 else None
