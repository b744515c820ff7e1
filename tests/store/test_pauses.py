from datetime import timedelta

from bot.store.store import Store
from tests.support.stored import ELSEWHERE, HERE, NOW, furnish

SOON, LATER = (NOW + timedelta(seconds=seconds) for seconds in (30, 90))
POST = "chat.postMessage"


async def test_of_two_pauses_the_longer_one_holds(store: Store) -> None:
    await furnish(store)

    for until in (SOON, LATER, SOON):
        async with store.sweep() as sweep:
            await sweep.pauses.add(HERE, POST, until)

    async with store.sweep() as sweep:
        assert await sweep.pauses.at(NOW) == {(HERE, POST): LATER}


async def test_a_pause_is_of_one_method_in_one_workspace_and_ends(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)

    async with store.sweep() as sweep:
        await sweep.pauses.add(HERE, POST, SOON)
        await sweep.pauses.add(HERE, "chat.update", LATER)
        await sweep.pauses.add(ELSEWHERE, POST, LATER)
        now, soon, later = [await sweep.pauses.at(moment) for moment in (NOW, SOON, LATER)]

    assert (len(now), later) == (3, {})
    assert set(soon) == {(HERE, "chat.update"), (ELSEWHERE, POST)}
