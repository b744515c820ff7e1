"""What a digest counts of one team's week, in one statement.

The cost follows the rows of the week and the team's open cases, never the history: each branch begins at an index on
when something happened, or at the index on open cases. Contacts count as they read now, corrections included.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Row,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from bot.coaching.calendar import WorkingCalendar
from bot.coaching.digest import AHEAD, OLD, Counted, Figure, Part, SharedLine, Tally, moments
from bot.coaching.disclosure import Cell
from bot.coaching.engagement import Direction
from bot.coaching.sharing import SharingLevel
from bot.store.columns import UtcDateTime
from bot.store.desk import Desk
from bot.store.steps import steps_of
from bot.store.tables import (
    CaseRow,
    CaseSharingRow,
    CommitmentRow,
    ExecutiveRow,
    InteractionRow,
    PersonRow,
    PilotRow,
)

_DAY: Final = timedelta(days=1)
_NEXT: Final = "next"
_Facts = Select[*tuple[Any, ...]]
"""A figure's or a breakdown's name, a label, case, owner, day: a row for each thing that is counted."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases are counted, and which of them otherwise than the others."""

    owners: frozenset[str]  # the people of the team
    watched: frozenset[str] = frozenset()  # cases whose executive reads along: counted apart, and in totals only
    left_out: frozenset[str] = frozenset()  # cases that are not counted at all
    told: frozenset[str] = frozenset()  # cases of which a line tells


@dataclass(frozen=True, slots=True)
class Period:
    """Which days are counted, by whose midnights, and since when each breakdown."""

    first: date
    last: date  # included
    calendar: WorkingCalendar
    since: Mapping[Part, date] = field(default_factory=dict)  # one that is not named is not counted


class DigestCounts:
    """The counts of one workspace's teams."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of(self, scope: Scope, period: Period) -> Counted:
        """Count a team's week."""
        rows = await self._desk.ask(_COUNTS, **_values(scope, period))
        return _counted(rows.all())

    async def lines(self, scope: Scope, since: datetime) -> tuple[SharedLine, ...]:
        """Return what the team's trainers wrote since a moment to be read by their teams, the oldest first."""
        rows = await self._desk.ask(
            _LINES,
            owners=sorted(scope.owners),
            without=sorted(scope.watched | scope.left_out),
            since=since,
        )
        return tuple(
            SharedLine(row.case_id, row.level, self._desk.drawer.open("case_sharing.line", row.line), row.name)
            for row in rows
        )

    async def watched(self, owners: Iterable[str], members: Collection[str], since: datetime) -> frozenset[str]:
        """Return the cases, open or closed since a moment, whose executive is one of a channel's members.

        `members` are Slack user ids, perhaps thousands: they are compared here.
        """
        rows = await self._desk.ask(_EXECUTIVES, owners=sorted(owners), since=since)
        return frozenset(case_id for case_id, slack_user_id in rows if slack_user_id in members)


# The statement.

_AFTER: Final = bindparam("after", type_=UtcDateTime)
_BEFORE: Final = bindparam("before", type_=UtcDateTime)
_FIRST: Final = bindparam("first", type_=Date)
_LAST: Final = bindparam("last", type_=Date)


def _ids(name: str) -> Any:  # noqa: ANN401  a list is no column, yet SQLAlchemy types it as one
    return bindparam(name, expanding=True)


_OF_TEAM: Final = (CaseRow.owner_id.in_(_ids("owners")), CaseRow.id.not_in(_ids("left_out")))


_TOUCHED: Final = (
    select(InteractionRow.case_id)
    .join(CaseRow, CaseRow.id == InteractionRow.case_id)
    .where(
        *_OF_TEAM,
        InteractionRow.happened_on >= bindparam("steps_since", type_=Date),
        InteractionRow.happened_on <= _LAST,
        InteractionRow.engagement_after.is_not(None),
    )
    .distinct()
)
_TAKEN: Final = steps_of(_TOUCHED)
_STEPS: Final = select(_TAKEN).where(_TAKEN.c.happened_on <= _LAST).cte("step")
"""The steps of the cases that had a contact in the days that are counted."""

_LATEST: Final = (
    select(
        _STEPS.c.case_id,
        _STEPS.c.tactic,
        func.row_number()
        .over(
            partition_by=_STEPS.c.case_id,
            order_by=(_STEPS.c.happened_on.desc(), _STEPS.c.recorded_at.desc(), _STEPS.c.first_id.desc()),
        )
        .label("place"),
    )
    .where(_STEPS.c.way == Direction.FORWARD, _STEPS.c.happened_on >= bindparam("moved_since", type_=Date))
    .subquery("latest")
)


_OPEN: Final = (
    select(CaseRow.id, CaseRow.owner_id, CaseRow.opened_at, CaseRow.next_contact_on)
    .where(*_OF_TEAM, CaseRow.closed_at.is_(None))
    .cte("open_case")
)
"""Read once for all that is counted of open cases, by the index on them, whatever else narrows them down."""

_LASTING: Final = union_all(
    select(_OPEN.c.id, _OPEN.c.owner_id, _OPEN.c.opened_at),
    select(CaseRow.id, CaseRow.owner_id, CaseRow.opened_at).where(*_OF_TEAM, CaseRow.closed_at >= _BEFORE),
).cte("lasting_case")
"""Cases that were not closed when the week was over: all the others that were opened before it are history."""

_IS_UNWATCHED: Final = _OPEN.c.id.not_in(_ids("besides"))
"""Named apart from `watched`: a list that is empty is written in one way for IN and NOT IN alike, and means the one."""


_IN_OPEN: Final = CommitmentRow.case_id.in_(select(_OPEN.c.id))
"""Not a join: SQLite would begin it at the promises, and read all there ever were."""


def _facts(name: str, *where: ColumnElement[bool], label: Any = None) -> _Facts:  # noqa: ANN401  any column
    return _select(name, CaseRow.id, CaseRow.owner_id, label=label).where(*_OF_TEAM, *where)


def _facts_of_open(name: str, *where: ColumnElement[bool], day: Any = None) -> _Facts:  # noqa: ANN401  any column
    return _select(name, _OPEN.c.id, _OPEN.c.owner_id, day=day).where(*where)


def _select(name: str, case_id: Any, owner_id: Any, *, label: Any = None, day: Any = None) -> _Facts:  # noqa: ANN401
    return select(
        literal(name).label("name"),
        cast(null() if label is None else label, String).label("label"),
        case_id.label("case_id"),
        owner_id.label("owner_id"),
        (cast(null(), Date) if day is None else day).label("day"),
    )


def _happened(column: Any, since: Any = _AFTER) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401  any column
    return (column >= since, column < _BEFORE)


def _since(part: Part) -> ColumnElement[datetime]:
    return bindparam(f"{part}_since", type_=UtcDateTime)


def _cases() -> Iterable[_Facts]:
    yield _facts(Figure.NEW, *_happened(CaseRow.opened_at))
    yield _facts(Figure.ENDED, *_happened(CaseRow.closed_at))
    for figure, before in ((Figure.OPEN, _BEFORE), (Figure.OLD, bindparam("old_before", type_=UtcDateTime))):
        yield _select(figure, _LASTING.c.id, _LASTING.c.owner_id).where(_LASTING.c.opened_at < before)
    yield _facts(Part.HEARD.name, *_happened(CaseRow.opened_at, _since(Part.HEARD)), label=CaseRow.primary_concern)
    yield _facts(Part.ENDED.name, *_happened(CaseRow.closed_at, _since(Part.ENDED)), label=CaseRow.outcome)


def _moves() -> Iterable[_Facts]:
    for figure, way in ((Figure.FORWARD, Direction.FORWARD), (Figure.BACK, Direction.BACK)):
        yield _facts(figure, _STEPS.c.way == way, _STEPS.c.happened_on >= _FIRST).join(
            _STEPS, _STEPS.c.case_id == CaseRow.id
        )
    yield _facts(Part.MOVED.name, _LATEST.c.place == 1, label=_LATEST.c.tactic).join(
        _LATEST, _LATEST.c.case_id == CaseRow.id
    )


def _pilots() -> Iterable[_Facts]:
    of_case, of_open = PilotRow.case_id == CaseRow.id, PilotRow.case_id == _OPEN.c.id
    is_undecided = or_(PilotRow.decided_at.is_(None), PilotRow.decided_at >= _BEFORE)
    decided = _happened(PilotRow.decided_at, _since(Part.DECIDED))
    yield _facts(Figure.PROPOSED, *_happened(PilotRow.proposed_at)).join(PilotRow, of_case)
    yield _facts_of_open(Figure.RUNNING, PilotRow.starts_on <= _LAST, is_undecided).join(PilotRow, of_open)
    yield _facts(Figure.DECIDED, *_happened(PilotRow.decided_at)).join(PilotRow, of_case)
    yield _facts(Part.DECIDED.name, *decided, label=PilotRow.verdict).join(PilotRow, of_case)


def _promises() -> Iterable[_Facts]:
    of_case = CommitmentRow.case_id == CaseRow.id
    is_unkept = or_(CommitmentRow.kept_at.is_(None), CommitmentRow.kept_at >= _BEFORE)
    yield _facts(Figure.KEPT, *_happened(CommitmentRow.kept_at)).join(CommitmentRow, of_case)
    yield _facts(Figure.OVERDUE, _IN_OPEN, CommitmentRow.due_on <= _LAST, is_unkept).join(CommitmentRow, of_case)


def _ahead() -> Iterable[_Facts]:
    """Return what is agreed on for the days after; a case whose executive reads along is not in it."""
    contact, decision, due = _OPEN.c.next_contact_on, PilotRow.decision_on, CommitmentRow.due_on
    yield _facts_of_open(Figure.CONTACTS_AHEAD, _IS_UNWATCHED, *_coming(contact))
    yield _facts_of_open(_NEXT, _IS_UNWATCHED, contact > _LAST, day=contact)
    yield _facts_of_open(Figure.DECISIONS_AHEAD, _IS_UNWATCHED, *_coming(decision), PilotRow.decided_at.is_(None)).join(
        PilotRow, PilotRow.case_id == _OPEN.c.id
    )
    yield _facts(
        Figure.PROMISES_AHEAD,
        _IN_OPEN,
        CaseRow.id.not_in(_ids("besides")),
        *_coming(due),
        CommitmentRow.kept_at.is_(None),
    ).join(CommitmentRow, CommitmentRow.case_id == CaseRow.id)


def _coming(day: Any) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401  any column
    return (day > _LAST, day <= bindparam("until", type_=Date))


def _counts() -> _Facts:
    facts: CompoundSelect[*tuple[Any, ...]] = union_all(*_cases(), *_moves(), *_pilots(), *_promises(), *_ahead())
    each = facts.subquery("fact")
    marked = select(
        each,
        case((each.c.case_id.in_(_ids("watched")), 1), else_=0).label("is_watched"),
        case((each.c.case_id.in_(_ids("told")), 1), else_=0).label("is_told"),
    ).subquery("marked")
    kinds = (marked.c.name, marked.c.label, marked.c.is_watched, marked.c.is_told)
    return select(
        *kinds,
        func.count().label("number"),
        func.count(marked.c.case_id.distinct()).label("cases"),
        func.count(marked.c.owner_id.distinct()).label("owners"),
        func.min(marked.c.day).label("day"),
    ).group_by(*kinds)


_COUNTS: Final = _counts()
_LINES: Final = (
    select(CaseSharingRow.case_id, CaseSharingRow.level, CaseSharingRow.line, PersonRow.name)
    .join(CaseRow, CaseRow.id == CaseSharingRow.case_id)
    .join(PersonRow, PersonRow.id == CaseRow.owner_id)
    .where(
        CaseRow.owner_id.in_(_ids("owners")),
        CaseRow.id.not_in(_ids("without")),
        CaseSharingRow.level != SharingLevel.COUNTS,
        CaseSharingRow.changed_at >= bindparam("since"),
    )
    .order_by(CaseSharingRow.changed_at, CaseSharingRow.case_id)
)
_EXECUTIVES: Final = (
    select(CaseRow.id, ExecutiveRow.slack_user_id)
    .join(ExecutiveRow, ExecutiveRow.id == CaseRow.executive_id)
    .where(
        CaseRow.owner_id.in_(_ids("owners")),
        ExecutiveRow.slack_user_id.is_not(None),
        or_(CaseRow.closed_at.is_(None), CaseRow.closed_at >= bindparam("since")),
    )
)


# What goes in, and what comes out.


def _values(scope: Scope, period: Period) -> dict[str, object]:
    after, before = moments(period.first, period.last, period.calendar)
    day_after = period.last + _DAY
    moved_since = period.since.get(Part.MOVED, day_after)
    begun = {part: moments(period.since.get(part, day_after), period.last, period.calendar)[0] for part in Part}
    return {
        "owners": sorted(scope.owners),
        "watched": sorted(scope.watched),
        "besides": sorted(scope.watched),
        "left_out": sorted(scope.left_out),
        "told": sorted(scope.told),
        "after": after,
        "before": before,
        "first": period.first,
        "last": period.last,
        "until": period.last + AHEAD,
        "old_before": moments(day_after - OLD, period.last, period.calendar)[0],
        "moved_since": moved_since,
        "steps_since": min(moved_since, period.first),
        **{f"{part}_since": begun[part] for part in (Part.HEARD, Part.DECIDED, Part.ENDED)},
    }


def _counted(rows: Sequence[Row[*tuple[Any, ...]]]) -> Counted:
    tallies: dict[Figure, Tally] = {}
    cells: dict[Part, dict[str | None, Cell]] = defaultdict(dict)
    next_contact_on = None
    for row in rows:
        if row.name == _NEXT:
            next_contact_on = row.day if next_contact_on is None else min(next_contact_on, row.day)
        elif row.name in Part.__members__:
            if not row.is_watched:
                found = cells[Part[row.name]]
                found[row.label] = _with(found.get(row.label, Cell(row.label, 0)), row)
        else:
            figure = Figure(row.name)
            tallies[figure] = _and(tallies.get(figure, Tally()), figure, row)
    return Counted(tallies, {part: tuple(each.values()) for part, each in cells.items()}, next_contact_on)


def _with(cell: Cell, row: Row[*tuple[Any, ...]]) -> Cell:
    return replace(cell, told=cell.told + row.cases) if row.is_told else replace(cell, cases=cell.cases + row.cases)


def _and(tally: Tally, figure: Figure, row: Row[*tuple[Any, ...]]) -> Tally:
    number = row.cases if figure in {Figure.FORWARD, Figure.BACK} else row.number
    if row.is_watched:
        return replace(tally, watched=tally.watched + number)
    return replace(
        tally, count=tally.count + number, cases=tally.cases + row.cases, owners=max(tally.owners, row.owners)
    )
