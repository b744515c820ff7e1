"""Three days without a worker, in fifty workspaces: one message a person, and every workspace soon."""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.coach.coach import Coach
from bot.coach.deliveries import plan_home
from bot.coach.planning import NUDGE, opened, replan_all
from bot.coaching import nudges
from bot.coaching.nudges import Nudge, NudgeState
from bot.store.ids import new_id
from bot.store.tables import DeliveryRow, NudgeRow
from tests.chaos.crew import Crew, gathered, seeded
from tests.support.outgoing import MAYA, shipped

pytestmark = pytest.mark.chaos

WORKSPACES, PEOPLE, NUDGES = 50, 20, 10  # fifty times two hundred
DAYS = 3
A_MINUTE = 60.0
AT_ONCE = 10  # and then one a second, in a process's first minute
A_TUESDAY = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)
BACK_AT = datetime(2026, 3, 20, 13, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Planned:
    """What the planner made of one person's nudges; everybody else's are the same."""

    nudges: Sequence[Nudge]
    messages: Sequence[DeliveryRow]


async def test_after_three_days_off_everybody_gets_one_message_and_every_workspace_soon(
    postgresql_url: str, tmp_path: Path
) -> None:
    with seeded() as rng:
        async with gathered(postgresql_url, tmp_path, rng, speed=1.0) as crew:
            workspaces = [f"T{number:02}" for number in range(WORKSPACES)]
            people = [f"{each}U{number:02}" for each in workspaces for number in range(PEOPLE)]
            planned = await _plan_first(crew, people[0])
            for workspace_id in workspaces:
                await _plan_alike(crew, planned, [each for each in people[1:] if each.startswith(workspace_id)])
            crew.clock.set(speed=1.0, moved=BACK_AT.timestamp() - time.time())

            crew.starts(paced=True)
            began = await _began(crew)
            await _until_told(crew, len(people), within=4 * A_MINUTE)
            await crew.rests(within=A_MINUTE, aging=None)

            sent = crew.slack.messages
            soon = [message for message in sent if message.at < began + A_MINUTE]
            assert Counter(message.channel for message in sent) == dict.fromkeys((f"D-{each}" for each in people), 1)
            assert {_workspace(message.channel) for message in soon} == set(workspaces)
            assert len(soon) <= AT_ONCE + A_MINUTE
            assert _most_in_a_minute((_workspace(message.channel), message.at) for message in sent) <= 60
            assert await _nudges(crew) == {NudgeState.SENT: WORKSPACES * PEOPLE * NUDGES}


async def _plan_first(crew: Crew, person_id: str) -> Planned:
    """Let the planner plan for one person, and return what it kept."""
    person = replace(MAYA, id=person_id)
    days = [A_TUESDAY.date() + timedelta(days=1 + number % DAYS) for number in range(NUDGES)]
    own = [nudges.own("", new_id(), f"Send outline {number}", day, hour(9)) for number, day in enumerate(days)]
    async with crew.store.work(_workspace(person_id)) as work:
        await work.people.save(person)
        await work.nudges.put(person.id, own, A_TUESDAY)
        coach = Coach(crew.store, shipped(), crew.clock)
        await replan_all(await opened(coach, work, person, A_TUESDAY))
        kept = await work.nudges.open_of(person.id)
    messages = [row for row in await crew.rows() if row.kind == NUDGE]
    assert (len(kept), len(messages)) == (NUDGES, DAYS)
    return Planned([each.nudge for each in kept], messages)


async def _plan_alike(crew: Crew, planned: Planned, people: Sequence[str]) -> None:
    """Plan the same for everybody of a workspace, in one transaction."""
    async with crew.store.work(_workspace(people[0])) as work:
        for person_id in people:
            await work.people.save(replace(MAYA, id=person_id))
            await work.nudges.put(person_id, planned.nudges, A_TUESDAY)
            for row in planned.messages:
                key = f"{NUDGE}:{person_id}:{row.subject_id}"
                await work.deliveries.plan(NUDGE, person_id, key, row.subject_id, row.due_at, row.expires_at)
            await plan_home(work, person_id, A_TUESDAY)


async def _began(crew: Crew) -> float:
    """Return when the worker showed its first sign of life, by the stopwatch of Slack."""
    async with asyncio.timeout(A_MINUTE):
        while True:
            async with crew.store.survey() as survey:
                if await survey.heartbeats.latest():
                    return crew.slack.stopwatch()
            await asyncio.sleep(0.05)


async def _until_told(crew: Crew, people: int, within: float) -> None:
    async with asyncio.timeout(within):
        while len(crew.slack.messages) < people:  # noqa: ASYNC110  another process sends
            await asyncio.sleep(0.2)


async def _nudges(crew: Crew) -> dict[NudgeState, int]:
    """Return how many nudges there are, by what became of them."""
    async with crew.store.survey() as survey:
        found = await survey.sending._desk.run(select(NudgeRow.state, func.count()).group_by(NudgeRow.state))
        return {NudgeState(state): int(count) for state, count in found}


def _workspace(of: str) -> str:
    """Return the workspace of a person, or of a conversation with one."""
    return of.removeprefix("D-")[:3]


def _most_in_a_minute(sent_at: Iterable[tuple[str, float]]) -> int:
    by_workspace = defaultdict(list)
    for workspace_id, at in sent_at:
        by_workspace[workspace_id].append(at)
    return max(
        sum(1 for at in times if began <= at < began + A_MINUTE) for times in by_workspace.values() for began in times
    )
