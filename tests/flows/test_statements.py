"""How often the database is asked: at most four times for `/pushback`, eight for a step with its save.

Where a case comes to rest, its reminders are planned as well.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from starlette.types import ASGIApp

from bot.app import App
from bot.clock import Clock
from bot.playground.scene import read_manifest
from tests.flows.conftest import MANIFEST
from tests.flows.test_teams import a_team
from tests.support.experience import gather
from tests.support.playground import Actor, Stage, open_stage
from tests.support.stored import counted
from tests.support.stories import QUOTE, STORY, a_case_at, a_resting_case, title_of

OPENING = 4
STEP = 8
REST = 20
TOOL = 6
HOME = 16
FIGURES = 24  # of a team without a digest: seven of them count the weeks before


@dataclass(frozen=True, slots=True)
class Watched:
    """A trainer, and the application whose statements are counted."""

    trainer: Actor
    app: App


@pytest.fixture
async def watched(build_app: Callable[[Stage], App], clock: Clock) -> AsyncIterator[Watched]:
    apps: list[App] = []

    def bot(stage: Stage) -> ASGIApp:
        apps.append(build_app(stage))
        return apps[0].web

    async with open_stage(bot, clock=clock, manifest=read_manifest(MANIFEST)) as stage:
        await stage.trainer.opens_home()  # who it is, is asked of Slack once
        await apps[0].shift.end()  # the outbox has a budget of its own
        yield Watched(stage.trainer, apps[0])


async def test_opening_the_coach_takes_few_statements(watched: Watched) -> None:
    with counted(watched.app.store) as statements:
        await watched.trainer.types(f"/pushback {QUOTE}")

    assert 1 <= len(statements) <= OPENING


async def test_offering_open_cases_takes_few_statements(watched: Watched) -> None:
    await a_resting_case(watched.trainer)

    with counted(watched.app.store) as statements:
        await watched.trainer.types("/pushback")

    assert 1 <= len(statements) <= OPENING


async def test_no_step_takes_many_statements(watched: Watched) -> None:
    trainer, counts = watched.trainer, {}
    await trainer.types(f"/pushback {QUOTE}")

    while (title := title_of(trainer)) != "Saved":
        await trainer.fills(**STORY[title])
        with counted(watched.app.store) as statements:
            await trainer.submits()
        counts[title] = len(statements)

    assert 1 <= counts.pop("Promises") <= REST
    assert {title: count for title, count in counts.items() if not 1 <= count <= STEP} == {}


async def test_what_was_seen_of_tactics_is_asked_within_the_same_bounds(watched: Watched) -> None:
    trainer = watched.trainer
    await a_case_at(trainer, "The core")
    await gather(watched.app.coach.store, trainer.stage)
    await trainer.fills(**STORY["The core"])

    with counted(watched.app.store) as statements:
        await trainer.submits()

    trainer.sees("What this workspace has seen with this concern")
    assert 1 <= len(statements) <= STEP


async def test_resting_takes_few_statements(watched: Watched) -> None:
    await a_case_at(watched.trainer, "Say it back")
    await watched.trainer.fills(said_back="not_yet")

    with counted(watched.app.store) as statements:
        await watched.trainer.submits()

    assert 1 <= len(statements) <= REST


async def test_home_of_a_lead_takes_few_statements(watched: Watched) -> None:
    lead = watched.trainer.stage.lead
    await a_team(lead)
    await lead.closes(everything=True)

    with counted(watched.app.store) as statements:
        await lead.opens_home()

    lead.sees("The next digest comes")
    assert 1 <= len(statements) <= HOME


async def test_figures_of_a_team_take_few_statements(watched: Watched) -> None:
    lead = watched.trainer.stage.lead
    await a_team(lead)
    await lead.closes(everything=True)

    with counted(watched.app.store) as statements:
        await lead.types("/pushback digest")

    assert 1 <= len(statements) <= FIGURES


async def test_opening_a_tool_takes_few_statements(watched: Watched) -> None:
    await a_resting_case(watched.trainer)

    with counted(watched.app.store) as statements:
        await watched.trainer.types("/pushback needs")

    assert 1 <= len(statements) <= TOOL + OPENING
