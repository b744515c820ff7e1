"""Write what the desk holds as Slack writes it.

Source: docs.slack.dev/reference/objects and the payloads of docs.slack.dev/interactivity.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.playground.desk import Channel, Desk, Message, View
from bot.playground.referee import Json
from bot.playground.scene import User


def user_json(desk: Desk, user: User, *, with_locale: bool = False) -> Json:
    """Return a user as `users.info` does."""
    local = desk.clock.now().astimezone(ZoneInfo(user.tz))
    offset = local.utcoffset() or timedelta()
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "deleted": user.is_deleted,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": local.tzname(),
        "tz_offset": int(offset.total_seconds()),
        "profile": {
            "real_name": user.real_name,
            "display_name": user.name,
            "first_name": user.first_name,
            "title": user.title,
            "team": user.team_id,
        },
        "is_admin": user.is_admin,
        "is_owner": user.is_admin,
        "is_primary_owner": False,
        "is_restricted": user.is_guest,
        "is_ultra_restricted": False,
        "is_stranger": desk.is_stranger(user),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 0,
        **({"locale": user.locale} if with_locale else {}),
    }


def channel_json(desk: Desk, channel: Channel) -> Json:
    """Return a channel as `conversations.info` does."""
    if channel.is_direct:
        return {"id": channel.id, "is_im": True, "is_archived": False, "user": channel.other(desk.app.user_id)}
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_im": False,
        "is_private": channel.is_private,
        "is_archived": channel.is_archived,
        "is_ext_shared": channel.is_shared,
        "is_shared": channel.is_shared,
        "is_member": desk.app.user_id in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "num_members": len(channel.members),
    }


def message_json(desk: Desk, message: Message, *, with_metadata: bool = False) -> Json:
    """Return a message as `conversations.history` does."""
    written: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    if message.by_app:
        written |= {"bot_id": desk.app.bot_id, "app_id": desk.app.id}
    if message.blocks:
        written["blocks"] = message.blocks
    if message.file:
        written["files"] = [{"id": message.file, "name": desk.files[message.file][0]}]
    if message.thread_ts:
        written["thread_ts"] = message.thread_ts
    if message.edited_ts:
        written["edited"] = {"user": message.user, "ts": message.edited_ts}
    if with_metadata and message.metadata:
        written["metadata"] = message.metadata
    return {**written, "team": desk.team.id}


def view_json(desk: Desk, view: View) -> Json:
    """Return a view as `views.open` and interactions carry it."""
    payload = view.payload
    return {
        "id": view.id,
        "team_id": desk.team.id,
        "type": payload["type"],
        "blocks": payload["blocks"],
        "private_metadata": payload.get("private_metadata", ""),
        "callback_id": payload.get("callback_id", ""),
        "state": {"values": view.values},
        "hash": view.hash,
        "title": payload.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": payload.get("clear_on_close", False),
        "notify_on_close": payload.get("notify_on_close", False),
        "close": payload.get("close"),
        "submit": payload.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": desk.app.id,
        "external_id": payload.get("external_id", ""),
        "app_installed_team_id": desk.team.id,
        "bot_id": desk.app.bot_id,
    }
