from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.case import Engagement, Interaction
from bot.coaching.interactions import current
from tests.coaching.builders import NOW, interaction

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


def test_interactions_are_told_in_the_order_they_happened_not_as_they_were_logged() -> None:
    logged = (interaction("a", FRIDAY, at=NOW), interaction("b", MONDAY, at=NOW + timedelta(hours=1)))

    assert [each.id for each in current(logged)] == ["b", "a"]


def test_a_correction_stands_in_for_what_it_corrects() -> None:
    wrong = interaction("a", after=Engagement.LEADING)
    right = interaction("b", after=Engagement.NEUTRAL, corrects="a", at=NOW + timedelta(hours=1))

    assert current((wrong, right)) == (right,)


def test_the_newest_of_several_corrections_counts_whichever_it_corrects() -> None:
    first = interaction("a")
    second = interaction("b", corrects="a", at=NOW + timedelta(hours=1))
    third = interaction("c", corrects="a", at=NOW + timedelta(hours=2))
    fourth = interaction("d", corrects="b", at=NOW + timedelta(hours=3))

    assert current((fourth, first, third, second)) == (fourth,)


def test_a_late_correction_keeps_the_place_of_what_it_corrects() -> None:
    morning = interaction("a", at=NOW)
    evening = interaction("b", at=NOW + timedelta(hours=8))
    corrected = interaction("c", corrects="a", at=NOW + timedelta(hours=9))

    assert current((morning, evening, corrected)) == (corrected, evening)


def test_a_correction_whose_original_is_out_of_sight_still_counts() -> None:
    correction = interaction("b", corrects="gone")

    assert current((correction,)) == (correction,)


@st.composite
def logs(draw: st.DrawFn) -> list[Interaction]:
    count = draw(st.integers(0, 8))
    made = []
    for at in range(count):
        corrects = draw(st.none() | st.sampled_from(range(at))) if at else None
        day = MONDAY + timedelta(days=draw(st.integers(0, 3)))
        named = None if corrects is None else str(corrects)
        made.append(interaction(str(at), day, corrects=named, at=NOW + timedelta(minutes=at)))
    return made


@given(logs(), st.randoms())
def test_what_counts_does_not_depend_on_the_order_of_reading(logged: list[Interaction], chance: Random) -> None:
    shuffled = list(logged)
    chance.shuffle(shuffled)

    assert current(shuffled) == current(logged)


@given(logs())
def test_what_counts_is_as_many_as_were_first_logged_and_stays_so(logged: list[Interaction]) -> None:
    counting = current(logged)

    assert len(counting) == sum(each.corrects is None for each in logged)
    assert set(current(counting)) == set(counting)
