"""From `DATABASE_URL` to what the drivers want."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import OperatorError

_POSTGRESQL: Final = frozenset({"postgres", "postgresql", "postgresql+psycopg"})
_SQLITE: Final = frozenset({"sqlite", "sqlite+aiosqlite"})
_CONNECT_SECONDS: Final = 3
_SESSION: Final = {
    "statement_timeout": 4_000,
    "lock_timeout": 2_000,
    "idle_in_transaction_session_timeout": 10_000,
}
"""Milliseconds. Without them a held lock or a lost client hangs a person's click for ever."""


def read(database_url: str) -> URL:
    """Return the address with its scheme settled: `sqlite` or `postgresql+psycopg`.

    Raises:
        OperatorError: it is no address, or one of another kind of database.
    """
    try:
        url = make_url(database_url)
    except ArgumentError:
        raise OperatorError(
            "DATABASE_URL is no database address. It looks like sqlite:///pushback.db or postgresql://user@host/name."
        ) from None
    if url.drivername in _POSTGRESQL:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername in _SQLITE:
        return _of_file(url)
    raise OperatorError(
        f"DATABASE_URL begins with {url.drivername}://. Pushback works on sqlite:/// and postgresql://."
    )


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database; None for PostgreSQL."""
    return Path(url.database or "").absolute() if url.drivername == "sqlite" else None


def postgresql(url: URL) -> dict[str, object]:
    """Return the arguments for connecting to PostgreSQL, with everything that could hang bounded."""
    return _bounded(url, _SESSION)


def patient(url: URL) -> dict[str, object]:
    """Return the arguments for a migration, which may take its time once it holds its locks."""
    return _bounded(url, {"lock_timeout": 30_000})


def sqlite(path: Path, *, driver: str, create: bool) -> URL:
    """Return the address of an SQLite file that is created only when that is asked for."""
    mode = "rwc" if create else "rw"
    return URL.create(driver, database=path.as_uri(), query={"mode": mode, "uri": "true"})


def _of_file(url: URL) -> URL:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise OperatorError("DATABASE_URL must name an SQLite file by its path, as in sqlite:///pushback.db.")
    return url.set(drivername="sqlite", query={})


def _bounded(url: URL, session: Mapping[str, int]) -> dict[str, object]:
    settings = " ".join(f"-c {name}={value}" for name, value in session.items())
    asked = url.query.get("options", "")
    return {
        "connect_timeout": _CONNECT_SECONDS,
        "tcp_user_timeout": 5_000,  # a silent network counts as a broken one
        "options": f"{settings} {asked if isinstance(asked, str) else ' '.join(asked)}".strip(),
        "application_name": "pushback",
    }
