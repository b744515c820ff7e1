"""Who the executive of a case is: known, a Slack user, or a name from outside."""

from collections.abc import Mapping
from dataclasses import replace

from bot.coaching.case import CaseFile, Executive, Person
from bot.coaching.conversation import Taken
from bot.errors import BotError
from bot.store.ids import new_id
from bot.store.work import Work

WHO = frozenset({"executive_known", "executive_person", "executive_name", "executive_role"})
"""The answers that tell who it is, in the order they are believed."""


async def resolved(work: Work, taken: Taken, people: Mapping[str, Person]) -> CaseFile:
    """Return the case with its executive, known or newly kept, when this submission tells who it is."""
    if not WHO & {answer.question_id for answer in taken.saved}:
        return taken.file
    executive = await _told(work, taken.file, people)
    return replace(taken.file, case=replace(taken.file.case, executive=executive))


async def _told(work: Work, file: CaseFile, people: Mapping[str, Person]) -> Executive | None:
    told = {name: str(file.answers[name].value or "") for name in WHO if name in file.answers}
    role = told.get("executive_role", "")
    if known_id := told.get("executive_known"):
        return await _with_role(work, await work.executives.find(known_id), role)
    if user_id := told.get("executive_person"):
        return await _slack_user(work, file, people.get(user_id), user_id, role)
    if name := told.get("executive_name"):
        return await _with_role(work, await work.executives.by_name(name), role) or await _kept(
            work, Executive(new_id(), name, role)
        )
    return file.case.executive


async def _slack_user(work: Work, file: CaseFile, person: Person | None, user_id: str, role: str) -> Executive:
    if user_id == file.case.owner_id:
        raise BotError("errors.executive_is_you")
    known = await work.executives.by_slack_user(user_id)
    name = person.name if person else user_id
    return await _with_role(work, known, role) or await _kept(work, Executive(new_id(), name, role, user_id))


async def _with_role(work: Work, executive: Executive | None, role: str) -> Executive | None:
    """Return a known executive, with the role as last told."""
    if executive is None or not role or role == executive.role:
        return executive
    renewed = replace(executive, role=role)
    await work.executives.save(renewed)
    return renewed


async def _kept(work: Work, executive: Executive) -> Executive:
    await work.executives.add(executive)
    return executive
