from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import risks
from bot.coaching.risks import Benefit, Risk, RiskKind, Risks, Standstill
from bot.locales.words import Sentence, load_words

SHIFTS = Risk("a", RiskKind.OPERATIONAL, "Two shifts run short", "Half-days only", "Ana")
MONEY = Risk("b", RiskKind.ECONOMIC, "It costs more than planned", "A cap agreed beforehand", "Ines")
TOOLS = Risk("c", RiskKind.TECHNOLOGICAL, "The booking tool cannot do half-days", "Lists on paper", "Ana")
FACE = Risk("d", RiskKind.SOCIAL, "Leads fear to look weak", "Practice in pairs", "Me")
WHOLE = Risks(
    risks=(SHIFTS, MONEY, TOOLS, FACE),
    benefits=(Benefit("e", "New people ask early", "Questions in week one"),),
    standstill=Standstill("The second site opens unprepared", "From May"),
)


def keys(sheet: Risks) -> list[str]:
    return [each.key for each in risks.summary(sheet).missing]


def test_risks_stand_by_kind_economic_first() -> None:  # B-27
    assert [each.kind for each in risks.summary(WHOLE).risks] == list(RiskKind)


def test_a_whole_sheet_lacks_nothing() -> None:
    assert keys(WHOLE) == []


def test_an_empty_sheet_asks_about_all_four_kinds_the_benefits_and_standing_still() -> None:
    summary = risks.summary(Risks())

    assert summary.is_empty
    assert keys(Risks()) == [*["risks.missing.kind"] * 4, "risks.missing.benefits", "risks.missing.standstill"]
    assert load_words("en")(summary.missing[0]).startswith("*Economic: money, budget, lost hours.*")


def test_a_risk_without_an_answer_and_an_answer_without_a_name_are_counted() -> None:
    half = replace(WHOLE, risks=(replace(SHIFTS, mitigation="", owner=""), replace(MONEY, owner=""), TOOLS, FACE))

    assert risks.summary(half).missing == (
        Sentence("risks.missing.mitigation", {"count": 1}),
        Sentence("risks.missing.owner", {"count": 1}),
    )


def test_an_entry_is_taken_off_and_the_rest_stays() -> None:
    assert risks.removed(WHOLE, "risks", "a").risks == (MONEY, TOOLS, FACE)
    assert risks.removed(WHOLE, "benefits", "e").benefits == ()
    assert risks.removed(WHOLE, "standstill", "") == WHOLE


@given(st.permutations(WHOLE.risks))
def test_the_order_in_which_risks_were_noted_does_not_matter(noted: list[Risk]) -> None:
    assert risks.summary(replace(WHOLE, risks=tuple(noted))).risks == risks.summary(WHOLE).risks
