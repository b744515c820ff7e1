"""The digest: what one team moved in one week, counted, and told so that nobody is exposed.

Counting is the store's (`store/digest_counts`), what may be told of it is `disclosure`'s. Here both are put together,
with what earlier digests told: a breakdown may span several of them, and the eight weeks are shown as they were posted.

**Forward and back** are `engagement.direction`: steps seen in contacts, each counted where it was seen. A case that
went up and down in one week is in both numbers; one that went two steps up is in *forward* once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.coaching import disclosure
from bot.coaching.calendar import WorkingCalendar
from bot.coaching.case import Outcome
from bot.coaching.disclosure import Cell, Group, Rule
from bot.coaching.pilot import Verdict
from bot.coaching.sharing import SharingLevel
from bot.coaching.team import Section
from bot.coaching.team_week import TeamWeek, iso_week

OLD: Final = timedelta(days=30)
"""A case that is open for longer is told of as such."""

AHEAD: Final = timedelta(days=7)
TREND: Final = 8  # weeks

ENOUGH: Final = 5
"""Fewer cases say too little about a tactic."""

PATIENCE: Final = timedelta(weeks=26)
"""A breakdown that has collected for so long without being told begins anew."""

_WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)
_OWNERS: Final = 2  # at least, among whom a trainer's line is nobody's


class Figure(StrEnum):
    """A number of a digest that says nothing about a case but that it is there."""

    NEW = "new"
    FORWARD = "forward"
    BACK = "back"
    OPEN = "open"
    OLD = "old"  # open for more than 30 days
    ENDED = "ended"
    PROPOSED = "proposed"  # pilots
    RUNNING = "running"  # begun and not decided
    DECIDED = "decided"  # whatever the verdict: a no-go is a decision reached
    KEPT = "kept"  # promises
    OVERDUE = "overdue"
    CONTACTS_AHEAD = "contacts_ahead"  # in the seven days after
    DECISIONS_AHEAD = "decisions_ahead"
    PROMISES_AHEAD = "promises_ahead"


class Part(StrEnum):
    """A breakdown: a total, split by what may not be told of a single case."""

    HEARD = "heard"  # new cases by the main concern
    MOVED = "moved"  # cases that moved forward, by the tactic that preceded it
    DECIDED = "decided"  # pilots by verdict
    ENDED = "ended"  # closed cases by outcome


TREND_FIGURES: Final = (Figure.NEW, Figure.FORWARD, Figure.BACK, Figure.OPEN)
_TOTAL_OF: Final = {
    Part.HEARD: Figure.NEW,
    Part.MOVED: Figure.FORWARD,
    Part.DECIDED: Figure.DECIDED,
    Part.ENDED: Figure.ENDED,
}
_SECTION_OF: Final = {
    Part.HEARD: Section.HEARD,
    Part.MOVED: Section.MOVED,
    Part.DECIDED: Section.PILOTS,
    Part.ENDED: Section.LEARNED,
}
_LEAST: Final = {Part.MOVED: ENOUGH}
_KINDS: Final = {Part.DECIDED: len(Verdict), Part.ENDED: len(Outcome)}
_NEWS: Final = (
    Figure.NEW,
    Figure.FORWARD,
    Figure.BACK,
    Figure.ENDED,
    Figure.PROPOSED,
    Figure.DECIDED,
    Figure.KEPT,
    Figure.OVERDUE,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How much there is of a figure; apart from it, how much of it is of cases whose executive reads along."""

    count: int = 0
    cases: int = 0  # behind the count
    owners: int = 0  # of those cases
    watched: int = 0  # not in `count`


_NOTHING: Final = Tally()


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of one week, with the breakdowns since they were last told."""

    tallies: Mapping[Figure, Tally] = field(default_factory=dict)  # none of a figure: left out
    cells: Mapping[Part, tuple[Cell, ...]] = field(default_factory=dict)
    next_contact_on: date | None = None

    def of(self, figure: Figure) -> Tally:
        """Return the tally of a figure."""
        return self.tallies.get(figure, _NOTHING)


@dataclass(frozen=True, slots=True)
class SharedLine:
    """What a trainer lets the team read about a case."""

    case_id: str
    level: SharingLevel
    text: str
    trainer: str  # their name


@dataclass(frozen=True, slots=True)
class Line:
    """A trainer's sentence, as a digest shows it."""

    text: str
    trainer: str = ""  # empty: theirs to keep


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A breakdown as it is told, of all cases since a day."""

    since: date
    total: int
    groups: tuple[Group, ...]  # empty: no kind is frequent enough to be told
    others: int


@dataclass(frozen=True, slots=True)
class Collecting:
    """A breakdown that is not told yet: there is too little to tell it without exposing somebody."""

    since: date
    total: int
    full: int  # at which it is


@dataclass(frozen=True, slots=True)
class Point:
    """The four numbers of one week, as its digest told them."""

    last: date
    values: tuple[int, ...]  # as in TREND_FIGURES


@dataclass(frozen=True, slots=True)
class Batch:
    """What a breakdown has collected since it was last told."""

    first: date
    totals: tuple[int, ...] = ()  # by digest


@dataclass(frozen=True, slots=True)
class Memory:
    """What later digests must know of what was posted."""

    batches: Mapping[Part, Batch] = field(default_factory=dict)
    trend: tuple[Point, ...] = ()
    left_out: frozenset[str] = frozenset()  # cases that are in no figure for good
    lines_read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Digest:
    """What a team may read of its week."""

    week: str  # "2027-W09"
    first: date
    last: date  # included
    numbers: Mapping[Figure, int]
    next_contact_on: date | None = None
    told: Mapping[Part, Breakdown] = field(default_factory=dict)
    collecting: Mapping[Part, Collecting] = field(default_factory=dict)
    trend: tuple[Point, ...] = ()  # oldest first, this week last
    lines: tuple[Line, ...] = ()
    shows: frozenset[Section] = frozenset(Section)
    is_at_totals: bool = False  # nobody knows who reads along

    def number(self, figure: Figure) -> int:
        """Return a figure."""
        return self.numbers.get(figure, 0)

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing happened that would need more than a line."""
        return not (self.lines or self.told or any(map(self.number, _NEWS)))


@dataclass(frozen=True, slots=True)
class Terms:
    """What a team has settled about its digest, and what is known of who reads it."""

    threshold: int
    shows: frozenset[Section] = frozenset(Section)
    kinds: Mapping[Part, int] = field(default_factory=dict)  # how many concerns and tactics there are
    watched: frozenset[str] = frozenset()  # cases whose executive is a member of the channel
    is_at_totals: bool = False  # nobody knows who its members are

    def rule(self, part: Part) -> Rule:
        """Return from how many cases up a kind is told; a concern or a tactic may also be unknown."""
        kinds = _KINDS.get(part) or self.kinds.get(part, 0) + 1
        return Rule(self.threshold, kinds, _LEAST.get(part, 1))


def moments(first: date, last: date, calendar: WorkingCalendar) -> tuple[datetime, datetime]:
    """Return when a week begins and when it is over, in UTC: midnights in the team's zone, however long its days."""
    return calendar.moment(datetime.combine(first, time())), calendar.moment(datetime.combine(last + _DAY, time()))


def counted_since(week: TeamWeek, memory: Memory) -> Mapping[Part, date]:
    """Return the day since when each breakdown is to be counted."""
    return {part: memory.batches[part].first if part in memory.batches else week.first for part in Part}


def weeks_before(week: TeamWeek, memory: Memory) -> tuple[tuple[date, date], ...]:
    """Return the weeks of the eight that no digest told, oldest first, as first and last day: to be counted now."""
    told = max((point.last for point in memory.trend), default=None)
    ends = [week.first - _DAY - number * _WEEK for number in range(TREND - 1)]
    return tuple((end - _WEEK + _DAY, end) for end in reversed(ends) if told is None or end - _WEEK >= told)


def compose(  # noqa: PLR0913  what one digest follows from
    week: TeamWeek,
    counted: Counted,
    terms: Terms,
    memory: Memory,
    *,
    lines: Iterable[SharedLine] = (),
    before: Iterable[tuple[date, Counted]] = (),
    now: datetime | None = None,
) -> tuple[Digest, Memory]:
    """Return the digest of a week, and what is to be remembered once it is posted.

    `before` are weeks that no digest told (`weeks_before`), by their last day. `now` is when the lines were read.
    """
    earlier = tuple(before)
    shown = (*counted.tallies.values(), *(each.of(figure) for _, each in earlier for figure in TREND_FIGURES))
    is_hidden = not _counts_watched(shown, terms)
    numbers = {figure: _number(counted.of(figure), is_hidden=is_hidden) for figure in Figure}
    told, batches = _broken_down(week, counted, terms, memory, numbers)
    collecting = {} if terms.is_at_totals else _collecting(terms, batches)
    trend = (*memory.trend, *_points(earlier, is_hidden=is_hidden), _point(week.last, numbers))[-TREND:]
    digest = Digest(
        week=week.name,
        first=week.first,
        last=week.last,
        numbers=numbers,
        next_contact_on=counted.next_contact_on,
        told=told,
        collecting=collecting,
        trend=trend,
        lines=tuple(_lines(lines, counted, terms)),
        shows=terms.shows,
        is_at_totals=terms.is_at_totals,
    )
    left_out = memory.left_out | (terms.watched if is_hidden else frozenset())
    return digest, Memory(batches, trend, left_out, now or memory.lines_read_at)


def corrected(posted: Digest, counted: Counted) -> Digest:
    """Return a posted digest with its totals as they are counted now.

    Breakdowns and lines stay as they were posted, and so do the other weeks: what changed in them would tell of single
    cases. `counted` is of the same cases as before: those that its memory leaves out, and no others, are left out.
    """
    numbers = {figure: _number(counted.of(figure), is_hidden=False) for figure in Figure}
    trend = (*posted.trend[:-1], _point(posted.last, numbers))
    return replace(posted, numbers=numbers, next_contact_on=counted.next_contact_on, trend=trend)


def remembering(memory: Memory, fixed: Digest) -> Memory:
    """Return the memory after the newest digest was corrected: the next one shows its week as it now stands."""
    return replace(memory, trend=fixed.trend)


def totals_of(digest: Digest) -> Digest:
    """Return a digest without anything that is told once only: for a look at a week that is not over."""
    return replace(digest, told={}, collecting={}, lines=())


def span(posted: Iterable[Digest]) -> Digest | None:
    """Return several posted digests as one, for a month or a quarter; None where there are none.

    It is the sum of what they told, so that it says no more than they did. Numbers of a moment are the last one's.
    """
    digests = sorted(posted, key=lambda each: each.last)
    if not digests:
        return None
    first, last = digests[0], digests[-1]
    sums: dict[Figure, int] = {
        figure: sum(each.number(figure) for each in digests) for figure in _NEWS if figure is not Figure.OVERDUE
    }
    told = {part: summed for part in Part if (summed := _sum(each.told[part] for each in digests if part in each.told))}
    return replace(
        last,
        week=first.week if first.week == last.week else f"{first.week}/{last.week}",
        first=first.first,
        numbers={**last.numbers, **sums},
        told=told,
        lines=tuple(line for each in digests for line in each.lines),
        is_at_totals=all(each.is_at_totals for each in digests),
    )


def week_of(day: date) -> TeamWeek:
    """Return the calendar week of a day as a digest's week, for those who look at it without one being due."""
    first = day - timedelta(days=day.weekday())
    return days(first, first + _WEEK - _DAY)


def days(first: date, last: date) -> TeamWeek:
    """Return some days as a digest's week that is never due."""
    never = datetime.max  # noqa: DTZ901  compared with nothing
    return TeamWeek(iso_week(last), first, last, never, never)


def _counts_watched(tallies: Iterable[Tally], terms: Terms) -> bool:
    """Tell whether cases whose executive reads along hide in every figure that they would be part of."""
    return all(disclosure.hides(tally.cases, terms.threshold) for tally in tallies if tally.watched)


def _number(tally: Tally, *, is_hidden: bool) -> int:
    return tally.count if is_hidden else tally.count + tally.watched


def _broken_down(
    week: TeamWeek, counted: Counted, terms: Terms, memory: Memory, numbers: Mapping[Figure, int]
) -> tuple[Mapping[Part, Breakdown], Mapping[Part, Batch]]:
    """Tell the breakdowns whose batch is closed with this week; return them, and the batches that go on."""
    told: dict[Part, Breakdown] = {}
    batches: dict[Part, Batch] = {}
    for part in Part:
        batch = memory.batches.get(part, Batch(week.first))
        batch = replace(batch, totals=(*batch.totals, numbers[_TOTAL_OF[part]]))
        found = _split(part, batch, counted, terms)
        if found is None and week.last - batch.first < PATIENCE:
            batches[part] = batch
        elif found is not None:
            told[part] = Breakdown(batch.first, sum(batch.totals), found.groups, found.others)
    return told, batches


def _split(part: Part, batch: Batch, counted: Counted, terms: Terms) -> disclosure.Split | None:
    if terms.is_at_totals or _SECTION_OF[part] not in terms.shows:
        return None
    return disclosure.split(batch.totals, counted.cells.get(part, ()), terms.rule(part))


def _collecting(terms: Terms, batches: Mapping[Part, Batch]) -> Mapping[Part, Collecting]:
    return {
        part: Collecting(batch.first, sum(batch.totals), terms.rule(part).full)
        for part, batch in batches.items()
        if sum(batch.totals) and _SECTION_OF[part] in terms.shows
    }


def _points(before: Iterable[tuple[date, Counted]], *, is_hidden: bool) -> Iterable[Point]:
    for last, counted in before:
        yield _point(last, {each: _number(counted.of(each), is_hidden=is_hidden) for each in TREND_FIGURES})


def _point(last: date, numbers: Mapping[Figure, int]) -> Point:
    return Point(last, tuple(numbers[figure] for figure in TREND_FIGURES))


def _lines(lines: Iterable[SharedLine], counted: Counted, terms: Terms) -> Iterable[Line]:
    """Yield what trainers wrote; without a name only where it may be anybody's."""
    if terms.is_at_totals or Section.LINES not in terms.shows:
        return
    opened = counted.of(Figure.OPEN)
    may_be_anybodys = disclosure.hides(opened.cases, terms.threshold) and opened.owners >= _OWNERS
    for line in lines:
        if line.level is SharingLevel.NAMED:
            yield Line(line.text, line.trainer)
        elif line.level is SharingLevel.ANONYMOUS and may_be_anybodys:
            yield Line(line.text)


def _sum(told: Iterable[Breakdown]) -> Breakdown | None:
    found = list(told)
    if not found:
        return None
    counts: dict[str, int] = {}
    for each in found:
        for group in each.groups:
            counts[group.label] = counts.get(group.label, 0) + group.count
    groups = tuple(Group(label, count) for label, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])))
    total = sum(each.total for each in found)
    return Breakdown(min(each.since for each in found), total, groups, total - sum(counts.values()))
