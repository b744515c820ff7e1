"""Workspaces that take nothing from the bot at present: what they wait for is kept, and not sent."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.store.tables import WorkspaceRow


def is_active(workspace_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return the criterion that the workspace of a row is not suspended.

    As a list that is looked up, not as a join: so rows are read in the order of an index, and no more than are wanted.
    """
    return workspace_id.not_in(select(WorkspaceRow.id).where(WorkspaceRow.suspended_because != ""))
