"""Messages to Slack that nobody is waiting for, each a row that is planned here and sent by the outbox."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from sqlalchemy import bindparam, case, select, update

from bot.store.desk import Desk, Insert
from bot.store.ids import new_id
from bot.store.tables import DeliveryRow, DeliveryState

_KEEPS_ITS_STATE = (DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.SUSPENDED)
"""A message that may be on its way is not planned a second time: whoever settles it sees that it was planned anew."""

_REACHED_NOBODY: Final = (
    DeliveryState.UNCONFIRMED,
    DeliveryState.FAILED,
    DeliveryState.EXPIRED,
    DeliveryState.QUARANTINED,
)
_NOT_TO_REPEAT: Final = (
    DeliveryState.SENDING,
    DeliveryState.SENT,
    DeliveryState.UNKNOWN,
    DeliveryState.UNCONFIRMED,
    DeliveryState.FAILED,
    DeliveryState.QUARANTINED,
)
_GONE_OUT: Final = select(DeliveryRow.subject_id).where(
    DeliveryRow.recipient == bindparam("to"),
    DeliveryRow.kind == bindparam("of_kind"),
    DeliveryRow.due_at >= bindparam("since"),
    DeliveryRow.state.in_(_NOT_TO_REPEAT) | DeliveryRow.slack_ts.is_not(None),
)


@dataclass(frozen=True, slots=True)
class Missed:
    """A message that did not reach its recipient, or of which nobody knows."""

    kind: str
    subject_id: str
    state: DeliveryState
    due_at: datetime
    code: str  # why, in a word of Slack's or ours


class Deliveries:
    """The deliveries of one workspace."""

    def __init__(self, desk: Desk, planned: Callable[[], None]) -> None:
        self._desk = desk
        self._planned = planned

    async def plan(  # noqa: PLR0913, PLR0917 - a delivery's columns
        self,
        kind: str,
        recipient: str,
        dedupe_key: str,
        subject_id: str,
        due_at: datetime,
        expires_at: datetime | None = None,
    ) -> None:
        """Plan a message, or plan the one with this key anew, in one statement; the outbox is woken after the commit.

        A message that stands in Slack keeps its place there, so that it is updated and not repeated. One that is being
        sent, or whose fate is unknown, keeps its recipient and counts a generation: recording it plans it again. One
        that remained unconfirmed is posted as a new message: this time there is something new to say.
        """
        row = _new_row(kind, recipient, dedupe_key, subject_id, due_at, expires_at)
        await self._desk.run(_or_anew(self._desk.insert(DeliveryRow)), [row])
        self._planned()

    async def plan_once(  # noqa: PLR0913, PLR0917 - a delivery's columns
        self,
        kind: str,
        recipient: str,
        dedupe_key: str,
        subject_id: str,
        due_at: datetime,
        expires_at: datetime | None = None,
    ) -> None:
        """Plan a message, unless there is or was one with this key."""
        row = _new_row(kind, recipient, dedupe_key, subject_id, due_at, expires_at)
        insert = self._desk.insert(DeliveryRow)
        await self._desk.run(insert.on_conflict_do_nothing(index_elements=["workspace_id", "dedupe_key"]), [row])
        self._planned()

    async def plan_update(self, dedupe_key: str, at: datetime) -> None:
        """Plan a message anew where it stands or is about to; one that stands nowhere for all we know stays away."""
        moves = DeliveryRow.state.not_in(_KEEPS_ITS_STATE)
        stands = DeliveryRow.slack_ts.is_not(None) | DeliveryRow.state.in_(_KEEPS_ITS_STATE)
        found = await self._desk.write(
            update(DeliveryRow)
            .where(DeliveryRow.dedupe_key == dedupe_key, stands)
            .values(
                generation=DeliveryRow.generation + 1,
                state=case((moves, DeliveryState.PLANNED), else_=DeliveryRow.state),
                next_at=case((moves, at), else_=DeliveryRow.next_at),
                attempt=case((moves, 0), else_=DeliveryRow.attempt),
                crash_count=case((moves, 0), else_=DeliveryRow.crash_count),
            )
        )
        if found:
            self._planned()

    async def gone_out(self, kind: str, recipient: str, since: datetime) -> frozenset[str]:
        """Return the subjects of the messages that stand in Slack, are on their way, may be either, or were refused."""
        rows = await self._desk.ask(_GONE_OUT, to=recipient, of_kind=kind, since=since)
        return frozenset(rows.scalars())

    async def missed(self, kind: str, recipient: str, since: datetime) -> tuple[Missed, ...]:
        """Return the messages that were due since a moment and did not arrive for certain, the newest first."""
        rows = await self._desk.run(
            select(DeliveryRow)
            .where(
                DeliveryRow.recipient == recipient,
                DeliveryRow.kind == kind,
                DeliveryRow.due_at >= since,
                DeliveryRow.state.in_(_REACHED_NOBODY),
                DeliveryRow.slack_ts.is_(None),
            )
            .order_by(DeliveryRow.due_at.desc(), DeliveryRow.id)
        )
        return tuple(
            Missed(row.kind, row.subject_id, row.state, row.due_at, row.last_code or "") for row in rows.scalars()
        )


def _new_row(  # noqa: PLR0913, PLR0917 - a delivery's columns
    kind: str, recipient: str, dedupe_key: str, subject_id: str, due_at: datetime, expires_at: datetime | None
) -> dict[str, object]:
    return {
        "id": new_id(),
        "kind": kind,
        "recipient": recipient,
        "dedupe_key": dedupe_key,
        "subject_id": subject_id,
        "generation": 1,
        "due_at": due_at,
        "expires_at": expires_at,
        "state": DeliveryState.PLANNED,
        "attempt": 0,
        "crash_count": 0,
        "next_at": due_at,
    }


@cache
def _or_anew(insert: Insert) -> Insert:
    new = insert.excluded
    moves = DeliveryRow.state.not_in(_KEEPS_ITS_STATE)
    return insert.on_conflict_do_update(
        index_elements=["workspace_id", "dedupe_key"],
        set_={
            "kind": new.kind,
            "recipient": case((moves, new.recipient), else_=DeliveryRow.recipient),
            "subject_id": new.subject_id,
            "due_at": new.due_at,
            "expires_at": new.expires_at,
            "generation": DeliveryRow.generation + 1,
            "state": case((moves, new.state), else_=DeliveryRow.state),
            "next_at": case((moves, new.next_at), else_=DeliveryRow.next_at),
            "attempt": case((moves, new.attempt), else_=DeliveryRow.attempt),
            "crash_count": case((moves, new.crash_count), else_=DeliveryRow.crash_count),
        },
    )
