from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.coaching.case import Engagement
from bot.coaching.engagement import Direction, direction, moves, needs_second_act, reached
from tests.coaching.builders import interaction

UNAWARE, RESISTANT, NEUTRAL, SUPPORTIVE, LEADING = Engagement
MONDAY, TUESDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 6)


def test_a_move_to_leading_asks_for_a_second_act() -> None:
    assert needs_second_act(SUPPORTIVE, LEADING, "  ")
    assert not needs_second_act(SUPPORTIVE, LEADING, "asked the board for a slot")


def test_who_leads_already_needs_no_second_act() -> None:
    assert not needs_second_act(LEADING, LEADING, "")
    assert not needs_second_act(RESISTANT, SUPPORTIVE, "")
    assert not needs_second_act(RESISTANT, None, "")


def test_the_newest_observation_tells_where_the_executive_stands() -> None:
    logged = (interaction("a", after=NEUTRAL), interaction("b", after=SUPPORTIVE), interaction("c"))

    assert reached(logged) is SUPPORTIVE


def test_without_interactions_nothing_has_moved() -> None:
    assert reached(()) is RESISTANT
    assert reached((), UNAWARE) is UNAWARE
    assert moves(()) == ()


def test_the_history_shows_every_move_with_its_day() -> None:
    logged = (
        interaction("a", MONDAY, after=NEUTRAL),
        interaction("b", TUESDAY, after=NEUTRAL),
        interaction("c", FRIDAY, after=SUPPORTIVE),
    )

    assert moves(logged) == ((MONDAY, RESISTANT, NEUTRAL), (FRIDAY, NEUTRAL, SUPPORTIVE))


def test_correcting_an_earlier_interaction_moves_where_the_later_one_begins() -> None:
    logged = (
        interaction("a", MONDAY, before=RESISTANT, after=SUPPORTIVE),
        interaction("b", FRIDAY, before=NEUTRAL, after=LEADING),
    )

    assert moves(logged)[1] == (FRIDAY, SUPPORTIVE, LEADING)


@given(st.lists(st.none() | st.sampled_from(Engagement)))
def test_the_history_is_unbroken_and_ends_where_the_executive_stands(levels: list[Engagement | None]) -> None:
    logged = [interaction(str(at), after=level) for at, level in enumerate(levels)]

    history = moves(logged)

    assert [before for _, before, _ in history] == [RESISTANT, *(after for _, _, after in history)][: len(history)]
    assert reached(logged) is (history[-1][2] if history else RESISTANT)


def test_along_the_scale_a_move_goes_forward_or_back() -> None:
    assert direction(RESISTANT, NEUTRAL) is Direction.FORWARD
    assert direction(RESISTANT, LEADING) is Direction.FORWARD
    assert direction(SUPPORTIVE, NEUTRAL) is Direction.BACK
    assert direction(NEUTRAL, NEUTRAL) is None


def test_who_was_unaware_is_not_below_who_resists() -> None:
    assert direction(UNAWARE, RESISTANT) is None
    assert direction(UNAWARE, NEUTRAL) is Direction.FORWARD
    assert [direction(level, UNAWARE) for level in (RESISTANT, NEUTRAL, SUPPORTIVE, LEADING)] == [None] * 4
