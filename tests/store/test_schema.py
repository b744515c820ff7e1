import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.errors import OperatorError
from bot.store.schema import connected, migrate
from bot.store.store import open_store
from bot.store.tables import Base
from tests.support.databases import Cluster
from tests.support.stored import HERE, MARA, furnish

REPOSITORY = Path(__file__).parents[2]


def test_tables_and_migrations_agree(database_url: str) -> None:
    with connected(database_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})

        assert compare_metadata(context, Base.metadata) == []


def test_checks_and_partial_indexes_agree_too_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    with connected(f"sqlite:///{tmp_path}/created.db") as connection:
        Base.metadata.create_all(connection)

    migrated, created = (_sqlite_schema(url) for url in (sqlite_url, f"sqlite:///{tmp_path}/created.db"))

    assert migrated == created


def test_checks_and_partial_indexes_agree_too_on_postgresql(postgresql_url: str, postgresql: Cluster) -> None:
    with postgresql.database(empty=True) as empty_url:
        with connected(empty_url) as connection:
            Base.metadata.create_all(connection)

        migrated, created = (_postgresql_schema(url) for url in (postgresql_url, empty_url))

    assert migrated == created


def test_migrations_go_down_and_up_again(database_url: str) -> None:
    migrate(database_url, "base")
    with connected(database_url) as connection:
        left = inspect(connection).get_table_names()

    migrate(database_url)

    assert left == ["alembic_version"]
    with connected(database_url) as connection:
        assert set(inspect(connection).get_table_names()) == set(Base.metadata.tables) | {"alembic_version"}


async def test_migrating_again_keeps_what_is_stored(database_url: str) -> None:
    store = open_store(database_url)
    await furnish(store)

    await asyncio.to_thread(migrate, database_url)

    async with store.view(HERE) as work:
        assert await work.people.find(MARA.id) == MARA
    await store.close()


def test_a_failed_migration_leaves_nothing_behind(database_url: str) -> None:
    migrate(database_url, "base")
    with connected(database_url) as connection:
        connection.execute(text("CREATE TABLE person (id INTEGER)"))  # in the way of ours

    with pytest.raises(OperatorError, match=r"refuses: .*already exists"):
        migrate(database_url)

    with connected(database_url) as connection:
        assert set(inspect(connection).get_table_names()) == {"alembic_version", "person"}


def test_two_releases_at_once_migrate_one_after_the_other(postgresql: Cluster) -> None:
    with postgresql.database(empty=True) as url:
        problems: list[BaseException] = []

        def release() -> None:
            try:
                migrate(url)
            except OperatorError as error:
                problems.append(error)

        releases = [threading.Thread(target=release) for _ in range(2)]
        for thread in releases:
            thread.start()
        for thread in releases:
            thread.join()

        assert problems == []


def test_a_database_that_is_ahead_is_left_alone(database_url: str) -> None:
    with connected(database_url) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '20991231_later'"))

    with pytest.raises(OperatorError, match="ahead of this code: it stands at 20991231_later"):
        migrate(database_url)


def test_an_installed_package_brings_its_migrations(tmp_path: Path) -> None:
    subprocess.run(  # noqa: S603 - our own build
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path / "site")

    subprocess.run(
        [sys.executable, "-c", "from bot.store.schema import migrate; migrate('sqlite:///kept.db')"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        check=True,
    )

    assert "cases" in str(_sqlite_schema(f"sqlite:///{tmp_path}/kept.db"))


def _sqlite_schema(url: str) -> set[tuple[str, ...]]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    rows = connection.execute("SELECT sql FROM sqlite_master WHERE name NOT LIKE 'alembic%' AND sql IS NOT NULL")
    found = {tuple(sorted(line.strip("\t ,") for line in sql.splitlines())) for (sql,) in rows}
    connection.close()
    return found


def _postgresql_schema(url: str) -> set[tuple[str, ...]]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace UNION ALL"
            " SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        )
        return {row for row in rows.fetchall() if row[0] != "alembic_version"}
