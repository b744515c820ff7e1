"""What a case collects: evidence, requested changes, promises."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import delete, func, select, update

from bot.coaching.case import Commitment, Evidence, RequestedChange
from bot.errors import NotFoundError
from bot.store.desk import Desk
from bot.store.mapping import change_columns, change_of, evidence_columns, evidence_of, promise_columns, promise_of
from bot.store.records import Record, Records, part
from bot.store.tables import CaseRow, CommitmentRow, EntryRow, EvidenceRow, RequestedChangeRow
from bot.store.vault import Drawer

Entry = TypeVar("Entry", Evidence, RequestedChange, Commitment)


@dataclass(frozen=True, slots=True)
class Shelf(Generic[Entry]):
    """Where entries of one kind are kept, and how they are read and written."""

    table: type[EntryRow]
    records: Records  # of one case
    entry_of: Callable[[Record, Drawer], Entry]
    columns: Callable[[Entry, Drawer], dict[str, Any]]


class Entries(Generic[Entry]):
    """One collection of a workspace's cases. Entries keep the order they came in."""

    def __init__(self, desk: Desk, shelf: Shelf[Entry]) -> None:
        self._desk = desk
        self._shelf: Shelf[Entry] = shelf

    async def of(self, case_id: str) -> tuple[Entry, ...]:
        """Return a case's entries."""
        records = await self._desk.ask(self._shelf.records, case_id=case_id)
        in_order = sorted(records, key=attrgetter("number"))
        return tuple(self._shelf.entry_of(record, self._desk.drawer) for record in in_order)

    async def add(self, case_id: str, entry: Entry) -> None:
        """Add an entry at the end."""
        table = self._shelf.table
        last = select(func.coalesce(func.max(table.position), 0)).where(
            table.workspace_id == self._desk.workspace_id, table.case_id == case_id
        )
        insert = self._desk.insert(table).values(position=last.scalar_subquery() + 1)
        columns = self._shelf.columns(entry, self._desk.drawer)
        await self._desk.run(insert, [{"id": entry.id, "case_id": case_id, **columns}])

    async def save(self, entry: Entry) -> None:
        """Change an entry. Whose case it is of, the caller checks."""
        table = self._shelf.table
        columns = self._shelf.columns(entry, self._desk.drawer)
        await self._desk.write(update(table).where(table.id == entry.id).values(**columns))

    async def remove(self, entry_id: str) -> None:
        """Take an entry out of its case. Whose case it is of, the caller checks."""
        table = self._shelf.table
        await self._desk.write(delete(table).where(table.id == entry_id))


class Promises(Entries[Commitment]):
    """The promises of a workspace's cases."""

    async def case_of(self, promise_id: str, owner_id: str) -> str:
        """Return the id of the trainer's own case in which something was promised.

        Raises:
            NotFoundError: there is no such promise, or its case is somebody else's.
        """
        rows = await self._desk.run(
            select(CaseRow.id)
            .join(CommitmentRow, CommitmentRow.case_id == CaseRow.id)
            .where(CommitmentRow.id == promise_id, CaseRow.owner_id == owner_id)
        )
        case_id: str | None = rows.scalar_one_or_none()
        if case_id is None:
            raise NotFoundError("errors.entry_gone")
        return case_id

    async def keep(self, case_id: str, promise_id: str, at: datetime) -> bool:
        """Note that a promise in a case was kept; False when that was noted before, or there is no such promise."""
        noted = await self._desk.write(
            update(CommitmentRow)
            .where(CommitmentRow.case_id == case_id, CommitmentRow.id == promise_id, CommitmentRow.kept_at.is_(None))
            .values(kept_at=at)
        )
        return bool(noted)


EVIDENCE: Final = Shelf(
    EvidenceRow,
    part(
        "evidence",
        EvidenceRow.case_id,
        EvidenceRow.id,
        EvidenceRow.position,
        EvidenceRow.what,
        second=EvidenceRow.source,
        word=EvidenceRow.kind,
        day=EvidenceRow.dated_on,
    ),
    evidence_of,
    evidence_columns,
)
CHANGES: Final = Shelf(
    RequestedChangeRow,
    part(
        "changes",
        RequestedChangeRow.case_id,
        RequestedChangeRow.id,
        RequestedChangeRow.position,
        RequestedChangeRow.what,
        second=RequestedChangeRow.reason,
        word=RequestedChangeRow.ruling,
    ),
    change_of,
    change_columns,
)
PROMISES: Final = Shelf(
    CommitmentRow,
    part(
        "promises",
        CommitmentRow.case_id,
        CommitmentRow.id,
        CommitmentRow.position,
        CommitmentRow.what,
        word=CommitmentRow.side,
        day=CommitmentRow.due_on,
        moment=CommitmentRow.kept_at,
    ),
    promise_of,
    promise_columns,
)
