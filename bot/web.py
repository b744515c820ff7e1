"""The HTTP face: what Slack posts, the pages people open, what an operator's monitoring asks."""

import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from http import HTTPStatus
from typing import Final

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from structlog import get_logger

from bot.clock import Clock
from bot.config import Settings
from bot.envelope import Envelope
from bot.errors import BotError, OperatorError
from bot.guard import Answer, Guard
from bot.meters import MEDIA_TYPE, Meters
from bot.store.store import Store
from bot.web_install import Pages

WORKER_SECONDS: Final = 60
"""How long ago a worker may have turned: it does so every five seconds."""

EVENTS: Final = "/slack/events"
Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]
_log = get_logger(__name__)


def build_web(  # noqa: PLR0913  what the composition root holds
    bolt: AsyncApp,
    settings: Settings,
    store: Store,
    *,
    clock: Clock,
    meters: Meters,
    lifespan: Lifespan,
    forget: Callable[[str], None],
) -> Starlette:
    """Return the ASGI application.

    `lifespan` opens and closes what the listeners need; `forget` is told which workspace has a new token.
    """
    pages = Pages(settings, store, clock, bolt.client, forget)
    probes = Probes(store, clock, meters)
    routes = [
        Route(EVENTS, guarded(bolt, settings, meters)),
        Route("/healthz", probes.alive),
        Route("/readyz", probes.ready),
        Route("/metrics", probes.metrics),
        *pages.routes(),
    ]
    web = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={BotError: pages.trouble, HTTPStatus.NOT_FOUND: pages.missing},
    )
    web.router.redirect_slashes = False
    return web


def guarded(bolt: AsyncApp, settings: Settings, meters: Meters) -> Guard:
    """Return the guard with Bolt behind it.

    It has a clock of its own, which nobody moves: Slack signs with the wall's time, whatever is rehearsed here.
    Where there is no signing secret, as in Socket Mode, it knows one that nobody does: nothing gets in.
    """
    secret = settings.slack_signing_secret
    return Guard(
        answer_by(bolt),
        signing_secret=secret.get_secret_value() if secret else secrets.token_hex(),
        clock=Clock(),
        meter=meters.request,
    )


def answer_by(bolt: AsyncApp) -> Answer:
    """Return what answers an envelope with Bolt's listeners.

    The guard has checked the signature over the raw bytes and parsed them; Bolt gets what they say, as it does in
    Socket Mode, and neither verifies nor parses a second time. No header goes along: headers are not signed, and
    some of them steer Bolt (`x-slack-bolt-lazy-only`).
    """

    async def answer(envelope: Envelope) -> Response:
        said = await bolt.async_dispatch(AsyncBoltRequest(body=envelope.payload, mode="socket_mode"))
        return Response(said.body, said.status, said.first_headers())

    return answer


class Probes:
    """What an operator's monitoring asks."""

    def __init__(self, store: Store, clock: Clock, meters: Meters) -> None:
        self._store = store
        self._clock = clock
        self._meters = meters

    async def alive(self, request: Request) -> Response:
        """Say that the process answers."""
        del request
        return _told({"status": "alive"})

    async def ready(self, request: Request) -> Response:
        """Say whether requests can be served: the database answers and has this code's schema.

        Who asks `?worker` also wants one to have turned within the last minute.
        """
        try:
            await self._store.check()
            async with self._store.sweep() as sweep:
                beat = await sweep.heartbeats.latest()
        except (OperatorError, BotError) as error:
            _log.error("not ready", because=str(error))  # not told to the world: it names the host
            return _told({"status": "not ready"}, HTTPStatus.SERVICE_UNAVAILABLE)
        age = None if beat is None else round((self._clock.now() - beat).total_seconds())
        if "worker" in request.query_params and (age is None or abs(age) > WORKER_SECONDS):
            return _told({"status": "no worker", "worker_seconds_ago": age}, HTTPStatus.SERVICE_UNAVAILABLE)
        return _told({"status": "ready", "worker_seconds_ago": age})

    async def metrics(self, request: Request) -> Response:
        """Return the meters for Prometheus; what the book says is missing while the database does not answer."""
        del request
        try:
            await self._survey()
        except BotError as error:
            _log.warning("book not read", because=str(error))
        return Response(self._meters.page(), 200, {"Cache-Control": "no-store"}, MEDIA_TYPE)

    async def _survey(self) -> None:
        now = self._clock.now()
        async with self._store.survey() as survey:
            by_state, failed = await survey.book.by_state(), await survey.book.failed_by_code()
            late, oldest = await survey.book.sent_late(), await survey.book.oldest_due(now)
        self._meters.outbox(
            {state.value: count for state, count in by_state.items()},
            failed,
            late=late,
            lag=(now - oldest).total_seconds() if oldest else 0.0,
        )


def _told(said: dict[str, object], status: int = 200) -> Response:
    return JSONResponse(said, status, {"Cache-Control": "no-store"})
