"""A person's calendar: local days, wall times that daylight saving moves, working days and public holidays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holidays import country_holidays, list_supported_countries

from bot.errors import BotError

MONDAY_TO_FRIDAY: Final = frozenset(range(5))
SUNDAY_TO_THURSDAY: Final = frozenset({6, 0, 1, 2, 3})

_LONGEST_ABSENCE: Final = 2 * 366
"""Days without a working one after which the search gives up: nobody's days off should keep a worker busy for ever."""

_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)


class CalendarError(BotError):
    """A calendar cannot be: its zone, country, region or working week does not exist."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """When a person works: zone, working week, public holidays and own days off.

    Raises:
        CalendarError: on construction, when a name in it is unknown or no weekday is left to work on.
    """

    zone: str  # IANA name
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY  # 0 is Monday, 6 is Sunday
    country: str = ""  # ISO 3166-1, two letters; empty: no public holidays
    region: str = ""  # of the country, as `regions` names them; empty: the whole country's holidays only
    days_off: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        _known_zone(self.zone)
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise CalendarError("nudges.calendar.weekdays")
        if self.country and self.country not in countries():
            raise CalendarError("nudges.calendar.country", country=self.country)
        if self.region and self.region not in regions(self.country):
            raise CalendarError("nudges.calendar.region", region=self.region, country=self.country)

    def day_of(self, at: datetime) -> date:
        """Return the local day of an aware moment."""
        return self.wall_time(at).date()

    def wall_time(self, at: datetime) -> datetime:
        """Return what a clock on the wall shows at an aware moment, without zone."""
        return at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None, fold=0)

    def moment(self, wall_time: datetime) -> datetime:
        """Return the UTC moment of a wall time here; see `instant`."""
        return instant(wall_time, self.zone)

    def is_working_day(self, day: date) -> bool:
        """Tell whether this is a weekday of work, no public holiday and no day off."""
        return (
            day.weekday() in self.weekdays
            and day not in self.days_off
            and day not in public_holidays(self.country, self.region, day.year)
        )

    def on_or_after(self, day: date) -> date:
        """Return the day itself if it is worked on, else the next that is."""
        return self._first(day, _DAY)

    def on_or_before(self, day: date) -> date:
        """Return the day itself if it is worked on, else the last one before that is."""
        return self._first(day, -_DAY)

    def next_after(self, day: date) -> date:
        """Return the next working day after a day."""
        return self.on_or_after(day + _DAY)

    def working_days_after(self, day: date, number: int) -> date:
        """Return the nth working day after a day; with 0 the day itself, or the next one that is worked on."""
        if number <= 0:
            return self.on_or_after(day)
        for _ in range(number):
            day = self.next_after(day)
        return day

    def working_days_before(self, day: date, number: int) -> date:
        """Return the nth working day before a day; with 0 the day itself, or the last one that was worked on."""
        if number <= 0:
            return self.on_or_before(day)
        for _ in range(number):
            day = self.on_or_before(day - _DAY)
        return day

    def _first(self, day: date, step: timedelta) -> date:
        """Return the first working day in a direction; in an endless absence, the day asked about."""
        days = (day + number * step for number in range(_LONGEST_ABSENCE))
        return next(filter(self.is_working_day, days), day)


def instant(wall_time: datetime, zone: str) -> datetime:
    """Return the UTC moment at which clocks in a zone show a (naive) wall time.

    One that daylight saving skips is the first valid minute after the gap; one that it repeats is the first of the
    two. Days are added to wall times, never to moments: a day over a change of the clock has 23 or 25 hours.
    """
    here = ZoneInfo(zone)
    first = wall_time.replace(tzinfo=here, fold=0).astimezone(UTC)
    if first.astimezone(here).replace(tzinfo=None) == wall_time:
        return first
    return _end_of_gap(wall_time.replace(tzinfo=here, fold=1).astimezone(UTC), first, here)


def countries() -> frozenset[str]:
    """Name the countries whose public holidays are known, by their two letters (ISO 3166-1)."""
    return frozenset(_supported())


def regions(country: str) -> Mapping[str, str]:
    """Return the regions of a country that have holidays of their own: code and, where it is known, name."""
    codes = _supported().get(country, ())
    names = _region_names(country) if codes else {}
    return {code: names.get(code, code) for code in codes}


@cache
def public_holidays(country: str, region: str, year: int) -> frozenset[date]:
    """Return the public holidays of a year, observed ones included; none where no country is named."""
    if not country:
        return frozenset()
    return frozenset(country_holidays(country, subdiv=region or None, years=year, expand=False))


def _end_of_gap(before: datetime, after: datetime, here: ZoneInfo) -> datetime:
    """Return the moment between two at which the zone's offset changes, to the second."""
    old = before.astimezone(here).utcoffset()
    while after - before > _SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(here).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _known_zone(zone: str) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise CalendarError("nudges.calendar.zone", zone=zone) from None


@cache
def _supported() -> Mapping[str, tuple[str, ...]]:
    every = list_supported_countries(include_aliases=False)
    return {code: tuple(subdivisions) for code, subdivisions in every.items()}


@cache
def _region_names(country: str) -> Mapping[str, str]:
    aliases: Mapping[str, list[str]] = country_holidays(country).get_subdivision_aliases()
    return {code: names[0] for code, names in aliases.items() if names}
