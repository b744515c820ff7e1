"""Leave a workspace in peace whose Slack takes nothing from the bot, and begin again when it does."""

from collections.abc import Awaitable, Callable
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient
from structlog import get_logger

from bot.errors import BotError
from bot.locales.words import ENGLISH, load_words
from bot.store.store import Store
from bot.verdict import FAILS

Clients = Callable[[str], Awaitable[AsyncWebClient]]

_MAY_WRITE: Final = frozenset({"missing_scope", "no_permission", "team_access_not_granted"})
"""Why a workspace is suspended although its token is good: asking Slack for it proves nothing."""

_log = get_logger(__name__)


async def suspend(store: Store, clients: Clients, workspace_id: str, code: str) -> None:
    """Keep what a workspace waits for until Slack takes it again; tell who installed the bot, once, if that works."""
    async with store.work(workspace_id) as work:
        is_news = await work.installations.suspend(code)
        installation = await work.installations.installation() if is_news else None
    if not is_news:
        return
    _log.error("workspace suspended", workspace=workspace_id, code=code, advice="install the app there again")
    if code in _MAY_WRITE and installation and installation.installer_id:
        text = load_words(ENGLISH)("outbox.suspended", code=code)
        try:
            client = await clients(workspace_id)
            await client.chat_postMessage(channel=installation.installer_id, text=text)
        except (*FAILS, BotError) as error:
            _log.warning("installer not told", workspace=workspace_id, code=type(error).__name__)


async def resume(store: Store, clients: Clients, *, also_those_with_a_good_token: bool) -> int:
    """Begin again where Slack knows the token, and return in how many workspaces.

    Where the token was good all along and something else is missing, only a fresh installation helps; or, for the
    token of the environment, the operator who puts that right and starts the process again.
    """
    async with store.survey() as survey:
        suspended = await survey.suspensions.all()
    resumed = 0
    for workspace_id, code in suspended.items():
        is_asked = also_those_with_a_good_token or code not in _MAY_WRITE
        if is_asked and await _is_known(clients, workspace_id):
            async with store.work(workspace_id) as work:
                await work.installations.resume()
            _log.info("workspace resumed", workspace=workspace_id, code=code)
            resumed += 1
    return resumed


async def _is_known(clients: Clients, workspace_id: str) -> bool:
    try:
        client = await clients(workspace_id)
        answer = await client.auth_test()
    except (*FAILS, BotError):
        return False
    return workspace_id in {answer.get("team_id"), answer.get("enterprise_id")}
