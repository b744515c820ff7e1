"""Cases: opened, offered for resuming, listed, closed."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.coach import deliveries, digests, people, planning, seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.seats import Quoted
from bot.coaching import card, conversation, mention, outcome, twins
from bot.coaching.case import Case, Outcome, Person
from bot.coaching.conversation import Refused
from bot.coaching.nudge_pages import NudgeItem
from bot.coaching.pages import CaseCard, ChooserPage, StepPage, SummaryPage
from bot.errors import BotError
from bot.locales.words import Sentence
from bot.playbook import flow


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing form as it comes back from a person."""

    case_id: str
    outcome: Outcome | None
    reason: str
    receipt: str  # unlike for every submission, alike when one is repeated


async def start(coach: Coach, asker: Asker, quote: str = "") -> Shown[StepPage | ChooserPage]:
    """Open the coach: words typed along begin a new case with them, else open cases are offered for resuming."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        open_cases = () if quote else await work.cases.open_of(person.id)
    if open_cases:
        return Shown(person, ChooserPage(twins.told_apart(open_cases, person)))
    return Shown(person, _first_page(coach, person, quote))


async def start_from(coach: Coach, asker: Asker, said: Quoted) -> Shown[StepPage]:
    """Open the coach on a new case with a message: its words, its day, and who wrote it, unless that is the asker."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
    sitting = seats.new_seat(coach, person, said=said)
    page = conversation.page(sitting, flow.first(sitting.playbook))
    return Shown(person, page if said.by == person.id else replace(page, said_by=said.by))


async def start_anew(coach: Coach, asker: Asker, quote: str = "") -> Shown[StepPage]:
    """Open the coach on a new case, whatever is open already; nothing is saved before its first step is submitted."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
    return Shown(person, _first_page(coach, person, quote))


async def choose(coach: Coach, asker: Asker, purpose: str, named: str = "") -> Shown[ChooserPage] | str:
    """Return the id of the open case with a named executive; which one, where several are meant.

    Raises:
        BotError: no case is open.
    """
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        meant = mention.meant(twins.told_apart(await work.cases.open_of(person.id), person), named)
    if not meant:
        raise BotError("errors.no_open_case")
    return meant[0].id if len(meant) == 1 else Shown(person, ChooserPage(meant, purpose))


async def listed(coach: Coach, asker: Asker) -> Shown[tuple[CaseCard, ...]]:
    """Return the asker's open cases as cards, newest first."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        open_cases = twins.told_apart(await work.cases.open_of(person.id), person)
        playbooks = {case.playbook_version: await coach.pinned(work, case, person.language) for case in open_cases}
    return Shown(person, tuple(card.glance(case, playbooks[case.playbook_version]) for case in open_cases))


async def closing(coach: Coach, asker: Asker, case_id: str) -> Shown[Case]:
    """Return the case that is about to be closed.

    Raises:
        BotError: it is closed already.
    """
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        return Shown(person, seats.require_open(await work.cases.find(case_id, person.id)))


async def close(coach: Coach, asker: Asker, form: Closing) -> Shown[SummaryPage | Refused]:
    """Close a case with its outcome; declining needs a reason. One that is closed already stays as it is."""
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await seats.seat(coach, work, asker, form.case_id)
        problems = outcome.problems(form.outcome, form.reason)
        if problems or form.outcome is None:
            return Shown(sitting.person, Refused(problems))
        file = sitting.file
        notices: tuple[Sentence, ...] = ()
        reminders: tuple[NudgeItem, ...] = ()
        if file.case.is_open and await work.inbox.first_time("view", form.receipt):
            notices = outcome.warnings(form.outcome, sitting.facts)
            closed = outcome.closed(file.case, form.outcome, form.reason, sitting.now)
            file = replace(file, case=closed)
            await work.cases.save(closed)
            reminders = await planning.replan(coach, work, sitting)
            await deliveries.plan_card(work, closed, closed.updated_at)
        page = SummaryPage(card.card_of(file, sitting.playbook), notices=notices, reminders=reminders)
        return Shown(sitting.person, page)


async def reopen(coach: Coach, asker: Asker, case_id: str) -> None:
    """Go on with a closed case: it is open and reminds again. One that is open already stays as it is."""
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await seats.seat(coach, work, asker, case_id)
        closed = sitting.file.case
        if closed.closed_at is None:
            return
        step = sitting.playbook.step(closed.step_id)
        case = outcome.reopened(closed, sitting.words("notices.continue_at", step=step.title), sitting.now)
        await work.cases.save(case)
        await planning.replan(coach, work, sitting)
        await digests.correct(work, sitting.person.id, {_day_of(closed.closed_at, sitting.person)}, sitting.now)
        await deliveries.plan_card(work, case, sitting.now)


async def discard(coach: Coach, asker: Asker, case_id: str) -> Shown[Sentence]:
    """Erase a case that was opened by mistake: it is in no count, and nothing reminds of it.

    Raises:
        BotError: it is closed already: that it was worked on, and how it ended, stays.
    """
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await seats.seat(coach, work, asker, case_id)
        case = seats.require_open(sitting.file.case)
        await planning.call_off(coach, work, sitting)
        await work.cases.discard(case.id)
        days = {
            _day_of(case.opened_at, sitting.person),
            *(each.happened_on for each in sitting.file.interactions),
        }
        await digests.correct(work, sitting.person.id, days, sitting.now)
        await deliveries.plan_erased(work, case, sitting.now)
        return Shown(sitting.person, Sentence("notices.discarded"))


async def keep_promise(coach: Coach, asker: Asker, promise_id: str) -> None:
    """Mark a promise as kept; the card says so, and what would have reminded of it is called off.

    Raises:
        NotFoundError: there is no such promise, or it stands in somebody else's case.
    """
    async with coach.store.work(asker.workspace_id) as work:
        case_id = await work.promises.case_of(promise_id, asker.user_id)
        sitting = await seats.seat(coach, work, asker, case_id)
        if await work.promises.keep(case_id, promise_id, sitting.now):
            await planning.replan(coach, work, sitting)
            await deliveries.plan_card(work, sitting.file.case, sitting.now)


def _day_of(moment: datetime, person: Person) -> date:
    return moment.astimezone(ZoneInfo(person.zone)).date()


def _first_page(coach: Coach, person: Person, quote: str) -> StepPage:
    sitting = seats.new_seat(coach, person, said=Quoted(quote))
    return conversation.page(sitting, flow.first(sitting.playbook))
