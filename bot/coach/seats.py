"""Seat a trainer at a case: load all that decides what the coach says there."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

from bot.coach import insights, people
from bot.coach.coach import Asker, Coach
from bot.coaching import outcome, shelf
from bot.coaching.case import Answer, Case, CaseFile, Person
from bot.coaching.conversation import Sitting
from bot.errors import BotError
from bot.playbook import flow
from bot.playbook.model import Collection, Step, Value
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Quoted:
    """What an executive said, as far as it is known before the first step: typed along, or written in a message."""

    text: str = ""
    by: str = ""  # Slack user id of who wrote the message
    at: datetime | None = None  # when they did; None: these words come from no message


def new_seat(coach: Coach, person: Person, *, case_id: str = "", said: Quoted | None = None) -> Sitting:
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
    return Sitting(CaseFile(case, _told(said or Quoted(), person)), playbook, coach.ear(playbook), person, now)


def _told(said: Quoted, person: Person) -> dict[str, Answer]:
    told: dict[str, Value] = {"quote": said.text} if said.text else {}
    if said.at:
        told |= {"said_on": said.at.astimezone(ZoneInfo(person.zone)).date(), "setting": "message"}
    return {name: Answer(name, value, 0) for name, value in told.items()}


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


def require_piloting(case: Case) -> Case:
    """Return a case whose pilot goes on: it is open, or was closed with the agreement to try.

    Raises:
        BotError: it is closed for good.
    """
    return case if outcome.is_piloting(case) else require_open(case)


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
