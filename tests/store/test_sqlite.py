from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.store import sqlite


class Travelling(sqlite.Connection):
    """Counts its trips to SQLite's thread."""

    trips = 0

    async def _execute(self, *travel: Any) -> object:  # type: ignore[no-untyped-def, unused-ignore]  # noqa: ANN401
        self.trips += 1
        return await super()._execute(*travel)  # type: ignore[no-untyped-call]


@pytest.fixture
async def connection(sqlite_url: str) -> AsyncIterator[Travelling]:
    connection = await Travelling.to(Path(sqlite_url.removeprefix("sqlite:///")))
    yield connection
    await connection.close()


async def test_a_statement_and_its_rows_come_in_one_trip(connection: Travelling) -> None:
    cursor = connection.cursor()

    await cursor.execute("SELECT ? AS a UNION SELECT 2", (1,))
    rows = await cursor.fetchall()
    await cursor.close()

    assert rows == [(1,), (2,)]
    assert cursor.description is not None
    assert cursor.description[0][0] == "a"
    assert connection.trips == 1


async def test_a_transaction_that_reads_begins_on_the_way_to_its_first_statement(connection: Travelling) -> None:
    cursor = connection.cursor()

    await cursor.execute(sqlite.READ)
    began_at_once = connection.in_transaction
    await cursor.execute("SELECT 1")

    assert not began_at_once
    assert connection.in_transaction
    assert connection.trips == 1


@pytest.mark.parametrize("end", ["commit", "rollback"])
async def test_what_was_never_begun_needs_no_trip_to_end(connection: Travelling, end: str) -> None:
    await connection.cursor().execute(sqlite.READ)

    await getattr(connection, end)()
    await connection.cursor().execute("SELECT 1")

    assert not connection.in_transaction
    assert connection.trips == 1


async def test_a_transaction_that_writes_begins_at_once(connection: Travelling) -> None:
    cursor = connection.cursor()

    await cursor.execute(sqlite.WRITE)
    began = connection.in_transaction
    await cursor.executemany("INSERT INTO heartbeat VALUES (?, ?)", [("a", "2026-03-26"), ("b", "2026-03-26")])
    await connection.rollback()

    assert began
    assert cursor.rowcount == 2
    assert not connection.in_transaction
