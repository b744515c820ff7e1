from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import estimate
from bot.coaching.estimate import (
    BenefitLine,
    CostKind,
    CostLine,
    Estimate,
    Gain,
    Gap,
    Intangible,
    Method,
    Oddity,
    Period,
    Reading,
    Scenario,
)
from bot.coaching.money import rounded
from bot.store.sheets import ESTIMATE

COMPLAINTS = BenefitLine(
    id="b1",
    what="Fewer complaints",
    unit="complaints",
    unit_value=Decimal(120),
    low=Decimal(20),
    expected=Decimal(30),
    isolation=Decimal(60),
    method=Method.MANAGERS,
    confidence=Decimal(80),
    source="Quality report",
    owner="Dana Whitfield",
    dated_on=date(2027, 3, 3),
)
HOURS = CostLine("c1", CostKind.LEARNERS_TIME, people=Decimal(24), hours=Decimal(12), hourly_rate=Decimal(40))
FEES = CostLine("c2", CostKind.DELIVERY, amount=Decimal(2000))
WHOLE = Estimate("EUR", (COMPLAINTS,), (HOURS, FEES), (Intangible("i1", "Trust"),))


def counts(line: BenefitLine, scenario: Scenario = Scenario.EXPECTED) -> Decimal:
    return estimate.benefit_of(line, scenario)


def saving(amount: object, **rest: object) -> BenefitLine:
    """A saving of so much a year that is all due to the initiative, and sure."""
    value = Decimal(str(amount))
    line = replace(
        COMPLAINTS,
        period=Period.YEAR,
        unit_value=value,
        low=Decimal(1),
        expected=Decimal(1),
        isolation=Decimal(100),
        method=Method.COMPARISON,
        confidence=Decimal(100),
    )
    return replace(line, **rest)  # type: ignore[arg-type]


def cost(amount: object, kind: CostKind = CostKind.DELIVERY) -> CostLine:
    return CostLine("c", kind, amount=Decimal(str(amount)))


def test_an_estimate_is_kept_as_it_was_entered() -> None:
    assert ESTIMATE.read(ESTIMATE.written(WHOLE)) == WHOLE


# What counts.


def test_a_benefit_is_the_years_improvement_by_isolation_by_confidence() -> None:
    """F6."""
    assert counts(COMPLAINTS) == 30 * 120 * 12 * Decimal("0.6") * Decimal("0.8")
    assert counts(COMPLAINTS, Scenario.LOW) == 20 * 120 * 12 * Decimal("0.6") * Decimal("0.8")


@pytest.mark.parametrize(
    ("period", "times"), [(Period.WEEK, 52), (Period.MONTH, 12), (Period.QUARTER, 4), (Period.YEAR, 1)]
)
def test_a_period_comes_about_so_often_a_year(period: Period, times: int) -> None:
    assert estimate.improvement(replace(COMPLAINTS, period=period), Scenario.EXPECTED) == 30 * 120 * times


def test_an_estimate_is_adjusted_for_its_confidence() -> None:
    """V4: 336,000 by 20 trainees with a confidence of 70 %."""
    adjusted = counts(saving(336000, confidence=Decimal(70)))

    assert (adjusted, adjusted / 20) == (Decimal(235200), Decimal(11760))


def test_of_revenue_only_the_margin_counts() -> None:
    line = saving(200000, gain=Gain.REVENUE, margin=Decimal(25))

    assert counts(line) == 50000
    assert counts(replace(line, margin=None)) == 0


def test_only_the_months_of_the_first_year_count() -> None:
    """Principle 9."""
    assert counts(saving(12000, months=Decimal(6))) == 6000
    assert counts(saving(12000, months=Decimal(36))) == 12000


@pytest.mark.parametrize(
    ("lacks", "gap"),
    [
        ({"expected": None}, Gap.DATA),
        ({"unit_value": None}, Gap.DATA),
        ({"source": "  "}, Gap.SOURCE),
        ({"confidence": None}, Gap.CONFIDENCE),
        ({"gain": Gain.REVENUE}, Gap.MARGIN),
        ({"isolation": None}, Gap.ISOLATION),
        ({"method": None}, Gap.ISOLATION),
    ],
)
def test_what_a_line_lacks_makes_it_count_nothing_and_is_said(lacks: dict[str, object], gap: Gap) -> None:
    """Principles 3, 5, 6, 7, 8."""
    line = replace(COMPLAINTS, **lacks)  # type: ignore[arg-type]

    assert counts(line) == 0
    assert gap in estimate.gaps_of(line)


def test_without_a_low_figure_the_low_case_counts_nothing() -> None:
    line = replace(COMPLAINTS, low=None)

    assert [counts(line), counts(line, Scenario.LOW)] == [counts(COMPLAINTS), Decimal(0)]
    assert estimate.gaps_of(line) == (Gap.LOW,)


# What it costs.


def test_learners_time_is_people_by_hours_by_the_loaded_rate() -> None:
    """F10."""
    assert estimate.cost_of(HOURS) == 24 * 12 * 40


def test_development_is_prorated_and_not_rounded_midway() -> None:
    """V6: 56,000 for 110 users, 25 of them in the study; published as 12,725 with a rounded 509 each."""
    made = CostLine("c", CostKind.DEVELOPMENT, amount=Decimal(56000), users=Decimal(110), people=Decimal(25))

    prorated = estimate.cost_of(made)

    assert prorated is not None
    assert rounded(prorated, 2) == Decimal("12727.27")


def test_development_is_carried_whole_where_nobody_else_uses_it() -> None:
    made = CostLine("c", CostKind.DEVELOPMENT, amount=Decimal(56000))

    assert estimate.cost_of(made) == 56000
    assert estimate.cost_of(replace(made, users=Decimal(10), people=Decimal(25))) == 56000


def test_what_nobody_answered_of_the_checklist_is_named_and_0_is_an_answer() -> None:
    """Principle 10."""
    unknown = CostLine("c3", CostKind.TRAVEL)
    nothing = cost(0, CostKind.MATERIALS)

    uncovered = estimate.not_covered((HOURS, FEES, unknown, nothing))

    assert CostKind.TRAVEL in uncovered
    assert not {CostKind.LEARNERS_TIME, CostKind.DELIVERY, CostKind.MATERIALS, CostKind.OTHER} & set(uncovered)


# What it comes to.


def test_the_published_totals_of_many_lines_come_out() -> None:
    """V10, line by line; published as "ROI 143 %", which is its benefit-cost ratio (E4)."""
    benefits = tuple(saving(each, id=f"b{each}") for each in (241071, 675000, 161250, 0))
    costs = tuple(cost(each) for each in (40930, 4744, 12713, 86250, 15000, 40500, 553156, 872))

    low = estimate.summary(Estimate("USD", benefits, costs)).low

    assert low is not None
    assert low.roi is not None
    assert (low.benefit, low.cost, rounded(low.roi, 1)) == (Decimal(1077321), Decimal(754165), Decimal("42.8"))


def test_both_cases_stand_side_by_side_with_the_same_costs() -> None:
    said = estimate.summary(WHOLE)

    assert said.low
    assert said.expected
    assert (said.low.benefit, said.expected.benefit) == (Decimal(13824), Decimal(20736))
    assert said.low.cost == said.expected.cost == said.cost == 13520


def test_without_isolation_there_is_no_return_but_the_costs_still_stand() -> None:
    """Principle 5."""
    said = estimate.summary(replace(WHOLE, benefits=(COMPLAINTS, replace(COMPLAINTS, id="b2", isolation=None))))

    assert (said.reading, said.low, said.expected, said.break_even) == (Reading.NO_ISOLATION, None, None, None)
    assert said.cost == 13520


@pytest.mark.parametrize(
    ("changed", "reading"),
    [
        (Estimate("EUR"), Reading.EMPTY),
        (Estimate("EUR", intangibles=WHOLE.intangibles), Reading.EMPTY),
        (Estimate("EUR", costs=(FEES,)), Reading.NO_BENEFIT),
        (Estimate("EUR", (replace(COMPLAINTS, expected=None),), (FEES,)), Reading.NO_BENEFIT),
        (Estimate("EUR", (COMPLAINTS,)), Reading.NO_COST),
        (Estimate("EUR", (COMPLAINTS,), (cost(0),)), Reading.NO_COST),
        (Estimate("EUR", (COMPLAINTS,), (cost(20737),)), Reading.LOSES),
        (Estimate("EUR", (COMPLAINTS,), (cost(20736),)), Reading.TINY),
        (Estimate("EUR", (COMPLAINTS,), (cost(19000),)), Reading.TINY),
        (Estimate("EUR", (COMPLAINTS,), (cost(13825),)), Reading.UNSURE),
        (Estimate("EUR", (COMPLAINTS,), (cost(13824),)), Reading.PAYS),
    ],
)
def test_an_estimate_is_read_in_one_word(changed: Estimate, reading: Reading) -> None:
    assert estimate.summary(changed).reading is reading


def test_a_loss_and_a_tiny_return_are_no_argument_to_lead_with() -> None:
    assert [reading for reading in Reading if reading.is_weak] == [Reading.LOSES, Reading.TINY]


def test_what_would_have_to_be_true_is_told_in_units_of_the_largest_line() -> None:
    small = replace(COMPLAINTS, id="b2", what="Fewer returns", expected=Decimal(5), low=Decimal(1))

    said = estimate.summary(Estimate("EUR", (small, COMPLAINTS), (cost(13824),)))

    assert said.break_even
    assert said.break_even.line is COMPLAINTS
    assert said.break_even.quantity == 15
    assert rounded(said.break_even.share, 1) == Decimal("57.1")


def test_what_pays_without_its_largest_line_says_so() -> None:
    said = estimate.summary(Estimate("EUR", (saving(500, id="b2"), saving(600)), (cost(400),)))

    assert said.break_even
    assert said.break_even.quantity == 0


def test_nothing_breaks_even_on_no_benefit() -> None:
    assert estimate.summary(Estimate("EUR", (saving(0),), (FEES,))).break_even is None


def test_the_three_assumptions_that_matter_most_come_with_their_lines() -> None:
    more = tuple(cost(amount, kind) for amount, kind in ((10, CostKind.TRAVEL), (9999, CostKind.ADMIN)))

    said = estimate.summary(replace(WHOLE, costs=(*more, HOURS, FEES)))

    assert [each.line for each in said.assumptions] == [COMPLAINTS, HOURS, more[1]]
    assert [each.amount for each in said.assumptions] == [20736, 11520, 9999]


@pytest.mark.parametrize(
    ("line", "oddity"),
    [
        (replace(COMPLAINTS, isolation=Decimal(100)), Oddity.ALL_OF_IT),
        (replace(COMPLAINTS, confidence=Decimal(100)), Oddity.CERTAIN),
    ],
)
def test_an_estimate_without_any_doubt_is_pointed_at(line: BenefitLine, oddity: Oddity) -> None:
    """Principle 8."""
    assert estimate.summary(Estimate("EUR", (line,), (cost(5000),))).oddities == ((line, oddity),)


def test_what_was_measured_may_be_certain() -> None:
    assert estimate.summary(Estimate("EUR", (saving(6000),), (cost(5000),))).oddities == ()


def test_an_extreme_line_and_an_extreme_return_are_pointed_at() -> None:
    lines = tuple(saving(amount, id=f"b{amount}") for amount in (100, 120, 5000))

    said = estimate.summary(Estimate("EUR", lines, (cost(100),)))

    assert said.oddities == ((lines[2], Oddity.FAR_ABOVE), (None, Oddity.HUGE))


# Whatever is entered.

figures = st.decimals(min_value=0, max_value=10**6, places=2)
percents = st.decimals(min_value=0, max_value=100, places=1)
benefit_lines = st.builds(
    BenefitLine,
    id=st.uuids().map(str),
    what=st.sampled_from(["a", "b", "c"]),
    gain=st.sampled_from(Gain),
    unit_value=st.none() | figures,
    low=st.none() | figures,
    expected=st.none() | figures,
    period=st.sampled_from(Period),
    months=st.decimals(min_value=1, max_value=12, places=1),
    margin=st.none() | percents,
    isolation=percents,
    method=st.sampled_from(Method),
    confidence=st.none() | percents,
    source=st.sampled_from(["", "report"]),
)
cost_lines = st.builds(
    CostLine,
    id=st.uuids().map(str),
    kind=st.sampled_from(CostKind),
    amount=st.none() | figures,
    people=st.none() | figures,
    hours=st.none() | figures,
    hourly_rate=st.none() | figures,
    users=st.none() | figures,
)
estimates = st.builds(
    Estimate,
    currency=st.just("EUR"),
    benefits=st.lists(benefit_lines, max_size=5).map(tuple),
    costs=st.lists(cost_lines, max_size=5).map(tuple),
)


@given(estimates, st.randoms(use_true_random=False))
def test_the_order_of_lines_is_irrelevant(any_estimate: Estimate, random: Random) -> None:
    shuffled = replace(
        any_estimate,
        benefits=tuple(random.sample(any_estimate.benefits, len(any_estimate.benefits))),
        costs=tuple(random.sample(any_estimate.costs, len(any_estimate.costs))),
    )

    said, said_again = estimate.summary(any_estimate), estimate.summary(shuffled)

    assert (said.low, said.expected, said.cost) == (said_again.low, said_again.expected, said_again.cost)
    assert (said.reading, said.assumptions) == (said_again.reading, said_again.assumptions)


@given(benefit_lines, st.sampled_from(["unit_value", "expected", "isolation", "confidence", "margin"]), percents)
def test_a_benefit_grows_with_each_of_its_figures(line: BenefitLine, name: str, more: Decimal) -> None:
    before = getattr(line, name)
    grown = replace(line, **{name: (before or Decimal(0)) + more})  # type: ignore[arg-type]

    assert counts(grown) >= counts(line)


@given(cost_lines, st.sampled_from(["amount", "people", "hours", "hourly_rate"]), percents)
def test_a_cost_grows_with_each_of_its_figures(line: CostLine, name: str, more: Decimal) -> None:
    before = getattr(line, name)
    grown = replace(line, **{name: before + more}) if before is not None else line

    assert (estimate.cost_of(grown) or 0) >= (estimate.cost_of(line) or 0)


@given(estimates, cost_lines)
def test_a_further_cost_never_makes_it_pay_more(any_estimate: Estimate, line: CostLine) -> None:
    before = estimate.summary(any_estimate).expected
    after = estimate.summary(replace(any_estimate, costs=(*any_estimate.costs, line))).expected

    assert before is not None
    assert after is not None
    assert after.net <= before.net
    assert before.roi is None or (after.roi or 0) <= before.roi or after.benefit == 0
