"""The slash commands that are Slack's own: who is in a channel, and whether it still is one.

Source: slack.com/help/articles/201259356, and the events of docs.slack.dev/reference/events.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot.playground.desk import Channel, Desk, SlackError
from bot.playground.referee import Json

Command = Callable[[Desk, str, Channel, str], Iterator[Json]]
"""Does what a person asks for in a channel, and yields the events that Slack tells an app of."""


def invite(desk: Desk, user_id: str, channel: Channel, named: str) -> Iterator[Json]:
    """Bring somebody into a channel: `/invite @Pushback`."""
    guest = _named(desk, named)
    if guest in channel.members:
        raise SlackError("already_in_channel")
    channel.members.append(guest)
    if desk.app.user_id in channel.members:
        yield {
            "type": "member_joined_channel",
            "user": guest,
            "channel": channel.id,
            "channel_type": _kind(channel),
            "team": desk.team.id,
            "inviter": user_id,
        }


def remove(desk: Desk, user_id: str, channel: Channel, named: str) -> Iterator[Json]:
    """Take somebody out of a channel: `/remove @Pushback`."""
    gone = _named(desk, named)
    if gone not in channel.members:
        raise SlackError("not_in_channel")
    channel.members.remove(gone)
    if gone == desk.app.user_id:
        left = "group_left" if channel.is_private else "channel_left"
        yield {"type": left, "channel": channel.id, "actor_id": user_id}
    elif desk.app.user_id in channel.members:
        yield {
            "type": "member_left_channel",
            "user": gone,
            "channel": channel.id,
            "channel_type": _kind(channel),
            "team": desk.team.id,
        }


def archive(desk: Desk, user_id: str, channel: Channel, named: str) -> Iterator[Json]:
    """Close a channel for good, or for a while: `/archive`."""
    del desk, named
    channel.is_archived = True
    yield {"type": "group_archive" if channel.is_private else "channel_archive", "channel": channel.id, "user": user_id}


def unarchive(desk: Desk, user_id: str, channel: Channel, named: str) -> Iterator[Json]:
    """Open a channel again. Slack has a button for it, the playground only this: `/unarchive`."""
    del desk, named
    channel.is_archived = False
    kind = "group_unarchive" if channel.is_private else "channel_unarchive"
    yield {"type": kind, "channel": channel.id, "user": user_id}


BUILT_IN: Final[Mapping[str, Command]] = {
    "/archive": archive,
    "/invite": invite,
    "/kick": remove,
    "/remove": remove,
    "/unarchive": unarchive,
}


def run(desk: Desk, user_id: str, channel: Channel, name: str, rest: str) -> list[Json]:
    """Do what one of Slack's own commands says, and return the events of it that the app may learn.

    Raises:
        SlackError: it cannot be done here.
    """
    if channel.is_direct:
        raise SlackError("not_in_a_channel")
    events = list(BUILT_IN[name](desk, user_id, channel, rest))
    desk.changed()
    is_told = ("groups:read" if channel.is_private else "channels:read") in desk.scopes
    return events if is_told else []


def _named(desk: Desk, named: str) -> str:
    """Return whom a mention means: `@Pushback`, `@maya` or `<@U01MAYA>`."""
    wanted = named.strip().strip("<>").removeprefix("@").casefold()
    for user in desk.users.values():
        if wanted in {user.id.casefold(), user.name.casefold(), user.real_name.casefold()}:
            return user.id
    raise SlackError("user_not_found")


def _kind(channel: Channel) -> str:
    return "G" if channel.is_private else "C"
