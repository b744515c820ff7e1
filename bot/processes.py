"""Run a process until it is told to stop: web, socket, worker. Each proves first that its database is there."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from structlog import get_logger
from uvicorn import Config, Server

from bot.app import App
from bot.envelope import MalformedError, read_socket
from bot.errors import OperatorError

GRACE_SECONDS: Final = 5
"""For requests under way after SIGTERM: Slack hangs up after 3. With what the worker may take, it is below 20."""

_log = get_logger(__name__)


async def serve_web(app: App, *, host: str = "0.0.0.0") -> None:  # noqa: S104  a server in a container is reached so
    """Answer HTTP until SIGTERM or SIGINT, then finish what is under way."""
    config = Config(
        app.web,
        host=host,
        port=app.settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    async with _ready(app, answers=True):
        await Server(config).serve()


async def serve_socket(app: App) -> None:
    """Answer over a connection that this process opens to Slack, until SIGTERM or SIGINT."""
    token = app.settings.slack_app_token
    if token is None:
        raise OperatorError("SLACK_APP_TOKEN is missing: Socket Mode cannot connect without it.")
    async with _ready(app, answers=True), app.answering(), _until_told() as told:
        socket = Socket(app.bolt, token.get_secret_value())
        await socket.client.connect()  # type: ignore[no-untyped-call]  # the SDK annotates nothing here
        _log.info("connected", mode="socket")
        await told.wait()
        await socket.client.close()  # type: ignore[no-untyped-call]


async def work(app: App) -> None:
    """Send what is due, until SIGTERM or SIGINT.

    Raises:
        OperatorError: the database is missing or of another schema, from the start or since.
    """
    async with _ready(app), app.running(), _until_told() as told:
        app.shift.begin()
        endings = [asyncio.create_task(told.wait()), asyncio.create_task(app.shift.over())]
        await asyncio.wait(endings, return_when=asyncio.FIRST_COMPLETED)
        for ending in endings:
            ending.cancel()
        await asyncio.gather(*endings, return_exceptions=True)
        await app.shift.end()


async def work_once(app: App, now: datetime) -> int:
    """Send what is due at a moment and return how many deliveries were taken up."""
    total = 0
    async with _ready(app), app.running():
        while taken := await app.worker.tick(now):
            total += taken
    return total


@asynccontextmanager
async def _ready(app: App, *, answers: bool = False) -> AsyncIterator[None]:
    """Prove that the database can be worked with, and say what the operator should know; let go of it at the end.

    Raises:
        OperatorError: it is missing, out of reach, of another version, or an SQLite file that is answered for already.
    """
    try:
        await app.store.check()
        if answers:
            app.store.claim_file()
        if not app.settings.encrypts:
            _log.warning("quotes and notes are stored unencrypted", advice="set PUSHBACK_SECRET_KEYS")
        yield
    finally:
        await app.store.close()


class Socket(AsyncSocketModeHandler):
    """Takes what Slack sends over the connection; the connection is authenticated, the shape is checked here."""

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # Bolt's own has a wider type
        """Answer one request; what Slack would not send is dropped, and Slack's retry with it."""
        try:
            req.payload = read_socket(req.payload).payload
        except MalformedError as error:
            _log.warning("refused", because=str(error), mode="socket")
            return
        await super().handle(client, req)


@asynccontextmanager
async def _until_told() -> AsyncIterator[asyncio.Event]:
    """Give an event that is set by SIGTERM and SIGINT."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals: tuple[Any, ...] = (signal.SIGTERM, signal.SIGINT)
    for one in signals:
        loop.add_signal_handler(one, told.set)
    try:
        yield told
    finally:
        for one in signals:
            loop.remove_signal_handler(one)
