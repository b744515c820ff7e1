"""How fast nudges are sent, beside a bare loop that posts the same messages: `python -m tests.bench.dispatch`.

The pace that the outbox keeps (sixty messages a minute into a workspace, one a second into a conversation, and the
first minute after a downtime) is lifted: with it, Slack's limits would be measured. Everything else is as it is sent.
"""

import asyncio
import tempfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import time
from typing import Final

from bot.outbox import AT_ONCE
from bot.store.schema import migrate
from tests.bench import book, sending
from tests.bench.machine import described, make_durable
from tests.bench.sending import NUDGES, PEOPLE, WORKSPACES, Shift
from tests.bench.servers import Server, running, uvicorn
from tests.bench.standin import LATENCY
from tests.support.databases import Cluster, cluster

ROUNDS: Final = 3
SIZES: Final = (10_000, 100_000, 1_000_000)
AIM_SHARE: Final = 0.7  # of the bare loop, with one worker
HEAD_START: Final = 0.7  # seconds for workers to make their connections in
POSTS: Final = 2000  # of the bare loop, in each round
SLOW: Final = 0.1  # seconds to answer, as Slack rather takes them
SLOW_POSTS: Final = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what a way of sending reached in each round."""

    name: str
    nudges: list[float] = field(default_factory=list)  # a second
    with_homes: list[float] = field(default_factory=list)  # until every App Home is refreshed as well; empty: none is


def main() -> None:
    """Print the tables, and whether the aim was reached."""
    for line in chain(described(), _lines()):
        print(line, flush=True)  # noqa: T201  printing is the purpose


def _lines() -> Iterator[str]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        slack, slow = (
            stack.enter_context(
                running(uvicorn("tests.bench.standin:build"), {LATENCY: after}, core=1, probe="/last_view")
            )
            for after in ("0", str(SLOW))
        )
        postgres = stack.enter_context(cluster())
        make_durable(postgres)
        databases = {
            "SQLite": _migrated(f"sqlite:///{folder}/bench.sqlite3"),
            "PostgreSQL": stack.enter_context(postgres.database()),
        }
        yield from _dispatched(databases, slack, slow)
        yield from _idle(databases)
        yield from _claimed(postgres, folder)


def _dispatched(databases: Mapping[str, str], slack: Server, slow: Server) -> Iterator[str]:
    api_url = f"{slack.url}/api/"
    for url in databases.values():
        asyncio.run(sending.fill(url))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        rows = _rounds(processes, databases, api_url)
        slow_url = f"{slow.url}/api/"
        patient = processes.submit(sending.post, databases["SQLite"], slow_url, 1, SLOW_POSTS).result()
        waiting = {name: _sent(processes, url, slow_url, workers=1)[0] for name, url in databases.items()}
    yield f"{WORKSPACES} workspaces of {PEOPLE} with a nudge each; median of {ROUNDS} rounds; pace lifted"
    yield f"{'':<34}" + "".join(f"{column:>14}" for column in ("nudges/s", "of the loop", "with App Home"))
    for row in rows:
        yield f"{row.name:<34}{median(row.nudges):>14.0f}{_share(row, rows[0]):>14.2f}{_with_homes(row):>14}"
    yield ""
    yield f"two workers on PostgreSQL send {_share(rows[4], rows[3]):.2f} times what one does"
    for name, row in zip(databases, rows[2:], strict=False):
        share = _share(row, rows[0])
        yield f"{'yes' if share >= AIM_SHARE else 'NO'}: at least {AIM_SHARE} of the loop with one worker, {name}"
    yield f"when Slack takes {SLOW * 1000:.0f} ms to answer, the bare loop sends {patient:.1f} a second"
    for name, nudges in waiting.items():
        yield f"    and one worker on {name} {nudges:.1f}, {nudges / patient:.1f} times as many, {AT_ONCE} side by side"
    for name, url in databases.items():
        asyncio.run(sending.rewind(url))
        nudge, home = asyncio.run(sending.statements(url, api_url))
        yield f"statements a sent nudge, {name}: {nudge:.1f}, and for the App Home that follows {home:.1f}"
    yield ""


def _rounds(processes: ProcessPoolExecutor, databases: Mapping[str, str], api_url: str) -> list[Row]:
    """Go through all ways of sending in turn, several times."""
    ways: dict[str, Callable[[], tuple[float, float | None]]] = {
        "one worker, SQLite": lambda: _sent(processes, databases["SQLite"], api_url, workers=1),
        "one worker, PostgreSQL": lambda: _sent(processes, databases["PostgreSQL"], api_url, workers=1),
        "two workers, PostgreSQL": lambda: _sent(processes, databases["PostgreSQL"], api_url, workers=2),
        "bare loop": lambda: (processes.submit(sending.post, databases["SQLite"], api_url, 1, POSTS).result(), None),
        f"bare loop, {AT_ONCE} at once": lambda: (
            processes.submit(sending.post, databases["SQLite"], api_url, AT_ONCE, POSTS).result(),
            None,
        ),
    }
    rows = {name: Row(name) for name in ways}
    for _ in range(ROUNDS):
        for name, send in ways.items():
            nudges, with_homes = send()
            rows[name].nudges.append(nudges)
            rows[name].with_homes.extend([with_homes] if with_homes else [])
    bare = [row for name, row in rows.items() if name.startswith("bare")]
    return [*bare, *(row for row in rows.values() if row not in bare)]


def _sent(processes: ProcessPoolExecutor, url: str, api_url: str, *, workers: int) -> tuple[float, float]:
    asyncio.run(sending.rewind(url))
    begin_at = time() + HEAD_START
    pending = [processes.submit(sending.send, url, api_url, core, begin_at) for core in range(workers)]
    shifts: list[Shift] = [each.result() for each in pending]
    began = min(shift.began for shift in shifts)
    nudged, ended = max(shift.nudged for shift in shifts), max(shift.ended for shift in shifts)
    return NUDGES / (nudged - began), NUDGES / (ended - began)


def _idle(databases: Mapping[str, str]) -> Iterator[str]:
    for name, url in databases.items():
        asked = asyncio.run(book.idle(url))
        yield f"statements of an idle minute, {name}: {sum(asked.values())}"
        yield from (f"    {count} {kind}" for kind, count in asked.items())
    yield ""


def _claimed(postgres: Cluster, folder: Path) -> Iterator[str]:
    yield f"one turn's claims, ms, {book.DUE} due: median of {book.TURNS}"
    yield f"{'planned rows':<34}" + "".join(f"{size:>14,}" for size in SIZES) + f"{'last : first':>14}"
    for name in ("SQLite", "PostgreSQL"):
        times = []
        for size in SIZES:
            with ExitStack() as stack:
                file = f"sqlite:///{folder}/book-{size}.sqlite3"
                url = _migrated(file) if name == "SQLite" else stack.enter_context(postgres.database())
                book.fill(url, size)
                times.append(asyncio.run(book.turn(url)))
            Path(folder, f"book-{size}.sqlite3").unlink(missing_ok=True)
        yield f"{name:<34}" + "".join(f"{each:>14.1f}" for each in times) + f"{times[-1] / times[0]:>14.2f}"
    yield ""


def _migrated(url: str) -> str:
    migrate(url)
    return url


def _share(row: Row, other: Row) -> float:
    """Return what one reached as a share of another, round by round."""
    return median(mine / its for mine, its in zip(row.nudges, other.nudges, strict=True))


def _with_homes(row: Row) -> str:
    return f"{median(row.with_homes):.0f}" if row.with_homes else "-"


if __name__ == "__main__":
    main()
