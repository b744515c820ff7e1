"""Examine an installation: each finding says whether it is well and, if not, what to do."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.errors import BotError, OperatorError
from bot.playbook.shelf import Shelf
from bot.store.store import Store, open_store


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `is_well` is None where it is no fault, yet worth knowing."""

    what: str
    is_well: bool | None
    advice: str = ""


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Look at everything this process's environment leads to."""
    yield Finding("The environment is complete.", is_well=True)
    yield _keys(settings)
    yield _playbooks(settings)
    store = open_store(settings.database_url.get_secret_value(), settings.secret_keys())
    try:
        database = await _database(store)
        yield database
        if database.is_well:
            yield await _worker(store)
    finally:
        await store.close()
    yield await _slack(settings)


def _keys(settings: Settings) -> Finding:
    if settings.encrypts:
        count = len(settings.secret_keys())
        return Finding(f"Quotes, notes and tokens are encrypted ({count} key{'s' if count > 1 else ''}).", is_well=True)
    advice = "Set PUSHBACK_SECRET_KEYS; `openssl rand -base64 32` makes a key. What is stored already stays readable."
    return Finding("Quotes and notes are stored unencrypted.", is_well=None, advice=advice)


def _playbooks(settings: Settings) -> Finding:
    try:
        shelf = Shelf.read(settings.pushback_playbooks)
    except OperatorError as error:
        return Finding("The playbooks have problems.", is_well=False, advice=str(error))
    return Finding(f"The playbooks are sound: {', '.join(shelf.ids())}.", is_well=True)


async def _database(store: Store) -> Finding:
    try:
        await store.check()
    except OperatorError as error:
        return Finding("The database cannot be worked with.", is_well=False, advice=str(error))
    return Finding("The database answers and is up to date.", is_well=True)


async def _worker(store: Store) -> Finding:
    try:
        async with store.sweep() as sweep:
            beat = await sweep.heartbeats.latest()
    except BotError as error:
        return Finding("The database does not take writes.", is_well=False, advice=str(error))
    if beat is None:
        return Finding("No worker has run yet.", is_well=None, advice="Start one: `pushback worker`.")
    return Finding(f"A worker last turned at {beat:%Y-%m-%d %H:%M:%S} UTC.", is_well=True)


async def _slack(settings: Settings) -> Finding:
    if settings.slack_bot_token is None:
        return Finding("Workspaces install the app themselves; their tokens are not examined here.", is_well=True)
    client = AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        timeout=10,
        retry_handlers=[],
    )
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        code = error.response.get("error")
        advice = "Copy the Bot User OAuth Token from the app's page (OAuth & Permissions) into SLACK_BOT_TOKEN."
        return Finding(f"Slack refuses the bot token ({code}).", is_well=False, advice=advice)
    except (ClientError, TimeoutError) as error:
        advice = f"Check that this machine reaches {settings.slack_api_url}."
        return Finding(f"Slack does not answer ({type(error).__name__}).", is_well=False, advice=advice)
    return Finding(f"Slack knows the bot in the workspace {answer.get('team')}.", is_well=True)
