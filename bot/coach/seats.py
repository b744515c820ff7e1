"""Seat a trainer at a case: load all that decides what the coach says there."""

from dataclasses import replace
from hashlib import sha256

from bot.coach import insights, people
from bot.coach.coach import Asker, Coach
from bot.coaching import shelf
from bot.coaching.case import Answer, Case, CaseFile, Person
from bot.coaching.conversation import Sitting
from bot.errors import BotError
from bot.playbook import flow
from bot.playbook.model import Collection, Step
from bot.store.work import Work


def new_seat(coach: Coach, person: Person, *, case_id: str = "", quote: str = "") -> Sitting:
    """Seat a person at a case of which nothing is saved yet; `case_id` is empty until the first save."""
    playbook = coach.newest(person.language)
    now = coach.clock.now()
    first = flow.first(playbook)
    case = Case(
        id=case_id,
        owner_id=person.id,
        playbook_id=playbook.id,
        playbook_version=playbook.version,
        stage=first.stage,
        step_id=first.id,
        opened_at=now,
        updated_at=now,
        revision=0,
    )
    answers = {"quote": Answer("quote", quote, 0)} if quote else {}
    return Sitting(CaseFile(case, answers), playbook, coach.ear(playbook), person, now)


async def seat(coach: Coach, work: Work, asker: Asker, case_id: str) -> Sitting:
    """Seat who asks at a case of theirs.

    Raises:
        NotFoundError: there is no such case, or it is somebody else's.
    """
    file, owner = await work.cases.opened(case_id, asker.user_id)
    person = people.require_member(owner)
    playbook = await coach.pinned(work, file.case, person.language)
    return Sitting(file, playbook, coach.ear(playbook), person, coach.clock.now())


async def seat_or_begin(coach: Coach, work: Work, asker: Asker, view_id: str) -> Sitting:
    """Seat who asks at the case that a view began, or at a new one when it has not begun any yet.

    The new case's id follows from the view's: a first submission that is repeated, because its answer was lost,
    finds the case it began.
    """
    person = await people.member(work, asker)
    case_id = sha256(f"{asker.workspace_id}:{view_id}".encode()).hexdigest()[:32]
    if await work.cases.exists(case_id):
        return await seat(coach, work, asker, case_id)
    return new_seat(coach, person, case_id=case_id)


def require_open(case: Case) -> Case:
    """Return a case on which the work goes on.

    Raises:
        BotError: it is closed.
    """
    if not case.is_open:
        raise BotError("errors.case_closed")
    return case


async def before(work: Work, sitting: Sitting, step: Step) -> Sitting:
    """Add what a step offers: the trainer's own executives, what the shelf has for it, what was seen of tactics."""
    if any(question.options_from == "executives" for question in step.questions):
        return replace(sitting, executives=await work.executives.known_to(sitting.person.id))
    if any(question.options_from == "tactics" for question in step.questions):
        return replace(sitting, insights=await insights.of_case(work, sitting.file.case, sitting.today))
    if step.collects is Collection.EVIDENCE and sitting.file.case.revision:
        items = await work.shelf.of(sitting.person.id)
        return replace(sitting, shelved=shelf.best(shelf.beside(items, sitting.file, sitting.today)))
    return sitting
