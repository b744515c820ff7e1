"""Who the executive of a case is: known, a Slack user, or a name from outside."""

from collections.abc import Mapping
from dataclasses import replace

from bot.coaching.case import CaseFile, Executive, Person
from bot.coaching.conversation import Taken
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
        own = await work.executives.known_to(file.case.owner_id)
        known = next((executive for executive in own if executive.id == known_id), None)
        return await _with_role(work, known, role) or file.case.executive
    if user_id := told.get("executive_person"):
        known = await work.executives.by_slack_user(user_id)
        shown_name = people[user_id].name if user_id in people else user_id
        new = Executive(new_id(), shown_name, role, user_id)
        return await _with_role(work, known, role) or await _kept(work, new)
    if name := told.get("executive_name"):
        known = await work.executives.by_name(name)
        is_same = known is not None and role in {"", known.role}
        return known if is_same else await _kept(work, Executive(new_id(), name, role))
    return file.case.executive


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
