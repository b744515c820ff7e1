"""The playground with the bot in it, on one port of this computer: no workspace, no account, no network."""

import secrets
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from uvicorn import Config, Server

from bot import seed
from bot.app import build
from bot.clock import Clock
from bot.coach.deliveries import HOME
from bot.config import Settings
from bot.errors import OperatorError
from bot.playground.acts import Acts
from bot.playground.desk import Desk
from bot.playground.levers import Entry, Levers
from bot.playground.page import OnlyHere, build_playground
from bot.playground.scene import Manifest, read_manifest
from bot.store.book import Delivery
from bot.store.schema import migrate
from bot.store.tables import DeliveryState

HOST: Final = "127.0.0.1"
_MANIFEST: Final = Path(__file__).parent.parent / "manifest.yaml"
_WAITING: Final = (DeliveryState.PLANNED, DeliveryState.UNKNOWN)
_ROWS: Final = 200  # of the book, on the page
_STOP_SECONDS: Final = 3  # a browser that still listens does not keep the demo


class Demo:
    """A stand-in for Slack and the bot, wired to each other."""

    def __init__(self, database: Path, port: int, *, is_empty: bool = False) -> None:
        """Wire both for a database file, which is brought up to date, and a port.

        A new file begins with the workspace's sample cases, unless `is_empty`.

        Raises:
            OperatorError: the file or the playbooks cannot be used.
        """
        self.address = f"http://{HOST}:{port}"
        secret = secrets.token_hex()
        clock = Clock()
        self.desk = Desk(clock=clock, manifest=_manifest(), address=self.address)
        self.acts = Acts(self.desk, f"{self.address}/slack/events", secret)
        self._has_past = not is_empty and not database.exists()
        url = f"sqlite:///{database.absolute()}"
        migrate(url)
        self.app = build(_settings(url, secret, self.desk.app.token, self.address, port), clock=clock)
        self.asgi = self._together()

    def _together(self) -> Starlette:
        """Return one ASGI application: the bot where Slack and an operator look for it, the playground elsewhere."""

        @asynccontextmanager
        async def lifespan(asgi: Starlette) -> AsyncIterator[None]:
            del asgi
            async with self.app.answering(), self.acts:
                if self._has_past:
                    await seed.plant(self.app.coach, self.desk)
                yield

        bots = [route for route in self.app.web.routes if isinstance(route, Route) and route.path != "/"]
        playground = build_playground(self.desk, self.acts, levers=self._levers())
        return Starlette(
            routes=[*bots, Mount("/", playground)],
            middleware=[Middleware(OnlyHere)],
            lifespan=lifespan,
        )

    def _levers(self) -> Levers:
        shift = self.app.shift
        return Levers(
            move=self._move,
            next_due=self._next_due,
            outbox=self._outbox,
            start_worker=shift.begin,
            stop_worker=shift.end,
            worker_runs=lambda: shift.is_on,
        )

    def _move(self, by: timedelta) -> None:
        """Move the clock that the bot and the desk share, and let the worker see what fell due."""
        self.app.clock.move(by)
        self.app.worker.wake()

    async def _next_due(self) -> datetime | None:
        async with self.app.store.view(self.desk.team.id) as work:
            return await work.book.next_due(self.app.clock.now())

    async def _outbox(self) -> tuple[Entry, ...]:
        async with self.app.store.view(self.desk.team.id) as work:
            return tuple(map(_entry, await work.book.newest(_ROWS)))


@contextmanager
def demo_database(kept: Path | None) -> Iterator[Path]:
    """Give the file to keep what is done in the playground, or one that is thrown away."""
    if kept is not None:
        yield kept
        return
    with TemporaryDirectory(prefix="pushback-") as folder:
        yield Path(folder) / "demo.sqlite3"


@contextmanager
def taken(port: int) -> Iterator[socket.socket]:
    """Take a port of this computer; 0 takes a free one.

    Raises:
        OperatorError: something else listens there.
    """
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, port))
        except OSError:
            raise OperatorError(f"Port {port} is taken. Choose another, as in `pushback demo --port 3001`.") from None
        listening.listen()  # from here on a connection waits until the server takes it, instead of being refused
        yield listening


async def serve(demo: Demo, listening: socket.socket) -> None:
    """Serve the demo until SIGINT or SIGTERM."""
    demo.app.store.claim_file()
    config = Config(demo.asgi, log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=_STOP_SECONDS)
    await Server(config).serve([listening])


def _entry(delivery: Delivery) -> Entry:
    is_put_off = delivery.state in _WAITING and delivery.next_at > delivery.due_at
    return Entry(
        id=delivery.id,
        kind=delivery.kind,
        recipient=delivery.recipient,
        due_at=delivery.due_at,
        state=delivery.state,
        attempts=delivery.attempt,
        code=delivery.last_code,
        again_at=delivery.next_at if is_put_off else None,
        is_home=delivery.kind == HOME,
    )


def _settings(url: str, secret: str, token: str, address: str, port: int) -> Settings:
    """Return the settings of a demo; nothing but the folder of playbooks is taken from the environment."""
    given: dict[str, Any] = {
        "database_url": url,
        "slack_signing_secret": secret,
        "slack_bot_token": token,
        "slack_client_id": None,
        "slack_client_secret": None,
        "slack_app_token": None,
        "slack_api_url": f"{address}/api/",
        "pushback_secret_keys": (),
        "pushback_base_url": address,
        "port": port,
    }
    return Settings(**given)


def _manifest() -> Manifest | None:
    """Return the app's manifest where there is one: an installed package has none, the playground then uses its own."""
    return read_manifest(_MANIFEST) if _MANIFEST.exists() else None
