from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.coaching import digest_life as life
from bot.coaching.calendar import WorkingCalendar
from bot.coaching.digest_life import Arrival, Occurrence
from bot.coaching.team import ChannelState, Team, TeamChannel
from bot.coaching.team_week import DigestState
from bot.errors import BotError

OSLO = WorkingCalendar("Europe/Oslo")
DUE = datetime(2027, 3, 8, 8, tzinfo=UTC)  # a Monday, 09:00 in Oslo
FRIDAY = datetime(2027, 3, 5, 8, tzinfo=UTC)
WEEK = timedelta(days=7)
TEAM = Team("t1", "North", OSLO, day=0, hour=time(9), channel=TeamChannel("C1"), next_digest_at=DUE)
PLANNED = Occurrence("t1", "2027-W09", date(2027, 3, 1), date(2027, 3, 7), DUE)


def in_state(state: DigestState, occurrence: Occurrence = PLANNED) -> Occurrence:
    return replace(occurrence, state=state)


def test_the_next_week_alone_is_ahead_of_a_team_whose_digest_is_to_come() -> None:
    (week,) = life.weeks_ahead(TEAM, FRIDAY, None)

    assert (week.name, week.due_at) == ("2027-W09", DUE)


def test_weeks_that_fell_due_while_nobody_worked_are_ahead_too() -> None:
    weeks = life.weeks_ahead(TEAM, DUE + 2 * WEEK, None)

    assert [week.name for week in weeks] == ["2027-W09", "2027-W10", "2027-W11", "2027-W12"]


def test_a_week_that_was_told_is_not_ahead_again() -> None:
    (week,) = life.weeks_ahead(TEAM, DUE, date(2027, 3, 7))

    assert (week.name, week.first) == ("2027-W10", date(2027, 3, 8))


def test_leads_see_a_digest_the_working_day_before() -> None:
    (week,) = life.weeks_ahead(TEAM, FRIDAY - timedelta(days=2), None)

    assert life.planned(TEAM, week, None, FRIDAY - timedelta(days=2)).preview_at == FRIDAY


@pytest.mark.parametrize(("before", "seen"), [(timedelta(hours=5), timedelta(hours=1)), (timedelta(minutes=90), None)])
def test_leads_of_a_team_that_was_just_made_see_it_an_hour_later_if_that_is_soon_enough(
    before: timedelta, seen: timedelta | None
) -> None:
    now = DUE - before
    (week,) = life.weeks_ahead(TEAM, now, None)

    occurrence = life.planned(TEAM, week, None, now)

    assert occurrence.preview_at == (now + seen if seen else None)


def test_what_nobody_posted_within_a_day_is_missed() -> None:
    week, *_ = life.weeks_ahead(TEAM, DUE + life.WINDOW + timedelta(hours=1), None)

    assert life.planned(TEAM, week, None, DUE + life.WINDOW + timedelta(hours=1)).state is DigestState.MISSED


@pytest.mark.parametrize("state", [DigestState.POSTED, DigestState.SKIPPED, DigestState.FAILED, DigestState.MISSED])
def test_a_week_that_is_settled_is_not_planned_again(state: DigestState) -> None:
    (week,) = life.weeks_ahead(TEAM, FRIDAY, None)

    assert life.planned(TEAM, week, in_state(state), FRIDAY) == in_state(state)


def test_a_week_that_did_not_come_begins_anew_when_its_day_moves_on() -> None:
    saturday = replace(TEAM, day=5, calendar=WorkingCalendar("Europe/Oslo", frozenset(range(7))), next_digest_at=None)
    week = next(iter(life.weeks_ahead(saturday, FRIDAY, None)))
    failed = replace(PLANNED, week=week.name, due_at=week.due_at - timedelta(days=1), state=DigestState.FAILED)

    assert life.planned(saturday, week, failed, FRIDAY).state is DigestState.PLANNED


def test_a_held_digest_stays_held_when_its_hour_is_changed() -> None:
    held = life.held(PLANNED, Arrival.WAITING, "U1", FRIDAY)
    week, *_ = life.weeks_ahead(replace(TEAM, hour=time(14)), FRIDAY, None)

    moved = life.planned(TEAM, week, held, FRIDAY)

    assert (moved.state, moved.held_by, moved.due_at) == (DigestState.HELD, "U1", DUE + timedelta(hours=5))


def test_the_first_lead_to_hold_it_is_named() -> None:
    held = life.held(PLANNED, Arrival.WAITING, "U1", FRIDAY)

    assert life.held(held, Arrival.WAITING, "U2", DUE) == held


@pytest.mark.parametrize(
    ("state", "arrival", "key"),
    [
        (DigestState.POSTED, Arrival.ARRIVED, "errors.digest_posted"),
        (DigestState.PLANNED, Arrival.ARRIVED, "errors.digest_posted"),
        (DigestState.PLANNED, Arrival.UNDER_WAY, "errors.digest_under_way"),
        (DigestState.MISSED, Arrival.TOO_LATE, "errors.digest_over"),
        (DigestState.SKIPPED, Arrival.NOWHERE, "errors.digest_over"),
    ],
)
def test_what_may_have_been_posted_or_is_over_is_neither_held_nor_posted(
    state: DigestState, arrival: Arrival, key: str
) -> None:
    with pytest.raises(BotError) as held:
        life.held(in_state(state), arrival, "U1", FRIDAY)
    with pytest.raises(BotError) as posted:
        life.brought_forward(in_state(state), arrival, date(2027, 3, 9))

    assert (held.value.sentence.key, posted.value.sentence.key) == (key, key)


def test_posted_early_it_tells_of_the_days_that_are_over() -> None:
    forward = life.brought_forward(life.held(PLANNED, Arrival.WAITING, "U1", FRIDAY), Arrival.WAITING, FRIDAY.date())

    assert (forward.state, forward.last, forward.held_by) == (DigestState.PLANNED, date(2027, 3, 4), None)


def test_posted_late_it_tells_of_all_its_days() -> None:
    forward = life.brought_forward(in_state(DigestState.FAILED), Arrival.REFUSED, date(2027, 3, 10))

    assert forward.last == PLANNED.last


def test_before_any_of_its_days_is_over_it_cannot_be_posted() -> None:
    with pytest.raises(BotError) as refused:
        life.brought_forward(PLANNED, Arrival.WAITING, PLANNED.first)

    assert refused.value.sentence.key == "errors.digest_too_early"


def test_posted_early_it_stays_in_the_iso_week_by_which_it_is_named() -> None:
    tuesdays = replace(PLANNED, week="2027-W10", first=date(2027, 3, 2), last=date(2027, 3, 8))

    assert not life.may_come_early(tuesdays, date(2027, 3, 7))
    assert life.brought_forward(tuesdays, Arrival.WAITING, date(2027, 3, 8)).last == date(2027, 3, 8)


def test_a_digest_goes_on_where_the_last_one_ended() -> None:
    later = replace(PLANNED, week="2027-W10", first=date(2027, 3, 8), last=date(2027, 3, 14), due_at=DUE + WEEK)

    goes_on = life.going_on(later, date(2027, 3, 4), ())

    assert goes_on is not None
    assert goes_on.first == date(2027, 3, 5)
    assert life.going_on(later, later.last, ()) is None


def test_the_first_digest_tells_of_the_days_of_those_that_did_not_come() -> None:
    later = replace(PLANNED, week="2027-W10", first=date(2027, 3, 8), last=date(2027, 3, 14), due_at=DUE + WEEK)

    goes_on = life.going_on(later, None, [later, in_state(DigestState.MISSED)])

    assert goes_on is not None
    assert goes_on.first == PLANNED.first


def test_it_says_that_it_is_late_when_it_is() -> None:
    assert life.was_due_on(PLANNED, DUE + timedelta(minutes=20), TEAM) is None
    assert life.was_due_on(PLANNED, DUE + timedelta(hours=2), TEAM) == date(2027, 3, 8)
    assert life.was_due_on(PLANNED, FRIDAY, TEAM) is None


def test_weeks_without_a_digest_are_counted_up_to_the_last_that_came() -> None:
    states = [DigestState.PLANNED, DigestState.FAILED, DigestState.MISSED, DigestState.HELD, DigestState.SKIPPED]
    recent = [replace(in_state(state), due_at=DUE - number * WEEK) for number, state in enumerate(states)]

    assert life.silent_weeks(recent, DUE) == 3
    assert life.silent_weeks(recent[:1], DUE + WEEK) == 0


@pytest.mark.parametrize(
    "state", [ChannelState.ARCHIVED, ChannelState.SHARED, ChannelState.MISSING, ChannelState.NOT_INVITED]
)
def test_a_channel_that_takes_nothing_is_known_by_a_word(state: ChannelState) -> None:
    assert life.state_of(life.code_of(state)) is state


def test_a_refusal_that_says_nothing_of_the_channel_leaves_it_as_it_is() -> None:
    assert life.state_of("restricted_action_read_only_channel") is None
