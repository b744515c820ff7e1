"""Cases, and all that was recorded about them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from sqlalchemy import bindparam, delete, select, update

from bot.coaching.case import Case, CaseFile, Person
from bot.errors import BotError, NotFoundError
from bot.store.answers import NEWEST
from bot.store.desk import Desk
from bot.store.entries import CHANGES, EVIDENCE, PROMISES
from bot.store.interactions import IS_CURRENT
from bot.store.mapping import (
    answer_of,
    case_columns,
    case_of,
    change_of,
    evidence_of,
    interaction_of,
    locked_rule_of,
    person_of,
    promise_of,
)
from bot.store.pilots import LOCKS
from bot.store.records import Record, in_order
from bot.store.tables import CaseRow, ExecutiveRow, InteractionRow, PersonRow, PreferencesRow

_WITH_EXECUTIVE: Final = select(CaseRow, ExecutiveRow).outerjoin(ExecutiveRow, ExecutiveRow.id == CaseRow.executive_id)
_WITH_OWNER: Final = (
    _WITH_EXECUTIVE.add_columns(PersonRow, PreferencesRow.zone, PreferencesRow.language)
    .join(PersonRow, PersonRow.id == CaseRow.owner_id)
    .outerjoin(PreferencesRow, PreferencesRow.person_id == PersonRow.id)
)
_OWN: Final = _WITH_OWNER.where(CaseRow.id == bindparam("case_id"), CaseRow.owner_id == bindparam("owner_id"))
_OWN_LOCKED: Final = _OWN.with_for_update(of=CaseRow)
_OPEN: Final = _WITH_EXECUTIVE.where(CaseRow.owner_id == bindparam("owner_id"), CaseRow.closed_at.is_(None)).order_by(
    CaseRow.updated_at.desc(), CaseRow.id
)
_HELD: Final = (
    select(CaseRow.id)
    .where(CaseRow.owner_id == bindparam("owner_id"), CaseRow.closed_at.is_(None))
    .order_by(CaseRow.id)
    .with_for_update()
)
_OWNER_HELD: Final = select(PersonRow.id).where(PersonRow.id == bindparam("owner_id")).with_for_update(key_share=True)
_SAVE: Final = update(CaseRow).where(CaseRow.id == bindparam("case_id"), CaseRow.revision == bindparam("read_at"))
_EXISTS: Final = select(CaseRow.id).where(CaseRow.id == bindparam("case_id"))
_INTERACTIONS: Final = (
    select(InteractionRow)
    .where(InteractionRow.case_id == bindparam("case_id"), IS_CURRENT)
    .order_by(InteractionRow.happened_on, InteractionRow.recorded_at)
)
_RECORDS: Final = in_order(NEWEST, EVIDENCE.records, CHANGES.records, PROMISES.records, LOCKS)


class Cases:
    """The cases of one workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def open_of(self, owner_id: str) -> tuple[Case, ...]:
        """Return a trainer's open cases with their executives, the latest touched first."""
        rows = await self._desk.ask(_OPEN, owner_id=owner_id)
        return tuple(case_of(case, executive, self._desk.drawer) for case, executive in rows)

    async def hold_open_of(self, owner_id: str) -> None:
        """Let nobody else save a trainer's open cases, nor plan their nudges, until this unit of work ends.

        Whoever writes about several cases asks for this first. All wait in the same order, nobody for one another:
        cases, then their trainer, then what is planned.
        """
        if self._desk.locks:
            await self._desk.ask(_HELD, owner_id=owner_id)
            await self._desk.ask(_OWNER_HELD, owner_id=owner_id)

    async def exists(self, case_id: str) -> bool:
        """Tell whether there is a case with this id, whoever owns it."""
        rows = await self._desk.ask(_EXISTS, case_id=case_id)
        return rows.first() is not None

    async def find(self, case_id: str, owner_id: str) -> Case:
        """Return a trainer's own case. In a unit of work that writes, nobody else saves it meanwhile.

        Raises:
            NotFoundError: there is no such case, or it is somebody else's.
        """
        case, _ = await self._owned(case_id, owner_id)
        return case

    async def file(self, case_id: str, owner_id: str) -> CaseFile:
        """Return a trainer's own case with everything recorded about it, in three statements.

        Raises:
            NotFoundError: there is no such case, or it is somebody else's.
        """
        file, _ = await self.opened(case_id, owner_id)
        return file

    async def opened(self, case_id: str, owner_id: str) -> tuple[CaseFile, Person]:
        """Return what `file` returns and whose it is, in the same three statements.

        Raises:
            NotFoundError: there is no such case, or it is somebody else's.
        """
        case, owner = await self._owned(case_id, owner_id)
        return await self._filed(case), owner

    async def _owned(self, case_id: str, owner_id: str) -> tuple[Case, Person]:
        own = _OWN_LOCKED if self._desk.locks else _OWN
        row = (await self._desk.ask(own, case_id=case_id, owner_id=owner_id)).one_or_none()
        if row is None:
            raise NotFoundError("errors.case_gone")
        case, executive, owner, zone, language = row
        if case.executive_id and executive is None:
            # PostgreSQL waited for the lock and then read the case anew, but not what is joined to it.
            executive = await self._desk.session.get(ExecutiveRow, (self._desk.workspace_id, case.executive_id))
        return case_of(case, executive, self._desk.drawer), person_of(owner, zone, language)

    async def _filed(self, case: Case) -> CaseFile:
        records = await self._records(case.id)
        rows = await self._desk.ask(_INTERACTIONS, case_id=case.id)
        drawer = self._desk.drawer
        answers = (answer_of(record, drawer) for record in records["answer"])
        return CaseFile(
            case=case,
            answers={answer.question_id: answer for answer in answers},
            interactions=tuple(interaction_of(row, drawer) for row in rows.scalars()),
            evidence=tuple(evidence_of(record, drawer) for record in records["evidence"]),
            changes=tuple(change_of(record, drawer) for record in records["changes"]),
            promises=tuple(promise_of(record, drawer) for record in records["promises"]),
            rule=next((locked_rule_of(record) for record in reversed(records["pilot_lock"])), None),
        )

    async def add(self, case: Case) -> None:
        """Keep a new case, at the revision it carries. Its playbook version must have been kept before."""
        columns = case_columns(case, self._desk.drawer)
        await self._desk.run(self._desk.insert(CaseRow), [{"id": case.id, "revision": case.revision, **columns}])

    async def save(self, case: Case) -> None:
        """Save a case at the revision it carries, which follows the one it was read at.

        Raises:
            BotError: it was saved elsewhere since it was read.
        """
        columns = {"revision": case.revision, **case_columns(case, self._desk.drawer)}
        saved = await self._desk.change(_SAVE, case_id=case.id, read_at=case.revision - 1, **columns)
        if not saved:
            raise BotError("errors.case_changed")

    async def discard(self, case_id: str) -> None:
        """Erase a case, with all that was recorded about it."""
        await self._desk.write(delete(CaseRow).where(CaseRow.id == case_id))

    async def _records(self, case_id: str) -> Mapping[str, list[Record]]:
        by_table: dict[str, list[Record]] = defaultdict(list)
        for record in await self._desk.ask(_RECORDS, case_id=case_id):
            by_table[record.table].append(record)
        return by_table
