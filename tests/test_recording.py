import asyncio
from datetime import timedelta

from bot.recording import REFUSALS, record
from bot.store.pauses import Pauses
from bot.store.sending import Claim
from bot.store.store import Store
from bot.verdict import Fate, Verdict
from tests.support.stored import HERE, MARA, NOW, furnish


async def test_refusals_that_are_recorded_at_the_same_moment_are_all_counted(store: Store) -> None:
    await furnish(store)
    async with store.work(HERE) as work:
        for number in range(REFUSALS):
            await work.deliveries.plan("card", MARA.id, f"card:{number}", str(number), due_at=NOW)
    async with store.sweep() as sweep:
        claims = await sweep.sending.claim("ann", NOW, REFUSALS)

    await asyncio.gather(*(_is_refused(store, claim) for claim in claims))

    async with store.sweep() as sweep:
        assert await sweep.pauses.at(NOW) == {(HERE, Pauses.of(MARA.id)): NOW + timedelta(days=1)}


async def _is_refused(store: Store, claim: Claim) -> None:
    async with store.sweep() as sweep:
        assert await record(sweep, claim, Verdict(Fate.FAILED, "user_not_found"), NOW)
        await asyncio.sleep(0.1)  # a transaction that takes its time, so that the others begin before it ends
