from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.store.deliveries import Missed
from bot.store.store import Store
from bot.store.tables import DeliveryRow, DeliveryState
from tests.support.stored import HERE, MARA, NOW, TOM, counted, furnish

LATER = NOW + timedelta(hours=1)
MOVING = [DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.SUSPENDED]
SETTLED = [state for state in DeliveryState if state not in MOVING]


async def test_a_message_is_planned_in_one_statement(store: Store) -> None:
    await furnish(store)

    with counted(store) as statements:
        await _plan(store, NOW)

    assert len(statements) == 1
    row = await _only(store)
    assert (row.state, row.generation, row.next_at) == (DeliveryState.PLANNED, 1, NOW)
    assert (row.kind, row.recipient, row.subject_id, row.dedupe_key) == ("card", MARA.id, "c1", "card:c1")


@pytest.mark.parametrize("state", SETTLED)
async def test_a_settled_message_is_planned_anew_and_keeps_its_place_in_slack(
    store: Store, state: DeliveryState
) -> None:
    await furnish(store)
    await _plan(store, NOW)
    await _move(store, state=state, attempt=3, crash_count=2, slack_channel="D1", slack_ts="17.1")

    await _plan(store, LATER)

    row = await _only(store)
    assert (row.state, row.generation, row.next_at, row.attempt) == (DeliveryState.PLANNED, 2, LATER, 0)
    assert (row.crash_count, row.slack_channel, row.slack_ts) == (0, "D1", "17.1")


@pytest.mark.parametrize("state", MOVING)
async def test_a_message_that_may_be_on_its_way_only_counts_a_generation(store: Store, state: DeliveryState) -> None:
    await furnish(store)
    await _plan(store, NOW)
    await _move(store, state=state, attempt=1, lease_owner="w1", lease_until=LATER)

    await _plan(store, LATER)

    row = await _only(store)
    assert (row.state, row.generation, row.next_at, row.due_at) == (state, 2, NOW, LATER)
    assert (row.attempt, row.lease_owner, row.lease_until) == (1, "w1", LATER)


@pytest.mark.parametrize("state", DeliveryState)
async def test_a_message_has_gone_out_as_soon_as_it_may_have_or_was_refused(store: Store, state: DeliveryState) -> None:
    await furnish(store)
    await _plan(store, NOW)
    await _move(store, state=state)
    async with store.view(HERE) as work:
        gone_out = await work.deliveries.gone_out("card", MARA.id, NOW)
    await _move(store, slack_ts="17.1")
    async with store.view(HERE) as work:
        stands = await work.deliveries.gone_out("card", MARA.id, NOW)

    to_come = {DeliveryState.PLANNED, DeliveryState.SUSPENDED, DeliveryState.CANCELLED, DeliveryState.EXPIRED}
    assert gone_out == (set() if state in to_come else {"c1"})
    assert stands == {"c1"}


async def test_what_went_out_is_told_by_kind_recipient_and_time(store: Store) -> None:
    await furnish(store)
    await _plan(store, NOW)
    await _move(store, state=DeliveryState.SENT)

    async with store.view(HERE) as work:
        others = [
            await work.deliveries.gone_out("nudge", MARA.id, NOW),
            await work.deliveries.gone_out("card", TOM.id, NOW),
            await work.deliveries.gone_out("card", MARA.id, LATER),
        ]

    assert others == [frozenset()] * 3


@pytest.mark.parametrize("state", DeliveryState)
async def test_what_did_not_arrive_for_certain_is_listed_with_why(store: Store, state: DeliveryState) -> None:
    await furnish(store)
    await _plan(store, NOW)
    await _move(store, state=state, last_code="channel_not_found")

    async with store.view(HERE) as work:
        missed = await work.deliveries.missed("card", MARA.id, NOW)
        since = await work.deliveries.missed("card", MARA.id, LATER)

    lost = {DeliveryState.UNCONFIRMED, DeliveryState.FAILED, DeliveryState.EXPIRED, DeliveryState.QUARANTINED}
    assert missed == ((Missed("card", "c1", state, NOW, "channel_not_found"),) if state in lost else ())
    assert since == ()


async def _plan(store: Store, at: datetime) -> None:
    async with store.work(HERE) as work:
        await work.deliveries.plan("card", MARA.id, dedupe_key="card:c1", subject_id="c1", due_at=at)


async def _move(store: Store, **values: object) -> None:
    async with store.work(HERE) as work:
        await work.deliveries._desk.write(update(DeliveryRow).values(**values))


async def _only(store: Store) -> DeliveryRow:
    async with store.view(HERE) as work:
        rows = await work.deliveries._desk.run(select(DeliveryRow))
        row: DeliveryRow = rows.scalar_one()
        return row


async def test_an_update_is_planned_only_where_a_message_stands_or_is_about_to(store: Store) -> None:
    await furnish(store)
    await _plan(store, NOW)

    found = {}
    for state, slack_ts in [
        (DeliveryState.UNCONFIRMED, None),
        (DeliveryState.FAILED, None),
        (DeliveryState.UNKNOWN, None),
        (DeliveryState.SENT, "17.1"),
    ]:
        await _move(store, state=state, slack_ts=slack_ts, generation=1)
        async with store.work(HERE) as work:
            await work.deliveries.plan_update("card:c1", LATER)
        row = await _only(store)
        found[state] = (row.state, row.generation)

    assert found == {
        DeliveryState.UNCONFIRMED: (DeliveryState.UNCONFIRMED, 1),
        DeliveryState.FAILED: (DeliveryState.FAILED, 1),
        DeliveryState.UNKNOWN: (DeliveryState.UNKNOWN, 2),
        DeliveryState.SENT: (DeliveryState.PLANNED, 2),
    }
