"""Fresh databases for tests, cheap enough to have one each: copies of one that was migrated once."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex

import psycopg
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy import make_url

from bot.store.schema import migrate

KEY = "cHVzaGJhY2sncyB0ZXN0cyBzZWFsIHdpdGggdGhpcyE="
OTHER_KEY = "YSBzZWNvbmQga2V5LCB0byByb3RhdGUgdG8gaXQsIDA="


class Cluster:
    """A PostgreSQL server on which tests get a database each, as a role that row-level security holds."""

    def __init__(self, admin_url: str) -> None:
        self._admin_url = admin_url
        self._admin = psycopg.connect(admin_url, autocommit=True)
        self._name = f"pushback_{token_hex(4)}"
        self._password = token_hex(16)
        self._made = 0
        self._admin.execute(
            SQL("CREATE ROLE {} LOGIN NOSUPERUSER PASSWORD {}").format(Identifier(self._name), Literal(self._password))
        )
        self._create(self._name)
        migrate(self._url(self._name))

    @contextmanager
    def database(self, *, empty: bool = False) -> Iterator[str]:
        """Give the address of a fresh database, migrated or empty, for as long as it is needed."""
        self._made += 1
        name = f"{self._name}_{self._made}"
        self._create(name, template="template0" if empty else self._name)
        try:
            yield self._url(name)
        finally:
            self._drop(name)

    def close(self) -> None:
        """Remove what this run made on the server."""
        self._drop(self._name)
        self._admin.execute(SQL("DROP ROLE {}").format(Identifier(self._name)))
        self._admin.close()

    def _create(self, name: str, template: str = "template0") -> None:
        self._admin.execute(
            SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
                *map(Identifier, (name, self._name, template))
            )
        )

    def _drop(self, name: str) -> None:
        self._admin.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))

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


def _hurry(admin_url: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as admin:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(SQL("ALTER SYSTEM SET {} = off").format(Identifier(setting)))
        admin.execute("SELECT pg_reload_conf()")
