"""What Slack sent and had its effect."""

from sqlalchemy import delete

from bot.store.columns import database_now
from bot.store.desk import Desk
from bot.store.tables import InboxRow


class Inbox:
    """What one workspace sent."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def first_time(self, source: str, key: str) -> bool:
        """Tell whether this came for the first time. It counts as come when the transaction commits."""
        insert = self._desk.insert(InboxRow).values(arrived_at=database_now())
        rows = await self._desk.run(
            insert.on_conflict_do_nothing().returning(InboxRow.key), [{"source": source, "key": key}]
        )
        return rows.first() is not None


async def forget(desk: Desk, after_hours: int = 48) -> int:
    """Remove what came longer ago than Slack repeats things, in every workspace; return how much."""
    return await desk.write(delete(InboxRow).where(InboxRow.arrived_at < database_now(-after_hours * 3600)))
