"""Remove what nobody needs any more, in every workspace, a bounded number of rows at a time."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, text, tuple_

from bot.store import inbox
from bot.store.desk import Desk
from bot.store.tables import DeliveryRow, MethodPauseRow, NudgeRow

KEPT: Final = timedelta(days=90)
"""For so long after it is settled, a nudge and its message can be looked up, and the message updated in place."""

_BATCH: Final = 500  # rows of one kind in one transaction: others write in between
_SETTLED_NUDGES: Final = text("nudge.state NOT IN ('planned', 'later')")
_SETTLED_DELIVERIES: Final = text("delivery.state NOT IN ('planned', 'sending', 'unknown', 'suspended')")
"""The conditions of the indexes on what is settled, word for word: SQLite uses a partial index for nothing less."""


async def forget_some(desk: Desk, now: datetime) -> int:
    """Remove some old rows of each kind, and return how many; none are left when it returns zero."""
    return (
        await inbox.forget(desk, _BATCH)
        + await _forget_nudges(desk, now)
        + await _forget_deliveries(desk, now)
        + await desk.write(delete(MethodPauseRow).where(MethodPauseRow.until <= now))
    )


async def _forget_nudges(desk: Desk, now: datetime) -> int:
    """Forget a nudge only when its rule has long stopped asking for it: without the row, it would come back."""
    old = (
        select(NudgeRow.workspace_id, NudgeRow.id)
        .where(_SETTLED_NUDGES, NudgeRow.last_on < (now - KEPT).date())
        .limit(_BATCH)
    )
    return await desk.write(delete(NudgeRow).where(tuple_(NudgeRow.workspace_id, NudgeRow.id).in_(old)))


async def _forget_deliveries(desk: Desk, now: datetime) -> int:
    """Forget messages that had a window; cards and App Home have none, and are updated in place for good."""
    old = (
        select(DeliveryRow.workspace_id, DeliveryRow.id)
        .where(_SETTLED_DELIVERIES, DeliveryRow.next_at < now - KEPT, DeliveryRow.expires_at.is_not(None))
        .limit(_BATCH)
    )
    return await desk.write(delete(DeliveryRow).where(tuple_(DeliveryRow.workspace_id, DeliveryRow.id).in_(old)))
