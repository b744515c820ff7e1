from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.coaching import pilot_brief, pilot_words, rule
from bot.coaching.estimate import BenefitLine, CostKind, CostLine, Estimate, Method, Period
from bot.coaching.pilot import Comparison, Direction, Measure, Pilot, Reading, Results, Sample, Verdict
from bot.coaching.rule import Lock, PilotFile
from bot.locales.words import load_words

WORDS, ZONE = load_words("en-GB"), "Europe/London"
MEASURE = Measure(
    "m1",
    "Complaints per 1,000 orders",
    baseline=Decimal(14),
    baseline_on=date(2026, 3, 20),
    baseline_source="Quality report",
    target=Decimal(9),
    go=Decimal(9),
    no_go=Decimal(13),
    period=Period.MONTH,
    is_per_person=True,
    line_id="b1",
)
PILOT = Pilot(
    audience="Team leads",
    size=24,
    starts_on=date(2026, 4, 1),
    weeks=8,
    measures=(MEASURE,),
    comparison=Comparison.GROUP,
    comparison_who="the south depot",
    decider="Dana Whitfield",
    decision_on=date(2026, 5, 29),
    if_go="all depots from autumn",
    if_no_go="we stop",
    cost=Decimal(4000),
    currency="GBP",
)
LOCK = Lock(1, PILOT, rule.digest(PILOT), "", "U0", datetime(2026, 3, 26, 9, 30, tzinfo=UTC))
LATER = replace(PILOT, weeks=10, measures=(replace(MEASURE, go=Decimal(10)),))
SECOND = Lock(2, LATER, rule.digest(LATER), "A public holiday", "U0", datetime(2026, 4, 7, 9, 30, tzinfo=UTC))


def results(trained: str = "8.5", compared: str = "12", *, size: int = 24, on: date = date(2026, 5, 28)) -> Results:
    groups = (Sample(Decimal(value), size, Decimal("3.1")) for value in (trained, compared))
    return Results((Reading("m1", *groups),), on, 1, Verdict.GO, "It was the practice.")


def test_a_page_tells_the_rule_and_the_version_it_is_locked_as() -> None:
    page = pilot_brief.summary_of(PilotFile(PILOT, 1, (LOCK,)), WORDS, ZONE)

    assert page.rule == (
        "Go: Complaints per 1,000 orders: at most 9. Then: all depots from autumn",
        "No-go: Complaints per 1,000 orders: 13 or more. Then: we stop",
        "In between: we look at it together and agree on the next step",
    )
    assert page.locked
    assert (page.locked.version, page.locked.digest, page.locked.timing) == (1, LOCK.digest[:8], "")
    assert page.measures[0].baseline == "14 (Fri, 20 Mar 2026, Quality report)"
    assert (page.ends_on, page.cost, page.verdict, page.verdict_text) == (date(2026, 5, 26), "£4,000", None, "")


def test_several_measures_are_told_as_one_rule() -> None:
    two = replace(
        PILOT, measures=(MEASURE, replace(MEASURE, id="m2", name="Fixes", direction=Direction.HIGHER, unit="%"))
    )

    assert pilot_words.rule_yes(two, WORDS) == (
        "all of these: Complaints per 1,000 orders: at most 9; Fixes: 9% or more. Then: all depots from autumn"
    )
    assert pilot_words.rule_no(two, WORDS).startswith(
        "any of these: Complaints per 1,000 orders: 13 or more; Fixes: at most 13%"
    )


def test_a_rule_that_lacks_a_number_is_no_rule_yet() -> None:
    page = pilot_brief.summary_of(PilotFile(replace(PILOT, measures=(replace(MEASURE, go=None),))), WORDS, ZONE)

    assert (page.rule, page.versions) == ((), ())


def test_both_versions_stay_in_sight_with_what_the_second_changed_and_why() -> None:
    page = pilot_brief.summary_of(PilotFile(LATER, 2, (LOCK, SECOND)), WORDS, ZONE)

    assert [version.version for version in page.versions] == [1, 2]
    assert page.locked
    assert page.locked.reason == "A public holiday"
    assert page.locked.changes == ("Weeks: 8, now 10", "Complaints per 1,000 orders, go from: 9, now 10")
    assert page.locked.timing == "Locked when the pilot had already begun."


def test_measures_that_came_and_went_are_told() -> None:
    other = replace(PILOT, measures=(replace(MEASURE, id="m2", name="Fixes"),), comparison=Comparison.NONE)

    assert pilot_words.changes(PILOT, other, WORDS) == (
        "Held against: A similar group without it, now Nothing, only before and after",
        "New measure: Fixes",
        "Measure left out: Complaints per 1,000 orders",
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            results(),
            (
                "The comparison group is at 12; this is 3.5 better. With 24 and 24 people, the true "
                "difference most likely lies between 1.7 better and 5.3 better. Chance alone seldom does that."
            ),
        ),
        (
            results(size=4),
            (
                "Too few to tell. The comparison group is at 12; this is 3.5 better. With 4 and 4 people, the true "
                "difference may lie anywhere from 1.9 worse to 8.9 better: “nothing happened” is among it."
            ),
        ),
        (
            results("13", "9"),
            (
                "The comparison group is at 9; this is 4 worse. With 24 and 24 people, the true "
                "difference most likely lies between 5.8 worse and 2.2 worse. It got worse, and not by chance."
            ),
        ),
    ],
)
def test_how_sure_one_may_be_is_said_in_words_and_never_as_a_probability(found: Results, said: str) -> None:
    page = pilot_brief.summary_of(PilotFile(PILOT, 1, (LOCK,), found), WORDS, ZONE)

    assert page.measures[0].uncertainty == said


def test_a_comparison_group_of_which_nothing_was_measured_allows_no_claim() -> None:
    alone = replace(results(), readings=tuple(replace(each, compared=None) for each in results().readings))

    before = pilot_brief.summary_of(PilotFile(PILOT, 1, (LOCK,)), WORDS, ZONE)
    after = pilot_brief.summary_of(PilotFile(PILOT, 1, (LOCK,), alone), WORDS, ZONE)

    assert "what the training added" in before.comparison
    assert "not what changed it" in after.comparison


def test_a_difference_a_year_is_told_with_what_it_is_made_of() -> None:  # F7
    page = pilot_brief.summary_of(PilotFile(PILOT, 1, (LOCK,), results()), WORDS, ZONE)

    assert page.measures[0].annual == "In a year that comes to 1,008 better (difference × 12 periods × 24 people)."  # noqa: RUF001


def test_the_measured_return_stands_where_an_estimate_says_what_a_unit_is_worth() -> None:
    estimate = Estimate("GBP", (BenefitLine("b1", "Complaints", unit_value=Decimal(10)),))

    file = PilotFile(PILOT, 1, (LOCK,), results())

    assert pilot_brief.summary_of(file, WORDS, ZONE).measured == ""
    assert pilot_brief.summary_of(file, WORDS, ZONE, estimate).measured == (
        "Measured: £10,080 in a year for £4,000 spent, a return of 152%."
    )


def test_the_measured_return_stands_beside_the_estimated_one() -> None:
    line = BenefitLine(
        "b1", "Complaints", "complaints", unit_value=Decimal(10), low=Decimal(60), expected=Decimal(80),
        isolation=Decimal(100), method=Method.COMPARISON, confidence=Decimal(100), source="Hotline",
    )  # fmt: skip
    estimate = Estimate("GBP", (line,), (CostLine("c1", CostKind.DELIVERY, amount=Decimal(4000)),))

    measured = pilot_brief.summary_of(PilotFile(PILOT, 1, (LOCK,), results()), WORDS, ZONE, estimate).measured

    assert measured.endswith("The estimate had said 80% in the low case, 140% as expected.")


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (Verdict.GO, "Go, by version 1 of the rule, on the figures of Thu, 28 May 2026."),
        (Verdict.CONDITIONAL, "In between, by version 1 of the rule, on the figures of Thu, 28 May 2026."),
        (
            Verdict.NO_GO,
            "No-go, by version 1 of the rule, on the figures of Thu, 28 May 2026. A decision is reached.",
        ),
    ],
)
def test_a_verdict_names_its_rule_and_a_no_go_is_a_decision_reached(verdict: Verdict, said: str) -> None:
    page = pilot_brief.summary_of(PilotFile(PILOT, 1, (LOCK,), replace(results(), verdict=verdict)), WORDS, ZONE)

    assert (page.verdict, page.verdict_text, page.learned) == (verdict, said, "It was the practice.")


def test_what_takes_weight_from_a_verdict_stands_beside_it() -> None:
    late = replace(LOCK, locked_at=datetime(2026, 5, 27, 9, 30, tzinfo=UTC))
    found = replace(results(on=date(2026, 5, 1)), is_rule_later=True)

    page = pilot_brief.summary_of(PilotFile(PILOT, 1, (late,), found), WORDS, ZONE)

    assert page.verdict_text == (
        "Go, by version 1 of the rule, on the figures of Fri, 1 May 2026. The figures are from before the pilot's end. "
        "That version was locked when an earlier result was known. Locked when the pilot was already over."
    )


def test_a_rule_that_came_after_the_figures_says_so_where_no_first_day_tells() -> None:
    undated = replace(PILOT, starts_on=None)
    late = replace(LOCK, pilot=undated, locked_at=datetime(2026, 5, 29, 9, 30, tzinfo=UTC))

    page = pilot_brief.summary_of(PilotFile(undated, 1, (late,), results()), WORDS, ZONE)

    assert page.verdict_text.endswith("Locked when the figures were there already.")


@pytest.mark.parametrize(
    ("comparison", "said"),
    [
        (Comparison.GROUP, "what the training added"),
        (Comparison.TREND, "if nothing else changed"),
        (Comparison.NONE, "that it changed, not what changed it"),
    ],
)
def test_a_comparison_says_what_it_allows_one_to_claim(comparison: Comparison, said: str) -> None:
    assert said in pilot_words.claim(replace(PILOT, comparison=comparison), WORDS)
