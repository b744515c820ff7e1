"""The store: units of work on one database."""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import IO, Final

import psycopg
from sqlalchemy import URL, exc
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import BotError, OperatorError
from bot.store import address, engine, schema, trouble
from bot.store.tenancy import EVERY_WORKSPACE, TenantSession, bound_to, one
from bot.store.vault import Vault
from bot.store.work import Sweep, Work

_LOCK_SECONDS: Final = 5.0


class Store:
    """One database. Safe to share among all tasks of a process."""

    def __init__(self, url: URL, vault: Vault) -> None:
        self.after_commit: list[Callable[[], None]] = []  # called after a commit that planned a delivery
        self._url = url
        self._vault = vault
        self._path = address.file_of(url)
        self._writers, self._readers = engine.engines(url)
        self._alone = asyncio.Lock()
        self._claim: IO[bytes] | None = None

    @asynccontextmanager
    async def work(self, workspace_id: str) -> AsyncIterator[Work]:
        """Give one transaction on a workspace: committed on a clean exit, rolled back on an exception.

        Raises:
            BotError: the database is busy, full or out of reach.
        """
        async with self._writing(one(workspace_id)) as session:
            work = Work(session, self._vault, workspace_id, locks=self._path is None)
            yield work
        if work.has_planned:
            self._wake()

    @asynccontextmanager
    async def view(self, workspace_id: str) -> AsyncIterator[Work]:
        """Give one transaction on a workspace that only reads.

        Raises:
            BotError: the database is busy or out of reach.
        """
        async with self._transaction(one(workspace_id), writes=False) as session:
            yield Work(session, self._vault, workspace_id, locks=False)

    @asynccontextmanager
    async def sweep(self) -> AsyncIterator[Sweep]:
        """Give one transaction across workspaces: for the outbox, retention, and what belongs to none.

        Raises:
            BotError: the database is busy, full or out of reach.
        """
        async with self._writing(EVERY_WORKSPACE) as session:
            yield Sweep(session, self._vault)

    @asynccontextmanager
    async def survey(self) -> AsyncIterator[Sweep]:
        """Give one transaction across workspaces that only reads: for the operator's health checks and meters.

        Raises:
            BotError: the database is busy or out of reach.
        """
        async with self._transaction(EVERY_WORKSPACE, writes=False) as session:
            yield Sweep(session, self._vault)

    async def tidy(self, now: datetime) -> int:
        """Remove what nobody needs any more, a little at a time so that others may work; return how much."""
        total = 0
        while True:
            async with self.sweep() as sweep:
                done = await sweep.forget_some(now)
            if not done:
                return total
            total += done

    async def reseal(self) -> int:
        """Bring every sealed text under the first key, and return how many were not; others may work meanwhile.

        Raises:
            OperatorError: there is no key, or a text is sealed with one that is not at hand.
        """
        total = 0
        while True:
            async with self.sweep() as sweep:
                done = await sweep.reseal_some()
            if not done:
                return total
            total += done

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

    async def check_schema(self) -> None:
        """Prove that the database still has this code's schema.

        Raises:
            SchemaError: it was brought to another one.
            BotError: the database is busy or out of reach.
        """
        async with self.survey() as survey:
            here = await survey.schema()
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
        async with self._turn(), self._transaction(workspace_id, writes=True) as session:
            yield session

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """SQLite has one writer. Waiting here is fair and cheap; waiting inside SQLite is neither."""
        if self._path is None:
            yield
            return
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
    async def _transaction(self, workspace_id: str, *, writes: bool) -> AsyncIterator[AsyncSession]:
        connections = self._writers if writes else self._readers
        begin = self._begin(workspace_id, writes=writes)
        try:
            async with AsyncSession(
                connections,
                sync_session_class=TenantSession,
                autoflush=False,
                expire_on_commit=False,
                info=bound_to(workspace_id, writes=writes),
            ) as session:
                await session.connection(execution_options={engine.BEGIN: begin})
                yield session
                await session.commit()
        except (exc.SQLAlchemyError, psycopg.Error) as error:
            found = trouble.diagnose(error)
            if found is None:
                raise
            if found is trouble.Trouble.UNREACHABLE:
                await connections.dispose()  # after a failover the others in the pool are as stale as this one
            raise trouble.for_the_person(found) from error

    def _begin(self, workspace_id: str, *, writes: bool) -> str:
        if self._path is not None:
            return engine.on_sqlite(writes=writes)
        return engine.on_postgresql(workspace_id, writes=writes)

    def _wake(self) -> None:
        for callback in self.after_commit:
            callback()


def open_store(database_url: str, secret_keys: Sequence[str] = ()) -> Store:
    """Open a database without touching it yet; `check` tells whether it is there.

    Raises:
        OperatorError: the address or a key is malformed.
    """
    return Store(address.read(database_url), Vault(secret_keys))
