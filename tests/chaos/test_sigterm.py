"""SIGTERM twenty times under load: what was acknowledged is never lost, and what was planned arrives once."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.store.tables import DeliveryState
from tests.bench.load import SECRET, signed
from tests.chaos.crew import ROOT, Crew, gathered, seeded
from tests.chaos.slack import TEAM
from tests.support.asgi import event
from tests.support.databases import KEY
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
                before = len(acknowledged)
                await _until(lambda before=before: len(acknowledged) > before + 3)
                await asyncio.sleep(rng.random() / 3)
                told_at = time.monotonic()
                for _ in range(rng.choice((1, 2))):
                    process.send_signal(signal.SIGTERM)
                await asyncio.to_thread(process.wait, EXIT_WITHIN)
                assert time.monotonic() - told_at < EXIT_WITHIN
                loading.cancel()
                await asyncio.wait([loading])
            crew.clock.set(speed=1.0, moved=0.0)
            crew.starts()

            rows = await crew.rests(within=60, aging=-1000)

            helped = {row.dedupe_key.removeprefix("help:") for row in rows if row.kind == "help"}
            assert acknowledged <= helped
            assert len(acknowledged) > TIMES
            assert crew.slack.doubled == []
            assert {row.state for row in rows} == {DeliveryState.SENT}


def _starts(crew: Crew) -> tuple[subprocess.Popen[bytes], int]:
    taken = listen()
    port = int(taken.getsockname()[1])
    taken.close()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "web", "--with-worker"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": crew.url,
            "SLACK_BOT_TOKEN": "xoxb-chaos",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": crew.api_url,
            "PUSHBACK_SECRET_KEYS": KEY,
            "PORT": str(port),
            "LOG_LEVEL": "ERROR",
        },
    )
    return process, port


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


async def _until(holds: object) -> None:
    async with asyncio.timeout(30):
        while not holds():  # type: ignore[operator]  # noqa: ASYNC110  another process answers
            await asyncio.sleep(0.02)
