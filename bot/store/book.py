"""What the outbox has written down about deliveries, for those who look and change nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import func, select, text

from bot.store.desk import Desk
from bot.store.suspension import is_active
from bot.store.tables import DeliveryRow, DeliveryState, NudgeRow

_WAITING = (DeliveryState.PLANNED, DeliveryState.UNKNOWN)
_OPEN: Final = text("delivery.state IN ('planned', 'sending', 'unknown')")
"""The condition of the index on open deliveries, word for word: SQLite uses a partial index for nothing less."""


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
    """The deliveries of one workspace; in a sweep, of every one."""

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

    async def by_state(self) -> Mapping[DeliveryState, int]:
        """Return how many deliveries are in each state, the states without any included."""
        rows = await self._desk.run(select(DeliveryRow.state, func.count()).group_by(DeliveryRow.state))
        return dict.fromkeys(DeliveryState, 0) | {state: count for state, count in rows}  # noqa: C416 - rows are no pairs

    async def failed_by_code(self) -> Mapping[str, int]:
        """Return how many deliveries failed, by Slack's word for why."""
        rows = await self._desk.run(
            select(DeliveryRow.last_code, func.count())
            .where(DeliveryRow.state == DeliveryState.FAILED)
            .group_by(DeliveryRow.last_code)
        )
        return {code or "": count for code, count in rows}

    async def sent_late(self) -> int:
        """Return how many reminders missed their window and went out with a later message, which said so."""
        rows = await self._desk.run(
            select(func.count()).where(NudgeRow.is_late.is_(True), NudgeRow.sent_at.is_not(None))
        )
        return int(rows.scalar_one())

    async def oldest_due(self, now: datetime) -> datetime | None:
        """Return since when the longest waiting of what is to be sent is due; None when nothing waits."""
        rows = await self._desk.run(
            select(DeliveryRow.next_at)
            .where(
                _OPEN,
                DeliveryRow.state == DeliveryState.PLANNED,
                DeliveryRow.next_at <= now,
                is_active(DeliveryRow.workspace_id),
            )
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
