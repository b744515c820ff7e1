"""SQLite off the event loop, with one trip to its thread for a statement.

With aiosqlite's own cursor a statement takes four: to be made, executed, fetched and closed. Each trip changes threads
twice, which is more work than most statements are; and everybody else who writes waits for the one writer to travel.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import aiosqlite

READ: Final = "BEGIN"
"""How a transaction begins that only reads: it takes no lock before its first statement, so it may wait for that."""

WRITE: Final = "BEGIN IMMEDIATE"
"""How a transaction begins that writes: a read that became a write would fail at once, whatever the timeout."""

Row = tuple[Any, ...]
_CHUNK: Final = 64  # rows that aiosqlite's own cursor would fetch at a time; nobody asks it to


class Connection(aiosqlite.Connection):
    """A connection on which a transaction that only reads begins with its first statement, in the same trip."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, _CHUNK)
        self._thread.daemon = True
        self._begin = ""  # said with the next statement

    @classmethod
    async def to(cls, path: Path) -> Self:
        """Connect to a file that exists."""
        connection = cls(partial(sqlite3.connect, f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None))
        await connection
        return connection

    def cursor(self) -> "Cursor":  # type: ignore[override]  # as SQLAlchemy asks for it
        """Return a cursor."""
        return Cursor(self)

    async def outcome(self, execute: Callable[..., object], statement: str, parameters: object) -> "Outcome":
        """Execute a statement in SQLite's thread and return all that came of it."""
        if statement == READ:
            self._begin = statement
            return Outcome()
        begin, self._begin = self._begin, ""
        travel = partial(_outcome, self._conn, begin, execute, statement, parameters)
        outcome: Outcome = await self._execute(travel)  # type: ignore[no-untyped-call]  # aiosqlite's own way there
        return outcome

    async def commit(self) -> None:
        """Commit, if anything was done."""
        self._begin = ""
        if self._conn.in_transaction:
            await super().commit()

    async def rollback(self) -> None:
        """Roll back, if anything was done."""
        self._begin = ""
        if self._conn.in_transaction:
            await super().rollback()


class Outcome(NamedTuple):
    """All that came of a statement."""

    description: Sequence[Row] | None = None
    rowcount: int = -1
    lastrowid: int | None = None
    rows: Sequence[Row] = ()


class Cursor:
    """What SQLAlchemy expects of a driver's cursor; its rows are at hand as soon as it has executed."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._outcome = Outcome()

    @property
    def description(self) -> Sequence[Row] | None:
        """The columns of the rows; None when there are none to be."""
        return self._outcome.description

    @property
    def rowcount(self) -> int:
        """How many rows were written."""
        return self._outcome.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The row that was inserted last."""
        return self._outcome.lastrowid

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> Self:
        """Execute a statement."""
        self._outcome = await self._connection.outcome(sqlite3.Cursor.execute, statement, parameters)
        return self

    async def executemany(self, statement: str, parameters: Iterable[Sequence[Any]]) -> Self:
        """Execute a statement for each set of parameters."""
        self._outcome = await self._connection.outcome(sqlite3.Cursor.executemany, statement, parameters)
        return self

    async def fetchall(self) -> Sequence[Row]:
        """Return the rows."""
        return self._outcome.rows

    async def close(self) -> None:
        """Leave: SQLite's own cursor was closed when it had executed."""

    async def __aenter__(self) -> Self:
        return self


def _outcome(
    connection: sqlite3.Connection, begin: str, execute: Callable[..., object], statement: str, parameters: object
) -> Outcome:
    with closing(connection.cursor()) as cursor:
        if begin:
            cursor.execute(begin)
        execute(cursor, statement, parameters)
        rows = cursor.fetchall() if cursor.description else ()
        return Outcome(cursor.description, cursor.rowcount, cursor.lastrowid, rows)
