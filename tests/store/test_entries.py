from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.coaching.case import Commitment, Evidence, RequestedChange, Ruling, Side
from bot.errors import NotFoundError
from bot.store.store import Store
from tests.support.stored import ELSEWHERE, HERE, MARA, NOW, TODAY, TOM, begun, counted, furnish


async def test_entries_keep_the_order_they_came_in(store: Store) -> None:
    await furnish(store)
    case, other = await begun(store), await begun(store)
    entries = [Evidence(name, "data", f"Proof {name}") for name in ("z", "a", "m")]

    async with store.work(HERE) as work:
        await work.evidence.add(other.id, Evidence("other", "data", "x"))
        for entry in entries:
            await work.evidence.add(case.id, entry)

    async with store.view(HERE) as work:
        assert await work.evidence.of(case.id) == tuple(entries)


async def test_adding_an_entry_takes_one_statement(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    with counted(store) as statements:
        async with store.work(HERE) as work:
            await work.promises.add(case.id, Commitment("p", Side.ME, "Send the page"))

    assert len(statements) == 1


async def test_a_change_gets_its_ruling_later(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    change = RequestedChange("c", "Half a day \x00", "No time \ud800")
    async with store.work(HERE) as work:
        await work.changes.add(case.id, change)

    ruled = replace(change, ruling=Ruling.HOLD)
    async with store.work(HERE) as work:
        await work.changes.save(ruled)

    async with store.view(HERE) as work:
        assert await work.changes.of(case.id) == (ruled,)


async def test_a_promise_is_kept(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    promise = Commitment("p", Side.THEM, "Name a team", TODAY)
    async with store.work(HERE) as work:
        await work.promises.add(case.id, promise)

    kept = replace(promise, kept_at=NOW)
    async with store.work(HERE) as work:
        await work.promises.save(kept)

    async with store.view(HERE) as work:
        assert await work.promises.of(case.id) == (kept,)


async def test_a_promise_is_found_in_its_owners_case_and_nobody_elses(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)
    case = await begun(store)
    async with store.work(HERE) as work:
        await work.promises.add(case.id, Commitment("p", Side.ME, "Send the page"))

    async with store.view(HERE) as work:
        found = await work.promises.case_of("p", MARA.id)
        with pytest.raises(NotFoundError) as raised:
            await work.promises.case_of("p", TOM.id)
    async with store.view(ELSEWHERE) as work:
        with pytest.raises(NotFoundError):
            await work.promises.case_of("p", MARA.id)

    assert found == case.id
    assert raised.value.sentence.key == "errors.entry_gone"


async def test_a_promise_is_kept_once(store: Store) -> None:
    await furnish(store)
    case, other = await begun(store), await begun(store)
    promise = Commitment("p", Side.ME, "Send the page", TODAY)
    async with store.work(HERE) as work:
        await work.promises.add(case.id, promise)

    async with store.work(HERE) as work:
        noted = [
            await work.promises.keep(other.id, "p", NOW),
            await work.promises.keep(case.id, "p", NOW),
            await work.promises.keep(case.id, "p", NOW + timedelta(days=1)),
        ]

    assert noted == [False, True, False]
    async with store.view(HERE) as work:
        assert await work.promises.of(case.id) == (replace(promise, kept_at=NOW),)


async def test_an_entry_is_taken_out(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    async with store.work(HERE) as work:
        for name in ("a", "b"):
            await work.evidence.add(case.id, Evidence(name, "data", name))

    async with store.work(HERE) as work:
        await work.evidence.remove("a")
        await work.evidence.remove("nowhere")

    async with store.view(HERE) as work:
        assert [entry.id for entry in await work.evidence.of(case.id)] == ["b"]


async def test_an_entry_needs_its_case(store: Store) -> None:
    await furnish(store)

    with pytest.raises(IntegrityError):
        async with store.work(HERE) as work:
            await work.evidence.add("nowhere", Evidence("a", "data", "a"))
