"""Anchors: the days in a case that nudges are counted from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from bot.coaching.calendar import WorkingCalendar
from bot.coaching.case import CaseFile, Interaction, Reaction, Side
from bot.coaching.interactions import current
from bot.coaching.outcome import AGREEMENTS
from bot.playbook import flow
from bot.playbook.model import Anchor, Playbook, Rest, Stage

Facts = Mapping[str, object]

_YES: Final = frozenset({Reaction.AGREED, Reaction.AGREED_TO_PILOT})
_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Anchored:
    """One day that nudges may be counted from; `what` are the words of a promise.

    The key is stable: it names the same thing on the same day. A promise that moves is anchored anew.
    """

    anchor: Anchor
    key: str
    on: date
    what: str = ""


def anchors(file: CaseFile, playbook: Playbook, facts: Facts, calendar: WorkingCalendar) -> tuple[Anchored, ...]:
    """Return every anchor that a case has now; one that is closed has nothing but its *yes*."""
    contacts = current(file.interactions)
    said_yes = tuple(_yes(file, contacts, calendar))
    if not file.case.is_open:
        return said_yes
    return (
        *said_yes,
        *_contact(contacts),
        *_last_contact(file, contacts, facts, calendar),
        *_days(Anchor.NEXT_CONTACT, facts["next_contact_on"]),
        *_promises(file),
        *_resting_at_gate(file, playbook, facts, calendar),
        *_pilot(facts),
        *_days(Anchor.DECISION, facts["pilot_decision_on"]),
    )


def _contact(contacts: tuple[Interaction, ...]) -> Iterator[Anchored]:
    if contacts and contacts[-1].reaction not in _YES:
        yield Anchored(Anchor.CONTACT, _nth_that_day(contacts), contacts[-1].happened_on)


def _yes(file: CaseFile, contacts: tuple[Interaction, ...], calendar: WorkingCalendar) -> Iterator[Anchored]:
    """Thank for a yes once: for the contact that brought it, or else for the agreement that closed the case."""
    if contacts and contacts[-1].reaction in _YES:
        yield Anchored(Anchor.YES, _nth_that_day(contacts), contacts[-1].happened_on)
    elif file.case.closed_at and file.case.outcome in AGREEMENTS:
        yield Anchored(Anchor.YES, "closed", calendar.day_of(file.case.closed_at))


def _nth_that_day(contacts: tuple[Interaction, ...]) -> str:
    """Name the newest contact by its day, so that correcting its words leaves its name alone."""
    day = contacts[-1].happened_on
    return f"{day}.{sum(each.happened_on == day for each in contacts)}"


def _last_contact(
    file: CaseFile, contacts: tuple[Interaction, ...], facts: Facts, calendar: WorkingCalendar
) -> Iterator[Anchored]:
    """Count silence from the newest contact, and not before the day that was agreed on has passed."""
    newest = contacts[-1].happened_on if contacts else calendar.day_of(file.case.opened_at)
    agreed = facts["next_contact_on"]
    yield from _days(Anchor.LAST_CONTACT, max(newest, agreed) if isinstance(agreed, date) else newest)


def _promises(file: CaseFile) -> Iterator[Anchored]:
    for promise in file.promises:
        if promise.due_on and promise.kept_at is None:
            anchor = Anchor.PROMISE_MINE if promise.by is Side.ME else Anchor.PROMISE_THEIRS
            yield Anchored(anchor, f"{promise.id}.{promise.due_on}", promise.due_on, promise.what)


def _resting_at_gate(file: CaseFile, playbook: Playbook, facts: Facts, calendar: WorkingCalendar) -> Iterator[Anchored]:
    """Anchor once between two contacts: whoever goes on working at the case is not reminded meanwhile."""
    case, stages = file.case, list(Stage)
    rests = isinstance(flow.after(playbook, playbook.step(case.step_id), facts), Rest)
    ahead = stages[stages.index(case.stage) + 1 :]
    if rests and any(flow.closed_gate(playbook, stage, facts) for stage in ahead):
        contacts = len(current(file.interactions))
        yield Anchored(Anchor.RESTING_AT_GATE, str(contacts), calendar.day_of(case.updated_at))


def _pilot(facts: Facts) -> Iterator[Anchored]:
    start, weeks = facts["pilot_starts_on"], facts["pilot_weeks"]
    yield from _days(Anchor.PILOT_START, start)
    if isinstance(start, date) and isinstance(weeks, Decimal) and weeks > 0:
        span = int(weeks * _WEEK)
        yield from _days(Anchor.PILOT_MIDDLE, start + timedelta(days=span // 2))
        yield from _days(Anchor.PILOT_END, start + timedelta(days=span - 1))


def _days(anchor: Anchor, day: object) -> Iterator[Anchored]:
    if isinstance(day, date):
        yield Anchored(anchor, day.isoformat(), day)
