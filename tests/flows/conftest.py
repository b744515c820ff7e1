"""People who live a story with the real application, signed requests and a stand-in for Slack at the wire."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import Clock
from bot.config import Purpose, Settings
from bot.playground.scene import read_manifest
from tests.support.databases import KEY
from tests.support.days import Days
from tests.support.playground import Actor, Stage, open_stage

MANIFEST = Path(__file__).parents[2] / "manifest.yaml"
A_WEDNESDAY = "2027-03-03 10:00"
"""When days begin: three weeks and a half before clocks go forward in London, eleven days before they do in Chicago."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def apps() -> list[App]:
    """The applications that were built, the first that of the stage."""
    return []


@pytest.fixture
def build_app(
    database_url: str, clock: Clock, apps: list[App], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Stage], App]:
    """Builds the real application for a stage; built twice, it is another process on the same database."""

    def built(stage: Stage) -> App:
        monkeypatch.setenv("DATABASE_URL", database_url)
        monkeypatch.setenv("SLACK_SIGNING_SECRET", stage.signing_secret)
        monkeypatch.setenv("SLACK_BOT_TOKEN", stage.token)
        monkeypatch.setenv("SLACK_API_URL", stage.api_url)
        monkeypatch.setenv("PUSHBACK_SECRET_KEYS", KEY)
        apps.append(build(Settings.read(Purpose.WEB), clock=clock))
        return apps[-1]

    return built


@pytest.fixture
async def stage(build_app: Callable[[Stage], App], clock: Clock) -> AsyncIterator[Stage]:
    async with open_stage(lambda it: build_app(it).web, clock=clock, manifest=read_manifest(MANIFEST)) as opened:
        yield opened


@pytest.fixture
def trainer(stage: Stage) -> Actor:
    return stage.trainer


@pytest.fixture
async def days(stage: Stage, apps: list[App], clock: Clock) -> Days:
    """The days from a Wednesday on, with a worker that works when it is told to."""
    await apps[0].shift.end()
    begun = Days(apps[0], stage, clock)
    begun.jumps(A_WEDNESDAY)
    return begun
