"""Deliveries on their way: claimed before anything is sent, recorded after, looked for when an answer was lost.

States: `planned -> sending -> sent | unknown | planned (again) | failed | cancelled | expired | quarantined`,
`unknown -> sent | planned | failed | quarantined | unconfirmed | expired`. Every record is guarded by owner, attempt
and state: a worker that lost its lease writes nothing. Leases are measured by the database's clock, due times by the
caller's.

A claim for sending sets the generation to 1. Whatever plans the message anew while it is on its way counts that up, and
whoever settles the claim plans it again: no save is lost behind an older message.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Select,
    TextClause,
    Tuple,
    Update,
    bindparam,
    case,
    func,
    null,
    select,
    text,
    tuple_,
    update,
)

from bot.store.columns import UtcDateTime, database_now
from bot.store.desk import Desk
from bot.store.suspension import is_active
from bot.store.tables import DeliveryRow, DeliveryState, PersonRow, WorkspaceRow

LEASE_SECONDS: Final = 120
"""Well beyond what one send may take: a lease that runs out means that its worker died."""

_OPEN: Final = text("delivery.state IN ('planned', 'sending', 'unknown')")
"""The condition of the index on open deliveries, word for word: SQLite uses a partial index for nothing less."""

_NOTHING_NEWER: Final = DeliveryRow.generation == 1


@dataclass(frozen=True, slots=True)
class Claim:
    """One delivery that this worker may send, or look for, until its lease ends."""

    id: str
    workspace_id: str
    kind: str
    recipient: str
    subject_id: str
    owner: str
    state: DeliveryState  # sending, or unknown
    attempt: int
    crash_count: int  # workers that died over it since it was planned
    planned_at: datetime  # when it was due
    started_at: datetime | None  # when the last attempt began, by the database's clock
    slack_channel: str | None  # where the message stands, if it does
    slack_ts: str | None
    last_code: str  # why the attempt before did not settle it
    expires_at: datetime | None = None  # when its window ends; None: it has none
    claimed_at: datetime | None = None  # by the database's clock
    waited_until: datetime | None = None  # when it was to be looked at, by the clock of whoever planned that

    def is_over(self, now: datetime) -> bool:
        """Tell whether its window has passed. What stands in Slack is put right all the same."""
        return self.expires_at is not None and now > self.expires_at and self.slack_ts is None

    def is_given_up(self, now: datetime, after: timedelta, *, silence: timedelta) -> bool:
        """Tell whether it was looked for in vain for so long, by the database's clock, which no rehearsal moves.

        A look after a longer silence proves nothing about the time before: nobody looked, or the clock was moved.
        """
        if self.started_at is None or self.claimed_at is None:
            return False
        was_silent = self.waited_until is not None and now - self.waited_until > silence
        return self.claimed_at - self.started_at > after and not was_silent


class Sending:
    """Deliveries of every workspace, for the outbox."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def claim(
        self, owner: str, now: datetime, limit: int, *, but: Collection[str] = (), since: datetime | None = None
    ) -> tuple[Claim, ...]:
        """Claim what is due, the longest waiting first. No other worker gets the same.

        Workspaces in `but` wait; with `since`, so does what was due before.
        """
        due = _waiting(DeliveryState.PLANNED, now).where(DeliveryRow.workspace_id.not_in(but))
        if since is not None:
            due = due.where(DeliveryRow.next_at >= since)
        return await self._claim(due.order_by(DeliveryRow.next_at).limit(limit), _to_send(owner))

    async def claim_in_turn(  # noqa: PLR0913 - what a turn is limited by
        self,
        owner: str,
        now: datetime,
        limit: int,
        *,
        after: str,
        but: Collection[str] = (),
        but_kinds: Collection[str] = (),
    ) -> tuple[Claim, ...]:
        """Claim the longest waiting of each workspace, of the workspaces that follow another in the order of their ids.

        It costs the same however much any of them has waiting.
        """
        first = select(DeliveryRow.id).where(
            DeliveryRow.workspace_id == WorkspaceRow.id,
            DeliveryRow.kind.not_in(but_kinds),
            *_waits(DeliveryState.PLANNED, now),
        )
        firsts = (
            select(WorkspaceRow.id, first.order_by(DeliveryRow.next_at).limit(1).scalar_subquery().label("delivery_id"))
            .where(WorkspaceRow.suspended_because == "", WorkspaceRow.id > after, WorkspaceRow.id.not_in(but))
            .order_by(WorkspaceRow.id)
            .subquery()
        )
        turn = select(firsts.c.id, firsts.c.delivery_id).where(firsts.c.delivery_id.is_not(None)).limit(limit)
        due = _waiting(DeliveryState.PLANNED, now).where(_key().in_(turn))
        return await self._claim(due, _to_send(owner))

    async def claim_unknown(self, owner: str, now: datetime, limit: int) -> tuple[Claim, ...]:
        """Claim what has to be looked for in its conversation. It stays unknown until it is found, or not."""
        doubtful = _waiting(DeliveryState.UNKNOWN, now).order_by(DeliveryRow.next_at).limit(limit)
        return await self._claim(doubtful, {"lease_owner": owner, "lease_until": database_now(LEASE_SECONDS)})

    async def sent(self, claim: Claim, channel: str | None, ts: str | None, now: datetime) -> bool:
        """Record that a message stands in Slack; planned again, to be updated, if it was planned anew meanwhile.

        Returns False when the lease was lost meanwhile: somebody else decides.
        """
        return await self._recorded(_SENT, claim, at=now, stands_in=channel, stands_at=ts)

    async def again(self, claim: Claim, code: str, at: datetime, *, counts: bool = True) -> bool:
        """Record that nothing was sent and when to try again; an attempt that Slack put off does not count."""
        attempt = claim.attempt if counts else claim.attempt - 1
        return await self._record(claim, state=DeliveryState.PLANNED, next_at=at, last_code=code, attempt=attempt)

    async def anew(self, claim: Claim, code: str, now: datetime) -> bool:
        """Record that the message to update is gone, so that another is posted at once."""
        return await self._record(
            claim,
            state=DeliveryState.PLANNED,
            next_at=now,
            last_code=code,
            attempt=claim.attempt - 1,
            slack_channel=null(),
            slack_ts=null(),
        )

    async def unknown(self, claim: Claim, code: str, look_at: datetime) -> bool:
        """Record that the answer was lost: before anything is sent again, it is looked for."""
        return await self._record(claim, state=DeliveryState.UNKNOWN, next_at=look_at, last_code=code)

    async def settle(self, claim: Claim, state: DeliveryState, code: str, now: datetime) -> bool:
        """Record that no more is sent (failed, cancelled, unconfirmed, quarantined), unless planned anew meanwhile.

        What has a window and may have arrived in it is not said again, whatever was planned meanwhile. Whoever else
        fails to reach the same recipient waits until this unit of work ends, so that `refusals` counts them all.
        """
        if state is DeliveryState.FAILED:
            await self._hold_recipient(claim)
        is_final = state is DeliveryState.UNCONFIRMED and claim.expires_at is not None
        settled = {"state": state} if is_final else _unless_newer(state, now)
        return await self._record(claim, **settled, last_code=code)

    async def refusals(self, claim: Claim) -> int:
        """Return how many messages to a claim's recipient failed since one last arrived, this claim's own included."""
        of_recipient = (
            DeliveryRow.workspace_id == claim.workspace_id,
            DeliveryRow.recipient == claim.recipient,
            DeliveryRow.slack_ts.is_not(None) | (DeliveryRow.state == DeliveryState.FAILED),
        )
        last = select(func.max(DeliveryRow.sent_at)).where(*of_recipient).scalar_subquery()
        failed = select(func.count()).where(
            *of_recipient,
            DeliveryRow.state == DeliveryState.FAILED,
            last.is_(None) | (DeliveryRow.next_at > last),
        )
        return int((await self._desk.run(failed)).scalar_one())

    async def expire(self, now: datetime, limit: int) -> int:
        """Settle what was due and not sent in its window, some at a time; return how much."""
        late = (
            _waiting(DeliveryState.PLANNED, now)
            .where(DeliveryRow.expires_at < now, DeliveryRow.slack_ts.is_(None))
            .order_by(DeliveryRow.next_at)
            .limit(limit)
            .with_for_update(skip_locked=True, of=DeliveryRow)
            .cte("late")
        )
        rows = await self._desk.run(  # counted by hand: after a WITH, SQLite's driver counts nothing
            update(DeliveryRow)
            .where(_key().in_(select(late.c.workspace_id, late.c.id)))
            .values(state=DeliveryState.EXPIRED, last_code="too_late", next_at=now)
            .returning(DeliveryRow.id)
        )
        return len(rows.all())

    async def reap(self, now: datetime, look_at: datetime) -> int:
        """Make what dead workers left behind unknown, never planned; return how many there were."""
        return await self._desk.write(
            update(DeliveryRow)
            .where(
                _OPEN,
                DeliveryRow.next_at <= now,  # it was due when it was claimed
                DeliveryRow.state == DeliveryState.SENDING,
                DeliveryRow.lease_until < database_now(),
            )
            .values(
                state=DeliveryState.UNKNOWN,
                crash_count=DeliveryRow.crash_count + 1,
                lease_owner=null(),
                lease_until=null(),
                last_code="lease_lost",
                next_at=look_at,
            )
        )

    async def _claim(self, due: Select[str, str], values: Mapping[str, object]) -> tuple[Claim, ...]:
        # Run once, as a table of its own: as a subquery it might be run again, and lock more than its limit.
        chosen = due.with_for_update(skip_locked=True, of=DeliveryRow).cte("due")
        rows = await self._desk.run(
            update(DeliveryRow)
            .where(_key().in_(select(chosen.c.workspace_id, chosen.c.id)))
            .values(**values)
            .returning(DeliveryRow)
        )
        return tuple(_claim_of(row) for row in rows.scalars())

    async def _hold_recipient(self, claim: Claim) -> None:
        # Before the delivery, as whoever plans does: all wait for people first and for their messages after.
        recipient = (PersonRow.workspace_id == claim.workspace_id, PersonRow.id == claim.recipient)
        await self._desk.run(select(PersonRow.id).where(*recipient).with_for_update(key_share=True))

    async def _record(self, claim: Claim, **values: object) -> bool:
        return await self._recorded(_OURS.values(**values), claim)

    async def _recorded(self, record: Update, claim: Claim, **values: object) -> bool:
        which = {"of_workspace": claim.workspace_id, "which": claim.id, "was": claim.state}
        return bool(await self._desk.change(record, **which, by=claim.owner, tried=claim.attempt, **values))


def _waits(state: DeliveryState, now: datetime) -> tuple[ColumnElement[bool] | TextClause, ...]:
    free = DeliveryRow.lease_until.is_(None) | (DeliveryRow.lease_until < database_now())
    return (_OPEN, DeliveryRow.state == state, DeliveryRow.next_at <= now, free)


def _waiting(state: DeliveryState, now: datetime) -> Select[str, str]:
    """Select what waits in a state, of active workspaces."""
    return select(DeliveryRow.workspace_id, DeliveryRow.id).where(
        *_waits(state, now), is_active(DeliveryRow.workspace_id)
    )


def _key() -> Tuple:
    return tuple_(DeliveryRow.workspace_id, DeliveryRow.id)


def _to_send(owner: str) -> dict[str, object]:
    return {
        "state": DeliveryState.SENDING,
        "lease_owner": owner,
        "lease_until": database_now(LEASE_SECONDS),
        "attempt": DeliveryRow.attempt + 1,
        "attempt_started_at": database_now(),
        "generation": 1,
    }


def _unless_newer(state: DeliveryState, now: object) -> dict[str, object]:
    return {
        "state": case((_NOTHING_NEWER, state), else_=DeliveryState.PLANNED),
        "attempt": case((_NOTHING_NEWER, DeliveryRow.attempt), else_=0),
        "next_at": now,
    }


def _claim_of(row: DeliveryRow) -> Claim:
    return Claim(
        id=row.id,
        workspace_id=row.workspace_id,
        kind=row.kind,
        recipient=row.recipient,
        subject_id=row.subject_id,
        owner=row.lease_owner or "",
        state=row.state,
        attempt=row.attempt,
        crash_count=row.crash_count,
        planned_at=row.due_at,
        started_at=row.attempt_started_at,
        slack_channel=row.slack_channel,
        slack_ts=row.slack_ts,
        last_code=row.last_code or "",
        expires_at=row.expires_at,
        claimed_at=row.lease_until - timedelta(seconds=LEASE_SECONDS) if row.lease_until else None,
        waited_until=row.next_at,
    )


_OURS: Final = (
    update(DeliveryRow)
    .where(
        DeliveryRow.workspace_id == bindparam("of_workspace"),
        DeliveryRow.id == bindparam("which"),
        DeliveryRow.state == bindparam("was"),
        DeliveryRow.lease_owner == bindparam("by"),
        DeliveryRow.attempt == bindparam("tried"),
    )
    .values(lease_owner=null(), lease_until=null())
)
_SENT: Final = _OURS.values(
    **_unless_newer(DeliveryState.SENT, bindparam("at", type_=UtcDateTime)),
    sent_at=bindparam("at", type_=UtcDateTime),
    last_code=null(),
    slack_channel=bindparam("stands_in"),
    slack_ts=bindparam("stands_at"),
)
