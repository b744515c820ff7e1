from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

import pytest

from bot.coaching import money
from bot.coaching.case import Case
from bot.coaching.estimate import (
    BenefitLine,
    CostKind,
    CostLine,
    Estimate,
    Gain,
    Method,
    Oddity,
    Period,
    summary,
)
from bot.coaching.estimate_forms import LineSpot, Part
from bot.coaching.estimate_pages import EstimateFormPage, EstimatePage
from bot.coaching.returns import Return
from bot.locales.words import load_words
from bot.surface import estimate_lines, kit
from bot.surface.estimate import estimate_modal
from bot.surface.estimate_form import estimate_form_modal
from bot.surface.kit import Json
from tests.support.samples import DAY, TYPICAL, case

WORDS: Final = load_words("en-GB")
CASE: Final[Case] = case(TYPICAL)
LINE: Final = BenefitLine(
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
    dated_on=DAY,
)


def cost(amount: str, kind: CostKind = CostKind.DELIVERY) -> CostLine:
    return CostLine("c1", kind, amount=Decimal(amount))


def as_typed(text: str) -> str:
    return text


def drawn(estimate: Estimate) -> Json:
    return estimate_modal(EstimatePage(CASE, estimate, summary(estimate)), WORDS)


def said(estimate: Estimate) -> str:
    return "\n".join(_texts(drawn(estimate)["blocks"]))


def _texts(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        yield from (value for name, value in tree.items() if name == "text" and isinstance(value, str))
        tree = list(tree.values())
    if isinstance(tree, list):
        for branch in tree:
            yield from _texts(branch)


def result(benefit: str, spent: str) -> list[str]:
    return list(estimate_lines.result(Return(Decimal(benefit), Decimal(spent)), "USD", WORDS))


def test_a_result_is_rounded_half_up_where_it_is_shown() -> None:
    """V2: BCR 2.1375 and 113.75 %, and 5.614 months."""
    assert result("111150", "52000") == [
        "ROI: *114%*",
        "Net: US$59,150",
        "Benefit-cost ratio: 2.14",
        "Benefit: US$111,150",
        "Paid back in 5.6 months",
    ]


def test_a_ratio_is_never_shown_as_the_return() -> None:
    """V10 and E4: 1.43 and 143 % are the ratio, the return is 43 %."""
    lines = result("1077321", "754165")

    assert lines[0] == "ROI: *43%*"
    assert lines[2] == "Benefit-cost ratio: 1.43"
    assert lines[4] == "Paid back in 8.4 months"


def test_the_assumption_sheet_may_show_a_decimal_more() -> None:
    assert estimate_lines.roi(Return(Decimal(1077321), Decimal(754165)), WORDS, 1) == "42.8%"


def test_without_costs_nothing_is_computed_and_nothing_is_infinite() -> None:
    assert result("500", "0") == [
        "ROI: *not computable*",
        "Net: US$500",
        "Benefit-cost ratio: not computable",
        "Benefit: US$500",
        "Payback: not computable",
    ]


def test_what_brings_nothing_never_pays_back_at_this_rate() -> None:
    assert result("0", "500")[-1] == "Paid back: never at this rate"


@pytest.mark.parametrize(
    ("estimate", "says"),
    [
        (Estimate("EUR"), "*Nothing to count yet.*"),
        (Estimate("EUR", costs=(cost("5"),)), "*So far this is only a cost.*"),
        (Estimate("EUR", (replace(LINE, expected=None),), (cost("5"),)), "*No benefit counts yet"),
        (Estimate("EUR", (replace(LINE, method=None),), (cost("5"),)), "*No return yet: which share of it is yours?*"),
        (Estimate("EUR", (LINE,)), "*Not computable: nothing is spent yet.*"),
        (Estimate("EUR", (LINE,), (cost("25920"),)), "*It costs more than it brings: €5,184 short in the first year"),
        (Estimate("EUR", (LINE,), (cost("20000"),)), "*It only just pays for itself: a return of 3.7%"),
        (Estimate("EUR", (LINE,), (cost("15000"),)), "*It pays if things go as expected, but not in the low case.*"),
        (Estimate("EUR", (LINE,), (cost("9000"),)), "*It pays for itself, in the low case too.*"),
    ],
)
def test_the_verdict_comes_first_and_is_plain(estimate: Estimate, says: str) -> None:
    verdict = drawn(estimate)["blocks"][1]["text"]["text"]

    assert verdict.startswith(says)


@pytest.mark.parametrize(
    ("spent", "offered"),
    [("25920", "Risks and benefits"), ("20000", "Risks and benefits"), ("15000", "Pilot and rule")],
)
def test_where_money_is_no_argument_the_window_leads_to_what_is_one(spent: str, offered: str) -> None:
    assert offered in said(Estimate("EUR", (LINE,), (cost(spent),)))


def test_weak_figures_come_with_the_advice_not_to_lead_with_them() -> None:
    assert "Do not lead with money here." in said(Estimate("EUR", (LINE,), (cost("25920"),)))
    assert "Do not lead with money here." in said(Estimate("EUR", (LINE,), (cost("20000"),)))
    assert "Do not lead with money here." not in said(Estimate("EUR", (LINE,), (cost("15000"),)))


def test_without_isolation_no_figure_of_a_return_is_shown() -> None:
    shown = said(Estimate("EUR", (replace(LINE, isolation=None, method=None),), (cost("9000"),)))

    assert "No return without it: which share is due to this, and how do you know?" in shown
    assert not any(figure in shown for figure in ("ROI: ", "Net: ", "Benefit-cost ratio: ", "Paid back"))


def test_a_benefit_tells_all_that_it_rests_on() -> None:
    shown = said(Estimate("EUR", (LINE,), (cost("9000"),)))

    assert (
        "*Fewer complaints*\n30 complaints a month (at least 20) at €120 each,"
        " 60% due to this (managers' estimate) and 80% sure\n"
        "Counts €20,736, in the low case €13,824.\n_Quality report, Dana Whitfield, Thu, 26 Mar 2026_"
    ) in shown


def test_revenue_tells_its_margin_and_half_a_year_its_months() -> None:
    line = replace(LINE, gain=Gain.REVENUE, margin=Decimal(25), months=Decimal(6), period=Period.WEEK, unit="")

    assert estimate_lines.benefit(line, "EUR", WORDS, as_typed) == (
        "30 a week (at least 20) at €120 each, in 6 months of the year, 25% of it margin,"
        " 60% due to this (managers' estimate) and 80% sure"
    )


def test_a_line_that_does_not_count_says_why() -> None:
    shown = said(Estimate("EUR", (replace(LINE, low=None, source="", confidence=None),), (cost("9000"),)))

    assert "Counts 0: it has no source." in shown
    assert "Counts 0: nobody says how sure the figures are." in shown
    assert "Counts 0 in the low case: it has no low figure." in shown
    assert "Counts €" not in shown


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            CostLine(
                "c", CostKind.LEARNERS_TIME, people=Decimal(24), hours=Decimal("1.5"), hourly_rate=Decimal("40.50")
            ),
            "24 people, 1.5 hours each, at €40.50 an hour: *€1,458*",
        ),
        (
            CostLine("c", CostKind.DEVELOPMENT, amount=Decimal(56000), users=Decimal(110), people=Decimal(25)),
            "€56,000 for 110 expected users, 25 of them here: *€12,727*",
        ),
        (cost("99.5"), "*€99.50*"),
        (cost("0"), "*€0*"),
        (CostLine("c", CostKind.TRAVEL), "*?*"),
    ],
)
def test_a_cost_tells_how_it_is_counted(line: CostLine, told: str) -> None:
    assert estimate_lines.cost(line, "EUR", WORDS) == told


def test_costs_that_nobody_answered_are_named() -> None:
    shown = said(Estimate("EUR", (LINE,), (cost("9000"), cost("0", CostKind.TRAVEL))))

    assert "Not covered yet: Learners' time, Needs analysis, Development, Materials, Technology, Managers'" in shown


@pytest.mark.parametrize(
    ("spent", "says"),
    [
        (
            "25920",
            "It would have to bring 125% of what is expected. For “Fewer complaints” alone that means 37.5 complaints",
        ),
        (
            "10368",
            "It pays for itself if 50% of the expected benefit comes true. For “Fewer complaints” alone, 15 complaints",
        ),
    ],
)
def test_what_would_have_to_be_true_is_a_sentence(spent: str, says: str) -> None:
    told = estimate_lines.break_even(summary(Estimate("EUR", (LINE,), (cost(spent),))), WORDS, as_typed)

    assert told.startswith(says)
    assert told.endswith("where 30 complaints a month is expected.")


def test_what_pays_without_its_largest_line_says_so() -> None:
    both = Estimate("EUR", (LINE, replace(LINE, id="b2", what="Fewer returns")), (cost("100"),))

    told = estimate_lines.break_even(summary(both), WORDS, as_typed)

    assert told == "It pays for itself even if “Fewer returns” brings nothing."


def test_nothing_is_said_about_a_break_even_that_cannot_be() -> None:
    assert estimate_lines.break_even(summary(Estimate("EUR", (LINE,))), WORDS, as_typed) == ""


def test_an_assumption_names_who_stands_behind_it() -> None:
    found = summary(Estimate("EUR", (LINE,), (cost("9000"),))).assumptions

    told = [estimate_lines.assumption(each, "EUR", WORDS, as_typed) for each in found]

    assert told == [
        "Fewer complaints: €20,736 _(Quality report, Dana Whitfield, Thu, 26 Mar 2026)_",
        "Delivery: €9,000",
    ]


@pytest.mark.parametrize("oddity", Oddity)
def test_every_doubt_has_its_words(oddity: Oddity) -> None:
    line = None if oddity is Oddity.HUGE else LINE

    assert estimate_lines.oddity(line, oddity, WORDS, kit.escape).endswith(".")


def test_the_currency_may_change_until_an_amount_stands_in_it() -> None:
    assert "Change currency" in said(Estimate("EUR"))
    assert "Change currency" not in said(Estimate("EUR", costs=(cost("5"),)))


@pytest.mark.parametrize(("rate", "stands"), [("1234.5", "1,234.5"), ("33.33333", "33.33333"), ("40", "40")])
def test_a_figure_stands_in_its_form_so_that_it_is_taken_back_unchanged(rate: str, stands: str) -> None:
    line = CostLine("c1", CostKind.DELIVERY, amount=Decimal(rate))
    page = EstimateFormPage("case", LineSpot(Part.COST, "c1", CostKind.DELIVERY), 1, "EUR", line)

    blocks = estimate_form_modal(page, WORDS)["blocks"]

    (field,) = [block["element"] for block in blocks if block.get("block_id") == "amount"]
    assert field["initial_value"] == stands
    assert money.read(stands, WORDS, "EUR") == line.amount


def test_before_a_line_goes_it_is_asked_for() -> None:
    rows = [block for block in drawn(Estimate("EUR", costs=(cost("5"),)))["blocks"] if block["type"] == "actions"]

    (menu,) = [element for row in rows for element in row["elements"] if element["action_id"] == "estimate.remove"]

    assert menu["confirm"]["title"]["text"] == "Remove this?"
