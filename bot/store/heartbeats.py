"""When the workers last turned."""

from datetime import datetime

from sqlalchemy import func, select

from bot.store.desk import Desk
from bot.store.tables import HeartbeatRow


class Heartbeats:
    """The signs of life of every worker."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def beat(self, worker: str, at: datetime) -> None:
        """Note that a worker turned."""
        insert = self._desk.insert(HeartbeatRow)
        upsert = insert.on_conflict_do_update(index_elements=["worker"], set_={"beat_at": insert.excluded.beat_at})
        await self._desk.run(upsert, [{"worker": worker, "beat_at": at}])

    async def latest(self) -> datetime | None:
        """Return when any worker last turned; None when none ever did."""
        rows = await self._desk.run(select(func.max(HeartbeatRow.beat_at)))
        moment: datetime | None = rows.scalar_one()
        return moment
