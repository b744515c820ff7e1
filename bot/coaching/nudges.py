"""Nudges: what a case's playbook wants to remind its owner of, and what became of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from bot.coaching.anchors import Anchored, anchors
from bot.coaching.calendar import WorkingCalendar
from bot.coaching.case import CaseFile
from bot.coaching.preferences import Preferences
from bot.locales.words import Sentence
from bot.playbook.conditions import holds
from bot.playbook.model import NudgeKind, NudgeRule, Playbook
from bot.playbook.wording import load_wording

A_WEEK: Final = 7
"""Days for which a nudge still helps after its day, where its rule says nothing else."""


class NudgeState(StrEnum):
    """Where a nudge stands."""

    PLANNED = "planned"
    LATER = "later"  # put off by the trainer, to a moment of their choice
    SENT = "sent"
    DONE = "done"
    NOT_NEEDED = "not_needed"
    CANCELLED = "cancelled"  # what it was about has been answered, or is gone
    DROPPED = "dropped"  # there was no day left on which it would have helped


OPEN: Final = frozenset({NudgeState.PLANNED, NudgeState.LATER})
"""Still to be sent."""


class Reason(StrEnum):
    """Why a nudge was cancelled, dropped or not needed."""

    ANSWERED = "answered"  # cancelled: done, moved or overtaken; said by kind
    CLOSED = "closed"  # cancelled with its case
    SWITCHED_OFF = "switched_off"  # cancelled: the trainer wants none of its kind
    TOO_LATE = "too_late"
    MEETING_PASSED = "meeting_passed"
    WEEKLY_CAP = "weekly_cap"
    PAUSED = "paused"
    HAPPENED = "happened"  # not needed, says its owner; so are these:
    NOT_FITTING = "not_fitting"
    TOO_MANY = "too_many"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Settled:
    """How its owner settles a nudge; one that is not needed may have a reason, and a note in their words."""

    state: NudgeState
    reason: Reason | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a rule asks for: the local day, and the line and the help, filled in (plain text)."""

    key: str  # unique in its case, and stable: rule and anchor
    kind: NudgeKind
    about_on: date  # the anchor's day
    day: date  # a working day
    last_on: date  # after this day it helps no more
    text: str
    help: str


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the rules ask for in one case, as it stands."""

    case_id: str
    is_open: bool
    nudges: tuple[Planned, ...] = ()

    def line(self, key: str) -> Planned | None:
        """Return what one nudge says; None when it is not asked for."""
        return next((each for each in self.nudges if each.key == key), None)


@dataclass(frozen=True, slots=True)
class Nudge:
    """One nudge, as it is kept: wall time is what counts, the moment follows from it."""

    case_id: str  # empty: an own nudge that belongs to no case
    key: str
    kind: NudgeKind
    about_on: date
    day: date  # on which it is wanted: by its rule, or by the trainer
    last_on: date
    state: NudgeState = NudgeState.PLANNED
    hour: time | None = None  # chosen by the trainer; None: the nudge hour
    due_at: datetime | None = None  # when its message goes, in UTC; None: not worked out yet
    is_late: bool = False  # it could not be sent when it was due
    sent_at: datetime | None = None
    reason: Reason | None = None
    text: str = ""  # of an own nudge; a rule's is worked out when it is shown
    note: str = ""  # its owner's, why it was not needed

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be sent."""
        return self.state in OPEN

    @property
    def is_unsettled(self) -> bool:
        """Tell whether it waits to be sent, or was sent and waits for its owner."""
        return self.is_open or self.state is NudgeState.SENT

    @property
    def name(self) -> tuple[str, str]:
        """Return what tells it from any other nudge of its person."""
        return self.case_id, self.key


def plan(file: CaseFile, playbook: Playbook, preferences: Preferences, facts: Mapping[str, object]) -> Plan:
    """Return what the playbook's rules ask for, past days included: what may still be sent is decided later.

    A closed case asks for nothing but thanks.
    """
    known = anchors(file, playbook, facts, preferences.calendar)
    nudges = tuple(
        _planned(rule, each, playbook, preferences.calendar, facts)
        for rule in playbook.nudges
        if rule.kind not in preferences.kinds_off and (file.case.is_open or rule.kind is NudgeKind.THANK)
        for each in known
        if each.anchor is rule.at and holds(rule.when, facts)
    )
    return Plan(file.case.id, file.case.is_open, nudges)


def own(case_id: str, nudge_id: str, text: str, day: date, hour: time) -> Nudge:
    """Return a nudge of the trainer's own."""
    return Nudge(
        case_id=case_id,
        key=f"{NudgeKind.OWN}:{nudge_id}",
        kind=NudgeKind.OWN,
        about_on=day,
        day=day,
        last_on=day + timedelta(days=A_WEEK),
        hour=hour,
        text=text,
    )


def settled(nudge: Nudge, how: Settled) -> Nudge:
    """Return a nudge that its owner has settled."""
    return replace(nudge, state=how.state, reason=how.reason, note=how.note)


def put_off(nudge: Nudge, day: date, hour: time | None = None) -> Nudge:
    """Return the same nudge, wanted on a later day; preparing for a meeting gains no time by it."""
    helps_until = nudge.last_on if nudge.kind is NudgeKind.PREPARE else day + timedelta(days=A_WEEK)
    return replace(
        nudge,
        state=NudgeState.LATER,
        day=day,
        hour=hour,
        last_on=max(nudge.last_on, helps_until),
        due_at=None,
        is_late=False,
        reason=None,
    )


def reconciled(before: Iterable[Nudge], plan: Plan, preferences: Preferences, now: datetime) -> tuple[Nudge, ...]:
    """Return the nudges of a case as its plan wants them; those that the plan says nothing new about are unchanged.

    What was sent, done or not needed does not come back for the same anchor. What was put off keeps its own moment.
    """
    kept = {each.key: each for each in before if each.case_id == plan.case_id}
    wanted = {each.key: each for each in plan.nudges}
    today = preferences.calendar.day_of(now)
    met = [_meet(kept.get(key), each, plan.case_id, today) for key, each in wanted.items()]
    others = [_unwanted(each, plan, preferences) for key, each in kept.items() if key not in wanted]
    return tuple(each for each in (*met, *others) if each is not None)


def promise_of(nudge: Nudge) -> str:
    """Return the id of the promise that a nudge is about: its anchor names promise and day."""
    return nudge.key.rpartition(":")[2].partition(".")[0]


def why(nudge: Nudge) -> Sentence:
    """Say why a person gets this nudge."""
    return Sentence(f"nudges.why.{nudge.kind}", {"on": nudge.about_on})


def why_not(nudge: Nudge) -> Sentence | None:
    """Say why a nudge was cancelled, dropped or not needed; None when nobody said."""
    if nudge.note:
        return Sentence("nudges.why_not.noted", {"note": nudge.note})
    if nudge.reason is Reason.ANSWERED:
        return Sentence(f"nudges.answered.{nudge.kind}", {"on": nudge.about_on})
    return Sentence(f"nudges.why_not.{nudge.reason}", {"on": nudge.about_on}) if nudge.reason else None


def _planned(
    rule: NudgeRule, anchored: Anchored, playbook: Playbook, calendar: WorkingCalendar, facts: Mapping[str, object]
) -> Planned:
    day = _day(rule, anchored.on, calendar)
    wording, about = load_wording(playbook.language), {"nudge": {"on": anchored.on, "what": anchored.what}}
    return Planned(
        key=f"{rule.id}:{anchored.key}",
        kind=rule.kind,
        about_on=anchored.on,
        day=day,
        last_on=_last_on(rule, day, anchored.on),
        text=wording.plain(rule.text, {**facts, **about}),
        help=wording.plain(rule.help, {**facts, **about}),
    )


def _day(rule: NudgeRule, anchor: date, calendar: WorkingCalendar) -> date:
    """Count from the anchor; a day off gives way to the working day before it, or after it, as the count goes."""
    if rule.days < 0:
        if rule.in_working_days:
            return calendar.working_days_before(anchor, -rule.days)
        return calendar.on_or_before(anchor + timedelta(days=rule.days))
    if rule.in_working_days:
        return calendar.working_days_after(anchor, rule.days)
    return calendar.on_or_after(anchor + timedelta(days=rule.days))


def _last_on(rule: NudgeRule, day: date, anchor: date) -> date:
    if rule.good_for is None and rule.days < 0:
        return max(day, anchor)
    return day + timedelta(days=A_WEEK if rule.good_for is None else rule.good_for)


def _meet(nudge: Nudge | None, planned: Planned, case_id: str, today: date) -> Nudge | None:
    """Return the nudge that a rule asks for; None where there is none and it would come too late."""
    if nudge is None or _may_come_back(nudge):
        return _new(planned, case_id) if planned.last_on >= today else nudge
    if nudge.state is NudgeState.PLANNED and (nudge.day, nudge.last_on) != (planned.day, planned.last_on):
        due_at = nudge.due_at if nudge.day == planned.day else None
        return replace(nudge, about_on=planned.about_on, day=planned.day, last_on=planned.last_on, due_at=due_at)
    return nudge


def _may_come_back(nudge: Nudge) -> bool:
    """Tell whether a nudge may be wanted again: nobody has seen it, and it was not lateness that took it away."""
    is_gone = nudge.state in {NudgeState.CANCELLED, NudgeState.DROPPED}
    return is_gone and nudge.sent_at is None and nudge.reason not in {Reason.TOO_LATE, Reason.MEETING_PASSED}


def _new(planned: Planned, case_id: str) -> Nudge:
    return Nudge(
        case_id=case_id,
        key=planned.key,
        kind=planned.kind,
        about_on=planned.about_on,
        day=planned.day,
        last_on=planned.last_on,
    )


def _unwanted(nudge: Nudge, plan: Plan, preferences: Preferences) -> Nudge:
    """Cancel what no rule asks for any more, sent or not; an own nudge lives as long as its case."""
    was_sent = nudge.state is NudgeState.SENT
    if not (nudge.is_open or was_sent) or (nudge.kind is NudgeKind.OWN and plan.is_open):
        return nudge
    if not plan.is_open:
        return _cancelled(nudge, Reason.CLOSED)
    if nudge.kind in preferences.kinds_off:
        return nudge if was_sent else _cancelled(nudge, Reason.SWITCHED_OFF)
    return _cancelled(nudge, Reason.ANSWERED)


def _cancelled(nudge: Nudge, reason: Reason) -> Nudge:
    return replace(nudge, state=NudgeState.CANCELLED, reason=reason)
