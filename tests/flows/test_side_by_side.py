"""Two windows of one trainer that save at the same moment: both finish, whichever comes first."""

import asyncio
from collections.abc import Awaitable
from datetime import time
from typing import LiteralString

import psycopg
import pytest

from bot.coach import cases, interactions, settings
from bot.coach.cases import Closing
from bot.coach.coach import Asker, Shown
from bot.coach.interactions import LogForm
from bot.coaching.case import Outcome, Reaction
from bot.coaching.choices import Choices
from bot.coaching.contacts import Contact
from bot.coaching.nudge_pages import SettingsPage
from bot.coaching.pages import SummaryPage
from tests.support.days import Days
from tests.support.playground import Stage
from tests.support.stories import a_resting_case, cases_of

CHOSEN = Choices(
    zone="",
    language="",
    weekdays=("0", "1", "2", "3", "4"),
    country="",
    region="",
    days_off="",
    nudge_hour=time(10),
    opens=time(8),
    closes=time(18),
    weekly_cap="",
    kinds_off=(),
)


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    """Return a database on which several write at once."""
    return postgresql_url


@pytest.mark.parametrize("is_closed", [False, True], ids=["in an open case", "in a closed case"])
@pytest.mark.parametrize("is_first", [False, True], ids=["after the settings", "before the settings"])
async def test_a_contact_is_logged_while_settings_are_saved(
    days: Days, stage: Stage, database_url: str, *, is_closed: bool, is_first: bool
) -> None:
    coach, asker = days.app.coach, Asker(stage.desk.team.id, "U01MAYA")
    for executive in ("Dana Whitfield", "Rajiv Menon"):
        await a_resting_case(days.trainer, executive)
    case, _ = await cases_of(coach.store, stage)
    await interactions.log(coach, asker, LogForm(case.id, Contact(reaction=Reaction.POSTPONED), "first"))
    async with coach.store.view(asker.workspace_id) as work:
        (logged, _), *_ = await work.interactions.recent(asker.user_id)
    if is_closed:
        await cases.close(coach, asker, Closing(case.id, Outcome.CONVINCED, "", "closing"))
    corrected = LogForm(case.id, Contact(reaction=Reaction.REFUSED), "second", logged.id)

    logging = interactions.log(coach, asker, corrected)
    saving = settings.save(coach, asker, CHOSEN)
    pages = await _side_by_side(database_url, *((logging, saving) if is_first else (saving, logging)))

    assert {type(page) for page in pages} == {SummaryPage, SettingsPage}


async def _side_by_side(url: str, *doing: Awaitable[Shown[object]]) -> list[object]:
    """Let several use cases get as far as they can while somebody else holds the trainer, then all go on at once."""
    async with await psycopg.AsyncConnection.connect(url) as holder, asyncio.TaskGroup() as group:
        await holder.execute("SELECT set_config('pushback.workspace', '*', true)")
        await holder.execute("SELECT id FROM person FOR NO KEY UPDATE")
        under_way = []
        for number, each in enumerate(doing, start=1):
            under_way.append(group.create_task(_page_of(each)))
            await _until_waiting(holder, number)
        await holder.commit()
    return [task.result() for task in under_way]


async def _page_of(doing: Awaitable[Shown[object]]) -> object:
    return (await doing).page


async def _until_waiting(holder: psycopg.AsyncConnection, count: int) -> None:
    waiting = (
        "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_locks"
        " WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
    )
    async with asyncio.timeout(1.5):  # a lock is waited for no longer than two seconds
        while await _number(holder, waiting) < count:  # noqa: ASYNC110  the database has no event to wait for
            await asyncio.sleep(0.01)


async def _number(connection: psycopg.AsyncConnection, asked: LiteralString) -> int:
    (row,) = await (await connection.execute(asked)).fetchall()
    return int(row[0])
