"""What becomes of one team's digest of one week: planned, held, posted, kept for another channel, or too late."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.coaching.digest import Digest, Memory
from bot.coaching.team import ChannelState, Team, TeamChannel
from bot.coaching.team_week import LONGEST, DigestState, TeamWeek, next_week
from bot.errors import BotError

WINDOW: Final = timedelta(hours=24)
"""How long after its moment a digest is posted by itself."""

LATE: Final = timedelta(hours=1)
"""After which a digest says that it is late."""

AT_LEAST: Final = timedelta(hours=1)
"""What leads have between a preview and the post; and what a new team has before its first preview."""

CORRECTED_AFTER: Final = timedelta(minutes=10)
"""How long a posted digest waits for further corrections before it is edited."""

SILENT: Final = 3
"""Weeks without a digest, one after the other, of which an admin is told."""

_DAY: Final = timedelta(days=1)
_MOMENT: Final = timedelta(microseconds=1)
_KEPT: Final = (DigestState.PLANNED, DigestState.HELD, DigestState.FAILED)
_OVER: Final = (DigestState.FAILED, DigestState.MISSED)
_MOST_MISSED: Final = 8  # weeks that are written down after a long silence


class Arrival(StrEnum):
    """What the outbox knows of a digest's message."""

    WAITING = "waiting"  # to be sent, for certain
    UNDER_WAY = "under_way"  # being sent, or nobody knows yet
    ARRIVED = "arrived"
    UNSURE = "unsure"  # may have arrived, and nobody can tell
    REFUSED = "refused"
    TOO_LATE = "too_late"
    NOWHERE = "nowhere"  # never planned, or called off


@dataclass(frozen=True, slots=True)
class Occurrence:
    """The digest of one team and one week."""

    team_id: str
    week: str  # "2027-W09"
    first: date
    last: date  # included
    due_at: datetime
    state: DigestState = DigestState.PLANNED
    preview_at: datetime | None = None  # when its leads see it; None once they have
    held_by: str | None = None
    held_at: datetime | None = None
    posted_at: datetime | None = None
    channel: str | None = None  # where it was posted; of one that failed, what refused it though it looked well
    revision: int = 0  # counts what was published

    @property
    def is_kept(self) -> bool:
        """Tell whether it may still be posted."""
        return self.state in _KEPT

    @property
    def is_delivered(self) -> bool:
        """Tell whether its team got it, or wanted nothing in a quiet week."""
        return self.state in {DigestState.POSTED, DigestState.SKIPPED}


@dataclass(frozen=True, slots=True)
class Published:
    """What a digest said, with what later ones and corrections must know of it."""

    digest: Digest
    memory: Memory
    owners: frozenset[str] = frozenset()  # whose cases it counts; corrections count no others
    threshold: int = 0
    zone: str = "UTC"  # in which its days are counted
    was_due_on: date | None = None  # where it came late
    corrected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look at a channel found shortly before a digest is posted there."""

    channel: TeamChannel
    members: frozenset[str] | None = None  # Slack user ids; None: nobody knows who reads along


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a digest is not posted now; `code` is a word of Slack's or ours."""

    code: str
    is_final: bool = True  # else it is tried again in a moment


_BY_CODE: Final = {
    "is_archived": ChannelState.ARCHIVED,
    "not_in_channel": ChannelState.NOT_INVITED,
    "channel_not_found": ChannelState.MISSING,
    "channel_shared": ChannelState.SHARED,
}
"""What a refusal says of the channel, by Slack's word for it; the last one is ours."""


def code_of(state: ChannelState) -> str:
    """Return the word for a channel that takes no digest."""
    return next((code for code, each in _BY_CODE.items() if each is state), str(state))


def state_of(code: str) -> ChannelState | None:
    """Return what a refusal says of the channel; None where it says nothing."""
    return _BY_CODE.get(code)


def weeks_ahead(team: Team, now: datetime, published_until: date | None) -> tuple[TeamWeek, ...]:
    """Return the weeks of a team that fell due since its next one was worked out, oldest first, and the next one."""
    expected = team.next_digest_at
    week = next_week(team, min(expected - _MOMENT, now) if expected else now, published_until)
    weeks = [week]
    while week.due_at <= now:
        week = next_week(team, week.due_at, published_until)
        weeks.append(week)
    return tuple(weeks[-_MOST_MISSED - 1 :])


def planned(team: Team, week: TeamWeek, there: Occurrence | None, now: datetime) -> Occurrence:
    """Return the occurrence of a week, new or as it is now; one that is held stays so.

    One that did not come begins anew where the team's day was changed to a later one of the same week.
    """
    if there is not None and (there.is_delivered or (there.state in _OVER and there.due_at >= week.due_at)):
        return there
    if there is None or there.state in _OVER:
        state = DigestState.MISSED if week.due_at + WINDOW < now else DigestState.PLANNED
        there = Occurrence(team.id, week.name, week.first, week.last, week.due_at, state)
        return replace(there, preview_at=_preview_at(week, now) if state is DigestState.PLANNED else None)
    moved = replace(there, first=week.first, last=week.last, due_at=week.due_at)
    return moved if there.due_at == week.due_at else replace(moved, preview_at=_preview_at(week, now))


def held(occurrence: Occurrence, arrival: Arrival, by: str, at: datetime) -> Occurrence:
    """Return a digest that a lead holds back; one that is held already stays as it is.

    Raises:
        BotError: it is on its way, posted, or no more to come.
    """
    if occurrence.state is DigestState.HELD:
        return occurrence
    _require(occurrence, arrival, DigestState.PLANNED)
    return replace(occurrence, state=DigestState.HELD, held_by=by, held_at=at)


def released(occurrence: Occurrence) -> Occurrence:
    """Return a digest that is held no more; it comes at its time, or at once where that has passed."""
    if occurrence.state is not DigestState.HELD:
        return occurrence
    return replace(occurrence, state=DigestState.PLANNED, held_by=None, held_at=None)


def brought_forward(occurrence: Occurrence, arrival: Arrival, today: date) -> Occurrence:
    """Return a digest as it is posted now: of the days that are over.

    Raises:
        BotError: it is on its way, posted, no more to come, or about days that have not begun.
    """
    _require(occurrence, arrival, *_KEPT)
    if not may_come_early(occurrence, today):
        raise BotError("errors.digest_too_early")
    last = min(occurrence.last, max(today - _DAY, _begins(occurrence.week), occurrence.first))
    return replace(released(occurrence), state=DigestState.PLANNED, last=last)


def may_come_early(occurrence: Occurrence, today: date) -> bool:
    """Tell whether a digest can be posted now: some of its days are over, in the ISO week by which it is named."""
    return today > occurrence.last or (today >= _begins(occurrence.week) and today > occurrence.first)


def going_on(occurrence: Occurrence, published_until: date | None, others: Iterable[Occurrence]) -> Occurrence | None:
    """Return a digest that tells of the days since the last one; None where all of its days were told.

    The first one a team gets tells of the days of those `others` that did not come before.
    """
    if published_until is None:
        untold = (other.first for other in others if other.due_at < occurrence.due_at)
        first = min((*untold, occurrence.first))
    else:
        first = published_until + _DAY
    first = max(first, occurrence.last - LONGEST)
    return replace(occurrence, first=first) if first <= occurrence.last else None


def posted(occurrence: Occurrence, channel: str, at: datetime) -> Occurrence:
    """Return a digest that stands in a channel, or may."""
    return replace(
        occurrence,
        state=DigestState.POSTED,
        posted_at=at,
        channel=channel,
        held_by=None,
        held_at=None,
        preview_at=None,
    )


def failed(occurrence: Occurrence, channel: str | None) -> Occurrence:
    """Return a digest that its channel refused. `channel` is named where the channel itself looked well."""
    return replace(occurrence, state=DigestState.FAILED, channel=channel, preview_at=None)


def missed(occurrence: Occurrence) -> Occurrence:
    """Return a digest that does not come any more: the next one tells of its days."""
    return replace(occurrence, state=DigestState.MISSED, held_by=None, held_at=None, preview_at=None)


def was_due_on(occurrence: Occurrence, now: datetime, team: Team) -> date | None:
    """Return the day on which a digest was due that comes late."""
    return team.calendar.day_of(occurrence.due_at) if now > occurrence.due_at + LATE else None


def silent_weeks(newest_first: Iterable[Occurrence], now: datetime) -> int:
    """Return how many weeks, one after the other and up to now, brought no digest."""
    count = 0
    for occurrence in newest_first:
        if occurrence.is_delivered:
            break
        count += occurrence.due_at <= now and occurrence.state is not DigestState.PLANNED
    return count


def _preview_at(week: TeamWeek, now: datetime) -> datetime | None:
    """Return when leads see a digest before; None where there is no time for that."""
    at = week.preview_at if week.preview_at > now else now + AT_LEAST
    return at if at + AT_LEAST <= week.due_at else None


def _begins(week: str) -> date:
    year, _, number = week.partition("-W")
    return date.fromisocalendar(int(year), int(number), 1)


def _require(occurrence: Occurrence, arrival: Arrival, *states: DigestState) -> None:
    if occurrence.state is DigestState.POSTED or arrival is Arrival.ARRIVED:
        raise BotError("errors.digest_posted")
    if arrival is Arrival.UNDER_WAY:
        raise BotError("errors.digest_under_way")
    if occurrence.state not in states:
        raise BotError("errors.digest_over")
