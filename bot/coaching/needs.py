"""The needs analysis: business goals, the competencies that roles need for them, the gap, and what closing it is worth.

The four steps and their order: C-05 to C-08. The gap is required minus present level (F11).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from bot.coaching.worksheet import Blank, Part, without
from bot.locales.words import Sentence
from bot.playbook.model import Kind

MOST_HEADS: Final = 1_000_000


class Level(StrEnum):
    """How well somebody can do something; the number is what gaps are counted in."""

    NOT_YET = "0"
    WITH_HELP = "1"
    ALONE = "2"
    UNDER_PRESSURE = "3"
    TEACHES = "4"


class Importance(StrEnum):
    """How much the goal hangs on a competency; the number is its weight."""

    HELPS = "1"
    MATTERS = "2"
    DECIDES = "3"


class Method(StrEnum):
    """How a present level was found out, the most credible last."""

    GUESSED = "guessed"
    SELF_RATED = "self_rated"
    RATED = "rated"  # by their manager
    OBSERVED = "observed"
    TESTED = "tested"
    RESULTS = "results"  # read from what their work brought


@dataclass(frozen=True, slots=True)
class Goal:
    """What the business needs or wants to reach (C-05)."""

    id: str
    what: str
    measure: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """People who do the same work."""

    id: str
    what: str
    headcount: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Competency:
    """What a role must be able to do to reach the goals, and how well (C-06)."""

    id: str
    role: str  # id
    what: str
    required: Level
    importance: Importance = Importance.MATTERS
    goal: str = ""  # id; empty: any


@dataclass(frozen=True, slots=True)
class Assessment:
    """How well a role can do it today, and how one knows (C-07)."""

    id: str  # of the competency
    present: Level
    method: Method | None = None
    assessed_by: str = ""
    assessed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """How much better the business is off once everybody is at the required level (C-08)."""

    what: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """A needs analysis as it is kept."""

    goals: tuple[Goal, ...] = ()
    roles: tuple[Role, ...] = ()
    competencies: tuple[Competency, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    worth: Worth = field(default_factory=Worth)


@dataclass(frozen=True, slots=True)
class NeedsLine:
    """One competency of one role: where it stands and how much it weighs. None: not assessed yet."""

    competency_id: str
    role: str
    headcount: int
    what: str
    required: int
    importance: int
    goal: str = ""
    present: int | None = None
    gap: int | None = None
    priority: int | None = None
    method: Method | None = None
    assessed_by: str = ""
    assessed_on: date | None = None


@dataclass(frozen=True, slots=True)
class NeedsSummary:
    """What a needs analysis says, for those who show it."""

    goals: tuple[Goal, ...]
    lines: tuple[NeedsLine, ...]  # the weightiest first, those not assessed last
    worth: str
    worth_source: str
    missing: tuple[Sentence, ...]  # what the analysis lacks, in the order of its steps

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was worked out yet."""
        return not (self.goals or self.lines or self.worth)

    @property
    def open_lines(self) -> tuple[NeedsLine, ...]:
        """Return the lines with a gap to close."""
        return tuple(line for line in self.lines if line.gap)


def gap(required: int, present: int) -> int:
    """Return how many levels are missing; who is above the required level misses none.

    Source: F11 (C-07).
    """
    return max(required - present, 0)


def priority(levels: int, importance: int, headcount: int) -> int:
    """Return gap x importance x headcount: this project's convention, not a published formula (F11)."""
    return levels * importance * headcount


def summary(needs: Needs) -> NeedsSummary:
    """Return what an analysis says, weightiest first, and what it lacks."""
    return NeedsSummary(
        goals=needs.goals,
        lines=tuple(
            sorted(_lines(needs), key=lambda line: -1 if line.priority is None else line.priority, reverse=True)
        ),
        worth=needs.worth.what,
        worth_source=needs.worth.source,
        missing=tuple(_missing(needs)),
    )


def removed(needs: Needs, part: str, entry_id: str) -> Needs:
    """Return an analysis without an entry, and without what cannot stand without it."""
    match part:
        case "goals":
            freed = tuple(replace(each, goal="") if each.goal == entry_id else each for each in needs.competencies)
            return replace(needs, goals=without(needs.goals, entry_id), competencies=freed)
        case "roles":
            orphans = {each.id for each in needs.competencies if each.role == entry_id}
            return _without_competencies(replace(needs, roles=without(needs.roles, entry_id)), orphans)
        case "competencies":
            return _without_competencies(needs, {entry_id})
        case "assessments":
            return replace(needs, assessments=without(needs.assessments, entry_id))
    return needs


def _without_competencies(needs: Needs, ids: set[str]) -> Needs:
    return replace(
        needs,
        competencies=tuple(each for each in needs.competencies if each.id not in ids),
        assessments=tuple(each for each in needs.assessments if each.id not in ids),
    )


def _lines(needs: Needs) -> Iterator[NeedsLine]:
    roles = {role.id: role for role in needs.roles}
    goals = {goal.id: goal.what for goal in needs.goals}
    known = {each.id: each for each in needs.assessments}
    for each in needs.competencies:
        if each.role in roles:  # another window may have removed it meanwhile
            yield _line(each, roles[each.role], goals.get(each.goal, ""), known.get(each.id))


def _line(competency: Competency, role: Role, goal: str, known: Assessment | None) -> NeedsLine:
    headcount, weight = int(role.headcount), int(competency.importance)
    line = NeedsLine(
        competency_id=competency.id,
        role=role.what,
        headcount=headcount,
        what=competency.what,
        required=int(competency.required),
        importance=weight,
        goal=goal,
    )
    if known is None:
        return line
    levels = gap(line.required, int(known.present))
    return replace(
        line,
        present=int(known.present),
        gap=levels,
        priority=priority(levels, weight, headcount),
        method=known.method,
        assessed_by=known.assessed_by,
        assessed_on=known.assessed_on,
    )


def people_in(needs: Needs) -> Decimal | None:
    """Return how many people its roles have together; None: it names none."""
    return sum((role.headcount for role in needs.roles), Decimal(0)) or None


def _missing(needs: Needs) -> Iterator[Sentence]:
    if not needs.goals:
        yield Sentence("needs.missing.goals")
    if not needs.roles:
        yield Sentence("needs.missing.roles")
    served = {each.role for each in needs.competencies}
    for role in needs.roles:
        if role.id not in served:
            yield Sentence("needs.missing.competencies", {"role": role.what})
    lines = tuple(_lines(needs))
    if unknown := sum(line.present is None for line in lines):
        yield Sentence("needs.missing.assessments", {"count": unknown})
    if guessed := sum(line.method in {None, Method.GUESSED} for line in lines if line.present is not None):
        yield Sentence("needs.missing.method", {"count": guessed})
    if not needs.worth.what:
        yield Sentence("needs.missing.worth")


def _check_role(role: Role, _today: date) -> dict[str, Sentence]:
    heads = role.headcount
    if not 1 <= heads <= MOST_HEADS or heads != heads.to_integral_value():
        return {"headcount": Sentence("answers.number.whole")}
    return {}


def _check_assessment(assessment: Assessment, today: date) -> dict[str, Sentence]:
    if assessment.assessed_on and assessment.assessed_on > today:
        return {"assessed_on": Sentence("needs.not_yet")}
    return {}


PARTS: Final = (
    Part(
        "goals",
        Goal,
        (Blank("what", Kind.LONG_TEXT, is_required=True), Blank("measure"), Blank("due_on", Kind.DATE)),
    ),
    Part(
        "roles",
        Role,
        (Blank("what", is_required=True), Blank("headcount", Kind.NUMBER, is_required=True)),
        check=_check_role,
    ),
    Part(
        "competencies",
        Competency,
        (
            Blank("role", Kind.CHOICE, is_required=True, choices_from="roles"),
            Blank("what", is_required=True),
            Blank("required", Kind.CHOICE, is_required=True, choices=Level, words="level"),
            Blank("importance", Kind.CHOICE, is_required=True, choices=Importance),
            Blank("goal", Kind.CHOICE, choices_from="goals"),
        ),
    ),
    Part(
        "assessments",
        Assessment,
        (
            Blank("present", Kind.CHOICE, is_required=True, choices=Level, words="level"),
            Blank("method", Kind.CHOICE, choices=Method),
            Blank("assessed_by"),
            Blank("assessed_on", Kind.DATE),
        ),
        check=_check_assessment,
    ),
    Part("worth", Worth, (Blank("what", Kind.LONG_TEXT), Blank("source")), is_single=True),
)
"""The four steps in their order; the second has two parts: roles, and what they must be able to do."""
