from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.coaching import rule
from bot.coaching.case import LockedRule
from bot.coaching.estimate import Period
from bot.coaching.pilot import Comparison, Direction, Measure, Pilot, Reading, Results, Sample, Verdict
from bot.coaching.pilot_answers import Standing
from bot.coaching.rule import Lock
from bot.store.sheets import PILOT, PILOT_RESULTS
from bot.store.store import Store
from bot.store.tables import PilotLockRow, PilotRow
from tests.support.stored import ELSEWHERE, HERE, MARA, NOW, begun, counted, furnish

PILOT_SHEET = Pilot(
    audience="Team leads, north depot",
    size=24,
    starts_on=date(2026, 4, 1),
    weeks=8,
    measures=(
        Measure(
            "m1",
            "Complaints per 1,000 orders",
            direction=Direction.LOWER,
            baseline=Decimal("14.0"),
            baseline_on=date(2026, 3, 20),
            target=Decimal(9),
            go=Decimal(9),
            no_go=Decimal("12.5"),
            earlier=(Decimal(16), Decimal("15.5")),
            period=Period.MONTH,
        ),
    ),
    comparison=Comparison.GROUP,
    cost=Decimal("4000.50"),
    currency="GBP",
    as_of=3,
)
LOCK = Lock(1, PILOT_SHEET, rule.digest(PILOT_SHEET), "", MARA.id, NOW)
STANDING = Standing(date(2026, 4, 1), date(2026, 5, 26), date(2026, 5, 29), None)


async def test_a_locked_rule_comes_back_to_the_letter_with_its_digest(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    async with store.work(HERE) as work:
        revision = await work.worksheets.add(case.id, PILOT, PILOT_SHEET, MARA.id, NOW)
        await work.pilots.lock(case.id, LOCK, revision)

    with counted(store) as statements:
        async with store.view(HERE) as work:
            (lock,) = await work.pilots.locks(case.id)

    assert len(statements) == 1
    assert lock == LOCK
    assert rule.digest(lock.pilot) == lock.digest


async def test_a_version_keeps_what_it_said_when_the_design_goes_on(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    other = replace(PILOT_SHEET, weeks=12)
    second = Lock(2, other, rule.digest(other), "Two public holidays", MARA.id, NOW + timedelta(days=3))
    async with store.work(HERE) as work:
        await work.pilots.lock(case.id, LOCK, await work.worksheets.add(case.id, PILOT, PILOT_SHEET, MARA.id, NOW))
        await work.pilots.lock(case.id, second, await work.worksheets.add(case.id, PILOT, other, MARA.id, NOW))
        await work.worksheets.add(case.id, PILOT, replace(other, weeks=20), MARA.id, NOW)

    async with store.view(HERE) as work:
        locks = await work.pilots.locks(case.id)
        file = await work.cases.file(case.id, MARA.id)

    assert locks == (LOCK, second)
    assert file.rule == LockedRule(2, second.digest, second.locked_at)


async def test_no_version_is_locked_twice(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    async with store.work(HERE) as work:
        revision = await work.worksheets.add(case.id, PILOT, PILOT_SHEET, MARA.id, NOW)
        await work.pilots.lock(case.id, LOCK, revision)

    with pytest.raises(IntegrityError):
        async with store.work(HERE) as work:
            await work.pilots.lock(case.id, LOCK, revision)


async def test_a_reason_is_sealed_and_a_lock_stays_in_its_workspace(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    lock = replace(LOCK, reason="The depot closed")
    async with store.work(HERE) as work:
        revision = await work.worksheets.add(case.id, PILOT, PILOT_SHEET, MARA.id, NOW)
        await work.pilots.lock(case.id, lock, revision)

    async with store.view(ELSEWHERE) as work:
        assert await work.pilots.locks(case.id) == ()
    async with store.sweep() as sweep:
        rows = await sweep._desk.run(select(PilotLockRow.reason))
    assert "depot" not in rows.scalar_one()


async def test_a_result_comes_back_as_it_was_saved(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    reading = Reading("m1", Sample(Decimal("8.5"), 24, Decimal("3.10")), Sample(Decimal(12)))
    results = Results((reading,), date(2026, 5, 28), 1, Verdict.GO, "It was the practice.", is_rule_later=True)

    async with store.work(HERE) as work:
        await work.worksheets.add(case.id, PILOT_RESULTS, results, MARA.id, NOW)

    async with store.view(HERE) as work:
        assert (await work.worksheets.of_case(case.id)).of(PILOT_RESULTS) == results


async def test_the_register_keeps_when_a_pilot_was_proposed_and_when_it_was_decided(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    decided = replace(STANDING, verdict=Verdict.GO)
    for day, standing in enumerate((STANDING, decided, decided)):
        async with store.work(HERE) as work:
            await work.pilots.stands(case.id, standing, NOW + timedelta(days=day))

    row = await _row(store)

    assert (row.starts_on, row.ends_on, row.decision_on) == (STANDING.starts_on, STANDING.ends_on, STANDING.decision_on)
    assert (row.verdict, row.proposed_at, row.decided_at) == (Verdict.GO, NOW, NOW + timedelta(days=1))


async def test_another_verdict_is_decided_anew_and_one_taken_back_is_none(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    decided = []
    for day, verdict in enumerate((Verdict.CONDITIONAL, Verdict.NO_GO, None)):
        async with store.work(HERE) as work:
            await work.pilots.stands(case.id, replace(STANDING, verdict=verdict), NOW + timedelta(days=day))
        decided.append((await _row(store)).decided_at)

    assert decided == [NOW, NOW + timedelta(days=1), None]


async def test_a_pilot_that_is_withdrawn_is_counted_no_more(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    async with store.work(HERE) as work:
        await work.pilots.stands(case.id, STANDING, NOW)
        await work.pilots.withdraw(case.id)

    async with store.sweep() as sweep:
        rows = await sweep._desk.run(select(PilotRow))

    assert rows.all() == []


async def _row(store: Store) -> PilotRow:
    async with store.sweep() as sweep:
        rows = await sweep._desk.run(select(PilotRow))
        row: PilotRow = rows.scalar_one()
        return row
