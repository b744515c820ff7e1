"""Post to an ASGI application as Slack posts, with whatever headers and pieces a test wants."""

import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NOW = 1_774_512_000  # 2026-03-26 08:00 UTC
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:  # noqa: ANN401  whatever the test expects
        return json.loads(self.body)


def signature(body: bytes, *, at: str = str(NOW), secret: str = SECRET) -> str:
    """Return Slack's signature of a body."""
    base = b"v0:" + at.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, sha256).hexdigest()


def signed(body: bytes, media_type: str, *, at: str = str(NOW)) -> Headers:
    """Return the headers with which Slack sends a body."""
    return [
        ("Content-Type", media_type),
        ("X-Slack-Request-Timestamp", at),
        ("X-Slack-Signature", signature(body, at=at)),
    ]


def event(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    """Return an event as Slack sends it."""
    return {
        "type": "event_callback",
        "token": "none",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": "Ev1",
        "event_time": NOW,
        "event": {"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home", "event_ts": "1.1"},
        "authorizations": [
            {"enterprise_id": None, "team_id": changes.get("team_id", "T1"), "user_id": "UBOT", "is_bot": True}
        ],
        **changes,
    }


def interaction(kind: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    """Return an interaction as Slack sends it."""
    return {
        "type": kind,
        "team": {"id": "T1", "domain": "acme"},
        "user": {"id": "U1", "username": "tess", "team_id": "T1"},
        "api_app_id": "A1",
        "trigger_id": "1.2.3",
        "enterprise": None,
        "is_enterprise_install": False,
        **changes,
    }


def view(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  JSON
    """Return a view as Slack sends it with an interaction."""
    return {
        "id": "V1",
        "type": "modal",
        "team_id": "T1",
        "callback_id": "step",
        "private_metadata": "",
        "state": {"values": {}},
        "hash": "1.h",
        "root_view_id": "V1",
        "previous_view_id": None,
        **changes,
    }


def command(**changes: str) -> dict[str, str]:
    """Return the fields of a slash command as Slack sends them."""
    return {
        "token": "none",
        "team_id": "T1",
        "channel_id": "C1",
        "user_id": "U1",
        "command": "/pushback",
        "text": "",
        "response_url": "https://hooks.slack.com/commands/1",
        "trigger_id": "1.2.3",
        **changes,
    }


def payload_form(payload: object) -> bytes:
    """Return the body of an interaction."""
    return urlencode({"payload": json.dumps(payload)}).encode()


async def call(  # noqa: PLR0913  the parts of a request
    app: ASGIApp,
    path: str = "/slack/events",
    *,
    method: str = "POST",
    headers: Headers = (),
    pieces: Iterable[bytes] = (b"",),
    query: str = "",
) -> Answered:
    """Send one request to an ASGI application and return its answer."""
    waiting = list(pieces)
    sent: list[Message] = []

    async def receive() -> Message:
        if not waiting:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "https",
        "server": ("pushback.example", 443),
        "client": ("198.51.100.7", 40000),
        "headers": [(name.lower().encode("latin-1"), value.encode("utf-8")) for name, value in headers],
    }
    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    return Answered(start["status"], {name.decode(): value.decode() for name, value in start["headers"]}, body)


async def post_json(app: ASGIApp, payload: object, *, at: str = str(NOW)) -> Answered:
    """Post an event, signed."""
    body = json.dumps(payload).encode()
    return await call(app, headers=signed(body, JSON, at=at), pieces=[body])


async def post_form(app: ASGIApp, body: bytes, *, at: str = str(NOW)) -> Answered:
    """Post a form, signed."""
    return await call(app, headers=signed(body, FORM, at=at), pieces=[body])
