"""Cases: opened, offered for resuming, listed, closed."""

from dataclasses import replace

from bot.coach import deliveries, people, steps
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import card, outcome
from bot.coaching.case import Case, Outcome
from bot.coaching.conversation import Refused
from bot.coaching.pages import CaseCard, ChooserPage, ClosePage, HelpPage, StepPage
from bot.errors import BotError


async def start(coach: Coach, asker: Asker, quote: str = "") -> Shown[StepPage | ChooserPage]:
    """Open the coach: words typed along begin a new case with them; else open cases are offered for resuming."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        open_cases = () if quote else await work.cases.open_of(person.id)
    if open_cases:
        return Shown(person, ChooserPage(open_cases))
    return Shown(person, steps.first_page(coach, person, quote))


async def start_anew(coach: Coach, asker: Asker) -> Shown[StepPage]:
    """Open the coach on a new case, whatever is open already."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
    return Shown(person, steps.first_page(coach, person, ""))


async def choose(coach: Coach, asker: Asker, purpose: str) -> Shown[ChooserPage]:
    """Offer the open cases for a purpose.

    Raises:
        BotError: there is none.
    """
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        open_cases = await work.cases.open_of(person.id)
    if not open_cases:
        raise BotError("errors.no_open_case")
    return Shown(person, ChooserPage(open_cases, purpose))


async def listed(coach: Coach, asker: Asker) -> Shown[tuple[CaseCard, ...]]:
    """Return the asker's open cases as cards, newest first."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        open_cases = await work.cases.open_of(person.id)
        playbooks = {case.playbook_version: await coach.pinned(work, case, person.language) for case in open_cases}
    return Shown(person, tuple(card.glance(case, playbooks[case.playbook_version]) for case in open_cases))


async def closing(coach: Coach, asker: Asker, case_id: str) -> Shown[ClosePage]:
    """Return what is asked before a case is closed."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        return Shown(person, ClosePage(_still_open(await work.cases.find(case_id, person.id))))


async def close(  # noqa: PLR0913  the three values are one form
    coach: Coach, asker: Asker, receipt: str, *, case_id: str, ended: Outcome, reason: str
) -> Shown[CaseCard | Refused]:
    """Close a case with its outcome; declining needs a reason."""
    async with coach.store.work(asker.workspace_id) as work:
        person = await people.member(work, asker)
        file = await work.cases.file(case_id, person.id)
        playbook = await coach.pinned(work, file.case, person.language)
        if problems := outcome.problems(ended, reason):
            return Shown(person, Refused(problems))
        if file.case.is_open and await work.inbox.first_time("view", receipt):
            now = coach.clock.now()
            closed = replace(
                file.case,
                outcome=ended,
                outcome_reason=reason,
                closed_at=now,
                updated_at=now,
                next_action="",
                revision=file.case.revision + 1,
            )
            file = replace(file, case=closed)
            await work.cases.save(closed)
            await deliveries.plan_card(work, closed, now)
        return Shown(person, card.card_of(file, playbook))


async def help_for(coach: Coach, asker: Asker, *, typed: str = "", meant: str | None = None) -> Shown[HelpPage]:
    """Return the help: commands, and the example dialogue of the playbook."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
    lines = coach.newest(person.language).example
    return Shown(person, HelpPage(meant, typed, tuple((line.who, line.says) for line in lines)))


def _still_open(case: Case) -> Case:
    if not case.is_open:
        raise BotError("errors.case_closed")
    return case
