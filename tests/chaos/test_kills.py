"""Workers that die at any moment, over a Slack that fails three times in ten: nothing doubled, nothing lost."""

import asyncio
import contextlib
import signal
import subprocess
from pathlib import Path
from random import Random

import psycopg
import pytest

from bot.store.tables import DeliveryState
from tests.chaos.crew import GIVEN_UP, Crew, gathered, patiently, seeded

pytestmark = pytest.mark.chaos

DELIVERIES, KILLS, FAULTY = 300, 15, 0.3


async def test_three_workers_that_are_killed_on_postgresql(postgresql_url: str, tmp_path: Path) -> None:
    with seeded() as rng:
        async with gathered(postgresql_url, tmp_path, rng) as crew:
            await _storm(crew, rng, workers=3, severs=True)
            await _everything_arrives(crew)

            rows = await crew.rows()

            assert (crew.killed, len(rows) >= DELIVERIES) == (KILLS, True)
            assert crew.slack.doubled == []
            assert {row.state for row in rows} == {DeliveryState.SENT}
            assert crew.slack.places() == {row.id: row.slack_ts for row in rows}


async def test_one_worker_that_is_killed_on_sqlite(sqlite_url: str, tmp_path: Path) -> None:
    with seeded() as rng:
        async with gathered(sqlite_url, tmp_path, rng) as crew:
            await _storm(crew, rng, workers=1)
            await _everything_arrives(crew)

            rows = await crew.rows()

            assert (crew.killed, len(rows) >= DELIVERIES) == (KILLS, True)
            assert crew.slack.doubled == []
            assert {row.state for row in rows} == {DeliveryState.SENT}
            assert crew.slack.places() == {row.id: row.slack_ts for row in rows}


async def test_where_nobody_may_look_nothing_is_doubled_and_the_book_says_what_is_unconfirmed(
    postgresql_url: str, tmp_path: Path
) -> None:
    with seeded() as rng:
        async with gathered(postgresql_url, tmp_path, rng) as crew:
            crew.slack.may_look = False
            await _storm(crew, rng, workers=3, kills=8)
            await _everything_arrives(crew)

            rows = await crew.rows()

            arrived = crew.slack.places()
            assert len(rows) >= DELIVERIES
            assert crew.slack.doubled == []
            assert {row.state for row in rows} == {DeliveryState.SENT, DeliveryState.UNCONFIRMED}
            assert {row.state for row in rows if row.id not in arrived} == {DeliveryState.UNCONFIRMED}
            assert {row.id: row.slack_ts for row in rows if row.state is DeliveryState.SENT}.items() <= arrived.items()


async def test_a_worker_that_was_frozen_while_it_waited_for_an_answer_doubles_nothing(
    postgresql_url: str, tmp_path: Path
) -> None:
    with seeded() as rng:
        async with gathered(postgresql_url, tmp_path, rng) as crew:
            crew.slack.stalled_for = 1.0
            await crew.plans(10)
            frozen = crew.starts()
            await _until_asked(crew, "chat.postMessage", 10)

            frozen.send_signal(signal.SIGSTOP)
            crew.slack.stalled_for = 0.0
            other = crew.starts()
            await crew.ages(0)
            rows = await crew.rests(within=60)
            await _goes_on(crew, frozen, instead_of=other)

            assert crew.slack.doubled == []
            assert (len(rows), {row.state for row in rows}) == (10, {DeliveryState.SENT})
            assert crew.slack.places() == {row.id: row.slack_ts for row in await crew.rows()}


async def test_a_worker_that_was_frozen_before_it_sent_sends_nothing_afterwards(
    postgresql_url: str, tmp_path: Path
) -> None:
    with seeded() as rng:
        async with gathered(postgresql_url, tmp_path, rng) as crew:
            await crew.plans(10)
            with psycopg.connect(postgresql_url) as connection:
                connection.execute("LOCK TABLE executive IN ACCESS EXCLUSIVE MODE")  # whatever a card is made of
                frozen = crew.starts()
                await _until_sending(crew, 10)
                frozen.send_signal(signal.SIGSTOP)

            other = crew.starts()
            await crew.ages(0)
            rows = await crew.rests(within=60)
            await _goes_on(crew, frozen, instead_of=other)

            assert crew.slack.doubled == []
            assert {row.state for row in rows} == {DeliveryState.SENT}


async def _goes_on(crew: Crew, frozen: subprocess.Popen[bytes], *, instead_of: subprocess.Popen[bytes]) -> None:
    """Let a frozen worker finish its turn alone, and take another one that proves it."""
    crew.kills(instead_of)
    frozen.send_signal(signal.SIGCONT)
    await crew.plans(1)
    await crew.rests(within=60)


async def _storm(crew: Crew, rng: Random, *, workers: int, kills: int = KILLS, severs: bool = False) -> None:
    """Plan deliveries while workers are killed, one after the other, each once it has had time to begin."""
    crew.slack.faulty = FAULTY
    crew.slack.stalled_for = 0.02
    for _ in range(workers):
        crew.starts()
    for number in range(kills):
        await patiently(lambda: crew.plans(-(-DELIVERIES // kills)))
        before = crew.slack.asked["chat.postMessage"]
        await _until_asked(crew, "chat.postMessage", before + rng.randrange(1, 12), within=5)
        crew.kills(rng.choice(crew.processes))
        crew.starts()
        await patiently(crew.ages)
        if severs and number % 4 == 3:
            crew.severs()


async def _everything_arrives(crew: Crew) -> None:
    crew.slack.faulty = 0.0
    rows = await crew.rests(within=90)
    await crew.tries_anew([row for row in rows if row.state in GIVEN_UP])
    await crew.rests(within=60)


async def _until_asked(crew: Crew, method: str, count: int, within: float = 20) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(within):
            while crew.slack.asked[method] < count:  # noqa: ASYNC110  another process asks
                await asyncio.sleep(0.005)


async def _until_sending(crew: Crew, count: int) -> None:
    async with asyncio.timeout(20):
        while [row.state for row in await crew.rows()].count(DeliveryState.SENDING) < count:  # noqa: ASYNC110  likewise
            await asyncio.sleep(0.02)
