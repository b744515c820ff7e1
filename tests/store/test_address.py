from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.store import address


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_is_taken(scheme: str) -> None:
    url = address.read(f"{scheme}://me:word@db.example:5432/pushback?sslmode=require")

    assert url.drivername == "postgresql+psycopg"
    assert (url.host, url.database, url.query["sslmode"]) == ("db.example", "pushback", "require")
    assert address.file_of(url) is None


def test_a_file_is_named_relative_to_where_the_process_starts() -> None:
    url = address.read("sqlite:///pushback.db")

    assert address.file_of(url) == Path.cwd() / "pushback.db"


def test_nothing_waits_for_ever_on_postgresql() -> None:
    url = address.read("postgresql://db.example/pushback?options=-c%20work_mem%3D8MB")

    arguments = address.postgresql(url)

    assert arguments["connect_timeout"] == 3
    assert arguments["options"] == (
        "-c statement_timeout=4000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000 -c work_mem=8MB"
    )


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://host/name", "begins with mysql://"),
        ("pushback.db", "is no database address"),
        ("sqlite://", "must name an SQLite file"),
        ("sqlite:///:memory:", "must name an SQLite file"),
        ("sqlite:///file:x?uri=true", "must name an SQLite file"),
    ],
)
def test_an_address_of_something_else_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(OperatorError, match=sentence):
        address.read(url)
