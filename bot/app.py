"""The composition root: from settings to everything that works together. Nobody else builds parts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, ClientTimeout
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from structlog import get_logger

from bot import listeners
from bot.clock import Clock
from bot.coach import playbooks
from bot.coach.coach import Coach
from bot.config import Settings
from bot.errors import OperatorError
from bot.listeners import leaving
from bot.listeners.authorize import ManyWorkspaces, OneWorkspace
from bot.listeners.reply import ReplyMiddleware
from bot.logs import bolts_log, slacks_log
from bot.meters import Meters
from bot.outbox import Clients, Outbox
from bot.playbook.shelf import Shelf
from bot.store.store import Store, open_store
from bot.tokens import Renewal
from bot.web import build_web
from bot.worker import Shift, Worker

_SLACK_TIMEOUT = ClientTimeout(total=10, sock_connect=3)  # well before the lease of a delivery ends
_log = get_logger(__name__)

Authorize = OneWorkspace | ManyWorkspaces


@dataclass(frozen=True, slots=True)
class App:
    """Everything of one process, wired together; nothing runs before `running` is entered."""

    settings: Settings
    clock: Clock
    store: Store
    shelf: Shelf
    coach: Coach
    bolt: AsyncApp
    outbox: Outbox
    worker: Worker
    shift: Shift  # of the worker, beside what answers Slack
    web: Starlette

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Hold what the parts need while they work: connections to Slack and to the database."""
        async with _connected(self.bolt.client, self.store):
            yield

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        """Run as a process that answers Slack does: what a request plans is sent at once, by a worker beside it."""
        async with self.running(), _answering(self.coach, self.shift):
            yield


def build(settings: Settings, *, clock: Clock | None = None, with_worker: bool = True) -> App:
    """Wire an application. Nothing is connected yet; the playbooks are read and checked.

    Without a worker it sends what its own requests plan, and leaves the rest to a process that is one.

    Raises:
        OperatorError: a setting or a playbook is wrong; all problems are named.
    """
    clock = clock or Clock()
    store = open_store(settings.database_url.get_secret_value(), settings.secret_keys())
    shelf = Shelf.read(settings.pushback_playbooks)
    coach = Coach(store, shelf, clock)
    authorize = _authorize(settings, store, clock)
    bolt = _bolt(settings, authorize)
    bolt.use(ReplyMiddleware())
    leaving.register(bolt, store, authorize.forget)
    listeners.register(bolt, coach)
    clients = _clients(bolt.client, authorize)
    outbox = Outbox(coach, clients, Renewal(settings, store, clock, bolt.client, authorize.forget))
    worker = Worker(outbox, clock, is_whole=with_worker, lifts_at_start=not settings.serves_many)
    shift = Shift(worker)
    store.after_commit.append(worker.wake)

    @asynccontextmanager
    async def lifespan(web: Starlette) -> AsyncIterator[None]:
        del web
        async with _connected(bolt.client, store), _answering(coach, shift):
            yield

    web = build_web(bolt, settings, store, clock=clock, meters=Meters(), lifespan=lifespan, forget=authorize.forget)
    return App(settings, clock, store, shelf, coach, bolt, outbox, worker, shift, web)


def _authorize(settings: Settings, store: Store, clock: Clock) -> Authorize:
    if settings.serves_many:
        return ManyWorkspaces(store, clock)
    token = settings.slack_bot_token
    if token is None:
        raise OperatorError("SLACK_BOT_TOKEN is missing: the bot cannot speak to Slack without it.")
    return OneWorkspace(token.get_secret_value(), clock)


def _bolt(settings: Settings, authorize: Authorize) -> AsyncApp:
    """Return Bolt, without what the guard has done by the time a request gets here."""
    return AsyncApp(
        name="pushback",
        logger=bolts_log(),
        client=AsyncWebClient(
            base_url=settings.slack_api_url,
            retry_handlers=[],  # a post that is sent again is two messages
            logger=slacks_log(),
        ),
        authorize=authorize,
        process_before_response=True,  # the default polls for the ack, and loses it when a listener fails
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )


def _clients(shared: AsyncWebClient, authorize: Authorize) -> Clients:
    """Return what gives the outbox a client of a workspace, over the shared connections."""

    async def client_of(workspace_id: str) -> AsyncWebClient:
        return AsyncWebClient(
            token=await authorize.token(workspace_id),
            base_url=shared.base_url,
            session=shared.session,
            retry_handlers=[],
            logger=shared.logger,
        )

    return client_of


@asynccontextmanager
async def _connected(client: AsyncWebClient, store: Store) -> AsyncIterator[None]:
    async with ClientSession(timeout=_SLACK_TIMEOUT) as session:
        client.session = session
        try:
            yield
        finally:
            client.session = None
            await store.close()


@asynccontextmanager
async def _answering(coach: Coach, shift: Shift) -> AsyncIterator[None]:
    """Be ready for requests: new cases find their playbook kept, and what they plan finds a worker turning."""
    await playbooks.keep(coach)
    shift.begin()
    try:
        yield
    finally:
        await shift.end()
