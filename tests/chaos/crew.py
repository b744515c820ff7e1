"""Worker processes on one database, which are killed, stopped and started; and what they are to deliver."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random, SystemRandom
from typing import TypeVar

import psycopg
from sqlalchemy import func, select, update

from bot.coaching.case import Case
from bot.errors import BotError
from bot.store.store import Store, open_store
from bot.store.tables import DeliveryRow, DeliveryState
from tests.chaos.process import FastClock
from tests.chaos.slack import TEAM, Slack
from tests.support.databases import KEY
from tests.support.outgoing import DANA, MAYA, PLAYBOOK, new_case, shipped
from tests.support.playground import listen, serve

SPEED = 40.0  # a look for a lost message is due after 2.25 s
ROOT = Path(__file__).parents[2]
OPEN = {DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.UNKNOWN}
GIVEN_UP = {DeliveryState.FAILED, DeliveryState.QUARANTINED}

T = TypeVar("T")


@contextmanager
def seeded() -> Iterator[Random]:
    """Give a source of chance whose seed is printed when the test fails; CHAOS_SEED sets it."""
    seed = int(os.environ.get("CHAOS_SEED") or SystemRandom().randrange(1_000_000))
    print(f"Run it again with CHAOS_SEED={seed}.")  # noqa: T201  shown when the test fails
    yield Random(seed)  # noqa: S311  faults, no secrets


@dataclass(slots=True)
class Crew:
    """The processes, and the store that they and the test work on."""

    url: str
    store: Store
    slack: Slack
    api_url: str
    clock: FastClock
    clock_path: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    killed: int = 0

    def starts(self, *, paced: bool = False) -> subprocess.Popen[bytes]:
        """Start a worker process; one that is not paced sends as fast as it can."""
        pace = ["paced"] if paced else []
        return self.runs("-m", "tests.chaos.process", str(self.clock_path), *pace)

    def runs(self, *arguments: str, **settings: str) -> subprocess.Popen[bytes]:
        """Start a process of the bot's on the crew's database and Slack."""
        process = subprocess.Popen(  # noqa: S603  our own code, by its own interpreter
            [sys.executable, *arguments],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": self.url,
                "SLACK_BOT_TOKEN": "xoxb-chaos",
                "SLACK_API_URL": self.api_url,
                "PUSHBACK_SECRET_KEYS": KEY,
                **settings,
            },
        )
        self.processes.append(process)
        return process

    def kills(self, process: subprocess.Popen[bytes]) -> None:
        """End a process as a crash does."""
        self.processes.remove(process)
        process.kill()
        process.wait()
        self.killed += 1

    def ends(self) -> None:
        """End whatever runs still."""
        for process in self.processes:
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
        self.processes.clear()

    async def plans(self, count: int, *, people: int = 50, due_at: datetime | None = None) -> list[Case]:
        """Keep cases whose cards are to be sent, and return them."""
        due_at = due_at or self.clock.now()
        cases = [new_case(replace(MAYA, id=f"U{number % people:03}")) for number in range(count)]
        async with self.store.work(TEAM) as work:
            for owner in {case.owner_id for case in cases}:
                await work.people.save(replace(MAYA, id=owner))
            for case in cases:
                await work.cases.add(case)
                await work.deliveries.plan(
                    "card", case.owner_id, dedupe_key=f"card:{case.id}", subject_id=case.id, due_at=due_at
                )
        return cases

    async def ages(self, seconds: float = 3.0) -> None:
        """Let the leases run out that are older than a worker whose time runs fast would keep them."""
        old = datetime.now(UTC) - timedelta(seconds=seconds)
        async with self.store.sweep() as sweep:
            await sweep.sending._desk.write(
                update(DeliveryRow)
                .where(DeliveryRow.lease_until.is_not(None), DeliveryRow.lease_until < old + timedelta(seconds=120))
                .values(lease_until=old)
            )

    async def rows(self) -> list[DeliveryRow]:
        """Return the book."""
        async with self.store.survey() as survey:
            found = await survey.sending._desk.run(select(DeliveryRow))
            return list(found.scalars())

    async def rests(self, within: float, *, aging: float | None = 3.0) -> list[DeliveryRow]:
        """Wait until nothing is under way any more, and return the book; leases age meanwhile, unless that is None."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            if aging is not None:
                await patiently(lambda: self.ages(aging))
            if not await patiently(self._under_way):
                return await patiently(self.rows)
            await asyncio.sleep(0.3)
        left = [(row.state, row.last_code) for row in await self.rows() if row.state in OPEN]
        raise AssertionError(f"not at rest: {left}")

    async def _under_way(self) -> int:
        async with self.store.survey() as survey:
            counted = await survey.sending._desk.run(
                select(func.count()).select_from(DeliveryRow).where(DeliveryRow.state.in_(OPEN))
            )
            return int(counted.scalar_one())

    async def tries_anew(self, rows: Collection[DeliveryRow]) -> None:
        """Plan anew what was given up, as the next save does."""
        for row in rows:
            async with self.store.work(TEAM) as work:
                await work.deliveries.plan(
                    row.kind, row.recipient, row.dedupe_key, row.subject_id, due_at=self.clock.now()
                )

    def severs(self) -> None:
        """Kill every backend of the database, as a failover does."""
        with psycopg.connect(self.url) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


async def patiently(ask: Callable[[], Awaitable[T]], *, within: float = 30.0) -> T:
    """Ask the database until it answers: it may have been severed just now, or be busy."""
    until = time.monotonic() + within
    while True:
        try:
            return await ask()
        except BotError:
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.05)


@asynccontextmanager
async def gathered(url: str, folder: Path, rng: Random, *, speed: float = SPEED) -> AsyncIterator[Crew]:
    """Give a crew without a process yet, on a fresh database and a Slack that works."""
    store, slack, path = open_store(url, [KEY]), Slack(rng), folder / "clock.json"
    clock = FastClock(path)
    clock.set(speed=speed)
    async with store.work(TEAM) as work:
        await work.playbooks.keep(PLAYBOOK, shipped().newest(PLAYBOOK), {})
        await work.people.save(MAYA)
        await work.executives.add(DANA)
    async with serve(slack.build(), listen()) as address:
        crew = Crew(url, store, slack, f"{address}/api/", clock, path)
        try:
            yield crew
        finally:
            crew.ends()
            await store.close()
