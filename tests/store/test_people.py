from dataclasses import replace

from bot.store.store import Store
from tests.support.stored import HERE, MARA


async def test_a_person_is_kept_as_slack_describes_them_now(store: Store) -> None:
    async with store.work(HERE) as work:
        assert await work.people.find(MARA.id) is None
        await work.people.save(MARA)
    moved = replace(MARA, zone="Asia/Tokyo", language="fr", is_admin=True, dm_channel="D1", name="Mara L.")

    async with store.work(HERE) as work:
        await work.people.save(moved)

    async with store.view(HERE) as work:
        assert await work.people.find(MARA.id) == moved
