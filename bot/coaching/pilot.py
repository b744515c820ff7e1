"""The pilot: what is tested, on whom, until when, and the rule by which it is decided."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from bot.coaching.estimate import Period

MOST_MEASURES: Final = 3
"""One is best; with more than three, something always looks good."""

FEWEST_VALUES: Final = 3
"""Two points make a line whatever happened; a trend needs one more."""


class Verdict(StrEnum):
    """What a pilot's result says by its locked rule. All three are a decision reached."""

    GO = "go"
    CONDITIONAL = "conditional"
    NO_GO = "no_go"


class Direction(StrEnum):
    """Which way a measure gets better."""

    HIGHER = "higher"
    LOWER = "lower"


class Comparison(StrEnum):
    """What the result is held against, which decides what it allows one to claim."""

    GROUP = "group"
    TREND = "trend"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted before and after. None: not known yet."""

    id: str
    name: str
    unit: str = ""
    direction: Direction = Direction.LOWER
    baseline: Decimal | None = None
    baseline_on: date | None = None
    baseline_source: str = ""
    target: Decimal | None = None
    go: Decimal | None = None  # this or better is a go
    no_go: Decimal | None = None  # this or worse is a no-go
    earlier: tuple[Decimal, ...] = ()  # values before the pilot at even distances, oldest first, for the trend
    every_weeks: Decimal | None = None  # the distance between them
    period: Period | None = None  # over which it is counted; None: it is no amount in a period
    is_per_person: bool = False  # the value is that of one person, not of the whole group
    line_id: str = ""  # the line of the estimate that says what one unit is worth

    @property
    def has_rule(self) -> bool:
        """Tell whether its numbers say what is a go and what is a no-go."""
        return self.go is not None and self.no_go is not None

    def is_at_least(self, value: Decimal, threshold: Decimal) -> bool:
        """Tell whether a value is as good as a threshold, or better."""
        return value <= threshold if self.direction is Direction.LOWER else value >= threshold


@dataclass(frozen=True, slots=True)
class Pilot:
    """A pilot as it is designed."""

    audience: str = ""
    size: int | None = None
    starts_on: date | None = None
    weeks: int | None = None
    measures: tuple[Measure, ...] = ()
    comparison: Comparison = Comparison.NONE
    comparison_who: str = ""  # the group that is compared with
    owner: str = ""
    decider: str = ""
    decision_on: date | None = None
    if_go: str = ""  # what a go leads to
    between: str = ""  # what happens in between
    if_no_go: str = ""
    cost: Decimal | None = None
    currency: str = ""  # ISO 4217
    as_of: int = 0  # the case's revision whose answers it is in step with

    @property
    def ends_on(self) -> date | None:
        """The last day."""
        if self.starts_on is None or self.weeks is None:
            return None
        return self.starts_on + timedelta(weeks=self.weeks) - timedelta(days=1)

    @property
    def has_rule(self) -> bool:
        """Tell whether every measure has its numbers, so that a result would decide."""
        return bool(self.measures) and all(measure.has_rule for measure in self.measures)

    def measure(self, measure_id: str) -> Measure | None:
        """Return a measure by its id."""
        return next((measure for measure in self.measures if measure.id == measure_id), None)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a group showed: the mean or the one figure, of how many, and how far they lie apart."""

    value: Decimal
    size: int | None = None
    spread: Decimal | None = None  # standard deviation


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of one measure."""

    measure_id: str
    trained: Sample
    compared: Sample | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """What a pilot showed, and by which version of the rule it was judged."""

    readings: tuple[Reading, ...]
    measured_on: date
    version: int  # of the rule
    verdict: Verdict
    learned: str = ""
    is_rule_later: bool = False  # that version was locked when an earlier result was known

    def reading(self, measure_id: str) -> Reading | None:
        """Return the result of a measure."""
        return next((reading for reading in self.readings if reading.measure_id == measure_id), None)
