"""Clocks that jump while workers work: nothing doubled, nothing missed."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store.tables import DeliveryState
from tests.chaos.crew import SPEED, gathered, seeded

pytestmark = pytest.mark.chaos

JUMPS = (timedelta(seconds=90), timedelta(seconds=-90), timedelta(days=1), timedelta(hours=-3))


async def test_clocks_that_jump_double_nothing_and_miss_nothing(postgresql_url: str, tmp_path: Path) -> None:
    with seeded() as rng:
        async with gathered(postgresql_url, tmp_path, rng) as crew:
            crew.slack.faulty, crew.slack.fails_at = 0.2, {"chat.postMessage"}  # who may look for a day gives up
            began = json.loads(crew.clock_path.read_text())["began"]
            crew.starts()
            crew.starts()
            moved = timedelta()
            for jump in (timedelta(), *JUMPS):
                moved += jump
                crew.clock.set(speed=SPEED, moved=moved.total_seconds(), began=began)
                for soon in range(4):
                    await crew.plans(5, due_at=crew.clock.now() + timedelta(seconds=soon * SPEED))
                await asyncio.sleep(4)
            crew.slack.faulty = 0.0
            crew.clock.set(speed=SPEED, moved=(moved + timedelta(hours=4)).total_seconds(), began=began)

            rows = await crew.rests(within=60)

            assert crew.slack.doubled == []
            assert len(rows) == 100
            assert {row.state for row in rows} <= {DeliveryState.SENT, DeliveryState.FAILED}
            assert crew.slack.places() == {row.id: row.slack_ts for row in rows if row.state is DeliveryState.SENT}
