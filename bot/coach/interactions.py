"""*Log what happened*: one more contact with the executive, or a correction of one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.coach import deliveries, digests, people, pilot_register, planning, seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import card, contacts, conversation, mention, tactics, twins
from bot.coaching.case import Case, CaseFile, Interaction, Person
from bot.coaching.contacts import Contact, Moment
from bot.coaching.conversation import Refused, Sitting
from bot.coaching.nudge_pages import NudgeItem
from bot.coaching.pages import LogPage, SummaryPage
from bot.errors import BotError, NotFoundError
from bot.locales.words import Sentence
from bot.playbook.model import Playbook
from bot.store.ids import new_id
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class LogForm:
    """A log form as it comes back from a person."""

    case_id: str
    contact: Contact
    receipt: str = ""  # unlike for every submission, alike when one is repeated
    corrects: str | None = None  # the interaction that this one corrects


async def begin(coach: Coach, asker: Asker, *, case_id: str = "", named: str = "") -> Shown[LogPage]:
    """Return the form for a contact: with the executive of a case, or a named one; else all open cases stand in it.

    Raises:
        BotError: no case is open, or not this one any more.
    """
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        chosen = await _chosen(work, person, case_id, named)
        playbook = await coach.pinned(work, chosen[0], person.language)
        return Shown(person, _page(playbook, chosen))


async def correct(coach: Coach, asker: Asker, interaction_id: str) -> Shown[LogPage]:
    """Return the form for correcting an interaction, as it reads now."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        interaction = await _newest(work, interaction_id)
        case = await work.cases.find(interaction.case_id, person.id)
        playbook = await coach.pinned(work, case, person.language)
        return Shown(person, _page(playbook, (case,), interaction))


async def log(coach: Coach, asker: Asker, form: LogForm) -> Shown[LogPage | SummaryPage | Refused]:
    """Append a contact, or the correction of one, and move what follows from it.

    A move to *leading* comes back once, asking what else the executive did.
    """
    async with coach.store.work(asker.workspace_id) as work:
        sitting = await seats.seat(coach, work, asker, form.case_id)
        at = Moment(sitting.now, sitting.today)
        corrected = await _corrected(work, sitting.file, form.corrects)
        if corrected is None:
            seats.require_open(sitting.file.case)
        made = contacts.logged(sitting.file, form.contact, new_id(), at, corrected)
        found = contacts.problems(made, at.today, corrected)
        asks_second_act = "second_act" in found and form.contact.second_act is None
        if asks_second_act and len(found) == 1:
            asking = _page(sitting.playbook, (sitting.file.case,), corrected)
            return Shown(sitting.person, replace(asking, filled=form.contact, asks_second_act=True))
        if found:
            return Shown(sitting.person, Refused(_shown(found, hides_second_act=asks_second_act)))
        file = sitting.file
        reminders: tuple[NudgeItem, ...] = ()
        if await work.inbox.first_time("view", form.receipt):
            file = await _append(work, sitting, made)
            reminders = await planning.replan(coach, work, sitting)
            if corrected or made.happened_on < sitting.today:  # a digest may have told of that day
                days = {each.happened_on for each in (made, corrected) if each}
                await digests.correct(work, sitting.person.id, days, sitting.now)
            await deliveries.plan_card(work, file.case, sitting.now)
        shown = card.card_of(file, sitting.playbook)
        return Shown(sitting.person, SummaryPage(shown, logged=True, reminders=reminders))


async def _chosen(work: Work, person: Person, case_id: str, named: str) -> tuple[Case, ...]:
    if case_id:
        return (seats.require_open(await work.cases.find(case_id, person.id)),)
    chosen = mention.meant(twins.told_apart(await work.cases.open_of(person.id), person), named)
    if not chosen:
        raise BotError("errors.no_open_case")
    return chosen


async def _append(work: Work, sitting: Sitting, made: Interaction) -> CaseFile:
    taken = conversation.carry_on(sitting, contacts.moved(sitting.file, made))
    case = taken.file.case
    await work.cases.save(case)
    await work.interactions.add(made)
    answers = (*taken.saved, *contacts.answered(sitting.file, case, made))
    await work.answers.add(case.id, answers, made.recorded_at)
    await pilot_register.keep_in_step(work, sitting.playbook, taken.file, answers, made.recorded_at)
    return taken.file


def _page(playbook: Playbook, cases: tuple[Case, ...], corrects: Interaction | None = None) -> LogPage:
    observed = corrects.engagement_before if corrects else None
    return LogPage(
        cases=cases,
        engagement=observed or cases[0].engagement,
        tactics=tactics.options(playbook, cases[0]),
        corrects=corrects,
    )


def _shown(problems: Mapping[str, Sentence], *, hides_second_act: bool) -> dict[str, Sentence]:
    """Return the problems that have a field in the form: the second act gets one once the rest is right."""
    return {name: problem for name, problem in problems.items() if not (hides_second_act and name == "second_act")}


async def _corrected(work: Work, file: CaseFile, interaction_id: str | None) -> Interaction | None:
    """Return what a form corrects, as it reads now: another window may have corrected it meanwhile."""
    if interaction_id is None:
        return None
    newest = await _newest(work, interaction_id)
    if newest.case_id != file.case.id:
        raise NotFoundError("errors.interaction_gone")
    return newest


async def _newest(work: Work, interaction_id: str) -> Interaction:
    revisions = await work.interactions.revisions(interaction_id)
    if not revisions:
        raise NotFoundError("errors.interaction_gone")
    return revisions[-1]
