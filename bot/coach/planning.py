"""Plan a person's nudges with every save, put what is due into the day's message, catch up after a silence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.coach import people
from bot.coach.coach import Coach
from bot.coaching import nudges, timetable
from bot.coaching.case import Case, Person
from bot.coaching.conversation import Sitting
from bot.coaching.nudge_pages import NudgeItem, NudgeMessage
from bot.coaching.nudges import Nudge, NudgeState, Plan, Planned
from bot.coaching.preferences import Preferences
from bot.store.nudges import Kept
from bot.store.work import Work

NUDGE: Final = "nudge"
"""The kind of the deliveries that carry a day's nudges; their subject is the local day."""

_TOLD_SINCE: Final = timedelta(days=8)  # a week, for the weekly cap, and a day for zones
_AT_ONCE: Final = 100  # people that one turn catches up with
_WAITING: Final = frozenset({NudgeState.PLANNED, NudgeState.SENT})


@dataclass(frozen=True, slots=True)
class Diary:
    """One person's nudges, opened in a use case's own transaction."""

    coach: Coach
    work: Work
    person: Person
    preferences: Preferences
    now: datetime

    @property
    def today(self) -> date:
        """The day in the person's zone."""
        return self.preferences.calendar.day_of(self.now)


async def opened(coach: Coach, work: Work, person: Person, now: datetime) -> Diary:
    """Open a person's diary."""
    return Diary(coach, work, person, await work.preferences.of(person), now)


async def replan(coach: Coach, work: Work, sitting: Sitting) -> tuple[NudgeItem, ...]:
    """Plan anew what a case reminds of, as it was just saved here; return what is new or has moved."""
    if not coach.reminds:
        return ()
    diary = await opened(coach, work, sitting.person, sitting.now)
    saved = replace(sitting, file=await work.cases.file(sitting.file.case.id, sitting.person.id))
    plan = nudges.plan(saved.file, saved.playbook, diary.preferences, saved.facts)
    changed = await _keep(diary, (plan,))
    case, said = saved.file.case, _said((plan,))
    return _ahead(item_of(each, case, said) for each in changed if each.nudge.case_id == case.id)


async def replan_all(diary: Diary) -> tuple[NudgeItem, ...]:
    """Plan anew everything a person is reminded of; return what is new or has moved."""
    cases = {case.id: case for case in await diary.work.cases.open_of(diary.person.id)}
    plans = await _plans(diary, cases.values())
    changed, said = await _keep(diary, plans), _said(plans)
    return _ahead(item_of(each, cases.get(each.nudge.case_id), said) for each in changed)


async def catch_up(coach: Coach, now: datetime) -> int:
    """Find a new moment for what could not be sent in its window; return how many people that concerns."""
    async with coach.store.sweep() as sweep:
        overdue = await sweep.nudges.overdue(now - timetable.WINDOW, _AT_ONCE)
    for workspace_id, person_id in overdue:
        async with coach.store.work(workspace_id) as work:
            person = await work.people.find(person_id)
            if person is not None and people.is_member(person):
                await replan_all(await opened(coach, work, person, now))
    return len(overdue)


async def put_in(diary: Diary, day: date) -> None:
    """Put what is due into the message of a local day, as long as it may go now; it counts as sent from then on."""
    if diary.preferences.is_open(diary.now) and diary.today == day:
        just_after = diary.now + timedelta(microseconds=1)
        await diary.work.nudges.tell(diary.person.id, day, just_after, diary.now)


async def message_of(diary: Diary, day: date) -> NudgeMessage | None:
    """Return the message of a local day; None when it holds nothing."""
    items = await items_of(diary, await diary.work.nudges.on_day(diary.person.id, day))
    ordered = sorted(items, key=lambda item: (item.state not in _WAITING, timetable.IMPORTANCE[item.kind]))
    return NudgeMessage(day, tuple(ordered), is_late=any(item.is_late for item in items)) if items else None


async def items_of(diary: Diary, there: Iterable[tuple[Kept, Case | None]]) -> tuple[NudgeItem, ...]:
    """Return nudges in words: what each says follows from its case as it stands now."""
    listed = tuple(there)
    said = _said(await _plans(diary, {case.id: case for _, case in listed if case}.values()))
    return tuple(item_of(kept, case, said) for kept, case in listed)


def item_of(kept: Kept, case: Case | None, said: Mapping[tuple[str, str], Planned]) -> NudgeItem:
    """Return one nudge in words, given what the rules say for each by its name."""
    nudge, line = kept.nudge, said.get(kept.nudge.name)
    return NudgeItem(
        id=kept.id,
        kind=nudge.kind,
        text=line.text if line else nudge.text,
        help=line.help if line else "",
        state=nudge.state,
        why=nudges.why(nudge),
        due_at=nudge.due_at,
        case_id=case.id if case else None,
        executive=case.executive if case else None,
        initiative=case.initiative if case else "",
        why_not=nudges.why_not(nudge),
        is_late=nudge.is_late,
        wanted_on=nudge.day,
    )


async def plan_message(diary: Diary, day: date, due_at: datetime | None = None) -> None:
    """Plan the message of a local day, or, without a moment, its update in place where it stands already."""
    due_at = due_at or diary.now
    await diary.work.deliveries.plan(
        NUDGE,
        diary.person.id,
        dedupe_key=f"{NUDGE}:{diary.person.id}:{day}",
        subject_id=day.isoformat(),
        due_at=due_at,
        expires_at=min(due_at + timetable.WINDOW, diary.preferences.closing(day)),
    )


async def _keep(diary: Diary, plans: tuple[Plan, ...]) -> tuple[Kept, ...]:
    """Keep what changes among a person's nudges, and plan the messages that it concerns."""
    work, person = diary.work, diary.person
    before = await work.nudges.open_of(person.id, and_all_of=[plan.case_id for plan in plans])
    told = await work.deliveries.gone_out(NUDGE, person.id, diary.now - _TOLD_SINCE)
    changed = timetable.changes(
        (each.nudge for each in before),
        plans,
        diary.preferences,
        told_on=frozenset(map(date.fromisoformat, told)),
        now=diary.now,
    )
    changes = (*changed.added, *changed.moved, *changed.cancelled, *changed.dropped)
    kept = await work.nudges.put(person.id, changes, diary.now)
    after = {each.nudge.name: each.nudge for each in (*before, *kept)}
    await _plan_messages(diary, after.values(), {each.nudge.name for each in kept})
    for day in {each.told_on for each in before if each.told_on and after[each.nudge.name] != each.nudge}:
        await plan_message(diary, day)
    return kept


async def _plan_messages(diary: Diary, there: Iterable[Nudge], changed: set[tuple[str, str]]) -> None:
    for message in timetable.messages(there, diary.preferences):
        if any(nudge.name in changed for nudge in message.nudges):
            await plan_message(diary, message.day, message.due_at)


async def _plans(diary: Diary, cases: Iterable[Case]) -> tuple[Plan, ...]:
    plans = []
    for case in cases:
        file = await diary.work.cases.file(case.id, diary.person.id)
        playbook = await diary.coach.pinned(diary.work, case, diary.person.language)
        sitting = Sitting(file, playbook, diary.coach.ear(playbook), diary.person, diary.now)
        plans.append(nudges.plan(file, playbook, diary.preferences, sitting.facts))
    return tuple(plans)


def _said(plans: Iterable[Plan]) -> dict[tuple[str, str], Planned]:
    return {(plan.case_id, each.key): each for plan in plans for each in plan.nudges}


def _ahead(items: Iterable[NudgeItem]) -> tuple[NudgeItem, ...]:
    """Return what is still to come, the next first."""
    coming = [(item.due_at, item.id, item) for item in items if item.is_planned and item.due_at]
    return tuple(item for _, _, item in sorted(coming, key=lambda entry: entry[:2]))
