from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import days_off
from bot.coaching.answers import AnswerError

DAYS = frozenset({date(2026, 8, 3), date(2026, 8, 4), date(2026, 8, 5), date(2026, 12, 24)})


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-24\n2026-08-03 - 2026-08-05",
        "2026-08-03 to 2026-08-05, 2026-12-24",
        "  2026-8-3\u20132026-8-5;\n\n2026-12-24\n",
        "2026-08-03\n2026-08-04\n2026-08-05\n2026-12-24",
    ],
)
def test_days_and_spans_are_read_however_people_write_them(typed: str) -> None:
    assert days_off.read(typed) == DAYS


def test_days_in_a_row_are_written_as_a_span() -> None:
    assert days_off.written(DAYS) == "2026-08-03 - 2026-08-05\n2026-12-24"


@pytest.mark.parametrize("typed", ["", " \n ", ","])
def test_nothing_is_no_day(typed: str) -> None:
    assert days_off.read(typed) == frozenset()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Christmas", "settings.wrong.day"),
        ("from 2026-12-24", "settings.wrong.day"),
        ("24.12.2026", "settings.wrong.day"),
        ("2026-02-30", "settings.wrong.day"),
        ("2026-12-24 and sometimes 2026-12-26", "settings.wrong.day"),
        ("2026-12-24 2026-12-25 2026-12-26", "settings.wrong.day"),
        ("2026-08-05 - 2026-08-03", "settings.wrong.span"),
        ("2026-01-01 - 2027-01-02", "settings.wrong.span"),
        ("0001-01-01 - 9999-12-31", "settings.wrong.span"),
        (
            "\n".join(f"{year}-{month}-01" for year in range(2026, 2036) for month in range(1, 13)),
            "settings.wrong.too_many_days",
        ),
    ],
)
def test_what_cannot_be_read_says_what_to_write(typed: str, key: str) -> None:
    with pytest.raises(AnswerError) as refused:
        days_off.read(typed)

    assert refused.value.sentence.key == key
    assert str(refused.value)


@given(st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=100))
def test_what_is_written_is_read_as_the_same_days(days: set[date]) -> None:
    assert days_off.read(days_off.written(days)) == days


def test_the_longest_list_fits_into_a_field() -> None:
    spans = [date(2026, 1, 1) + timedelta(days=3 * number) for number in range(days_off.MOST_SPANS)]

    written = days_off.written({*spans, *(day + timedelta(days=1) for day in spans)})

    assert len(written) <= 3000
