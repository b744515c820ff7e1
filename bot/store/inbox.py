"""What Slack sent and had its effect."""

from functools import cache
from typing import Final

from sqlalchemy import Executable, delete, select, tuple_

from bot.store.columns import database_now
from bot.store.desk import Desk, Insert
from bot.store.tables import InboxRow

_KEPT_HOURS: Final = 48


class Inbox:
    """What one workspace sent."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def first_time(self, source: str, key: str) -> bool:
        """Tell whether this came for the first time. It counts as come when the transaction commits."""
        rows = await self._desk.run(_if_new(self._desk.insert(InboxRow)), [{"source": source, "key": key}])
        return rows.first() is not None


@cache
def _if_new(insert: Insert) -> Executable:
    return insert.values(arrived_at=database_now()).on_conflict_do_nothing().returning(InboxRow.key)


async def forget(desk: Desk, limit: int = 500) -> int:
    """Remove some of what came longer ago than Slack repeats things, in any workspace; return how much."""
    key = tuple_(InboxRow.workspace_id, InboxRow.source, InboxRow.key)
    since = select(database_now(-_KEPT_HOURS * 3600)).scalar_subquery()  # asked once, so that the index can be used
    old = select(InboxRow.workspace_id, InboxRow.source, InboxRow.key).where(InboxRow.arrived_at < since).limit(limit)
    return await desk.write(delete(InboxRow).where(key.in_(old)))
