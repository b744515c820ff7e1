"""Who the executive of a case is: known, a Slack user, or a name from outside."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

from bot.coaching.case import Case, CaseFile, Executive, Person
from bot.coaching.conversation import Taken
from bot.coaching.verbatim import showable
from bot.errors import NotFoundError
from bot.locales.words import Sentence
from bot.playbook.model import Step
from bot.store.ids import new_id
from bot.store.work import Work

IDENTITIES: Final = ("executive_name", "executive_person", "executive_known")
"""The answers that tell who it is, in the order they are believed: Slack takes no choice back, so a typed name counts
most."""

ROLE: Final = "executive_role"
_LONGEST: Final = 200  # characters of a name or a role; longer ones are stories


@dataclass(frozen=True, slots=True)
class Resolved:
    """A case with its executive, and what is to be said of how they were told."""

    file: CaseFile
    is_new: bool = False  # nobody had a case with them before
    has_rivals: bool = False  # somebody else was named beside them


@dataclass(frozen=True, slots=True)
class _Telling:
    lines: Mapping[str, str]  # what is told, by question id
    changed: AbstractSet[str]  # what this submission tells anew
    people: Mapping[str, Person]  # the Slack users it names
    new_id: str = field(default_factory=new_id)  # should it be nobody known

    @property
    def named(self) -> list[str]:
        """The answers that tell who it is; those of this submission go before what was told earlier."""
        return sorted((name for name in IDENTITIES if self.lines[name]), key=lambda name: name not in self.changed)


def unfit(step: Step, values: Mapping[str, object], people: Mapping[str, Person]) -> dict[str, Sentence]:
    """Tell, by question id, where an app is named as the executive. `people` are the Slack users that are named."""
    named = {asked.id: values.get(asked.id) for asked in step.questions if asked.fills == "executive_person"}
    return {
        name: Sentence("notices.executive_is_app")
        for name, chosen in named.items()
        if isinstance(chosen, str) and chosen in people and people[chosen].is_bot
    }


async def resolved(work: Work, taken: Taken, people: Mapping[str, Person]) -> Resolved:
    """Return the case with its executive, known or newly kept, when this submission tells who it is."""
    changed = {answer.question_id for answer in taken.saved if answer.question_id in {*IDENTITIES, ROLE}}
    if not changed:
        return Resolved(taken.file)
    case = taken.file.case
    telling = _Telling({name: _line(taken.file, name) for name in (*IDENTITIES, ROLE)}, changed, people)
    executive: Executive | None
    if changed == {ROLE} and case.executive:
        executive = await _with_role(work, case.executive, telling.lines[ROLE])
    else:
        executive = await _told(work, case, telling)
    return Resolved(
        replace(taken.file, case=replace(case, executive=executive)),
        is_new=executive is not None and executive.id == telling.new_id,
        has_rivals=_has_rivals(executive, telling),
    )


def _has_rivals(executive: Executive | None, telling: _Telling) -> bool:
    """Tell whether this submission names others beside who is taken; a known executive may be in this Slack too."""
    if executive is None:
        return False
    same = {executive.name, executive.id, executive.slack_user_id}
    return any(telling.lines[name] not in same for name in telling.named if name in telling.changed)


async def _told(work: Work, case: Case, telling: _Telling) -> Executive | None:
    """Return who is told; what this submission tells goes before what was told earlier.

    Raises:
        NotFoundError: the known executive that was chosen is none of the trainer's any more.
    """
    told = telling.lines
    match telling.named[:1]:
        case ["executive_known"]:
            own = await work.executives.known_to(case.owner_id)
            known = next((executive for executive in own if executive.id == told["executive_known"]), None)
            if known is None:
                raise NotFoundError("errors.executive_gone")
            return await _with_role(work, known, told[ROLE])
        case ["executive_person"]:
            return await _in_slack(work, telling)
        case ["executive_name"]:
            return await _outside(work, telling)
    return case.executive


async def _in_slack(work: Work, telling: _Telling) -> Executive:
    user_id, role, people = telling.lines["executive_person"], telling.lines[ROLE], telling.people
    if known := await work.executives.by_slack_user(user_id):
        return await _with_role(work, known, role)
    shown_name = people[user_id].name if user_id in people else user_id
    return await _kept(work, Executive(telling.new_id, shown_name, role, user_id))


async def _outside(work: Work, telling: _Telling) -> Executive:
    name, role = telling.lines["executive_name"], telling.lines[ROLE]
    known = await work.executives.by_name(name)
    return known if known and role in {"", known.role} else await _kept(work, Executive(telling.new_id, name, role))


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
