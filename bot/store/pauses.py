"""Until when Slack wants no more of something."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import case, select

from bot.store.desk import Desk
from bot.store.tables import MethodPauseRow


class Pauses:
    """The pauses of every workspace's methods, which all workers keep."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @staticmethod
    def of(recipient: str) -> str:
        """Return the name under which what goes to a recipient is paused, beside the methods."""
        return f"to:{recipient}"

    async def add(self, workspace_id: str, method: str, until: datetime) -> None:
        """Pause a method in a workspace; of two pauses the longer one holds."""
        insert = self._desk.insert(MethodPauseRow)
        new = insert.excluded.until
        longer = case((new > MethodPauseRow.until, new), else_=MethodPauseRow.until)
        upsert = insert.on_conflict_do_update(index_elements=["workspace_id", "method"], set_={"until": longer})
        await self._desk.run(upsert, [{"workspace_id": workspace_id, "method": method, "until": until}])

    async def at(self, now: datetime) -> Mapping[tuple[str, str], datetime]:
        """Return the pauses that last, by workspace and method, each with its end."""
        rows = await self._desk.run(select(MethodPauseRow).where(MethodPauseRow.until > now))
        return {(row.workspace_id, row.method): row.until for row in rows.scalars()}
