"""The published worked examples, by the numbers of the domain notes; and the published mistakes."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.coaching.money import rounded
from bot.coaching.returns import Return, payback, payback_uneven

amounts = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
positive = st.decimals(min_value="0.01", max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


def shown(result: Return) -> tuple[str, ...]:
    assert result.bcr is not None
    assert result.roi is not None
    assert result.payback_months is not None
    return (str(rounded(result.bcr, 2)), str(rounded(result.roi, 1)), str(rounded(result.payback_months, 1)))


@pytest.mark.parametrize(
    ("benefit", "cost", "bcr", "roi", "months"),
    [
        pytest.param("60000", "20000", "3.00", "200.0", "4.0", id="V1"),
        pytest.param("111150", "52000", "2.14", "113.8", "5.6", id="V2"),
        pytest.param("81500", "15000", "5.43", "443.3", "2.2", id="V3"),
        pytest.param("1077321", "754165", "1.43", "42.8", "8.4", id="V10"),
        pytest.param("80000", "70000", "1.14", "14.3", "10.5", id="V13"),
        pytest.param("3000", "2000", "1.50", "50.0", "8.0", id="V16"),
        pytest.param("1861158", "579800", "3.21", "221.0", "3.7", id="V18"),
    ],
)
def test_a_published_example_comes_out_as_published(benefit: str, cost: str, bcr: str, roi: str, months: str) -> None:
    assert shown(Return(Decimal(benefit), Decimal(cost))) == (bcr, roi, months)


def test_what_is_exact_is_exact() -> None:
    first, second = Return(Decimal(60000), Decimal(20000)), Return(Decimal(111150), Decimal(52000))

    assert [first.bcr, first.roi, first.net, first.payback_months] == [Decimal(each) for each in (3, 200, 40000, 4)]
    assert [second.bcr, second.roi] == [Decimal("2.1375"), Decimal("113.75")]


def test_the_costs_and_benefits_of_v10_add_up() -> None:
    costs = [40930, 4744, 12713, 86250, 15000, 40500, 553156, 872]
    benefits = [241071, 675000, 161250, 0]

    assert (sum(costs), sum(benefits)) == (754165, 1077321)


def test_a_ratio_of_1_57_is_a_return_of_57_percent_and_none_of_1_57() -> None:
    """E2: "each $1 created a ROI of $1.57"."""
    result = Return(Decimal("1.57"), Decimal(1))

    assert [result.bcr, result.roi, result.net] == [Decimal("1.57"), Decimal(57), Decimal("0.57")]


def test_the_return_is_not_benefits_by_costs() -> None:
    """E4: a return defined as `benefits / costs x 100`, 143 %."""
    roi = Return(Decimal(1077321), Decimal(754165)).roi

    assert roi is not None
    assert [str(rounded(roi)), str(rounded(roi, 1))] == ["43", "42.8"]


def test_uneven_flows_pay_back_within_the_fourth_year() -> None:
    """V14."""
    flows = [Decimal(flow) for flow in (20000, 60000, 80000, 100000, 70000)]

    assert payback_uneven(Decimal(200000), flows) == Decimal("3.4")


def test_flows_that_do_not_suffice_never_pay_back() -> None:
    assert payback_uneven(Decimal(100), [Decimal(40), Decimal(-20), Decimal(70)]) is None


def test_a_loss_in_between_is_made_up_for_first() -> None:
    assert payback_uneven(Decimal(100), [Decimal(50), Decimal(-50), Decimal(200)]) == Decimal("2.5")


def test_without_costs_nothing_can_be_computed() -> None:
    result = Return(Decimal(500), Decimal(0))

    assert (result.bcr, result.roi, result.payback_months) == (None, None, None)
    assert result.net == 500


@pytest.mark.parametrize("benefit", [Decimal(0), Decimal(-1)])
def test_without_benefits_the_costs_never_come_back(benefit: Decimal) -> None:
    assert payback(benefit, Decimal(100)) is None


@given(positive, positive)
def test_the_return_follows_from_the_ratio(benefit: Decimal, cost: Decimal) -> None:
    """F3."""
    result = Return(benefit, cost)

    assert result.bcr is not None
    assert result.roi is not None
    assert abs(result.roi - (result.bcr - 1) * 100) <= abs(result.bcr) * Decimal("1e-20")


@given(positive, positive)
def test_even_flows_pay_back_as_the_year_does(benefit: Decimal, cost: Decimal) -> None:
    assume(cost <= benefit)
    months = payback(benefit, cost)

    assert months is not None
    assert abs(months - 12 * (payback_uneven(cost, [benefit]) or 0)) < Decimal("1e-15")


@given(amounts, amounts, positive)
def test_more_benefit_never_means_less_return(less: Decimal, more: Decimal, cost: Decimal) -> None:
    low, high = sorted((less, more))

    first, second = Return(low, cost), Return(high, cost)

    assert first.roi is not None
    assert second.roi is not None
    assert first.roi <= second.roi
    assert (second.payback_months or 0) <= (first.payback_months or Decimal("Infinity"))
