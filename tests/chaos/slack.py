"""The least that can be written to as Slack: it keeps what arrived, and goes wrong as often as it is told to."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.playground.faults import Fault

TEAM = "T0CHAOS"
METHODS = frozenset(
    {
        "chat.postMessage",
        "chat.update",
        "views.publish",
        "conversations.open",
        "conversations.history",
        "conversations.info",
        "conversations.members",
    }
)
FAULTS = (
    Fault(status=429, error="ratelimited", retry_after=1),
    Fault(error="internal_error"),
    Fault(error="fatal_error"),
    Fault(error="service_unavailable"),
    Fault(error="a_code_of_next_year"),
    Fault(error="internal_error", is_done=True),
    Fault(status=500, garbage="Internal Server Error"),
    Fault(status=500, garbage="Internal Server Error", is_done=True),
    Fault(status=503, garbage="Service Unavailable", is_done=True),
    Fault(garbage="<html>"),
    Fault(garbage="<html>", is_done=True),
    Fault(garbage='{"ok": tr', is_done=True),
    Fault(is_cut=True),
    Fault(is_cut=True, is_done=True),
)


@dataclass(frozen=True, slots=True)
class Message:
    """What the bot wrote, with the mark that people do not see."""

    channel: str
    ts: str
    mark: str
    at: float  # by the stopwatch
    said: str  # its blocks


@dataclass(slots=True)
class Slack:
    """What arrived, and how often calls go wrong."""

    rng: Random
    faulty: float = 0.0  # the share of calls
    fails_at: frozenset[str] | set[str] = METHODS
    stalled_for: float = 0.0  # seconds, before a message is answered
    may_look: bool = True
    stopwatch: Callable[[], float] = time.monotonic
    messages: list[Message] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    _numbers: Iterable[int] = field(default_factory=lambda: count(1))

    def build(self) -> Starlette:
        """Return it as an application."""
        return Starlette(routes=[Route("/api/{method}", self._call, methods=["GET", "POST"])])

    @property
    def doubled(self) -> list[str]:
        """The marks that arrived more than once."""
        return [mark for mark, times in Counter(message.mark for message in self.messages).items() if times > 1]

    def places(self) -> dict[str, str]:
        """Return where each message stands, by its mark."""
        return {message.mark: message.ts for message in self.messages}

    async def _call(self, request: Request) -> Response:
        method, given = request.path_params["method"], await _arguments(request)
        self.asked[method] += 1
        fails = method in self.fails_at and self.rng.random() < self.faulty
        fault = self.rng.choice(FAULTS) if fails else Fault(is_done=True)
        said = self._do(method, given) if fault.is_done else {"ok": False, "error": fault.error or "none"}
        if method == "chat.postMessage":
            await asyncio.sleep(self.stalled_for)
        if fault.error:
            said = {"ok": False, "error": fault.error}
        headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else {}
        if fault.is_cut:
            return Response(b'{"ok"', 200, {"Content-Length": "400"}, "application/json")
        if fault.garbage:
            return Response(fault.garbage, fault.status)
        return JSONResponse(said, fault.status, headers)

    def _do(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "auth.test":
                return {"ok": True, "team_id": TEAM, "user_id": "UBOT", "bot_id": "B0BOT"}
            case "chat.postMessage":
                metadata = given["metadata"]
                mark = (json.loads(metadata) if isinstance(metadata, str) else metadata)["event_payload"]["id"]
                ts = f"{time.time() + next(iter(self._numbers)) / 1e6:.6f}"
                channel, said = _conversation(given["channel"]), str(given.get("blocks", ""))
                self.messages.append(Message(channel, ts, mark, self.stopwatch(), said))
                return {"ok": True, "channel": _conversation(given["channel"]), "ts": ts}
            case "conversations.open":
                return {"ok": True, "channel": {"id": _conversation(given["users"])}}
            case "conversations.history":
                return self._history(given) if self.may_look else {"ok": False, "error": "missing_scope"}
            case "users.info":
                return {"ok": True, "user": _user(given["user"])}
            case _:
                return {"ok": True, **_CHANNELS.get(method, {})}

    def _history(self, given: dict[str, Any]) -> dict[str, Any]:
        found = [
            {
                "ts": message.ts,
                "metadata": {"event_type": "pushback_delivery", "event_payload": {"id": message.mark}},
            }
            for message in self.messages
            if message.channel == given["channel"] and float(message.ts) >= float(given["oldest"])
        ]
        return {"ok": True, "messages": found}


_CHANNELS: dict[str, dict[str, Any]] = {
    "conversations.info": {"channel": {"name": "team", "is_member": True}},
    "conversations.members": {"members": ["U0MAYA"], "response_metadata": {"next_cursor": ""}},
}


def _conversation(recipient: str) -> str:
    return recipient if recipient.startswith("C") else f"D-{recipient}"


def _user(user_id: str) -> dict[str, Any]:
    profile = {"real_name": "Maya Okafor", "display_name": "Maya", "first_name": "Maya", "last_name": "Okafor"}
    flags = ("deleted", "is_bot", "is_admin", "is_owner", "is_restricted", "is_ultra_restricted", "is_stranger")
    return {
        "id": user_id,
        "team_id": TEAM,
        "name": "maya",
        "real_name": "Maya Okafor",
        "tz": "Europe/London",
        "locale": "en-GB",
        "profile": profile,
        **dict.fromkeys(flags, False),
    }


async def _arguments(request: Request) -> dict[str, Any]:
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(json.loads(body or b"{}"))
    return {**request.query_params, **(await request.form())}
