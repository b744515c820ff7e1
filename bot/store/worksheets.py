"""What trainers work out for a case with the tools: append-only, each save a revision of its kind."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import func, literal, select
from sqlalchemy.orm import aliased

from bot.store.columns import UNSTORABLE
from bot.store.desk import Desk
from bot.store.tables import WorksheetRow

Content = TypeVar("Content")

_COLUMN: Final = "worksheet.content"
_OTHER = aliased(WorksheetRow)
_LATEST: Final = select(func.max(_OTHER.revision)).where(
    _OTHER.case_id == WorksheetRow.case_id, _OTHER.kind == WorksheetRow.kind
)


class Kind(Generic[Content]):
    """One kind of worksheet: its name in the table, and how its content is written as JSON.

    The content is a frozen dataclass of `coaching`. A field added later needs a default: old revisions lack it.
    """

    def __init__(self, name: str, content: type[Content]) -> None:
        self.name = name
        self._adapter: TypeAdapter[Content] = TypeAdapter(content)

    def written(self, content: Content) -> str:
        """Return a content as JSON, without what no database can hold."""
        return json.dumps(_storable(self._adapter.dump_python(content, mode="python")), default=str)

    def read(self, written: str) -> Content:
        """Return the content that was written."""
        return self._adapter.validate_json(written)


@dataclass(frozen=True, slots=True)
class Kept(Generic[Content]):
    """A worksheet as it was saved."""

    content: Content
    revision: int
    saved_by: str  # Slack user id
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Sheets:
    """The newest worksheet of each kind of one case."""

    found: Mapping[str, Kept[str]]  # by kind, still as JSON

    def kept(self, kind: Kind[Content]) -> Kept[Content] | None:
        """Return the worksheet of a kind with when it was saved; None: there is none yet."""
        kept = self.found.get(kind.name)
        return None if kept is None else _read(kind, kept)

    def of(self, kind: Kind[Content]) -> Content | None:
        """Return what the worksheet of a kind says; None: there is none yet."""
        kept = self.kept(kind)
        return None if kept is None else kept.content


class Worksheets:
    """The worksheets of one workspace's cases. Whose case it is, the caller checks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of_case(self, case_id: str) -> Sheets:
        """Return the newest of every kind, in one statement."""
        newest = select(WorksheetRow).where(
            WorksheetRow.case_id == case_id, WorksheetRow.revision == _LATEST.scalar_subquery()
        )
        rows = await self._desk.run(newest)
        return Sheets({row.kind: self._kept(row) for row in rows.scalars()})

    async def revisions(self, case_id: str, kind: Kind[Content]) -> tuple[Kept[Content], ...]:
        """Return every revision of one kind, oldest first."""
        all_of_them = (
            select(WorksheetRow)
            .where(WorksheetRow.case_id == case_id, WorksheetRow.kind == kind.name)
            .order_by(WorksheetRow.revision)
        )
        rows = await self._desk.run(all_of_them)
        return tuple(_read(kind, self._kept(row)) for row in rows.scalars())

    async def add(self, case_id: str, kind: Kind[Content], content: Content, by: str, at: datetime) -> int:
        """Add a revision, and return its number."""
        last = select(func.coalesce(func.max(WorksheetRow.revision), 0)).where(
            WorksheetRow.workspace_id == self._desk.workspace_id,
            WorksheetRow.case_id == case_id,
            WorksheetRow.kind == kind.name,
        )
        insert = self._desk.insert(WorksheetRow).values(revision=last.scalar_subquery() + literal(1))
        row = {
            "case_id": case_id,
            "kind": kind.name,
            "content": self._desk.drawer.seal(_COLUMN, kind.written(content)),
            "saved_by": by,
            "saved_at": at,
        }
        added = await self._desk.run(insert.returning(WorksheetRow.revision), [row])
        return int(added.scalar_one())

    def _kept(self, row: WorksheetRow) -> Kept[str]:
        return Kept(self._desk.drawer.open(_COLUMN, row.content), row.revision, row.saved_by, row.saved_at)


def _storable(part: object) -> object:
    match part:
        case str():
            return UNSTORABLE.sub("", part)
        case dict():
            return {name: _storable(each) for name, each in part.items()}
        case list() | tuple() | set() | frozenset():
            return [_storable(each) for each in part]
    return part


def _read(kind: Kind[Content], kept: Kept[str]) -> Kept[Content]:
    return Kept(kind.read(kept.content), kept.revision, kept.saved_by, kept.saved_at)
