"""Bring a database to the schema this code expects, and tell whether it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, exc, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from bot.errors import OperatorError
from bot.store import address, trouble
from bot.store.tenancy import EVERY_WORKSPACE

_PACKAGE: Final = Path(__file__).parents[1]
_ONE_AT_A_TIME: Final = 7_087_284  # the advisory lock of everybody who migrates this database


class SchemaError(OperatorError):
    """The database has another schema than this code."""


def folder() -> Path:
    """Return where the migrations are: inside an installed package, else beside it in the repository."""
    shipped = _PACKAGE / "_shipped" / "migrations"
    return shipped if shipped.is_dir() else _PACKAGE.parent / "migrations"


@cache
def newest() -> str:
    """Name the newest migration this code knows."""
    return _scripts().get_current_head() or ""


def migrate(database_url: str, revision: str = "head") -> None:
    """Bring a database up to the newest schema, or to another revision; an SQLite file is created when missing.

    Blocking: call it before an event loop runs, or in a thread.

    Raises:
        OperatorError: the database cannot be reached or written, or is ahead of this code.
    """
    with connected(database_url) as connection:
        here = recorded(connection)
        _refuse_newer(here)
        config = _config()
        config.attributes["connection"] = connection
        forward = revision == "head" or here is None
        (command.upgrade if forward else command.downgrade)(config, revision)


@contextmanager
def connected(database_url: str) -> Iterator[Connection]:
    """Give a connection in a transaction that sees every workspace, alone among those who migrate.

    Raises:
        OperatorError: the database cannot be reached or written.
    """
    engine = _engine(database_url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(
                    text("SELECT set_config('pushback.workspace', :all, true), pg_advisory_xact_lock(:lock)"),
                    {"all": EVERY_WORKSPACE, "lock": _ONE_AT_A_TIME},
                )
            yield connection
    except exc.DBAPIError as error:
        raise trouble.for_the_operator(error, engine.url) from error
    finally:
        engine.dispose()


def recorded(connection: Connection) -> str | None:
    """Return the migration a database stands at; None when it holds no tables of ours."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def refuse_other(here: str | None) -> None:
    """Refuse to work on a schema that is not this code's.

    Raises:
        SchemaError: the database is empty, behind or ahead.
    """
    _refuse_newer(here)
    if here is None:
        raise SchemaError("The database has no tables yet. Run `pushback migrate` first.")
    if here != newest():
        raise SchemaError(
            f"The database is behind: it stands at {here}, this code needs {newest()}. Run `pushback migrate` first."
        )


def _refuse_newer(here: str | None) -> None:
    known = {script.revision for script in _scripts().walk_revisions()}
    if here is not None and here not in known:
        raise SchemaError(
            f"The database is ahead of this code: it stands at {here}, which this code does not know. "
            "Start the newer version of Pushback."
        )


def _engine(database_url: str) -> Engine:
    url = address.read(database_url)
    path = address.file_of(url)
    if path is None:
        return create_engine(url, connect_args=address.patient(url), poolclass=NullPool)
    engine = create_engine(address.sqlite(path, driver="sqlite", create=True), poolclass=NullPool)
    event.listen(engine, "connect", _prepare_file)
    event.listen(engine, "begin", _begin_at_once)
    return engine


def _prepare_file(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    del entry
    connection.isolation_level = None  # we say BEGIN ourselves: the driver would leave CREATE TABLE outside of it
    connection.execute("PRAGMA journal_mode=WAL")


def _begin_at_once(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder()).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
