from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Executable, event, select, text, update

from bot.store.sending import LEASE_SECONDS, Claim
from bot.store.store import Store, open_store
from bot.store.tables import DeliveryRow, DeliveryState
from tests.support.databases import KEY
from tests.support.stored import ELSEWHERE, HERE, MARA, NOW, furnish

LATER = NOW + timedelta(minutes=1)
PLACE = ("D1", "1774515600.000100")


async def test_what_is_due_is_claimed_the_longest_waiting_first(store: Store) -> None:
    await furnish(store)
    for minute in (3, 1, 2, 5):
        await _plan(store, f"card:{minute}", NOW + timedelta(minutes=minute))

    claims = await _claim(store, "ann", NOW + timedelta(minutes=3), limit=2)

    assert {claim.planned_at for claim in claims} == {NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)}
    assert {(claim.attempt, claim.state) for claim in claims} == {(1, DeliveryState.SENDING)}


async def test_a_lease_is_measured_by_the_clock_of_the_database(store: Store) -> None:
    await furnish(store)
    await _plan(store)

    await _claim(store, "ann", NOW)

    row = await _only(store)
    assert row.lease_until
    assert row.attempt_started_at
    assert row.lease_until - row.attempt_started_at == pytest.approx(
        timedelta(seconds=LEASE_SECONDS), abs=timedelta(seconds=1)
    )
    assert abs(row.attempt_started_at - datetime.now(UTC)) < timedelta(minutes=1)


async def test_two_workers_never_claim_the_same(database_url: str) -> None:
    one, other = open_store(database_url, [KEY]), open_store(database_url, [KEY])
    await furnish(one)
    await _plan(one)

    async with one.sweep() as sweep:
        first = await sweep.sending.claim("ann", NOW, 10)
        if database_url.startswith("postgresql"):  # SQLite lets the other wait for its turn instead
            assert await _claim(other, "bob", NOW) == ()
    second = await _claim(other, "bob", NOW)

    assert (len(first), second) == (1, ())
    await one.close()
    await other.close()


async def test_deliveries_of_every_workspace_are_claimed(store: Store) -> None:
    for workspace_id in (HERE, ELSEWHERE):
        await furnish(store, workspace_id)
        await _plan(store, workspace_id=workspace_id)

    claims = await _claim(store, "ann", NOW)

    assert {claim.workspace_id for claim in claims} == {HERE, ELSEWHERE}


async def test_workspaces_take_turns_whatever_the_others_have_waiting(store: Store) -> None:
    for workspace_id in ("T1", "T2", "T3"):
        await furnish(store, workspace_id)
    for number in range(5):
        await _plan(store, f"card:{number}", NOW + timedelta(seconds=number), "T1")
    await _plan(store, "card:late", NOW + timedelta(minutes=1), "T2")
    await _plan(store, "card:future", NOW + timedelta(hours=1), "T3")

    turns = [await _claim_in_turn(store, after) for after in ("", "", "T1", "T2")]

    assert [[claim.workspace_id for claim in turn] for turn in turns] == [["T1", "T2"], ["T1"], [], []]
    assert turns[0][0].planned_at == NOW


async def test_a_workspace_that_has_to_wait_and_what_was_due_before_a_moment_are_left_alone(store: Store) -> None:
    for workspace_id in (HERE, ELSEWHERE):
        await furnish(store, workspace_id)
        await _plan(store, "old", NOW - timedelta(hours=1), workspace_id)
        await _plan(store, "new", NOW, workspace_id)

    async with store.sweep() as sweep:
        fresh = await sweep.sending.claim("ann", NOW, 10, but=[HERE], since=NOW - timedelta(minutes=1))
        others = await sweep.sending.claim_in_turn("ann", NOW, 10, after="", but=[HERE])

    assert [(claim.workspace_id, claim.planned_at) for claim in fresh] == [(ELSEWHERE, NOW)]
    assert [(claim.workspace_id, claim.planned_at) for claim in others] == [(ELSEWHERE, NOW - timedelta(hours=1))]


async def test_refusals_count_from_what_arrived_last(store: Store) -> None:
    await furnish(store)
    counted = []
    for number, state in enumerate((DeliveryState.FAILED, None, DeliveryState.FAILED, DeliveryState.FAILED)):
        now = NOW + timedelta(minutes=number)
        await _plan(store, f"card:{number}", now)
        (claim,) = await _claim(store, "ann", now)
        async with store.sweep() as sweep:
            if state:
                await sweep.sending.settle(claim, state, "channel_not_found", now)
            else:
                await sweep.sending.sent(claim, *PLACE, now)
            counted.append(await sweep.sending.refusals(claim))

    assert counted == [1, 0, 1, 2]


async def test_what_a_suspended_workspace_waits_for_is_kept(store: Store) -> None:
    await furnish(store)
    await _plan(store)
    await _plan(store, "card:lost")
    await _change(
        store,
        update(DeliveryRow).where(DeliveryRow.dedupe_key == "card:lost").values(state=DeliveryState.UNKNOWN),
    )
    async with store.work(HERE) as work:
        await work.installations.suspend("account_inactive")

    claimed = await _claim(store, "ann", NOW) + await _claim_unknown(store, "ann", NOW)

    assert claimed == ()
    assert {row.state for row in await _rows(store)} == {DeliveryState.PLANNED, DeliveryState.UNKNOWN}


async def test_a_sent_message_is_known_by_its_place(store: Store) -> None:
    await furnish(store)
    await _plan(store)
    (claim,) = await _claim(store, "ann", NOW)

    async with store.sweep() as sweep:
        is_recorded = await sweep.sending.sent(claim, *PLACE, LATER)

    row = await _only(store)
    assert is_recorded
    assert (row.state, row.slack_channel, row.slack_ts, row.sent_at) == (DeliveryState.SENT, *PLACE, LATER)
    assert (row.lease_owner, row.lease_until, row.last_code) == (None, None, None)


async def test_a_message_planned_anew_while_it_is_sent_is_planned_again(store: Store) -> None:
    await furnish(store)
    await _plan(store)
    await _plan(store)
    (claim,) = await _claim(store, "ann", NOW)
    await _plan(store)

    async with store.sweep() as sweep:
        await sweep.sending.sent(claim, *PLACE, LATER)

    row = await _only(store)
    assert (row.state, row.next_at, row.attempt, row.slack_ts) == (DeliveryState.PLANNED, LATER, 0, PLACE[1])


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.CANCELLED, DeliveryState.QUARANTINED])
@pytest.mark.parametrize("is_newer", [False, True])
async def test_a_message_is_settled_unless_there_is_something_newer_to_say(
    store: Store, state: DeliveryState, *, is_newer: bool
) -> None:
    await furnish(store)
    await _plan(store)
    (claim,) = await _claim(store, "ann", NOW)
    if is_newer:
        await _plan(store)

    async with store.sweep() as sweep:
        await sweep.sending.settle(claim, state, "why", LATER)

    row = await _only(store)
    assert (row.state, row.last_code) == (DeliveryState.PLANNED if is_newer else state, "why")


async def test_an_attempt_that_slack_put_off_does_not_count(store: Store) -> None:
    await furnish(store)
    await _plan(store)

    (claim,) = await _claim(store, "ann", NOW)
    async with store.sweep() as sweep:
        await sweep.sending.again(claim, "ratelimited", LATER, counts=False)
    (claim,) = await _claim(store, "ann", LATER)
    async with store.sweep() as sweep:
        await sweep.sending.again(claim, "refused", LATER)

    assert (await _only(store)).attempt == 1


@pytest.mark.parametrize(
    "lost",
    [
        {"lease_owner": "bob"},
        {"lease_owner": None, "lease_until": None, "state": DeliveryState.UNKNOWN},
        {"attempt": 2},
        {"state": DeliveryState.SENT},
    ],
)
async def test_a_worker_that_lost_its_lease_writes_nothing(store: Store, lost: dict[str, object]) -> None:
    await furnish(store)
    await _plan(store)
    (claim,) = await _claim(store, "ann", NOW)
    await _change(store, update(DeliveryRow).values(**lost))
    before = _shown(await _only(store))

    async with store.sweep() as sweep:
        sending = sweep.sending
        recorded = [
            await sending.sent(claim, *PLACE, LATER),
            await sending.again(claim, "code", LATER),
            await sending.anew(claim, "code", LATER),
            await sending.unknown(claim, "code", LATER),
            await sending.settle(claim, DeliveryState.FAILED, "code", LATER),
        ]

    assert recorded == [False] * 5
    assert _shown(await _only(store)) == before


async def test_whoever_looks_for_a_message_does_not_record_for_whoever_sends_it(store: Store) -> None:
    await furnish(store)
    await _plan(store)
    (sender,) = await _claim(store, "ann", NOW)
    async with store.sweep() as sweep:
        await sweep.sending.unknown(sender, "http_500", NOW)
    (looker,) = await _claim_unknown(store, "ann", NOW)

    async with store.sweep() as sweep:
        late = await sweep.sending.sent(sender, *PLACE, LATER)
        found = await sweep.sending.sent(looker, *PLACE, LATER)

    assert (late, found) == (False, True)


async def test_what_a_dead_worker_left_behind_is_unknown_and_never_planned(store: Store) -> None:
    await furnish(store)
    await _plan(store)
    await _plan(store, "card:2")
    dead, alive = await _claim(store, "ann", NOW)
    await _age(store, dead)

    async with store.sweep() as sweep:
        reaped = await sweep.sending.reap(NOW, LATER)

    states = {row.id: (row.state, row.crash_count) for row in await _rows(store)}
    assert reaped == 1
    assert states == {dead.id: (DeliveryState.UNKNOWN, 1), alive.id: (DeliveryState.SENDING, 0)}
    assert await _claim(store, "bob", LATER) == ()
    assert [claim.id for claim in await _claim_unknown(store, "bob", LATER)] == [dead.id]


async def test_a_message_somebody_looks_for_is_not_looked_for_by_others_until_they_die(store: Store) -> None:
    await furnish(store)
    await _plan(store)
    (claim,) = await _claim(store, "ann", NOW)
    async with store.sweep() as sweep:
        await sweep.sending.unknown(claim, "http_500", NOW)

    (looking,) = await _claim_unknown(store, "ann", NOW)
    meanwhile = await _claim_unknown(store, "bob", NOW)
    await _age(store, looking)
    after = await _claim_unknown(store, "bob", NOW)

    assert (meanwhile, [claim.owner for claim in after]) == ((), ["bob"])
    assert replace(after[0], owner="ann", claimed_at=looking.claimed_at) == looking


async def test_what_is_due_is_found_by_the_index_on_what_is_open(store: Store) -> None:
    await furnish(store)
    asked: list[tuple[str, object]] = []
    engine = store._writers.sync_engine

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if "UPDATE delivery" in statement:
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    async with store.sweep() as sweep:
        await sweep.sending.reap(NOW, NOW)
        await sweep.sending.claim_unknown("ann", NOW, 10)
        await sweep.sending.claim("ann", NOW, 10)
        await sweep.sending.claim("ann", NOW, 10, but=[HERE], since=NOW)
        await sweep.sending.claim_in_turn("ann", NOW, 10, after="", but=[HERE])
    event.remove(engine, "before_cursor_execute", note)

    plans = [await _plan_of(store, *each) for each in asked]

    assert len(plans) == 5
    assert ["ix_delivery_open" in plan for plan in plans] == [True] * 5, plans
    assert "ix_delivery_open_by_workspace" in plans[-1], plans[-1]


async def _plan_of(store: Store, statement: str, parameters: object) -> str:
    is_postgresql = store._path is None
    async with store.sweep() as sweep:
        connection = await sweep.sending._desk.session.connection()
        if is_postgresql:  # of an empty table it would read the whole
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN " if is_postgresql else "EXPLAIN QUERY PLAN "
        lines = await connection.exec_driver_sql(explain + statement, parameters)  # type: ignore[arg-type]
        return "\n".join(str(line[-1]) for line in lines)


async def _plan(store: Store, key: str = "card:1", at: datetime = NOW, workspace_id: str = HERE) -> None:
    async with store.work(workspace_id) as work:
        await work.deliveries.plan("card", MARA.id, dedupe_key=key, subject_id="c1", due_at=at)


async def _claim(store: Store, owner: str, now: datetime, limit: int = 10) -> tuple[Claim, ...]:
    async with store.sweep() as sweep:
        return await sweep.sending.claim(owner, now, limit)


async def _claim_in_turn(store: Store, after: str) -> tuple[Claim, ...]:
    async with store.sweep() as sweep:
        claims = await sweep.sending.claim_in_turn("ann", NOW + timedelta(minutes=2), 10, after=after)
        return tuple(sorted(claims, key=lambda claim: claim.workspace_id))


async def _claim_unknown(store: Store, owner: str, now: datetime) -> tuple[Claim, ...]:
    async with store.sweep() as sweep:
        return await sweep.sending.claim_unknown(owner, now, 10)


async def _age(store: Store, claim: Claim) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    await _change(store, update(DeliveryRow).where(DeliveryRow.id == claim.id).values(lease_until=past))


async def _change(store: Store, statement: Executable) -> None:
    async with store.sweep() as sweep:
        await sweep.sending._desk.run(statement)


async def _rows(store: Store) -> list[DeliveryRow]:
    async with store.sweep() as sweep:
        rows = await sweep.sending._desk.run(select(DeliveryRow))
        return list(rows.scalars())


async def _only(store: Store) -> DeliveryRow:
    (row,) = await _rows(store)
    return row


def _shown(row: DeliveryRow) -> dict[str, object]:
    return {column.key: getattr(row, column.key) for column in DeliveryRow.__table__.columns}
