import asyncio
import os
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, select, text

from bot.errors import BotError, NotFoundError, OperatorError
from bot.store.schema import migrate
from bot.store.store import Store, open_store
from bot.store.tables import PersonRow
from bot.store.tenancy import TenancyError
from bot.store.work import Work
from tests.support.databases import Cluster
from tests.support.stored import ANNA, HERE, MARA, NOW, TOM, begun, counted, furnish, new_case


async def test_a_unit_of_work_is_kept_as_a_whole_or_not_at_all(store: Store) -> None:
    await furnish(store)
    case = new_case()

    with pytest.raises(NotFoundError):
        await _fail_after(store, lambda work: work.cases.add(case))

    async with store.view(HERE) as work:
        assert not await work.cases.exists(case.id)


async def test_reading_who_asks_and_their_cases_takes_two_statements(store: Store) -> None:
    await furnish(store)
    await begun(store)

    with counted(store) as statements:
        async with store.view(HERE) as work:
            await work.people.find(MARA.id)
            await work.cases.open_of(MARA.id)

    assert len(statements) == 2


async def test_who_waits_for_deliveries_is_woken_after_the_commit(store: Store) -> None:
    await furnish(store)
    woken: list[bool] = []
    store.after_commit.append(lambda: woken.append(True))

    async with store.work(HERE) as work:
        await work.deliveries.plan("card", MARA.id, "card:1", "1", NOW)
        before_commit = list(woken)

    assert before_commit == []
    assert woken == [True]


async def test_nobody_is_woken_without_a_delivery_or_a_commit(store: Store) -> None:
    await furnish(store)
    woken: list[bool] = []
    store.after_commit.append(lambda: woken.append(True))

    async with store.work(HERE) as work:
        await work.people.save(TOM)
    with pytest.raises(NotFoundError):
        await _fail_after(store, lambda work: work.deliveries.plan("card", MARA.id, "card:1", "1", NOW))

    assert woken == []


async def test_many_tasks_write_at_once(store: Store) -> None:
    await furnish(store)

    async def write(number: int) -> None:
        async with store.work(HERE) as work:
            found = await work.people.find(MARA.id)
            assert found
            await work.inbox.first_time("event", str(number))

    await asyncio.gather(*(write(number) for number in range(40)))


async def test_reading_goes_on_while_somebody_writes(store: Store) -> None:
    await furnish(store)

    async with store.work(HERE) as work:
        await work.executives.save(ANNA)
        async with store.view(HERE) as view:
            found = await view.people.find(MARA.id)

    assert found == MARA


async def test_a_survey_of_every_workspace_only_reads_and_waits_for_nobody(store: Store) -> None:
    await furnish(store)

    async with store.work(HERE) as work:
        await work.deliveries.plan("card", MARA.id, "card:1", "1", NOW)
        async with store.survey() as sweep:
            counted_meanwhile = await sweep.book.by_state()
    with pytest.raises(TenancyError, match="only reads"):
        async with store.survey() as sweep:
            await sweep.heartbeats.beat("w1", NOW)

    assert not any(counted_meanwhile.values())


async def test_the_same_statement_may_be_repeated_for_long(store: Store) -> None:
    await furnish(store)

    for _ in range(12):  # after a few, the PostgreSQL driver prepares what it sees again
        async with store.view(HERE) as work:
            assert await work.people.find(MARA.id) == MARA


@pytest.mark.parametrize("workspace_id", ["T'; DROP TABLE person; --", "T%s", "T\\'"])
async def test_a_workspaces_id_is_never_a_command(store: Store, workspace_id: str) -> None:
    await furnish(store, workspace_id)

    async with store.view(workspace_id) as work:
        assert await work.people.find(MARA.id) == MARA


async def test_a_database_with_the_newest_schema_passes_the_check(store: Store) -> None:
    await store.check()


async def test_a_missing_file_is_told_and_not_created(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/none.db")

    with pytest.raises(OperatorError, match=r"There is no database at .*none\.db\. Run `pushback migrate` first\."):
        await store.check()

    await store.close()
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - nothing else runs meanwhile


async def test_an_empty_database_is_told(tmp_path: Path, postgresql: Cluster) -> None:
    (tmp_path / "empty.db").touch()
    with postgresql.database(empty=True) as url:
        for address in (f"sqlite:///{tmp_path}/empty.db", url):
            store = open_store(address)

            with pytest.raises(OperatorError, match="has no tables yet"):
                await store.check()

            await store.close()


async def test_a_database_that_is_behind_or_ahead_is_told(database_url: str) -> None:
    store = open_store(database_url)
    for version, sentence in (("20991231_later", "is ahead of this code"), (None, "has no tables yet")):
        async with store.sweep() as sweep:
            await sweep._desk.session.execute(text("DELETE FROM alembic_version"))
            if version:
                await sweep._desk.session.execute(
                    text("INSERT INTO alembic_version VALUES (:version)"), {"version": version}
                )

        with pytest.raises(OperatorError, match=sentence):
            await store.check()

    await store.close()


async def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("just some notes, long enough to be read as a header" * 20)
    store = open_store(f"sqlite:///{tmp_path}/notes.db")

    with pytest.raises(OperatorError, match="cannot be opened: file is not a database"):
        await store.check()

    await store.close()


async def test_a_server_out_of_reach_is_told_without_its_password() -> None:
    store = open_store("postgres://pushback:hunter2@/pushback?host=/nowhere")

    with pytest.raises(OperatorError) as raised:
        await store.check()
    with pytest.raises(BotError) as told:
        async with store.view(HERE):
            pass

    assert "cannot be opened" in str(raised.value)
    assert "hunter2" not in str(raised.value)
    assert told.value.sentence.key == "errors.store_unreachable"
    await store.close()


async def test_a_locked_file_is_told_to_who_waits(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    event.listen(store._writers.sync_engine, "connect", _impatient)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(BotError) as raised:
        async with store.work(HERE):
            pass

    assert raised.value.sentence.key == "errors.store_busy"
    other.execute("ROLLBACK")
    other.close()
    await furnish(store)
    await store.close()


async def test_a_locked_row_is_told_to_who_waits(postgresql_url: str) -> None:
    store = open_store(f"{postgresql_url}&options=-c%20lock_timeout%3D50")
    await furnish(store)
    case = await begun(store)

    async with store.work(HERE) as holder:
        await holder.cases.find(case.id, MARA.id)
        with pytest.raises(BotError) as raised:
            async with store.work(HERE) as work:
                await work.cases.find(case.id, MARA.id)

    assert raised.value.sentence.key == "errors.store_busy"
    await store.close()


async def test_a_full_disk_is_told_to_who_waits(sqlite_url: str) -> None:
    store = open_store(sqlite_url)
    await furnish(store)
    await store._writers.dispose()
    event.listen(store._writers.sync_engine, "connect", _full)

    with pytest.raises(BotError) as raised:
        async with store.work(HERE) as work:
            await work.playbooks.keep("large", "1", {"playbook.yaml": "x" * 1_000_000})

    assert raised.value.sentence.key == "errors.store_full"
    async with store.view(HERE) as work:
        assert await work.people.find(MARA.id) == MARA
    await store.close()


async def test_a_database_that_became_read_only_is_told_and_left(postgresql_url: str) -> None:
    store = open_store(postgresql_url)
    await furnish(store)
    name = postgresql_url.rpartition("?")[0].rpartition("/")[2]
    with psycopg.connect(postgresql_url, autocommit=True) as owner:
        owner.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")
        await store._writers.dispose()

        with pytest.raises(BotError) as raised:
            await furnish(store)
        owner.execute("SET default_transaction_read_only = off")
        owner.execute(f"ALTER DATABASE {name} RESET default_transaction_read_only")

    assert raised.value.sentence.key == "errors.store_unreachable"
    async with store.work(HERE) as work:
        await work.people.save(TOM)
    await store.close()


async def test_a_connection_that_was_killed_is_told_and_replaced(postgresql_url: str) -> None:
    store = open_store(postgresql_url)
    await furnish(store)

    with pytest.raises(BotError) as raised:
        await _lose_the_connection(store, postgresql_url)

    assert raised.value.sentence.key == "errors.store_unreachable"
    async with store.view(HERE) as work:
        assert await work.people.find(MARA.id) == MARA
    await store.close()


async def test_a_mistake_of_ours_stays_one(store: Store) -> None:
    with pytest.raises(Exception, match="no_such_column"):
        async with store.view(HERE) as work:
            await work.people._desk.session.execute(select(text("no_such_column")).select_from(PersonRow))


async def test_a_second_web_process_on_one_file_is_refused(sqlite_url: str) -> None:
    first, second = open_store(sqlite_url), open_store(sqlite_url)
    first.claim_file()

    with pytest.raises(OperatorError, match="Another web process already works on"):
        second.claim_file()

    async with second.work(HERE) as work:  # a worker may: it claims nothing
        await work.people.save(MARA)
    await first.close()
    second.claim_file()
    await second.close()


async def test_any_number_of_web_processes_may_share_a_server(postgresql_url: str) -> None:
    stores = [open_store(postgresql_url) for _ in range(2)]

    for store in stores:
        store.claim_file()

    for store in stores:
        await store.close()


async def test_resealing_without_a_key_is_refused(database_url: str) -> None:
    keyless = open_store(database_url)

    with pytest.raises(OperatorError, match="holds no key to seal with"):
        await keyless.reseal()

    await keyless.close()


def test_an_sqlite_file_is_migrated_where_the_folder_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="cannot be opened"):
        migrate(f"sqlite:///{tmp_path}/no/such/folder.db")


async def _fail_after(store: Store, act: Callable[[Work], Awaitable[None]]) -> None:
    async with store.work(HERE) as work:
        await act(work)
        await work.cases.find("nowhere", MARA.id)


async def _lose_the_connection(store: Store, url: str) -> None:
    async with store.work(HERE) as work:
        backend = await work.people._desk.session.execute(text("SELECT pg_backend_pid()"))
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("SELECT pg_terminate_backend(%s)", [backend.scalar_one()])
        await work.people.find(MARA.id)


def _impatient(connection: sqlite3.Connection, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout=20")
    cursor.close()


def _full(connection: sqlite3.Connection, _: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA max_page_count=1")  # SQLite makes that the size it has
    cursor.close()
