import asyncio
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import date, time, timedelta
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

import pytest
from aiohttp import ClientError, ClientSession
from typer.testing import CliRunner, Result

from bot import cli
from bot.clock import Clock
from bot.coach.coach import Coach
from bot.coach.deliveries import plan_help
from bot.coach.planning import opened, replan_all
from bot.coaching.nudges import own
from bot.config import Settings
from bot.errors import OperatorError
from bot.store.store import Store, open_store
from tests.support.asgi import FORM, SECRET, command, signed
from tests.support.logs import logs_as_before
from tests.support.outgoing import MAYA, shipped
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


async def test_one_turn_at_a_given_moment_sends_what_is_due_then_once(
    slack: Slack, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("SLACK_BOT_TOKEN", slack.token)
    environment.setenv("SLACK_API_URL", slack.api_url)
    await asyncio.to_thread(_run, "migrate")
    await _remind_maya(slack, tmp_path, date(2027, 3, 4))
    told = []

    for moment in ("2027-03-04T08:59Z", "2027-03-04T09:00Z", "2027-03-04T10:00+01:00", "2027-03-04T09:30Z"):
        done = await asyncio.to_thread(_run, "worker", "--once", "--now", moment)
        assert done.exit_code == 0, done.output
        told.append([message.text for message in slack.told(slack.desk.app_channel(MAYA.id).id)])

    assert [len(texts) for texts in told] == [0, 1, 1, 1]
    assert "Send the outline" in told[1][0]


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


async def test_a_web_process_with_a_worker_sends_what_no_request_of_its_own_has_planned(
    slack: Slack, environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    port = _free_port()
    environment.setenv("SLACK_BOT_TOKEN", slack.token)
    environment.setenv("SLACK_API_URL", slack.api_url)
    environment.setenv("SLACK_SIGNING_SECRET", SECRET)
    environment.setenv("PORT", str(port))
    await asyncio.to_thread(_run, "migrate")
    await _leave_an_answer_for_maya(slack, tmp_path)

    process = await _start("web", "--with-worker")
    try:
        async with asyncio.timeout(START_SECONDS):
            while not slack.told(slack.desk.app_channel(MAYA.id).id):
                assert process.returncode is None
                await asyncio.sleep(0.05)
        ready = await _page(f"http://127.0.0.1:{port}/readyz?worker", process)
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.wait_for(process.communicate(), START_SECONDS)
    finally:
        if process.returncode is None:
            process.kill()

    assert '"ready"' in ready
    assert b"Traceback" not in err


async def _remind_maya(slack: Slack, folder: Path, day: date) -> None:
    """Plan a reminder of Maya's own, at nine o'clock of a day."""
    async with _store(folder) as store:
        coach = Coach(store, shipped(), Clock())
        async with store.work(slack.desk.team.id) as work:
            await work.people.save(MAYA)
            await work.nudges.put(MAYA.id, [own("", "1", "Send the outline", day, time(9))], coach.clock.now())
            await replan_all(await opened(coach, work, MAYA, coach.clock.now()))


async def _leave_an_answer_for_maya(slack: Slack, folder: Path) -> None:
    """Plan the answer to a message of Maya's that came an hour ago."""
    async with _store(folder) as store, store.work(slack.desk.team.id) as work:
        await work.people.save(MAYA)
        await plan_help(work, MAYA.id, "Ev1", Clock().now() - timedelta(hours=1))


@asynccontextmanager
async def _store(folder: Path) -> AsyncIterator[Store]:
    store = open_store(f"sqlite:///{folder}/pushback.sqlite3")
    yield store
    await store.close()


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
