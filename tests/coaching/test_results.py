from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import results, students_t
from bot.coaching.estimate import BenefitLine, CostKind, CostLine, Estimate, Gain, Period
from bot.coaching.pilot import Comparison, Direction, Measure, Pilot, Reading, Results, Sample, Verdict
from bot.coaching.results import Certainty, Interval

COMPLAINTS = Measure("m1", "Complaints", baseline=Decimal(14), target=Decimal(9), go=Decimal(9), no_go=Decimal(13))
REPEATS = Measure("m2", "Repeat visits", direction=Direction.HIGHER, go=Decimal(12), no_go=Decimal(8))
PILOT = Pilot(size=24, weeks=8, measures=(COMPLAINTS,))
TWO = Pilot(measures=(COMPLAINTS, REPEATS))
DAY = date(2026, 5, 28)

numbers = st.decimals(min_value=-10_000, max_value=10_000, places=2)
spreads = st.decimals(min_value="0.01", max_value=100, places=2)
sizes = st.integers(min_value=2, max_value=500)


def one(value: str, compared: str | None = None, *, size: int | None = None, spread: str | None = None) -> Reading:
    def sample(each: str) -> Sample:
        return Sample(Decimal(each), size, Decimal(spread) if spread else None)

    return Reading("m1", sample(value), sample(compared) if compared else None)


def found(pilot: Pilot, reading: Reading) -> results.Finding:
    (finding,) = results.findings(pilot, Results((reading,), DAY, 1, Verdict.GO))
    return finding


def valued(complaints: str, repeats: str) -> dict[str, Decimal]:
    return {"m1": Decimal(complaints), "m2": Decimal(repeats)}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("9", Verdict.GO),
        ("8.99", Verdict.GO),
        ("9.01", Verdict.CONDITIONAL),
        ("12.99", Verdict.CONDITIONAL),
        ("13", Verdict.NO_GO),
        ("40", Verdict.NO_GO),
    ],
)
def test_lower_is_better_and_the_thresholds_belong_to_their_side(value: str, said: Verdict) -> None:
    assert results.of_value(COMPLAINTS, Decimal(value)) is said


@pytest.mark.parametrize(
    ("value", "said"),
    [("12", Verdict.GO), ("11.9", Verdict.CONDITIONAL), ("8", Verdict.NO_GO), ("-3", Verdict.NO_GO)],
)
def test_higher_is_better_the_other_way_round(value: str, said: Verdict) -> None:
    assert results.of_value(REPEATS, Decimal(value)) is said


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (valued("8", "13"), Verdict.GO),
        (valued("8", "10"), Verdict.CONDITIONAL),
        (valued("8", "7"), Verdict.NO_GO),
        (valued("13", "10"), Verdict.NO_GO),
    ],
)
def test_several_measures_go_together_and_any_no_go_is_one(values: dict[str, Decimal], said: Verdict) -> None:
    assert results.verdict(TWO, values) is said


def test_no_data_is_no_improvement() -> None:  # guiding principle 6
    assert results.verdict(PILOT, {}) is Verdict.NO_GO
    assert results.verdict(Pilot(measures=(replace(COMPLAINTS, baseline=None),)), {}) is Verdict.CONDITIONAL


@given(numbers, numbers)
def test_the_order_of_measures_decides_nothing(complaints: Decimal, repeats: Decimal) -> None:
    values = {"m1": complaints, "m2": repeats}

    said = {results.verdict(replace(TWO, measures=order), values) for order in permutations(TWO.measures)}

    assert len(said) == 1


@given(numbers, st.decimals(min_value=0, max_value=100, places=2))
def test_a_better_value_never_gets_a_worse_verdict(value: Decimal, better: Decimal) -> None:
    order = [Verdict.NO_GO, Verdict.CONDITIONAL, Verdict.GO]

    assert order.index(results.of_value(COMPLAINTS, value - better)) >= order.index(results.of_value(COMPLAINTS, value))
    assert order.index(results.of_value(REPEATS, value + better)) >= order.index(results.of_value(REPEATS, value))


@pytest.mark.parametrize(
    ("degrees", "critical"),
    [(1, 12.706), (2, 4.303), (5, 2.571), (10, 2.228), (22, 2.074), (30, 2.042), (120, 1.980)],
)
def test_students_t_is_what_the_tables_print(degrees: int, critical: float) -> None:
    assert round(students_t.critical(degrees, 0.95), 3) == critical


def test_the_interval_is_welchs() -> None:
    """By hand: 4.8 apart, error √(3.62²/10 + 2.8²/15) = 1.354, 15.98 degrees of freedom, t 2.120 by the table."""
    measure = Measure("m1", "Pieces an hour", direction=Direction.HIGHER)
    trained, compared = (
        Sample(Decimal("20.6"), 10, Decimal("3.62")),
        Sample(Decimal("15.8"), 15, Decimal("2.8")),
    )

    interval = results.interval(measure, trained, compared)

    assert interval
    assert (round(interval.low, 2), round(interval.high, 2)) == (Decimal("1.93"), Decimal("7.67"))


@given(numbers, numbers, spreads, spreads, sizes, sizes)
def test_the_difference_lies_in_the_middle_of_its_interval(  # noqa: PLR0913, PLR0917  two groups
    one_mean: Decimal, other_mean: Decimal, one_spread: Decimal, other_spread: Decimal, one_size: int, other_size: int
) -> None:
    trained, compared = Sample(one_mean, one_size, one_spread), Sample(other_mean, other_size, other_spread)

    lower = results.interval(COMPLAINTS, trained, compared)
    higher = results.interval(REPEATS, trained, compared)

    assert lower
    assert higher
    assert abs((lower.low + lower.high) / 2 - (other_mean - one_mean)) < Decimal("1e-15")
    assert abs(lower.low + higher.high) < Decimal("1e-15")


@given(spreads, sizes, st.integers(min_value=1, max_value=100))
def test_more_people_narrow_the_interval(spread: Decimal, size: int, more: int) -> None:
    few, many = (
        results.interval(COMPLAINTS, Sample(Decimal(9), n, spread), Sample(Decimal(12), n, spread))
        for n in (size, size + more)
    )

    assert few
    assert many
    assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(("size", "spread"), [(None, "3"), (24, None), (1, "3"), (24, "0")])
def test_without_people_or_spread_there_is_no_interval(size: int | None, spread: str | None) -> None:
    pilot = replace(PILOT, comparison=Comparison.GROUP)

    finding = found(pilot, one("8.5", "12", size=size, spread=spread))

    assert (finding.interval, finding.certainty) == (None, Certainty.UNKNOWN)
    assert finding.difference == Decimal("3.5")


@pytest.mark.parametrize(
    ("compared", "size", "certainty"),
    [
        ("12", 24, Certainty.BETTER),
        ("12", 4, Certainty.TOO_FEW),
        ("5", 24, Certainty.WORSE),
        ("8.5", 24, Certainty.TOO_FEW),
    ],
)
def test_too_few_to_tell_is_said_when_nothing_happened_lies_within(
    compared: str, size: int, certainty: Certainty
) -> None:
    pilot = replace(PILOT, comparison=Comparison.GROUP)

    finding = found(pilot, one("8.5", compared, size=size, spread="3.1"))

    assert finding.certainty is certainty


def test_how_sure_one_is_changes_no_verdict() -> None:
    pilot = replace(PILOT, comparison=Comparison.GROUP)

    finding = found(pilot, one("8.5", "8.5", size=3, spread="9"))

    assert (finding.verdict, finding.certainty) == (Verdict.GO, Certainty.TOO_FEW)


def test_before_and_after_alone_says_what_changed_and_not_why() -> None:
    finding = found(PILOT, one("8.5"))

    assert (finding.change, finding.difference, finding.certainty) == (Decimal("5.5"), None, Certainty.BEFORE_AFTER)


def test_without_a_value_from_before_nobody_can_say_what_changed() -> None:
    finding = found(replace(PILOT, measures=(replace(COMPLAINTS, baseline=None),)), one("8.5"))

    assert (finding.change, finding.certainty) == (None, Certainty.NO_VALUE)


def test_the_trend_is_held_against_what_it_would_have_led_to() -> None:  # F12
    falling = replace(COMPLAINTS, earlier=tuple(map(Decimal, (18, 17, 16, 15))), every_weeks=Decimal(4))
    pilot = Pilot(weeks=8, measures=(falling,), comparison=Comparison.TREND)

    finding = found(pilot, one("9"))

    assert finding.expected
    assert round(finding.expected, 6) == 13  # two distances on: a complaint less for each
    assert finding.difference
    assert round(finding.difference, 6) == 4
    assert finding.certainty is Certainty.TREND


@pytest.mark.parametrize(
    ("earlier", "every", "weeks"), [((18, 17), 4, 8), ((18, 17, 16), None, 8), ((18, 17, 16), 4, None), ((), 4, 8)]
)
def test_two_points_are_no_trend(earlier: tuple[int, ...], every: int | None, weeks: int | None) -> None:
    measure = replace(
        COMPLAINTS, earlier=tuple(map(Decimal, earlier)), every_weeks=None if every is None else Decimal(every)
    )

    assert results.projected(measure, weeks) is None


def test_a_difference_a_year_is_periods_times_people() -> None:  # F7
    each = replace(COMPLAINTS, period=Period.MONTH, is_per_person=True)
    pilot = Pilot(size=20, measures=(each,), comparison=Comparison.GROUP)

    assert results.annual(pilot, each, one("8.5", "12")) == Decimal("3.5") * 12 * 20
    assert results.annual(pilot, each, one("8.5", "12", size=24)) == Decimal("3.5") * 12 * 24
    whole = replace(each, is_per_person=False)
    assert results.annual(pilot, whole, one("8.5", "12")) == Decimal("3.5") * 12
    assert results.annual(pilot, replace(each, period=None), one("8.5", "12")) is None


ESTIMATE = Estimate(
    "GBP",
    (
        BenefitLine("b1", "Complaints", unit_value=Decimal(50), expected=Decimal(5), source="Quality"),
        BenefitLine("b2", "Sales", gain=Gain.REVENUE, unit_value=Decimal(50), margin=Decimal(20)),
    ),
    (CostLine("c1", CostKind.DELIVERY, amount=Decimal(1000)),),
)


def returned(pilot: Pilot, reading: Reading, estimate: Estimate = ESTIMATE) -> Decimal | None:
    found = results.measured_return(pilot, Results((reading,), DAY, 1, Verdict.GO), estimate)
    return found.roi if found else None


def test_the_measured_return_is_the_difference_at_the_estimates_value() -> None:  # F7, F2
    measure = replace(COMPLAINTS, line_id="b1", period=Period.MONTH)
    pilot = Pilot(measures=(measure,), comparison=Comparison.GROUP, cost=Decimal(1050))

    assert returned(pilot, one("8.5", "12")) == 100  # 3.5 x 12 x 50 = 2,100 for 1,050
    assert (
        returned(replace(pilot, cost=None), one("8.5", "12")) == 110
    )  # the estimate's cost, where the pilot's is open


def test_revenue_counts_by_its_margin() -> None:
    measure = replace(COMPLAINTS, line_id="b2", period=Period.MONTH)
    pilot = Pilot(measures=(measure,), comparison=Comparison.GROUP, cost=Decimal(420))

    assert returned(pilot, one("8.5", "12")) == 0  # a fifth of 2,100


def test_a_pilot_that_made_things_worse_has_a_negative_return() -> None:
    measure = replace(COMPLAINTS, line_id="b1", period=Period.MONTH)
    pilot = Pilot(measures=(measure,), comparison=Comparison.GROUP, cost=Decimal(600))

    assert returned(pilot, one("13", "12")) == -200


def test_no_isolation_no_return() -> None:  # guiding principle 5
    measure = replace(COMPLAINTS, line_id="b1", period=Period.MONTH)
    pilot = Pilot(measures=(measure,), comparison=Comparison.NONE, cost=Decimal(1050))

    assert returned(pilot, one("8.5")) is None
    assert returned(replace(pilot, comparison=Comparison.GROUP), one("8.5")) is None


@pytest.mark.parametrize("low", ["-1", "0"])
def test_an_interval_from_nothing_on_still_holds_nothing(low: str) -> None:
    assert Interval(Decimal(low), Decimal(3)).spans_nothing
