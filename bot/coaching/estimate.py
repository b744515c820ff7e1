"""The return of an initiative, estimated so that it survives a finance director's questions.

Conservative by rule, after the twelve guiding principles of the ROI Methodology (Phillips; roiinstitutecanada.com):
a line without data counts 0 (6), without a source it counts 0 (3, 8), estimates are adjusted for their error (7), only
the first year counts (9), costs are loaded fully (10), what is not converted to money stands apart (11), and without
isolation there is no return at all (5). The low case is the one to quote (4).

Nothing is rounded here; see `money.rounded`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import Final

from bot.coaching.returns import FIRST_YEAR, Return

TINY: Final = Decimal(10)
"""Percent. A return below this is no argument: one wrong assumption eats it. This project's convention."""

HUGE: Final = Decimal(1000)
"""Percent. A return above this is doubted before it is read. This project's convention (principle 8)."""

FAR_ABOVE: Final = 10
"""A line this many times the middle one of the others is an extreme item. This project's convention (principle 8)."""

MATTERING: Final = 3
"""Assumptions that the brief names."""

_ZERO: Final = Decimal(0)
_WHOLE: Final = Decimal(100)


class Gain(StrEnum):
    """What a benefit is: money not spent, or money taken, of which only the margin is a benefit."""

    SAVING = "saving"
    REVENUE = "revenue"


class Period(StrEnum):
    """How often the quantity of a benefit comes about."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


TIMES_A_YEAR: Final = {Period.WEEK: 52, Period.MONTH: 12, Period.QUARTER: 4, Period.YEAR: 1}


class Method(StrEnum):
    """How the share that is due to the initiative was found out. Source: guiding principle 5."""

    COMPARISON = "comparison"
    TREND = "trend"
    FORECAST = "forecast"
    PARTICIPANTS = "participants"
    MANAGERS = "managers"
    EXPERTS = "experts"
    CUSTOMERS = "customers"


MEASURED: Final = frozenset({Method.COMPARISON, Method.TREND, Method.FORECAST})
"""Methods that measure the share; with the others somebody estimates it."""


class Scenario(StrEnum):
    """Which of the two figures of each line is taken."""

    LOW = "low"
    EXPECTED = "expected"


class CostKind(StrEnum):
    """The checklist of fully loaded costs. Source: guiding principle 10."""

    LEARNERS_TIME = "learners_time"
    ANALYSIS = "analysis"
    DEVELOPMENT = "development"
    DELIVERY = "delivery"
    MATERIALS = "materials"
    TECHNOLOGY = "technology"
    TRAVEL = "travel"
    COACHING = "coaching"
    EVALUATION = "evaluation"
    ADMIN = "admin"
    OTHER = "other"


CHECKLIST: Final = tuple(kind for kind in CostKind if kind is not CostKind.OTHER)


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """One thing that improves, what it is worth, and how much of it may be claimed. None: nobody knows yet."""

    id: str
    what: str
    unit: str = ""  # what is counted: "complaint", "hour"
    gain: Gain = Gain.SAVING
    unit_value: Decimal | None = None  # in the estimate's currency
    low: Decimal | None = None  # units a period, in the low case
    expected: Decimal | None = None  # likewise, as expected
    period: Period = Period.MONTH
    months: Decimal = Decimal(FIRST_YEAR)  # of the first year in which it comes about
    margin: Decimal | None = None  # percent of the revenue that is left; only for revenue
    isolation: Decimal | None = None  # percent that is due to the initiative
    method: Method | None = None  # how that was found out
    confidence: Decimal | None = None  # percent, how sure whoever gave the figures is
    source: str = ""
    owner: str = ""  # who stands behind the figures
    dated_on: date | None = None

    @property
    def is_isolated(self) -> bool:
        """Tell whether the share that is due to the initiative is known, and how."""
        return self.isolation is not None and self.method is not None


@dataclass(frozen=True, slots=True)
class CostLine:
    """One cost of the checklist. Learners' time is people x hours x rate, development is prorated, the rest an amount.

    An amount of 0 answers the checklist: nothing arises here.
    """

    id: str
    kind: CostKind
    what: str = ""
    amount: Decimal | None = None  # in the estimate's currency
    people: Decimal | None = None  # learners in this estimate
    hours: Decimal | None = None  # for each of them
    hourly_rate: Decimal | None = None  # loaded: with what the employer pays on top of the wage
    users: Decimal | None = None  # everybody expected to use what was developed
    source: str = ""
    owner: str = ""
    dated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Intangible:
    """A benefit that is on purpose not converted to money. Source: guiding principle 11."""

    id: str
    what: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """Everything that was entered; the worksheet's content."""

    currency: str  # ISO 4217
    benefits: tuple[BenefitLine, ...] = ()
    costs: tuple[CostLine, ...] = ()
    intangibles: tuple[Intangible, ...] = ()

    @property
    def has_amounts(self) -> bool:
        """Tell whether any amount stands in it: then its currency is settled."""
        return bool(self.benefits or self.costs)


class Reading(StrEnum):
    """What an estimate says, in one word."""

    EMPTY = "empty"  # nothing is entered
    NO_BENEFIT = "no_benefit"  # none that counts, so what is spent is lost
    NO_ISOLATION = "no_isolation"  # so there is no return
    NO_COST = "no_cost"  # likewise: not computable
    LOSES = "loses"  # costs more than it brings, even as expected
    TINY = "tiny"  # brings so little that one wrong assumption eats it
    UNSURE = "unsure"  # pays as expected, not in the low case
    PAYS = "pays"  # pays in the low case already

    @property
    def is_weak(self) -> bool:
        """Tell whether money is no argument to lead with."""
        return self in {Reading.LOSES, Reading.TINY}


class Gap(StrEnum):
    """Why a benefit line does not count, or not in the low case."""

    DATA = "data"  # no expected quantity or no unit value: no improvement (principle 6)
    SOURCE = "source"  # nobody to ask: an unsupported claim (principles 3 and 8)
    MARGIN = "margin"  # revenue is no benefit before its margin is known (F6)
    CONFIDENCE = "confidence"  # an estimate that is not adjusted for its error (principle 7)
    ISOLATION = "isolation"  # no return for the whole estimate (principle 5)
    LOW = "low"  # counts 0 in the low case (principle 6)


_NOT_COUNTED: Final = frozenset(Gap) - {Gap.LOW}


class Oddity(StrEnum):
    """What a doubter would point at (principle 8)."""

    ALL_OF_IT = "all_of_it"  # somebody estimates that everything is due to the initiative
    CERTAIN = "certain"  # somebody estimates and is sure to 100 %
    FAR_ABOVE = "far_above"  # many times the other lines
    HUGE = "huge"  # the whole return


@dataclass(frozen=True, slots=True)
class Assumption:
    """A line as the brief tells it, and what the expected net would lose, or gain, without it."""

    line: BenefitLine | CostLine
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BreakEven:
    """What would have to be true for the costs to come back within the first year, with all else as expected."""

    share: Decimal  # percent of the expected benefit; more than 100: more than is expected
    line: BenefitLine  # the one that brings most
    quantity: Decimal  # units of it a period that would do; 0: it pays without them


@dataclass(frozen=True, slots=True)
class EstimateSummary:
    """What an estimate says, for its window and for the brief. Draw its parts with `surface.estimate_lines`."""

    currency: str
    reading: Reading
    low: Return | None  # None: no isolation, so no return; `cost` still stands
    expected: Return | None  # likewise
    cost: Decimal
    break_even: BreakEven | None
    assumptions: tuple[Assumption, ...]  # the three that matter most, the largest first
    intangibles: tuple[str, ...]
    not_covered: tuple[CostKind, ...]  # of the checklist, in its order
    gaps: tuple[tuple[BenefitLine, tuple[Gap, ...]], ...]
    oddities: tuple[tuple[BenefitLine | None, Oddity], ...]  # None: the whole estimate


def gaps_of(line: BenefitLine) -> tuple[Gap, ...]:
    """Return why a line does not count, or not in the low case; empty: it counts."""
    missing = {
        Gap.DATA: line.expected is None or line.unit_value is None,
        Gap.SOURCE: not line.source.strip(),
        Gap.MARGIN: line.gain is Gain.REVENUE and line.margin is None,
        Gap.ISOLATION: not line.is_isolated,
        Gap.CONFIDENCE: line.confidence is None,
        Gap.LOW: line.low is None and line.expected is not None,
    }
    return tuple(gap for gap, is_missing in missing.items() if is_missing)


def improvement(line: BenefitLine, scenario: Scenario) -> Decimal:
    """Return what a line improves in the first year, in money, before it is adjusted; 0 without data."""
    quantity = line.low if scenario is Scenario.LOW else line.expected
    if quantity is None or line.unit_value is None:
        return _ZERO
    months = min(max(line.months, _ZERO), Decimal(FIRST_YEAR))
    margin = line.margin or _ZERO if line.gain is Gain.REVENUE else _WHOLE
    return quantity * line.unit_value * TIMES_A_YEAR[line.period] * months * margin / (FIRST_YEAR * _WHOLE)


def benefit_of(line: BenefitLine, scenario: Scenario) -> Decimal:
    """Return the adjusted benefit of a line in the first year; 0 where it lacks data, source, isolation or confidence.

    Source: F6, `annual improvement * isolation * confidence`, `* margin` when it is revenue (guiding principles 5, 7).
    """
    if line.isolation is None or line.method is None or line.confidence is None or not line.source.strip():
        return _ZERO
    return improvement(line, scenario) * line.isolation * line.confidence / (_WHOLE * _WHOLE)


def cost_of(line: CostLine) -> Decimal | None:
    """Return what a line costs this estimate; None: what it needs is not known.

    Source: F10, learners' time is `participants * hours * loaded hourly rate`; F8, development is
    `cost / expected users * people in this evaluation`, not rounded midway (V6).
    """
    match line.kind:
        case CostKind.LEARNERS_TIME:
            if line.people is None or line.hours is None or line.hourly_rate is None:
                return None
            return line.people * line.hours * line.hourly_rate
        case CostKind.DEVELOPMENT if line.amount is not None and line.people is not None and line.users:
            return line.amount * min(line.people, line.users) / line.users
    return line.amount


def total_cost(costs: Iterable[CostLine]) -> Decimal:
    """Return what everything costs that is known."""
    return _sum(cost for cost in map(cost_of, costs) if cost is not None)


def not_covered(costs: Iterable[CostLine]) -> tuple[CostKind, ...]:
    """Return the items of the checklist that nobody has answered; an amount of 0 is an answer."""
    covered = {line.kind for line in costs if cost_of(line) is not None}
    return tuple(kind for kind in CHECKLIST if kind not in covered)


def summary(estimate: Estimate) -> EstimateSummary:
    """Return what an estimate says. The order of its lines does not matter."""
    cost = total_cost(estimate.costs)
    expected = Return(_sum(benefit_of(line, Scenario.EXPECTED) for line in estimate.benefits), cost)
    low = Return(_sum(benefit_of(line, Scenario.LOW) for line in estimate.benefits), cost)
    is_isolated = all(line.is_isolated for line in estimate.benefits)
    reading = _reading(estimate, low, expected)
    return EstimateSummary(
        currency=estimate.currency,
        reading=reading,
        low=low if is_isolated else None,
        expected=expected if is_isolated else None,
        cost=cost,
        break_even=_break_even(estimate.benefits, expected) if is_isolated else None,
        assumptions=_assumptions(estimate),
        intangibles=tuple(intangible.what for intangible in estimate.intangibles),
        not_covered=not_covered(estimate.costs),
        gaps=tuple((line, gaps) for line in estimate.benefits if (gaps := gaps_of(line))),
        oddities=_oddities(estimate.benefits, expected if is_isolated else None),
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    """Add up in one order, whatever order the lines stand in: the last digit must not depend on it."""
    return sum(sorted(amounts), _ZERO)


def _reading(estimate: Estimate, low: Return, expected: Return) -> Reading:
    if not estimate.has_amounts:
        return Reading.EMPTY
    if not all(line.is_isolated for line in estimate.benefits):
        return Reading.NO_ISOLATION
    if not any(_NOT_COUNTED.isdisjoint(gaps_of(line)) for line in estimate.benefits):
        return Reading.NO_BENEFIT
    return _judged(low, expected)


def _judged(low: Return, expected: Return) -> Reading:
    if expected.roi is None:
        return Reading.NO_COST
    if expected.net < 0:
        return Reading.LOSES
    if expected.roi < TINY:
        return Reading.TINY
    return Reading.PAYS if low.net >= 0 else Reading.UNSURE


def _break_even(benefits: Sequence[BenefitLine], expected: Return) -> BreakEven | None:
    """Return what would do, in terms of the line that brings most; None where nothing is expected or spent."""
    if expected.benefit <= 0 or not expected.cost:
        return None
    line = max(benefits, key=lambda one: (benefit_of(one, Scenario.EXPECTED), one.what, one.id))
    brings = benefit_of(line, Scenario.EXPECTED)
    needed = max(_ZERO, expected.cost - (expected.benefit - brings))
    quantity = (line.expected or _ZERO) * needed / brings
    return BreakEven(expected.cost / expected.benefit * 100, line, quantity)


def _assumptions(estimate: Estimate) -> tuple[Assumption, ...]:
    gains = [Assumption(line, benefit_of(line, Scenario.EXPECTED)) for line in estimate.benefits]
    costs = [Assumption(line, cost_of(line) or _ZERO) for line in estimate.costs]
    found = [each for each in (*gains, *costs) if each.amount]
    found.sort(key=lambda each: (-abs(each.amount), each.line.what, each.line.id))
    return tuple(found[:MATTERING])


def _oddities(
    benefits: Sequence[BenefitLine], expected: Return | None
) -> tuple[tuple[BenefitLine | None, Oddity], ...]:
    found: list[tuple[BenefitLine | None, Oddity]] = []
    for line in benefits:
        if line.method and line.method not in MEASURED:
            found += [(line, Oddity.ALL_OF_IT)] * (line.isolation == _WHOLE)
            found += [(line, Oddity.CERTAIN)] * (line.confidence == _WHOLE)
        others = [benefit_of(other, Scenario.EXPECTED) for other in benefits if other is not line]
        if len(others) > 1 and benefit_of(line, Scenario.EXPECTED) > FAR_ABOVE * median(others) > 0:
            found.append((line, Oddity.FAR_ABOVE))
    if expected and expected.roi is not None and expected.roi > HUGE:
        found.append((None, Oddity.HUGE))
    return tuple(found)
