from datetime import date
from decimal import Decimal
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import estimate_forms
from bot.coaching.estimate import BenefitLine, CostKind, CostLine, Estimate, Gain, Intangible, Method, Period
from bot.coaching.estimate_forms import LONGEST_NAME, MOST_LINES, LineSpot, Part, Typed
from bot.coaching.needs import Needs, Worth
from bot.locales.words import Sentence, load_words

TODAY: Final = date(2027, 3, 3)
WORDS: Final = load_words("en-GB")
BENEFIT: Final[dict[str, object]] = {
    "what": " Fewer complaints ",
    "unit": "complaints",
    "gain": "saving",
    "unit_value": "£1,200.50",
    "expected": "30",
    "low": "20",
    "period": "month",
    "months": "12",
    "margin": None,
    "isolation": "0.6",
    "method": "managers",
    "confidence": "80 %",
    "source": "Quality report",
    "owner": "Dana Whitfield",
    "dated_on": "2027-03-01",
}


def typed(fields: dict[str, object]) -> Typed:
    return Typed(fields, WORDS, TODAY, "GBP")


def refused(made: object) -> dict[str, str]:
    assert isinstance(made, dict)
    return {name: WORDS(sentence) for name, sentence in made.items()}


def test_a_benefit_is_read_as_its_writer_means_it() -> None:
    assert estimate_forms.benefit("b1", typed(BENEFIT)) == BenefitLine(
        id="b1",
        what="Fewer complaints",
        unit="complaints",
        gain=Gain.SAVING,
        unit_value=Decimal("1200.50"),
        low=Decimal(20),
        expected=Decimal(30),
        period=Period.MONTH,
        months=Decimal(12),
        isolation=Decimal(60),
        method=Method.MANAGERS,
        confidence=Decimal(80),
        source="Quality report",
        owner="Dana Whitfield",
        dated_on=date(2027, 3, 1),
    )


@pytest.mark.parametrize("share", ["60", "60 %", "60%", "0.6", " 60.0 "])
def test_a_share_may_be_written_in_several_ways(share: str) -> None:
    made = estimate_forms.benefit("b1", typed({**BENEFIT, "isolation": share}))

    assert isinstance(made, BenefitLine)
    assert made.isolation == 60


def test_a_first_benefit_begins_with_what_the_needs_analysis_says() -> None:
    known, first = Needs(worth=Worth("Nine complaints\n fewer", "Quality report")), LineSpot(Part.BENEFIT)
    begun = Estimate("GBP", benefits=(BenefitLine("b1", "Complaints"),))

    suggested = estimate_forms.suggested(Estimate("GBP"), first, known)

    assert suggested == BenefitLine("", "Nine complaints fewer", source="Quality report")
    assert estimate_forms.suggested(begun, first, known) is None
    assert estimate_forms.suggested(Estimate("GBP"), LineSpot(Part.COST), known) is None
    assert estimate_forms.suggested(Estimate("GBP"), first, Needs()) is None


def test_what_is_too_long_for_a_name_is_left_to_its_writer() -> None:
    known = Needs(worth=Worth("x" * (LONGEST_NAME + 1), "Quality report"))

    assert estimate_forms.suggested(Estimate("GBP"), LineSpot(Part.BENEFIT), known) == BenefitLine(
        "", "", source="Quality report"
    )


def test_a_benefit_needs_no_more_than_a_name_and_a_source() -> None:
    made = estimate_forms.benefit("b1", typed({"what": "Fewer complaints", "source": "A guess"}))

    assert made == BenefitLine("b1", "Fewer complaints", source="A guess")


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"what": " "}, "what", "Please write something here"),
        ({"what": "x" * 300}, "what", "This is 300 characters long."),
        ({"source": ""}, "source", "Please write something here"),
        ({"unit_value": "$120"}, "unit_value", "This estimate is in GBP, and “$” is another currency."),
        ({"unit_value": "-1"}, "unit_value", "Please write an amount of 0 or more."),
        ({"expected": "many"}, "expected", "Please write a plain number"),
        ({"expected": "99999999999"}, "expected", "This number is too big."),
        ({"expected": "-3"}, "expected", "Please write 0 or more. A loss is a cost"),
        ({"low": "40"}, "low", "This is more than what is expected."),
        ({"months": "24"}, "months", "Only the first year counts."),
        ({"months": "0"}, "months", "Only the first year counts."),
        ({"gain": "revenue"}, "margin", "Revenue is no benefit by itself."),
        ({"isolation": "160"}, "isolation", "Please write a percentage from 0 to 100."),
        ({"isolation": ""}, "isolation", "Please write the share in percent."),
        ({"method": None}, "method", "Please choose how this share is known."),
        ({"confidence": "rather"}, "confidence", "Please write a percentage, such as 60%."),
        ({"dated_on": "2027-03-04"}, "dated_on", "This day is still to come."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(changed: dict[str, object], field: str, says: str) -> None:
    problems = refused(estimate_forms.benefit("b1", typed({**BENEFIT, **changed})))

    assert list(problems) == [field]
    assert problems[field].startswith(says)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    made = estimate_forms.benefit("b1", typed({**BENEFIT, "what": "", "low": "x", "unit_value": "y", "margin": "z"}))

    assert set(refused(made)) == {"what", "low", "unit_value", "margin"}


def test_learners_time_takes_people_hours_and_their_rate() -> None:
    fields: dict[str, object] = {"people": "24", "hours": "1.5", "hourly_rate": "40", "amount": "7"}

    made = estimate_forms.cost("c1", CostKind.LEARNERS_TIME, typed(fields))

    assert made == CostLine(
        "c1", CostKind.LEARNERS_TIME, people=Decimal(24), hours=Decimal("1.5"), hourly_rate=Decimal(40)
    )


@pytest.mark.parametrize(
    ("kind", "fields", "at"),
    [
        (CostKind.LEARNERS_TIME, {"people": "24"}, {"hours", "hourly_rate"}),
        (CostKind.DELIVERY, {}, {"amount"}),
        (CostKind.OTHER, {"amount": "5"}, {"what"}),
        (CostKind.DEVELOPMENT, {"amount": "5", "users": "110"}, {"people"}),
        (CostKind.DEVELOPMENT, {"amount": "5", "people": "25"}, {"users"}),
        (CostKind.DEVELOPMENT, {"amount": "5", "people": "25", "users": "20"}, {"users"}),
    ],
)
def test_a_cost_says_what_it_still_needs(kind: CostKind, fields: dict[str, object], at: set[str]) -> None:
    assert set(refused(estimate_forms.cost("c1", kind, typed(fields)))) == at


def test_a_line_takes_the_place_it_had_and_a_new_one_the_last() -> None:
    first, second = Intangible("i1", "Trust"), Intangible("i2", "Calm")
    before = Estimate("GBP", intangibles=(first, second))

    changed = estimate_forms.with_line(before, Intangible("i1", "More trust"))
    added = estimate_forms.with_line(before, Intangible("i3", "Pride"))

    assert isinstance(changed, Estimate)
    assert isinstance(added, Estimate)
    assert [line.what for line in changed.intangibles] == ["More trust", "Calm"]
    assert [line.what for line in added.intangibles] == ["Trust", "Calm", "Pride"]
    assert estimate_forms.without_line(added, "i2").intangibles == (first, Intangible("i3", "Pride"))


def test_a_page_holds_no_endless_list() -> None:
    full = Estimate("GBP", costs=tuple(CostLine(f"c{at}", CostKind.OTHER) for at in range(MOST_LINES)))

    assert (
        "There are 12 lines already."
        in refused(estimate_forms.with_line(full, CostLine("new", CostKind.OTHER)))["what"]
    )
    assert isinstance(estimate_forms.with_line(full, CostLine("c3", CostKind.OTHER)), Estimate)


@pytest.mark.parametrize("currency", ["", "XXX", "DEM", "euro"])
def test_only_money_of_today_is_taken(currency: str) -> None:
    assert isinstance(estimate_forms.currency(Estimate("GBP"), typed({"currency": currency})), dict)


def test_a_currency_stays_once_an_amount_stands_in_it() -> None:
    settled = Estimate("GBP", costs=(CostLine("c1", CostKind.TRAVEL),))

    assert estimate_forms.currency(Estimate("GBP"), typed({"currency": "CHF"})) == Estimate("CHF")
    assert estimate_forms.currency(settled, typed({"currency": "GBP"})) == settled
    assert "stays in GBP" in refused(estimate_forms.currency(settled, typed({"currency": "CHF"})))["currency"]


@given(
    st.dictionaries(
        st.sampled_from(sorted({*BENEFIT} - {"gain", "period", "method", "dated_on"})), st.text(max_size=20)
    )
)
def test_whatever_is_typed_is_a_line_or_sentences(fields: dict[str, object]) -> None:
    for spot in (
        LineSpot(Part.BENEFIT),
        LineSpot(Part.INTANGIBLE),
        *(LineSpot(Part.COST, kind=kind) for kind in CostKind),
    ):
        made = estimate_forms.line(spot, "x", typed(fields))

        if isinstance(made, dict):
            assert all(isinstance(sentence, Sentence) and WORDS(sentence) for sentence in made.values())
        else:
            assert made.id == "x"
