"""Signed requests at a server, as fast as it answers or at a steady pace, with the time that each answer took."""

import asyncio
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from time import perf_counter, time
from typing import Any, Final
from urllib.parse import urlencode

from aiohttp import ClientSession, ClientTimeout, TCPConnector

from tests.bench.standin import TEAM

TRAINERS: Final = 100
SECRET: Final = "bench-signing-secret"
_PATIENCE: Final = ClientTimeout(total=10)

Body = Callable[[int], bytes]
"""Makes the n-th request's body, unlike every other."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a load showed. Times are in milliseconds."""

    requests: int
    failures: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


def trainer(number: int, kind: str) -> str:
    """Return who sends the n-th request: one of many, so that nobody has more cases than a person would."""
    return f"U{kind}{number % TRAINERS:04}"


def command(number: int) -> bytes:
    """Return `/pushback` as Slack sends it."""
    return urlencode(
        {
            "command": "/pushback",
            "text": "",
            "team_id": TEAM,
            "team_domain": "bench",
            "user_id": trainer(number, "COMMANDS"),
            "user_name": "mara",
            "channel_id": "D0BENCH",
            "channel_name": "directmessage",
            "api_app_id": "A0BENCH",
            "token": "none",
            "trigger_id": f"{number}.bench",
            "response_url": "http://127.0.0.1:9/",
        }
    ).encode()


def submission(view: dict[str, Any]) -> Body:
    """Return what makes submissions of a window: its one long text filled in, everything else as it stood."""

    def body(number: int) -> bytes:
        sender = trainer(number, "STEPS")
        values = {block["block_id"]: _filled(block["element"], number) for block in _inputs(view)}
        sent = {
            **view,
            "id": f"V{number:09}",
            "hash": f"{number}.1",
            "root_view_id": f"V{number:09}",
            "team_id": TEAM,
            "app_id": "A0BENCH",
            "bot_id": "B0BOT",
            "state": {"values": values},
        }
        payload = {
            "type": "view_submission",
            "team": {"id": TEAM, "domain": "bench"},
            "user": {"id": sender, "username": "mara", "name": "mara", "team_id": TEAM},
            "api_app_id": "A0BENCH",
            "token": "none",
            "trigger_id": f"{number}.bench",
            "response_urls": [],
            "view": sent,
        }
        return urlencode({"payload": json.dumps(payload)}).encode()

    return body


async def at_full_speed(url: str, body: Body, *, seconds: float, at_once: int) -> Timing:
    """Keep a number of requests under way for a while; what is under way then is waited for."""

    async def one_after_another(session: ClientSession) -> list[float]:
        times = []
        while perf_counter() < end:
            times.append(await _timed(session, url, body(_unlike()), perf_counter()))
        return times

    async with _session(at_once) as session:
        began = perf_counter()
        end = began + seconds
        batches = await asyncio.gather(*(one_after_another(session) for _ in range(at_once)))
        return _timing([each for batch in batches for each in batch], perf_counter() - began)


async def at_a_pace(url: str, body: Body, *, seconds: float, per_second: int) -> Timing:
    """Send requests on the beat whether or not earlier ones were answered; each is timed from its beat on."""
    async with _session(0) as session:
        began = perf_counter()
        under_way = []
        for number in range(round(seconds * per_second)):
            beat = began + number / per_second
            await asyncio.sleep(max(0.0, beat - perf_counter()))
            sent = min(beat, perf_counter())  # a loop may wake us a little early
            under_way.append(asyncio.create_task(_timed(session, url, body(_unlike()), sent)))
        times = await asyncio.gather(*under_way)
        return _timing(times, perf_counter() - began)


_numbers = count(1)


def _unlike() -> int:
    return next(_numbers)


def _inputs(view: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (block for block in view["blocks"] if block["type"] == "input")


def _filled(element: dict[str, Any], number: int) -> dict[str, Any]:
    kind = element["type"]
    if kind == "plain_text_input":
        state = {"type": kind, "value": f"We spend too much on courses, {number} times over."}
    elif kind == "datepicker":
        state = {"type": kind, "selected_date": element.get("initial_date")}
    else:
        state = {"type": kind, "selected_option": element.get("initial_option")}
    return {element["action_id"]: state}


def _session(limit: int) -> ClientSession:
    return ClientSession(connector=TCPConnector(limit=limit), timeout=_PATIENCE)


async def _timed(session: ClientSession, url: str, body: bytes, began: float) -> float:
    """Return the milliseconds from a moment to an answer; below zero when there was none."""
    try:
        async with session.post(url, data=body, headers=signed(body)) as answer:
            said = await answer.read()
    except (TimeoutError, OSError):
        return -1.0
    took = (perf_counter() - began) * 1000
    return took if answer.status == 200 and b"errors" not in said else -1.0


def signed(body: bytes) -> dict[str, str]:
    """Return the headers with which Slack would send a body now."""
    at = str(int(time()))
    mac = hmac.new(SECRET.encode(), b"v0:" + at.encode() + b":" + body, sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={mac}",
    }


def _timing(times: list[float], seconds: float) -> Timing:
    good = sorted(each for each in times if each >= 0)
    if not good:
        return Timing(len(times), len(times), seconds, 0.0, 0.0)
    return Timing(len(times), len(times) - len(good), seconds, good[len(good) // 2], good[int(len(good) * 0.99)])
