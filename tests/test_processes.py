import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.app import App, build
from bot.clock import Clock
from bot.config import Settings
from bot.errors import OperatorError
from bot.processes import serve_socket, work, work_once
from tests.support.asgi import event
from tests.support.playground import listen


@dataclass
class SocketSlack:
    """Slack as Socket Mode meets it: opens a connection, sends what it is given, and notes the answers."""

    sends: list[dict[str, Any]]
    answers: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)
    address: str = ""

    async def open(self, request: web.Request) -> web.Response:
        self.tokens.append(request.headers.get("Authorization", ""))
        return web.json_response({"ok": True, "url": f"{self.address.replace('http', 'ws')}/link"})

    async def auth(self, _: web.Request) -> web.Response:
        return web.json_response({"ok": True, "team_id": "T1", "team": "Acme", "user_id": "UBOT", "bot_id": "B1"})

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        connection = web.WebSocketResponse()
        await connection.prepare(request)
        await connection.send_json({"type": "hello", "connection_info": {"app_id": "A1"}, "num_connections": 1})
        for number, payload in enumerate(self.sends):
            await connection.send_json(
                {
                    "type": "events_api",
                    "envelope_id": f"e{number}",
                    "payload": payload,
                    "accepts_response_payload": True,
                }
            )
        async for message in connection:
            self.answers.append(message.json())
            self.done.set()
        return connection


@asynccontextmanager
async def _serving(slack: SocketSlack) -> AsyncIterator[SocketSlack]:
    application = web.Application()
    application.router.add_post("/api/apps.connections.open", slack.open)
    application.router.add_post("/api/auth.test", slack.auth)
    application.router.add_get("/link", slack.link)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    taken = listen()
    await web.SockSite(runner, taken).start()
    slack.address = f"http://127.0.0.1:{taken.getsockname()[1]}"
    yield slack
    await runner.cleanup()


def _app(database_url: str, address: str = "http://127.0.0.1:9", **changes: Any) -> App:  # noqa: ANN401  any setting
    given: dict[str, Any] = {
        "database_url": database_url,
        "slack_bot_token": "xoxb-1",
        "slack_client_id": None,
        "slack_app_token": "xapp-1",
        "slack_api_url": f"{address}/api/",
    }
    return build(Settings(**(given | changes)))


async def test_socket_mode_answers_what_is_well_formed_and_drops_the_rest(sqlite_url: str) -> None:
    malformed = event(event=[])
    async with _serving(SocketSlack([malformed, event(event={"type": "reaction_added", "item": {}})])) as slack:
        process = asyncio.create_task(serve_socket(_app(sqlite_url, slack.address)))
        await asyncio.wait_for(slack.done.wait(), 10)
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(process, 10)

    assert slack.answers == [{"envelope_id": "e1"}]
    assert slack.tokens == ["Bearer xapp-1"]


async def test_a_worker_ends_its_turn_on_sigterm_and_a_second_one_is_harmless(sqlite_url: str) -> None:
    app = _app(sqlite_url)
    process = asyncio.create_task(work(app))
    await _turned(app)

    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGTERM)

    await asyncio.wait_for(process, 10)


async def test_a_worker_that_finds_another_schema_meanwhile_ends_with_a_sentence(sqlite_url: str) -> None:
    app = _app(sqlite_url)
    working = asyncio.create_task(work(app))
    async with asyncio.timeout(10):
        while app.worker._beat_at is None:  # noqa: ASYNC110  the first turn is to be over
            await asyncio.sleep(0.01)
    await asyncio.to_thread(_upgrade, sqlite_url.removeprefix("sqlite:///"))
    app.worker._beats, app.worker._beat_at = 0, None
    app.worker.wake()

    with pytest.raises(OperatorError, match="ahead of this code"):
        await asyncio.wait_for(working, 10)


async def test_one_turn_needs_nothing_to_do(sqlite_url: str) -> None:
    assert await work_once(_app(sqlite_url), Clock().now()) == 0


@pytest.mark.parametrize("start", [serve_socket, work], ids=["socket", "worker"])
async def test_a_process_without_its_database_does_not_start(start: Any, tmp_path: Any) -> None:  # noqa: ANN401
    with pytest.raises(OperatorError, match="pushback migrate"):
        await start(_app(f"sqlite:///{tmp_path}/missing.db"))


async def test_a_second_process_that_answers_on_one_file_does_not_start(sqlite_url: str) -> None:
    other = _app(sqlite_url)
    other.store.claim_file()

    with pytest.raises(OperatorError, match="already works on"):
        await serve_socket(_app(sqlite_url))

    await other.store.close()


def _upgrade(path: str) -> None:
    """Bring a database to a schema that nobody here knows; in a thread, for the worker may be writing."""
    with closing(sqlite3.connect(path, timeout=5)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'of_next_year'")


async def _turned(app: App) -> None:
    """Wait until a worker has shown a sign of life."""
    async with asyncio.timeout(10):
        while True:
            async with app.store.sweep() as sweep:
                if await sweep.heartbeats.latest():
                    return
            await asyncio.sleep(0.01)
