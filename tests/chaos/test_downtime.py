"""Three days without a worker, in fifty workspaces: one message a person, and every workspace soon."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.coach.coach import Coach
from bot.coach.planning import opened, replan_all
from bot.coaching import nudges
from bot.outbox import Outbox
from bot.store.ids import new_id
from bot.store.tables import DeliveryState
from bot.worker import Worker
from tests.chaos.crew import OPEN, gathered, seeded
from tests.support.outgoing import MAYA, shipped

pytestmark = pytest.mark.chaos

WORKSPACES, PEOPLE = 50, 4
DAYS = 3  # a nudge each, and one more on the first
A_TUESDAY = datetime(2026, 3, 17, 12, 0, tzinfo=UTC)
BACK_AT = datetime(2026, 3, 20, 13, 30, tzinfo=UTC)


class Still(Clock):
    """A clock that stands where it was put."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return self.at


async def test_after_three_days_off_everybody_gets_one_message_and_every_workspace_soon(
    postgresql_url: str, tmp_path: Path
) -> None:
    clock = Still(A_TUESDAY)
    with seeded() as rng:
        async with gathered(postgresql_url, tmp_path, rng) as crew, ClientSession() as session:
            coach = Coach(crew.store, shipped(), clock)
            for number in range(WORKSPACES):
                await _plan(coach, f"T{number:02}")

            async def client(workspace_id: str) -> AsyncWebClient:
                del workspace_id
                return AsyncWebClient(token="xoxb-1", base_url=crew.api_url, session=session, retry_handlers=[])

            worker = Worker(Outbox(coach, client), clock)
            crew.slack.stopwatch = lambda: clock.at.timestamp() - BACK_AT.timestamp()
            for second in range(420):
                clock.at = BACK_AT + timedelta(seconds=second)
                while await worker.tick(clock.at):
                    pass

            rows = await crew.rows()
            sent = crew.slack.messages
            assert not {row.state for row in rows} & OPEN
            assert Counter(message.channel for message in sent) == dict.fromkeys(
                (f"D-T{number:02}U{person}" for number in range(WORKSPACES) for person in range(PEOPLE)), 1
            )
            assert len({message.channel[2:5] for message in sent if message.at < 60}) == WORKSPACES
            assert len([message for message in sent if message.at < 60]) <= 70
            assert _most_in_a_minute(sent_at=[(message.channel[2:5], message.at) for message in sent]) <= 60
            assert [row for row in rows if row.state is DeliveryState.EXPIRED]


async def _plan(coach: Coach, workspace_id: str) -> None:
    async with coach.store.work(workspace_id) as work:
        for number in range(PEOPLE):
            person = replace(MAYA, id=f"{workspace_id}U{number}")
            await work.people.save(person)
            days = [A_TUESDAY.date() + timedelta(days=1 + day) for day in (*range(DAYS), 0)]
            own = [nudges.own("", new_id(), "Send the outline", day, time(9)) for day in days]
            await work.nudges.put(person.id, own, A_TUESDAY)
            await replan_all(await opened(coach, work, person, A_TUESDAY))


def _most_in_a_minute(sent_at: list[tuple[str, float]]) -> int:
    by_workspace = defaultdict(list)
    for workspace_id, at in sent_at:
        by_workspace[workspace_id].append(at)
    return max(sum(1 for at in times if began <= at < began + 60) for times in by_workspace.values() for began in times)
