from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.insight import LEAST, Insight, Reach, Sureness, Trial, experience, in_order, in_ten, insights

TODAY = date(2026, 3, 26)
WIDE = Reach(9, 4)


def tried(tactic: str, times: int, moved: int, *, ago: int = 10) -> Trial:
    return Trial(tactic, TODAY - timedelta(days=ago), times, moved)


def known(*trials: Trial, reach: Reach = WIDE, threshold: int = 3) -> tuple[Insight, ...]:
    reached = {trial.tactic: reach for trial in trials}
    return insights(trials, reached, today=TODAY, threshold=threshold)


def test_where_there_is_nothing_nothing_is_said() -> None:
    assert known() == ()
    assert known(tried("involve", LEAST - 1, LEAST - 1)) == ()


def test_seven_of_nine_is_told_as_it_is_and_ranked_with_caution() -> None:
    insight, _ = known(tried("ask_specific_questions", 9, 7), tried("involve", 60, 18))

    assert (insight.tried, insight.moved) == (9, 7)
    assert 18 / 60 < insight.rate < 7 / 9
    assert insight.low < insight.rate < insight.high


def test_one_lucky_week_does_not_beat_a_year_of_good_ones() -> None:
    ranked = known(tried("lucky", 5, 5), tried("steady", 80, 60), tried("poor", 80, 16))

    assert [each.tactic for each in ranked] == ["steady", "lucky", "poor"]
    assert [each.sureness for each in ranked] == [Sureness.FAIRLY, Sureness.ROUGHLY, Sureness.FAIRLY]


def test_what_happened_lately_weighs_more() -> None:
    lately, long_ago = known(
        tried("lately", 20, 14),
        tried("lately", 20, 2, ago=900),
        tried("long_ago", 20, 2),
        tried("long_ago", 20, 14, ago=900),
    )

    assert (lately.tactic, long_ago.tactic) == ("lately", "long_ago")
    assert lately.moved == long_ago.moved


def test_what_one_trainer_or_two_cases_showed_is_not_told() -> None:
    assert known(tried("involve", 30, 20), reach=Reach(cases=2, trainers=5)) == ()
    assert known(tried("involve", 30, 20), reach=Reach(cases=30, trainers=2)) == ()
    assert known(tried("involve", 30, 20), reach=Reach(cases=3, trainers=3)) != ()


def test_the_order_of_tactics_changes_only_where_there_is_reason_to() -> None:
    tactics = ("case_study", "involve", "pilot_demo", "data_statistics")
    much = known(tried("data_statistics", 80, 64), tried("case_study", 80, 16), tried("involve", 5, 3))

    assert in_order(tactics, much) == ("data_statistics", "involve", "pilot_demo", "case_study")
    assert in_order(tactics, known(tried("data_statistics", 80, 64))) == tactics
    assert in_order(tactics, ()) == tactics


def test_what_is_shown_says_whether_it_changed_the_order() -> None:
    names = {"case_study": "A case", "involve": "Their part", "data_statistics": "Figures"}
    much = known(tried("data_statistics", 80, 64), tried("case_study", 80, 16))

    shown = experience(much, names, ("case_study", "involve", "data_statistics"))
    agreeing = experience(much, names, ("data_statistics", "involve", "case_study"))

    assert shown is not None
    assert [name for name, _ in shown.seen] == ["Figures", "A case"]
    assert shown.is_reordered
    assert agreeing is not None
    assert agreeing.is_reordered is False


def test_nothing_is_shown_of_nothing_nor_of_a_tactic_that_the_playbook_has_no_more() -> None:
    assert experience((), {"involve": "Their part"}) is None
    assert experience(known(tried("gone", 80, 64)), {"involve": "Their part"}) is None


def test_what_to_expect_is_told_in_ten_and_never_as_one_number() -> None:
    (known_well,) = known(tried("involve", 9, 7))
    very_well = replace(known_well, low=0.71, high=0.72)
    surely = replace(known_well, low=0.99, high=1.0)

    assert in_ten(replace(known_well, low=0.58, high=0.82)) == (6, 8)
    assert in_ten(very_well) == (6, 8)
    assert in_ten(surely) == (9, 10)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 3000))
def test_a_rate_stays_within_its_interval_and_between_none_and_all(times: int, moved: int, ago: int) -> None:
    found = known(tried("involve", times, min(moved, times), ago=ago))

    assert all(0 <= each.low <= each.rate <= each.high <= 1 for each in found)
