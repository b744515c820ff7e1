"""The least that answers as Slack's Web API: the same answer to everybody, and the last window for whoever asks.

Nothing is checked here (the playground's stand-in does that): what is measured is the bot, not its audience.
"""

import asyncio
import json
import os
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

LATENCY: Final = "BENCH_SLACK_ANSWERS_AFTER"
TEAM: Final = "T0BENCH"
TRAINER: Final = "U0TRAINER"
BOT: Final = "U0BOT"

_ME: Final = {"ok": True, "url": "http://127.0.0.1/", "team": "Bench", "team_id": TEAM, "user": "pushback"}
_PERSON: Final = {
    "id": TRAINER,
    "team_id": TEAM,
    "name": "mara",
    "real_name": "Mara Lind",
    "tz": "Europe/Berlin",
    "locale": "en-GB",
    "deleted": False,
    "is_bot": False,
    "is_admin": False,
    "is_owner": False,
    "is_restricted": False,
    "is_ultra_restricted": False,
    "is_stranger": False,
    "profile": {"real_name": "Mara Lind", "display_name": "Mara", "first_name": "Mara", "last_name": "Lind"},
}


class StandIn:
    """A Slack that remembers the window it was last asked to open."""

    def __init__(self, answers_after: float) -> None:
        self._last_view: dict[str, Any] = {}
        self._answers_after = answers_after  # seconds

    async def call(self, request: Request) -> JSONResponse:
        """Answer a method of the Web API."""
        method = request.path_params["method"]
        given = await _arguments(request)
        if self._answers_after:
            await asyncio.sleep(self._answers_after)
        if method == "auth.test":
            return JSONResponse({**_ME, "user_id": BOT, "bot_id": "B0BOT", "is_enterprise_install": False})
        if method == "users.info":
            return JSONResponse({"ok": True, "user": _PERSON})
        if "view" in given:
            self._last_view = _decoded(given["view"])
            return JSONResponse({"ok": True, "view": {**self._last_view, "id": "V0BENCH", "hash": "1.1"}})
        if method.startswith("chat."):
            return JSONResponse({"ok": True, "channel": "D0BENCH", "ts": "1774512000.000100"})
        return JSONResponse({"ok": True, "channel": {"id": "D0BENCH"}})

    async def last_view(self, _request: Request) -> JSONResponse:
        """Return the window that was opened last."""
        return JSONResponse(self._last_view)


def build() -> Starlette:
    """Return the stand-in as an application; the environment says whether it takes its time."""
    slack = StandIn(float(os.environ.get(LATENCY, "0")))
    return Starlette(
        routes=[
            Route("/api/{method}", slack.call, methods=["GET", "POST"]),
            Route("/last_view", slack.last_view),
        ]
    )


async def _arguments(request: Request) -> dict[str, Any]:
    body = await request.body()
    if request.headers.get("content-type", "").startswith("application/json"):
        return dict(json.loads(body or b"{}"))
    return {**request.query_params, **(await request.form())}


def _decoded(view: Any) -> dict[str, Any]:  # noqa: ANN401  a form carries it as text, JSON as it is
    return dict(json.loads(view) if isinstance(view, str) else view)
