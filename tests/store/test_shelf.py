from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.coaching.shelf import Consent, EvidenceKind, ShelfItem
from bot.errors import NotFoundError
from bot.store.store import Store
from tests.support.stored import ELSEWHERE, HERE, MARA, NOW, TODAY, TOM, counted, furnish

ITEM = ShelfItem(
    id="s1",
    owner_id=MARA.id,
    kind=EvidenceKind.TESTIMONIAL,
    what="“It paid for itself” عربي 👩🏽‍💻 <b> \ud800",
    added_at=NOW,
    changed_at=NOW,
    source="Letter",
    dated_on=date(2026, 1, 5),
    concerns=("budget", "cost_centre"),
    consent=Consent("Rosa Díaz", date(2026, 2, 1)),
    case_id="c1",
    owner_name=MARA.name,
)


async def test_a_piece_comes_back_as_it_was_put_there_with_its_owners_name(store: Store) -> None:
    await furnish(store)

    async with store.work(HERE) as work:
        assert await work.shelf.add(ITEM)
        assert not await work.shelf.add(replace(ITEM, what="the same again"))

    async with store.view(HERE) as work:
        assert await work.shelf.of(MARA.id) == (ITEM,)


async def test_a_trainer_sees_their_own_and_what_others_share_in_one_statement(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)
    async with store.work(HERE) as work:
        await work.shelf.add(replace(ITEM, id="mine", owner_id=TOM.id, changed_at=NOW + timedelta(hours=1)))
        await work.shelf.add(replace(ITEM, id="shared", is_shared=True))
        await work.shelf.add(replace(ITEM, id="hers"))
    async with store.work(ELSEWHERE) as work:
        await work.shelf.add(replace(ITEM, id="another workspace's", is_shared=True))

    with counted(store) as statements:
        async with store.view(HERE) as work:
            seen = await work.shelf.of(TOM.id)

    assert [item.id for item in seen] == ["mine", "shared"]
    assert len(statements) == 1


async def test_only_the_owner_changes_a_piece_that_others_may_use(store: Store) -> None:
    await furnish(store)
    async with store.work(HERE) as work:
        await work.shelf.add(replace(ITEM, is_shared=True))

    async with store.work(HERE) as work:
        assert (await work.shelf.find("s1", TOM.id)).is_shared
        with pytest.raises(NotFoundError, match="not there any more"):
            await work.shelf.own("s1", TOM.id)
        with pytest.raises(NotFoundError):
            await work.shelf.find("nothing", TOM.id)


async def test_what_a_piece_said_before_is_kept_when_it_is_changed_and_when_it_is_taken_off(store: Store) -> None:
    await furnish(store)
    first, second = replace(ITEM, owner_name=""), replace(ITEM, owner_name="", what="Nine", consent=None, source="")
    async with store.work(HERE) as work:
        await work.shelf.add(first)

    async with store.work(HERE) as work:
        await work.shelf.save(second, await work.shelf.own("s1", MARA.id))
    async with store.work(HERE) as work:
        changed = await work.shelf.own("s1", MARA.id)
        await work.shelf.remove(changed, NOW)

    async with store.view(HERE) as work:
        revisions = await work.shelf.revisions("s1")
        assert await work.shelf.of(MARA.id) == ()
    assert changed == replace(second, owner_name=MARA.name)
    assert [each.what for each in revisions] == [first.what.replace("\ud800", ""), "Nine"]
    assert revisions[0].consent == first.consent
    assert revisions[0].changed_at == NOW


async def test_the_day_of_a_piece_may_be_unknown(store: Store) -> None:
    await furnish(store)

    async with store.work(HERE) as work:
        await work.shelf.add(replace(ITEM, dated_on=None, case_id=None))

    async with store.view(HERE) as work:
        (found,) = await work.shelf.of(MARA.id)
    assert (found.dated_on, found.case_id) == (None, None)
    assert not found.is_stale(TODAY)
