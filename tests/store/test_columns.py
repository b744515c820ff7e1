from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import StatementError

from bot.coaching.case import Answer
from bot.store.columns import database_now
from bot.store.store import Store
from bot.store.tables import AnswerRow, HeartbeatRow
from tests.support.stored import HERE, MARA, NOW, begun, furnish


async def test_a_moment_comes_back_as_the_same_instant_in_utc(store: Store) -> None:
    summer = datetime(2026, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=2)))

    async with store.sweep() as sweep:
        await sweep.heartbeats.beat("w1", summer)
        found = await sweep.heartbeats.latest()

    assert found == summer
    assert found is not None
    assert found.tzinfo is UTC


async def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StatementError, match="a moment needs a zone"):
        async with store.sweep() as sweep:
            await sweep.heartbeats.beat("w1", datetime(2026, 7, 1, 9, 0))  # noqa: DTZ001 - the point


async def test_the_databases_own_clock_compares_with_moments(store: Store) -> None:
    now = datetime.now(UTC)
    async with store.sweep() as sweep:
        await sweep.heartbeats.beat("w1", now)
        rows = await sweep._desk.run(
            select(
                database_now(),
                HeartbeatRow.beat_at < database_now(60),
                HeartbeatRow.beat_at < database_now(-60),
            )
        )
        moment, is_past, was_past = rows.one()

    assert abs(moment - now) < timedelta(seconds=30)
    assert (bool(is_past), bool(was_past)) == (True, False)


async def test_names_leave_out_what_no_database_holds(store: Store) -> None:
    await furnish(store)

    case = await begun(store, initiative="on\x00board\ud800ing 🚀 عربي")

    async with store.view(HERE) as work:
        assert (await work.cases.find(case.id, MARA.id)).initiative == "onboarding 🚀 عربي"


async def test_a_text_that_was_not_sealed_is_refused(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    row = {"case_id": case.id, "question_id": "quote", "revision": 1, "value": "Too much.", "answered_at": NOW}

    with pytest.raises(StatementError, match="sealed text only"):
        async with store.work(HERE) as work:
            await work.answers._desk.run(insert(AnswerRow), [row])


async def test_what_was_answered_is_not_readable_in_the_database(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    async with store.work(HERE) as work:
        await work.answers.add(case.id, [Answer("quote", "Too much.", 1)], NOW)
        rows = await work.answers._desk.run(select(AnswerRow.value))

    assert rows.scalar_one().startswith("aes:")
