"""Nudges: what a person will be reminded of, and what became of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import zip_longest
from typing import Any, Final

from sqlalchemy import ColumnElement, String, bindparam, cast, exists, null, select, text, tuple_, update

from bot.coaching.case import Case
from bot.coaching.nudges import OPEN, Nudge, NudgeState
from bot.errors import NotFoundError
from bot.store.desk import Desk
from bot.store.mapping import case_of, nudge_columns, nudge_of
from bot.store.suspension import is_active
from bot.store.tables import CaseRow, DeliveryRow, DeliveryState, ExecutiveRow, NudgeRow, PersonRow

_OPEN: Final = text("nudge.state IN ('planned', 'later')")
"""The condition of the index on open nudges, word for word: SQLite uses a partial index for nothing less."""
_SETTLED_DELIVERIES: Final = text("delivery.state NOT IN ('planned', 'sending', 'unknown', 'suspended')")
"""Likewise of the index on settled deliveries."""
_SETTLES: Final = text("excluded.state NOT IN ('planned', 'later')")
_LOOKED_THROUGH: Final = 10_000
"""Overdue nudges, the longest due first, among which workspaces take turns."""
_AS_ONE: Final = {"render_nulls": True}
"""Without it, rows would be grouped by what they leave empty, and each group be a statement of its own."""

_WITH_CASE: Final = (
    select(NudgeRow, CaseRow, ExecutiveRow)
    .outerjoin(CaseRow, CaseRow.id == NudgeRow.case_id)
    .outerjoin(ExecutiveRow, ExecutiveRow.id == CaseRow.executive_id)
)
_PLANNED: Final = _WITH_CASE.where(NudgeRow.person_id == bindparam("of"), _OPEN).order_by(NudgeRow.due_at, NudgeRow.id)
_ON_DAY: Final = _WITH_CASE.where(NudgeRow.person_id == bindparam("of"), NudgeRow.told_on == bindparam("day")).order_by(
    NudgeRow.due_at, NudgeRow.id
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A nudge with what the store knows of it."""

    id: str
    nudge: Nudge
    told_on: date | None = None  # the local day whose message holds it


class Nudges:
    """The nudges of one workspace's people."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def open_of(self, person_id: str, *, and_all_of: Collection[str] = ()) -> tuple[Kept, ...]:
        """Return a person's nudges that are still to be sent, and of some of their cases all there are.

        In a unit of work that writes, nobody else plans this person's nudges meanwhile. Cases are asked for before,
        preferences after: all wait in the same order, and plan by what was set last.
        """
        if self._desk.locks:
            await self._desk.run(select(PersonRow.id).where(PersonRow.id == person_id).with_for_update(key_share=True))
        wanted = NudgeRow.state.in_(OPEN) | NudgeRow.case_id.in_(and_all_of)
        return await self._all(NudgeRow.person_id == person_id, wanted)

    async def of_case(self, case_id: str) -> tuple[Kept, ...]:
        """Return everything a case ever reminded of. Whose case it is, the caller checks."""
        return await self._all(NudgeRow.case_id == case_id)

    async def find(self, nudge_id: str, person_id: str) -> Kept:
        """Return one of a person's own nudges.

        Raises:
            NotFoundError: there is no such nudge, or it is somebody else's.
        """
        found = await self._all(NudgeRow.id == nudge_id, NudgeRow.person_id == person_id)
        if not found:
            raise NotFoundError("errors.nudge_gone")
        return found[0]

    async def put(self, person_id: str, nudges: Iterable[Nudge], at: datetime) -> tuple[Kept, ...]:
        """Keep a person's nudges, new ones and changed ones, in one statement; return them with their ids.

        What went out meanwhile is not planned again by who does not know of it.
        """
        kept = tuple(Kept(_id(person_id, nudge), nudge) for nudge in nudges)
        if not kept:
            return ()
        rows = [
            {"id": each.id, "person_id": person_id, "changed_at": at, **nudge_columns(each.nudge, self._desk.drawer)}
            for each in kept
        ]
        insert = self._desk.insert(NudgeRow).execution_options(**_AS_ONE)
        new = insert.excluded
        upsert = insert.on_conflict_do_update(
            index_elements=["workspace_id", "id"],
            set_={name: new[name] for name in rows[0] if name not in {"id", "person_id"}},
            where=NudgeRow.sent_at.is_(None) | new.sent_at.is_not(None) | _SETTLES,
        )
        await self._desk.run(upsert, rows)
        return kept

    async def tell(self, person_id: str, day: date, until: datetime, at: datetime) -> int:
        """Put all that is due before a moment into the message of a local day; return how much that is.

        It counts as sent from now on, so that nothing plans it again while the message is on its way.
        """
        return await self._desk.write(
            update(NudgeRow)
            .where(NudgeRow.person_id == person_id, _OPEN, NudgeRow.due_at < until)
            .values(state=NudgeState.SENT, sent_at=at, told_on=day, changed_at=at)
        )

    async def take_back(self, person_id: str, day: date, at: datetime) -> int:
        """Plan again what a message was to say that did not arrive, unless it was settled since; return how much."""
        return await self._desk.write(
            update(NudgeRow)
            .where(NudgeRow.person_id == person_id, NudgeRow.told_on == day, NudgeRow.state == NudgeState.SENT)
            .values(state=NudgeState.PLANNED, sent_at=null(), told_on=null(), changed_at=at)
        )

    async def on_day(self, person_id: str, day: date) -> tuple[tuple[Kept, Case | None], ...]:
        """Return what the message of a local day holds, settled or not, with the cases."""
        return self._with_cases(await self._desk.ask(_ON_DAY, of=person_id, day=day))

    async def planned(self, person_id: str) -> tuple[tuple[Kept, Case | None], ...]:
        """Return what is still to be sent to a person, with the cases, the next first."""
        return self._with_cases(await self._desk.ask(_PLANNED, of=person_id))

    async def recent_dropped(self, person_id: str, since: datetime) -> tuple[tuple[Kept, Case | None], ...]:
        """Return what was dropped, or called off for a reason, since a moment, with the cases, the newest first."""
        called_off = (NudgeRow.state == NudgeState.NOT_NEEDED) & NudgeRow.reason.is_not(None)
        dropped = _WITH_CASE.where(
            NudgeRow.person_id == person_id,
            (NudgeRow.state == NudgeState.DROPPED) | called_off,
            NudgeRow.changed_at >= since,
        ).order_by(NudgeRow.changed_at.desc(), NudgeRow.id)
        return self._with_cases(await self._desk.run(dropped))

    async def _all(self, *criteria: ColumnElement[bool]) -> tuple[Kept, ...]:
        rows = await self._desk.run(select(NudgeRow).where(*criteria).order_by(NudgeRow.due_at, NudgeRow.id))
        return tuple(self._kept(row) for row in rows.scalars())

    def _with_cases(self, rows: Iterable[Any]) -> tuple[tuple[Kept, Case | None], ...]:
        drawer = self._desk.drawer
        return tuple(
            (self._kept(row), case_of(case, executive, drawer) if case else None) for row, case, executive in rows
        )

    def _kept(self, row: NudgeRow) -> Kept:
        return Kept(row.id, nudge_of(row, self._desk.drawer), row.told_on)


class OverdueNudges:
    """The nudges of every workspace, for the worker."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def overdue(
        self, before: datetime, limit: int, *, but: Collection[tuple[str, str]] = ()
    ) -> tuple[tuple[str, str], ...]:
        """Return who has open nudges that were due before a moment, as workspace and person.

        Workspaces take turns, each with whoever waits longest there; suspended ones wait. It costs the same however
        many nudges are overdue.
        """
        overdue = (
            select(NudgeRow.workspace_id, NudgeRow.person_id)
            .where(_OPEN, NudgeRow.due_at < before, is_active(NudgeRow.workspace_id))
            .where(tuple_(NudgeRow.workspace_id, NudgeRow.person_id).not_in(but))
            .order_by(NudgeRow.due_at)
            .limit(_LOOKED_THROUGH)
        )
        waiting = defaultdict[str, dict[tuple[str, str], None]](dict)
        for workspace_id, person_id in await self._desk.run(overdue):
            waiting[workspace_id][workspace_id, person_id] = None
        return tuple(whom for turn in zip_longest(*waiting.values()) for whom in turn if whom)[:limit]

    async def stranded(
        self,
        kind: str,
        given_up: Collection[DeliveryState],
        since: datetime,
        limit: int,
        *,
        but: Collection[tuple[str, str]] = (),
    ) -> tuple[tuple[str, str], ...]:
        """Return who has nudges that count as sent with a message that was given up since a moment and stands nowhere.

        Whoever gave it up was to plan them again, and did not live to. A message's subject is its local day.
        """
        counts_as_sent = exists().where(
            NudgeRow.workspace_id == DeliveryRow.workspace_id,
            NudgeRow.person_id == DeliveryRow.recipient,
            NudgeRow.state == NudgeState.SENT,
            cast(NudgeRow.told_on, String) == DeliveryRow.subject_id,
        )
        stranded = (
            select(DeliveryRow.workspace_id, DeliveryRow.recipient)
            .where(_SETTLED_DELIVERIES, DeliveryRow.next_at >= since, DeliveryRow.kind == kind)
            .where(DeliveryRow.state.in_(given_up), DeliveryRow.slack_ts.is_(None), counts_as_sent)
            .where(tuple_(DeliveryRow.workspace_id, DeliveryRow.recipient).not_in(but))
            .order_by(DeliveryRow.next_at)
            .limit(limit)
        )
        return tuple(
            dict.fromkeys((workspace_id, person_id) for workspace_id, person_id in await self._desk.run(stranded))
        )


def _id(person_id: str, nudge: Nudge) -> str:
    return sha256("\n".join((person_id, *nudge.name)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
