"""The store: engines for one database, and units of work on it."""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import IO, Final

import psycopg
from psycopg.sql import SQL, Literal
from sqlalchemy import URL, Connection, event, exc
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.errors import BotError, OperatorError
from bot.store import address, schema, trouble
from bot.store.tenancy import EVERY_WORKSPACE, TenantSession, bound_to
from bot.store.vault import Vault
from bot.store.work import Sweep, Work

_BEGIN: Final = "pushback_begin"
_LOCK_SECONDS: Final = 5.0
_POOL: Final = {"pool_timeout": 3, "pool_recycle": 300}
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
)


class Store:
    """One database. Safe to share among all tasks of a process."""

    def __init__(self, url: URL, vault: Vault) -> None:
        self.after_commit: list[Callable[[], None]] = []  # called after a commit that planned a delivery
        self._url = url
        self._vault = vault
        self._path = address.file_of(url)
        self._writers, self._readers = _engines(url)
        self._alone = asyncio.Lock()
        self._claim: IO[bytes] | None = None

    @asynccontextmanager
    async def work(self, workspace_id: str) -> AsyncIterator[Work]:
        """Give one transaction on a workspace: committed on a clean exit, rolled back on an exception.

        Raises:
            BotError: the database is busy, full or out of reach.
        """
        async with self._writing(workspace_id) as session:
            work = Work(session, self._vault, workspace_id, locks=True)
            yield work
        if work.has_planned:
            self._wake()

    @asynccontextmanager
    async def view(self, workspace_id: str) -> AsyncIterator[Work]:
        """Give one transaction on a workspace that only reads.

        Raises:
            BotError: the database is busy or out of reach.
        """
        async with self._transaction(self._readers, workspace_id, self._begin(workspace_id, writes=False)) as session:
            yield Work(session, self._vault, workspace_id, locks=False)

    @asynccontextmanager
    async def sweep(self) -> AsyncIterator[Sweep]:
        """Give one transaction across workspaces: for the outbox, retention, and what belongs to none.

        Raises:
            BotError: the database is busy, full or out of reach.
        """
        async with self._writing(EVERY_WORKSPACE) as session:
            sweep = Sweep(session, self._vault)
            yield sweep
        if sweep.has_planned:
            self._wake()

    async def check(self) -> None:
        """Prove that the database answers and has this code's schema.

        Raises:
            OperatorError: it is missing, locked, out of reach, empty, behind or ahead.
        """
        if self._path is not None and not self._path.exists():
            raise OperatorError(f"There is no database at {self._path}. Run `pushback migrate` first.")
        try:
            async with self._readers.connect() as connection:
                here = await connection.run_sync(schema.recorded)
        except (exc.SQLAlchemyError, psycopg.Error) as error:
            raise trouble.for_the_operator(error, self._url) from error
        schema.refuse_other(here)

    def claim_file(self) -> None:
        """Claim an SQLite file for this web process until `close`; on PostgreSQL there is nothing to claim.

        Raises:
            OperatorError: another web process holds it.
        """
        if self._path is None:
            return
        claim = self._path.with_name(f"{self._path.name}.web").open("wb")
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            claim.close()
            raise OperatorError(
                f"Another web process already works on {self._path}. Stop it first, or move to PostgreSQL, "
                "where any number may run."
            ) from None
        self._claim = claim

    async def close(self) -> None:
        """Let go of every connection, and of the file."""
        await self._writers.dispose()
        await self._readers.dispose()
        if self._claim is not None:
            self._claim.close()

    @asynccontextmanager
    async def _writing(self, workspace_id: str) -> AsyncIterator[AsyncSession]:
        begin = self._begin(workspace_id, writes=True)
        if self._path is None:
            async with self._transaction(self._writers, workspace_id, begin) as session:
                yield session
            return
        async with self._turn(), self._transaction(self._writers, workspace_id, begin) as session:
            yield session

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """SQLite has one writer. Waiting here is fair and cheap; waiting inside SQLite is neither."""
        try:
            async with asyncio.timeout(_LOCK_SECONDS):
                await self._alone.acquire()
        except TimeoutError:
            raise BotError("errors.store_busy") from None
        try:
            yield
        finally:
            self._alone.release()

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine, workspace_id: str, begin: str) -> AsyncIterator[AsyncSession]:
        with trouble.told_to_the_person():
            async with AsyncSession(
                engine,
                sync_session_class=TenantSession,
                autoflush=False,
                expire_on_commit=False,
                info=bound_to(workspace_id),
            ) as session:
                await session.connection(execution_options={_BEGIN: begin})
                yield session
                await session.commit()

    def _begin(self, workspace_id: str, *, writes: bool) -> str:
        if self._path is not None:
            return "BEGIN IMMEDIATE" if writes else "BEGIN"
        mode = "READ WRITE" if writes else "READ ONLY"
        bind = SQL("SELECT set_config('pushback.workspace', {}, true)").format(Literal(workspace_id))
        return f"BEGIN {mode}; {bind.as_string()}"

    def _wake(self) -> None:
        for callback in self.after_commit:
            callback()


def open_store(database_url: str, secret_keys: Sequence[str] = ()) -> Store:
    """Open a database without touching it yet; `check` tells whether it is there.

    Raises:
        OperatorError: the address or a key is malformed.
    """
    return Store(address.read(database_url), Vault(secret_keys))


def _engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
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
        event.listen(engine.sync_engine, "begin", _begin_postgresql)
        return engine, engine
    file = address.sqlite(path, driver="sqlite+aiosqlite", create=False)
    writers = create_async_engine(file, pool_size=1, max_overflow=0, **_POOL)
    readers = create_async_engine(file, pool_size=4, max_overflow=0, **_POOL)
    for engine in (writers, readers):
        event.listen(engine.sync_engine, "connect", _prepare_file)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    event.listen(readers.sync_engine, "connect", _read_only)
    return writers, readers


def _begin_postgresql(connection: Connection) -> None:
    begin = connection.get_execution_options().get(_BEGIN, "BEGIN READ ONLY")
    # Not prepared: two commands in one message cannot be, and after a few repeats the driver would try.
    driver = connection.connection.dbapi_connection
    assert driver is not None
    driver.run_async(lambda raw: raw.execute(begin, prepare=False))


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get(_BEGIN, "BEGIN"))


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
