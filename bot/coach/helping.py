"""Help: what the coach can do, and how a conversation with it goes."""

from bot.coach import deliveries, people
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching.case import Person
from bot.coaching.pages import HelpPage


async def show(coach: Coach, asker: Asker, *, typed: str = "", meant: str | None = None) -> Shown[HelpPage]:
    """Return the help; after a near miss, with what was typed and the command that was probably meant."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
    return Shown(person, help_page(coach, person, typed=typed, meant=meant))


async def answer(coach: Coach, asker: Asker, event_id: str) -> None:
    """Plan the help as the answer to words in the Messages tab, once for each event; guests are told whom it is for."""
    async with coach.store.work(asker.workspace_id) as work:
        person = await people.met(work, asker)
        await deliveries.plan_help(work, person.id, event_id, coach.clock.now())


def help_page(coach: Coach, person: Person, *, typed: str = "", meant: str | None = None) -> HelpPage:
    """Return the help for a person."""
    lines = coach.newest(person.language).example
    return HelpPage(meant, typed, tuple((line.who, line.says) for line in lines))
