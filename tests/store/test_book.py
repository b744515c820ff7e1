from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.store.store import Store
from bot.store.tables import DeliveryRow, DeliveryState
from tests.support.plans import plans
from tests.support.stored import ELSEWHERE, HERE, MARA, NOW, furnish

HOUR = timedelta(hours=1)


async def test_deliveries_are_listed_with_the_last_due_first_and_never_another_workspaces(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)
    for hours in (2, 3, 1):
        await _plan(store, f"card:{hours}", NOW + hours * HOUR)
    await _plan(store, "card:4", NOW + 4 * HOUR, ELSEWHERE)

    async with store.view(HERE) as work:
        listed = await work.book.newest(2)

    assert [delivery.due_at for delivery in listed] == [NOW + 3 * HOUR, NOW + 2 * HOUR]
    assert {(delivery.kind, delivery.recipient, delivery.last_code) for delivery in listed} == {("card", MARA.id, "")}


async def test_a_delivery_is_listed_with_its_attempts_and_what_slack_said(store: Store) -> None:
    await furnish(store)
    await _plan(store, "card:1", NOW)
    await _move(store, state=DeliveryState.UNKNOWN, attempt=2, last_code="http_500", next_at=NOW + HOUR)

    async with store.view(HERE) as work:
        (listed,) = await work.book.newest(10)

    assert (listed.state, listed.attempt, listed.last_code) == (DeliveryState.UNKNOWN, 2, "http_500")
    assert (listed.due_at, listed.next_at) == (NOW, NOW + HOUR)


async def test_the_next_moment_is_the_first_that_is_still_to_come_here(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)
    await _plan(store, "card:1", NOW)
    await _plan(store, "card:3", NOW + 3 * HOUR)
    await _plan(store, "card:2", NOW + 2 * HOUR)
    await _plan(store, "card:4", NOW + HOUR, ELSEWHERE)

    async with store.view(HERE) as work:
        moments = [await work.book.next_due(NOW), await work.book.next_due(NOW + 3 * HOUR)]

    assert moments == [NOW + 2 * HOUR, None]


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.SUSPENDED])
async def test_what_is_settled_or_held_back_is_not_awaited(store: Store, state: DeliveryState) -> None:
    await furnish(store)
    await _plan(store, "card:1", NOW + HOUR)
    await _move(store, state=state)

    async with store.view(HERE) as work:
        assert await work.book.next_due(NOW) is None


async def test_deliveries_of_every_workspace_are_counted_by_state(store: Store) -> None:
    for workspace_id in (HERE, ELSEWHERE):
        await furnish(store, workspace_id)
        await _plan(store, "card:1", NOW, workspace_id)
    await _move(store, state=DeliveryState.FAILED)
    await _plan(store, "card:2", NOW)

    async with store.survey() as sweep:
        counts = await sweep.book.by_state()

    assert set(counts) == set(DeliveryState)
    assert {state: count for state, count in counts.items() if count} == {
        DeliveryState.FAILED: 2,
        DeliveryState.PLANNED: 1,
    }


async def test_what_waits_longest_tells_how_far_behind_the_outbox_is(store: Store) -> None:
    await furnish(store)
    for hours in (2, 1, 9):
        await _plan(store, f"card:{hours}", NOW + hours * HOUR)

    async with store.survey() as sweep:
        moments = [await sweep.book.oldest_due(NOW), await sweep.book.oldest_due(NOW + 3 * HOUR)]
    async with store.work(HERE) as work:
        await work.installations.suspend("token_revoked")
    async with store.survey() as sweep:
        suspended = await sweep.book.oldest_due(NOW + 3 * HOUR)

    assert moments == [None, NOW + HOUR]
    assert suspended is None


async def test_what_waits_longest_is_found_by_the_index_on_what_is_open(store: Store) -> None:
    (plan,) = await plans(store, lambda sweep: sweep.book.oldest_due(NOW))

    assert "ix_delivery_open" in plan, plan


async def _plan(store: Store, key: str, due_at: datetime, workspace_id: str = HERE) -> None:
    async with store.work(workspace_id) as work:
        await work.deliveries.plan("card", MARA.id, key, subject_id="c1", due_at=due_at)


async def _move(store: Store, **values: object) -> None:
    async with store.sweep() as sweep:
        await sweep.sending._desk.write(update(DeliveryRow).values(**values))
