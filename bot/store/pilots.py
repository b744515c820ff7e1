"""The pilot of a case: the versions of its rule as they were locked, and where it stands for those who count pilots."""

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, case, delete, select

from bot.coaching.pilot_answers import Standing
from bot.coaching.rule import Lock
from bot.store.desk import Desk
from bot.store.records import part
from bot.store.sheets import PILOT
from bot.store.tables import PilotLockRow, PilotRow, WorksheetRow

_CONTENT: Final = "worksheet.content"
_LOCKS: Final = (
    select(PilotLockRow, WorksheetRow.content)
    .join(
        WorksheetRow,
        (WorksheetRow.case_id == PilotLockRow.case_id)
        & (WorksheetRow.kind == PILOT.name)
        & (WorksheetRow.revision == PilotLockRow.revision),
    )
    .where(PilotLockRow.case_id == bindparam("case_id"))
    .order_by(PilotLockRow.version)
)
LOCKS: Final = part(
    "pilot_lock",
    PilotLockRow.case_id,
    PilotLockRow.digest,
    PilotLockRow.version,
    PilotLockRow.reason,
    moment=PilotLockRow.locked_at,
)
"""The versions of a case's rule, without what they say: their digest is the id."""


class Pilots:
    """The pilots of one workspace's cases. Whose case it is, the caller checks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def locks(self, case_id: str) -> tuple[Lock, ...]:
        """Return every version of the rule with what it says, oldest first, in one statement."""
        rows = await self._desk.ask(_LOCKS, case_id=case_id)
        drawer = self._desk.drawer
        return tuple(
            Lock(
                version=row.version,
                pilot=PILOT.read(drawer.open(_CONTENT, content)),
                digest=row.digest,
                reason=drawer.open("pilot_lock.reason", row.reason),
                locked_by=row.locked_by,
                locked_at=row.locked_at,
            )
            for row, content in rows
        )

    async def lock(self, case_id: str, lock: Lock, revision: int) -> None:
        """Keep a version of the rule: what the pilot's worksheet says at a revision."""
        row = {
            "case_id": case_id,
            "version": lock.version,
            "revision": revision,
            "digest": lock.digest,
            "reason": self._desk.drawer.seal("pilot_lock.reason", lock.reason),
            "locked_by": lock.locked_by,
            "locked_at": lock.locked_at,
        }
        await self._desk.run(self._desk.insert(PilotLockRow), [row])

    async def stands(self, case_id: str, standing: Standing, at: datetime) -> None:
        """Note where a pilot stands. When it was proposed stays; when it was decided, as long as the verdict does."""
        row = {
            "case_id": case_id,
            "starts_on": standing.starts_on,
            "ends_on": standing.ends_on,
            "decision_on": standing.decision_on,
            "verdict": standing.verdict,
            "proposed_at": at,
            "decided_at": at if standing.verdict else None,
        }
        insert = self._desk.insert(PilotRow)
        new = insert.excluded
        decided_at = case((PilotRow.verdict == new.verdict, PilotRow.decided_at), else_=new.decided_at)
        kept = {name: new[name] for name in ("starts_on", "ends_on", "decision_on", "verdict")}
        upsert = insert.on_conflict_do_update(
            index_elements=["workspace_id", "case_id"], set_={**kept, "decided_at": decided_at}
        )
        await self._desk.run(upsert, [row])

    async def withdraw(self, case_id: str) -> None:
        """Note that nothing is proposed any more."""
        await self._desk.write(delete(PilotRow).where(PilotRow.case_id == case_id))
