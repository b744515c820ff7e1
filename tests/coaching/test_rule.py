from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coaching import rule
from bot.coaching.estimate import Period
from bot.coaching.pilot import Comparison, Direction, Measure, Pilot, Results, Verdict
from bot.coaching.rule import Lock, PilotFile, Timing

MEASURE = Measure(
    "m1", "Complaints", baseline=Decimal(14), baseline_on=date(2026, 3, 1), go=Decimal(9), no_go=Decimal(13)
)
OTHER = Measure("m2", "Repeat visits", direction=Direction.HIGHER, go=Decimal(12), no_go=Decimal(8))
PILOT = Pilot(
    audience="Team leads",
    size=24,
    starts_on=date(2026, 4, 1),
    weeks=8,
    measures=(MEASURE, OTHER),
    decider="Dana Whitfield",
    decision_on=date(2026, 5, 29),
    if_go="All depots",
)
AT = datetime(2026, 3, 26, 9, 30, tzinfo=UTC)


def lock(pilot: Pilot, version: int = 1, reason: str = "") -> Lock:
    return Lock(version, pilot, rule.digest(pilot), reason, "U0TRAINER", AT + timedelta(days=version))


def test_a_digest_is_sha_256_and_the_same_every_time() -> None:
    first, again = rule.digest(PILOT), rule.digest(replace(PILOT))

    assert first == again
    assert len(first) == 64
    assert lock(PILOT).short == first[:8]


@pytest.mark.parametrize(
    "same",
    [
        replace(PILOT, measures=(OTHER, MEASURE)),
        replace(PILOT, measures=(replace(MEASURE, go=Decimal("9.00")), OTHER)),
        replace(PILOT, measures=(replace(MEASURE, id="m9"), OTHER)),
        replace(PILOT, audience="  Team \n leads "),
        replace(PILOT, audience="Team\u0000 leads"),
    ],
)
def test_what_means_the_same_has_the_same_digest(same: Pilot) -> None:
    assert rule.digest(same) == rule.digest(PILOT)


@pytest.mark.parametrize(
    "other",
    [
        replace(PILOT, size=25),
        replace(PILOT, weeks=9),
        replace(PILOT, starts_on=date(2026, 4, 2)),
        replace(PILOT, decision_on=None),
        replace(PILOT, decider="Anna Weber"),
        replace(PILOT, comparison=Comparison.GROUP),
        replace(PILOT, if_go="All depots from autumn"),
        replace(PILOT, measures=(MEASURE,)),
        replace(PILOT, measures=(replace(MEASURE, go=Decimal(10)), OTHER)),
        replace(PILOT, measures=(replace(MEASURE, direction=Direction.HIGHER), OTHER)),
        replace(PILOT, measures=(replace(MEASURE, baseline=Decimal(15)), OTHER)),
    ],
)
def test_what_means_something_else_has_another_digest(other: Pilot) -> None:
    assert rule.digest(other) != rule.digest(PILOT)


@given(st.text(), st.text())
def test_no_two_texts_that_read_differently_share_a_canonical_form(one: str, other: str) -> None:
    pilots = [replace(PILOT, if_go=text) for text in (one, other)]
    read = [rule._plain(text) for text in (one, other)]

    assert (rule.digest(pilots[0]) == rule.digest(pilots[1])) is (read[0] == read[1])


@given(st.decimals(min_value=-1000, max_value=1000, places=3), st.decimals(min_value=-1000, max_value=1000, places=2))
def test_numbers_are_told_apart_by_their_value_and_not_by_how_they_are_written(one: Decimal, other: Decimal) -> None:
    first, second = (replace(PILOT, measures=(replace(MEASURE, go=value),)) for value in (one, other))

    assert (rule.digest(first) == rule.digest(second)) is (one == other)


@pytest.mark.parametrize(
    ("day", "timing"),
    [
        (date(2026, 3, 31), Timing.BEFORE),
        (date(2026, 4, 1), Timing.DURING),
        (date(2026, 5, 26), Timing.DURING),
        (date(2026, 5, 27), Timing.AFTER),
    ],
)
def test_a_lock_says_whether_it_came_before_the_pilot(day: date, timing: Timing) -> None:
    assert rule.timing(PILOT, day) is timing


def test_a_pilot_without_a_first_day_has_not_begun() -> None:
    assert rule.timing(replace(PILOT, starts_on=None), date(2030, 1, 1)) is Timing.BEFORE


def test_while_nothing_is_locked_the_design_is_in_force() -> None:
    file = PilotFile(PILOT)

    assert (file.lock, file.in_force, file.has_changed) == (None, PILOT, False)


def test_a_change_after_the_lock_is_not_in_force() -> None:
    file = PilotFile(replace(PILOT, weeks=20), locks=(lock(PILOT),))

    assert file.has_changed
    assert file.in_force.weeks == 8


def test_who_runs_it_and_what_it_costs_may_change_while_the_rule_is_locked() -> None:
    worth = replace(MEASURE, line_id="b1", period=Period.MONTH)
    now = replace(PILOT, owner="Mara", cost=Decimal(4000), currency="GBP", as_of=7, measures=(worth, OTHER))

    file = PilotFile(now, locks=(lock(PILOT),))

    assert not file.has_changed
    assert file.in_force == now


def test_a_result_stays_judged_by_its_version_when_a_newer_one_is_locked() -> None:
    easier = replace(PILOT, measures=(replace(MEASURE, go=Decimal(12)),))
    results = Results((), date(2026, 5, 28), 1, Verdict.CONDITIONAL)

    file = PilotFile(easier, locks=(lock(PILOT), lock(easier, 2, "Four more weeks")), results=results)

    assert file.judged == PILOT
    assert file.judged_by == file.locks[0]
    assert file.in_force == easier
