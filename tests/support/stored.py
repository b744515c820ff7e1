"""A workspace with something in it, for tests that need a case in the store."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import event

from bot.coaching.case import Case, Executive, Interaction, Person
from bot.playbook.model import Stage
from bot.store.ids import new_id
from bot.store.store import Store

NOW = datetime(2026, 3, 26, 9, 30, 15, 123456, tzinfo=UTC)
TODAY = date(2026, 3, 26)
HERE = "T0HERE"
ELSEWHERE = "T0ELSEWHERE"
MARA = Person(id="U0MARA", name="Mara Lind", first_name="Mara", zone="Europe/Berlin", language="en")
TOM = Person(id="U0TOM", name="Tom Reed", first_name="Tom", zone="America/New_York", language="en")
ANNA = Executive(id="e0anna", name="Anna Weber", role="CFO")
PLAYBOOK = "executive-pushback"
VERSION = "0f" * 32


async def furnish(store: Store, workspace_id: str = HERE) -> None:
    """Keep a playbook version, two trainers and an executive."""
    async with store.work(workspace_id) as work:
        await work.playbooks.keep(PLAYBOOK, VERSION, {"playbook.yaml": "id: executive-pushback"})
        await work.people.save(MARA)
        await work.people.save(TOM)
        await work.executives.add(ANNA)


async def begun(store: Store, workspace_id: str = HERE, **changes: object) -> Case:
    """Keep a case of Mara's with Anna, and return it."""
    case = replace(new_case(), **changes)  # type: ignore[arg-type]
    async with store.work(workspace_id) as work:
        await work.cases.add(case)
    return case


def new_case() -> Case:
    return Case(
        id=new_id(),
        owner_id=MARA.id,
        playbook_id=PLAYBOOK,
        playbook_version=VERSION,
        stage=Stage.LISTEN,
        step_id="said",
        opened_at=NOW,
        updated_at=NOW,
        revision=1,
        executive=ANNA,
        initiative="onboarding redesign",
    )


def contact(case: Case, **changes: object) -> Interaction:
    """Return an interaction in a case, not yet kept."""
    interaction = Interaction(id=new_id(), case_id=case.id, happened_on=TODAY, recorded_at=NOW, quote="Too much.")
    return replace(interaction, **changes)  # type: ignore[arg-type]


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """Collect the statements that a store executes; what begins and ends a transaction does not count."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            statements.append(statement)

    engines = {store._writers.sync_engine, store._readers.sync_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield statements
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
