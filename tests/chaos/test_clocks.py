"""Clocks that jump while workers work: nothing doubled, nothing missed."""

import asyncio
import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest
from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select

from bot.clock import Clock
from bot.coach.coach import Coach
from bot.coach.planning import opened, replan_all
from bot.coaching import nudges
from bot.coaching.nudges import NudgeState
from bot.outbox import Outbox
from bot.store.store import open_store
from bot.store.tables import DeliveryState, NudgeRow
from bot.worker import Worker
from tests.chaos.crew import GIVEN_UP, OPEN, SPEED, Crew, gathered, seeded
from tests.chaos.slack import TEAM
from tests.support.databases import KEY
from tests.support.outgoing import MAYA, shipped, unhurried

pytestmark = pytest.mark.chaos

JUMPS = (timedelta(seconds=90), timedelta(seconds=-90), timedelta(days=1), timedelta(hours=-3))
FAULTY = 0.2
PEOPLE = 12
A_STEP = timedelta(minutes=20)
A_NIGHT = timedelta(hours=13)
EVENING = 20  # o'clock; no reminder comes from then on until nine
BEGINS = datetime(2026, 3, 25, 8, 0, tzinfo=UTC)  # a Wednesday; on the Sunday, clocks go forward in London
WORKING_DAYS = [datetime(2026, 3, day, tzinfo=UTC).date() for day in (25, 26, 27, 30, 31)]
ENDS = datetime(2026, 4, 2, 12, 0, tzinfo=UTC)


class Moved(Clock):
    """A clock that stands where it was put."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return self.at


async def test_clocks_that_jump_double_nothing_and_miss_nothing(postgresql_url: str, tmp_path: Path) -> None:
    with seeded() as rng:
        async with gathered(postgresql_url, tmp_path, rng) as crew:
            crew.slack.faulty = FAULTY
            began = json.loads(crew.clock_path.read_text())["began"]
            crew.starts()
            crew.starts()
            moved = timedelta()
            for jump in (timedelta(), *rng.sample(JUMPS, len(JUMPS))):
                moved += jump
                crew.clock.set(speed=SPEED, moved=moved.total_seconds(), began=began)
                for soon in range(4):
                    await crew.plans(5, due_at=crew.clock.now() + timedelta(seconds=soon * SPEED))
                await asyncio.sleep(4)
            crew.slack.faulty = 0.0
            crew.clock.set(speed=SPEED, moved=(moved + timedelta(hours=4)).total_seconds(), began=began)

            rows = await crew.rests(within=90)
            await crew.tries_anew([row for row in rows if row.state in GIVEN_UP])
            rows = await crew.rests(within=60)

            assert crew.slack.doubled == []
            assert (len(rows), {row.state for row in rows}) == (100, {DeliveryState.SENT})
            assert crew.slack.places() == {row.id: row.slack_ts for row in rows}


async def test_reminders_come_once_each_though_the_clock_jumps(postgresql_url: str, tmp_path: Path) -> None:
    with seeded() as rng:
        clock = Moved(BEGINS)
        async with gathered(postgresql_url, tmp_path, rng) as crew, ClientSession(timeout=ClientTimeout(10)) as session:
            items = await _planned(crew)
            crew.slack.faulty, crew.slack.fails_at = FAULTY, {"chat.postMessage", "conversations.history"}
            other_store = open_store(postgresql_url, [KEY])
            workers = [_worker(crew, Coach(store, shipped(), clock), session) for store in (crew.store, other_store)]
            jumps = rng.sample(JUMPS * 3, 3 * len(JUMPS))
            while clock.at < ENDS:
                clock.at += A_NIGHT if clock.at.hour >= EVENING else A_STEP
                if jumps and rng.random() < 0.1:
                    clock.at += jumps.pop()
                await _take_turns(workers, clock.at, rng)
            crew.slack.faulty = 0.0
            clock.at = ENDS
            while clock.at < ENDS + timedelta(days=1):
                clock.at += A_STEP
                await _take_turns(workers, clock.at, rng)
            await other_store.close()

            said = Counter(item for message in crew.slack.messages for item in items if f"{item}." in message.said)
            assert said == dict.fromkeys(items, 1)
            assert crew.slack.doubled == []
            assert not {row.state for row in await crew.rows()} & OPEN
            assert await _states(crew) == {NudgeState.SENT}


async def _planned(crew: Crew) -> list[str]:
    """Plan a reminder for everybody and each day, and return their words."""
    items = []
    coach = Coach(crew.store, shipped(), crew.clock)
    async with crew.store.work(TEAM) as work:
        for number in range(PEOPLE):
            person = replace(MAYA, id=f"U{number:02}")
            await work.people.save(person)
            said = [f"Outline {number} of day {day:%d}" for day in WORKING_DAYS]
            own = [nudges.own("", text, f"{text}.", day, time(9)) for text, day in zip(said, WORKING_DAYS, strict=True)]
            await work.nudges.put(person.id, own, BEGINS)
            await replan_all(await opened(coach, work, person, BEGINS))
            items += said
    return items


def _worker(crew: Crew, coach: Coach, session: ClientSession) -> Worker:
    async def client(workspace_id: str) -> AsyncWebClient:
        del workspace_id
        return AsyncWebClient(token="xoxb-1", base_url=crew.api_url, session=session, retry_handlers=[])

    return Worker(Outbox(coach, client, pace=unhurried()), coach.clock)


async def _take_turns(workers: list[Worker], now: datetime, rng: Random) -> None:
    """Let each worker take a turn by its own clock, which is not quite the other's."""
    await asyncio.gather(*(worker.tick(now + timedelta(seconds=rng.randrange(-5, 6))) for worker in workers))


async def _states(crew: Crew) -> set[NudgeState]:
    async with crew.store.survey() as survey:
        found = await survey.sending._desk.run(select(NudgeRow.state).distinct())
        return {NudgeState(state) for (state,) in found}
