"""The weeks of a team: which days a digest is about, when it comes, and when its leads see it before.

A digest is about the seven days before the team's day of the week; it is named by the ISO week of the last of them.
A public holiday moves the post, and never what it is about.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.coaching.team import Team

WEEK: Final = timedelta(days=7)
_DAY: Final = timedelta(days=1)

LONGEST: Final = 4 * WEEK
"""How far back a digest reaches for days that none was about, after its day was changed."""


class DigestState(StrEnum):
    """Where the digest of one team and week stands."""

    PLANNED = "planned"
    HELD = "held"  # by a lead
    POSTED = "posted"
    FAILED = "failed"  # the channel took nothing; it is kept, to be posted elsewhere
    SKIPPED = "skipped"  # a quiet week of a team that wants none of those
    MISSED = "missed"  # too late to post


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """What one digest is about, and when it comes."""

    name: str  # "2027-W09"
    first: date
    last: date  # included
    due_at: datetime
    preview_at: datetime


def iso_week(day: date) -> str:
    """Return the name of the ISO week of a day. The year is the week's own: 1 January may belong to the year before."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def week_on(team: Team, day: date, published_until: date | None = None) -> TeamWeek:
    """Return the week whose digest falls on a day, which is the team's day of the week.

    `published_until` is the last day that an earlier digest was about: this one goes on from there, so that no day is
    told twice, and none is left out when the team's day was changed.
    """
    last = day - _DAY
    first = max(published_until + _DAY, last - LONGEST) if published_until and published_until < last else day - WEEK
    posted_on = team.calendar.on_or_after(day)
    if posted_on >= day + WEEK:  # a week without a working day: better on a day off than together with the next one
        posted_on = day
    return TeamWeek(
        name=iso_week(last),
        first=first,
        last=last,
        due_at=_at_hour(team, posted_on),
        preview_at=_at_hour(team, team.calendar.on_or_before(posted_on - _DAY)),
    )


def next_week(team: Team, now: datetime, published_until: date | None = None) -> TeamWeek:
    """Return the next week whose digest is still to come: due after now, and named unlike what was published."""
    published = iso_week(published_until) if published_until else ""
    weeks = (week_on(team, day, published_until) for day in _days(team, now))
    return next(week for week in weeks if week.due_at > now and week.name > published)


def so_far(team: Team, now: datetime, published_until: date | None = None) -> tuple[date, date]:
    """Return the days that the next digest would be about if it came now: up to today, in the team's zone."""
    week = next_week(team, now, published_until)
    return min(week.first, today := team.calendar.day_of(now)), min(week.last, today)


def _days(team: Team, now: datetime) -> Iterator[date]:
    """Yield the team's days of the week, from one that a holiday may have moved to today."""
    today = team.calendar.day_of(now)
    day = today - timedelta(days=(today.weekday() - team.day) % 7) - WEEK
    while True:
        yield day
        day += WEEK


def _at_hour(team: Team, day: date) -> datetime:
    return team.calendar.moment(datetime.combine(day, team.hour))
