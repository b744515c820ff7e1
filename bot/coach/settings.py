"""How a person wants to be reminded: settings, and silence for a while."""

from dataclasses import replace
from datetime import date

from bot.coach import people
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.nudges import page_of
from bot.coach.planning import Diary, opened, replan_all
from bot.coaching import choices
from bot.coaching.case import Person
from bot.coaching.choices import Choices
from bot.coaching.conversation import Refused
from bot.coaching.nudge_pages import NudgesPage, PausePage, SettingsPage
from bot.coaching.preferences import UNTIL_RESUMED
from bot.locales.words import Sentence
from bot.store.preferences import Chosen


async def show(coach: Coach, asker: Asker) -> Shown[SettingsPage]:
    """Return what a person has set."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        return Shown(person, _page(person, await work.preferences.chosen_by(person)))


async def save(coach: Coach, asker: Asker, chosen: Choices) -> Shown[SettingsPage | Refused]:
    """Keep what a person chose, and move what is planned to where it now belongs."""
    async with coach.store.work(asker.workspace_id) as work:
        person = await people.member(work, asker)
        await work.cases.hold_open_of(person.id)
        before = await work.preferences.of(person)
        made = choices.made_of(chosen, person, before)
        if isinstance(made, dict):
            return Shown(person, Refused(made))
        kept = Chosen(made, follows_zone=not chosen.zone, follows_language=not chosen.language)
        await work.preferences.save(person.id, kept)
        person = await people.member(work, asker)
        moved = await replan_all(await opened(coach, work, person, coach.clock.now()))
        return Shown(person, replace(_page(person, kept), moved=moved, is_saved=True))


async def pausing(coach: Coach, asker: Asker, back_on: date | None = None) -> Shown[PausePage]:
    """Return whether and until when a person's nudges rest; they may have named a day already."""
    async with coach.store.view(asker.workspace_id) as work:
        diary = await opened(coach, work, await people.member(work, asker), coach.clock.now())
        is_paused = diary.preferences.is_paused_on(diary.today)
        paused_until = diary.preferences.paused_until if is_paused else None
        return Shown(diary.person, PausePage(is_paused, paused_until, back_on))


async def pause(coach: Coach, asker: Asker, until: date | None) -> Shown[NudgesPage | Refused]:
    """Let nudges rest until a day, or, without one, until they are resumed."""
    async with coach.store.work(asker.workspace_id) as work:
        diary = await opened(coach, work, await people.member(work, asker), coach.clock.now())
        if until is not None and until <= diary.today:
            return Shown(diary.person, Refused({"until": Sentence("notices.nudge.pause_past")}))
        return Shown(diary.person, await _rested(diary, until or UNTIL_RESUMED))


async def resume(coach: Coach, asker: Asker) -> Shown[NudgesPage]:
    """End a pause: what fell into it and still helps comes as one message."""
    async with coach.store.work(asker.workspace_id) as work:
        diary = await opened(coach, work, await people.member(work, asker), coach.clock.now())
        return Shown(diary.person, await _rested(diary, None))


async def _rested(diary: Diary, until: date | None) -> NudgesPage:
    """Keep a pause, or its end, and move what is planned to where it now belongs."""
    work, person = diary.work, diary.person
    await work.cases.hold_open_of(person.id)
    chosen = await work.preferences.chosen_by(person)
    paused = replace(chosen.preferences, paused_until=until)
    await work.preferences.save(person.id, replace(chosen, preferences=paused))
    diary = replace(diary, preferences=paused)
    await replan_all(diary)
    return await page_of(diary)


def _page(person: Person, chosen: Chosen) -> SettingsPage:
    return SettingsPage(
        preferences=chosen.preferences,
        slack_zone=person.zone_in_slack,
        slack_language=person.language_in_slack,
        follows_zone=chosen.follows_zone,
        follows_language=chosen.follows_language,
    )
