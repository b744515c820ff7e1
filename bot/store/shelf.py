"""The evidence shelf of a workspace: each trainer's own pieces, and those that were shared with all."""

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, literal, select, update

from bot.coaching.shelf import Consent, EvidenceKind, ShelfItem
from bot.errors import NotFoundError
from bot.store.desk import Desk
from bot.store.tables import PersonRow, ShelfRevisionRow, ShelfRow
from bot.store.vault import Drawer
from bot.store.worksheets import Kind

ITEM: Final = Kind("shelf", ShelfItem)
_REVISION: Final = "shelf_revision.content"


class EvidenceShelf:
    """The pieces of evidence of one workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of(self, person_id: str) -> tuple[ShelfItem, ...]:
        """Return what a trainer may use: their own and what others share, the newest change first."""
        return await self._all((ShelfRow.owner_id == person_id) | ShelfRow.is_shared)

    async def find(self, item_id: str, person_id: str) -> ShelfItem:
        """Return a piece that a trainer may use.

        Raises:
            NotFoundError: there is no such piece, or it is somebody else's alone.
        """
        usable = (ShelfRow.owner_id == person_id) | ShelfRow.is_shared
        return _only(await self._all(ShelfRow.id == item_id, usable))

    async def own(self, item_id: str, owner_id: str) -> ShelfItem:
        """Return one of a trainer's own pieces. In a unit of work that writes, nobody else changes it meanwhile.

        Raises:
            NotFoundError: there is no such piece, or it is somebody else's.
        """
        if self._desk.locks:
            await self._desk.run(select(ShelfRow.id).where(ShelfRow.id == item_id).with_for_update())
        return _only(await self._all(ShelfRow.id == item_id, ShelfRow.owner_id == owner_id))

    async def add(self, item: ShelfItem) -> bool:
        """Put a piece on the shelf; False when it is there already."""
        insert = self._desk.insert(ShelfRow).on_conflict_do_nothing(index_elements=["workspace_id", "id"])
        row = {"id": item.id, "added_at": item.added_at, **_columns(item, self._desk.drawer)}
        added = await self._desk.run(insert.returning(ShelfRow.id), [row])
        return added.scalar_one_or_none() is not None

    async def save(self, item: ShelfItem, before: ShelfItem) -> None:
        """Change a piece, keeping what it said before. Whose it is, the caller checks."""
        await self._keep(before, item.changed_at)
        changed = update(ShelfRow).where(ShelfRow.id == item.id)
        await self._desk.write(changed.values(**_columns(item, self._desk.drawer)))

    async def remove(self, item: ShelfItem, at: datetime) -> None:
        """Take a piece off the shelf, keeping what it said. Whose it is, the caller checks."""
        await self._keep(item, at)
        await self._desk.write(delete(ShelfRow).where(ShelfRow.id == item.id))

    async def revisions(self, item_id: str) -> tuple[ShelfItem, ...]:
        """Return what a piece said before each change and before it was taken off, oldest first."""
        kept = select(ShelfRevisionRow).where(ShelfRevisionRow.item_id == item_id).order_by(ShelfRevisionRow.revision)
        rows = await self._desk.run(kept)
        return tuple(ITEM.read(self._desk.drawer.open(_REVISION, row.content)) for row in rows.scalars())

    async def _keep(self, before: ShelfItem, at: datetime) -> None:
        last = select(func.coalesce(func.max(ShelfRevisionRow.revision), 0)).where(
            ShelfRevisionRow.workspace_id == self._desk.workspace_id, ShelfRevisionRow.item_id == before.id
        )
        insert = self._desk.insert(ShelfRevisionRow).values(revision=last.scalar_subquery() + literal(1))
        content = self._desk.drawer.seal(_REVISION, ITEM.written(replace(before, owner_name="")))
        await self._desk.run(insert, [{"item_id": before.id, "content": content, "changed_at": at}])

    async def _all(self, *criteria: ColumnElement[bool]) -> tuple[ShelfItem, ...]:
        rows = await self._desk.run(
            select(ShelfRow, PersonRow.name)
            .outerjoin(PersonRow, PersonRow.id == ShelfRow.owner_id)
            .where(*criteria)
            .order_by(ShelfRow.changed_at.desc(), ShelfRow.id)
        )
        return tuple(_item(row, name, self._desk.drawer) for row, name in rows)


def _only(found: tuple[ShelfItem, ...]) -> ShelfItem:
    if not found:
        raise NotFoundError("errors.shelf_gone")
    return found[0]


def _item(row: ShelfRow, owner_name: str | None, drawer: Drawer) -> ShelfItem:
    return ShelfItem(
        id=row.id,
        owner_id=row.owner_id,
        kind=EvidenceKind(row.kind),
        what=drawer.open("shelf.what", row.what),
        source=drawer.open("shelf.source", row.source),
        dated_on=row.dated_on,
        concerns=tuple(row.concerns),
        is_shared=row.is_shared,
        consent=_consent(drawer.open("shelf.consent", row.consent)),
        case_id=row.case_id,
        added_at=row.added_at,
        changed_at=row.changed_at,
        owner_name=owner_name or "",
    )


def _columns(item: ShelfItem, drawer: Drawer) -> dict[str, Any]:
    consent = json.dumps({"by": item.consent.by, "on": item.consent.on.isoformat()}) if item.consent else ""
    return {
        "owner_id": item.owner_id,
        "is_shared": item.is_shared,
        "kind": str(item.kind),
        "what": drawer.seal("shelf.what", item.what),
        "source": drawer.seal("shelf.source", item.source),
        "dated_on": item.dated_on,
        "consent": drawer.seal("shelf.consent", consent),
        "concerns": list(item.concerns),
        "case_id": item.case_id,
        "changed_at": item.changed_at,
    }


def _consent(written: str) -> Consent | None:
    if not written:
        return None
    given = json.loads(written)
    return Consent(given["by"], date.fromisoformat(given["on"]))
