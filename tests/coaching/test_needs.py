from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import needs
from bot.coaching.needs import (
    Assessment,
    Competency,
    Goal,
    Importance,
    Level,
    Method,
    Needs,
    Role,
    Worth,
)

LEVELS = st.sampled_from(Level)
HEADS = st.integers(1, 5000)

GOAL = Goal("g1", "Open the second site without losing a customer", "Complaints per 1,000 orders")
LEADS = Role("r1", "Team leads", Decimal(24))
CLERKS = Role("r2", "Dispatchers", Decimal(6))
TALK = Competency("c1", "r1", "Settle a dispute on the spot", Level.UNDER_PRESSURE, Importance.DECIDES, "g1")
ROUTE = Competency("c2", "r2", "Re-plan a route within ten minutes", Level.ALONE, Importance.MATTERS)
WHOLE = Needs(
    goals=(GOAL,),
    roles=(LEADS, CLERKS),
    competencies=(ROUTE, TALK),
    assessments=(
        Assessment("c1", Level.WITH_HELP, Method.OBSERVED, "Their managers", date(2026, 3, 2)),
        Assessment("c2", Level.WITH_HELP, Method.TESTED),
    ),
    worth=Worth("Nine complaints fewer a month", "Quality report"),
)


def test_the_gap_is_what_is_required_minus_what_is_there() -> None:  # F11
    (talk, route) = needs.summary(WHOLE).lines

    assert (talk.present, talk.required, talk.gap) == (1, 3, 2)
    assert (route.present, route.required, route.gap) == (1, 2, 1)


def test_priorities_are_gap_times_importance_times_heads_weightiest_first() -> None:
    lines = needs.summary(WHOLE).lines

    assert [(line.what, line.priority) for line in lines] == [
        ("Settle a dispute on the spot", 2 * 3 * 24),
        ("Re-plan a route within ten minutes", 1 * 2 * 6),
    ]


def test_what_nobody_assessed_has_no_gap_and_comes_last() -> None:
    lines = needs.summary(replace(WHOLE, assessments=WHOLE.assessments[1:])).lines

    assert [(line.competency_id, line.gap, line.priority) for line in lines] == [("c2", 1, 12), ("c1", None, None)]


def test_who_can_do_more_than_is_required_has_no_gap_to_close() -> None:
    better = replace(WHOLE, assessments=(Assessment("c1", Level.TEACHES), Assessment("c2", Level.WITH_HELP)))

    summary = needs.summary(better)

    assert summary.lines[-1].gap == 0
    assert [line.competency_id for line in summary.open_lines] == ["c2"]


def test_a_whole_analysis_lacks_nothing() -> None:
    assert needs.summary(WHOLE).missing == ()


def test_an_empty_analysis_says_what_is_missing() -> None:
    summary = needs.summary(Needs())

    assert summary.is_empty
    assert [each.key for each in summary.missing] == [
        "needs.missing.goals",
        "needs.missing.roles",
        "needs.missing.worth",
    ]


def test_half_an_analysis_names_the_role_without_competencies_and_counts_the_unassessed() -> None:
    half = replace(WHOLE, competencies=(TALK,), assessments=())

    missing = needs.summary(half).missing

    assert [(each.key, dict(each.values)) for each in missing] == [
        ("needs.missing.competencies", {"role": "Dispatchers"}),
        ("needs.missing.assessments", {"count": 1}),
    ]


def test_a_guessed_level_is_named_as_one() -> None:
    guessed = replace(WHOLE, assessments=(Assessment("c1", Level.WITH_HELP, Method.GUESSED), WHOLE.assessments[1]))

    assert [each.key for each in needs.summary(guessed).missing] == ["needs.missing.method"]


def test_a_removed_role_takes_its_competencies_along_and_a_removed_goal_does_not() -> None:
    without_leads = needs.removed(WHOLE, "roles", "r1")
    without_goal = needs.removed(WHOLE, "goals", "g1")

    assert [each.id for each in without_leads.competencies] == ["c2"]
    assert [each.id for each in without_leads.assessments] == ["c2"]
    assert (len(without_goal.competencies), {each.goal for each in without_goal.competencies}) == (2, {""})


def test_a_competency_whose_role_another_window_removed_is_left_out() -> None:
    assert [line.competency_id for line in needs.summary(replace(WHOLE, roles=(CLERKS,))).lines] == ["c2"]


@given(LEVELS, LEVELS, LEVELS, st.sampled_from(Importance), HEADS)
def test_a_wider_gap_never_weighs_less(
    required: Level, one: Level, other: Level, weight: Importance, heads: int
) -> None:
    low, high = sorted((int(one), int(other)))

    weights = [needs.priority(needs.gap(int(required), present), int(weight), heads) for present in (low, high)]

    assert weights[0] >= weights[1] >= 0


@given(st.permutations(WHOLE.competencies), st.permutations(WHOLE.assessments), st.permutations(WHOLE.roles))
def test_the_order_in_which_things_were_noted_changes_no_priority(
    competencies: list[Competency], assessments: list[Assessment], roles: list[Role]
) -> None:
    shuffled = replace(WHOLE, competencies=tuple(competencies), assessments=tuple(assessments), roles=tuple(roles))

    assert needs.summary(shuffled).lines == needs.summary(WHOLE).lines
