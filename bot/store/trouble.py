"""What a database's error means, in a sentence for a person or for the operator."""

import sqlite3
from enum import StrEnum
from typing import Final

import psycopg
from sqlalchemy import URL, exc

from bot.errors import BotError, OperatorError

_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_CANTOPEN: "unreachable",
    sqlite3.SQLITE_IOERR: "unreachable",
    sqlite3.SQLITE_READONLY: "unreachable",
    sqlite3.SQLITE_NOTADB: "unreachable",
    sqlite3.SQLITE_CORRUPT: "unreachable",
}
_POSTGRESQL: Final = {
    "57014": "busy",  # statement timeout
    "55P03": "busy",  # lock timeout
    "40P01": "busy",  # deadlock
    "40001": "busy",
    "53300": "busy",  # too many connections
    "53100": "full",  # disk
    "53200": "full",  # memory
    "25006": "unreachable",  # read-only after a failover
    "25P03": "unreachable",  # idle in transaction for too long
}
_GONE: Final = ("08", "57P", "28", "3D")  # connection, shutdown, refused, no such database


class Trouble(StrEnum):
    """Why the store could not do its work."""

    BUSY = "busy"
    FULL = "full"
    UNREACHABLE = "unreachable"


def diagnose(error: BaseException) -> Trouble | None:
    """Tell what is the matter with the database; None when the error is a mistake of ours."""
    if isinstance(error, exc.TimeoutError):  # of the connection pool
        return Trouble.BUSY
    cause = error.orig if isinstance(error, exc.DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        named = _SQLITE.get((getattr(cause, "sqlite_errorcode", None) or 0) & 0xFF)
        return Trouble(named) if named else None
    return _of_postgresql(cause) if isinstance(cause, psycopg.Error) else None


_SENTENCES: Final = {
    Trouble.BUSY: "The database {where} is locked by another process: {error}. Stop that process, or try again.",
    Trouble.FULL: "The database {where} is full: {error}. Make room, then start again.",
    Trouble.UNREACHABLE: "The database {where} cannot be opened: {error}. Check DATABASE_URL and that it is running.",
    None: "The database {where} refuses: {error}.",
}


def for_the_person(trouble: Trouble) -> BotError:
    """Return the sentence for whoever is waiting."""
    return BotError(f"errors.store_{trouble}")


def for_the_operator(error: Exception, url: URL) -> OperatorError:
    """Return the sentence that tells the operator what is the matter with the database, without its password."""
    where = url.render_as_string(hide_password=True)
    return OperatorError(_SENTENCES[diagnose(error)].format(where=where, error=_first_line(error)))


def _first_line(error: Exception) -> str:
    cause = error.orig if isinstance(error, exc.DBAPIError) and error.orig else error
    return next(iter(str(cause).strip().splitlines()), type(cause).__name__)


def _of_postgresql(cause: psycopg.Error) -> Trouble | None:
    state = cause.sqlstate
    if state is None:
        return Trouble.UNREACHABLE if isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError) else None
    if state in _POSTGRESQL:
        return Trouble(_POSTGRESQL[state])
    return Trouble.UNREACHABLE if state.startswith(_GONE) else None
