from dataclasses import replace

from bot.coaching.calendar import WorkingCalendar
from bot.coaching.preferences import Preferences
from bot.store.preferences import Chosen
from bot.store.store import Store
from tests.support.stored import ELSEWHERE, HERE, MARA, begun, furnish


async def test_a_person_is_kept_as_slack_describes_them_now(store: Store) -> None:
    async with store.work(HERE) as work:
        assert await work.people.find(MARA.id) is None
        await work.people.save(MARA)
    moved = replace(MARA, zone="Asia/Tokyo", language="fr", is_admin=True, dm_channel="D1", name="Mara L.")

    async with store.work(HERE) as work:
        await work.people.save(moved)

    async with store.view(HERE) as work:
        assert await work.people.find(MARA.id) == moved


async def test_the_zone_and_language_that_a_person_chose_are_theirs_and_slacks_are_remembered(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)
    case = await begun(store)
    chosen = Chosen(Preferences(WorkingCalendar("Asia/Tokyo"), "fr"), follows_zone=False, follows_language=False)
    async with store.work(HERE) as work:
        await work.preferences.save(MARA.id, chosen)

    async with store.view(HERE) as work:
        person = await work.people.find(MARA.id)
        _, owner = await work.cases.opened(case.id, MARA.id)
    async with store.view(ELSEWHERE) as work:
        elsewhere = await work.people.find(MARA.id)

    assert person == owner == replace(MARA, zone="Asia/Tokyo", language="fr", slack_zone=MARA.zone, slack_language="en")
    assert elsewhere == MARA


async def test_keeping_a_person_again_keeps_slacks_zone_and_not_their_own(store: Store) -> None:
    await furnish(store)
    chosen = Chosen(Preferences(WorkingCalendar("Asia/Tokyo")), follows_zone=False)
    async with store.work(HERE) as work:
        await work.preferences.save(MARA.id, chosen)
        person = await work.people.find(MARA.id)
        assert person is not None

        await work.people.save(person)

        await work.preferences.save(MARA.id, replace(chosen, follows_zone=True))
        assert await work.people.find(MARA.id) == MARA
