"""What the outbox has written down about a workspace's deliveries, for those who look and change nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from bot.store.desk import Desk
from bot.store.tables import DeliveryRow, DeliveryState

_WAITING = (DeliveryState.PLANNED, DeliveryState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to Slack, as it stands in the book."""

    id: str
    kind: str
    recipient: str
    due_at: datetime
    next_at: datetime  # when the outbox looks at it next, while it is open
    state: DeliveryState
    attempt: int
    last_code: str  # Slack's word for why it was not sent; empty when nothing went wrong


class Book:
    """The deliveries of one workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def newest(self, limit: int) -> tuple[Delivery, ...]:
        """List deliveries in whatever state, what is due last first."""
        rows = await self._desk.run(
            select(DeliveryRow).order_by(DeliveryRow.due_at.desc(), DeliveryRow.id).limit(limit)
        )
        return tuple(_delivery_of(row) for row in rows.scalars())

    async def next_due(self, after: datetime) -> datetime | None:
        """Return the first moment after another at which the outbox has something to send, or to look for."""
        rows = await self._desk.run(
            select(DeliveryRow.next_at)
            .where(DeliveryRow.state.in_(_WAITING), DeliveryRow.next_at > after)
            .order_by(DeliveryRow.next_at)
            .limit(1)
        )
        return rows.scalar_one_or_none()


def _delivery_of(row: DeliveryRow) -> Delivery:
    return Delivery(
        id=row.id,
        kind=row.kind,
        recipient=row.recipient,
        due_at=row.due_at,
        next_at=row.next_at,
        state=row.state,
        attempt=row.attempt,
        last_code=row.last_code or "",
    )
