"""Look at a channel in Slack: whether a digest can go there, and who reads along."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from structlog import get_logger

from bot.coach import teams
from bot.coach.coach import Coach
from bot.coaching.team import ChannelState, TeamChannel
from bot.errors import BotError
from bot.verdict import FAILS

Clients = Callable[[str], Awaitable[AsyncWebClient]]
"""Gives the client of a workspace; `BotError` when the workspace has none."""

_A_DAY: Final = timedelta(days=1)
_AT_ONCE: Final = 200  # teams that one look takes up
_log = get_logger(__name__)
_STATES: Final = {
    "channel_not_found": ChannelState.MISSING,
    "is_archived": ChannelState.ARCHIVED,
    "method_not_supported_for_channel_type": ChannelState.MISSING,
    "missing_scope": ChannelState.NOT_ALLOWED,
    "no_permission": ChannelState.NOT_ALLOWED,
    "not_in_channel": ChannelState.NOT_INVITED,
}
_PAGE: Final = 1000  # members; as many as Slack gives at once
_PAGES: Final = 10  # in larger channels nobody knows who reads along: a digest stays at totals


async def look(client: AsyncWebClient, channel_id: str, now: datetime) -> TeamChannel:
    """Return a channel as Slack describes it now.

    Raises:
        BotError: Slack does not answer.
    """
    try:
        answer = await client.conversations_info(channel=channel_id)
    except SlackApiError as error:
        state = _STATES.get(str(error.response.get("error")))
        if state is None:
            raise BotError("errors.channel_unread") from error
        return TeamChannel(channel_id, state=state, checked_at=now)
    except FAILS as error:
        raise BotError("errors.channel_unread") from error
    found = answer["channel"]
    state = _state_of(found)
    return TeamChannel(
        channel_id,
        str(found.get("name") or ""),
        state,
        is_private=bool(found.get("is_private")),
        reads_members=state is ChannelState.READY and await members(client, channel_id) is not None,
        checked_at=now,
    )


async def members(client: AsyncWebClient, channel_id: str) -> frozenset[str] | None:
    """Return the Slack user ids of everybody in a channel; None where that cannot be read, or not to its end."""
    found: set[str] = set()
    cursor = ""
    for _ in range(_PAGES):
        try:
            page = await client.conversations_members(channel=channel_id, cursor=cursor or None, limit=_PAGE)
        except FAILS:
            return None
        found.update(page["members"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            return frozenset(found)
    return None


async def look_again(coach: Coach, clients: Clients, now: datetime) -> int:
    """Look at the channels that nobody has looked at for a day, so that a lead hears of a problem in time.

    Returns how many were looked at; where Slack does not answer, the next hour's chores try again.
    """
    async with coach.store.survey() as survey:
        stale = await survey.teams.unchecked(now - _A_DAY, _AT_ONCE)
    looked = 0
    for team in stale:
        try:
            found = await look(await clients(team.workspace_id), team.channel, now)
            await teams.keep_look(coach, team.workspace_id, team.team_id, found)
            looked += 1
        except BotError as error:
            _log.warning("channel not looked at", team=team.team_id, code=error.sentence.key)
    return looked


def _state_of(found: Mapping[str, Any]) -> ChannelState:
    """Return the worst that is true of a channel: one that strangers read stays one, archived or not."""
    is_foreign = found.get("is_ext_shared") or found.get("is_pending_ext_shared")
    checks = {
        ChannelState.MISSING: found.get("is_im") or found.get("is_mpim"),
        ChannelState.SHARED: is_foreign or (found.get("is_shared") and not found.get("is_org_shared")),
        ChannelState.ARCHIVED: found.get("is_archived"),
        ChannelState.NOT_INVITED: not found.get("is_member"),
    }
    return next((state for state, is_so in checks.items() if is_so), ChannelState.READY)
