"""`/pushback doctor`: Slack is asked at once who the bot is and how the channels are, and what was found is shown."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import channels
from bot.coach import check_ups
from bot.coach.coach import Asker, Coach, Shown
from bot.coaching.check_up import CheckUpPage, SlackFound
from bot.coaching.team import TeamChannel
from bot.errors import BotError

_LOOKS: Final = 5  # channels; Slack waits three seconds for all of it
_SECONDS: Final = 1.5


async def examine(client: AsyncWebClient, coach: Coach, asker: Asker) -> Shown[CheckUpPage]:
    """Return what is found of who asks and of their teams."""
    wanted = (await check_ups.channels_of(coach, asker))[:_LOOKS]
    looks = asyncio.gather(*(_look(client, each, coach) for each in wanted))
    slack, looked_at = await asyncio.gather(_slack(client, coach), looks)
    return await check_ups.show(coach, asker, slack, {seen.id: seen for seen in looked_at if seen})


async def _slack(client: AsyncWebClient, coach: Coach) -> SlackFound:
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        return SlackFound(refusal=str(error.response.get("error")))
    return found(answer.headers, coach.clock.now())


async def _look(client: AsyncWebClient, channel_id: str, coach: Coach) -> TeamChannel | None:
    try:
        async with asyncio.timeout(_SECONDS):
            return await channels.look(client, channel_id, coach.clock.now())
    except (BotError, TimeoutError):
        return None


def found(headers: Mapping[str, Any], now: datetime) -> SlackFound:
    """Return what the headers of an answer say: what was granted, and what time it is for Slack."""
    said = {name.lower(): str(value) for name, value in headers.items()}
    granted = said.get("x-oauth-scopes")
    scopes = None if granted is None else frozenset(scope.strip() for scope in granted.split(","))
    date = said.get("date")
    return SlackFound(scopes=scopes, ahead=now - parsedate_to_datetime(date) if date else None)
