"""Renew a workspace's token when it has expired, where the app uses tokens that do."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from slack_sdk.web.async_client import AsyncWebClient
from structlog import get_logger

from bot.clock import Clock
from bot.config import Settings
from bot.store.installations import Installation
from bot.store.store import Store
from bot.verdict import FAILS

_log = get_logger(__name__)


class Renewal:
    """Exchanges a refresh token for a new token, once a token."""

    def __init__(
        self, settings: Settings, store: Store, clock: Clock, client: AsyncWebClient, forget: Callable[[str], None]
    ) -> None:
        self._settings = settings
        self._store = store
        self._clock = clock
        self._client = client
        self._forget = forget

    async def __call__(self, workspace_id: str) -> bool:
        """Renew the token of a workspace; False where there is nothing to renew it with, or Slack refuses."""
        async with self._store.view(workspace_id) as work:
            before = await work.installations.installation()
        if before is None or not before.refresh_token:
            return False
        renewed = await self._renewed(before)
        async with self._store.work(workspace_id) as work:
            here = await work.installations.installation()
            is_changed = (
                here is not None and here.bot_token != before.bot_token
            )  # by another process, or installed anew
            if renewed and not is_changed:
                await work.installations.save_installation(renewed)
        self._forget(workspace_id)
        return bool(renewed) or is_changed

    async def _renewed(self, before: Installation) -> Installation | None:
        secret = self._settings.slack_client_secret
        credentials = {
            "client_id": self._settings.slack_client_id,
            "client_secret": secret.get_secret_value() if secret else "",
            "grant_type": "refresh_token",
            "refresh_token": before.refresh_token,
        }
        try:
            granted = await self._client.api_call("oauth.v2.access", data=credentials)
        except FAILS as error:
            _log.warning("token not renewed", code=type(error).__name__)
            return None
        lasts = granted.get("expires_in")
        return replace(
            before,
            bot_token=str(granted["access_token"]),
            refresh_token=str(granted.get("refresh_token") or before.refresh_token),
            token_expires_at=self._clock.now() + timedelta(seconds=int(lasts)) if lasts else None,
        )
