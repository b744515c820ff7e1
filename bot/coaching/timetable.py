"""The timetable of one person's nudges: which go out on which day, at what moment, as one message a day at most."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from bot.coaching.nudges import Nudge, NudgeState, Plan, Reason, reconciled
from bot.coaching.preferences import UNTIL_RESUMED, Preferences
from bot.playbook.model import NudgeKind

WINDOW: Final = timedelta(hours=4)
"""How long after its due time a message is still sent as it was planned; afterwards it is late. Source: delivery."""

IMPORTANCE: Final = {kind: rank for rank, kind in enumerate(NudgeKind)}

_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a save, a passing day or a changed setting makes of a person's nudges: each as it is now to be kept."""

    added: tuple[Nudge, ...] = ()
    moved: tuple[Nudge, ...] = ()  # still open, and wanted or due otherwise than before
    cancelled: tuple[Nudge, ...] = ()
    dropped: tuple[Nudge, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out on one local day, the most important first."""

    day: date
    due_at: datetime
    nudges: tuple[Nudge, ...]

    @property
    def is_late(self) -> bool:
        """Tell whether something in it could not be sent when it was due."""
        return any(each.is_late for each in self.nudges)


def changes(
    before: Iterable[Nudge],
    plans: Iterable[Plan],
    preferences: Preferences,
    *,
    told_on: AbstractSet[date],
    now: datetime,
) -> Changes:
    """Return what changes among the nudges of a person, given the plans of the cases that may have changed.

    `before` are the person's nudges: the open ones of all cases, and all of those that are planned anew. `told_on` are
    the local days on which a nudge message went out, or is on its way. Doing it again changes nothing.
    """
    kept = {each.name: each for each in before}
    now_wanted = dict(kept)
    for plan in plans:
        now_wanted |= {each.name: each for each in reconciled(kept.values(), plan, preferences, now)}
    placed = timetable(now_wanted.values(), preferences, told_on=told_on, now=now)
    return _sorted_out(kept, {**now_wanted, **{each.name: each for each in placed}})


def timetable(
    nudges: Iterable[Nudge], preferences: Preferences, *, told_on: AbstractSet[date], now: datetime
) -> tuple[Nudge, ...]:
    """Return the open nudges with the moment at which each goes out; those that fit no day are dropped.

    A message goes at the nudge hour, or at the earliest hour that the trainer chose for something in it. What was due
    and could not be sent goes as soon as nudges may come; what is new and already past, with the next day's. Never on
    a day on which a message went out, on a day off or in a pause; what a pause outlasts is held without a moment until
    it ends, and dropped then. Under a weekly cap, the days of a week with the most important nudges are kept; the rest
    waits for the next kept day, and is dropped when that comes too late.
    """
    return _Timetable(preferences, told_on, now).filled([each for each in nudges if each.is_open])


def messages(nudges: Iterable[Nudge], preferences: Preferences) -> tuple[Message, ...]:
    """Return the messages in which open nudges go out, one for each local day."""
    due = sorted(
        (preferences.calendar.day_of(each.due_at), IMPORTANCE[each.kind], each.about_on, each.name, each.due_at, each)
        for each in nudges
        if each.is_open and each.due_at
    )
    by_day = ((day, list(group)) for day, group in groupby(due, key=lambda entry: entry[0]))
    return tuple(
        Message(day, min(entry[4] for entry in group), tuple(entry[5] for entry in group)) for day, group in by_day
    )


@dataclass(slots=True)
class _Timetable:
    """One person's days, from now on."""

    preferences: Preferences
    told_on: AbstractSet[date]
    now: datetime
    today: date = field(init=False)

    def __post_init__(self) -> None:
        self.today = self.preferences.calendar.day_of(self.now)

    def filled(self, nudges: list[Nudge]) -> tuple[Nudge, ...]:
        unplaced: list[Nudge] = []
        days: dict[date, list[Nudge]] = defaultdict(list)
        for nudge in nudges:
            day = self._first_day(nudge)
            if day <= nudge.last_on:
                days[day].append(nudge)
            else:
                unplaced.append(self._unplaced(nudge))
        kept, beyond_cap = self._capped(days)
        unplaced += [_dropped(nudge, Reason.WEEKLY_CAP) for nudge in beyond_cap]
        placed = [self._due(nudge, self._moment(day, group)) for day, group in kept.items() for nudge in group]
        return (*unplaced, *placed)

    def _first_day(self, nudge: Nudge) -> date:
        """Return the first day on which a nudge may go: the one it is wanted on, unless that is past or taken."""
        wanted = self.preferences.calendar.on_or_after(nudge.day)
        if self.preferences.moment(wanted, self._hour(nudge, wanted)) >= self.now:
            return self._free(wanted)
        catches_up = self._was_missed(nudge) and self.now < self.preferences.closing(self.today)
        if catches_up or self.preferences.moment(self.today) >= self.now:
            return self._free(self.today)
        return self._free(self.today + _DAY)

    def _free(self, day: date) -> date:
        calendar, paused_until = self.preferences.calendar, self.preferences.paused_until
        if paused_until == UNTIL_RESUMED:
            return UNTIL_RESUMED
        day = calendar.on_or_after(max(day, paused_until or day))
        while day in self.told_on:
            day = calendar.next_after(day)
        return day

    def _was_missed(self, nudge: Nudge) -> bool:
        return nudge.due_at is not None and nudge.due_at <= self.now

    def _unplaced(self, nudge: Nudge) -> Nudge:
        """Hold what may yet come when a pause is ended early; drop what helps no more."""
        paused_until = self.preferences.paused_until
        if self.preferences.is_paused_on(self.today) and self.today <= nudge.last_on:
            return replace(nudge, due_at=None)
        if paused_until and nudge.last_on < paused_until:
            return _dropped(nudge, Reason.PAUSED)
        return _dropped(nudge, Reason.MEETING_PASSED if nudge.kind is NudgeKind.PREPARE else Reason.TOO_LATE)

    def _capped(self, days: Mapping[date, list[Nudge]]) -> tuple[dict[date, list[Nudge]], list[Nudge]]:
        """Return the days that are kept with what goes out on them, and what there is no room for, week by week."""
        kept: dict[date, list[Nudge]] = defaultdict(list)
        waiting = defaultdict(list, days)
        left_out: list[Nudge] = []
        while waiting:
            monday = min(map(_monday, waiting))
            week = {day: waiting.pop(day) for day in sorted(waiting) if _monday(day) == monday}
            chosen = self._chosen(week, monday)
            for day, group in week.items():
                later = min((each for each in chosen if each >= day), default=None)
                goes_on = later or self._free(monday + _WEEK)
                target = kept if later else waiting
                for nudge in group:
                    if goes_on > nudge.last_on:
                        left_out.append(nudge)
                    else:
                        target[goes_on].append(nudge)
        return kept, left_out

    def _chosen(self, week: Mapping[date, list[Nudge]], monday: date) -> set[date]:
        """Choose the days of a week that the cap leaves: those with the most important nudges, the earlier first."""
        if self.preferences.weekly_cap is None:
            return set(week)
        room = self.preferences.weekly_cap - sum(_monday(day) == monday for day in self.told_on)
        ranked = sorted(week, key=lambda day: (min(IMPORTANCE[each.kind] for each in week[day]), day))
        return set(ranked[: max(room, 0)])

    def _moment(self, day: date, group: list[Nudge]) -> datetime | None:
        """Return when a day's message goes; None: today's hour has passed."""
        hours = {hour for nudge in group if (hour := self._hour(nudge, day))}
        chosen = [at for hour in hours if (at := self.preferences.moment(day, hour)) >= self.now]
        regular = self.preferences.moment(day)
        return min(chosen, default=regular if regular >= self.now else None)

    def _hour(self, nudge: Nudge, day: date) -> time | None:
        """Return the hour that was chosen for a nudge, on the day it was chosen for."""
        return nudge.hour if day == nudge.day else None

    def _due(self, nudge: Nudge, moment: datetime | None) -> Nudge:
        due_at = moment or self._catching_up(nudge)
        is_late = nudge.is_late or (self._was_missed(nudge) and due_at != nudge.due_at)
        return replace(nudge, due_at=due_at, is_late=is_late)

    def _catching_up(self, nudge: Nudge) -> datetime:
        """Return when a nudge goes today though the hour has passed: as it was due, while its window lasts."""
        due_at = nudge.due_at
        lasts = due_at is not None and self.now - WINDOW <= due_at <= self.now
        return due_at if due_at and lasts and self.preferences.calendar.day_of(due_at) == self.today else self.now


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _dropped(nudge: Nudge, reason: Reason) -> Nudge:
    return replace(nudge, state=NudgeState.DROPPED, reason=reason)


def _sorted_out(before: Mapping[tuple[str, str], Nudge], after: Mapping[tuple[str, str], Nudge]) -> Changes:
    changed = [after[name] for name in sorted(after) if after[name] != before.get(name)]
    return Changes(
        added=tuple(each for each in changed if each.is_open and not _was_open(before, each)),
        moved=tuple(each for each in changed if each.is_open and _was_open(before, each)),
        cancelled=tuple(each for each in changed if each.state is NudgeState.CANCELLED),
        dropped=tuple(each for each in changed if each.state is NudgeState.DROPPED and _is_news(before, each)),
    )


def _was_open(before: Mapping[tuple[str, str], Nudge], nudge: Nudge) -> bool:
    return nudge.name in before and before[nudge.name].is_open


def _is_news(before: Mapping[tuple[str, str], Nudge], nudge: Nudge) -> bool:
    """Tell whether to say that a nudge was dropped: nobody misses one that was too late when it was thought of."""
    return _was_open(before, nudge) or (nudge.name not in before and nudge.reason is Reason.WEEKLY_CAP)
