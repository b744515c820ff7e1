from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import pilot_answers
from bot.coaching.case import Answer
from bot.coaching.pilot import Comparison, Direction, Measure, Pilot, Verdict
from bot.coaching.pilot_answers import Standing
from bot.locales.words import load_words
from bot.playbook.model import Kind, Value
from tests.coaching.builders import answered, playbook, slot, step

WORDS = load_words("en-GB")
STEPS: dict[str, Value] = {
    "pilot_audience": "Team leads, north depot",
    "pilot_size": Decimal(24),
    "pilot_starts_on": date(2026, 4, 1),
    "pilot_weeks": Decimal(8),
    "pilot_measure": "Complaints per 1,000 orders",
    "pilot_baseline": "14",
    "pilot_target": "9 or fewer",
    "rule_yes": "9 or fewer: all depots",
    "rule_no": "13 or more: we stop",
    "rule_neither": "Four more weeks with one change",
    "pilot_decision_on": date(2026, 5, 29),
    "pilot_decider": "Dana Whitfield",
}
DESIGN = Pilot(
    audience="Team leads, north depot",
    size=24,
    starts_on=date(2026, 4, 1),
    weeks=8,
    measures=(
        Measure(
            "m1",
            "Complaints per 1,000 orders",
            baseline=Decimal(14),
            target=Decimal(9),
            go=Decimal(9),
            no_go=Decimal(13),
        ),
    ),
    between="Four more weeks with one change",
    decider="Dana Whitfield",
    decision_on=date(2026, 5, 29),
    if_go="all depots",
    if_no_go="we stop",
)


def said(values: dict[str, Value], revision: int = 3) -> dict[str, Answer]:
    return {name: Answer(name, value, revision) for name, value in values.items()}


def test_answers_of_the_steps_fill_the_designer() -> None:
    assert pilot_answers.prefilled(None, said(STEPS), WORDS) == DESIGN


def test_nothing_answered_fills_nothing() -> None:
    assert pilot_answers.prefilled(None, {}, WORDS) == Pilot()


def test_a_later_answer_of_a_step_changes_the_design_and_an_older_one_does_not() -> None:
    sheet = replace(DESIGN, owner="Mara", comparison=Comparison.GROUP, as_of=5)

    older = pilot_answers.prefilled(sheet, said({"pilot_weeks": Decimal(12)}, 5), WORDS)
    later = pilot_answers.prefilled(sheet, said({"pilot_weeks": Decimal(12)}, 6), WORDS)

    assert older == sheet
    assert later == replace(sheet, weeks=12)


def test_an_answer_taken_back_in_a_step_is_taken_back_in_the_design() -> None:
    taken_back = {"pilot_starts_on": Answer("pilot_starts_on", None, 6)}

    assert pilot_answers.prefilled(replace(DESIGN, as_of=5), taken_back, WORDS).starts_on is None


def test_a_step_knows_one_measure_and_leaves_several_alone() -> None:
    two = replace(DESIGN, measures=(*DESIGN.measures, Measure("m2", "Repeat visits")), as_of=5)

    filled = pilot_answers.prefilled(
        two, said({"pilot_measure": "Returns", "rule_yes": "3", "pilot_weeks": Decimal(4)}, 6), WORDS
    )

    assert filled == replace(two, weeks=4)


@pytest.mark.parametrize(
    ("text", "number", "then"),
    [
        ("9 or fewer: all depots", 9, "all depots"),
        ("Complaints: 9 or fewer", 9, ""),
        ("complaints: 9 or fewer. Then: all depots", 9, "all depots"),
        ("Complaints: no better than 14", 14, ""),
        ("1,200.5 or more: we go on", Decimal("1200.5"), "we go on"),
        ("60 % or more", 60, ""),
        ("9 or fewer within 8 weeks: all depots", None, "9 or fewer within 8 weeks: all depots"),
        ("Fewer than before", None, "Fewer than before"),
        ("", None, ""),
    ],
)
def test_a_rule_in_words_turns_on_its_one_number(text: str, number: Decimal | None, then: str) -> None:
    assert pilot_answers.threshold_in(text, "Complaints", WORDS) == (number, then)


def test_higher_is_better_where_the_target_is_higher() -> None:
    values: dict[str, Value] = {"pilot_measure": "First-time fixes", "pilot_baseline": "60 %", "pilot_target": "75 %"}

    (measure,) = pilot_answers.prefilled(None, said(values), WORDS).measures

    assert (measure.direction, measure.unit) == (Direction.HIGHER, "%")
    assert (measure.go, measure.no_go) == (Decimal(75), Decimal(64))


@pytest.mark.parametrize(
    ("baseline", "target", "no_go"),
    [("14", "9", "13"), ("5", "2", "4"), ("0.8", "0.4", "0.7"), ("60", "75", "64"), ("10", "10", "10")],
)
def test_a_target_is_a_go_and_a_quarter_of_the_way_is_a_no_go(baseline: str, target: str, no_go: str) -> None:
    measure = Measure("m1", "Any", baseline=Decimal(baseline), target=Decimal(target))

    made = pilot_answers.suggested(measure)

    assert (made.go, made.no_go) == (Decimal(target), Decimal(no_go))


def test_thresholds_that_are_there_stay() -> None:
    assert pilot_answers.suggested(DESIGN.measures[0]) == DESIGN.measures[0]


texts = st.text(alphabet=st.characters(categories=("L", "Zs")), max_size=20).map(lambda text: " ".join(text.split()))
whole = st.none() | st.integers(min_value=1, max_value=260)
values = st.none() | st.decimals(min_value=-10_000, max_value=10_000, places=2)
measures = st.builds(
    Measure,
    id=st.just("m1"),
    name=texts.filter(bool),
    unit=st.sampled_from(["", "%", "calls"]),
    direction=st.sampled_from(Direction),
    baseline=values,
    target=values,
    go=values,
    no_go=values,
)
designs = st.builds(
    Pilot,
    audience=texts,
    size=whole,
    starts_on=st.none() | st.dates(),
    weeks=whole,
    measures=measures.map(lambda measure: (measure,)) | st.just(()),
    between=texts,
    decider=texts,
    decision_on=st.none() | st.dates(),
    if_go=texts,
    if_no_go=texts,
    as_of=st.just(5),
)


@given(designs)
def test_what_was_designed_and_answered_stays_as_it_was_designed(design: Pilot) -> None:
    answers = pilot_answers.answers_of(design, WORDS)

    saved = {name: Answer(name, value, 5) for name, value in answers.items()}

    assert pilot_answers.prefilled(design, saved, WORDS) == design


@given(designs)
def test_every_fact_of_the_designer_is_answered_and_no_other(design: Pilot) -> None:
    assert pilot_answers.answers_of(design, WORDS).keys() == pilot_answers.DESIGNED


def test_a_design_says_its_rule_in_the_answers() -> None:
    answers = pilot_answers.answers_of(DESIGN, WORDS)

    assert answers["rule_yes"] == "Complaints per 1,000 orders: at most 9. Then: all depots"
    assert answers["rule_no"] == "Complaints per 1,000 orders: 13 or more. Then: we stop"
    assert (answers["pilot_target"], answers["pilot_size"]) == ("at most 9", 24)


PLAYBOOK = playbook(
    step(
        slot(Kind.TEXT, "pilot_measure"),
        slot(Kind.DATE, "pilot_starts_on"),
        slot(Kind.NUMBER, "pilot_weeks"),
        slot(Kind.DATE, "pilot_decision_on"),
        slot(Kind.CHOICE, "pilot_result", options=("go", "conditional", "no_go")),
    )
)


def test_a_pilot_stands_where_its_answers_say() -> None:
    start = date(2026, 4, 1)
    file = answered(
        {"pilot_measure": "Complaints", "pilot_starts_on": start, "pilot_weeks": Decimal(8), "pilot_result": "no_go"}
    )

    standing = pilot_answers.standing(file, PLAYBOOK)

    assert standing == Standing(start, start + timedelta(days=55), None, Verdict.NO_GO)


def test_without_a_measure_and_a_rule_no_pilot_is_proposed() -> None:
    assert pilot_answers.standing(answered({"pilot_starts_on": date(2026, 4, 1)}), PLAYBOOK) is None
    assert pilot_answers.standing(answered({"pilot_measure": None}), PLAYBOOK) is None
