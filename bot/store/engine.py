"""Connections to one database, and how a transaction begins on them."""

from functools import partial
from typing import Final

from psycopg.sql import SQL, Literal
from sqlalchemy import URL, Connection, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store import address, sqlite

BEGIN: Final = "pushback_begin"
"""The execution option that says with which words a connection begins its transaction."""

_POOL: Final = {"pool_timeout": 3, "pool_recycle": 300}  # seconds
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
)


def on_sqlite(*, writes: bool) -> str:
    """Return how a transaction begins."""
    return sqlite.WRITE if writes else sqlite.READ


def on_postgresql(workspace_id: str, *, writes: bool) -> str:
    """Return how a transaction begins, its workspace set for row-level security in the same round trip."""
    begin = "BEGIN" if writes else "BEGIN READ ONLY"
    bind = SQL("SELECT set_config('pushback.workspace', {}, true)").format(Literal(workspace_id))
    return f"{begin}; {bind.as_string()}"


def engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    """Return the engine that writes and the engine that reads: on PostgreSQL they are one."""
    path = address.file_of(url)
    if path is None:
        engine = create_async_engine(
            url,
            connect_args=address.postgresql(url),
            isolation_level="AUTOCOMMIT",  # BEGIN is ours: it carries the workspace in the same round trip
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=5,
            **_POOL,
        )
        event.listen(engine.sync_engine, "begin", _begin)
        return engine, engine
    file, connect = address.sqlite(path, driver="sqlite+aiosqlite", create=False), partial(sqlite.Connection.to, path)
    writers = create_async_engine(file, async_creator=connect, pool_size=1, max_overflow=0, **_POOL)
    readers = create_async_engine(file, async_creator=connect, pool_size=4, max_overflow=0, **_POOL)
    for engine in (writers, readers):
        event.listen(engine.sync_engine, "connect", _prepare_file)
        event.listen(engine.sync_engine, "begin", _begin)
    event.listen(readers.sync_engine, "connect", _read_only)
    return writers, readers


def _begin(connection: Connection) -> None:
    # Without parameters: nothing in the text is a placeholder, and PostgreSQL takes both its commands in one message.
    connection.exec_driver_sql(
        connection.get_execution_options().get(BEGIN, "BEGIN"), execution_options={"no_parameters": True}
    )


def _prepare_file(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    del entry
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's own comes too late for reads
    _say(connection, *_PRAGMAS)


def _read_only(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    del entry
    _say(connection, "PRAGMA query_only=ON")


def _say(connection: DBAPIConnection, *statements: str) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()
