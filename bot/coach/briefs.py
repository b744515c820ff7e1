"""The brief: one page for the meeting."""

from bot.coach import people, seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import brief, mention
from bot.coaching.pages import BriefPage, ChooserPage
from bot.errors import BotError
from bot.store.work import Work


async def show(coach: Coach, asker: Asker, case_id: str) -> Shown[BriefPage]:
    """Return the brief of a case."""
    async with coach.store.view(asker.workspace_id) as work:
        return await _brief(coach, work, asker, case_id)


async def start(coach: Coach, asker: Asker, named: str = "") -> Shown[BriefPage | ChooserPage]:
    """Return the brief of the case with a named executive; which one, where several are open.

    Raises:
        BotError: no case is open.
    """
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        open_cases = mention.meant(await work.cases.open_of(person.id), named)
        if not open_cases:
            raise BotError("errors.no_open_case")
        if len(open_cases) > 1:
            return Shown(person, ChooserPage(open_cases, "brief"))
        return await _brief(coach, work, asker, open_cases[0].id)


async def _brief(coach: Coach, work: Work, asker: Asker, case_id: str) -> Shown[BriefPage]:
    sitting = await seats.seat(coach, work, asker, case_id)
    return Shown(sitting.person, brief.brief_of(sitting.file, sitting.playbook, sitting.facts))
