from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from bot.coaching.nudges import Nudge, NudgeState
from bot.playbook.model import NudgeKind
from bot.store import retention
from bot.store.columns import database_now
from bot.store.retention import KEPT
from bot.store.store import Store
from bot.store.tables import Base, DeliveryRow, DeliveryState, InboxRow, MethodPauseRow, NudgeRow
from tests.support.plans import plans
from tests.support.stored import ELSEWHERE, HERE, MARA, NOW, TODAY, furnish

DAY = timedelta(days=1)
LONG_AGO = NOW - KEPT - DAY
OLD = TODAY - KEPT - DAY
NUDGE = Nudge("", "n", NudgeKind.RECAP, OLD, OLD, OLD, NudgeState.SENT)


async def test_what_is_settled_for_long_is_forgotten_in_every_workspace(store: Store) -> None:
    for workspace_id in (HERE, ELSEWHERE):
        await furnish(store, workspace_id)
        await _put(store, NUDGE, workspace_id=workspace_id)
        await _deliver(store, "nudge:old", LONG_AGO, workspace_id=workspace_id)

    assert await store.tidy(NOW) == 4

    assert (await _count(store, NudgeRow), await _count(store, DeliveryRow)) == (0, 0)


async def test_a_nudge_is_remembered_while_its_rule_may_ask_for_it(store: Store) -> None:
    await furnish(store)
    await _put(
        store,
        replace(NUDGE, key="settled long before its day", last_on=TODAY),
        replace(NUDGE, key="open", state=NudgeState.PLANNED),
        replace(NUDGE, key="put off", state=NudgeState.LATER),
    )

    assert await store.tidy(NOW) == 0


async def test_a_message_is_remembered_while_it_may_be_updated_or_sent(store: Store) -> None:
    await furnish(store)
    await _deliver(store, "nudge:new", NOW)
    await _deliver(store, "card:1", LONG_AGO)
    for state in (DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.SUSPENDED):
        await _deliver(store, f"nudge:{state}", LONG_AGO, state)

    assert await store.tidy(NOW) == 0


async def test_much_is_forgotten_a_little_at_a_time(store: Store) -> None:
    await furnish(store)
    much = retention._BATCH + 5
    await _put(store, *(replace(NUDGE, key=f"n{number}") for number in range(much)))

    async with store.sweep() as sweep:
        once = await sweep.forget_some(NOW)

    assert once == retention._BATCH
    assert await store.tidy(NOW) == 5
    assert await _count(store, NudgeRow) == 0


async def test_what_came_long_ago_and_pauses_that_ended_are_forgotten_too(store: Store) -> None:
    await furnish(store)
    async with store.work(HERE) as work:
        await work.inbox.first_time("event", "old")
        await work.inbox._desk.write(update(InboxRow).values(arrived_at=database_now(-49 * 3600)))
        await work.inbox.first_time("event", "new")
    async with store.sweep() as sweep:
        await sweep.pauses.add(HERE, "chat.postMessage", NOW)
        await sweep.pauses.add(HERE, "chat.update", NOW + DAY)

    assert await store.tidy(NOW) == 2

    assert (await _count(store, InboxRow), await _count(store, MethodPauseRow)) == (1, 1)


async def test_what_is_old_is_found_by_indexes(store: Store) -> None:
    inbox, nudges, deliveries, _pauses = await plans(store, lambda sweep: sweep.forget_some(NOW))

    assert "ix_inbox_arrived_at" in inbox, inbox
    assert "ix_nudge_settled" in nudges, nudges
    assert "ix_delivery_settled" in deliveries, deliveries


async def _put(store: Store, *nudges: Nudge, workspace_id: str = HERE) -> None:
    async with store.work(workspace_id) as work:
        await work.nudges.put(MARA.id, nudges, NOW)


async def _deliver(
    store: Store,
    key: str,
    at: datetime,
    state: DeliveryState = DeliveryState.SENT,
    *,
    workspace_id: str = HERE,
) -> None:
    has_window = not key.startswith("card")
    async with store.work(workspace_id) as work:
        await work.deliveries.plan("any", MARA.id, key, "s", at, at + DAY if has_window else None)
        await work.deliveries._desk.write(
            update(DeliveryRow).where(DeliveryRow.dedupe_key == key).values(state=state, next_at=at)
        )


async def _count(store: Store, table: type[Base]) -> int:
    async with store.sweep() as sweep:
        rows = await sweep._desk.run(select(func.count()).select_from(table))
        return int(rows.scalar_one())
