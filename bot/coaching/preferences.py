"""How a person wants to be nudged: on which days, at what hour, how often, about what."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.coaching.calendar import WorkingCalendar
from bot.errors import BotError
from bot.playbook.model import NudgeKind

NUDGE_HOUR: Final = time(9)
UNTIL_RESUMED: Final = date.max
"""The end of a pause that its person will end."""

TIME_TO_SEND: Final = timedelta(hours=1)
"""What is left of the open hours when the latest nudge of a day is due: enough to send it, and to try again."""


class HoursError(BotError):
    """The hours in which nudges may come leave no time for them."""


@dataclass(frozen=True, slots=True)
class OpenHours:
    """When nudges may come, by the wall clock of one day; outside them it is quiet.

    Raises:
        HoursError: on construction, when they are shorter than two hours or go past midnight.
    """

    opens: time = time(8)
    closes: time = time(18)

    def __post_init__(self) -> None:
        if _on_a_day(self.closes) - _on_a_day(self.opens) < 2 * TIME_TO_SEND:
            raise HoursError("nudges.hours.short")

    def contain(self, hour: time) -> bool:
        """Tell whether a nudge may come at this hour."""
        return self.opens <= hour < self.closes

    def nearest(self, hour: time) -> time:
        """Return the hour itself, or the nearest one at which a nudge may be due."""
        latest = (_on_a_day(self.closes) - TIME_TO_SEND).time()
        return min(max(hour, self.opens), latest)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one person has set. The weekly cap counts messages, of which there is at most one a day; None: no cap."""

    calendar: WorkingCalendar
    language: str = "en"
    nudge_hour: time = NUDGE_HOUR
    open_hours: OpenHours = field(default_factory=OpenHours)
    weekly_cap: int | None = None
    kinds_off: Collection[NudgeKind] = frozenset()
    paused_until: date | None = None  # the first day on which nudges come again

    def moment(self, day: date, hour: time | None = None) -> datetime:
        """Return the UTC moment of a nudge on a day: at the nudge hour, or at a chosen one, but never in quiet hours.

        The day is taken as it is; days off are the calendar's business.
        """
        return self.calendar.moment(datetime.combine(day, self.open_hours.nearest(hour or self.nudge_hour)))

    def closing(self, day: date) -> datetime:
        """Return the UTC moment at which quiet begins on a day."""
        return self.calendar.moment(datetime.combine(day, self.open_hours.closes))

    def is_open(self, now: datetime) -> bool:
        """Tell whether a nudge may come right now: on a working day, in open hours, outside a pause."""
        wall_time = self.calendar.wall_time(now)
        return self.may_come_on(wall_time.date()) and self.open_hours.contain(wall_time.time())

    def may_come_on(self, day: date) -> bool:
        """Tell whether nudges may come on a day: a working one, outside a pause."""
        return self.calendar.is_working_day(day) and not self.is_paused_on(day)

    def is_paused_on(self, day: date) -> bool:
        """Tell whether the person has asked for silence on a day."""
        return self.paused_until is not None and day < self.paused_until


def _on_a_day(hour: time) -> datetime:
    return datetime.combine(date.min, hour)
