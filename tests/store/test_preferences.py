from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import update

from bot.coaching.calendar import SUNDAY_TO_THURSDAY, WorkingCalendar
from bot.coaching.preferences import UNTIL_RESUMED, OpenHours, Preferences
from bot.playbook.model import NudgeKind
from bot.store.preferences import Chosen
from bot.store.store import Store
from bot.store.tables import PreferencesRow
from tests.support.stored import ELSEWHERE, HERE, MARA, TOM, counted, furnish

USUAL = Preferences(WorkingCalendar(MARA.zone), MARA.language)
OWN = Preferences(
    calendar=WorkingCalendar("Asia/Kolkata", SUNDAY_TO_THURSDAY, "DE", "BY", frozenset({date(2026, 12, 24)})),
    language="fr",
    nudge_hour=time(7, 45),
    open_hours=OpenHours(time(7), time(20, 30)),
    weekly_cap=3,
    kinds_off=frozenset({NudgeKind.SILENCE, NudgeKind.THANK}),
    paused_until=UNTIL_RESUMED,
)
CHOSEN = Chosen(OWN, follows_zone=False, follows_language=False)


async def test_who_has_chosen_nothing_has_the_usual_preferences(store: Store) -> None:
    await furnish(store)

    with counted(store) as statements:
        async with store.view(HERE) as work:
            chosen = await work.preferences.chosen_by(MARA)

    assert chosen == Chosen(USUAL)
    assert len(statements) == 1


async def test_what_was_chosen_is_kept_in_one_statement_until_it_is_chosen_anew(store: Store) -> None:
    await furnish(store)

    for chosen in (CHOSEN, replace(CHOSEN, preferences=replace(OWN, paused_until=None, weekly_cap=None))):
        with counted(store) as statements:
            await _save(store, chosen)

        async with store.view(HERE) as work:
            assert await work.preferences.chosen_by(MARA) == chosen
            assert await work.preferences.of(MARA) == chosen.preferences
        assert len(statements) == 1


async def test_what_was_left_to_slack_changes_with_it(store: Store) -> None:
    await furnish(store)
    await _save(store, Chosen(OWN))
    travelling = replace(MARA, zone="Asia/Tokyo", language="es")

    async with store.view(HERE) as work:
        found = await work.preferences.of(travelling)

    assert (found.calendar.zone, found.language) == ("Asia/Tokyo", "es")
    assert replace(found.calendar, zone=OWN.calendar.zone) == OWN.calendar


async def test_what_was_chosen_is_ones_own(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)
    await _save(store, CHOSEN)

    async with store.view(HERE) as work:
        assert (await work.preferences.of(TOM)).weekly_cap is None
    async with store.view(ELSEWHERE) as work:
        assert await work.preferences.of(MARA) == USUAL


@pytest.mark.parametrize("lost", [{"country": "XX", "region": ""}, {"region": "NOWHERE"}])
async def test_holidays_that_nobody_knows_any_more_are_left_out(store: Store, lost: dict[str, str]) -> None:
    await furnish(store)
    await _save(store, CHOSEN)
    async with store.work(HERE) as work:
        await work.preferences._desk.write(update(PreferencesRow).values(**lost))

    async with store.view(HERE) as work:
        found = await work.preferences.of(MARA)

    assert found.calendar == replace(OWN.calendar, country="", region="")


async def _save(store: Store, chosen: Chosen) -> None:
    async with store.work(HERE) as work:
        await work.preferences.save(MARA.id, chosen)
