"""Workspaces that take nothing from the bot at present: what they wait for is kept, and not sent."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.store.desk import Desk
from bot.store.tables import WorkspaceRow


class Suspensions:
    """The suspended workspaces."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def all(self) -> Mapping[str, str]:
        """Return why each of them is suspended, in Slack's word, by workspace."""
        rows = await self._desk.run(select(WorkspaceRow).where(WorkspaceRow.suspended_because != ""))
        return {row.id: row.suspended_because for row in rows.scalars()}


def is_active(workspace_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return the criterion that the workspace of a row is not suspended.

    As a list that is looked up, not as a join: so rows are read in the order of an index, and no more than are wanted.
    """
    return workspace_id.not_in(select(WorkspaceRow.id).where(WorkspaceRow.suspended_because != ""))
