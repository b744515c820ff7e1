"""How a database means to execute what a store asked of it."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event, text

from bot.store.store import Store
from bot.store.work import Sweep, Work


async def plans(store: Store, *asking: Callable[[Sweep], Awaitable[object]], has_many_rows: bool = False) -> list[str]:
    """Return the plan of every statement that a sweep executes for some queries."""
    with _asked(store) as asked:
        async with store.sweep() as sweep:
            for ask in asking:
                await ask(sweep)
    return [await _plan_of(store, *each, has_many_rows=has_many_rows) for each in asked]


async def plans_within(store: Store, workspace_id: str, ask: Callable[[Work], Awaitable[object]]) -> list[str]:
    """Return the plan of every statement that a query of one workspace executes."""
    with _asked(store) as asked:
        async with store.work(workspace_id) as work:
            await ask(work)
    return [await _plan_of(store, *each, has_many_rows=False) for each in asked]


@contextmanager
def _asked(store: Store) -> Iterator[list[tuple[str, object]]]:
    """Collect the statements that are executed, with their parameters."""
    engine = store._writers.sync_engine
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "PRAGMA")):
            asked.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


async def _plan_of(store: Store, statement: str, parameters: object, *, has_many_rows: bool) -> str:
    is_postgresql = store._path is None
    async with store.sweep() as sweep:
        connection = await sweep._desk.session.connection()
        if is_postgresql and not has_many_rows:  # of an empty table it would read the whole
            await connection.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN " if is_postgresql else "EXPLAIN QUERY PLAN "
        lines = await connection.exec_driver_sql(explain + statement, parameters)  # type: ignore[arg-type]
        return "\n".join(str(line[-1]) for line in lines)
