from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.case import Answer
from bot.coaching.changes import Merge, merge
from bot.playbook.model import Value


def newest(values: Mapping[str, Value | None]) -> dict[str, Answer]:
    return {name: Answer(name, value, 2) for name, value in values.items()}


def test_a_window_saves_only_what_it_changed() -> None:
    base = {"goal": "growth", "core": "practice"}

    merged = merge(base, {"goal": "revenue", "core": "practice"}, newest(base))

    assert merged == Merge({"goal": "revenue"}, (), ())


def test_what_the_other_window_changed_stays_when_this_one_left_it_alone() -> None:
    base = {"goal": "growth", "core": "practice"}

    merged = merge(base, base, newest({"goal": "revenue", "core": "practice"}))

    assert merged == Merge({}, (), ("goal",))


def test_the_later_save_wins_on_a_field_both_changed_and_says_so() -> None:
    merged = merge({"goal": "growth"}, {"goal": "margin"}, newest({"goal": "revenue"}))

    assert merged == Merge({"goal": "margin"}, ("goal",), ())


def test_two_windows_with_the_same_answer_are_of_one_mind() -> None:
    merged = merge({"goal": None}, {"goal": "margin"}, newest({"goal": "margin"}))

    assert merged == Merge({}, (), ())


def test_an_answer_may_be_taken_back() -> None:
    merged = merge({"goal": "growth"}, {"goal": None}, newest({"goal": "growth"}))

    assert merged == Merge({"goal": None}, (), ())


def test_a_suggestion_left_standing_is_the_answer() -> None:
    merged = merge({}, {"restatement": "You fear the cost."}, {}, suggested={"restatement": "You fear the cost."})

    assert merged == Merge({"restatement": "You fear the cost."}, (), ())


def test_a_suggestion_left_standing_gives_way_to_what_another_window_answered() -> None:
    line = "You fear the cost."

    merged = merge(
        {}, {"restatement": line}, newest({"restatement": "You fear waste."}), suggested={"restatement": line}
    )

    assert merged == Merge({}, (), ("restatement",))


def test_a_suggestion_may_be_refused_by_emptying_the_field() -> None:
    merged = merge({}, {"restatement": None}, {}, suggested={"restatement": "You fear the cost."})

    assert merged == Merge({}, (), ())


ANSWERS = st.dictionaries(st.sampled_from("abcd"), st.none() | st.sampled_from(["1", "2", "3"]))


def saved(on: dict[str, Value | None], merged: Merge) -> dict[str, Value | None]:
    return {**on, **merged.changed}


@given(ANSWERS, ANSWERS)
def test_alone_a_window_gets_what_it_submits(base: dict[str, Value | None], submitted: dict[str, Value | None]) -> None:
    after = saved(base, merge(base, submitted, newest(base)))

    assert {name: after.get(name) for name in submitted} == submitted


@given(ANSWERS, ANSWERS, ANSWERS)
def test_saving_twice_is_saving_once(
    base: dict[str, Value | None], submitted: dict[str, Value | None], now: dict[str, Value | None]
) -> None:
    once = saved(now, merge(base, submitted, newest(now)))

    assert merge(base, submitted, newest(once)).changed == {}


@given(ANSWERS, ANSWERS, ANSWERS)
def test_every_answer_is_either_this_windows_or_the_newest(
    base: dict[str, Value | None], submitted: dict[str, Value | None], now: dict[str, Value | None]
) -> None:
    merged = merge(base, submitted, newest(now))
    after = saved(now, merged)

    for name, value in submitted.items():
        mine = value != base.get(name)
        assert after.get(name) == (value if mine else now.get(name))
    assert set(merged.overtaken) <= set(merged.changed)
    assert not set(merged.kept) & set(merged.changed)
