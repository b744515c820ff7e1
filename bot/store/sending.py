"""Deliveries on their way: claimed before anything is sent, recorded after, looked for when an answer was lost.

States: `planned -> sending -> sent | unknown | planned (again) | failed | cancelled`,
`unknown -> sent | planned | unconfirmed`. Every record is guarded by owner, attempt and state: a worker that lost its
lease writes nothing. Leases are measured by the database's clock, due times by the caller's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Update, case, null, select, tuple_, update

from bot.store.columns import database_now
from bot.store.desk import Desk
from bot.store.tables import DeliveryRow, DeliveryState

LEASE_SECONDS: Final = 120
"""Well beyond what one send may take: a lease that runs out means that its worker died."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One delivery that this worker may send, or look for, until its lease ends."""

    id: str
    workspace_id: str
    kind: str
    recipient: str
    subject_id: str
    owner: str
    generation: int  # of the plan when it was claimed
    attempt: int
    planned_at: datetime  # when it was due
    started_at: datetime | None  # when the last attempt began, by the database's clock
    slack_channel: str | None  # where the message stands, if it does
    slack_ts: str | None
    last_code: str  # why the attempt before did not settle it


class Sending:
    """Deliveries of every workspace, for the outbox."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def claim(self, owner: str, now: datetime, limit: int) -> tuple[Claim, ...]:
        """Claim what is due, the longest waiting first. No other worker gets the same."""
        return await self._claim(
            DeliveryState.PLANNED,
            now,
            limit,
            state=DeliveryState.SENDING,
            lease_owner=owner,
            lease_until=database_now(LEASE_SECONDS),
            attempt=DeliveryRow.attempt + 1,
            attempt_started_at=database_now(),
        )

    async def claim_unknown(self, owner: str, now: datetime, limit: int) -> tuple[Claim, ...]:
        """Claim what has to be looked for in its conversation. It stays unknown until it is found, or not."""
        return await self._claim(
            DeliveryState.UNKNOWN,
            now,
            limit,
            lease_owner=owner,
            lease_until=database_now(LEASE_SECONDS),
            next_at=now,
        )

    async def sent(self, claim: Claim, channel: str | None, ts: str | None, now: datetime) -> bool:
        """Record that a message stands in Slack; planned anew if it was planned again meanwhile.

        Returns False when the lease was lost meanwhile: somebody else decides.
        """
        is_newest = DeliveryRow.generation == claim.generation
        return await self._record(
            claim,
            state=case((is_newest, DeliveryState.SENT), else_=DeliveryState.PLANNED),
            next_at=now,
            sent_at=now,
            attempt=case((is_newest, DeliveryRow.attempt), else_=0),
            last_code=null(),
            slack_channel=channel,
            slack_ts=ts,
        )

    async def again(self, claim: Claim, code: str, at: datetime, *, counts: bool = True) -> bool:
        """Record that nothing was sent and when to try again; an attempt that Slack put off does not count."""
        attempt = claim.attempt if counts else claim.attempt - 1
        return await self._record(claim, state=DeliveryState.PLANNED, next_at=at, last_code=code, attempt=attempt)

    async def unknown(self, claim: Claim, code: str, look_at: datetime) -> bool:
        """Record that the answer was lost: before anything is sent again, it is looked for."""
        return await self._record(claim, state=DeliveryState.UNKNOWN, next_at=look_at, last_code=code)

    async def settle(self, claim: Claim, state: DeliveryState, code: str) -> bool:
        """Record that nothing more is sent: failed, cancelled, unconfirmed or quarantined."""
        return await self._record(claim, state=state, last_code=code)

    async def reap(self, look_at: datetime) -> int:
        """Make what dead workers left behind unknown, never planned; return how many there were."""
        return await self._desk.write(
            update(DeliveryRow)
            .where(DeliveryRow.state == DeliveryState.SENDING, DeliveryRow.lease_until < database_now())
            .values(
                state=DeliveryState.UNKNOWN,
                crash_count=DeliveryRow.crash_count + 1,
                lease_owner=null(),
                lease_until=null(),
                last_code="lease_lost",
                next_at=look_at,
            )
        )

    async def _claim(self, waiting: DeliveryState, now: datetime, limit: int, **values: object) -> tuple[Claim, ...]:
        free = DeliveryRow.lease_until.is_(None) | (DeliveryRow.lease_until < database_now())
        due = (
            select(DeliveryRow.workspace_id, DeliveryRow.id)
            .where(DeliveryRow.state == waiting, DeliveryRow.next_at <= now, free)
            .order_by(DeliveryRow.next_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        rows = await self._desk.run(
            update(DeliveryRow)
            .where(tuple_(DeliveryRow.workspace_id, DeliveryRow.id).in_(due))
            .values(**values)
            .returning(DeliveryRow)
        )
        return tuple(_claim_of(row) for row in rows.scalars())

    async def _record(self, claim: Claim, **values: object) -> bool:
        statement = self._mine(claim).values(lease_owner=null(), lease_until=null(), **values)
        return bool(await self._desk.write(statement))

    def _mine(self, claim: Claim) -> Update:
        return update(DeliveryRow).where(
            DeliveryRow.workspace_id == claim.workspace_id,
            DeliveryRow.id == claim.id,
            DeliveryRow.lease_owner == claim.owner,
            DeliveryRow.attempt == claim.attempt,
            _on_its_way(),
        )


def _on_its_way() -> ColumnElement[bool]:
    states: Sequence[DeliveryState] = (DeliveryState.SENDING, DeliveryState.UNKNOWN)
    return DeliveryRow.state.in_(states)


def _claim_of(row: DeliveryRow) -> Claim:
    return Claim(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=row.kind,
        recipient=row.recipient,
        subject_id=row.subject_id,
        owner=row.lease_owner or "",
        generation=row.generation,
        attempt=row.attempt,
        planned_at=row.due_at,
        started_at=row.attempt_started_at,
        slack_channel=row.slack_channel,
        slack_ts=row.slack_ts,
        last_code=row.last_code or "",
    )
