"""Messages to Slack that nobody is waiting for, each a row that is planned here and sent by the outbox."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import case

from bot.store.desk import Desk
from bot.store.ids import new_id
from bot.store.tables import DeliveryRow, DeliveryState

_KEEPS_ITS_STATE = (DeliveryState.SENDING, DeliveryState.UNKNOWN, DeliveryState.SUSPENDED)
"""A message that may be on its way is not planned a second time: whoever settles it sees that it was planned anew."""


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
        sent, or whose fate is unknown, only counts a further generation: recording it plans it again. One that remained
        unconfirmed is posted as a new message: this time there is something new to say.
        """
        insert = self._desk.insert(DeliveryRow)
        new = insert.excluded
        moves = DeliveryRow.state.not_in(_KEEPS_ITS_STATE)
        upsert = insert.on_conflict_do_update(
            index_elements=["workspace_id", "dedupe_key"],
            set_={
                "kind": new.kind,
                "recipient": new.recipient,
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
        row = {
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
        await self._desk.run(upsert, [row])
        self._planned()
