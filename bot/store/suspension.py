"""Workspaces that take nothing from the bot at present: what they wait for is kept, and not sent."""

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import InstrumentedAttribute

from bot.store.tables import WorkspaceRow


def is_active(workspace_id: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Return the criterion that the workspace of a row is not suspended."""
    return ~exists().where(WorkspaceRow.id == workspace_id, WorkspaceRow.suspended_because != "")
