from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.calendar import (
    MONDAY_TO_FRIDAY,
    SUNDAY_TO_THURSDAY,
    CalendarError,
    WorkingCalendar,
    countries,
    instant,
    public_holidays,
    regions,
)

CALENDARS = [
    WorkingCalendar("Europe/Berlin", country="DE", region="BY"),
    WorkingCalendar("America/New_York", country="US", region="NY"),
    WorkingCalendar("Asia/Kolkata", country="IN"),
    WorkingCalendar("Australia/Adelaide", country="AU", region="SA"),
    WorkingCalendar("Australia/Lord_Howe", country="AU", region="NSW"),
    WorkingCalendar("America/Santiago", country="CL"),
    WorkingCalendar("Asia/Riyadh", weekdays=SUNDAY_TO_THURSDAY, country="SA"),
    WorkingCalendar("Asia/Tokyo", country="JP"),
    WorkingCalendar("Europe/Istanbul", country="TR"),
    WorkingCalendar("America/Sao_Paulo", country="BR", region="SP"),
    WorkingCalendar("Africa/Casablanca", country="MA"),
]
ZONES = [each.zone for each in CALENDARS]
YEAR = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
DAYS = st.dates(date(2015, 1, 1), date(2031, 12, 31))  # Istanbul, Sao Paulo and Casablanca changed their rules within
HOURS = st.times().map(lambda hour: hour.replace(second=0, microsecond=0))
CALENDAR = st.sampled_from(CALENDARS)

GERMANY = CALENDARS[0]
PLAIN = WorkingCalendar("Europe/Berlin")


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def shown(at: datetime, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M %z")


@pytest.mark.parametrize(
    ("zone", "wall_time", "expected"),
    [
        ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 03:00 +0200"),
        ("Europe/Berlin", "2026-03-29 02:00", "2026-03-29 03:00 +0200"),
        ("Europe/Berlin", "2026-03-29 01:59", "2026-03-29 01:59 +0100"),
        ("America/New_York", "2026-03-08 02:15", "2026-03-08 03:00 -0400"),
        ("America/Santiago", "2026-09-06 00:10", "2026-09-06 01:00 -0300"),
        ("Australia/Lord_Howe", "2026-10-04 02:10", "2026-10-04 02:30 +1100"),
        ("Africa/Casablanca", "2026-03-22 02:30", "2026-03-22 03:00 +0100"),
        ("Pacific/Apia", "2011-12-30 09:00", "2011-12-31 00:00 +1400"),
    ],
)
def test_a_wall_time_that_daylight_saving_skips_is_the_first_minute_after(
    zone: str, wall_time: str, expected: str
) -> None:
    assert shown(instant(wall(wall_time), zone), zone) == expected


@pytest.mark.parametrize(
    ("zone", "wall_time", "expected"),
    [
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 02:30 +0200"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 01:30 -0400"),
        ("America/Santiago", "2026-04-04 23:30", "2026-04-04 23:30 -0300"),
        ("Australia/Adelaide", "2026-04-05 02:30", "2026-04-05 02:30 +1030"),
        ("Africa/Casablanca", "2026-02-15 02:30", "2026-02-15 02:30 +0100"),
    ],
)
def test_a_wall_time_that_is_shown_twice_is_the_first_of_the_two(zone: str, wall_time: str, expected: str) -> None:
    assert shown(instant(wall(wall_time), zone), zone) == expected


@pytest.mark.parametrize("zone", ZONES)
def test_nine_in_the_morning_is_nine_in_the_morning_on_every_day_of_the_year(zone: str) -> None:
    moments = [instant(datetime.combine(day, time(9)), zone) for day in YEAR]

    assert [at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in moments] == [
        datetime.combine(day, time(9)) for day in YEAR
    ]
    spans = {after - before for before, after in pairwise(moments)}
    assert spans <= {
        timedelta(hours=23),
        timedelta(hours=23.5),
        timedelta(days=1),
        timedelta(hours=24.5),
        timedelta(hours=25),
    }


@given(CALENDAR, DAYS, HOURS)
@settings(deadline=None)  # the first look at a country reads its holidays
def test_a_moment_never_shows_an_earlier_wall_time_than_was_wanted(
    calendar: WorkingCalendar, day: date, hour: time
) -> None:
    wanted = datetime.combine(day, hour)

    at = calendar.moment(wanted)

    assert at.tzinfo is UTC
    assert wanted <= calendar.wall_time(at) <= wanted + timedelta(hours=1)


@given(CALENDAR, DAYS, HOURS)
@settings(deadline=None)  # the first look at a country reads its holidays
def test_no_earlier_moment_shows_the_same_wall_time(calendar: WorkingCalendar, day: date, hour: time) -> None:
    at = calendar.moment(datetime.combine(day, hour))

    earlier = [calendar.wall_time(at - timedelta(minutes=minutes)) for minutes in (30, 60, 120)]

    assert calendar.wall_time(at) not in earlier


def test_the_day_of_a_moment_is_the_day_on_the_wall() -> None:
    late = datetime(2026, 3, 26, 23, 30, tzinfo=UTC)

    assert PLAIN.day_of(late) == date(2026, 3, 27)
    assert WorkingCalendar("America/New_York").day_of(late) == date(2026, 3, 26)


def test_a_public_holiday_is_one_in_its_region_only() -> None:
    epiphany = date(2026, 1, 6)

    assert not GERMANY.is_working_day(epiphany)
    assert WorkingCalendar("Europe/Berlin", country="DE", region="BE").is_working_day(epiphany)
    assert PLAIN.is_working_day(epiphany)


def test_a_holiday_that_is_observed_in_the_year_before_counts() -> None:
    assert date(2027, 12, 31) in public_holidays("US", "", 2027)  # 1 January 2028 is a Saturday


def test_an_own_day_off_is_none_to_work_on() -> None:
    calendar = WorkingCalendar("Europe/Berlin", days_off=frozenset({date(2026, 3, 27)}))

    assert calendar.next_after(date(2026, 3, 26)) == date(2026, 3, 30)
    assert calendar.on_or_before(date(2026, 3, 29)) == date(2026, 3, 26)


def test_a_week_from_sunday_to_thursday_rests_on_friday_and_saturday() -> None:
    calendar = WorkingCalendar("Asia/Riyadh", weekdays=SUNDAY_TO_THURSDAY)
    thursday, sunday = date(2026, 6, 11), date(2026, 6, 14)

    assert calendar.next_after(thursday) == sunday
    assert calendar.working_days_before(sunday, 1) == thursday


def test_working_days_are_counted_over_easter() -> None:
    thursday, tuesday = date(2026, 4, 2), date(2026, 4, 7)

    assert GERMANY.working_days_after(thursday, 1) == tuesday
    assert GERMANY.working_days_before(tuesday, 1) == thursday
    assert GERMANY.working_days_after(date(2026, 4, 4), 0) == tuesday
    assert GERMANY.working_days_before(date(2026, 4, 4), 0) == thursday


def test_working_days_are_counted_over_the_end_of_a_year_and_a_leap_day() -> None:
    assert GERMANY.working_days_after(date(2026, 12, 31), 1) == date(2027, 1, 4)
    assert GERMANY.working_days_before(date(2027, 1, 4), 1) == date(2026, 12, 31)
    assert GERMANY.working_days_after(date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert GERMANY.working_days_before(date(2028, 3, 1), 1) == date(2028, 2, 29)


@given(CALENDAR, st.sampled_from(YEAR), st.integers(1, 15))
@settings(deadline=None)  # the first look at a country reads its holidays
def test_going_forth_and_back_by_working_days_ends_where_it_began(
    calendar: WorkingCalendar, day: date, number: int
) -> None:
    begun = calendar.on_or_after(day)

    reached = calendar.working_days_after(begun, number)

    assert calendar.is_working_day(reached)
    assert calendar.working_days_before(reached, number) == begun
    days = [begun + timedelta(days=step) for step in range(1, (reached - begun).days + 1)]
    assert sum(map(calendar.is_working_day, days)) == number


@given(CALENDAR, st.sampled_from(YEAR))
@settings(deadline=None)  # the first look at a country reads its holidays
def test_the_nearest_working_day_has_none_between(calendar: WorkingCalendar, day: date) -> None:
    after, before = calendar.on_or_after(day), calendar.on_or_before(day)

    assert before <= day <= after
    assert calendar.is_working_day(before)
    assert calendar.is_working_day(after)
    between = [before + timedelta(days=step) for step in range(1, (after - before).days)]
    assert not any(map(calendar.is_working_day, between))


def test_somebody_who_never_works_is_not_searched_for_for_ever() -> None:
    away = frozenset(date(2026, 1, 1) + timedelta(days=number) for number in range(3 * 366))
    calendar = WorkingCalendar("Europe/Berlin", days_off=away)

    assert calendar.on_or_after(date(2026, 3, 26)) == date(2026, 3, 26)


@pytest.mark.parametrize(
    "country", ["FR", "GB", "US", "SA", "IL", "IN", "BR", "MX", "JP", "ZA", "NZ", "CL", "MA", "TR"]
)
def test_every_region_of_a_country_has_a_calendar(country: str) -> None:
    calendars = [WorkingCalendar("Etc/UTC", country=country, region=region) for region in ["", *regions(country)]]

    assert all(public_holidays(country, each.region, 2026) for each in calendars)


def test_regions_have_names_where_they_are_known() -> None:
    assert regions("DE")["BY"] == "Bayern"
    assert regions("XX") == {}
    assert len(countries()) > 200


@pytest.mark.parametrize(
    ("calendar", "sentence"),
    [
        ({"zone": "Mars/Olympus"}, "no time zone called “Mars/Olympus”"),
        ({"zone": ""}, "no time zone called “”"),
        ({"zone": "../../etc/passwd"}, "no time zone called"),
        ({"weekdays": frozenset[int]()}, "at least one day of the week"),
        ({"weekdays": frozenset({7})}, "at least one day of the week"),
        ({"country": "XX"}, "no public holidays for “XX”"),
        ({"country": "de"}, "no public holidays for “de”"),
        ({"country": "DE", "region": "Bavaria"}, "“Bavaria” is no region of DE"),
        ({"region": "BY"}, "“BY” is no region"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused_with_a_sentence(calendar: dict[str, object], sentence: str) -> None:
    wanted: dict[str, object] = {"zone": "Europe/Berlin", "weekdays": MONDAY_TO_FRIDAY, **calendar}

    with pytest.raises(CalendarError, match=sentence):
        WorkingCalendar(**wanted)  # type: ignore[arg-type]  # as a form would fill it in
