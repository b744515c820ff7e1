"""People who live a story with the real application, signed requests and a stand-in for Slack at the wire."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from bot.app import build
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
async def stage(database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    def bot(stage: Stage) -> ASGIApp:
        monkeypatch.setenv("DATABASE_URL", database_url)
        monkeypatch.setenv("SLACK_SIGNING_SECRET", stage.signing_secret)
        monkeypatch.setenv("SLACK_BOT_TOKEN", stage.token)
        monkeypatch.setenv("SLACK_API_URL", stage.api_url)
        monkeypatch.setenv("PUSHBACK_SECRET_KEYS", KEY)
        return build(Settings.read(Purpose.WEB), clock=clock).web

    async with open_stage(bot, clock=clock, manifest=read_manifest(MANIFEST)) as opened:
        yield opened


@pytest.fixture
def trainer(stage: Stage) -> Actor:
    return stage.trainer
