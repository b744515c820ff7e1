"""Say with which token a request is answered, without asking Slack or the database each time.

Bolt's own asks `auth.test` on every request: 300-500 ms of the three seconds Slack gives.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiohttp import ClientError
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.errors import SlackApiError
from structlog import get_logger

from bot.clock import Clock
from bot.errors import BotError
from bot.store.store import Store

FRESH_FOR: Final = timedelta(seconds=60)
"""How long a stored installation is believed; another process may have removed it."""

ASK_AGAIN_AFTER: Final = timedelta(seconds=30)
"""After Slack could not be asked who the token is: every click would wait for the same silence."""

MAX_REMEMBERED: Final = 10_000  # workspaces
_log = get_logger(__name__)


class OneWorkspace(AsyncAuthorize):
    """Answers with the token of the environment, in the workspace that token belongs to.

    Who the token is (so that the bot's own messages are not taken for a person's) is asked once, at the first request.
    Where Slack is out of reach, requests are answered as their envelope says.
    """

    def __init__(self, token: str, clock: Clock) -> None:
        self._token = token
        self._clock = clock
        self._asking = asyncio.Lock()
        self._found: AuthorizeResult | None = None
        self._asked_at: datetime | None = None

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: str | None,
    ) -> AuthorizeResult:
        """Return the token and the bot's ids.

        Raises:
            BotError: the request is from a workspace that the token is not of.
        """
        del user_id
        own = self._found or await self._ask(context)
        if own is None:
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=self._token)
        is_own = team_id == own.team_id if team_id else enterprise_id == own.enterprise_id
        if not is_own and not (enterprise_id and enterprise_id == own.enterprise_id):
            raise BotError("trouble.not_installed")
        return own

    async def token(self, workspace_id: str) -> str:
        """Return the token for what is sent without being asked."""
        del workspace_id
        return self._token

    def forget(self, workspace_id: str) -> None:
        """Ask again who the token is, because the app was removed."""
        del workspace_id
        self._found = None

    async def _ask(self, context: AsyncBoltContext) -> AuthorizeResult | None:
        async with self._asking:
            now = self._clock.now()
            if self._found or (self._asked_at and abs(now - self._asked_at) < ASK_AGAIN_AFTER):
                return self._found
            self._asked_at = now
            try:
                answer = await context.client.auth_test(token=self._token)
            except SlackApiError as error:
                _log.error("slack refuses the token", code=error.response.get("error"))
                return None
            except (ClientError, TimeoutError) as error:
                _log.warning("slack not reached", code=type(error).__name__)
                return None
            self._found = AuthorizeResult(
                enterprise_id=answer.get("enterprise_id"),
                team_id=answer.get("team_id"),
                bot_id=answer.get("bot_id"),
                bot_user_id=answer.get("user_id"),
                bot_token=self._token,
            )
            return self._found


@dataclass(frozen=True, slots=True)
class _Remembered:
    at: datetime
    result: AuthorizeResult


class ManyWorkspaces(AsyncAuthorize):
    """Answers with the token that a workspace gave when it installed the app."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._remembered: dict[str, _Remembered] = {}

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: str | None,
    ) -> AuthorizeResult:
        """Return the token and the bot's ids; an installation of the whole organisation serves its workspaces.

        Raises:
            BotError: the workspace has not installed the app, or has removed it.
        """
        del context, user_id
        for workspace_id in (team_id, enterprise_id):
            result = await self._installed(workspace_id) if workspace_id else None
            if result:
                return result
        raise BotError("trouble.not_installed")

    async def token(self, workspace_id: str) -> str:
        """Return the token for what is sent to a workspace without being asked.

        Raises:
            BotError: the workspace has not installed the app, or has removed it.
        """
        result = await self._installed(workspace_id)
        if result is None or result.bot_token is None:
            raise BotError("trouble.not_installed")
        return result.bot_token

    def forget(self, workspace_id: str) -> None:
        """Forget a workspace's token, because the app was removed or installed anew."""
        self._remembered.pop(workspace_id, None)

    async def _installed(self, workspace_id: str) -> AuthorizeResult | None:
        now = self._clock.now()
        remembered = self._remembered.get(workspace_id)
        if remembered and abs(now - remembered.at) < FRESH_FOR:
            return remembered.result
        self.forget(workspace_id)
        async with self._store.view(workspace_id) as work:
            found = await work.installations.installation()
        if found is None:
            return None
        result = AuthorizeResult(
            enterprise_id=found.enterprise_id,
            team_id=workspace_id,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
            bot_token=found.bot_token,
        )
        if len(self._remembered) >= MAX_REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        self._remembered[workspace_id] = _Remembered(now, result)
        return result
