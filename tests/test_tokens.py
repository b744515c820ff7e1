"""A token that expires is renewed with its refresh token, once, whoever else renews it at the same time."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.clock import Clock
from bot.config import Settings
from bot.store.installations import Installation
from bot.store.store import Store
from bot.tokens import Renewal
from tests.support.playground import listen, serve
from tests.support.stored import HERE, furnish

OLD = Installation(
    bot_token="xoxe.xoxb-old",
    bot_user_id="UBOT",
    installer_id="U1",
    installed_at=datetime(2026, 3, 1, tzinfo=UTC),
    refresh_token="xoxe-1",
    token_expires_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
)


class Slack:
    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.says: dict[str, Any] = {
            "ok": True,
            "access_token": "xoxe.xoxb-new",
            "refresh_token": "xoxe-2",
            "expires_in": 43200,
        }

    async def access(self, request: Request) -> JSONResponse:
        self.asked.append(dict(await request.form()))
        return JSONResponse(self.says)


@pytest.fixture
async def slack() -> Slack:
    return Slack()


@pytest.fixture
async def renewal(slack: Slack, store: Store) -> AsyncIterator[Renewal]:
    given: dict[str, Any] = {"slack_bot_token": None, "slack_client_id": "c1", "slack_client_secret": "s1"}
    await furnish(store)
    app = Starlette(routes=[Route("/api/oauth.v2.access", slack.access, methods=["POST"])])
    async with serve(app, listen()) as address:
        client = AsyncWebClient(base_url=f"{address}/api/", retry_handlers=[])
        yield Renewal(Settings(**given), store, Clock(), client, lambda _: None)


async def test_a_token_is_renewed_with_its_refresh_token(slack: Slack, renewal: Renewal, store: Store) -> None:
    await _keep(store, OLD)

    is_renewed = await renewal(HERE)

    kept = await _kept(store)
    assert is_renewed
    assert (kept.bot_token, kept.refresh_token, kept.installer_id) == ("xoxe.xoxb-new", "xoxe-2", "U1")
    assert kept.token_expires_at
    assert abs(kept.token_expires_at - datetime.now(UTC) - timedelta(hours=12)) < timedelta(minutes=1)
    assert [(asked["grant_type"], asked["refresh_token"]) for asked in slack.asked] == [("refresh_token", "xoxe-1")]


async def test_without_a_refresh_token_nothing_is_asked(slack: Slack, renewal: Renewal, store: Store) -> None:
    await _keep(store, replace(OLD, refresh_token=""))

    assert not await renewal(HERE)

    assert slack.asked == []


async def test_a_token_that_slack_does_not_renew_stays(slack: Slack, renewal: Renewal, store: Store) -> None:
    await _keep(store, OLD)
    slack.says = {"ok": False, "error": "invalid_refresh_token"}

    assert not await renewal(HERE)

    assert await _kept(store) == OLD


async def _keep(store: Store, installation: Installation) -> None:
    async with store.work(HERE) as work:
        await work.installations.save_installation(installation)


async def _kept(store: Store) -> Installation:
    async with store.view(HERE) as work:
        found = await work.installations.installation()
    assert found
    return found
