from collections.abc import Awaitable, Callable

import psycopg
import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError, ProgrammingError

from bot.coaching.case import Answer, Evidence, Executive
from bot.errors import NotFoundError
from bot.store.store import Store, open_store
from bot.store.tables import Base, CaseRow, ExecutiveRow, TenantRow, WorkspaceRow
from bot.store.tenancy import TenancyError
from bot.store.work import Work
from tests.support.databases import KEY
from tests.support.stored import ANNA, ELSEWHERE, HERE, MARA, NOW, begun, contact, furnish

FOREIGN = {"id": "e9", "name": "Eve", "name_key": "eve", "role": "", "workspace_id": ELSEWHERE}


async def test_nothing_of_another_workspace_is_found_by_its_id(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    async with store.work(HERE) as work:
        await work.answers.add(case.id, [Answer("quote", "Too much.", 1)], NOW)
        await work.evidence.add(case.id, Evidence("e1", "data", "Errors halved"))
        logged = await work.interactions.add(contact(case))
        await work.deliveries.plan("card", MARA.id, "card:1", case.id, NOW)

    async with store.work(ELSEWHERE) as work:
        with pytest.raises(NotFoundError):
            await work.cases.file(case.id, MARA.id)
        await work.evidence.remove("e1")
        found = (
            await work.people.find(MARA.id),
            await work.executives.find(ANNA.id),
            await work.executives.by_name(ANNA.name),
            await work.interactions.find(logged.id),
        )
        many = (
            await work.cases.open_of(MARA.id),
            await work.executives.known_to(MARA.id),
            await work.executives.histories(MARA.id),
            await work.interactions.recent(MARA.id),
            await work.interactions.revisions(logged.id),
            await work.evidence.of(case.id),
        )
        answers = await work.answers.at(case.id, 9)

    assert found == (None,) * 4
    assert many == ((),) * 6
    assert answers == {}
    async with store.view(HERE) as work:
        assert len(await work.evidence.of(case.id)) == 1


async def test_updates_and_deletes_stop_at_the_workspace(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)

    async with store.work(HERE) as work:
        desk = work.people._desk
        assert await desk.write(update(ExecutiveRow).values(role="gone")) == 1
        assert await desk.write(delete(ExecutiveRow)) == 1

    async with store.view(ELSEWHERE) as work:
        assert await work.executives.find(ANNA.id) == ANNA


@pytest.mark.parametrize("through", ["desk", "session"])
async def test_an_insert_for_another_workspace_is_refused(store: Store, through: str) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)

    with pytest.raises(TenancyError, match="does not belong"):
        async with store.work(HERE) as work:
            await _door(work, through)(insert(ExecutiveRow), [dict(FOREIGN)])


@pytest.mark.parametrize("through", ["desk", "session"])
async def test_an_insert_that_hides_its_rows_is_refused(store: Store, through: str) -> None:
    await furnish(store)

    with pytest.raises(TenancyError, match="inserted as parameters"):
        async with store.work(HERE) as work:
            await _door(work, through)(insert(ExecutiveRow).values(**FOREIGN))


async def test_an_object_for_another_workspace_is_refused_when_it_is_flushed(store: Store) -> None:
    await furnish(store)

    with pytest.raises(TenancyError, match="does not belong"):
        async with store.work(HERE) as work:
            work.people._desk.session.add(ExecutiveRow(**FOREIGN))


async def test_an_object_without_a_workspace_gets_the_sessions(store: Store) -> None:
    await furnish(store)

    async with store.work(HERE) as work:
        work.people._desk.session.add(ExecutiveRow(id="e9", name="Eve", name_key="eve", role="CEO"))

    async with store.view(HERE) as work:
        assert await work.executives.find("e9") == Executive("e9", "Eve", "CEO")


async def test_a_row_cannot_refer_into_another_workspace(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)
    case = await begun(store, ELSEWHERE)

    with pytest.raises(IntegrityError):
        async with store.work(HERE) as work:
            await work.evidence.add(case.id, Evidence("e1", "data", "x"))


async def test_the_same_id_may_stand_in_two_workspaces(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)

    async with store.work(HERE) as work:
        await work.executives.save(Executive(ANNA.id, "Anna W.", "CEO"))

    async with store.view(ELSEWHERE) as work:
        assert await work.executives.find(ANNA.id) == ANNA


@pytest.mark.parametrize("workspace_id", ["", "*"])
async def test_a_unit_of_work_is_one_workspaces(store: Store, workspace_id: str) -> None:
    with pytest.raises(TenancyError, match="id of one workspace"):
        async with store.work(workspace_id):
            pass
    with pytest.raises(TenancyError, match="id of one workspace"):
        async with store.view(workspace_id):
            pass


async def test_a_view_only_reads(store: Store) -> None:
    with pytest.raises(TenancyError, match="only reads"):
        async with store.view(HERE) as work:
            await work.people.save(MARA)


async def test_a_sweep_sees_every_workspace(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)

    async with store.sweep() as sweep:
        rows = await sweep._desk.run(select(ExecutiveRow.workspace_id))

    assert set(rows.scalars()) == {HERE, ELSEWHERE}


def test_every_table_of_tenants_has_the_workspace_first_in_its_key_and_in_every_reference() -> None:
    tables = {mapper.local_table for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantRow)}
    alone = {"workspace", "playbook_version", "heartbeat", "oauth_state"}

    assert {str(table) for table in tables} == set(Base.metadata.tables) - alone
    for table in Base.metadata.tables.values():
        if table in tables:
            assert list(table.primary_key)[0].name == "workspace_id"  # noqa: RUF015 - a set of columns has no next
        for reference in table.foreign_key_constraints:
            if reference.referred_table in tables:
                assert reference.column_keys[0] == "workspace_id"


async def test_row_level_security_refuses_even_plain_sql(postgresql_url: str) -> None:
    store = open_store(postgresql_url, [KEY])
    await furnish(store)
    await furnish(store, ELSEWHERE)
    await store.close()

    with psycopg.connect(postgresql_url) as connection:
        unset = connection.execute("SELECT count(*) FROM executive").fetchone()
        connection.execute("SELECT set_config('pushback.workspace', %s, true)", [HERE])
        seen = connection.execute("SELECT workspace_id FROM executive").fetchall()
        changed = connection.execute("UPDATE executive SET role = 'x' WHERE workspace_id = %s", [ELSEWHERE]).rowcount
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(
                "INSERT INTO executive (workspace_id, id, name, name_key, role) VALUES (%s, 'e9', '', '', '')",
                [ELSEWHERE],
            )

    assert unset == (0,)
    assert seen == [(HERE,)]
    assert changed == 0


async def test_row_level_security_refuses_what_the_session_cannot_see(postgresql_url: str) -> None:
    store = open_store(postgresql_url, [KEY])
    await furnish(store)
    await furnish(store, ELSEWHERE)

    async with store.view(HERE) as work:
        core = await work.people._desk.session.execute(select(WorkspaceRow.__table__))
        assert [row.id for row in core] == [HERE]
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with store.work(HERE) as work:
            await work.people._desk.session.execute(insert(Base.metadata.tables["executive"]).values(**FOREIGN))
    await store.close()


def test_row_level_security_stands_on_every_table_of_tenants(postgresql_url: str) -> None:
    expected = {str(mapper.local_table) for mapper in Base.registry.mappers if issubclass(mapper.class_, TenantRow)}

    with psycopg.connect(postgresql_url) as connection:
        rows = connection.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        held = {name for (name,) in rows.fetchall()}

    assert held == expected | {WorkspaceRow.__tablename__}
    assert CaseRow.__tablename__ in held


def _door(work: Work, through: str) -> Callable[..., Awaitable[object]]:
    return work.people._desk.run if through == "desk" else work.people._desk.session.execute
