from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.coaching import pilot_checks
from bot.coaching.pilot import Comparison, Direction, Measure, Pilot
from bot.locales.words import load_words

WORDS = load_words("en-GB")
MEASURE = Measure(
    "m1",
    "Complaints per 1,000 orders",
    baseline=Decimal(14),
    baseline_source="Quality report",
    target=Decimal(9),
    go=Decimal(9),
    no_go=Decimal(13),
)
SOUND = Pilot(
    size=24,
    starts_on=date(2026, 4, 1),
    weeks=8,
    measures=(MEASURE,),
    decider="Dana Whitfield",
    decision_on=date(2026, 5, 29),
)


def warned(pilot: Pilot) -> list[str]:
    return [sentence.key.removeprefix("pilot.warning.") for sentence in pilot_checks.warnings(pilot, WORDS)]


def counting(*names: str) -> Pilot:
    measures = (replace(MEASURE, id=f"m{number}", name=name) for number, name in enumerate(names))
    return replace(SOUND, measures=tuple(measures))


def test_a_sound_pilot_is_warned_of_nothing_and_lacks_nothing() -> None:
    assert warned(SOUND) == []
    assert pilot_checks.missing(SOUND) == ()


@pytest.mark.parametrize(
    ("pilot", "warning"),
    [
        (replace(SOUND, size=19), "few"),
        (replace(SOUND, decision_on=date(2026, 5, 25)), "early"),
        (replace(SOUND, comparison=Comparison.GROUP), "nobody_compared"),
        (replace(SOUND, comparison=Comparison.TREND), "no_trend"),
        (replace(SOUND, measures=(replace(MEASURE, baseline=None),)), "no_baseline"),
        (replace(SOUND, measures=(replace(MEASURE, baseline_source=""),)), "no_source"),
        (replace(SOUND, measures=(replace(MEASURE, baseline=Decimal(8)),)), "go_already"),
    ],
)
def test_a_weak_spot_is_named(pilot: Pilot, warning: str) -> None:
    assert warned(pilot) == [warning]


@pytest.mark.parametrize(
    ("pilot"),
    [
        replace(SOUND, size=20),
        replace(SOUND, decision_on=date(2026, 5, 26)),
        replace(SOUND, comparison=Comparison.GROUP, comparison_who="South depot"),
    ],
)
def test_what_is_just_enough_is_enough(pilot: Pilot) -> None:
    assert warned(pilot) == []


@pytest.mark.parametrize("name", ["Attendance", "Course completion", "Seats filled", "Participation rate"])
def test_a_measure_that_only_counts_who_came_is_named(name: str) -> None:
    assert warned(counting(name)) == ["attendance"]


@pytest.mark.parametrize("name", ["Satisfaction with the course", "How satisfied participants are", "Course rating"])
def test_a_measure_that_only_counts_how_they_liked_it_is_named(name: str) -> None:
    assert warned(counting(name)) == ["satisfaction"]


@pytest.mark.parametrize("name", ["Customer satisfaction", "Satisfied clients", "Employee satisfaction after a year"])
def test_what_others_say_of_the_work_is_a_measure(name: str) -> None:
    assert warned(counting(name)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Handling time per call", "Errors per 100 calls"),
        ("Defects", "Minutes a piece"),
        ("Units sold", "Complaints"),
        ("Overtime hours", "Rework"),
    ],
)
def test_two_measures_that_can_be_bought_with_each_other_are_named(one: str, other: str) -> None:
    assert warned(counting(one, other)) == ["contradict"]


def test_a_measure_that_stands_there_twice_is_named() -> None:
    assert warned(counting("Complaints", "complaints")) == ["twice"]


def test_two_measures_that_go_together_are_fine() -> None:
    assert warned(counting("Complaints", "Errors")) == []


@pytest.mark.parametrize(
    ("pilot", "missing"),
    [
        (replace(SOUND, measures=()), "measure"),
        (replace(SOUND, measures=(replace(MEASURE, go=None),)), "thresholds"),
        (replace(SOUND, measures=(replace(MEASURE, no_go=Decimal(9)),)), "order"),
        (replace(SOUND, measures=(replace(MEASURE, no_go=Decimal(7)),)), "order"),
        (replace(SOUND, measures=(replace(MEASURE, direction=Direction.HIGHER),)), "order"),
        (replace(SOUND, decision_on=None), "decision_on"),
        (replace(SOUND, decider=""), "decider"),
    ],
)
def test_what_a_lock_needs_is_named(pilot: Pilot, missing: str) -> None:
    assert [sentence.key for sentence in pilot_checks.missing(pilot)] == [f"pilot.missing.{missing}"]


def test_every_warning_can_be_said() -> None:
    measures = (
        replace(MEASURE, name="Attendance", baseline=Decimal(8)),
        replace(MEASURE, id="m2", name="Time", baseline=None),
        replace(MEASURE, id="m3", name="Errors", baseline_source=""),
    )
    weak = replace(SOUND, size=1, decision_on=date(2026, 4, 2), measures=measures, comparison=Comparison.TREND)

    said = [WORDS(sentence) for sentence in pilot_checks.warnings(weak, WORDS)]

    assert said[0] == "With 1 person, chance decides a good deal. 20 to 50 is usual for a pilot."
    assert said[1].startswith("The decision is on Thu, 2 Apr 2026, before the pilot ends on Tue, 26 May 2026.")
    assert len(said) == len(set(said))
