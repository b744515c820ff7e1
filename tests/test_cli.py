import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

import pytest
from aiohttp import ClientError, ClientSession
from typer.testing import CliRunner, Result

from bot import cli
from bot.clock import Clock
from bot.config import Settings
from bot.errors import OperatorError
from tests.support.asgi import FORM, SECRET, command, signed
from tests.support.logs import logs_as_before
from tests.support.playground import Slack, open_slack

START_SECONDS = 15.0  # of a process on a machine that is busy with other tests


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    with logs_as_before():
        yield monkeypatch


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with open_slack() as slack:
        yield slack


def _run(*words: str) -> Result:
    return CliRunner().invoke(cli.cli, list(words))


def test_an_operators_error_is_one_sentence_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["pushback", "web"])

    with pytest.raises(SystemExit) as end:
        cli.main()

    told = capsys.readouterr()
    assert end.value.code == 1
    assert told.out == ""
    assert "SLACK_SIGNING_SECRET is missing" in told.err
    assert "Traceback" not in told.err


def test_migrating_creates_the_file_in_the_working_directory(tmp_path: Path) -> None:
    first, again = _run("migrate"), _run("migrate")

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "up to date" in first.output
    assert (tmp_path / "pushback.sqlite3").exists()


def test_a_server_without_its_database_says_what_to_run(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    environment.setenv("SLACK_SIGNING_SECRET", "s")

    with pytest.raises(OperatorError, match="pushback migrate"):
        CliRunner().invoke(cli.cli, ["web"], catch_exceptions=False)


def test_a_broken_playbook_stops_the_start(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "playbooks" / "mine").mkdir(parents=True)
    (tmp_path / "playbooks" / "mine" / "playbook.yaml").write_text("id: mine\nstepz: {}\n")
    environment.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    environment.setenv("SLACK_SIGNING_SECRET", "s")
    environment.setenv("PUSHBACK_PLAYBOOKS", "playbooks")

    with pytest.raises(OperatorError, match=r"playbook\.yaml:2"):
        CliRunner().invoke(cli.cli, ["web"], catch_exceptions=False)


async def test_one_turn_of_the_worker_at_a_given_moment(slack: Slack, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_BOT_TOKEN", slack.token)
    environment.setenv("SLACK_API_URL", slack.api_url)
    await asyncio.to_thread(_run, "migrate")

    done = await asyncio.to_thread(_run, "worker", "--once", "--now", "2026-03-26T09:00+01:00")

    assert done.exit_code == 0, done.output
    assert "0 deliveries" in done.output


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("worker", "--once", "--now", "tomorrow"), "expected a moment"),
        (("worker", "--once", "--now", "2026-03-26T09:00"), "needs a zone"),
        (("worker", "--now", "2026-03-26T09:00Z"), "goes with --once"),
        (("demo", "--port", "70000"), "65535"),
    ],
)
def test_a_wrong_option_is_explained(words: tuple[str, ...], complaint: str) -> None:
    answer = _run(*words)

    assert answer.exit_code == 2
    assert complaint in answer.output


async def test_the_doctor_finds_everything_well(slack: Slack, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_BOT_TOKEN", slack.token)
    environment.setenv("SLACK_API_URL", slack.api_url)
    environment.setenv("PUSHBACK_SECRET_KEYS", "a" * 43 + "=")
    await asyncio.to_thread(_run, "migrate")

    visit = await asyncio.to_thread(_run, "doctor")

    assert visit.exit_code == 0, visit.output
    assert "✗" not in visit.output
    assert "✓ Slack knows the bot in the workspace Harbour Mills." in visit.output
    assert "! No worker has run yet." in visit.output


async def test_the_doctor_says_what_to_do(slack: Slack, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "xoxb-wrong")
    environment.setenv("SLACK_API_URL", slack.api_url)

    visit = await asyncio.to_thread(_run, "doctor")

    assert visit.exit_code == 1
    assert "! Quotes and notes are stored unencrypted." in visit.output
    assert "✗ The database cannot be worked with." in visit.output
    assert "pushback migrate" in visit.output
    assert "✗ Slack refuses the bot token (invalid_auth)." in visit.output
    assert "xoxb-wrong" not in visit.output


def test_the_doctor_finds_slack_out_of_reach(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    environment.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")

    visit = _run("doctor")

    assert visit.exit_code == 1
    assert "✗ Slack does not answer" in visit.output


def test_the_doctor_names_every_bad_variable(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PORT", "x")

    visit = _run("doctor")

    assert visit.exit_code == 1
    assert "PORT is not valid" in visit.output
    assert "SLACK_BOT_TOKEN is missing" in visit.output


def test_a_taken_port_is_told(environment: pytest.MonkeyPatch) -> None:
    del environment
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        with pytest.raises(OperatorError, match="--port"):
            CliRunner().invoke(cli.cli, ["demo", "--port", str(other.getsockname()[1])], catch_exceptions=False)


async def test_the_demo_plays_and_ends(tmp_path: Path) -> None:
    port = _free_port()
    demo = await _start("demo", "--port", str(port), "--keep", str(tmp_path / "kept.sqlite3"))

    page = await _page(f"http://127.0.0.1:{port}/", demo)
    foreign = await _page(f"http://127.0.0.1:{port}/", demo, host="evil.example")
    ready = await _page(f"http://127.0.0.1:{port}/readyz", demo)
    demo.send_signal(signal.SIGINT)
    out, err = await asyncio.wait_for(demo.communicate(), START_SECONDS)

    assert "Harbour Mills" in page
    assert "this computer only" in foreign
    assert '"ready"' in ready
    assert f"http://127.0.0.1:{port}" in out.decode()
    assert b"Traceback" not in err
    assert (tmp_path / "kept.sqlite3").exists()


@pytest.fixture
async def web(slack: Slack, environment: pytest.MonkeyPatch) -> AsyncIterator[tuple[Process, str]]:
    port = _free_port()
    environment.setenv("SLACK_BOT_TOKEN", slack.token)
    environment.setenv("SLACK_API_URL", slack.api_url)
    environment.setenv("SLACK_SIGNING_SECRET", SECRET)
    environment.setenv("PORT", str(port))
    environment.setenv("LOG_LEVEL", "DEBUG")
    await asyncio.to_thread(_run, "migrate")
    process = await _start("web")
    await _page(f"http://127.0.0.1:{port}/healthz", process)
    yield process, f"http://127.0.0.1:{port}"
    if process.returncode is None:
        process.kill()


async def test_the_web_process_ends_in_peace(web: tuple[Process, str]) -> None:
    process, _ = web

    began = perf_counter()
    process.send_signal(signal.SIGTERM)
    _, err = await asyncio.wait_for(process.communicate(), START_SECONDS)

    assert perf_counter() - began < 5
    assert b"Traceback" not in err


async def test_the_log_holds_no_words_and_no_token_even_at_debug(web: tuple[Process, str], slack: Slack) -> None:
    process, address = web
    asked = command(
        team_id=slack.desk.team.id,
        user_id="U01MAYA",
        text="their very words",
        trigger_id=slack.desk.trigger("U01MAYA"),
        response_url=slack.desk.response_url("U01MAYA", "C01GENERAL"),
    )
    body = urlencode(asked).encode()
    headers = dict(signed(body, FORM, at=str(int(Clock().now().timestamp()))))

    async with (
        ClientSession() as session,
        session.post(f"{address}/slack/events", data=body, headers=headers) as answer,
    ):
        status = answer.status
    process.send_signal(signal.SIGTERM)
    _, err = await asyncio.wait_for(process.communicate(), START_SECONDS)

    assert status == 200
    assert slack.desk.top_view("U01MAYA") is not None
    assert b"very words" not in err
    assert b"xoxb" not in err
    assert b"Maya" not in err


async def _start(*words: str) -> Process:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *words, env=environment, stdout=PIPE, stderr=PIPE
    )


async def _page(address: str, process: Process, host: str | None = None) -> str:
    """Return a page of a process that may be starting still."""
    headers = {"Host": host} if host else {}
    async with asyncio.timeout(START_SECONDS), ClientSession() as session:
        while True:
            assert process.returncode is None
            try:
                async with session.get(address, headers=headers) as answer:
                    return await answer.text()
            except ClientError:
                await asyncio.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
