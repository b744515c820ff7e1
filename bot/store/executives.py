"""Executives of a workspace, and how they came to stand to what is asked of them."""

from collections import defaultdict
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, bindparam, select, update

from bot.coaching.case import Engagement, Executive
from bot.coaching.pages import ExecutiveHistory
from bot.store.desk import Desk
from bot.store.interactions import IS_CURRENT
from bot.store.mapping import executive_columns, executive_of, name_key
from bot.store.tables import CaseRow, ExecutiveRow, InteractionRow

_KNOWN: Final = (
    select(ExecutiveRow)
    .where(ExecutiveRow.id.in_(select(CaseRow.executive_id).where(CaseRow.owner_id == bindparam("owner_id"))))
    .order_by(ExecutiveRow.name_key, ExecutiveRow.id)
)
Moves = dict[str, list[tuple[date, Engagement, Engagement]]]


class Executives:
    """The executives of one workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def find(self, executive_id: str) -> Executive | None:
        """Return an executive by id."""
        return await self._one(ExecutiveRow.id == executive_id)

    async def by_slack_user(self, user_id: str) -> Executive | None:
        """Return the executive who is this Slack user."""
        return await self._one(ExecutiveRow.slack_user_id == user_id)

    async def by_name(self, name: str) -> Executive | None:
        """Return the executive from outside Slack with this name, however it was capitalised and spaced."""
        return await self._one((ExecutiveRow.name_key == name_key(name)) & ExecutiveRow.slack_user_id.is_(None))

    async def known_to(self, owner_id: str) -> tuple[Executive, ...]:
        """Return the executives of a trainer's own cases, by name: whom others work with is theirs to tell."""
        rows = await self._desk.ask(_KNOWN, owner_id=owner_id)
        return tuple(executive_of(row) for row in rows.scalars())

    async def add(self, executive: Executive) -> None:
        """Keep a new executive."""
        await self._desk.run(self._desk.insert(ExecutiveRow), [{"id": executive.id, **executive_columns(executive)}])

    async def save(self, executive: Executive) -> None:
        """Correct an executive's name or role."""
        await self._desk.write(
            update(ExecutiveRow).where(ExecutiveRow.id == executive.id).values(**executive_columns(executive))
        )

    async def histories(self, owner_id: str) -> tuple[ExecutiveHistory, ...]:
        """Return the executives of a trainer's cases with their moves, oldest first; the liveliest executive first."""
        standing = await self._standing(owner_id)
        moves = await self._moves(owner_id)
        return tuple(
            ExecutiveHistory(executive, engagement, tuple(moves[executive.id])) for executive, engagement in standing
        )

    async def _one(self, criterion: ColumnElement[bool]) -> Executive | None:
        rows = await self._desk.run(select(ExecutiveRow).where(criterion).order_by(ExecutiveRow.id).limit(1))
        row = rows.scalar_one_or_none()
        return None if row is None else executive_of(row)

    async def _standing(self, owner_id: str) -> list[tuple[Executive, Engagement]]:
        rows = await self._desk.run(
            select(ExecutiveRow, CaseRow.engagement)
            .join(CaseRow, CaseRow.executive_id == ExecutiveRow.id)
            .where(CaseRow.owner_id == owner_id)
            .order_by(CaseRow.updated_at.desc(), CaseRow.id)
        )
        newest: dict[str, tuple[Executive, Engagement]] = {}
        for row, engagement in rows:
            newest.setdefault(row.id, (executive_of(row), engagement))
        return list(newest.values())

    async def _moves(self, owner_id: str) -> Moves:
        rows = await self._desk.run(
            select(
                CaseRow.executive_id,
                InteractionRow.happened_on,
                InteractionRow.engagement_before,
                InteractionRow.engagement_after,
            )
            .join(CaseRow, CaseRow.id == InteractionRow.case_id)
            .where(
                CaseRow.owner_id == owner_id,
                CaseRow.executive_id.is_not(None),
                InteractionRow.engagement_before != InteractionRow.engagement_after,
                IS_CURRENT,
            )
            .order_by(InteractionRow.happened_on, InteractionRow.recorded_at)
        )
        moves: Moves = defaultdict(list)
        for executive_id, happened_on, before, after in rows:
            moves[executive_id].append((happened_on, before, after))
        return moves
