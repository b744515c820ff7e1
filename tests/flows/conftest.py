"""People who live a story with the real application, signed requests and a stand-in for Slack at the wire."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.app import App, build
from bot.clock import Clock
from bot.config import Purpose, Settings
from bot.playground.scene import read_manifest
from tests.support.databases import KEY
from tests.support.playground import Actor, Stage, open_stage

MANIFEST = Path(__file__).parents[2] / "manifest.yaml"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def build_app(database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Callable[[Stage], App]:
    """Builds the real application for a stage; built twice, it is another process on the same database."""

    def built(stage: Stage) -> App:
        monkeypatch.setenv("DATABASE_URL", database_url)
        monkeypatch.setenv("SLACK_SIGNING_SECRET", stage.signing_secret)
        monkeypatch.setenv("SLACK_BOT_TOKEN", stage.token)
        monkeypatch.setenv("SLACK_API_URL", stage.api_url)
        monkeypatch.setenv("PUSHBACK_SECRET_KEYS", KEY)
        return build(Settings.read(Purpose.WEB), clock=clock)

    return built


@pytest.fixture
async def stage(build_app: Callable[[Stage], App], clock: Clock) -> AsyncIterator[Stage]:
    async with open_stage(lambda it: build_app(it).web, clock=clock, manifest=read_manifest(MANIFEST)) as opened:
        yield opened


@pytest.fixture
def trainer(stage: Stage) -> Actor:
    return stage.trainer
