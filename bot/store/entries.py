"""What a case collects: evidence, requested changes, promises."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import delete, func, select, update

from bot.coaching.case import Commitment, Evidence, RequestedChange
from bot.errors import NotFoundError
from bot.store.desk import Desk
from bot.store.mapping import change_columns, change_of, evidence_columns, evidence_of, promise_columns, promise_of
from bot.store.records import Record, Records, part, read
from bot.store.tables import CaseRow, CommitmentRow, EntryRow, EvidenceRow, RequestedChangeRow
from bot.store.vault import Drawer

Entry = TypeVar("Entry", Evidence, RequestedChange, Commitment)


@dataclass(frozen=True, slots=True)
class Shelf(Generic[Entry]):
    """Where entries of one kind are kept, and how they are read and written."""

    table: type[EntryRow]
    records: Records
    entry_of: Callable[[Record, Drawer], Entry]
    columns: Callable[[Entry, Drawer], dict[str, Any]]

    def part(self, case_id: str) -> Records:
        """Return the select of one case's entries."""
        return self.records.where(self.table.case_id == case_id)


class Entries(Generic[Entry]):
    """One collection of a workspace's cases. Entries keep the order they came in."""

    def __init__(self, desk: Desk, shelf: Shelf[Entry]) -> None:
        self._desk = desk
        self._shelf: Shelf[Entry] = shelf

    async def of(self, case_id: str) -> tuple[Entry, ...]:
        """Return a case's entries."""
        records = await read(self._desk, self._shelf.part(case_id))
        return tuple(self._shelf.entry_of(record, self._desk.drawer) for record in records)

    async def case_of(self, entry_id: str, owner_id: str) -> str:
        """Return the id of the trainer's own case that an entry is of.

        Raises:
            NotFoundError: there is no such entry, or its case is somebody else's.
        """
        table = self._shelf.table
        rows = await self._desk.run(
            select(CaseRow.id)
            .join(table, table.case_id == CaseRow.id)
            .where(table.id == entry_id, CaseRow.owner_id == owner_id)
        )
        case_id: str | None = rows.scalar_one_or_none()
        if case_id is None:
            raise NotFoundError("errors.entry_gone")
        return case_id

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


EVIDENCE: Final = Shelf(
    EvidenceRow,
    part(
        "evidence",
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
