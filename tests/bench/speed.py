"""How fast `/pushback` and a saved step are answered, beside a bare Bolt handler: same machine, same load.

The server runs on one core, the load and the stand-in Slack share the other; all three are processes of their own and
talk over loopback only.
"""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Final

from aiohttp import ClientSession

from bot.app import build
from bot.config import Settings
from tests.bench.load import SECRET, Body, Timing, at_a_pace, at_full_speed, command, signed, submission
from tests.support.asgi import call
from tests.support.databases import Cluster, cluster
from tests.support.stored import counted

REQUESTS: Final = 2000
AT_ONCE: Final = 32
PACE: Final = 300  # requests a second
PACED: Final = 1500
PATIENCE: Final = 30  # seconds until a process must answer
_ROOT: Final = Path(__file__).parents[2]
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_KEY: Final = "cHVzaGJhY2sncyB0ZXN0cyBzZWFsIHdpdGggdGhpcyE="


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    full: Timing
    paced: Timing
    statements: int | None  # sent to the database a request; None: it has none
    cpu: float  # milliseconds of the server's processor time a request, at full speed
    memory: float  # MiB resident, afterwards
    first_ack: float  # seconds from the start of the process


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and the time it took to its first answer."""

    process: subprocess.Popen[bytes]
    url: str
    first_ack: float

    def cpu_seconds(self) -> float:
        """Return the processor time used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def memory(self) -> float:
        """Return the resident memory in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def measure() -> Iterator[Row]:
    """Measure (a) the bare handler, (b) the command and (c) the step, the latter two on both engines."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        slack = stack.enter_context(_running(_uvicorn("tests.bench.standin:build"), {}, core=1, probe="/last_view"))
        postgres = stack.enter_context(cluster())
        _make_durable(postgres)
        told = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": f"{slack.url}/api/"}
        with _running(_uvicorn("tests.bench.bare:build"), told) as server:
            yield _row("(a) bare Bolt", server, command, None)
        for engine, address in (
            ("SQLite", f"sqlite:///{folder}/bench.sqlite3"),
            ("PostgreSQL", stack.enter_context(postgres.database())),
        ):
            yield from _ours(engine, _environment(slack, address), slack)


def main() -> None:
    """Print the table."""
    columns = ("acks/s", "p50 ms", "p99 ms", f"p99 at {PACE}/s", "CPU ms", "statements", "MiB", "start s", "failed")
    print(f"{'':<28}" + "".join(f"{column:>14}" for column in columns))  # noqa: T201  printing is the purpose
    for row in measure():
        print(f"{row.name:<28}" + "".join(f"{cell:>14}" for cell in _cells(row)))  # noqa: T201


def _cells(row: Row) -> Iterator[str]:
    timings = (row.full.rate, row.full.p50, row.full.p99, row.paced.p99, row.cpu)
    yield from (f"{number:.1f}" for number in timings)
    yield "-" if row.statements is None else str(row.statements)
    yield from (f"{number:.1f}" for number in (row.memory, row.first_ack))
    yield str(row.full.failures + row.paced.failures)


def _ours(engine: str, environment: Mapping[str, str], slack: Server) -> Iterator[Row]:
    subprocess.run([sys.executable, "-m", "bot", "migrate"], env=environment, cwd=_ROOT, check=True)
    with _running([sys.executable, "-m", "bot", "web"], environment) as server:
        yield _row(f"(b) /pushback, {engine}", server, command, asyncio.run(_statements(environment, command)))
        step = submission(asyncio.run(_last_view(slack)))
        yield _row(f"(c) step saved, {engine}", server, step, asyncio.run(_statements(environment, step)))


async def _statements(environment: Mapping[str, str], body: Body) -> int:
    """Return how many statements one request takes: the fewest of several, as the worker beside it has some too."""
    app = build(Settings.model_validate({name.lower(): value for name, value in environment.items()}))
    counts = []
    async with app.web.router.lifespan_context(app.web):
        for number in range(10):
            sent = body(10**8 + number)
            with counted(app.store) as statements:
                await call(app.web, headers=list(signed(sent).items()), pieces=[sent])
            counts.append(len(statements))
    return min(counts)


def _row(name: str, server: Server, body: Body, statements: int | None) -> Row:
    events = f"{server.url}/slack/events"
    asyncio.run(at_full_speed(events, body, requests=AT_ONCE * 4, at_once=AT_ONCE))  # warm
    before = server.cpu_seconds()
    full = asyncio.run(at_full_speed(events, body, requests=REQUESTS, at_once=AT_ONCE))
    cpu = (server.cpu_seconds() - before) * 1000 / REQUESTS
    paced = asyncio.run(at_a_pace(events, body, requests=PACED, per_second=PACE))
    return Row(name, full, paced, statements, cpu, server.memory(), server.first_ack)


@contextmanager
def _running(
    start: list[str], environment: Mapping[str, str], *, core: int = 0, probe: str = "/slack/events"
) -> Iterator[Server]:
    port = _free_port()
    began = monotonic()
    process = subprocess.Popen(  # noqa: S603  our own commands
        start, env={**os.environ, **environment, "PORT": str(port), "UVICORN_PORT": str(port)}, cwd=_ROOT
    )
    try:
        os.sched_setaffinity(process.pid, {core % (os.cpu_count() or 1)})
        url = f"http://127.0.0.1:{port}"
        asyncio.run(_first_answer(process, url + probe))
        yield Server(process, url, monotonic() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)


def _uvicorn(factory: str) -> list[str]:
    return [sys.executable, "-m", "uvicorn", "--factory", factory, "--no-access-log", "--log-level", "warning"]


def _environment(slack: Server, database_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_API_URL": f"{slack.url}/api/",
        "PUSHBACK_SECRET_KEYS": _KEY,
        "LOG_LEVEL": "WARNING",
    }


def _make_durable(postgres: Cluster) -> None:
    """Undo what makes the tests' server fast and its commits unsafe."""
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        postgres._admin.execute(f"ALTER SYSTEM RESET {setting}")
    postgres._admin.execute("SELECT pg_reload_conf()")


async def _first_answer(process: subprocess.Popen[bytes], url: str) -> None:
    """Wait until a server answers at all, if only that a GET is not what it serves."""
    deadline = monotonic() + PATIENCE
    async with ClientSession() as session:
        while monotonic() < deadline:
            if process.poll() is not None:
                raise SystemExit(f"{process.args!r} ended with {process.returncode}")
            try:
                async with session.get(url) as answer:
                    await answer.read()
            except OSError:
                await asyncio.sleep(0.02)
            else:
                return
    raise SystemExit(f"{process.args!r} did not answer within {PATIENCE} s")


async def _last_view(slack: Server) -> dict[str, Any]:
    async with ClientSession() as session, session.get(f"{slack.url}/last_view") as answer:
        view: dict[str, Any] = await answer.json()
        return view


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
