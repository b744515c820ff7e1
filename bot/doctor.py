"""Examine an installation: each finding says whether it is well and, if not, what to do."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.coach.check_ups import team_check
from bot.coaching.check_up import AWAY, SlackFound, TeamCheck
from bot.config import Settings
from bot.errors import BotError, OperatorError
from bot.listeners.doctor import found
from bot.playbook.shelf import Shelf
from bot.store.store import Store, open_store
from bot.store.tables import DeliveryState

_MOMENT: Final = "%Y-%m-%d %H:%M"
_A_YEAR: Final = timedelta(days=366)
_TEAMS: Final = 50
_LOST: Final = (DeliveryState.FAILED, DeliveryState.UNCONFIRMED, DeliveryState.QUARANTINED, DeliveryState.EXPIRED)


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
            yield await _sends(store)
            for finding in await _digests(store):
                yield finding
    finally:
        await store.close()
    for finding in await _slack(settings):
        yield finding


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


async def _sends(store: Store) -> Finding:
    now = Clock().now()
    async with store.survey() as survey:
        states, next_at = await survey.book.by_state(), await survey.book.next_due(now)
        waiting_since = await survey.book.oldest_due(now)
    advice = [f"{states[state]} {state}: see docs/delivery.md." for state in _LOST if states[state]]
    what = f"The next message is due at {next_at:{_MOMENT}} UTC." if next_at else "No message is planned."
    if waiting_since is not None and now - waiting_since > AWAY:
        return Finding(f"Messages wait since {waiting_since:{_MOMENT}} UTC.", is_well=False, advice="\n".join(advice))
    return Finding(what, is_well=None if advice else True, advice="\n".join(advice))


async def _digests(store: Store) -> list[Finding]:
    """Look at the digest of each team: when it comes, whether its channel takes it, whether the last ones came."""
    now = Clock().now()
    async with store.survey() as survey:
        teams = await survey.teams.due(now + _A_YEAR, _TEAMS)
    found = []
    for due in teams:
        async with store.view(due.workspace_id) as work:
            found.append(_digest(await team_check(work, await work.teams.find(due.team_id), now)))
    return found


def _digest(check: TeamCheck) -> Finding:
    team, channel = check.team, check.team.channel
    at = f"{team.next_digest_at:{_MOMENT}} UTC" if team.next_digest_at else "never"
    what = f"The digest of {team.name}: next at {at}"
    what += f", last for {check.came.week}." if check.came else ", none so far."
    advice = [f"{each.week} {each.state} {code}".strip() for each, code in check.undelivered]
    if check.coming is not None and check.coming.held_by:
        advice.append("A lead holds the next one.")
    if channel is not None and not channel.takes_digests:
        advice.append(f"Its channel {channel.name or channel.id} is {channel.state}: its leads can choose another.")
        return Finding(what, is_well=False, advice="\n".join(advice))
    if channel is not None and not channel.reads_members:
        advice.append("It stays at totals: grant channels:read and groups:read.")
    return Finding(what, is_well=None if advice else True, advice="\n".join(advice))


async def _slack(settings: Settings) -> list[Finding]:
    if settings.slack_bot_token is None:
        return [Finding("Workspaces install the app themselves; their tokens are not examined here.", is_well=True)]
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
        return [Finding(f"Slack refuses the bot token ({code}).", is_well=False, advice=advice)]
    except (ClientError, TimeoutError) as error:
        advice = f"Check that this machine reaches {settings.slack_api_url}."
        return [Finding(f"Slack does not answer ({type(error).__name__}).", is_well=False, advice=advice)]
    known = Finding(f"Slack knows the bot in the workspace {answer.get('team')}.", is_well=True)
    return [known, *_granted(found(answer.headers, Clock().now()))]


def _granted(slack: SlackFound) -> Iterator[Finding]:
    """Tell which optional scopes are missing, and whether the clocks differ."""
    if slack.missing:
        advice = "docs/operating.md tells what does not work without; to change it, add the app to Slack again."
        yield Finding(f"Not granted: {', '.join(slack.missing)}.", is_well=None, advice=advice)
    if slack.is_off and slack.ahead is not None:
        seconds = round(slack.ahead.total_seconds())
        advice = "Let this machine keep its time (NTP): Slack's requests are refused beyond five minutes."
        yield Finding(f"The clock differs from Slack's by {seconds} seconds.", is_well=False, advice=advice)
