"""The rules of order that a conversation keeps, proven on the playbook that ships."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.answers import problems
from bot.coaching.brief import brief_of
from bot.coaching.card import card_of
from bot.coaching.case import CaseFile, Outcome, Reaction
from bot.coaching.cautions import fired
from bot.coaching.facts import facts_of
from bot.coaching.outcome import SUCCESSES
from bot.locales.words import load_words
from bot.playbook import flow
from bot.playbook.model import Finish, Go, Question, Rest, Stage, Step, Value
from bot.playbook.shelf import Shelf
from bot.playbook.wording import load_wording
from tests.coaching.builders import TODAY, TRAINER, answered, interaction

SHELF = Shelf.read(Path(__file__).parents[2] / "playbooks")
BOOK = SHELF.playbook("executive-pushback", SHELF.newest("executive-pushback"), "en")
WORDING = load_wording("en")

AFTER_LISTEN = set(Stage) - {Stage.LISTEN}
INTERPRETING = {"primary_concern", "other_concerns", "explored", "restatement", "correction", "goal", "intersection"}


def question_of(fact: str) -> Question:
    return next(question for step in BOOK.steps for question in step.questions if question.fills == fact)


def asking(fact: str) -> Step:
    return next(step for step in BOOK.steps if question_of(fact) in step.questions)


def known(values: Mapping[str, Value | None], *reactions: Reaction) -> dict[str, object]:
    """Return the facts of a case with these facts answered and these reactions logged."""
    logged = tuple(replace(interaction(str(at)), reaction=reaction) for at, reaction in enumerate(reactions))
    file = answered({question_of(fact).id: value for fact, value in values.items()})
    return facts_of(replace(file, interactions=logged), BOOK, heard=(), person=TRAINER, today=TODAY)


def leads_to(facts: Mapping[str, object]) -> list[str]:
    return [step.id for step in flow.path(BOOK, facts)]


def stages_on_the_way(facts: Mapping[str, object]) -> set[Stage]:
    return {step.stage for step in flow.path(BOOK, facts)}


HEARD: dict[str, Value | None] = {
    "quote": "We spend too much on courses.",
    "primary_concern": "cost_centre",
    "restatement": "You pay and see nothing for it.",
}
UNDERSTOOD = HEARD | {"said_back": "confirmed"}
ALIGNED = UNDERSTOOD | {"goal": "A second site by March"}
RULED = ALIGNED | {"pilot_measure": "Complaints", "rule_yes": "9 or fewer", "rule_no": "13 or more"}


# 1. Verbatim first.


def test_the_executives_own_words_come_before_any_interpretation() -> None:
    first = flow.first(BOOK)

    assert question_of("quote") in first.questions
    assert not INTERPRETING & {question.fills for question in first.questions}


def test_the_run_does_not_begin_without_the_executives_words() -> None:
    quote = question_of("quote")

    assert quote.suggest == ""
    assert list(problems(flow.first(BOOK), {quote.id: None}, today=TODAY)) == [quote.id]


# 2. Listen before answering.


@pytest.mark.parametrize("said_back", [None, "not_yet", "corrected"])
def test_align_stays_closed_until_a_restatement_was_confirmed(said_back: str | None) -> None:
    facts = known(HEARD | {"said_back": said_back})

    gate = flow.closed_gate(BOOK, Stage.ALIGN, facts)

    assert gate is not None
    assert "You pay and see nothing for it." in WORDING.render(gate.closed, facts)


def test_align_opens_once_a_restatement_was_confirmed() -> None:
    facts = known(UNDERSTOOD)

    move = flow.after(BOOK, asking("said_back"), facts)

    assert flow.closed_gate(BOOK, Stage.ALIGN, facts) is None
    assert isinstance(move, Go)
    assert BOOK.step(move.step).stage is Stage.ALIGN


def test_not_yet_ends_the_day_and_the_line_to_say_is_the_next_action() -> None:
    facts = known(HEARD | {"said_back": "not_yet"})

    move = flow.after(BOOK, asking("said_back"), facts)

    assert isinstance(move, Rest)
    assert "You pay and see nothing for it." in WORDING.plain(move.next_action, facts)


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=6))
def test_a_corrected_restatement_loops_as_often_as_it_takes(corrections: list[str]) -> None:
    step = asking("said_back")
    values = HEARD
    for correction in corrections:
        facts = known(values | {"said_back": "corrected", "correction": correction})
        move = flow.after(BOOK, step, facts)

        assert isinstance(move, Go)
        assert move.step == step.id
        assert {question_of("said_back").id, question_of("correction").id} <= set(move.forget)
        line = move.set[question_of("restatement").id]
        values = values | {"restatement": WORDING.plain(line, facts)}
        assert values["restatement"] == WORDING.plain("{{ correction }}", facts)
        assert flow.closed_gate(BOOK, Stage.ALIGN, known(values))


SOMETHING = st.sampled_from(
    ["goal", "core", "pilot_measure", "pilot_target", "rule_yes", "rule_no", "rule_neither", "ask", "explored"]
)
ANSWERED = st.dictionaries(SOMETHING, st.just("x"))
SAID_BACK = st.sampled_from([None, "confirmed", "corrected", "not_yet"])
RESULT = st.sampled_from([None, "go", "conditional", "no_go"])
REACTIONS = st.lists(st.sampled_from(Reaction), max_size=3)


@given(ANSWERED, SAID_BACK, RESULT, REACTIONS)
def test_whatever_is_known_no_way_leads_past_listening_unheard(
    values: dict[str, Value | None], said_back: str | None, result: str | None, reactions: list[Reaction]
) -> None:
    facts = known(HEARD | values | {"said_back": said_back, "pilot_result": result}, *reactions)

    if said_back != "confirmed":
        assert stages_on_the_way(facts) == {Stage.LISTEN}


# 3. Align before pilot, and the rule before the pilot.


def test_the_pilot_stays_closed_until_a_goal_of_theirs_is_known() -> None:
    assert flow.closed_gate(BOOK, Stage.PILOT, known(UNDERSTOOD)) is not None
    assert flow.closed_gate(BOOK, Stage.PILOT, known(ALIGNED)) is None


def test_the_goal_is_asked_before_the_pilot_and_the_rule_before_the_result() -> None:
    way = leads_to(known(RULED | {"pilot_result": "go"}))

    order = [way.index(asking(fact).id) for fact in ("goal", "pilot_measure", "rule_yes", "pilot_result")]
    assert order == sorted(order)


def test_a_pilot_is_not_left_without_what_counts_as_yes_no_and_neither() -> None:
    step = asking("rule_yes")
    rule = {question_of(fact).id for fact in ("rule_yes", "rule_no", "rule_neither")}

    found = problems(step, {question.id: None for question in step.questions}, today=TODAY)

    assert rule <= found.keys()


@given(ANSWERED, RESULT, REACTIONS)
def test_whatever_is_known_a_result_is_asked_for_only_when_there_was_a_rule(
    values: dict[str, Value | None], result: str | None, reactions: list[Reaction]
) -> None:
    facts = known(ALIGNED | values | {"pilot_result": result}, *reactions)

    if result is None and not facts["rule_yes"]:
        assert asking("pilot_result").id not in leads_to(facts)


def test_a_pilot_agreed_without_its_rule_is_warned_of() -> None:
    without = fired(BOOK, Stage.PILOT, known(ALIGNED, Reaction.AGREED_TO_PILOT))
    with_rule = fired(BOOK, Stage.PILOT, known(RULED, Reaction.AGREED_TO_PILOT))

    assert "pilot_without_rule" in {caution.id for caution in without}
    assert "pilot_without_rule" not in {caution.id for caution in with_rule}


# 4. Show results before the grand vision.


@given(ANSWERED, RESULT, REACTIONS)
def test_whatever_is_known_the_larger_idea_opens_only_after_a_result(
    values: dict[str, Value | None], result: str | None, reactions: list[Reaction]
) -> None:
    facts = known(RULED | values | {"pilot_result": result}, *reactions)

    assert (flow.closed_gate(BOOK, Stage.SCALE, facts) is None) is (result is not None)
    if result is None:
        assert Stage.SCALE not in stages_on_the_way(facts)


def test_a_result_leads_to_what_lasts() -> None:
    assert Stage.SCALE in stages_on_the_way(known(RULED | {"pilot_result": "go"}))


def test_every_way_ends() -> None:
    way = flow.path(BOOK, known(RULED | {"pilot_result": "go"}))

    assert isinstance(flow.after(BOOK, way[-1], known(RULED | {"pilot_result": "go"})), Finish)


# 5. Convince or be convinced.


def test_content_that_improved_because_the_executive_was_right_is_a_success() -> None:
    assert Outcome.CONTENT_IMPROVED in SUCCESSES


# 6. Warnings fire when their condition is met.


@pytest.mark.parametrize(
    ("warning", "stage", "values"),
    [
        ("sarcasm", Stage.LISTEN, {"restatement": "What makes them such an expert? I resign!"}),
        ("vision_too_early", Stage.ALIGN, {"intersection": "We become a learning organization."}),
        ("vision_too_early", Stage.PILOT, {"chosen_tactic": "learning_organization"}),
        ("change_management_word", Stage.PILOT, {"ask": "Present our change management to the team"}),
        ("vulnerability_precondition", Stage.PILOT, {"involvement": ("guest", "reverse_mentoring")}),
        ("vulnerability_precondition", Stage.PILOT, {"chosen_tactic": "reverse_mentoring", "openness_shown": False}),
    ],
)
def test_a_warning_fires_when_its_condition_is_met(
    warning: str, stage: Stage, values: Mapping[str, Value | None]
) -> None:
    assert warning in {caution.id for caution in fired(BOOK, stage, known(UNDERSTOOD | dict(values)))}


@pytest.mark.parametrize(
    ("warning", "values"),
    [
        ("vision_too_early", {"chosen_tactic": "learning_organization", "pilot_result": "go"}),
        ("vulnerability_precondition", {"involvement": ("reverse_mentoring",), "openness_shown": True}),
        ("vulnerability_precondition", {"involvement": ("guest",)}),
        ("sarcasm", {"restatement": "You see no return on what you pay."}),
    ],
)
def test_a_warning_stays_silent_when_its_condition_is_not_met(warning: str, values: Mapping[str, Value | None]) -> None:
    facts = known(UNDERSTOOD | dict(values))

    assert all(warning not in {caution.id for caution in fired(BOOK, stage, facts)} for stage in Stage)


def test_a_refusal_reminds_trainers_of_their_own_limits() -> None:
    cautions = fired(BOOK, Stage.ALIGN, known(UNDERSTOOD, Reaction.REFUSED))

    assert "own_limits" in {caution.id for caution in cautions}


# 7. The private reflection is seen by its author only.

SECRET = "I cannot work for somebody who talks like this."


def reflecting() -> CaseFile:
    values = RULED | {"reflection": SECRET, "next_contact_on": TODAY + timedelta(days=7)}
    return answered({question_of(fact).id: value for fact, value in values.items()})


def test_the_reflection_is_asked_in_private() -> None:
    assert question_of("reflection").private


def test_the_reflection_reaches_neither_brief_nor_card() -> None:
    file = reflecting()
    facts = facts_of(file, BOOK, heard=(), person=TRAINER, today=TODAY)

    assert SECRET not in repr(brief_of(file, BOOK, facts, load_words("en")))
    assert SECRET not in repr(card_of(file, BOOK))


def test_no_coaching_text_next_action_or_warning_repeats_the_reflection() -> None:
    file = reflecting()
    facts = facts_of(file, BOOK, heard=(), person=TRAINER, today=TODAY)

    moves = [move for step in BOOK.steps for move in step.moves]
    templates = [
        *(step.coaching for step in BOOK.steps),
        *(move.next_action for move in moves if isinstance(move, Rest | Finish)),
        *(caution.text for caution in BOOK.warnings),
    ]
    assert all(SECRET not in WORDING.render(template, facts) for template in templates)
