"""The session that cannot leave its workspace.

Reads, updates and deletes through the ORM get a criterion; inserts are stamped and checked. What this hook cannot
see (Core tables, text) is refused by PostgreSQL's row-level security, and is not written outside this package.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Executable, Insert, event
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

from bot.store.tables import TenantRow, WorkspaceRow

EVERY_WORKSPACE: Final = "*"
"""What a sweep works on instead of one workspace. No workspace has this id."""

CONSTANT: Final = "pushback_constant"
"""The execution option of a statement that was written once: bound to a workspace, it is kept for the next time."""

_WORKSPACE: Final = "workspace_id"
_WRITES: Final = "writes"


class TenancyError(RuntimeError):
    """A statement reached out of what its session is bound to: a mistake of ours, never of a person."""


class TenantSession(Session):
    """A session bound to one workspace by `session.info`."""


def one(workspace_id: str) -> str:
    """Return the id of a workspace, as the signed envelope named it.

    Raises:
        TenancyError: it names none, or every one.
    """
    if workspace_id in {"", EVERY_WORKSPACE}:
        raise TenancyError("A unit of work needs the id of one workspace.")
    return workspace_id


def bound_to(workspace_id: str, *, writes: bool) -> dict[str, object]:
    """Return the `info` that binds a session to a workspace, and tells whether it may write."""
    return {_WORKSPACE: workspace_id, _WRITES: writes}


def stamped(session: Session, insert: Insert, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of an insert that goes past the ORM, stamped and checked as if it did not.

    Raises:
        TenancyError: the session only reads, a row is of another workspace, or the rows are in the statement.
    """
    _refuse_in_view(session)
    inserted = _inserted([dict(row) for row in rows])
    if session.info[_WORKSPACE] != EVERY_WORKSPACE and _WORKSPACE in insert.table.c:
        _stamp(inserted, session.info[_WORKSPACE])
    return inserted


@event.listens_for(TenantSession, "do_orm_execute")
def _keep_inside(state: ORMExecuteState) -> None:
    if not state.is_select:
        _refuse_in_view(state.session)
    workspace_id = state.session.info[_WORKSPACE]
    if workspace_id == EVERY_WORKSPACE:
        return
    if state.is_insert:
        mapper = state.bind_mapper
        if mapper is not None and issubclass(mapper.class_, TenantRow):
            _stamp(_inserted(state.parameters), workspace_id)
    elif state.execution_options.get(CONSTANT):
        state.statement = _bound_once(state.statement, workspace_id)
    else:
        state.statement = _bound(state.statement, workspace_id)


def _bound(statement: Executable, workspace_id: str) -> Executable:
    return statement.options(*_criteria(workspace_id))


_bound_once: Final = lru_cache(maxsize=1024)(_bound)


@lru_cache(maxsize=1024)  # to make these costs more than many a statement they go with
def _criteria(workspace_id: str) -> tuple[ExecutableOption, ...]:
    return (
        with_loader_criteria(TenantRow, lambda row: row.workspace_id == workspace_id, include_aliases=True),
        with_loader_criteria(WorkspaceRow, lambda row: row.id == workspace_id, include_aliases=True),
    )


@event.listens_for(TenantSession, "before_flush")
def _check_flushed(session: Session, context: UOWTransaction, instances: object) -> None:
    del context, instances
    workspace_id = session.info[_WORKSPACE]
    for row in (*session.new, *session.dirty):
        if isinstance(row, TenantRow) and workspace_id != EVERY_WORKSPACE:
            row.workspace_id = _own(row.workspace_id, workspace_id)


def _refuse_in_view(session: Session) -> None:
    if not session.info[_WRITES]:
        raise TenancyError("A view only reads.")


def _stamp(rows: Iterable[dict[str, Any]], workspace_id: str) -> None:
    for row in rows:
        row[_WORKSPACE] = _own(row.get(_WORKSPACE), workspace_id)


def _inserted(parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None) -> list[dict[str, Any]]:
    rows = [parameters] if isinstance(parameters, Mapping) else parameters
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise TenancyError("A tenant's rows are inserted as parameters, so that their workspace can be checked.")
    return [row for row in rows if isinstance(row, dict)]


def _own(named: str | None, workspace_id: str) -> str:
    if named not in {None, workspace_id}:
        raise TenancyError(f"A row of workspace {named} does not belong into {workspace_id}.")
    return workspace_id
