"""Contacts with executives: append-only, a correction is a new row."""

from dataclasses import replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import aliased

from bot.coaching.case import Case, Interaction
from bot.errors import NotFoundError
from bot.store.desk import Desk
from bot.store.mapping import case_of, interaction_columns, interaction_of
from bot.store.tables import CaseRow, ExecutiveRow, InteractionRow

_LATER = aliased(InteractionRow)
_ONE = aliased(InteractionRow)

IS_CURRENT: Final = ~select(_LATER.id).where(_LATER.corrects == InteractionRow.id).exists()
"""The criterion that an interaction was not corrected since."""

_SERIES: Final = (
    select(InteractionRow).join(_ONE, _ONE.first_id == InteractionRow.first_id).order_by(InteractionRow.revision)
)
_RECENT: Final = (
    select(InteractionRow, CaseRow, ExecutiveRow)
    .join(CaseRow, CaseRow.id == InteractionRow.case_id)
    .outerjoin(ExecutiveRow, ExecutiveRow.id == CaseRow.executive_id)
    .where(IS_CURRENT)
    .order_by(InteractionRow.happened_on.desc(), InteractionRow.recorded_at.desc())
)


class Interactions:
    """The interactions of one workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def add(self, interaction: Interaction) -> Interaction:
        """Record an interaction and return it as recorded.

        A correction of what another window corrected meanwhile corrects the newest, so that one stays current.

        Raises:
            NotFoundError: there is no interaction that it could correct.
        """
        place = {"first_id": interaction.id, "revision": 0}
        if interaction.corrects:
            series = await self._series(interaction.corrects)
            if not series:
                raise NotFoundError("errors.interaction_gone")
            newest = series[-1]
            place = {"first_id": newest.first_id, "revision": newest.revision + 1}
            interaction = replace(interaction, corrects=newest.id)
        columns = interaction_columns(interaction, self._desk.drawer)
        await self._desk.run(self._desk.insert(InteractionRow), [{**columns, **place}])
        return interaction

    async def find(self, interaction_id: str) -> Interaction | None:
        """Return one interaction, current or corrected since. Whose case it is of, the caller checks."""
        rows = await self._desk.run(select(InteractionRow).where(InteractionRow.id == interaction_id))
        row = rows.scalar_one_or_none()
        return None if row is None else interaction_of(row, self._desk.drawer)

    async def revisions(self, interaction_id: str) -> tuple[Interaction, ...]:
        """Return an interaction with everything it corrects and that corrects it, oldest first."""
        return tuple(interaction_of(row, self._desk.drawer) for row in await self._series(interaction_id))

    async def recent(self, owner_id: str, limit: int = 10) -> tuple[tuple[Interaction, Case], ...]:
        """Return a trainer's latest interactions as they read now, with their cases, newest first."""
        rows = await self._desk.run(_RECENT.where(CaseRow.owner_id == owner_id).limit(limit))
        drawer = self._desk.drawer
        return tuple((interaction_of(row, drawer), case_of(case, executive, drawer)) for row, case, executive in rows)

    async def _series(self, interaction_id: str) -> list[InteractionRow]:
        rows = await self._desk.run(_SERIES.where(_ONE.id == interaction_id))
        return list(rows.scalars())
