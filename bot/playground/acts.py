"""What people do in Slack, each act as the signed request Slack would send, and what Slack makes of the answer."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from secrets import token_hex
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.playground.api import answer_later
from bot.playground.builtins import BUILT_IN, run
from bot.playground.desk import Channel, Desk, Exchange, Message, SlackError, View, element_in
from bot.playground.fields import Key, held_value, holds_a_value, problems, values_of
from bot.playground.referee import Json, refuse_view
from bot.playground.scene import User
from bot.playground.wire import message_json, view_json
from bot.surface import limits

FORM: Final = "application/x-www-form-urlencoded"
RETRY_AFTER: Final = (0.0, 60.0, 300.0)
"""Seconds before each further attempt to deliver an event."""

Raw = str | Sequence[str] | None
"""What a form gives for one element."""


def sign(secret: str, body: bytes, at: int) -> str:
    """Return the `X-Slack-Signature` of a body sent at a Unix second."""
    mac = hmac.new(secret.encode(), b"v0:" + str(at).encode() + b":" + body, hashlib.sha256)
    return f"v0={mac.hexdigest()}"


@dataclass(frozen=True, slots=True)
class Reply:
    """How the app answered. `trouble` is Slack's code when the answer is none: late, unreachable, not 200."""

    status: int
    body: str = ""
    trouble: str = ""
    stops_retries: bool = False

    def answer(self) -> Json:
        """Return the body as an object; an empty body is an empty object.

        Raises:
            ValueError: the body is something else.
        """
        answer = json.loads(self.body) if self.body.strip() else {}
        if not isinstance(answer, dict):
            raise ValueError(self.body)  # noqa: TRY004 - what came is wrong, not what was passed
        return answer


class Acts:
    """The acts of the people at a desk, sent to the app at `app_url` (as `http://127.0.0.1:3000/slack/events`).

    Close it when done: `await acts.close()`, or use it as an asynchronous context manager.
    """

    def __init__(
        self, desk: Desk, app_url: str, signing_secret: str, *, retry_after: Sequence[float] = RETRY_AFTER
    ) -> None:
        self.desk = desk
        self.app_url = app_url
        self._secret = signing_secret
        self._retry_after = tuple(retry_after)
        self._session: ClientSession | None = None
        self._retries: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Give up pending retries and close the connections to the app."""
        for task in self._retries:
            task.cancel()
        await asyncio.gather(*self._retries, return_exceptions=True)
        if self._session:
            await self._session.close()
            self._session = None

    # In a conversation.

    async def command(self, user_id: str, channel_id: str, text: str) -> None:
        """Type a slash command, as `/pushback cases`."""
        desk, user, channel = self.desk, self.desk.user(user_id), self.desk.channel(channel_id)
        name, _, rest = text.strip().partition(" ")
        if name in BUILT_IN:
            await self._built_in(user, channel, name, rest)
            return
        if name not in {command.name for command in desk.app.manifest.commands}:
            desk.complain(user_id, "unknown_command")
            return
        response_url = desk.response_url(user_id, channel_id)
        form = {
            "token": desk.app.verification_token,
            "team_id": desk.team.id,
            "team_domain": desk.team.domain,
            "channel_id": channel.id,
            "channel_name": _channel_name(channel),
            "user_id": user.id,
            "user_name": user.name,
            "command": name,
            "text": rest.strip(),
            "api_app_id": desk.app.id,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": desk.trigger(user_id),
        }
        reply = await self._send(name, urlencode(form).encode(), FORM, form)
        if reply.trouble:
            desk.complain(user_id, reply.trouble)
        elif reply.body.strip():
            self._show(user_id, response_url, reply)

    async def say(self, user_id: str, channel_id: str, text: str) -> Message:
        """Write a message; the app hears of it in its own conversation."""
        desk, channel = self.desk, self.desk.channel(channel_id)
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        message = desk.say(channel, user_id, escaped)
        if desk.app.user_id in channel.members and channel.is_direct:
            part = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
            await self._send_event(
                {
                    "client_msg_id": token_hex(16),
                    "type": "message",
                    "user": user_id,
                    "text": escaped,
                    "ts": message.ts,
                    "team": desk.team.id,
                    "blocks": [{"type": "rich_text", "block_id": token_hex(3), "elements": [part]}],
                    "channel": channel.id,
                    "event_ts": message.ts,
                    "channel_type": "im",
                }
            )
        return message

    async def _built_in(self, user: User, channel: Channel, name: str, rest: str) -> None:
        """Use one of Slack's own commands; the app learns what it may of it."""
        try:
            events = run(self.desk, user.id, channel, name, rest)
        except SlackError as refused:
            self.desk.complain(user.id, refused.error)
            return
        for event in events:
            await self._send_event({**event, "event_ts": self.desk.next_ts()})

    async def shortcut(self, user_id: str, channel_id: str, ts: str, callback_id: str) -> None:
        """Use a message shortcut."""
        desk, channel = self.desk, self.desk.channel(channel_id)
        message = desk.message(channel, ts)
        payload = {
            **self._act("message_action", self.desk.user(user_id)),
            "action_ts": desk.next_ts(),
            "callback_id": callback_id,
            "trigger_id": desk.trigger(user_id),
            "response_url": desk.response_url(user_id, channel_id),
            "channel": {"id": channel.id, "name": _channel_name(channel)},
            "message_ts": ts,
            "message": message_json(desk, message),
        }
        reply = await self._interact(callback_id, payload)
        if reply.trouble:
            desk.complain(user_id, reply.trouble)

    async def open_home(self, user_id: str, tab: str = "home") -> None:
        """Look at the app: its *Home* tab or its *Messages* tab."""
        desk = self.desk
        event: Json = {
            "type": "app_home_opened",
            "user": user_id,
            "channel": desk.app_channel(user_id).id,
            "tab": tab,
            "event_ts": desk.next_ts(),
        }
        if tab == "home" and user_id in desk.homes:
            event["view"] = view_json(desk, desk.homes[user_id])
        await self._send_event(event)

    async def press_in_message(self, user_id: str, channel_id: str, ts: str, key: Key, raw: Raw = None) -> None:
        """Press a button of a message, or choose something in it."""
        desk, channel = self.desk, self.desk.channel(channel_id)
        message = desk.message(channel, ts)
        element = element_in(message.blocks, *key)
        held = self._hold(message.held, {key: raw}, message.blocks, user_id)
        shown = message_json(desk, message)
        container = {
            "type": "message",
            "message_ts": ts,
            "channel_id": channel.id,
            "is_ephemeral": message.seen_by is not None,
        }
        payload = {
            **self._act("block_actions", desk.user(user_id)),
            "container": container,
            "trigger_id": desk.trigger(user_id),
            "channel": {"id": channel.id, "name": _channel_name(channel)},
            "message": shown,
            "state": {"values": values_of(message.blocks, message.held)},
            "response_url": desk.response_url(user_id, channel_id, ts),
            "actions": [self._action(element, key, held.get(key), raw)],
        }
        reply = await self._interact(key[1], payload)
        if reply.trouble:
            desk.complain(user_id, reply.trouble)

    # In a view.

    async def press_in_view(
        self, user_id: str, view_id: str, key: Key, raw: Raw = None, given: Mapping[Key, Raw] | None = None
    ) -> None:
        """Press a button of a modal or a home, or choose something that tells the app at once.

        `given` is what else stands in the form by now.
        """
        desk, view = self.desk, self.desk.find_view(view_id)
        element = element_in(view.payload["blocks"], *key)
        touched = {**(given or {}), key: raw} if holds_a_value(element) else dict(given or {})
        held = self._hold(view.held, touched, view.payload["blocks"], user_id)
        shown = view_json(desk, view)
        payload = {
            **self._act("block_actions", desk.user(user_id)),
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": desk.trigger(user_id, view.id),
            "view": shown,
            "state": shown["state"],
            "actions": [self._action(element, key, held.get(key), raw)],
        }
        reply = await self._interact(key[1], payload)
        if reply.trouble:
            self._trouble(view, reply.trouble)

    def fill(self, user_id: str, given: Mapping[Key, Raw]) -> None:
        """Put values into the modal a person sees, without telling the app."""
        view = self._seen(user_id)
        self._hold(view.held, given, view.payload["blocks"], user_id)
        self.desk.changed()

    async def submit(self, user_id: str, given: Mapping[Key, Raw] | None = None) -> None:
        """Submit the modal a person sees, unless Slack itself objects to what was given."""
        desk, view = self.desk, self._seen(user_id)
        self._hold(view.held, given or {}, view.payload["blocks"], user_id)
        view.errors, view.trouble = {}, ""
        view.objections = problems(view.payload["blocks"], view.values)
        desk.changed()
        if view.objections:
            return
        payload = {
            **self._act("view_submission", desk.user(user_id)),
            "trigger_id": desk.trigger(user_id, view.id),
            "view": view_json(desk, view),
            "response_urls": [],
        }
        reply = await self._interact(view.payload.get("callback_id", ""), payload)
        if reply.trouble:
            self._trouble(view, reply.trouble)
            return
        try:
            self._follow(view, reply.answer())
        except ValueError:
            self._trouble(view, "not_json")
        except SlackError as refused:
            self._refused("response_action", reply.body, refused)
            self._trouble(view, refused.error)

    async def dismiss(self, user_id: str, *, everything: bool = False) -> None:
        """Close the modal a person sees, or all that are open."""
        desk, view = self.desk, self._seen(user_id)
        everything = everything or view.payload.get("clear_on_close", False)
        closed = list(reversed(desk.views[user_id])) if everything else [view]
        for one in closed:
            desk.close_view(one)
        for one in closed:
            if one.payload.get("notify_on_close"):
                payload = {
                    **self._act("view_closed", desk.user(user_id)),
                    "view": view_json(desk, one),
                    "is_cleared": everything,
                }
                await self._interact(one.payload.get("callback_id", ""), payload)

    # What Slack makes of an answer.

    def _follow(self, view: View, answer: Json) -> None:
        match answer.get("response_action"):
            case None:
                self.desk.close_view(view)
            case "clear":
                self.desk.close_all(view.user)
            case "update":
                self.desk.update_view(view, _accepted(answer.get("view")))
            case "push":
                self.desk.push_view(view.user, _accepted(answer.get("view")))
            case "errors":
                view.errors = _errors(view, answer.get("errors"))
                self.desk.changed()
            case other:
                raise SlackError("invalid_response_action", (str(other),))

    def _show(self, user_id: str, response_url: str, reply: Reply) -> None:
        try:
            answer = reply.answer()
        except ValueError:
            answer = {"text": reply.body}
        try:
            if answer:
                answer_later(self.desk, self.desk.answer_to(response_url.rpartition("/")[2]), answer)
        except SlackError as refused:
            self._refused("answer to a command", reply.body, refused)
            self.desk.complain(user_id, refused.error)

    def _refused(self, what: str, body: str, refused: SlackError) -> None:
        said = {"ok": False, "error": refused.error, "response_metadata": {"messages": list(refused.messages)}}
        self.desk.note(
            Exchange(self.desk.wall.now(), to_app=False, what=what, request={"body": body}, status=0,
                     answer=said, took_ms=0)
        )  # fmt: skip

    def _trouble(self, view: View, code: str) -> None:
        view.trouble = code
        if view.payload["type"] == "home":
            self.desk.complain(view.user, code)
        self.desk.changed()

    # What a person sees and gives.

    def _seen(self, user_id: str) -> View:
        view = self.desk.top_view(user_id)
        if view is None:
            raise SlackError("not_found")
        return view

    def _hold(
        self, held: dict[Key, Json], given: Mapping[Key, Raw], blocks: list[Json], user_id: str
    ) -> dict[Key, Json]:
        zone = self.desk.user(user_id).tz
        for key, raw in given.items():
            element = element_in(blocks, *key)
            if holds_a_value(element):
                held[key] = held_value(element, raw, zone)
        return held

    def _action(self, element: Json, key: Key, held: Json | None, raw: Raw) -> Json:
        action: Json = {
            "type": element["type"],
            "block_id": key[0],
            "action_id": key[1],
            "action_ts": self.desk.next_ts(),
        }
        if element["type"] == "overflow":
            chosen = [option for option in element["options"] if option.get("value") == raw]
            return {**action, "selected_option": chosen[0]}
        shown: Json = {name: element[name] for name in ("text", "value", "style", "placeholder") if name in element}
        return {**shown, **(held or {}), **action}

    # The wire.

    def _act(self, kind: str, user: User) -> Json:
        desk = self.desk
        return {
            "type": kind,
            "token": desk.app.verification_token,
            "api_app_id": desk.app.id,
            "team": {"id": desk.team.id, "domain": desk.team.domain},
            "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": user.team_id},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    async def _interact(self, what: str, payload: Json) -> Reply:
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self._send(f"{payload['type']} {what}".strip(), body, FORM, payload)

    async def _send_event(self, event: Json) -> None:
        desk = self.desk
        authorization = {
            "enterprise_id": None,
            "team_id": desk.team.id,
            "user_id": desk.app.user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        envelope = {
            "token": desk.app.verification_token,
            "team_id": desk.team.id,
            "api_app_id": desk.app.id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{token_hex(5).upper()}",
            "event_time": int(desk.wall.now().timestamp()),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": token_hex(8),
        }
        reply = await self._deliver(envelope, {})
        if reply.trouble and not reply.stops_retries and self._retry_after:
            task = asyncio.create_task(self._retry(envelope, reply))
            self._retries.add(task)
            task.add_done_callback(self._retries.discard)

    async def _retry(self, envelope: Json, reply: Reply) -> None:
        for number, after in enumerate(self._retry_after, start=1):
            await asyncio.sleep(after)
            reason = "http_timeout" if reply.trouble == "operation_timeout" else "http_error"
            reply = await self._deliver(envelope, {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason})
            if not reply.trouble or reply.stops_retries:
                return

    async def _deliver(self, envelope: Json, headers: Mapping[str, str]) -> Reply:
        what = f"event {envelope['event']['type']}"
        return await self._send(what, json.dumps(envelope).encode(), "application/json", envelope, headers)

    async def _send(
        self, what: str, body: bytes, kind: str, shown: Mapping[str, Any], headers: Mapping[str, str] | None = None
    ) -> Reply:
        began = self.desk.wall.now()
        at = int(began.timestamp())
        signed = {
            "Content-Type": kind,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": str(at),
            "X-Slack-Signature": sign(self._secret, body, at),
            **(headers or {}),
        }
        reply = await self._post(body, signed)
        answer = _shown(reply)
        took = (self.desk.wall.now() - began) // timedelta(milliseconds=1)
        self.desk.note(
            Exchange(began, to_app=True, what=what, request=dict(shown), status=reply.status, answer=answer,
                     took_ms=took)
        )  # fmt: skip
        return reply

    async def _post(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        timeout = ClientTimeout(total=limits.ACK_SECONDS * self.desk.patience)
        self._session = self._session or ClientSession(timeout=timeout)
        try:
            async with self._session.post(self.app_url, data=body, headers=headers, allow_redirects=False) as response:
                text = await response.text(errors="replace")
                stops = response.headers.get("x-slack-no-retry") == "1"
                trouble = "" if response.status == HTTPStatus.OK else "dispatch_failed"
                return Reply(response.status, text, trouble, stops)
        except TimeoutError:
            return Reply(0, trouble="operation_timeout")
        except ClientError as error:
            return Reply(0, body=str(error), trouble="dispatch_failed")


def _channel_name(channel: Channel) -> str:
    if channel.is_direct:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def _accepted(view: object) -> Json:
    refusal = refuse_view(view, "modal")
    if refusal:
        raise SlackError(refusal.error, refusal.messages)
    assert isinstance(view, dict)
    return view


def _errors(view: View, errors: object) -> dict[str, str]:
    inputs = {block["block_id"] for block in view.payload["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_errors", ("must be an object of block ids and texts",))
    strangers = tuple(f"no input block has the id {name}" for name in errors if name not in inputs)
    if strangers:
        raise SlackError("invalid_errors", strangers)
    return {str(name): str(text) for name, text in errors.items()}


def _shown(reply: Reply) -> object:
    if reply.trouble:
        return {"trouble": reply.trouble, "body": reply.body}
    try:
        return reply.answer()
    except ValueError:
        return reply.body
