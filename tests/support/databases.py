"""Fresh databases for tests, cheap enough to have one each: migrated once, then copied or wiped."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from time import sleep
from typing import Final

import psycopg
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy import make_url

from bot.store.schema import migrate, newest
from bot.store.tables import Base

KEY = "cHVzaGJhY2sncyB0ZXN0cyBzZWFsIHdpdGggdGhpcyE="
_DROP_ATTEMPTS: Final = 25

OTHER_KEY = "YSBzZWNvbmQga2V5LCB0byByb3RhdGUgdG8gaXQsIDA="


class Cluster:
    """A PostgreSQL server on which tests get a database each, as a role that row-level security holds."""

    def __init__(self, admin_url: str) -> None:
        self._admin_url = admin_url
        self._admin = psycopg.connect(admin_url, autocommit=True)
        self._name = f"pushback_{token_hex(4)}"
        self._password = token_hex(16)
        self._made = 0
        self._free: list[str] = []  # migrated and empty of rows: to copy one takes thirty times as long as to wipe one
        self._admin.execute(
            SQL("CREATE ROLE {} LOGIN NOSUPERUSER PASSWORD {}").format(Identifier(self._name), Literal(self._password))
        )
        self._create(self._name)
        migrate(self._url(self._name))

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """Give the address of a fresh database, migrated or without a table, for as long as it is needed."""
        name = self._free.pop() if self._free and not empty else self._another(empty=empty)
        try:
            yield self._url(name)
        finally:
            if self._wiped(name):
                self._free.append(name)
            else:
                self._drop(name)

    def close(self) -> None:
        """Remove what this run made on the server."""
        try:
            for name in (*self._free, self._name):
                self._drop(name)
            self._admin.execute(SQL("DROP ROLE {}").format(Identifier(self._name)))
        finally:
            self._admin.close()

    def _another(self, *, empty: bool) -> str:
        self._made += 1
        name = f"{self._name}_{self._made}"
        self._create(name, template="template0" if empty else self._name)
        return name

    def _wiped(self, name: str) -> bool:
        """Remove every row; False when the test left another schema than it was given."""
        with psycopg.connect(self._url(name)) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            if _tables(connection) != {*Base.metadata.tables, "alembic_version"}:
                return False
            versions = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            connection.execute("SELECT set_config('pushback.workspace', '*', true)")
            for table in reversed(Base.metadata.sorted_tables):
                connection.execute(SQL("DELETE FROM {}").format(Identifier(table.name)))
            return versions == [(newest(),)]

    def _create(self, name: str, template: str = "template0") -> None:
        self._admin.execute(
            SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                *map(Identifier, (name, self._name, template))
            )
        )

    def _drop(self, name: str) -> None:
        """Drop a database; an autovacuum that nobody may end ends by itself soon."""
        for attempt in range(_DROP_ATTEMPTS):
            try:
                self._admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
                if attempt == _DROP_ATTEMPTS - 1:
                    raise
                sleep(0.2)
            else:
                return

    def _url(self, name: str) -> str:
        url = make_url(self._admin_url).set(username=self._name, password=self._password, database=name)
        return url.render_as_string(hide_password=False)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Give the server that TEST_DATABASE_URL names, else one of our own."""
    with _served() as admin_url:
        made = Cluster(admin_url)
        try:
            yield made
        finally:
            made.close()


class Files:
    """SQLite databases, copied from one that was migrated once."""

    def __init__(self, folder: Path) -> None:
        self._template = folder / "template.db"
        migrate(f"sqlite:///{self._template}")

    def copy_to(self, folder: Path) -> str:
        """Return the address of a fresh copy in a folder."""
        path = folder / "pushback.db"
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"


@contextmanager
def _served() -> Iterator[str]:
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named.replace("postgres://", "postgresql://", 1)
        return
    folder = tempfile.mkdtemp(prefix="pb", dir="/tmp")  # a socket's path may have 107 characters
    Path(folder).chmod(0o755)  # started as root, the server runs as a user of its own
    runtime = Path(folder, "run")
    runtime.mkdir(mode=0o700)
    process = subprocess.Popen(  # noqa: S603 - our own script, by its own interpreter
        [sys.executable, str(Path(__file__).with_name("postgresql.py")), f"{folder}/data"],
        env={**os.environ, "TMPDIR": folder, "XDG_RUNTIME_DIR": str(runtime)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        admin_url = process.stdout.readline().strip()
        _hurry(admin_url)
        yield admin_url
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()
        shutil.rmtree(folder, ignore_errors=True)


def _tables(connection: psycopg.Connection) -> set[str]:
    rows = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {name for (name,) in rows.fetchall()}


def _hurry(admin_url: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)))
        admin.execute("SELECT pg_reload_conf()")
