"""SIGTERM twenty times under load: what was acknowledged is never lost, and what was planned arrives once."""

import asyncio
import json
import signal
import subprocess
import time
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.store.tables import DeliveryState
from tests.bench.load import SECRET, signed
from tests.chaos.crew import Crew, gathered, seeded
from tests.chaos.slack import TEAM
from tests.support.asgi import event
from tests.support.playground import listen

pytestmark = pytest.mark.chaos

TIMES = 20
EXIT_WITHIN = 20.0  # seconds


async def test_nothing_that_was_acknowledged_is_lost_on_sigterm(postgresql_url: str, tmp_path: Path) -> None:
    with seeded() as rng:
        async with gathered(postgresql_url, tmp_path, rng, speed=1.0) as crew:
            acknowledged: set[str] = set()
            crew.slack.stalled_for = 0.1
            for number in range(TIMES):
                process, port = _starts(crew)
                loading = asyncio.create_task(_load(port, f"Ev{number}", acknowledged))
                await _until_more(acknowledged, len(acknowledged) + 3)
                await asyncio.sleep(rng.random() / 3)
                told_at = time.monotonic()
                for _ in range(rng.choice((1, 2))):
                    process.send_signal(signal.SIGTERM)
                await asyncio.to_thread(process.wait, EXIT_WITHIN)
                crew.processes.remove(process)
                assert time.monotonic() - told_at < EXIT_WITHIN
                loading.cancel()
                await asyncio.wait([loading])
            crew.starts()

            rows = await crew.rests(within=90, aging=None)

            helped = {row.dedupe_key.removeprefix("help:") for row in rows if row.kind == "help"}
            assert acknowledged <= helped
            assert len(acknowledged) > TIMES
            assert crew.slack.doubled == []
            assert {row.state for row in rows} == {DeliveryState.SENT}


def _starts(crew: Crew) -> tuple[subprocess.Popen[bytes], int]:
    taken = listen()
    port = int(taken.getsockname()[1])
    taken.close()
    settings = {"SLACK_SIGNING_SECRET": SECRET, "PORT": str(port), "LOG_LEVEL": "ERROR"}
    return crew.runs("-m", "bot", "web", "--with-worker", **settings), port


async def _load(port: int, prefix: str, acknowledged: set[str]) -> None:
    """Write to the bot as fast as it answers, each time as somebody else."""
    number = 0
    async with ClientSession(timeout=ClientTimeout(total=5)) as session:
        while True:
            number += 1
            name = f"{prefix}-{number}"
            body = json.dumps(
                event(
                    team_id=TEAM,
                    event_id=name,
                    event={
                        "type": "message",
                        "channel_type": "im",
                        "channel": "D1",
                        "user": f"U{number:04}",
                        "text": "hello",
                        "ts": f"{time.time():.6f}",
                    },
                )
            ).encode()
            headers = {**signed(body), "Content-Type": "application/json"}
            try:
                async with session.post(f"http://127.0.0.1:{port}/slack/events", data=body, headers=headers) as answer:
                    if answer.status == 200:
                        acknowledged.add(name)
            except (ClientError, TimeoutError):
                await asyncio.sleep(0.05)


async def _until_more(acknowledged: set[str], than: int) -> None:
    async with asyncio.timeout(60):
        while len(acknowledged) <= than:  # noqa: ASYNC110  another process answers
            await asyncio.sleep(0.02)
