"""Digests of many teams while workers are killed and Slack goes wrong: never two for one team and week."""

import asyncio
import contextlib
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from bot.coaching.calendar import WorkingCalendar
from bot.coaching.team import ChannelState, Member, Role, Team, TeamChannel
from bot.coaching.team_week import DigestState
from bot.store.digests import DIGEST
from bot.store.tables import DeliveryRow, DeliveryState
from tests.chaos.crew import OPEN, Crew, gathered, patiently, seeded
from tests.chaos.slack import TEAM
from tests.support.outgoing import MAYA

pytestmark = pytest.mark.chaos

TEAMS, KILLS, FAULTY = 60, 8, 0.2


@pytest.mark.parametrize("may_look", [True, False])
async def test_two_workers_that_are_killed_post_no_digest_twice(
    postgresql_url: str, tmp_path: Path, may_look: bool
) -> None:
    with seeded() as rng:
        async with gathered(postgresql_url, tmp_path, rng) as crew:
            crew.slack.may_look = may_look
            await _founds(crew)
            await _storm(crew, rng)

            rows = await _settled(crew, within=90)
            in_channels = Counter(one.channel for one in crew.slack.messages if one.channel.startswith("C"))
            assert [channel for channel, count in in_channels.items() if count > 1] == []
            assert crew.slack.doubled == []
            assert len(rows) >= TEAMS
            await asyncio.sleep(2)  # the last one's worker writes down what it knows
            await _are_told_as_they_are(crew, {row.recipient for row in rows if row.state is DeliveryState.SENT})


async def _founds(crew: Crew) -> None:
    """Make teams whose digest is due now, each with a channel of its own."""
    now = crew.clock.now()
    async with crew.store.work(TEAM) as work:
        for number in range(TEAMS):
            channel = TeamChannel(f"C{number:03}", f"team-{number}", ChannelState.READY, checked_at=now)
            calendar = WorkingCalendar("UTC", frozenset(range(7)))
            team = Team(
                f"team{number}",
                f"Team {number}",
                calendar,
                day=now.weekday(),
                hour=now.time().replace(second=0, microsecond=0, tzinfo=None),
                channel=channel,
                created_by=MAYA.id,
                created_at=now,
                next_digest_at=now.replace(second=0, microsecond=0),
            )
            await work.teams.save(team)
            await work.teams.put(Member(team.id, MAYA.id, Role.LEAD))


async def _storm(crew: Crew, rng: Random) -> None:
    crew.slack.faulty, crew.slack.stalled_for = FAULTY, 0.05
    crew.starts()
    crew.starts()
    for _ in range(KILLS):
        before = crew.slack.asked["chat.postMessage"]
        await _until_asked(crew, before + rng.randrange(1, 8))
        crew.kills(rng.choice(crew.processes))
        crew.starts()
        await patiently(crew.ages)
    crew.slack.faulty = 0.0


async def _until_asked(crew: Crew, count: int) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(6):
            while crew.slack.asked["chat.postMessage"] < count:  # noqa: ASYNC110  another process asks
                await asyncio.sleep(0.005)


async def _settled(crew: Crew, within: float) -> list[DeliveryRow]:
    """Wait until no digest that was due is under way, and return their rows; those of next week are planned already."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        await patiently(crew.ages)
        found = await patiently(crew.rows)
        rows = [row for row in found if row.kind == DIGEST and row.due_at <= crew.clock.now()]
        if len(rows) >= TEAMS and not any(row.state in OPEN for row in rows):
            return rows
        await asyncio.sleep(0.3)
    raise AssertionError("not at rest")


async def _are_told_as_they_are(crew: Crew, arrived: set[str]) -> None:
    """Prove that what stands in a channel counts as posted, once workers had a turn to note it."""
    async with crew.store.view(TEAM) as work:
        for channel in arrived:
            team_id = f"team{int(channel[1:])}"
            states = [each.state for each in await work.digests.of_team(team_id, 5)]
            assert states.count(DigestState.POSTED) == 1
