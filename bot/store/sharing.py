"""What trainers let their teams read about their cases."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select

from bot.coaching.case import Case
from bot.coaching.sharing import Sharing, SharingLevel
from bot.store.desk import Desk
from bot.store.mapping import case_of
from bot.store.tables import CaseRow, CaseSharingRow, ExecutiveRow

_COLUMN: Final = "case_sharing.line"
_OF_OWNER: Final = (
    select(CaseSharingRow, CaseRow, ExecutiveRow)
    .join(CaseRow, CaseRow.id == CaseSharingRow.case_id)
    .outerjoin(ExecutiveRow, ExecutiveRow.id == CaseRow.executive_id)
    .where(CaseRow.owner_id == bindparam("owner_id"), CaseSharingRow.level != SharingLevel.COUNTS)
    .order_by(CaseRow.updated_at.desc(), CaseRow.id)
)


class Sharings:
    """The sharing of one workspace's cases. Whose case it is, the caller checks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def of_case(self, case_id: str) -> Sharing:
        """Return what is shared of a case; of one that nobody touched, counts."""
        return (await self.of_cases([case_id])).get(case_id, Sharing())

    async def of_cases(self, case_ids: list[str]) -> Mapping[str, Sharing]:
        """Return what is shared of some cases, by case; those that nobody touched are left out."""
        rows = await self._desk.run(select(CaseSharingRow).where(CaseSharingRow.case_id.in_(case_ids)))
        return {row.case_id: self._sharing_of(row) for row in rows.scalars()}

    async def lines_of(self, owner_id: str) -> tuple[tuple[Case, Sharing], ...]:
        """Return the cases of a trainer, open or closed, of which more than counts is shared."""
        rows = await self._desk.ask(_OF_OWNER, owner_id=owner_id)
        drawer = self._desk.drawer
        return tuple((case_of(case, executive, drawer), self._sharing_of(row)) for row, case, executive in rows)

    async def save(self, case_id: str, sharing: Sharing, at: datetime) -> None:
        """Keep what is shared of a case from now on."""
        columns = {
            "level": sharing.level,
            "line": self._desk.drawer.seal(_COLUMN, sharing.line),
            "changed_at": at,
        }
        insert = self._desk.insert(CaseSharingRow)
        upsert = insert.on_conflict_do_update(
            index_elements=["workspace_id", "case_id"], set_={name: insert.excluded[name] for name in columns}
        )
        await self._desk.run(upsert, [{"case_id": case_id, **columns}])

    def _sharing_of(self, row: CaseSharingRow) -> Sharing:
        return Sharing(row.level, self._desk.drawer.open(_COLUMN, row.line), row.changed_at)
