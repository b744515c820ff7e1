import asyncio

from sqlalchemy import update

from bot.store.columns import database_now
from bot.store.store import Store
from bot.store.tables import InboxRow
from tests.support.stored import ELSEWHERE, HERE


async def test_what_comes_again_has_no_effect(store: Store) -> None:
    async with store.work(HERE) as work:
        first = await work.inbox.first_time("event", "Ev1")
    async with store.work(HERE) as work:
        second = await work.inbox.first_time("event", "Ev1")
        other_source = await work.inbox.first_time("view", "Ev1")
    async with store.work(ELSEWHERE) as work:
        other_workspace = await work.inbox.first_time("event", "Ev1")

    assert (first, second, other_source, other_workspace) == (True, False, True, True)


async def test_of_two_at_the_same_moment_one_is_first(store: Store) -> None:
    async def come() -> bool:
        async with store.work(HERE) as work:
            return await work.inbox.first_time("event", "Ev1")

    assert sorted(await asyncio.gather(come(), come())) == [False, True]


async def test_what_came_long_ago_is_forgotten(store: Store) -> None:
    for workspace_id, key in ((HERE, "old"), (ELSEWHERE, "old")):
        async with store.work(workspace_id) as work:
            await work.inbox.first_time("event", key)
            await work.inbox._desk.write(update(InboxRow).values(arrived_at=database_now(-49 * 3600)))
    async with store.work(HERE) as work:
        await work.inbox.first_time("event", "new")

    async with store.sweep() as sweep:
        forgotten = await sweep.forget_inbox()

    assert forgotten == 2
    async with store.work(HERE) as work:
        assert not await work.inbox.first_time("event", "new")
        assert await work.inbox.first_time("event", "old")
