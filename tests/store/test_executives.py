from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.coaching.case import Engagement, Executive
from bot.coaching.pages import ExecutiveHistory
from bot.store.store import Store
from tests.support.stored import ANNA, HERE, MARA, NOW, TODAY, TOM, begun, contact, counted, furnish

BEN = Executive("e0ben", "Ben Okafor", "COO", "U0BEN")


async def test_an_executive_is_found_however_the_name_is_written(store: Store) -> None:
    await furnish(store)

    async with store.view(HERE) as work:
        assert await work.executives.by_name("  anna   WEBER ") == ANNA
        assert await work.executives.by_name("Anna Weber-Lund") is None


async def test_a_slack_user_is_found_by_the_user_and_not_by_the_name(store: Store) -> None:
    await furnish(store)
    async with store.work(HERE) as work:
        await work.executives.add(BEN)

    async with store.view(HERE) as work:
        assert await work.executives.by_slack_user("U0BEN") == BEN
        assert await work.executives.by_name(BEN.name) is None


async def test_a_slack_user_is_one_executive(store: Store) -> None:
    await furnish(store)
    async with store.work(HERE) as work:
        await work.executives.add(BEN)

    with pytest.raises(IntegrityError):
        async with store.work(HERE) as work:
            await work.executives.add(Executive("another", "Ben", slack_user_id="U0BEN"))


async def test_a_trainer_knows_the_executives_of_their_own_cases(store: Store) -> None:
    await furnish(store)
    async with store.work(HERE) as work:
        await work.executives.add(BEN)
    await begun(store, executive=BEN)
    await begun(store)
    await begun(store, owner_id=TOM.id)

    async with store.view(HERE) as work:
        assert await work.executives.known_to(MARA.id) == (ANNA, BEN)
        assert await work.executives.known_to(TOM.id) == (ANNA,)


async def test_a_corrected_executive_is_found_by_the_new_name(store: Store) -> None:
    await furnish(store)

    async with store.work(HERE) as work:
        await work.executives.save(Executive(ANNA.id, "Anna Lund", "CEO"))

    async with store.view(HERE) as work:
        assert await work.executives.by_name("anna lund") == Executive(ANNA.id, "Anna Lund", "CEO")


async def test_a_history_tells_the_moves_as_they_read_now_in_two_statements(store: Store) -> None:
    await furnish(store)
    async with store.work(HERE) as work:
        await work.executives.add(BEN)
    moved = await begun(store, engagement=Engagement.SUPPORTIVE, updated_at=NOW + timedelta(days=1))
    await begun(store, executive=BEN)
    await begun(store, engagement=Engagement.UNAWARE)
    first = _move(Engagement.RESISTANT, Engagement.LEADING)
    async with store.work(HERE) as work:
        await work.interactions.add(contact(moved, id="first", **first))
        await work.interactions.add(contact(moved, corrects="first", **_move(Engagement.RESISTANT, Engagement.NEUTRAL)))
        await work.interactions.add(contact(moved, **_move(Engagement.NEUTRAL, Engagement.NEUTRAL, days=1)))
        await work.interactions.add(contact(moved, **_move(Engagement.NEUTRAL, Engagement.SUPPORTIVE, days=2)))

    with counted(store) as statements:
        async with store.view(HERE) as work:
            histories = await work.executives.histories(MARA.id)

    assert len(statements) == 2
    moves = (
        (TODAY, Engagement.RESISTANT, Engagement.NEUTRAL),
        (TODAY + timedelta(days=2), Engagement.NEUTRAL, Engagement.SUPPORTIVE),
    )
    assert histories[0] == ExecutiveHistory(ANNA, Engagement.SUPPORTIVE, moves)
    assert histories[1] == ExecutiveHistory(BEN, Engagement.RESISTANT, ())
    assert len(histories) == 2


def _move(before: Engagement, after: Engagement, days: int = 0) -> dict[str, object]:
    return {
        "happened_on": TODAY + timedelta(days=days),
        "engagement_before": before,
        "engagement_after": after,
    }
