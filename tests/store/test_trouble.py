import sqlite3

import psycopg
import pytest
from sqlalchemy import exc

from bot.store.trouble import Trouble, diagnose


@pytest.mark.parametrize(
    ("cause", "trouble"),
    [
        (psycopg.errors.DiskFull(), Trouble.FULL),
        (psycopg.errors.LockNotAvailable(), Trouble.BUSY),
        (psycopg.errors.QueryCanceled(), Trouble.BUSY),
        (psycopg.errors.DeadlockDetected(), Trouble.BUSY),
        (psycopg.errors.TooManyConnections(), Trouble.BUSY),
        (psycopg.errors.AdminShutdown(), Trouble.UNREACHABLE),
        (psycopg.errors.CannotConnectNow(), Trouble.UNREACHABLE),
        (psycopg.errors.InvalidPassword(), Trouble.UNREACHABLE),
        (psycopg.errors.InvalidCatalogName(), Trouble.UNREACHABLE),
        (psycopg.OperationalError("server closed the connection unexpectedly"), Trouble.UNREACHABLE),
        (psycopg.errors.UniqueViolation(), None),
        (psycopg.errors.UndefinedTable(), None),
        (sqlite3.OperationalError("no such table"), None),
    ],
)
def test_a_drivers_error_tells_what_is_the_matter(cause: Exception, trouble: Trouble | None) -> None:
    assert diagnose(cause) is trouble
    assert diagnose(exc.DBAPIError("SELECT 1", None, cause)) is trouble


def test_a_pool_without_a_free_connection_is_busy() -> None:
    assert diagnose(exc.TimeoutError()) is Trouble.BUSY
