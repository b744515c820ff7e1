"""What a person does with nudges: list, settle, put off, add their own."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Final

from bot.coach import people, seats
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.deliveries import plan_card
from bot.coach.planning import NUDGE, Diary, items_of, opened, redraw, replan_all
from bot.coaching import nudges, twins
from bot.coaching.conversation import Refused
from bot.coaching.nudge_pages import (
    Later,
    LaterPage,
    NotNeeded,
    NotNeededPage,
    NudgeItem,
    NudgesPage,
    OwnNudgePage,
)
from bot.coaching.nudges import Nudge, NudgeState, Reason, Settled
from bot.locales.words import Sentence
from bot.playbook.model import NudgeKind
from bot.store.ids import new_id
from bot.store.nudges import Kept
from bot.store.tables import DeliveryState
from bot.store.work import Work

SHOWN_PAST: Final = timedelta(days=14)
"""How long the list tells what was not sent, and why."""

DONE: Final = Settled(NudgeState.DONE)
CANCELLED: Final = Settled(NudgeState.NOT_NEEDED)

_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class When:
    """The moment that a person names for a nudge."""

    choice: Later = Later.PICK
    day: date | None = None  # when picked
    hour: time | None = None  # None: the nudge hour


@dataclass(frozen=True, slots=True)
class LaterForm:
    """Another moment for a nudge, as its form comes back."""

    nudge_id: str
    when: When
    receipt: str


@dataclass(frozen=True, slots=True)
class NotNeededForm:
    """Why a nudge is not needed, as its form comes back."""

    nudge_id: str
    reason: NotNeeded | None
    note: str
    receipt: str


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A reminder of the trainer's own, as its form comes back."""

    text: str
    when: When
    receipt: str
    case_id: str = ""  # empty: it belongs to no case
    nudge_id: str = ""  # the one that is changed; empty: a new one


async def listed(coach: Coach, asker: Asker) -> Shown[NudgesPage]:
    """Return everything planned for who asks, and what was not sent."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        return Shown(person, await page_of(await opened(coach, work, person, coach.clock.now())))


async def page_of(diary: Diary) -> NudgesPage:
    """Return everything planned for a person, for a use case's own transaction."""
    work, person, preferences = diary.work, diary.person, diary.preferences
    planned = await work.nudges.planned(person.id)
    is_paused = preferences.is_paused_on(diary.today)
    return NudgesPage(
        planned=await items_of(diary, planned),
        past=await past_of(diary),
        is_paused=is_paused,
        paused_until=preferences.paused_until if is_paused else None,
    )


async def settle(coach: Coach, asker: Asker, nudge_id: str, how: Settled, receipt: str) -> Shown[NudgesPage]:
    """Settle a nudge: done, not needed, or called off. Doing what was promised keeps the promise.

    What is settled already stays as it is.
    """
    async with coach.store.work(asker.workspace_id) as work:
        diary, kept = await _taken(coach, work, asker, nudge_id)
        if await work.inbox.first_time("nudge", receipt) and kept.nudge.is_unsettled:
            if how.state is NudgeState.DONE and kept.nudge.kind is NudgeKind.PROMISE_DUE:
                await _keep_promise(diary, kept.nudge)
            await _change(diary, kept, nudges.settled(kept.nudge, how))
        return Shown(diary.person, await page_of(diary))


async def ask_later(coach: Coach, asker: Asker, nudge_id: str) -> Shown[LaterPage]:
    """Return what is asked before a nudge is put off."""
    async with coach.store.view(asker.workspace_id) as work:
        diary = await opened(coach, work, await people.member(work, asker), coach.clock.now())
        return Shown(diary.person, LaterPage(await _item(diary, nudge_id), diary.today + _A_DAY))


async def ask_why_not(coach: Coach, asker: Asker, nudge_id: str) -> Shown[NotNeededPage]:
    """Return what is asked before a nudge is called off."""
    async with coach.store.view(asker.workspace_id) as work:
        diary = await opened(coach, work, await people.member(work, asker), coach.clock.now())
        return Shown(diary.person, NotNeededPage(await _item(diary, nudge_id)))


async def call_off(coach: Coach, asker: Asker, form: NotNeededForm) -> Shown[NudgesPage | Refused]:
    """Settle a nudge as not needed, with the reason."""
    if form.reason is None:
        person = (await listed(coach, asker)).person
        return Shown(person, Refused({"reason": Sentence("answers.required.choice")}))
    how = Settled(NudgeState.NOT_NEEDED, Reason(form.reason), form.note)
    return await settle(coach, asker, form.nudge_id, how, form.receipt)


async def case_id_of(coach: Coach, asker: Asker, nudge_id: str) -> str:
    """Return the case that a nudge is about; empty for an own one that belongs to none."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        return (await work.nudges.find(nudge_id, person.id)).nudge.case_id


async def editing(coach: Coach, asker: Asker, nudge_id: str) -> Shown[LaterPage | OwnNudgePage]:
    """Return what is asked before a planned nudge is changed: its moment, and the words when they are one's own."""
    shown = await ask_later(coach, asker, nudge_id)
    return await ask_own(coach, asker, nudge_id) if shown.page.item.kind is NudgeKind.OWN else shown


async def put_off(coach: Coach, asker: Asker, nudge_id: str, when: When, receipt: str) -> Shown[NudgesPage | Refused]:
    """Put a nudge off: the same nudge, with a new day."""
    async with coach.store.work(asker.workspace_id) as work:
        diary, kept = await _taken(coach, work, asker, nudge_id)
        day = _day(when, diary)
        if day is None or day <= diary.today:
            return Shown(diary.person, Refused({"day": Sentence("notices.nudge.not_today")}))
        if await work.inbox.first_time("nudge", receipt) and kept.nudge.is_unsettled:
            await _change(diary, kept, nudges.put_off(kept.nudge, day, when.hour))
        return Shown(diary.person, await page_of(diary))


async def ask_own(coach: Coach, asker: Asker, nudge_id: str = "") -> Shown[OwnNudgePage]:
    """Return what is asked for a reminder of the trainer's own, new or changed."""
    async with coach.store.view(asker.workspace_id) as work:
        diary = await opened(coach, work, await people.member(work, asker), coach.clock.now())
        item = await _item(diary, nudge_id) if nudge_id else None
        open_cases = twins.told_apart(await work.cases.open_of(diary.person.id), diary.person)
        return Shown(diary.person, OwnNudgePage(open_cases, diary.today + _A_DAY, item))


async def keep_own(coach: Coach, asker: Asker, form: OwnForm) -> Shown[NudgesPage | Refused]:
    """Keep a reminder in the trainer's own words, for a case of theirs or for none."""
    async with coach.store.work(asker.workspace_id) as work:
        diary = await _open_to_change(coach, work, asker)
        day, problems = form.when.day, _problems(form, diary.today)
        if problems or day is None:
            return Shown(diary.person, Refused(problems))
        if form.case_id:
            seats.require_open(await work.cases.find(form.case_id, diary.person.id))
        if await work.inbox.first_time("nudge", form.receipt):
            hour = form.when.hour or diary.preferences.nudge_hour
            await _keep_own(diary, form.nudge_id, nudges.own(form.case_id, new_id(), form.text, day, hour))
        return Shown(diary.person, await page_of(diary))


async def past_of(diary: Diary) -> tuple[NudgeItem, ...]:
    """Return what a person was not reminded of, or nobody knows whether they were, and why."""
    work, person_id, since = diary.work, diary.person.id, diary.now - SHOWN_PAST
    missed = await work.deliveries.missed(NUDGE, person_id, since)
    days = [date.fromisoformat(each.subject_id) for each in missed if each.state is DeliveryState.UNCONFIRMED]
    told = [each for day in days for each in await work.nudges.on_day(person_id, day)]
    unconfirmed = [(kept, case) for kept, case in told if kept.nudge.state is NudgeState.SENT]
    return await items_of(diary, [*unconfirmed, *await work.nudges.recent_dropped(person_id, since)])


async def _open_to_change(coach: Coach, work: Work, asker: Asker) -> Diary:
    """Open a person's diary for a change of one nudge, which may change what others are planned for."""
    person = await people.member(work, asker)
    await work.cases.hold_open_of(person.id)
    return await opened(coach, work, person, coach.clock.now())


async def _taken(coach: Coach, work: Work, asker: Asker, nudge_id: str) -> tuple[Diary, Kept]:
    diary = await _open_to_change(coach, work, asker)
    return diary, await work.nudges.find(nudge_id, diary.person.id)


async def _keep_promise(diary: Diary, nudge: Nudge) -> None:
    if await diary.work.promises.keep(nudge.case_id, nudges.promise_of(nudge), diary.now):
        await plan_card(diary.work, await diary.work.cases.find(nudge.case_id, diary.person.id), diary.now)


async def _keep_own(diary: Diary, old_id: str, made: Nudge) -> None:
    """Keep an own nudge: one that is changed stays the same, unless it moves to another case."""
    own = [made]
    if old_id:
        old = (await diary.work.nudges.find(old_id, diary.person.id)).nudge
        own = [replace(made, key=old.key)] if old.case_id == made.case_id else [made, nudges.settled(old, CANCELLED)]
    await diary.work.nudges.put(diary.person.id, own, diary.now)
    await replan_all(diary)


async def _change(diary: Diary, kept: Kept, changed: Nudge) -> None:
    """Keep a changed nudge, plan the rest anew, and redraw the message that holds it."""
    await diary.work.nudges.put(diary.person.id, [changed], diary.now)
    await replan_all(diary)
    if kept.told_on:
        await redraw(diary, kept.told_on)


async def _item(diary: Diary, nudge_id: str) -> NudgeItem:
    kept = await diary.work.nudges.find(nudge_id, diary.person.id)
    case = await diary.work.cases.find(kept.nudge.case_id, diary.person.id) if kept.nudge.case_id else None
    (item,) = await items_of(diary, [(kept, case)])
    return item


def _day(when: When, diary: Diary) -> date | None:
    match when.choice:
        case Later.TOMORROW:
            return diary.today + _A_DAY
        case Later.WORKING_DAY:
            return diary.preferences.calendar.next_after(diary.today)
        case Later.PICK:
            return when.day


def _problems(form: OwnForm, today: date) -> dict[str, Sentence]:
    found: dict[str, Sentence] = {}
    if not form.text.strip():
        found["text"] = Sentence("notices.nudge.no_words")
    if form.when.day is None or form.when.day < today:
        found["day"] = Sentence("notices.nudge.day_past")
    return found
