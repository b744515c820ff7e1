"""*Log what happened*: one more contact with the executive, or a correction of one."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from bot.coach import deliveries, people
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching import card, contacts, mention, tactics
from bot.coaching.case import Case, CaseFile, Interaction, Person
from bot.coaching.contacts import Contact, Moment
from bot.coaching.conversation import Refused
from bot.coaching.pages import LogPage, SummaryPage
from bot.errors import BotError, NotFoundError
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
        BotError: no case is open.
    """
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        open_cases = await work.cases.open_of(person.id)
        chosen = tuple(case for case in open_cases if case.id == case_id) or mention.meant(open_cases, named)
        if not chosen:
            raise BotError("errors.no_open_case")
        playbook = await coach.pinned(work, chosen[0], person.language)
        return Shown(person, _page(playbook, chosen))


async def correct(coach: Coach, asker: Asker, interaction_id: str) -> Shown[LogPage]:
    """Return the form for correcting an interaction."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        interaction = await work.interactions.find(interaction_id)
        if interaction is None:
            raise NotFoundError("errors.interaction_gone")
        case = await work.cases.find(interaction.case_id, person.id)
        playbook = await coach.pinned(work, case, person.language)
        return Shown(person, _page(playbook, (case,), interaction))


async def log(coach: Coach, asker: Asker, form: LogForm) -> Shown[LogPage | SummaryPage | Refused]:
    """Append a contact, or the correction of one, and move what follows from it.

    A move to *leading* comes back once, asking what else the executive did.
    """
    async with coach.store.work(asker.workspace_id) as work:
        person = await people.member(work, asker)
        file = await work.cases.file(form.case_id, person.id)
        playbook = await coach.pinned(work, file.case, person.language)
        at = _moment(coach, person)
        corrected = _corrected(file, form.corrects)
        made = contacts.logged(file, form.contact, new_id(), at, corrected)
        found = contacts.problems(made, at.today)
        if found.keys() == {"second_act"} and form.contact.second_act is None:
            asking = _page(playbook, (file.case,), corrected)
            return Shown(person, replace(asking, filled=form.contact, asks_second_act=True))
        if found:
            return Shown(person, Refused(found))
        if await work.inbox.first_time("view", form.receipt):
            file = await _append(work, file, made)
        return Shown(person, SummaryPage(card.card_of(file, playbook), rests=True))


async def _append(work: Work, file: CaseFile, made: Interaction) -> CaseFile:
    case = contacts.moved(file, made)
    await work.cases.save(case)
    await work.interactions.add(made)
    if made.next_contact_on:
        await work.answers.add(case.id, contacts.answered(case), made.recorded_at)
    await deliveries.plan_card(work, case, made.recorded_at)
    return await work.cases.file(case.id, case.owner_id)


def _page(playbook: Playbook, cases: tuple[Case, ...], corrects: Interaction | None = None) -> LogPage:
    observed = corrects.engagement_before if corrects else None
    return LogPage(
        cases=cases,
        engagement=observed or cases[0].engagement,
        tactics=tactics.options(playbook, cases[0]),
        corrects=corrects,
    )


def _corrected(file: CaseFile, interaction_id: str | None) -> Interaction | None:
    if interaction_id is None:
        return None
    for interaction in file.interactions:
        if interaction.id == interaction_id:
            return interaction
    raise NotFoundError("errors.interaction_gone")


def _moment(coach: Coach, person: Person) -> Moment:
    now = coach.clock.now()
    return Moment(now, now.astimezone(ZoneInfo(person.zone)).date())
