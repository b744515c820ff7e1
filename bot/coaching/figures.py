"""Figures for whoever asks: a team's as its digests told them, one's own cases as they are.

A team's weeks, months and quarters say what its digests said, and a week that is not over its totals only. One's own
cases are no secret to oneself: nothing in them is merged, and no threshold applies.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from bot.coaching.brief_pages import FileKind
from bot.coaching.digest import Breakdown, Counted, Digest, Figure
from bot.coaching.digest import days as week_of_days
from bot.coaching.digest_pages import DigestPage
from bot.coaching.disclosure import Cell, Group
from bot.coaching.team import Section
from bot.locales.words import Sentence

MINE: Final = ""
"""In the place of a team's id: one's own cases."""

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(weeks=1)
_MONTHS: Final = 3  # of a quarter


class Range(StrEnum):
    """The days that somebody asks about."""

    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    LAST_MONTH = "last_month"
    LAST_QUARTER = "last_quarter"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figures of which days."""

    range: Range = Range.THIS_WEEK
    whose: str = MINE  # or a team's id


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """Figures, with what else may be asked for."""

    asked: Asked
    teams: tuple[tuple[str, str], ...]  # those of who asks: id and name
    shown: DigestPage | None  # None: no digest was posted for these days
    digests: int = 0  # of which it is the sum; 0: it was counted just now
    notice: Sentence | None = None
    is_written_out: bool = False  # the table stands in the window: no file can be sent


@dataclass(frozen=True, slots=True)
class FiguresFile:
    """Figures on their way to who asked for them, as a file."""

    page: FiguresPage
    kind: FileKind = FileKind.CSV


def days_of(asked: Range, today: date) -> tuple[date, date]:
    """Return the calendar days of a range, the last included; of this week, those up to its end."""
    monday = today - timedelta(days=today.weekday())
    match asked:
        case Range.THIS_WEEK:
            return monday, monday + _WEEK - _DAY
        case Range.LAST_WEEK:
            return monday - _WEEK, monday - _DAY
        case Range.LAST_MONTH:
            last = today.replace(day=1) - _DAY
            return last.replace(day=1), last
        case Range.LAST_QUARTER:
            begun = today.replace(month=today.month - (today.month - 1) % _MONTHS, day=1)
            last = begun - _DAY
            return last.replace(month=last.month - _MONTHS + 1, day=1), last


def within(asked: Range, posted: Iterable[Digest], today: date) -> tuple[Digest, ...]:
    """Return those of a team's posted digests, oldest first, that tell of a range.

    A digest belongs to the month and the quarter in which its last day is. *Last week* is the newest one, whatever
    the team's day, unless it is older than a fortnight.
    """
    if asked is Range.LAST_WEEK:
        return tuple(each for each in posted if each.last >= today - 2 * _WEEK)[-1:]
    first, last = days_of(asked, today)
    return tuple(each for each in posted if first <= each.last <= last)


def of_own(asked: Range, counted: Counted, today: date) -> Digest:
    """Return one's own cases in a range, everything told that there is.

    What is ahead is told of this week only: of an earlier one it would be what has been agreed on since.
    """
    first, last = days_of(asked, today)
    numbers = {figure: counted.of(figure).count for figure in Figure}
    told = {part: _every(first, cells) for part, cells in counted.cells.items() if cells}
    whole = Digest(week_of_days(first, last).name, first, last, numbers, counted.next_contact_on, told)
    return whole if asked is Range.THIS_WEEK else without_what_was_ahead(whole)


def without_what_was_ahead(digest: Digest) -> Digest:
    """Return figures of days long past, whose week ahead is over."""
    return replace(digest, shows=digest.shows - {Section.AHEAD})


def _every(first: date, cells: Iterable[Cell]) -> Breakdown:
    found = sorted(cells, key=lambda cell: (-cell.count, cell.label or ""))
    groups = tuple(Group(cell.label, cell.count) for cell in found if cell.label)
    return Breakdown(first, sum(cell.count for cell in found), groups, sum(c.count for c in found if not c.label))
