"""Books with many planned rows, and what one turn of a worker costs on them."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Final

import psycopg

from bot.clock import Clock
from bot.coach.coach import Coach
from bot.coach.planning import catch_up, plan_stranded
from bot.store.store import open_store
from bot.worker import EVERY_SECONDS, Worker
from tests.bench.sending import outbox_of
from tests.support.databases import KEY
from tests.support.outgoing import shipped
from tests.support.stored import counted

BEGINS: Final = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
STEP: Final = timedelta(seconds=30)  # between one row's moment and the next: a million last for a year
DUE: Final = 200  # rows are due, however many there are
NOW: Final = BEGINS + DUE * STEP
TURNS: Final = 60

_PEOPLE: Final = 100
_ROWS: Final = {
    "workspace": "id, name, suspended_because",
    "person": "workspace_id, id, name, first_name, zone, language, is_guest, is_admin, is_gone",
    "delivery": "workspace_id, id, kind, recipient, dedupe_key, subject_id, generation, due_at, expires_at, state, "
    "attempt, crash_count, next_at",
    "nudge": "workspace_id, id, person_id, key, kind, about_on, day, last_on, state, due_at, is_late, text, note, "
    "changed_at",
}
_VALUES: Final = {
    "workspace": "'T' || n, '', ''",
    "person": "'T' || n, 'U1', 'Maya', 'Maya', 'Europe/London', 'en', false, false, false",
    "delivery": "'T' || (n % {people}), 'd' || n, 'nudge', 'U1', 'nudge:' || n, '2026-03-26', 1, {at}, NULL, "
    "CASE WHEN n < {planned} THEN 'planned' ELSE 'sent' END, 0, 0, {at}",
    "nudge": "'T' || (n % {people}), 'n' || n, 'U1', 'own:' || n, 'own', {day}, {day}, {day}, "
    "CASE WHEN n < {planned} THEN 'planned' ELSE 'sent' END, {at}, false, '', '', {at}",
}
_AT: Final = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S.000000', '{since}', '+' || (n * 30) || ' seconds')",
    "postgresql": "timestamptz '{since}+00' + n * interval '30 seconds'",
}
_DAY: Final = {"sqlite": "'2026-03-26'", "postgresql": "date '2026-03-26'"}
_KINDS: Final = {
    "INSERT INTO heartbeat": "a sign of life",
    "last_code=": "too late, or left behind by the dead",
    "attempt_started_at=": "what is due",
    "UPDATE delivery": "what is in doubt",
    "FROM delivery": "given up and not planned again",
    "FROM nudge": "missed",
}
_COUNT: Final = {
    "sqlite": "WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n + 1 < {count}) ",
    "postgresql": "WITH c AS (SELECT generate_series(0, {count} - 1) AS n) ",
}


def fill(url: str, count: int, *, settled_from: int | None = None) -> None:
    """Write so many planned deliveries and as many planned nudges, and let the database look at them.

    Those from a number on were sent.
    """
    planned = count if settled_from is None else settled_from
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file, file:
            for statement in _filling("sqlite", count, planned):
                file.execute(statement)
        return
    with psycopg.connect(url) as connection:
        connection.execute("SELECT set_config('pushback.workspace', '*', false)")
        for statement in _filling("postgresql", count, planned):
            connection.execute(statement.encode())


async def turn(url: str) -> float:
    """Return the milliseconds that claiming costs a turn: what died, what is in doubt, what is due, what was missed."""
    store = open_store(url, [KEY])
    coach = Coach(store, shipped(), Clock())
    times = []
    for number in range(TURNS):
        began = perf_counter()
        async with store.sweep() as sweep:
            await sweep.sending.reap(NOW, NOW)
            await sweep.sending.claim_unknown("bench", NOW, 10)
            claims = await sweep.sending.claim("bench", NOW, 10)
            await sweep.sending.claim_in_turn("bench", BEGINS, 10, after="")
            await sweep.sending.expire(NOW, 10)
        await catch_up(coach, NOW)
        await plan_stranded(coach, NOW - timedelta(days=7))
        times.append((perf_counter() - began) * 1000)
        if len(claims) != 10:
            raise AssertionError(f"turn {number} claimed {len(claims)}")
        async with store.sweep() as sweep:
            for claim in claims:
                await sweep.sending.again(claim, "bench", claim.planned_at, counts=False)
    await store.close()
    return median(times)


async def idle(url: str) -> dict[str, int]:
    """Return the statements of a worker's idle minute, by what they ask; the hourly chores are left out."""
    store = open_store(url, [KEY])
    worker = Worker(outbox_of(store, "http://127.0.0.1:9/api/", None), Clock())
    moment = BEGINS
    await worker.tick(moment)
    with counted(store) as asked:
        for _ in range(round(60 / EVERY_SECONDS)):
            moment += timedelta(seconds=EVERY_SECONDS)
            await worker.tick(moment)
    await store.close()
    return dict(Counter(map(_kind, asked)))


def _filling(engine: str, count: int, planned: int) -> Iterator[str]:
    """Yield the statements that fill a book: a person in each workspace, and all rows in the order of their moments."""
    at = _AT[engine].format(since=f"{BEGINS:%Y-%m-%d %H:%M:%S}")
    for table, columns in _ROWS.items():
        rows = _PEOPLE if table in {"workspace", "person"} else count
        values = _VALUES[table].format(people=_PEOPLE, at=at, day=_DAY[engine], planned=planned)
        counted_up = _COUNT[engine].format(count=rows)
        yield f"INSERT INTO {table} ({columns}) {counted_up} SELECT {values} FROM c"  # noqa: S608  of constants
    yield "ANALYZE"


def _kind(statement: str) -> str:
    return next(kind for mark, kind in _KINDS.items() if mark in statement)
