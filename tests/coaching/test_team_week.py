from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.calendar import SUNDAY_TO_THURSDAY, WorkingCalendar
from bot.coaching.team import Team
from bot.coaching.team_week import WEEK, iso_week, next_week, so_far, week_on

LONDON = "Europe/London"
MONDAY, THURSDAY, FRIDAY, SUNDAY = 0, 3, 4, 6


def team(zone: str = LONDON, day: int = MONDAY, hour: time = time(9), **calendar: object) -> Team:
    return Team("t1", "North", WorkingCalendar(zone, **calendar), day=day, hour=hour)  # type: ignore[arg-type]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_monday_digest_is_about_the_iso_week_before() -> None:
    week = next_week(team(), utc("2027-03-03 10:00"))

    assert (week.first, week.last) == (date(2027, 3, 1), date(2027, 3, 7))
    assert week.name == "2027-W09"
    assert week.due_at == utc("2027-03-08 09:00")


def test_a_friday_digest_is_about_friday_to_thursday() -> None:
    week = next_week(team(day=FRIDAY), utc("2027-03-03 10:00"))

    assert (week.first, week.last) == (date(2027, 2, 26), date(2027, 3, 4))
    assert week.name == "2027-W09"


def test_leads_see_it_on_the_working_day_before() -> None:
    week = next_week(team(), utc("2027-03-03 10:00"))

    assert week.preview_at == utc("2027-03-05 09:00")


def test_at_the_very_moment_it_is_due_the_next_one_is_a_week_later() -> None:
    before = next_week(team(), utc("2027-03-08 08:59"))
    at_it = next_week(team(), utc("2027-03-08 09:00"))

    assert (before.name, at_it.name) == ("2027-W09", "2027-W10")


def test_the_hour_stays_the_hour_when_clocks_go_forward_and_back() -> None:
    forward = [next_week(team(), utc(f"2027-03-{day} 12:00")).due_at for day in (22, 29)]
    back = [next_week(team("America/Chicago"), utc(f"2027-11-{day} 18:00")).due_at for day in ("01", "08")]

    assert forward == [utc("2027-03-29 08:00"), utc("2027-04-05 08:00")]
    assert back == [utc("2027-11-08 15:00"), utc("2027-11-15 15:00")]
    assert next_week(team("America/Chicago"), utc("2027-10-26 18:00")).due_at == utc("2027-11-01 14:00")


def test_an_hour_that_clocks_skip_is_the_first_minute_after() -> None:
    sunday = team(day=SUNDAY, hour=time(1, 30), weekdays=frozenset({SUNDAY}))

    assert next_week(sunday, utc("2027-03-24 10:00")).due_at == utc("2027-03-28 01:00")


def test_an_hour_that_clocks_repeat_is_the_first_of_the_two() -> None:
    sunday = team(day=SUNDAY, hour=time(1, 30), weekdays=frozenset({SUNDAY}))

    assert next_week(sunday, utc("2027-10-27 10:00")).due_at == utc("2027-10-31 00:30")


def test_a_public_holiday_moves_the_post_and_not_what_it_is_about() -> None:
    week = next_week(team(country="GB", region="ENG"), utc("2027-03-25 10:00"))  # Easter Monday is 29 March

    assert week.due_at == utc("2027-03-30 08:00")
    assert (week.first, week.last) == (date(2027, 3, 22), date(2027, 3, 28))
    assert week.preview_at == utc("2027-03-25 09:00")  # Good Friday is none either


def test_a_digest_that_a_holiday_moved_is_still_to_come_on_that_day() -> None:
    week = next_week(team(country="GB", region="ENG"), utc("2027-03-29 12:00"))

    assert week.due_at == utc("2027-03-30 08:00")


def test_a_team_that_works_from_sunday_gets_it_on_sunday() -> None:
    week = next_week(team("Asia/Riyadh", SUNDAY, weekdays=SUNDAY_TO_THURSDAY), utc("2027-03-03 10:00"))

    assert week.due_at == utc("2027-03-07 06:00")
    assert week.preview_at == utc("2027-03-04 06:00")


def test_weeks_are_the_teams_own_and_not_those_of_utc() -> None:
    now = utc("2027-03-07 20:30")  # Monday in Auckland, Sunday in London

    assert next_week(team("Pacific/Auckland"), now).name == "2027-W10"
    assert next_week(team(), now).name == "2027-W09"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2021, 1, 1), "2020-W53"),
    ],
)
def test_a_week_is_named_by_its_own_year(day: date, name: str) -> None:
    assert iso_week(day) == name


def test_the_year_with_53_weeks_has_53_digests() -> None:
    now, names = utc("2026-01-01 00:00"), []

    while now < utc("2027-01-11 00:00"):
        week = next_week(team(), now)
        names.append(week.name)
        now = week.due_at

    assert names[0] == "2026-W01"
    assert [name for name in names if name.startswith("2026")] == [f"2026-W{number:02}" for number in range(1, 54)]


def test_no_day_is_told_twice_when_the_day_of_the_digest_is_moved() -> None:
    to_friday = next_week(team(day=FRIDAY), utc("2027-03-09 10:00"), published_until=date(2027, 3, 7))

    assert (to_friday.first, to_friday.last) == (date(2027, 3, 8), date(2027, 3, 11))
    assert to_friday.name == "2027-W10"


def test_no_day_is_left_out_and_no_week_has_two_digests() -> None:
    to_monday = next_week(team(), utc("2027-03-12 12:00"), published_until=date(2027, 3, 11))

    assert (to_monday.first, to_monday.last) == (date(2027, 3, 12), date(2027, 3, 21))
    assert to_monday.name == "2027-W11"


def test_a_digest_after_a_long_silence_reaches_four_weeks_back_and_no_further() -> None:
    week = next_week(team(), utc("2027-03-03 10:00"), published_until=date(2026, 9, 6))

    assert week.last - week.first == 4 * WEEK


def test_this_week_so_far_ends_today() -> None:
    assert so_far(team(), utc("2027-03-03 10:00")) == (date(2027, 3, 1), date(2027, 3, 3))


def test_a_week_without_a_working_day_is_told_on_its_day_all_the_same() -> None:
    away = team(days_off=frozenset(date(2027, 3, 1) + timedelta(days=number) for number in range(30)))

    assert week_on(away, date(2027, 3, 8)).due_at == utc("2027-03-08 09:00")


@given(
    st.sampled_from([LONDON, "America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"]),
    st.integers(0, 6),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.datetimes(datetime(2023, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001  made aware below
)
def test_digests_follow_one_another_without_gap_or_overlap(zone: str, day: int, hour: time, start: datetime) -> None:
    here, now = team(zone, day, hour, weekdays=frozenset(range(7))), start.replace(tzinfo=UTC)

    weeks = [first := next_week(here, now)]
    for _ in range(8):
        weeks.append(next_week(here, weeks[-1].due_at, weeks[-1].last))

    assert first.due_at > now
    assert first.due_at - now <= WEEK + timedelta(hours=2)
    assert all(week.preview_at < week.due_at for week in weeks)
    assert all(after.first == before.last + timedelta(days=1) for before, after in pairwise(weeks))
    assert len({week.name for week in weeks}) == len(weeks)
