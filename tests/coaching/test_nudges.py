"""What is planned for a case, and what the trainer's doings make of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from bot.coaching.calendar import SUNDAY_TO_THURSDAY, WorkingCalendar
from bot.coaching.case import CaseFile, Commitment, Interaction, Outcome, Reaction, Side
from bot.coaching.nudges import (
    Nudge,
    NudgeState,
    Plan,
    Planned,
    Reason,
    Settled,
    own,
    plan,
    put_off,
    settled,
    why,
    why_not,
)
from bot.coaching.preferences import HoursError, OpenHours, Preferences
from bot.coaching.timetable import Changes, changes
from bot.locales.words import load_words
from bot.playbook.facts import blank
from bot.playbook.model import Anchor, Finish, Gate, Is, Known, Not, NudgeKind, NudgeRule, Playbook, Rest, Stage
from tests.coaching.builders import CASE, interaction, playbook, step

THURSDAY = date(2026, 3, 26)  # the clocks of Berlin change on the Sunday after
FRIDAY, SUNDAY, MONDAY, TUESDAY = (THURSDAY + timedelta(days=days) for days in (1, 3, 4, 5))
NOW = datetime(2026, 3, 26, 14, 0, tzinfo=UTC)  # 15:00 in Berlin
BERLIN = Preferences(WorkingCalendar("Europe/Berlin"))
OUTLINE = Commitment("p1", Side.ME, "Send the outline", MONDAY)
SLOTS = Commitment("p2", Side.THEM, "Name two dates", FRIDAY)


def rule(kind: NudgeKind, at: Anchor, days: int = 0, **parts: object) -> NudgeRule:
    made = NudgeRule(kind.value, kind, at, f"{kind} {{{{ nudge.on | iso }}}}", "{{ nudge.what }}", days)
    return replace(made, **parts)  # type: ignore[arg-type]  # the parts of a rule


RECAP = rule(NudgeKind.RECAP, Anchor.CONTACT, 1, in_working_days=True, good_for=3)
MINE = rule(NudgeKind.PROMISE_DUE, Anchor.PROMISE_MINE, -1, in_working_days=True, good_for=7)
THEIRS = rule(NudgeKind.PROMISE_DUE, Anchor.PROMISE_THEIRS, 1, id="promise_theirs")
PREPARE = rule(NudgeKind.PREPARE, Anchor.NEXT_CONTACT, -1, in_working_days=True)
HOW = rule(NudgeKind.HOW_DID_IT_GO, Anchor.NEXT_CONTACT, 1, in_working_days=True)
SILENCE = rule(NudgeKind.SILENCE, Anchor.LAST_CONTACT, 10, in_working_days=True)
THANK = rule(NudgeKind.THANK, Anchor.YES, 1, in_working_days=True)
RESTATE = rule(NudgeKind.RESTATE, Anchor.RESTING_AT_GATE, 2, in_working_days=True)
PILOT = (
    rule(NudgeKind.PILOT_START, Anchor.PILOT_START),
    rule(NudgeKind.PILOT_MIDDLE, Anchor.PILOT_MIDDLE),
    rule(NudgeKind.PILOT_END, Anchor.PILOT_END, -1),
    rule(NudgeKind.DECISION, Anchor.DECISION, -1, in_working_days=True),
    rule(NudgeKind.TRANSFER, Anchor.PILOT_END, 30, id="transfer_30"),
)


def book(*rules: NudgeRule) -> Playbook:
    return replace(playbook(), nudges=rules)


def case_file(
    *contacts: Interaction, promises: tuple[Commitment, ...] = (), next_contact_on: date | None = None
) -> CaseFile:
    case = replace(CASE, next_contact_on=next_contact_on, opened_at=NOW, updated_at=NOW)
    return CaseFile(case, interactions=contacts, promises=promises)


def planned(
    file: CaseFile, *rules: NudgeRule, preferences: Preferences = BERLIN, facts: dict[str, object] | None = None
) -> Plan:
    known = blank() | {"next_contact_on": file.case.next_contact_on} | (facts or {})
    return plan(file, book(*rules), preferences, known)


def only(of: Plan) -> Planned:
    (one,) = of.nudges
    return one


def replanned(
    before: Iterable[Nudge],
    of: Plan,
    *,
    now: datetime = NOW,
    preferences: Preferences = BERLIN,
    told_on: frozenset[date] = frozenset(),
) -> Changes:
    return changes(before, [of], preferences, told_on=told_on, now=now)


def first(of: Plan, **given: object) -> tuple[Nudge, ...]:
    return replanned((), of, **given).added  # type: ignore[arg-type]  # as `replanned` takes them


def hour(nudge: Nudge) -> str:
    assert nudge.due_at is not None
    return BERLIN.calendar.wall_time(nudge.due_at).strftime("%a %d %b %H:%M")


# --- what the rules ask for


def test_a_contact_is_to_be_put_in_writing_on_the_first_working_day_after() -> None:
    made = only(planned(case_file(interaction("i1", FRIDAY)), RECAP))

    assert (made.key, made.day, made.about_on) == ("recap:2026-03-27.1", MONDAY, FRIDAY)
    assert made.last_on == MONDAY + timedelta(days=3)
    assert made.text == "recap 2026-03-27"


def test_only_the_newest_contact_is_put_in_writing() -> None:
    file = case_file(interaction("i1", THURSDAY - timedelta(days=7)), interaction("i2", THURSDAY))

    assert only(planned(file, RECAP)).key == "recap:2026-03-26.1"


def test_correcting_the_words_of_a_contact_leaves_its_nudge_alone() -> None:
    old = interaction("i1", THURSDAY)
    new = interaction("i2", THURSDAY, corrects="i1", at=NOW + timedelta(hours=1))

    assert planned(case_file(new), RECAP) == planned(case_file(old), RECAP)


def test_a_second_contact_on_one_day_is_one_more_to_put_in_writing() -> None:
    both = case_file(interaction("i1", THURSDAY), interaction("i2", THURSDAY, at=NOW + timedelta(hours=1)))

    assert only(planned(both, RECAP)).key == "recap:2026-03-26.2"


def test_my_promise_is_due_a_working_day_before_and_theirs_the_day_after() -> None:
    made = planned(case_file(promises=(OUTLINE, SLOTS)), MINE, THEIRS).nudges

    assert [(each.key, each.day, each.help) for each in made] == [
        ("promise_due:p1.2026-03-30", FRIDAY, "Send the outline"),
        ("promise_theirs:p2.2026-03-27", MONDAY, "Name two dates"),
    ]


def test_a_promise_that_was_kept_or_has_no_day_is_not_due() -> None:
    kept, undated = replace(OUTLINE, kept_at=NOW), replace(OUTLINE, id="p3", due_on=None)

    assert planned(case_file(promises=(kept, undated)), MINE).nudges == ()


def test_a_meeting_is_prepared_the_working_day_before_and_asked_about_the_working_day_after() -> None:
    made = planned(case_file(next_contact_on=MONDAY), PREPARE, HOW).nudges

    assert [(each.kind, each.day, each.last_on) for each in made] == [
        (NudgeKind.PREPARE, FRIDAY, MONDAY),
        (NudgeKind.HOW_DID_IT_GO, TUESDAY, TUESDAY + timedelta(days=7)),
    ]


def test_a_day_off_moves_what_comes_before_earlier_and_what_comes_after_later() -> None:
    days_off = frozenset({THURSDAY, FRIDAY, MONDAY})
    away = replace(BERLIN, calendar=replace(BERLIN.calendar, days_off=days_off))
    two_days_before = rule(NudgeKind.PREPARE, Anchor.NEXT_CONTACT, -2)

    before = only(planned(case_file(next_contact_on=SUNDAY), two_days_before, preferences=away))
    after = only(planned(case_file(promises=(SLOTS,)), THEIRS, preferences=away))

    assert (before.day, after.day) == (date(2026, 3, 25), TUESDAY)


def test_a_week_from_sunday_to_thursday_is_nudged_on_sunday() -> None:
    riyadh = Preferences(WorkingCalendar("Asia/Riyadh", weekdays=SUNDAY_TO_THURSDAY))

    assert only(planned(case_file(interaction("i1", THURSDAY)), RECAP, preferences=riyadh)).day == SUNDAY


def test_silence_is_counted_from_the_newest_contact() -> None:
    quiet, heard = case_file(interaction("i1", THURSDAY)), case_file(interaction("i1"), interaction("i2", FRIDAY))

    assert only(planned(quiet, SILENCE)).day == date(2026, 4, 9)
    assert only(planned(heard, SILENCE)).day == date(2026, 4, 10)


def test_there_is_no_silence_before_the_day_that_was_agreed_on() -> None:
    file = case_file(interaction("i1", THURSDAY), next_contact_on=date(2026, 6, 1))

    assert only(planned(file, SILENCE)).about_on == date(2026, 6, 1)


def test_silence_is_counted_from_the_opening_of_a_case_without_a_contact() -> None:
    assert only(planned(case_file(), SILENCE)).about_on == THURSDAY


def test_a_contact_whose_day_is_put_right_is_summed_up_for_that_day() -> None:
    logged = interaction("i1", THURSDAY)
    corrected = interaction("i2", THURSDAY - timedelta(days=1), corrects="i1", at=NOW + timedelta(hours=1))
    made = first(planned(case_file(logged), RECAP))

    change = replanned(made, planned(case_file(logged, corrected), RECAP))

    assert [each.about_on for each in change.cancelled] == [THURSDAY]
    assert [each.about_on for each in change.added] == [THURSDAY - timedelta(days=1)]


def test_a_yes_is_thanked_for_and_not_put_in_writing_besides() -> None:
    agreed = replace(interaction("i1", THURSDAY), reaction=Reaction.AGREED_TO_PILOT)

    assert only(planned(case_file(agreed), RECAP, THANK)).kind is NudgeKind.THANK


def test_saying_back_is_due_while_the_case_rests_before_a_closed_gate() -> None:
    resting = replace(step(name="say_back"), moves=(Rest("Say it back"),))
    gate = Gate(Stage.ALIGN, Is("said_back", ("confirmed",)), "Not yet.")
    waiting = replace(playbook(resting), gates=(gate,), nudges=(RESTATE,))
    moving = replace(waiting, steps=(replace(resting, moves=(Finish("Go"),)),))
    file = replace(case_file(), case=replace(case_file().case, step_id="say_back"))

    made = only(plan(file, waiting, BERLIN, blank()))

    assert (made.key, made.day) == ("restate:0", MONDAY)
    assert plan(file, waiting, BERLIN, blank() | {"said_back": "confirmed"}).nudges == ()
    assert plan(file, moving, BERLIN, blank()).nudges == ()


def test_a_pilot_is_accompanied_from_its_start_to_its_decision_and_beyond() -> None:
    facts = {"pilot_starts_on": date(2026, 4, 6), "pilot_weeks": Decimal(8), "pilot_decision_on": date(2026, 6, 5)}

    made = planned(case_file(), *PILOT, facts=facts).nudges

    assert [(each.key, each.day) for each in made] == [
        ("pilot_start:2026-04-06", date(2026, 4, 6)),
        ("pilot_middle:2026-05-04", date(2026, 5, 4)),
        ("pilot_end:2026-05-31", date(2026, 5, 29)),  # a Sunday: the Saturday before it moves to Friday
        ("decision:2026-06-05", date(2026, 6, 4)),
        ("transfer_30:2026-05-31", date(2026, 6, 30)),
    ]


@pytest.mark.parametrize("facts", [{}, {"pilot_weeks": Decimal(8)}, {"pilot_starts_on": None, "pilot_weeks": ""}])
def test_a_pilot_without_a_start_has_no_middle_and_no_end(facts: dict[str, object]) -> None:
    assert planned(case_file(), *PILOT, facts=facts).nudges == ()


def test_a_rule_may_depend_on_what_is_known() -> None:
    unless_settled = replace(RECAP, when=Not(Known(("pilot_result",))))
    file = case_file(interaction("i1", THURSDAY))

    assert len(planned(file, unless_settled).nudges) == 1
    assert planned(file, unless_settled, facts={"pilot_result": "go"}).nudges == ()


# --- when they come


def test_what_is_planned_comes_at_nine_on_the_wall_before_and_after_the_clocks_change() -> None:
    made = first(planned(case_file(promises=(OUTLINE, SLOTS)), MINE, THEIRS))

    assert [hour(each) for each in made] == ["Fri 27 Mar 09:00", "Mon 30 Mar 09:00"]
    assert [each.due_at for each in made] == [
        datetime(2026, 3, 27, 8, 0, tzinfo=UTC),
        datetime(2026, 3, 30, 7, 0, tzinfo=UTC),
    ]


def test_planning_twice_changes_nothing() -> None:
    of = planned(case_file(interaction("i1", THURSDAY), promises=(OUTLINE, SLOTS)), RECAP, MINE, THEIRS, SILENCE)
    made = first(of)

    assert len(made) == 4
    assert replanned(made, of) == Changes()


def test_what_would_have_been_due_before_it_was_known_comes_the_next_day_and_not_at_once() -> None:
    wednesday = THURSDAY - timedelta(days=1)

    (made,) = first(planned(case_file(interaction("i1", wednesday)), RECAP))

    assert (hour(made), made.is_late) == ("Fri 27 Mar 09:00", False)


def test_what_was_too_late_when_it_was_thought_of_is_not_mentioned() -> None:
    long_ago = case_file(interaction("i1", date(2026, 2, 2)))

    assert replanned((), planned(long_ago, RECAP)) == Changes()


def test_another_zone_or_nudge_hour_moves_what_is_planned() -> None:
    file = case_file(promises=(OUTLINE,))
    made = first(planned(file, MINE))
    sydney = Preferences(WorkingCalendar("Australia/Sydney"), nudge_hour=time(10, 30))

    change = replanned(made, planned(file, MINE, preferences=sydney), preferences=sydney)

    assert [each.due_at for each in change.moved] == [datetime(2026, 3, 26, 23, 30, tzinfo=UTC)]


def test_a_new_day_off_moves_what_is_planned() -> None:
    file = case_file(promises=(OUTLINE,))
    made = first(planned(file, MINE), now=NOW - timedelta(days=2))
    away = replace(BERLIN, calendar=replace(BERLIN.calendar, days_off=frozenset({FRIDAY})))

    change = replanned(made, planned(file, MINE, preferences=away), preferences=away, now=NOW - timedelta(days=2))

    assert [hour(each) for each in change.moved] == ["Thu 26 Mar 09:00"]


@pytest.mark.parametrize(("wanted", "comes"), [(time(5), "08:00"), (time(8), "08:00"), (time(22), "17:00")])
def test_a_nudge_hour_in_quiet_hours_gives_way_to_the_nearest_open_one(wanted: time, comes: str) -> None:
    preferences = replace(BERLIN, nudge_hour=wanted)

    assert preferences.calendar.wall_time(preferences.moment(MONDAY)).strftime("%H:%M") == comes


@pytest.mark.parametrize(("opens", "closes"), [(time(22), time(6)), (time(9), time(10)), (time(9), time(9))])
def test_open_hours_over_midnight_or_too_short_are_refused(opens: time, closes: time) -> None:
    with pytest.raises(HoursError, match="at least two hours"):
        OpenHours(opens, closes)


def test_nudges_come_on_working_days_in_open_hours_outside_a_pause() -> None:
    assert BERLIN.is_open(NOW)
    assert not BERLIN.is_open(NOW + timedelta(hours=3))
    assert not BERLIN.is_open(NOW + timedelta(days=2))
    assert not replace(BERLIN, paused_until=FRIDAY).is_open(NOW)


# --- settled means silent


@pytest.mark.parametrize("state", [NudgeState.DONE, NudgeState.NOT_NEEDED, NudgeState.SENT])
def test_what_was_sent_or_settled_does_not_come_back(state: NudgeState) -> None:
    of = planned(case_file(interaction("i1", THURSDAY)), RECAP)
    settled = [replace(each, state=state) for each in first(of)]

    assert replanned(settled, of) == Changes()


def test_a_newly_logged_contact_cancels_what_it_answers_and_starts_anew() -> None:
    before = case_file(interaction("i1", THURSDAY), next_contact_on=FRIDAY)
    made = first(planned(before, RECAP, PREPARE, HOW))
    after = case_file(interaction("i1", THURSDAY), interaction("i2", FRIDAY))

    change = replanned(made, planned(after, RECAP, PREPARE, HOW), now=NOW + timedelta(days=1))

    assert {each.kind for each in change.cancelled} == {NudgeKind.RECAP, NudgeKind.PREPARE, NudgeKind.HOW_DID_IT_GO}
    assert [(each.kind, hour(each)) for each in change.added] == [(NudgeKind.RECAP, "Mon 30 Mar 09:00")]


def test_a_newly_logged_contact_lets_silence_count_anew() -> None:
    made = first(planned(case_file(interaction("i1", THURSDAY)), SILENCE))
    after = case_file(interaction("i1", THURSDAY), interaction("i2", FRIDAY))

    change = replanned(made, planned(after, SILENCE), now=NOW + timedelta(days=1))

    assert [hour(each) for each in change.cancelled] == ["Thu 09 Apr 09:00"]
    assert [hour(each) for each in change.added] == ["Fri 10 Apr 09:00"]


def test_a_kept_promise_cancels_its_nudge() -> None:
    made = first(planned(case_file(promises=(OUTLINE, SLOTS)), MINE, THEIRS))
    kept = case_file(promises=(replace(OUTLINE, kept_at=NOW), SLOTS))

    change = replanned(made, planned(kept, MINE, THEIRS))

    assert [(each.key, each.state, each.reason) for each in change.cancelled] == [
        ("promise_due:p1.2026-03-30", NudgeState.CANCELLED, Reason.ANSWERED)
    ]
    assert (change.added, change.moved, change.dropped) == ((), (), ())


def test_a_promise_that_was_unkept_again_is_due_again() -> None:
    open_promise = planned(case_file(promises=(OUTLINE,)), MINE)
    made = first(open_promise)
    cancelled = replanned(made, planned(case_file(), MINE)).cancelled

    assert replanned(cancelled, open_promise).added == made


def test_what_was_sent_once_is_not_sent_again_when_its_reason_returns() -> None:
    open_promise = planned(case_file(promises=(OUTLINE,)), MINE)
    sent = [replace(each, state=NudgeState.SENT, sent_at=NOW) for each in first(open_promise)]
    cancelled = replanned(sent, planned(case_file(), MINE)).cancelled

    assert [each.state for each in cancelled] == [NudgeState.CANCELLED]
    assert replanned(cancelled, open_promise) == Changes()


def test_a_meeting_that_moves_takes_its_nudges_with_it() -> None:
    made = first(planned(case_file(next_contact_on=MONDAY), PREPARE, HOW))

    change = replanned(made, planned(case_file(next_contact_on=date(2026, 4, 8)), PREPARE, HOW))

    assert len(change.cancelled) == 2
    assert [hour(each) for each in change.added] == ["Thu 09 Apr 09:00", "Tue 07 Apr 09:00"]


def test_a_closed_case_asks_for_nothing_but_thanks() -> None:
    file = case_file(interaction("i1", THURSDAY), promises=(OUTLINE,))
    made = (*first(planned(file, RECAP, MINE, THANK)), own("c1", "o1", "Call Ana", FRIDAY, time(11)))
    case = replace(file.case, closed_at=NOW, outcome=Outcome.CONVINCED)

    change = replanned(made, planned(replace(file, case=case), RECAP, MINE, THANK))

    assert {each.reason for each in change.cancelled} == {Reason.CLOSED}
    assert len(change.cancelled) == 3
    assert [(each.key, hour(each)) for each in change.added] == [("thank:closed", "Fri 27 Mar 09:00")]


def test_a_case_that_was_declined_asks_for_nothing() -> None:
    case = replace(case_file().case, closed_at=NOW, outcome=Outcome.DECLINED)

    assert planned(CaseFile(case), THANK).nudges == ()


def test_nobody_is_thanked_for_a_yes_where_the_trainer_was_convinced() -> None:
    case = replace(case_file().case, closed_at=NOW, outcome=Outcome.CONTENT_IMPROVED)

    assert planned(CaseFile(case), THANK).nudges == ()


def test_a_yes_that_closes_a_case_later_is_thanked_for_once() -> None:
    agreed = case_file(replace(interaction("i1", THURSDAY), reaction=Reaction.AGREED))
    closed = replace(agreed, case=replace(agreed.case, closed_at=NOW, outcome=Outcome.CONVINCED))

    assert planned(agreed, THANK).nudges == planned(closed, THANK).nudges


def test_kinds_that_are_switched_off_are_cancelled_and_come_back_when_switched_on() -> None:
    file = case_file(interaction("i1", THURSDAY))
    made = first(planned(file, RECAP))
    fewer = replace(BERLIN, kinds_off=frozenset({NudgeKind.RECAP}))

    off = replanned(made, planned(file, RECAP, preferences=fewer), preferences=fewer)

    assert [each.reason for each in off.cancelled] == [Reason.SWITCHED_OFF]
    assert replanned(off.cancelled, planned(file, RECAP)).added == made


def test_a_message_that_was_sent_stays_as_it_is_when_its_kind_is_switched_off() -> None:
    file = case_file(interaction("i1", THURSDAY))
    sent = [replace(each, state=NudgeState.SENT) for each in first(planned(file, RECAP))]
    fewer = replace(BERLIN, kinds_off=frozenset({NudgeKind.RECAP}))

    assert replanned(sent, planned(file, RECAP, preferences=fewer), preferences=fewer) == Changes()


# --- put off


def test_what_is_put_off_keeps_its_own_moment() -> None:
    of = planned(case_file(promises=(OUTLINE,)), MINE)
    (made,) = first(of)

    change = replanned([put_off(made, TUESDAY, time(15))], of)

    (later,) = change.moved
    assert (later.state, hour(later)) == (NudgeState.LATER, "Tue 31 Mar 15:00")
    assert replanned([later], of) == Changes()


def test_what_was_sent_and_put_off_is_the_same_nudge_with_a_new_moment() -> None:
    of = planned(case_file(promises=(OUTLINE,)), MINE)
    (made,) = (replace(each, state=NudgeState.SENT, sent_at=NOW) for each in first(of))

    (later,) = replanned([put_off(made, MONDAY)], of, now=NOW + timedelta(days=1)).moved

    assert (later.name, hour(later)) == (made.name, "Mon 30 Mar 09:00")


def test_what_is_put_off_to_a_day_off_comes_on_the_next_working_day() -> None:
    of = planned(case_file(promises=(OUTLINE,)), MINE)
    (made,) = first(of)

    (later,) = replanned([put_off(made, SUNDAY, time(19))], of).moved

    assert hour(later) == "Mon 30 Mar 09:00"


def test_what_is_put_off_is_cancelled_when_its_reason_goes() -> None:
    (made,) = first(planned(case_file(promises=(OUTLINE,)), MINE))
    moved = replace(OUTLINE, due_on=date(2026, 4, 10))

    change = replanned([put_off(made, TUESDAY)], planned(case_file(promises=(moved,)), MINE))

    assert [each.reason for each in change.cancelled] == [Reason.ANSWERED]
    assert [hour(each) for each in change.added] == ["Thu 09 Apr 09:00"]


def test_preparing_cannot_be_put_off_beyond_the_meeting() -> None:
    of = planned(case_file(next_contact_on=MONDAY), PREPARE)
    (made,) = first(of)

    change = replanned([put_off(made, TUESDAY)], of)

    assert [each.reason for each in change.dropped] == [Reason.MEETING_PASSED]


def test_an_own_nudge_comes_at_its_own_hour_and_belongs_to_no_rule() -> None:
    mine = own("c1", "o1", "Send revised outline", MONDAY, time(11, 15))

    (placed,) = replanned([mine], planned(case_file())).moved

    assert hour(placed) == "Mon 30 Mar 11:15"
    assert (placed.key, placed.text) == ("own:o1", "Send revised outline")


# --- why and why not


@pytest.mark.parametrize("kind", NudgeKind)
def test_every_nudge_can_tell_why_it_comes(kind: NudgeKind) -> None:
    nudge = replace(own("c1", "o1", "Call", MONDAY, time(9)), kind=kind)

    assert "Mon" in load_words("en")(why(nudge))
    assert why_not(nudge) is None


@pytest.mark.parametrize("kind", [kind for kind in NudgeKind if kind is not NudgeKind.OWN])
@pytest.mark.parametrize("reason", Reason)
def test_every_nudge_can_tell_why_it_does_not_come(kind: NudgeKind, reason: Reason) -> None:
    nudge = replace(own("c1", "o1", "Call", MONDAY, time(9)), kind=kind, reason=reason)
    sentence = why_not(nudge)

    assert sentence is not None
    assert load_words("en")(sentence).endswith((".", "2026."))


def test_a_plan_says_the_line_of_each_of_its_nudges() -> None:
    of = planned(case_file(promises=(OUTLINE,)), MINE)

    assert of.line("promise_due:p1.2026-03-30") == of.nudges[0]
    assert of.line("recap:2026-03-26.1") is None


def test_a_nudge_that_is_not_needed_says_why_in_its_owners_words() -> None:
    nudge = own("", "n1", "Send the outline", FRIDAY, time(9))

    noted = why_not(settled(nudge, Settled(NudgeState.NOT_NEEDED, Reason.OTHER, "They have it.")))
    tapped = why_not(settled(nudge, Settled(NudgeState.NOT_NEEDED, Reason.TOO_MANY)))

    assert noted is not None
    assert load_words("en")(noted).endswith("“They have it.”")
    assert tapped is not None
    assert "too many" in load_words("en")(tapped)
    assert why_not(settled(nudge, Settled(NudgeState.DONE))) is None
