"""Bring everything that is sealed under the operator's first key."""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Column, Row, Table, select, update

from bot.store.columns import SealedText
from bot.store.desk import Desk
from bot.store.tables import Base
from bot.store.vault import Vault

_BATCH: Final = 200  # values in one transaction: others write in between


async def reseal_some(desk: Desk, vault: Vault) -> int:
    """Seal some values anew, in any workspace, and return how many; none are left when it returns zero."""
    for column in sealed_columns():
        table = column.table
        old = (
            select(*table.primary_key.columns, column)
            .where(column != "", ~column.startswith(vault.current_form()))
            .limit(_BATCH)
        )
        found = (await desk.run(old)).all()
        for row in found:
            await _reseal(desk, vault, column, row)
        if found:
            return len(found)
    return 0


def sealed_columns() -> Iterator[Column[Any]]:
    """Name every column that holds sealed text."""
    for table in Base.metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, SealedText))


async def _reseal(desk: Desk, vault: Vault, column: Column[Any], row: Row[*tuple[Any, ...]]) -> None:
    table = column.table
    assert isinstance(table, Table)
    *key, old = row
    where = [part == value for part, value in zip(table.primary_key.columns, key, strict=True)]
    new = vault.reseal(old, f"{table.name}.{column.name}", row.workspace_id)
    # Only what was read is replaced: a value saved meanwhile is under the first key already.
    await desk.run(update(table).where(*where, column == old).values({column: new}))
