from datetime import timedelta

from bot.store.store import Store
from tests.support.stored import NOW


async def test_the_latest_beat_of_any_worker_counts(store: Store) -> None:
    async with store.sweep() as sweep:
        before = await sweep.heartbeats.latest()
        await sweep.heartbeats.beat("w1", NOW)
        await sweep.heartbeats.beat("w2", NOW + timedelta(seconds=5))
        await sweep.heartbeats.beat("w1", NOW + timedelta(seconds=3))

    async with store.sweep() as sweep:
        assert await sweep.heartbeats.latest() == NOW + timedelta(seconds=5)
    assert before is None
