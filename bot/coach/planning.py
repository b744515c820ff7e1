"""Plan a person's nudges with every save, put what is due into the day's message, catch up after a silence."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.coach import people
from bot.coach.coach import Coach
from bot.coach.deliveries import plan_home
from bot.coach.rounds import AT_ONCE, Whom, go_round
from bot.coaching import nudges, timetable, twins
from bot.coaching.case import Case, Person
from bot.coaching.conversation import Sitting
from bot.coaching.nudge_pages import NudgeItem, NudgeMessage
from bot.coaching.nudges import Nudge, NudgeState, Plan, Planned, Reason
from bot.coaching.preferences import Preferences
from bot.store.nudges import Kept
from bot.store.tables import DeliveryState
from bot.store.work import Sweep, Work

NUDGE: Final = "nudge"
"""The kind of the deliveries that carry a day's nudges; their subject is the local day."""

_TOLD_SINCE: Final = timedelta(days=8)  # a week, for the weekly cap, and a day for zones
_WAITING: Final = frozenset({NudgeState.PLANNED, NudgeState.SENT})
_GIVEN_UP: Final = frozenset({DeliveryState.FAILED, DeliveryState.EXPIRED, DeliveryState.QUARANTINED})


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


async def call_off(coach: Coach, work: Work, sitting: Sitting) -> None:
    """Call off all that a case reminds of; a day's message that has gone out is drawn anew."""
    if coach.reminds:
        diary = await opened(coach, work, sitting.person, sitting.now)
        await _keep(diary, (Plan(sitting.file.case.id, is_open=False),))


async def replan_all(diary: Diary) -> tuple[NudgeItem, ...]:
    """Plan anew everything a person is reminded of; return what is new or has moved."""
    await diary.work.cases.hold_open_of(diary.person.id)
    cases = {case.id: case for case in await diary.work.cases.open_of(diary.person.id)}
    plans = await _plans(diary, cases.values())
    changed, said = await _keep(diary, plans), _said(plans)
    await plan_home(diary.work, diary.person.id, diary.now)
    return _ahead(item_of(each, cases.get(each.nudge.case_id), said) for each in changed)


async def catch_up(coach: Coach, now: datetime) -> int:
    """Find a new moment for what could not be sent in its window; return how many people that concerns."""

    async def overdue(sweep: Sweep, but: Collection[Whom]) -> tuple[Whom, ...]:
        return await sweep.nudges.overdue(now - timetable.WINDOW, AT_ONCE, but=but)

    return await go_round(coach, overdue, lambda whom: _catch_up_with(coach, *whom, now))


async def plan_stranded(coach: Coach, given_up_since: datetime) -> int:
    """Plan again what was in messages given up since a moment, where whoever gave them up did not live to do it.

    Returns how many people that concerns.
    """

    async def stranded(sweep: Sweep, but: Collection[Whom]) -> tuple[Whom, ...]:
        return await sweep.nudges.stranded(NUDGE, _GIVEN_UP, given_up_since, AT_ONCE, but=but)

    return await go_round(coach, stranded, lambda whom: take_back(coach, *whom))


async def take_back(coach: Coach, workspace_id: str, person_id: str) -> None:
    """Find a later day for what a message was to say that will not arrive."""
    async with coach.store.work(workspace_id) as work:
        person = await work.people.find(person_id)
        if person is None:
            return
        diary = await opened(coach, work, person, coach.clock.now())
        await work.cases.hold_open_of(person_id)
        missed = await work.deliveries.missed(NUDGE, person_id, diary.now - _TOLD_SINCE)
        days = [date.fromisoformat(each.subject_id) for each in missed if each.state in _GIVEN_UP]
        taken_back = [await work.nudges.take_back(person_id, day, diary.now) for day in days]
        if any(taken_back):
            await replan_all(diary)


async def put_in(diary: Diary, day: date) -> tuple[Plan, ...]:
    """Put what is due into the message of a local day, as long as it may go now; it counts as sent from then on.

    What was answered since it was planned, in a window that is still open, is left out. Returns what the rules say for
    the cases that it concerns, so that nobody need ask them again.
    """
    work, person, now = diary.work, diary.person, diary.now
    if not diary.preferences.is_open(now) or diary.today != day:
        return ()
    planned = await work.nudges.planned(person.id)
    due = {case.id: case for kept, case in planned if case and kept.nudge.due_at and kept.nudge.due_at <= now}
    plans = await _plans(diary, (due[case_id] for case_id in sorted(due)))
    await _keep(diary, plans, sending_on=day)
    if await work.nudges.tell(person.id, day, now + timedelta(microseconds=1), now):
        await plan_home(work, person.id, now)
    return plans


async def message_of(diary: Diary, day: date, known: tuple[Plan, ...] = ()) -> NudgeMessage | None:
    """Return the message of a local day; None when it holds nothing. What is known of some cases is not asked again."""
    items = await items_of(diary, await diary.work.nudges.on_day(diary.person.id, day), known)
    ordered = sorted(items, key=lambda item: (item.state not in _WAITING, timetable.IMPORTANCE[item.kind]))
    return NudgeMessage(day, tuple(ordered), is_late=any(item.is_late for item in items)) if items else None


async def items_of(
    diary: Diary, there: Iterable[tuple[Kept, Case | None]], known: tuple[Plan, ...] = ()
) -> tuple[NudgeItem, ...]:
    """Return nudges in words: what each says follows from its case as it stands now."""
    listed = tuple(there)
    cases = {case.id: case for _, case in listed if case}
    unknown = cases.keys() - {plan.case_id for plan in known}
    said = _said((*known, *await _plans(diary, (case for case in cases.values() if case.id in unknown))))
    open_cases = await diary.work.cases.open_of(diary.person.id) if cases else ()
    shown = {case.id: case for case in twins.told_apart(open_cases, diary.person)}
    return tuple(item_of(kept, case and shown.get(case.id, case), said) for kept, case in listed)


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


async def redraw(diary: Diary, day: date) -> None:
    """Plan the message of a local day anew where it stands."""
    await diary.work.deliveries.plan_update(_key(diary.person, day), diary.now)


async def _catch_up_with(coach: Coach, workspace_id: str, person_id: str, now: datetime) -> None:
    async with coach.store.work(workspace_id) as work:
        person = await work.people.find(person_id)
        if person is not None and people.is_member(person):
            await replan_all(await opened(coach, work, person, now))
            return
        overdue = (each.nudge for each in await work.nudges.open_of(person_id))
        dropped = [
            replace(nudge, state=NudgeState.DROPPED, reason=Reason.TOO_LATE)
            for nudge in overdue
            if nudge.due_at and nudge.due_at <= now - timetable.WINDOW
        ]
        await work.nudges.put(person_id, dropped, now)


async def _keep(diary: Diary, plans: tuple[Plan, ...], *, sending_on: date | None = None) -> tuple[Kept, ...]:
    """Keep what changes among a person's nudges, and plan the messages that it concerns.

    The message of a day that is about to be sent may still be filled.
    """
    work, person = diary.work, diary.person
    before = await work.nudges.open_of(person.id, and_all_of=[plan.case_id for plan in plans])
    told = await work.deliveries.gone_out(NUDGE, person.id, diary.now - _TOLD_SINCE)
    changed = timetable.changes(
        (each.nudge for each in before),
        plans,
        diary.preferences,
        told_on=frozenset(map(date.fromisoformat, told)) - {sending_on},
        now=diary.now,
    )
    changes = (*changed.added, *changed.moved, *changed.cancelled, *changed.dropped)
    kept = await work.nudges.put(person.id, changes, diary.now)
    after = {each.nudge.name: each.nudge for each in (*before, *kept)}
    await _plan_messages(diary, after.values(), {each.nudge.name for each in kept}, sending_on)
    for day in {each.told_on for each in before if each.told_on and after[each.nudge.name] != each.nudge}:
        await redraw(diary, day)
    return kept


async def _plan_messages(
    diary: Diary, there: Iterable[Nudge], changed: set[tuple[str, str]], sending_on: date | None
) -> None:
    for message in timetable.messages(there, diary.preferences):
        if message.day != sending_on and any(nudge.name in changed for nudge in message.nudges):
            await diary.work.deliveries.plan(
                NUDGE,
                diary.person.id,
                dedupe_key=_key(diary.person, message.day),
                subject_id=message.day.isoformat(),
                due_at=message.due_at,
                expires_at=min(message.due_at + timetable.WINDOW, diary.preferences.closing(message.day)),
            )


def _key(person: Person, day: date) -> str:
    return f"{NUDGE}:{person.id}:{day}"


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
