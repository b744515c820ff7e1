import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import write_logs
from tests.support.logs import logs_as_before


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    with logs_as_before():
        yield


def _lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_an_entry_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("INFO")

    structlog.get_logger("bot.test").info("installed", workspace="T1")

    (line,) = _lines(capsys)
    assert (line["event"], line["workspace"], line["level"], line["logger"]) == ("installed", "T1", "info", "bot.test")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    "name",
    ["slack_sdk.web.async_client", "slack_bolt.RequestVerification", "sqlalchemy.engine", "aiosqlite", "psycopg"],
)
def test_libraries_that_quote_people_stay_silent_at_every_level(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("DEBUG")

    logging.getLogger(name).info("Sending a request - params: their very words")

    assert _lines(capsys) == []


def test_what_is_below_the_level_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("WARNING")

    structlog.get_logger("bot.test").info("installed")
    logging.getLogger("uvicorn.error").info("Started server process")

    assert _lines(capsys) == []
