import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.coaching.case import Engagement, Interaction, Reaction
from bot.errors import NotFoundError
from bot.store.store import Store
from tests.support.stored import HERE, MARA, NOW, TODAY, TOM, begun, contact, furnish


async def test_an_interaction_reads_back_as_it_was_recorded(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    logged = Interaction(
        id="i1",
        case_id=case.id,
        happened_on=TODAY,
        recorded_at=NOW,
        quote="Too much \x00 \ud800 👩🏽‍💻",
        setting="call",
        reaction=Reaction.WANTS_CHANGES,
        engagement_before=Engagement.RESISTANT,
        engagement_after=Engagement.LEADING,
        second_act="Opened the kick-off",
        tactic="pilot_demo",
        next_contact_on=TODAY + timedelta(days=7),
    )

    async with store.work(HERE) as work:
        assert await work.interactions.add(logged) == logged

    async with store.view(HERE) as work:
        assert await work.interactions.find("i1") == logged
        assert await work.interactions.find("nowhere") is None


async def test_a_correction_stands_in_for_what_it_corrects_and_the_old_one_is_kept(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    first = contact(case, quote="Too much.")
    second = contact(case, quote="Far too much.", corrects=first.id)
    third = contact(case, quote="Much too much.", corrects=second.id)

    async with store.work(HERE) as work:
        for interaction in (first, second, third):
            await work.interactions.add(interaction)

    async with store.view(HERE) as work:
        for name in (first.id, second.id, third.id):
            assert await work.interactions.revisions(name) == (first, second, third)
        assert [interaction for interaction, _ in await work.interactions.recent(MARA.id)] == [third]


async def test_a_correction_of_what_was_corrected_meanwhile_corrects_the_newest(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    first, second = contact(case), contact(case, quote="From the phone")
    async with store.work(HERE) as work:
        await work.interactions.add(first)
        await work.interactions.add(contact(case, id="laptop", corrects=first.id))

    async with store.work(HERE) as work:
        recorded = await work.interactions.add(contact(case, id=second.id, corrects=first.id))

    assert recorded.corrects == "laptop"
    async with store.view(HERE) as work:
        assert [found.id for found, _ in await work.interactions.recent(MARA.id)] == [second.id]


async def test_of_two_corrections_at_the_same_moment_one_stands(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    first = contact(case)
    async with store.work(HERE) as work:
        await work.interactions.add(first)

    async def correct(name: str) -> None:
        async with store.work(HERE) as work:
            await work.cases.find(case.id, MARA.id)
            await work.interactions.add(contact(case, id=name, corrects=first.id))

    await asyncio.gather(correct("phone"), correct("laptop"))

    async with store.view(HERE) as work:
        assert len(await work.interactions.recent(MARA.id)) == 1
        assert len(await work.interactions.revisions(first.id)) == 3


async def test_recent_interactions_come_newest_first_with_their_cases(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    others = await begun(store, owner_id=TOM.id)
    logged = [contact(case, happened_on=TODAY - timedelta(days=days)) for days in range(4)]
    async with store.work(HERE) as work:
        for interaction in (*reversed(logged), contact(others)):
            await work.interactions.add(interaction)

    async with store.view(HERE) as work:
        found = await work.interactions.recent(MARA.id, limit=3)

    assert found == tuple((interaction, case) for interaction in logged[:3])


async def test_a_correction_of_nothing_is_refused(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    with pytest.raises(NotFoundError):
        async with store.work(HERE) as work:
            await work.interactions.add(contact(case, corrects="nowhere"))


async def test_an_interaction_needs_its_case(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    with pytest.raises(IntegrityError):
        async with store.work(HERE) as work:
            await work.interactions.add(contact(case, case_id="nowhere"))
