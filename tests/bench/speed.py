"""How fast `/pushback` and a saved step are answered, beside a bare Bolt handler: same machine, same load.

The servers run on one core and are measured in turn, the load and the stand-in Slack share the other. Several rounds
are gone through and the median of each figure is told: what else the machine does comes and goes.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any, Final

import uvloop
from aiohttp import ClientSession

from bot.app import App, build
from bot.config import Settings
from tests.bench.load import SECRET, TRAINERS, Body, Timing, at_a_pace, at_full_speed, command, signed, submission
from tests.bench.machine import described, make_durable
from tests.bench.servers import Server, run, running, uvicorn
from tests.support.asgi import call
from tests.support.databases import cluster
from tests.support.stored import counted

ROUNDS: Final = 3
SECONDS: Final = 3.0  # of each load in each round
AT_ONCE: Final = 32
PACE: Final = 300  # requests a second
_KEY: Final = "cHVzaGJhY2sncyB0ZXN0cyBzZWFsIHdpdGggdGhpcyE="

AIM_SHARE: Final = 0.5  # of the bare handler's acks, for the command
AIM_P99: Final = 500  # milliseconds at the pace
AIM_STATEMENTS: Final = {"(b)": 4, "(c)": 8}
AIM_MEMORY: Final = 150  # MiB
AIM_START: Final = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Round:
    """What one round showed of one server under one kind of request."""

    full: Timing
    paced: Timing
    cpu: float  # milliseconds of the server's processor time a request, at full speed
    memory: float  # MiB resident, afterwards


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    server: Server
    body: Body
    statements: int | None = None  # sent to the database a request; None: it has none
    rounds: list[Round] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where Slack posts."""
        return f"{self.server.url}/slack/events"

    def typical(self, figure: Callable[[Round], float]) -> float:
        """Return the median of a figure over the rounds."""
        return median(map(figure, self.rounds))

    def failures(self) -> int:
        """Return how many requests were not answered as they should."""
        return sum(each.full.failures + each.paced.failures for each in self.rounds)


def measure() -> list[Row]:
    """Measure (a) the bare handler, (b) the command and (c) the step, the latter two on both engines."""
    with ExitStack() as stack:
        rows = list(_rows(stack))
        for row in rows:
            uvloop.run(at_full_speed(row.url, row.body, seconds=1, at_once=AT_ONCE))  # warm
        for _ in range(ROUNDS):
            for row in rows:
                row.rounds.append(_round(row))
        return rows


def main() -> None:
    """Print the machine, the table and which aims were reached."""
    for line in (*_header(), *_table(rows := measure()), *_verdicts(rows)):
        print(line, flush=True)  # noqa: T201  printing is the purpose


def _rows(stack: ExitStack) -> Iterator[Row]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    slack = stack.enter_context(running(uvicorn("tests.bench.standin:build"), {}, core=1, probe="/last_view"))
    postgres = stack.enter_context(cluster())
    make_durable(postgres)
    told = {"SLACK_SIGNING_SECRET": SECRET, "SLACK_API_URL": f"{slack.url}/api/"}
    yield Row("(a) bare Bolt", stack.enter_context(running(uvicorn("tests.bench.bare:build"), told)), command)
    databases = {
        "SQLite": f"sqlite:///{folder}/bench.sqlite3",
        "PostgreSQL": stack.enter_context(postgres.database()),
    }
    for engine, address in databases.items():
        environment = _environment(slack, address)
        run(["migrate"], environment)
        server = stack.enter_context(running([sys.executable, "-m", "bot", "web"], environment))
        step = submission(uvloop.run(_last_view(slack)))
        commands, steps = uvloop.run(_statements(environment, command, step))
        yield Row(f"(b) /pushback, {engine}", server, command, commands)
        yield Row(f"(c) step saved, {engine}", server, step, steps)


def _round(row: Row) -> Round:
    before = row.server.cpu_seconds()
    full = uvloop.run(at_full_speed(row.url, row.body, seconds=SECONDS, at_once=AT_ONCE))
    cpu = (row.server.cpu_seconds() - before) * 1000 / full.requests
    paced = uvloop.run(at_a_pace(row.url, row.body, seconds=SECONDS, per_second=PACE))
    return Round(full, paced, cpu, row.server.memory())


def _header() -> Iterator[str]:
    yield from described()
    yield f"median of {ROUNDS} rounds of {SECONDS:.0f} s each; {AT_ONCE} requests at once, or {PACE} a second"
    yield ""


def _table(rows: Sequence[Row]) -> Iterator[str]:
    columns = ("acks/s", "of (a)", "p50 ms", "p99 ms", f"p99, {PACE}/s", "CPU ms", "statements", "MiB", "start s")
    yield f"{'':<28}" + "".join(f"{column:>12}" for column in (*columns, "failed"))
    for row in rows:
        yield f"{row.name:<28}" + "".join(f"{cell:>12}" for cell in _cells(row, rows[0]))
    yield ""


def _cells(row: Row, bare: Row) -> Iterator[str]:
    yield f"{row.typical(_rate):.0f}"
    yield f"{_share(row, bare):.2f}"
    yield f"{row.typical(lambda each: each.full.p50):.1f}"
    yield f"{row.typical(lambda each: each.full.p99):.1f}"
    yield f"{row.typical(_paced_p99):.1f}"
    yield f"{row.typical(lambda each: each.cpu):.2f}"
    yield "-" if row.statements is None else str(row.statements)
    yield f"{_memory(row):.0f}"
    yield f"{row.server.first_answer:.1f}"
    yield str(row.failures())


def _verdicts(rows: Sequence[Row]) -> Iterator[str]:
    """Tell of each aim whether this run reached it."""
    for row in rows[1:]:
        kind = row.name[:3]
        reached = {
            f"p99 at {PACE}/s below {AIM_P99} ms": row.typical(_paced_p99) < AIM_P99,
            f"at most {AIM_STATEMENTS[kind]} statements": (row.statements or 0) <= AIM_STATEMENTS[kind],
            f"below {AIM_MEMORY} MiB": _memory(row) < AIM_MEMORY,
            f"started within {AIM_START:.0f} s": row.server.first_answer < AIM_START,
        }
        if kind == "(b)":
            reached = {f"at least {AIM_SHARE} of (a)": _share(row, rows[0]) >= AIM_SHARE, **reached}
        yield f"{row.name:<28}" + "; ".join(f"{'yes' if is_so else 'NO'}: {aim}" for aim, is_so in reached.items())


def _rate(each: Round) -> float:
    return each.full.rate


def _paced_p99(each: Round) -> float:
    return each.paced.p99


def _share(row: Row, bare: Row) -> float:
    """Return the acks a second as a share of the bare handler's, round by round."""
    return median(mine.full.rate / its.full.rate for mine, its in zip(row.rounds, bare.rounds, strict=True))


def _memory(row: Row) -> float:
    return max(each.memory for each in row.rounds)


async def _statements(environment: Mapping[str, str], *bodies: Body) -> list[int]:
    """Return how many statements each kind of request takes: the fewest of several, as the worker has some too."""
    settings = Settings.model_validate({name.lower(): value for name, value in environment.items()})
    app = build(settings, with_worker=False)
    async with app.web.router.lifespan_context(app.web):
        return [await _fewest(app, body) for body in bodies]


async def _fewest(app: App, body: Body) -> int:
    counts = []
    for number in range(10):
        sent = body(10**8 + number * TRAINERS)  # of one trainer, who is a stranger but once
        with counted(app.store) as statements:
            await call(app.web, headers=list(signed(sent).items()), pieces=[sent])
        counts.append(len(statements))
    return min(counts)


def _environment(slack: Server, database_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": database_url,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_API_URL": f"{slack.url}/api/",
        "PUSHBACK_SECRET_KEYS": _KEY,
        "LOG_LEVEL": "ERROR",
    }


async def _last_view(slack: Server) -> dict[str, Any]:
    async with ClientSession() as session, session.get(f"{slack.url}/last_view") as answer:
        view: dict[str, Any] = await answer.json()
        return view


if __name__ == "__main__":
    main()
