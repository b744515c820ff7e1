"""Which day and moment a nudge gets, beside the others of its person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.calendar import SUNDAY_TO_THURSDAY, WorkingCalendar
from bot.coaching.nudges import Nudge, NudgeState, Plan, Planned, Reason, own, put_off
from bot.coaching.preferences import UNTIL_RESUMED, OpenHours, Preferences
from bot.coaching.timetable import Changes, changes, messages, timetable
from bot.playbook.model import NudgeKind

MONDAY = date(2026, 3, 23)
TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = (MONDAY + timedelta(days=days) for days in range(1, 6))
NEXT_MONDAY = MONDAY + timedelta(days=7)  # the first working day of Berlin's summer time
BERLIN = Preferences(WorkingCalendar("Europe/Berlin"))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return BERLIN.calendar.moment(datetime.combine(day, time(hour, minute)))


def nudge(day: date, kind: NudgeKind = NudgeKind.RECAP, key: str = "", *, case: str = "c1", good_for: int = 7) -> Nudge:
    made = Nudge(case, key or f"{kind}:{day}", kind, about_on=day, day=day, last_on=day + timedelta(days=good_for))
    return replace(made, due_at=at(day, 9))


def shown(nudges: tuple[Nudge, ...]) -> dict[str, str]:
    return {
        each.key: BERLIN.calendar.wall_time(each.due_at).strftime("%a %d %H:%M") if each.due_at else ""
        for each in nudges
        if each.is_open
    }


def placed(
    *nudges: Nudge, now: datetime, preferences: Preferences = BERLIN, told_on: frozenset[date] = frozenset()
) -> tuple[Nudge, ...]:
    return timetable(nudges, preferences, told_on=told_on, now=now)


def test_what_falls_on_one_day_is_one_message_the_most_important_first() -> None:
    nudges = [
        nudge(MONDAY, NudgeKind.SILENCE),
        nudge(MONDAY, NudgeKind.PROMISE_DUE, case="c2"),
        nudge(TUESDAY, NudgeKind.RECAP),
    ]

    made = messages(placed(*nudges, now=at(MONDAY, 8)), BERLIN)

    assert [(each.day, each.due_at, [one.kind for one in each.nudges]) for each in made] == [
        (MONDAY, at(MONDAY, 9), [NudgeKind.PROMISE_DUE, NudgeKind.SILENCE]),
        (TUESDAY, at(TUESDAY, 9), [NudgeKind.RECAP]),
    ]
    assert not any(each.is_late for each in made)


def test_a_chosen_hour_is_the_hour_of_the_days_message() -> None:
    call = own("c1", "o1", "Call Ana", MONDAY, time(15))
    write = own("c1", "o2", "Write", MONDAY, time(11))

    made = placed(nudge(MONDAY), call, write, now=at(MONDAY, 8))

    assert set(shown(made).values()) == {"Mon 23 11:00"}


def test_after_days_of_downtime_one_late_message_comes_at_once() -> None:
    waited = [nudge(MONDAY), nudge(TUESDAY, NudgeKind.PROMISE_DUE), nudge(THURSDAY, NudgeKind.SILENCE)]

    made = placed(*waited, now=at(THURSDAY, 13, 30))
    (message,) = messages(made, BERLIN)

    assert message.is_late
    assert message.due_at == at(THURSDAY, 13, 30)
    assert [each.kind for each in message.nudges] == [NudgeKind.PROMISE_DUE, NudgeKind.RECAP, NudgeKind.SILENCE]


def test_what_is_late_waits_for_the_nudge_hour_of_a_working_day_when_it_is_quiet() -> None:
    waited = nudge(FRIDAY)

    early = placed(waited, now=at(NEXT_MONDAY, 6))
    late = placed(waited, now=at(FRIDAY, 18, 30))
    at_the_weekend = placed(waited, now=at(SATURDAY, 12))

    assert shown(early) == shown(late) == shown(at_the_weekend) == {waited.key: "Mon 30 09:00"}
    assert at_the_weekend[0].is_late


def test_a_message_within_its_window_is_not_late() -> None:
    due = nudge(MONDAY)

    (within,) = placed(due, now=at(MONDAY, 12, 59))
    (after,) = placed(due, now=at(MONDAY, 13, 1))

    assert within == due
    assert (after.due_at, after.is_late) == (at(MONDAY, 13, 1), True)


def test_what_is_older_than_its_window_is_dropped_with_a_reason() -> None:
    old, meeting = nudge(MONDAY, good_for=2), nudge(MONDAY, NudgeKind.PREPARE, good_for=1)

    made = placed(old, meeting, now=at(THURSDAY, 10))

    assert {(each.kind, each.state, each.reason) for each in made} == {
        (NudgeKind.RECAP, NudgeState.DROPPED, Reason.TOO_LATE),
        (NudgeKind.PREPARE, NudgeState.DROPPED, Reason.MEETING_PASSED),
    }


def test_preparing_for_a_meeting_that_passed_becomes_asking_how_it_went() -> None:
    prepare = nudge(MONDAY, NudgeKind.PREPARE, good_for=1)
    ask = nudge(WEDNESDAY, NudgeKind.HOW_DID_IT_GO)

    change = changes([prepare, ask], [], BERLIN, told_on=frozenset(), now=at(THURSDAY, 10))

    assert [each.reason for each in change.dropped] == [Reason.MEETING_PASSED]
    assert [(each.kind, each.is_late) for each in change.moved] == [(NudgeKind.HOW_DID_IT_GO, True)]


def test_a_second_message_on_one_day_waits_for_the_next_working_day() -> None:
    made = placed(nudge(FRIDAY), now=at(FRIDAY, 10), told_on=frozenset({FRIDAY}))

    assert shown(made) == {"recap:2026-03-27": "Mon 30 09:00"}


def test_a_pause_ends_with_one_message() -> None:
    paused = replace(BERLIN, paused_until=FRIDAY)
    nudges = [nudge(MONDAY), nudge(WEDNESDAY, NudgeKind.SILENCE)]

    made = placed(*nudges, now=at(MONDAY, 8), preferences=paused)

    assert shown(made) == {"recap:2026-03-23": "Fri 27 09:00", "silence:2026-03-25": "Fri 27 09:00"}


def test_what_a_pause_outlasts_is_held_and_comes_when_the_pause_ends_early() -> None:
    decide = nudge(WEDNESDAY, NudgeKind.DECISION, good_for=1)

    held = placed(decide, now=at(MONDAY, 8), preferences=replace(BERLIN, paused_until=FRIDAY))
    resumed = placed(*held, now=at(TUESDAY, 8))

    assert [(each.is_open, each.due_at) for each in held] == [(True, None)]
    assert shown(resumed) == {"decision:2026-03-25": "Wed 25 09:00"}


def test_what_a_pause_has_outlasted_is_dropped_when_it_helps_no_more() -> None:
    paused = replace(BERLIN, paused_until=FRIDAY)
    held = placed(nudge(TUESDAY, good_for=1), now=at(MONDAY, 8), preferences=paused)

    assert [each.reason for each in placed(*held, now=at(THURSDAY, 8), preferences=paused)] == [Reason.PAUSED]
    assert [each.reason for each in placed(*held, now=at(FRIDAY, 8), preferences=paused)] == [Reason.PAUSED]


def test_a_pause_without_an_end_holds_everything() -> None:
    paused = replace(BERLIN, paused_until=UNTIL_RESUMED)

    made = placed(nudge(MONDAY), own("c1", "o1", "Call", FRIDAY, time(9)), now=at(MONDAY, 8), preferences=paused)

    assert shown(made) == {"recap:2026-03-23": "", "own:o1": ""}
    assert messages(made, paused) == ()


def test_a_weekly_cap_keeps_the_days_with_the_most_important_and_the_rest_joins_them() -> None:
    capped = replace(BERLIN, weekly_cap=2)
    nudges = [
        nudge(MONDAY, NudgeKind.SILENCE),
        nudge(TUESDAY, NudgeKind.RECAP),
        nudge(WEDNESDAY, NudgeKind.PROMISE_DUE),
        nudge(THURSDAY, NudgeKind.TRANSFER, good_for=1),
        nudge(FRIDAY, NudgeKind.THANK),
    ]

    made = placed(*nudges, now=at(MONDAY, 8), preferences=capped)

    assert shown(made) == {
        "silence:2026-03-23": "Tue 24 09:00",
        "recap:2026-03-24": "Tue 24 09:00",
        "promise_due:2026-03-25": "Wed 25 09:00",
        "thank:2026-03-27": "Mon 30 09:00",
    }
    assert [(each.kind, each.reason) for each in made if not each.is_open] == [(NudgeKind.TRANSFER, Reason.WEEKLY_CAP)]


def test_messages_that_went_out_count_for_the_weekly_cap() -> None:
    capped = replace(BERLIN, weekly_cap=2)
    told = frozenset({MONDAY, TUESDAY})

    made = placed(nudge(THURSDAY), now=at(WEDNESDAY, 8), preferences=capped, told_on=told)

    assert shown(made) == {"recap:2026-03-26": "Mon 30 09:00"}


def test_a_cap_of_none_a_week_drops_everything() -> None:
    silent = replace(BERLIN, weekly_cap=0)

    made = placed(nudge(THURSDAY), own("c1", "o1", "Call", FRIDAY, time(9)), now=at(MONDAY, 8), preferences=silent)

    assert {each.reason for each in made} == {Reason.WEEKLY_CAP}


# --- what holds for everybody, always

PEOPLE = [
    Preferences(WorkingCalendar("Europe/Berlin", country="DE", region="BY")),
    Preferences(WorkingCalendar("America/New_York", country="US"), nudge_hour=time(23)),
    Preferences(WorkingCalendar("Asia/Kolkata", country="IN"), open_hours=OpenHours(time(10), time(12))),
    Preferences(WorkingCalendar("America/Santiago", country="CL"), open_hours=OpenHours(time(0), time(23, 59))),
    Preferences(WorkingCalendar("Asia/Riyadh", weekdays=SUNDAY_TO_THURSDAY, country="SA")),
    Preferences(WorkingCalendar("Africa/Casablanca", country="MA"), nudge_hour=time(2, 30)),
    Preferences(WorkingCalendar("Australia/Lord_Howe", weekdays=frozenset(range(7))), nudge_hour=time(2, 15)),
    Preferences(WorkingCalendar("America/Sao_Paulo", weekdays=frozenset({2}), country="BR")),
]
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
KINDS = st.sampled_from([kind for kind in NudgeKind if kind is not NudgeKind.OWN])
DAYS = st.dates(FIRST, LAST)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  made aware by the strategy


@st.composite
def people(draw: st.DrawFn) -> Preferences:
    person = draw(st.sampled_from(PEOPLE))
    days_off = draw(st.frozensets(DAYS, max_size=3))
    return replace(
        person,
        calendar=replace(person.calendar, days_off=days_off),
        weekly_cap=draw(st.one_of(st.none(), st.integers(0, 3))),
        paused_until=draw(st.one_of(st.none(), DAYS, st.just(UNTIL_RESUMED))),
    )


def planned(like: Nudge) -> Planned:
    return Planned(like.key, like.kind, like.about_on, like.day, like.last_on, text="", help="")


@st.composite
def plans(draw: st.DrawFn, person: Preferences, now: datetime, case_id: str) -> Plan:
    """Plan a handful of nudges around a moment."""
    today = person.calendar.day_of(now)
    offsets = draw(st.lists(st.tuples(KINDS, st.integers(-12, 20), st.integers(0, 10)), max_size=5))
    nudges = {}
    for kind, offset, good_for in offsets:
        day = person.calendar.on_or_after(today + timedelta(days=offset))
        made = replace(nudge(day, kind, good_for=good_for), about_on=day)
        nudges[made.key] = planned(made)
    return Plan(case_id, is_open=True, nudges=tuple(nudges.values()))


@st.composite
def lives(draw: st.DrawFn) -> tuple[Preferences, list[Plan], frozenset[date], datetime]:
    person, now = draw(people()), draw(MOMENTS)
    today = person.calendar.day_of(now)
    told = frozenset(today - timedelta(days=days) for days in draw(st.sets(st.integers(0, 4), max_size=2)))
    return person, [draw(plans(person, now, case_id)) for case_id in ("c1", "c2")], told, now


def after(change: Changes, before: tuple[Nudge, ...] = ()) -> tuple[Nudge, ...]:
    kept = {each.name: each for each in before}
    changed = (*change.added, *change.moved, *change.cancelled, *change.dropped)
    return tuple((kept | {each.name: each for each in changed}).values())


def live(
    life: tuple[Preferences, list[Plan], frozenset[date], datetime],
) -> tuple[tuple[Nudge, ...], Callable[..., Changes]]:
    """Plan, miss up to some days, and return what then stands and what plans again."""
    person, of, told_on, now = life
    earlier = now - timedelta(days=3)
    planned_before = changes((), of, person, told_on=frozenset(), now=earlier)
    again = partial(changes, plans=of, preferences=person, told_on=told_on, now=now)
    standing = after(planned_before)
    return after(again(standing), standing), again


@given(lives())
@settings(max_examples=200, deadline=None)
def test_planning_again_changes_nothing(life: tuple[Preferences, list[Plan], frozenset[date], datetime]) -> None:
    standing, again = live(life)

    assert again(standing) == Changes()


@given(lives(), st.randoms(use_true_random=False))
@settings(deadline=None)
def test_the_order_in_which_nudges_are_read_does_not_matter(
    life: tuple[Preferences, list[Plan], frozenset[date], datetime], random: object
) -> None:
    person, of, told_on, now = life
    standing, _ = live(life)
    later = partial(changes, preferences=person, told_on=told_on, now=now + timedelta(days=2))
    shuffled = list(standing)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a `random.Random`

    assert later(standing, of) == later(shuffled, list(reversed(of)))


@given(lives())
@settings(max_examples=200, deadline=None)
def test_a_message_comes_once_a_day_on_a_working_day_in_open_hours_and_not_in_the_past(
    life: tuple[Preferences, list[Plan], frozenset[date], datetime],
) -> None:
    person, _, told_on, now = life
    standing, _ = live(life)

    made = messages(standing, person)

    assert len({message.day for message in made}) == len(made)
    for message in made:
        assert message.day not in told_on
        assert person.may_come_on(message.day)
        assert {person.calendar.day_of(each.due_at) for each in message.nudges if each.due_at} == {message.day}
        for each in message.nudges:
            assert each.due_at is not None
            assert person.open_hours.contain(person.calendar.wall_time(each.due_at).time())
            assert each.due_at >= now - timedelta(hours=4)
            assert message.day <= each.last_on


@given(lives())
@settings(deadline=None)
def test_the_weekly_cap_is_kept(life: tuple[Preferences, list[Plan], frozenset[date], datetime]) -> None:
    person, _, told_on, _ = life
    standing, _ = live(life)

    days = [message.day for message in messages(standing, person)]

    for monday in {day - timedelta(days=day.weekday()) for day in days}:
        week = [day for day in (*days, *told_on) if monday <= day < monday + timedelta(days=7)]
        assert person.weekly_cap is None or len(week) <= person.weekly_cap


@given(lives(), st.data())
@settings(deadline=None)
def test_what_was_done_stays_done_and_every_open_nudge_is_placed_or_tells_why_not(
    life: tuple[Preferences, list[Plan], frozenset[date], datetime], data: st.DataObject
) -> None:
    person, of, told_on, now = life
    standing, _ = live(life)
    done = {each.name for each in standing if data.draw(st.booleans())}
    settled = [replace(each, state=NudgeState.DONE, reason=None) if each.name in done else each for each in standing]

    for days in (1, 2, 9):
        change = changes(settled, of, person, told_on=told_on, now=now + timedelta(days=days))

        assert done.isdisjoint(each.name for each in after(change))
        is_paused = person.is_paused_on(person.calendar.day_of(now + timedelta(days=days)))
        assert is_paused or all(each.due_at for each in after(change) if each.is_open)
        assert all(each.reason for each in after(change) if not each.is_open)


@given(lives(), st.integers(0, 10), st.times())
@settings(deadline=None)
def test_what_is_put_off_never_comes_before_its_day_and_planning_leaves_it_there(
    life: tuple[Preferences, list[Plan], frozenset[date], datetime], days: int, hour: time
) -> None:
    person, of, told_on, now = life
    standing, again = live(life)
    day = person.calendar.day_of(now) + timedelta(days=days)
    put = tuple(put_off(each, day, hour) if each.is_open else each for each in standing)

    moved = after(again(put), put)

    later = [each.due_at for each in moved if each.state is NudgeState.LATER and each.due_at]
    assert all(person.calendar.day_of(due_at) >= day for due_at in later)
    assert changes(moved, of, person, told_on=told_on, now=now) == Changes()
