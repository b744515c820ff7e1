"""Who the executive of a case is: known, a Slack user, or a name from outside."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from bot.coaching.case import Case, CaseFile, Executive, Person
from bot.coaching.conversation import Taken
from bot.coaching.verbatim import showable
from bot.errors import NotFoundError
from bot.store.ids import new_id
from bot.store.work import Work

IDENTITIES: Final = ("executive_known", "executive_person", "executive_name")
"""The answers that tell who it is, in the order they are believed."""

ROLE: Final = "executive_role"
_LONGEST: Final = 200  # characters of a name or a role; longer ones are stories


async def resolved(work: Work, taken: Taken, people: Mapping[str, Person]) -> CaseFile:
    """Return the case with its executive, known or newly kept, when this submission tells who it is."""
    changed = {answer.question_id for answer in taken.saved if answer.question_id in {*IDENTITIES, ROLE}}
    if not changed:
        return taken.file
    case = taken.file.case
    told = {name: _line(taken.file, name) for name in (*IDENTITIES, ROLE)}
    executive: Executive | None
    if changed == {ROLE} and case.executive:
        executive = await _with_role(work, case.executive, told[ROLE])
    else:
        executive = await _told(work, case, told, changed, people)
    return replace(taken.file, case=replace(case, executive=executive))


async def _told(
    work: Work, case: Case, told: Mapping[str, str], changed: AbstractSet[str], people: Mapping[str, Person]
) -> Executive | None:
    """Return who is told; what this submission tells goes before what was told earlier.

    Raises:
        NotFoundError: the known executive that was chosen is none of the trainer's any more.
    """
    named = sorted((name for name in IDENTITIES if told[name]), key=lambda name: name not in changed)
    match named[:1]:
        case ["executive_known"]:
            own = await work.executives.known_to(case.owner_id)
            known = next((executive for executive in own if executive.id == told["executive_known"]), None)
            if known is None:
                raise NotFoundError("errors.executive_gone")
            return await _with_role(work, known, told[ROLE])
        case ["executive_person"]:
            return await _in_slack(work, told["executive_person"], told[ROLE], people)
        case ["executive_name"]:
            return await _outside(work, told["executive_name"], told[ROLE])
    return case.executive


async def _in_slack(work: Work, user_id: str, role: str, people: Mapping[str, Person]) -> Executive:
    if known := await work.executives.by_slack_user(user_id):
        return await _with_role(work, known, role)
    shown_name = people[user_id].name if user_id in people else user_id
    return await _kept(work, Executive(new_id(), shown_name, role, user_id))


async def _outside(work: Work, name: str, role: str) -> Executive:
    known = await work.executives.by_name(name)
    return known if known and role in {"", known.role} else await _kept(work, Executive(new_id(), name, role))


def _line(file: CaseFile, name: str) -> str:
    """Return an answer on one line, as a plain column takes it."""
    value = file.answers[name].value if name in file.answers else None
    return " ".join(showable(str(value or "")).split())[:_LONGEST]


async def _with_role(work: Work, executive: Executive, role: str) -> Executive:
    """Return a known executive, with the role as last told."""
    if not role or role == executive.role:
        return executive
    renewed = replace(executive, role=role)
    await work.executives.save(renewed)
    return renewed


async def _kept(work: Work, executive: Executive) -> Executive:
    await work.executives.add(executive)
    return executive
