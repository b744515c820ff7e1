"""The methods of Slack's Web API that the stand-in knows, each a function of the desk and the arguments.

A method changes the desk and returns the answer without `ok`; what Slack refuses is raised as `SlackError`.

Source: docs.slack.dev/reference/methods
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, Final, Literal, TypeVar

from bot.playground.desk import Channel, Desk, Message, SlackError, View
from bot.playground.referee import Json, Refusal, refuse_files, refuse_message, refuse_upload, refuse_view
from bot.playground.wire import channel_json, message_json, user_json, view_json
from bot.surface import limits

Arguments = Mapping[str, Any]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Method:
    """A method: what it does, any one of the scopes it needs, and whether it needs a token at all."""

    call: Callable[[Desk, Arguments], Json]
    scopes: tuple[str, ...] = ()
    needs_token: bool = True


def auth_test(desk: Desk, _: Arguments) -> Json:
    """Tell whose token it is."""
    return {
        "url": f"https://{desk.team.domain}.slack.com/",
        "team": desk.team.name,
        "user": desk.users[desk.app.user_id].name,
        "team_id": desk.team.id,
        "user_id": desk.app.user_id,
        "bot_id": desk.app.bot_id,
        "is_enterprise_install": False,
    }


def oauth_access(desk: Desk, given: Arguments) -> Json:
    """Exchange an install's code for the token."""
    code = _required(given, "code")
    if code not in desk.install_codes:
        raise SlackError("invalid_code")
    desk.install_codes.remove(code)
    return {
        "access_token": desk.app.token,
        "token_type": "bot",
        "scope": ",".join(sorted(desk.scopes)),
        "bot_user_id": desk.app.user_id,
        "app_id": desk.app.id,
        "team": {"id": desk.team.id, "name": desk.team.name},
        "enterprise": None,
        "is_enterprise_install": False,
        "authed_user": {"id": desk.players[0].id},
    }


def connections_open(_desk: Desk, _given: Arguments) -> Json:
    """Refuse: the stand-in delivers over HTTP only."""
    raise SlackError("not_allowed_token_type", ("[ERROR] the playground has no Socket Mode; it delivers over HTTP",))


# Views.


def views_open(desk: Desk, given: Arguments) -> Json:
    """Open a modal."""
    payload = _view(given, "modal")
    trigger = desk.pull(_required(given, "trigger_id"))
    return {"view": view_json(desk, desk.open_view(trigger.user, payload))}


def views_push(desk: Desk, given: Arguments) -> Json:
    """Put a modal on top."""
    payload = _view(given, "modal")
    trigger = desk.pull(_required(given, "trigger_id"))
    return {"view": view_json(desk, desk.push_view(trigger.user, payload))}


def views_update(desk: Desk, given: Arguments) -> Json:
    """Redraw a modal or a home."""
    if not given.get("view_id") and not given.get("external_id"):
        raise _missing("view_id")
    view = desk.find_view(given.get("view_id"), given.get("external_id"))
    payload = _view(given, "home" if view.payload["type"] == "home" else "modal")
    _same_hash(given, view)
    return {"view": view_json(desk, desk.update_view(view, payload))}


def views_publish(desk: Desk, given: Arguments) -> Json:
    """Show a person's App Home."""
    user = desk.user(_required(given, "user_id"))
    payload = _view(given, "home")
    if user.id in desk.homes:
        _same_hash(given, desk.homes[user.id])
    return {"view": view_json(desk, desk.publish_home(user.id, payload))}


# Messages.


def post_message(desk: Desk, given: Arguments) -> Json:
    """Write a message; a user id as the channel means the conversation with that person."""
    channel = _writable(desk, _required(given, "channel"))
    _accept(refuse_message(given.get("text"), given.get("blocks")))
    _check_metadata(given.get("metadata"))
    message = desk.post(channel, _message(desk, given))
    return {"channel": channel.id, "ts": message.ts, "message": message_json(desk, message, with_metadata=True)}


def post_ephemeral(desk: Desk, given: Arguments) -> Json:
    """Write a message that one person sees."""
    channel = _writable(desk, _required(given, "channel"))
    user = desk.user(_required(given, "user"))
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    _accept(refuse_message(given.get("text"), given.get("blocks")))
    message = _message(desk, given)
    message.seen_by = user.id
    return {"message_ts": desk.post(channel, message).ts}


def update_message(desk: Desk, given: Arguments) -> Json:
    """Rewrite a message of the app; text without blocks takes the blocks away."""
    channel, message = _own(desk, given, "cant_update_message")
    _accept(refuse_message(given.get("text"), given.get("blocks"), most_text=limits.MESSAGE_TEXT))
    desk.rewrite(message, given.get("text") or "", given.get("blocks") or [])
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message_json(desk, message)}


def delete_message(desk: Desk, given: Arguments) -> Json:
    """Take a message of the app away."""
    channel, message = _own(desk, given, "cant_delete_message")
    desk.remove(channel, message)
    return {"channel": channel.id, "ts": message.ts}


# Conversations and people.


def conversations_open(desk: Desk, given: Arguments) -> Json:
    """Open the app's conversation with a person."""
    if given.get("channel"):
        return {"channel": channel_json(desk, _visible(desk, given["channel"]))}
    named = _required(given, "users")
    users = named.split(",") if isinstance(named, str) else list(named)
    if len(users) != 1:
        raise SlackError("invalid_arguments", ("[ERROR] the playground opens conversations of two only",))
    user = desk.user(users[0])
    if user.is_bot:
        raise SlackError("cannot_dm_bot")
    channel = desk.app_channel(user.id)
    shown = channel_json(desk, channel) if given.get("return_im") in {True, "true", "1"} else {"id": channel.id}
    return {"channel": shown}


def conversations_info(desk: Desk, given: Arguments) -> Json:
    """Describe a channel."""
    return {"channel": channel_json(desk, _visible(desk, _required(given, "channel")))}


def conversations_history(desk: Desk, given: Arguments) -> Json:
    """List the messages of a channel, newest first."""
    channel = _visible(desk, _required(given, "channel"))
    if desk.app.user_id not in channel.members:
        raise SlackError("not_in_channel")
    oldest, latest = float(given.get("oldest") or 0), float(given.get("latest") or "inf")
    is_inclusive = given.get("inclusive") in {True, "true", "1"}
    found = [
        message
        for message in reversed(channel.messages)
        if message.seen_by is None
        and (oldest < message.at < latest or (is_inclusive and message.at in {oldest, latest}))
    ]
    shown, more = _paged(found, given)
    with_metadata = given.get("include_all_metadata") in {True, "true", "1"}
    return {
        "messages": [message_json(desk, message, with_metadata=with_metadata) for message in shown],
        "has_more": bool(more),
        "response_metadata": {"next_cursor": more},
    }


def conversations_members(desk: Desk, given: Arguments) -> Json:
    """List who is in a channel."""
    shown, more = _paged(_visible(desk, _required(given, "channel")).members, given)
    return {"members": shown, "response_metadata": {"next_cursor": more}}


def conversations_list(desk: Desk, given: Arguments) -> Json:
    """List the channels the app may know of."""
    return _listed(desk, (one for one in desk.channels.values() if _is_visible(desk, one)), given)


def conversations_join(desk: Desk, given: Arguments) -> Json:
    """Let the app join a public channel."""
    channel = _visible(desk, _required(given, "channel"))
    if channel.is_direct or channel.is_private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if desk.app.user_id not in channel.members:
        channel.members.append(desk.app.user_id)
        desk.changed()
    return {"channel": channel_json(desk, channel)}


def users_conversations(desk: Desk, given: Arguments) -> Json:
    """List the channels a person shares with the app, or the app's own."""
    user_id = given.get("user") or desk.app.user_id
    return _listed(desk, (one for one in desk.channels_of(user_id) if _is_visible(desk, one)), given)


def users_info(desk: Desk, given: Arguments) -> Json:
    """Describe a person."""
    user = desk.user(_required(given, "user"))
    return {"user": user_json(desk, user, with_locale=given.get("include_locale") in {True, "true", "1"})}


def users_list(desk: Desk, given: Arguments) -> Json:
    """List everybody."""
    with_locale = given.get("include_locale") in {True, "true", "1"}
    shown, more = _paged(list(desk.users.values()), given)
    return {
        "members": [user_json(desk, user, with_locale=with_locale) for user in shown],
        "response_metadata": {"next_cursor": more},
    }


# Files.


def upload_url(desk: Desk, given: Arguments) -> Json:
    """Tell where to send a file."""
    file_id = f"F{token_hex(5).upper()}"
    _accept(refuse_upload(given.get("filename"), given.get("length")))
    desk.files[file_id] = (str(given["filename"]), b"")
    desk.promised[file_id] = int(given["length"])
    return {"file_id": file_id, "upload_url": f"{desk.address}/upload/{file_id}"}


def complete_upload(desk: Desk, given: Arguments) -> Json:
    """Show uploaded files in a channel; a person's id names none here, and a file is shown once."""
    files = _required(given, "files")
    _accept(refuse_files(files))
    channel = _writable(desk, _channel_id(desk, given)) if given.get("channel_id") else None
    for one in files:
        if one["id"] not in desk.promised or len(desk.files[one["id"]][1]) != desk.promised[one["id"]]:
            raise SlackError("file_not_found")
    for one in files:
        del desk.promised[one["id"]]
        if channel:
            desk.attach(channel.id, one["id"], given.get("initial_comment") or "")
    return {"files": [{"id": one["id"], "title": one.get("title", "")} for one in files]}


METHODS: Final[Mapping[str, Method]] = {
    "apps.connections.open": Method(connections_open),
    "auth.test": Method(auth_test),
    "chat.delete": Method(delete_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.update": Method(update_message, ("chat:write",)),
    "conversations.history": Method(conversations_history, ("im:history", "channels:history", "groups:history")),
    "conversations.info": Method(conversations_info, ("im:read", "channels:read", "groups:read")),
    "conversations.join": Method(conversations_join, ("channels:join",)),
    "conversations.list": Method(conversations_list, ("im:read", "channels:read", "groups:read")),
    "conversations.members": Method(conversations_members, ("im:read", "channels:read", "groups:read")),
    "conversations.open": Method(conversations_open, ("im:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
    "files.getUploadURLExternal": Method(upload_url, ("files:write",)),
    "oauth.v2.access": Method(oauth_access, needs_token=False),
    "users.conversations": Method(users_conversations, ("im:read", "channels:read", "groups:read")),
    "users.info": Method(users_info, ("users:read",)),
    "users.list": Method(users_list, ("users:read",)),
    "views.open": Method(views_open),
    "views.publish": Method(views_publish),
    "views.push": Method(views_push),
    "views.update": Method(views_update),
}


def _required(given: Arguments, name: str) -> Any:  # noqa: ANN401 - whatever the caller sent
    if not given.get(name):
        raise _missing(name)
    return given[name]


def _missing(name: str) -> SlackError:
    return SlackError("invalid_arguments", (f"[ERROR] missing required field: {name}",))


def _channel_id(desk: Desk, given: Arguments) -> str:
    channel_id = str(given["channel_id"])
    if channel_id in desk.users:
        raise SlackError("channel_not_found")
    return channel_id


def _view(given: Arguments, surface: Literal["modal", "home"]) -> Json:
    payload: Json = _required(given, "view")
    _accept(refuse_view(payload, surface))
    return payload


def _accept(refusal: Refusal | None) -> None:
    if refusal:
        raise SlackError(refusal.error, tuple(f"[ERROR] {message}" for message in refusal.messages))


def _same_hash(given: Arguments, view: View) -> None:
    if given.get("hash") and given["hash"] != view.hash:
        raise SlackError("hash_conflict", view=view.id)


def _check_metadata(metadata: object) -> None:
    if metadata is None:
        return
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")


def _message(desk: Desk, given: Arguments) -> Message:
    return Message(
        desk.next_ts(),
        desk.app.user_id,
        given.get("text") or "",
        given.get("blocks") or [],
        by_app=True,
        metadata=given.get("metadata"),
        thread_ts=given.get("thread_ts"),
    )


def _is_visible(desk: Desk, channel: Channel) -> bool:
    return desk.app.user_id in channel.members or not (channel.is_private or channel.is_direct)


def _visible(desk: Desk, channel_id: str) -> Channel:
    channel = desk.channel(channel_id)
    if not _is_visible(desk, channel):
        raise SlackError("channel_not_found")
    return channel


def _writable(desk: Desk, channel_id: str) -> Channel:
    if channel_id in desk.users:
        return desk.app_channel(channel_id)
    channel = _visible(desk, channel_id)
    if channel.is_archived:
        raise SlackError("is_archived")
    if desk.app.user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _own(desk: Desk, given: Arguments, error: str) -> tuple[Channel, Message]:
    channel = _visible(desk, _required(given, "channel"))
    message = desk.message(channel, _required(given, "ts"))
    if message.seen_by:
        raise SlackError("message_not_found")
    if message.user != desk.app.user_id:
        raise SlackError(error)
    return channel, message


def _listed(desk: Desk, channels: Iterable[Channel], given: Arguments) -> Json:
    kinds = set((given.get("types") or "public_channel").split(","))
    shown, more = _paged([channel for channel in channels if _kind(channel) in kinds], given)
    return {
        "channels": [channel_json(desk, channel) for channel in shown],
        "response_metadata": {"next_cursor": more},
    }


def _kind(channel: Channel) -> str:
    if channel.is_direct:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def _paged(things: list[Thing], given: Arguments) -> tuple[list[Thing], str]:
    begin, size = int(given.get("cursor") or 0), int(given.get("limit") or 100)
    return things[begin : begin + size], str(begin + size) if begin + size < len(things) else ""
