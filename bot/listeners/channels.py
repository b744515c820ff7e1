"""What happens to channels: archived, renamed, shared with another organisation, left or joined by the bot.

Slack tells of it where the bot may look at channels; elsewhere the daily look finds out.
"""

from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot import channels
from bot.coach import teams
from bot.coach.coach import Coach

Payload = dict[str, Any]

_EVENTS: Final = (
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_rename",
    "channel_shared",
    "channel_unarchive",
    "channel_unshared",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_rename",
    "group_unarchive",
    "member_joined_channel",
)


def register(app: AsyncApp, coach: Coach) -> None:
    """Listen for them; whoever caused one need not be known to the bot."""

    async def look(ack: AsyncAck, body: Payload, client: AsyncWebClient, context: AsyncBoltContext) -> None:
        """Look at a channel that a team's digest goes to; who else comes to it is nothing to look for."""
        event, workspace_id = body["event"], str(context.team_id or context.enterprise_id)
        channel_id = _channel_of(event)
        if event["type"] == "member_joined_channel" and event.get("user") != context.bot_user_id:
            await ack()
            return
        for team_id in await teams.in_channel(coach, workspace_id, channel_id):
            found = await channels.look(client, channel_id, coach.clock.now())
            await teams.keep_look(coach, workspace_id, team_id, found)
        await ack()

    for event in _EVENTS:
        app.event(event)(look)


def _channel_of(event: Payload) -> str:
    """Return the id of a channel: some events describe it, some name it."""
    channel = event.get("channel")
    return str(channel["id"] if isinstance(channel, dict) else channel)
