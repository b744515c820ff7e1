"""What every query module works with: the session, the workspace, and the vault's drawer for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import Executable, Result
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql import dml

from bot.store.tables import Base
from bot.store.tenancy import CONSTANT, stamped
from bot.store.vault import Drawer

_FRESH: Final = {"populate_existing": True, "synchronize_session": False}
"""What is read is what the database holds now, never what this session saw before."""

_WRITTEN_ONCE: Final = {**_FRESH, CONSTANT: True}
Insert = postgresql.Insert | sqlite.Insert


@dataclass(frozen=True, slots=True)
class Desk:
    """The session of one unit of work, bound to its workspace.

    `run` and `write` take statements made for the occasion; `ask` and `change` take those that were written once.
    """

    session: AsyncSession
    workspace_id: str
    drawer: Drawer
    locks: bool  # on PostgreSQL, whoever writes locks the case they read, so that two windows take turns

    async def run(self, statement: Executable, rows: Sequence[Mapping[str, Any]] = ()) -> Result[*tuple[Any, ...]]:
        """Execute one statement. An insert takes its rows apart, so that their workspace can be checked.

        An insert goes past the ORM, which makes no objects of it and yet is three quarters of its cost.
        """
        if isinstance(statement, dml.Insert):
            connection = await self.session.connection()
            return await connection.execute(statement, stamped(self.session.sync_session, statement, rows))
        return await self.session.execute(statement, execution_options=_FRESH)

    async def ask(self, constant: Executable, **values: object) -> Result[*tuple[Any, ...]]:
        """Execute a statement that was written once, as a constant of its module; `values` fill its parameters.

        A statement costs more to write than to execute, so the busiest are not written anew for every click.
        """
        return await self.session.execute(constant, values, execution_options=_WRITTEN_ONCE)

    async def change(self, constant: Executable, **values: object) -> int:
        """Execute an update that was written once and return how many rows it met; `values` also name what changes."""
        result = await self.ask(constant, **values)
        return int(getattr(result, "rowcount", 0))

    async def write(self, statement: Executable) -> int:
        """Execute one update or delete and return how many rows it met."""
        result = await self.run(statement)
        return int(getattr(result, "rowcount", 0))

    def insert(self, table: type[Base]) -> Insert:
        """Return an insert that knows ON CONFLICT, as this database says it."""
        return _insert(table, self.session.get_bind().dialect.name)


@cache
def _insert(table: type[Base], dialect: str) -> Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
