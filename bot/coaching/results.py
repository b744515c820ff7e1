"""The result of a pilot: the verdict by its rule, what changed beside what it is held against, and how sure that is.

The verdict follows from the numbers of the locked rule and nothing else. Everything besides is said beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from statistics import linear_regression
from typing import Final

from bot.coaching import students_t
from bot.coaching.estimate import TIMES_A_YEAR, BenefitLine, Estimate, Scenario, improvement, total_cost
from bot.coaching.pilot import FEWEST_VALUES, Comparison, Direction, Measure, Pilot, Reading, Results, Sample, Verdict
from bot.coaching.returns import Return

CONFIDENCE: Final = 0.95
"""The usual one: nineteen of twenty such intervals hold the true difference."""

_FEWEST: Final = 2
"""One value has no spread."""


class Certainty(StrEnum):
    """How sure one may be that a difference is more than chance."""

    BEFORE_AFTER = "before_after"  # nothing to compare with: it changed, nobody can say why
    NO_VALUE = "no_value"  # nothing was measured, or there was no value to begin with
    TREND = "trend"  # it left its trend, if nothing else changed (F12)
    UNKNOWN = "unknown"  # compared, but how many they were or how far apart they lay is not known
    TOO_FEW = "too_few"  # "nothing happened" lies within the interval
    BETTER = "better"  # the whole interval is on the better side
    WORSE = "worse"  # the whole interval is on the worse side


@dataclass(frozen=True, slots=True)
class Interval:
    """Between what the true difference most likely lies; above zero is better."""

    low: Decimal
    high: Decimal

    @property
    def spans_nothing(self) -> bool:
        """Tell whether "nothing happened" is still possible."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True, slots=True)
class Finding:
    """What one measure showed."""

    measure: Measure
    reading: Reading
    verdict: Verdict
    change: Decimal | None  # since before the pilot; above zero is better
    expected: Decimal | None  # what the comparison group showed, or what the trend had led to
    difference: Decimal | None  # from that; above zero is better
    interval: Interval | None
    certainty: Certainty
    annual: Decimal | None  # the difference in a year, in units; above zero is better


def of_value(measure: Measure, value: Decimal) -> Verdict:
    """Return what the rule says to the value of one measure."""
    if measure.no_go is not None and not _is_better(measure, value, measure.no_go):
        return Verdict.NO_GO
    if measure.go is not None and measure.is_at_least(value, measure.go):
        return Verdict.GO
    return Verdict.CONDITIONAL


def verdict(pilot: Pilot, values: Mapping[str, Decimal]) -> Verdict:
    """Return what the rule says: go if every measure does, no-go if any does, else conditional.

    `values` are by measure. A measure without a value counts as it was before (guiding principle 6, no data is no
    improvement); without that either, it keeps a go from being one.
    """
    said = {_of_measure(measure, values) for measure in pilot.measures}
    if Verdict.NO_GO in said:
        return Verdict.NO_GO
    return Verdict.GO if said == {Verdict.GO} else Verdict.CONDITIONAL


def findings(pilot: Pilot, results: Results) -> tuple[Finding, ...]:
    """Return what each measure showed, in the order of the design."""
    read = ((measure, results.reading(measure.id)) for measure in pilot.measures)
    return tuple(_finding(pilot, measure, reading) for measure, reading in read if reading)


def projected(measure: Measure, weeks: int | None) -> Decimal | None:
    """Return where the trend from before would have led by the pilot's end; None: there is no trend.

    Source: F12, `benefit = actual - projected from the pre-training trend`, only if nothing else changed. The trend is
    the straight line through the earlier values, the last of which is from the pilot's first day.
    """
    if len(measure.earlier) < FEWEST_VALUES or not measure.every_weeks or weeks is None:
        return None
    line = linear_regression(range(len(measure.earlier)), [float(value) for value in measure.earlier])
    at = len(measure.earlier) - 1 + weeks / float(measure.every_weeks)
    return Decimal(repr(line.intercept + line.slope * at))


def interval(measure: Measure, trained: Sample, compared: Sample) -> Interval | None:
    """Return between what the true difference of two groups most likely lies; None where that cannot be told.

    Source: Welch (1947), groups of unlike size and spread; degrees of freedom by Satterthwaite (1946).
    """
    found = [(group.size, group.spread) for group in (trained, compared)]
    parts = [
        (spread * spread / size, size) for size, spread in found if size and size >= _FEWEST and spread is not None
    ]
    error = sum((part for part, _ in parts), Decimal(0))
    if len(parts) < len(found) or not error:
        return None
    degrees = error * error / sum(part * part / (size - 1) for part, size in parts)
    reach = Decimal(repr(students_t.critical(float(degrees), CONFIDENCE))) * error.sqrt()
    difference = _gain(measure, compared.value, trained.value)
    return Interval(difference - reach, difference + reach)


def annual(pilot: Pilot, measure: Measure, reading: Reading) -> Decimal | None:
    """Return the difference in a year, in units of the measure; None where it has no period or nothing to compare.

    Source: F7, `(mean_trained - mean_comparison) * periods_per_year * n_trained` (ebrary.net 1346). Where the measure
    is one figure for the whole group, the people are in it already.
    """
    difference = _difference(measure, reading, _expected(pilot, measure, reading))
    people = (reading.trained.size or pilot.size) if measure.is_per_person else 1
    if difference is None or measure.period is None or people is None:
        return None
    return difference * TIMES_A_YEAR[measure.period] * people


def measured_return(pilot: Pilot, results: Results, estimate: Estimate) -> Return | None:
    """Return what the pilot brings in a year at the values that the estimate gives; None where nothing allows to say.

    Only differences from a comparison group or from a trend count: what is not isolated has no return (guiding
    principle 5), and what needs no adjusting is not adjusted. Revenue counts by its margin (F7).
    """
    cost = pilot.cost if pilot.cost is not None else total_cost(estimate.costs)
    lines = {line.id: line for line in estimate.benefits}
    found = [_worth(pilot, finding, lines) for finding in findings(pilot, results)]
    known = [benefit for benefit in found if benefit is not None]
    return Return(sum(known, Decimal(0)), cost) if known and cost else None


def _of_measure(measure: Measure, values: Mapping[str, Decimal]) -> Verdict:
    value = values.get(measure.id, measure.baseline)
    return Verdict.CONDITIONAL if value is None else of_value(measure, value)


def _finding(pilot: Pilot, measure: Measure, reading: Reading) -> Finding:
    value = reading.trained.value
    expected = _expected(pilot, measure, reading)
    compares = pilot.comparison is Comparison.GROUP and reading.compared
    found = interval(measure, reading.trained, reading.compared) if compares and reading.compared else None
    return Finding(
        measure=measure,
        reading=reading,
        verdict=of_value(measure, value),
        change=None if measure.baseline is None else _gain(measure, measure.baseline, value),
        expected=expected,
        difference=_difference(measure, reading, expected),
        interval=found,
        certainty=_certainty(pilot, measure, expected, found),
        annual=annual(pilot, measure, reading),
    )


def _certainty(pilot: Pilot, measure: Measure, expected: Decimal | None, found: Interval | None) -> Certainty:
    if expected is None:
        return Certainty.NO_VALUE if measure.baseline is None else Certainty.BEFORE_AFTER
    if pilot.comparison is Comparison.TREND:
        return Certainty.TREND
    if found is None:
        return Certainty.UNKNOWN
    if found.spans_nothing:
        return Certainty.TOO_FEW
    return Certainty.BETTER if found.low > 0 else Certainty.WORSE


def _expected(pilot: Pilot, measure: Measure, reading: Reading) -> Decimal | None:
    match pilot.comparison:
        case Comparison.GROUP:
            return reading.compared.value if reading.compared else None
        case Comparison.TREND:
            return projected(measure, pilot.weeks)
    return None


def _difference(measure: Measure, reading: Reading, expected: Decimal | None) -> Decimal | None:
    return None if expected is None else _gain(measure, expected, reading.trained.value)


def _worth(pilot: Pilot, finding: Finding, lines: Mapping[str, BenefitLine]) -> Decimal | None:
    """Return a difference in money a year, negative where it is worse."""
    line, difference, measure = lines.get(finding.measure.line_id), finding.difference, finding.measure
    if line is None or difference is None:
        return None
    people = (finding.reading.trained.size or pilot.size) if measure.is_per_person else 1
    if people is None or line.unit_value is None:
        return None
    quantity = difference * people
    return improvement(replace(line, expected=quantity, period=measure.period or line.period), Scenario.EXPECTED)


def _gain(measure: Measure, before: Decimal, after: Decimal) -> Decimal:
    """Return a change, above zero where it is for the better."""
    return before - after if measure.direction is Direction.LOWER else after - before


def _is_better(measure: Measure, value: Decimal, than: Decimal) -> bool:
    return _gain(measure, than, value) > 0
