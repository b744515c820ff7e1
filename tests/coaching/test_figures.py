from datetime import date, timedelta

import pytest

from bot.coaching.digest import Counted, Digest, Figure, Part, Tally
from bot.coaching.disclosure import Cell
from bot.coaching.figures import Range, days_of, of_own, within
from bot.coaching.team import Section

A_DAY = date(2027, 3, 4)  # a Thursday


@pytest.mark.parametrize(
    ("asked", "today", "first", "last"),
    [
        (Range.THIS_WEEK, A_DAY, date(2027, 3, 1), date(2027, 3, 7)),
        (Range.LAST_WEEK, A_DAY, date(2027, 2, 22), date(2027, 2, 28)),
        (Range.LAST_MONTH, A_DAY, date(2027, 2, 1), date(2027, 2, 28)),
        (Range.LAST_MONTH, date(2027, 1, 31), date(2026, 12, 1), date(2026, 12, 31)),
        (Range.LAST_QUARTER, A_DAY, date(2026, 10, 1), date(2026, 12, 31)),
        (Range.LAST_QUARTER, date(2027, 12, 31), date(2027, 7, 1), date(2027, 9, 30)),
    ],
)
def test_weeks_months_and_quarters_are_the_calendars(asked: Range, today: date, first: date, last: date) -> None:
    assert days_of(asked, today) == (first, last)


def digest(last: date) -> Digest:
    return Digest(str(last), last - timedelta(days=6), last, {})


def test_a_digest_is_of_the_month_in_which_its_last_day_is() -> None:
    february, across, march = digest(date(2027, 2, 28)), digest(date(2027, 3, 3)), digest(date(2027, 3, 31))

    found = within(Range.LAST_MONTH, [february, across, march], date(2027, 4, 1))

    assert found == (across, march)


def test_last_week_is_the_newest_digest_whatever_the_teams_day() -> None:
    found = within(Range.LAST_WEEK, [digest(date(2027, 2, 24)), digest(date(2027, 3, 3))], A_DAY)

    assert found == (digest(date(2027, 3, 3)),)


def test_a_digest_of_a_month_ago_is_nobodys_last_week() -> None:
    assert within(Range.LAST_WEEK, [digest(date(2027, 2, 3))], A_DAY) == ()


def test_of_ones_own_cases_a_single_one_is_told_by_its_kind() -> None:
    counted = Counted({Figure.NEW: Tally(2, 2, 1)}, {Part.HEARD: (Cell(None, 1), Cell("budget", 1))})

    found = of_own(Range.LAST_MONTH, counted, A_DAY)

    told = found.told[Part.HEARD]
    assert [(group.label, group.count) for group in told.groups] == [("budget", 1)]
    assert (told.total, told.others) == (2, 1)
    assert found.number(Figure.NEW) == 2


def test_what_was_ahead_is_told_of_this_week_only() -> None:
    assert Section.AHEAD in of_own(Range.THIS_WEEK, Counted(), A_DAY).shows
    assert Section.AHEAD not in of_own(Range.LAST_WEEK, Counted(), A_DAY).shows
