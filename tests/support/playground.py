"""Let tests play in the stand-in for Slack: `open_slack` for the wire alone, `open_stage` for people with a bot.

async with open_stage(lambda stage: build_bot(stage.api_url, stage.signing_secret, stage.token)) as stage:
    trainer = stage.trainer
    await trainer.types("/pushback We already spend too much on training")
    trainer.sees("What was said")
    await trainer.fills(setting="meeting")
    await trainer.submits()
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from inspect import isawaitable

from starlette.applications import Starlette
from starlette.types import ASGIApp
from uvicorn import Config, Server

from bot.clock import Clock
from bot.playground.acts import Acts
from bot.playground.api import Api
from bot.playground.desk import Channel, Desk, Message, View
from bot.playground.faults import Faults
from bot.playground.fields import Key, holds_a_value, raw_value
from bot.playground.mrkdwn import Reader, words_of
from bot.playground.referee import Json, elements_of, options_of
from bot.playground.scene import Manifest

SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
START_WITHIN = 30.0
UNHURRIED = 20
"""How many times as long as Slack the stand-in waits for the bot: a loaded machine is no slow bot."""

LOOK_EVERY = 0.01

Given = str | bool | int | Decimal | date | datetime | Sequence[str] | None


class NoAnswerError(AssertionError):
    """The bot did not answer as Slack wants: late, not 200, or with something Slack refuses."""


# Serving.


class _StageServer(Server):
    """Leaves the signals to pytest, tells when it listens, and stops at once."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()
        self.stops = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    async def main_loop(self) -> None:
        await self.stops.wait()


def listen() -> socket.socket:
    """Take a free port of the loopback interface; whoever serves it closes it."""
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    taken.bind(("127.0.0.1", 0))
    return taken


def address_of(taken: socket.socket) -> str:
    """Return the address of a port, as `http://127.0.0.1:40123`."""
    return f"http://127.0.0.1:{taken.getsockname()[1]}"


@asynccontextmanager
async def serve(app: ASGIApp, taken: socket.socket) -> AsyncIterator[str]:
    """Serve an application in this event loop; yields its address."""
    config = Config(app, log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=2)
    server = _StageServer(config)
    running = asyncio.create_task(server.serve([taken]))
    listens = asyncio.create_task(server.listens.wait())
    try:
        await asyncio.wait({running, listens}, timeout=START_WITHIN, return_when=asyncio.FIRST_COMPLETED)
        if not server.started:
            raise AssertionError("the application did not start: see the log")
        yield address_of(taken)
    finally:
        listens.cancel()
        server.stops.set()
        await running
        taken.close()


# The stand-in alone.


@dataclass(frozen=True, slots=True)
class Slack:
    """A stand-in that is being served. `api_url` is what `SLACK_API_URL` takes."""

    desk: Desk
    faults: Faults
    api_url: str

    @property
    def token(self) -> str:
        """The bot token it accepts."""
        return self.desk.app.token

    def asked(self, method: str) -> list[Json]:
        """List the arguments of every call of a method, oldest first."""
        return [one.request for one in self.desk.exchanges if not one.to_app and one.what == method]

    def told(self, channel_id: str) -> list[Message]:
        """List what the app wrote into a channel, ephemeral messages included."""
        return [message for message in self.desk.channel(channel_id).messages if message.by_app]


@asynccontextmanager
async def open_slack(*, clock: Clock | None = None, manifest: Manifest | None = None) -> AsyncIterator[Slack]:
    """Serve a stand-in for Slack on loopback, with the workspace of the playground's scene."""
    taken = listen()
    desk = Desk(clock=clock, manifest=manifest, address=address_of(taken), keep=10_000)
    desk.patience = UNHURRIED
    api = Api(desk)
    async with serve(Starlette(routes=api.routes()), taken) as address:
        yield Slack(desk, api.faults, f"{address}/api/")


# People with a bot.


@dataclass(slots=True)
class Stage:
    """A stand-in, a bot, and the people of the workspace."""

    slack: Slack
    acts: Acts
    people: dict[str, "Actor"] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        """The workspace."""
        return self.slack.desk

    @property
    def api_url(self) -> str:
        """What the bot's `SLACK_API_URL` is."""
        return self.slack.api_url

    @property
    def token(self) -> str:
        """What the bot's `SLACK_BOT_TOKEN` is."""
        return self.slack.token

    @property
    def signing_secret(self) -> str:
        """What the bot's `SLACK_SIGNING_SECRET` is."""
        return SIGNING_SECRET

    def person(self, user_id: str) -> "Actor":
        """Return the one who plays a user."""
        return self.people.setdefault(user_id, Actor(self, user_id))

    @property
    def trainer(self) -> "Actor":
        """Maya, in London."""
        return self.person("U01MAYA")

    @property
    def other_trainer(self) -> "Actor":
        """Tomás, in Chicago."""
        return self.person("U02TOMAS")

    @property
    def lead(self) -> "Actor":
        """Ingrid, in Oslo."""
        return self.person("U03INGRID")

    @property
    def guest(self) -> "Actor":
        """Sam, who is no full member."""
        return self.person("U04SAM")

    @property
    def stranger(self) -> "Actor":
        """Léa, of another organisation."""
        return self.person("U07LEA")


Bot = Callable[[Stage], ASGIApp | Awaitable[ASGIApp]]
"""Builds the bot for a stage: its application takes what Slack sends at `/slack/events`."""


@asynccontextmanager
async def open_stage(
    bot: Bot,
    *,
    path: str = "/slack/events",
    clock: Clock | None = None,
    manifest: Manifest | None = None,
    retry_after: Sequence[float] = (),
) -> AsyncIterator[Stage]:
    """Serve a stand-in and a bot on loopback, in this event loop; lifespans are run."""
    async with open_slack(clock=clock, manifest=manifest) as slack:
        taken = listen()
        acts = Acts(slack.desk, f"{address_of(taken)}{path}", SIGNING_SECRET, retry_after=retry_after)
        stage = Stage(slack, acts)
        built = bot(stage)
        app: ASGIApp = await built if isawaitable(built) else built
        async with serve(app, taken), acts:
            yield stage


class Actor:
    """One person: what they do, and what they see. Acts raise `NoAnswerError` when the bot fails them."""

    def __init__(self, stage: Stage, user_id: str) -> None:
        self.stage = stage
        self.user_id = user_id
        self.is_at_home = False

    # Doing.

    async def types(self, text: str, *, at: str | None = None) -> None:
        """Type a slash command, or a message to the bot; `at` is a channel's id or name, else the bot's own."""
        channel = self._channel(at)
        self.is_at_home = False
        if text.startswith("/"):
            await self._acts.command(self.user_id, channel.id, text)
        else:
            await self._acts.say(self.user_id, channel.id, text)
        self._raise_trouble()

    async def shortcut(self, message: Message | str, callback_id: str | None = None) -> None:
        """Use a message shortcut on a message, or on the newest that contains a text; the first there is."""
        channel, found = self._find_message(message)
        chosen = callback_id or self.stage.desk.app.manifest.shortcuts[0].callback_id
        await self._acts.shortcut(self.user_id, channel.id, found.ts, chosen)
        self._raise_trouble()

    async def opens_home(self) -> None:
        """Open the bot's App Home."""
        self.is_at_home = True
        await self._acts.open_home(self.user_id)
        self._raise_trouble()

    async def opens_messages(self) -> None:
        """Open the bot's Messages tab."""
        self.is_at_home = False
        await self._acts.open_home(self.user_id, "messages")
        self._raise_trouble()

    async def fills(self, by_label: Mapping[str, Given] | None = None, /, **by_block: Given) -> None:
        """Fill inputs of the modal, named by block id (what follows a `#` is left out) or by label.

        Options are named by value or by text, several as a list.
        """
        view = self._modal()
        for name, given in {**(by_label or {}), **by_block}.items():
            block, element = _field(view, name)
            key, raw = (block["block_id"], element["action_id"]), _raw(element, given)
            if block["type"] != "input" or block.get("dispatch_action"):
                await self._acts.press_in_view(self.user_id, view.id, key, raw)
                self._raise_trouble()
            else:
                self._acts.fill(self.user_id, {key: raw})

    async def clicks(self, text: str) -> None:
        """Click what carries this text: in the modal that is open, else in App Home, else in a message."""
        view = self.stage.desk.top_view(self.user_id)
        if view is not None:
            await self._click_in_modal(view, text)
        elif self.is_at_home:
            home = self._home()
            key, raw = _button(home.payload["blocks"], text)
            await self._acts.press_in_view(self.user_id, home.id, key, raw)
        else:
            await self._click_in_message(text)
        self._raise_trouble()

    async def submits(self) -> None:
        """Submit the modal."""
        self._modal()
        await self._acts.submit(self.user_id)
        self._raise_trouble()

    async def closes(self, *, everything: bool = False) -> None:
        """Close the modal."""
        self._modal()
        await self._acts.dismiss(self.user_id, everything=everything)
        self._raise_trouble()

    # Seeing.

    @property
    def modal(self) -> Json | None:
        """The payload of the modal that is open."""
        view = self.stage.desk.top_view(self.user_id)
        return view.payload if view else None

    @property
    def home(self) -> Json | None:
        """The payload of App Home."""
        view = self.stage.desk.homes.get(self.user_id)
        return view.payload if view else None

    @property
    def messages(self) -> list[Message]:
        """What the bot wrote to this person: in its own conversation, and what only they see elsewhere."""
        desk = self.stage.desk
        own = desk.app_channel(self.user_id)
        found = [
            message
            for channel in desk.channels_of(self.user_id)
            for message in channel.messages
            if message.by_app and (message.seen_by == self.user_id or (channel is own and message.seen_by is None))
        ]
        return sorted(found, key=lambda message: message.ts)

    @property
    def errors(self) -> dict[str, str]:
        """What stands at the fields of the modal: what the bot says, or the code of what Slack objects to."""
        view = self._modal()
        return {**view.objections, **view.errors}

    @property
    def values(self) -> dict[str, str | list[str]]:
        """What stands in the fields of the modal, by block id."""
        zone = self.stage.desk.user(self.user_id).tz
        return {
            block: raw_value(held, zone) for block, fields in self._modal().values.items() for held in fields.values()
        }

    @property
    def shown(self) -> str:
        """All words in front of this person: the modal if one is open, else App Home and the messages."""
        view = self.stage.desk.top_view(self.user_id)
        if view is not None:
            return self._words(view.payload, [*view.errors.values(), *self._typed()])
        home = self.stage.desk.homes.get(self.user_id)
        messages = [self.words_in(message) for message in self.messages]
        return "\n".join([self._words(home.payload) if home else "", *messages])

    def sees(self, *texts: str) -> None:
        """Assert that each of these is in front of this person, however its words are set."""
        for text in texts:
            assert _flat(text) in _flat(self.shown), f"{text!r} is not to be seen in:\n{self.shown}"

    def does_not_see(self, *texts: str) -> None:
        """Assert that none of these is in front of this person."""
        for text in texts:
            assert _flat(text) not in _flat(self.shown), f"{text!r} is to be seen in:\n{self.shown}"

    async def gets(self, text: str, *, within: float = 3.0) -> Message:
        """Wait until the bot has written this to this person; returns the newest such message."""
        try:
            async with asyncio.timeout(within):
                while True:
                    for message in reversed(self.messages):
                        if _flat(text) in _flat(self.words_in(message)):
                            return message
                    await asyncio.sleep(LOOK_EVERY)
        except TimeoutError:
            written = "\n---\n".join(map(self.words_in, self.messages))
            raise AssertionError(f"{text!r} was not written within {within} s:\n{written}") from None

    def words_in(self, message: Message) -> str:
        """Return all words of a message; its text where it has no blocks."""
        return self._words({"blocks": message.blocks}) if message.blocks else words_of(message.text, self._reader)

    # Finding.

    @property
    def _acts(self) -> Acts:
        return self.stage.acts

    @property
    def _reader(self) -> Reader:
        desk = self.stage.desk
        return Reader(
            {user.id: user.real_name for user in desk.users.values()},
            {channel.id: channel.name for channel in desk.channels.values()},
            desk.user(self.user_id).tz,
        )

    def _words(self, payload: Json, more: Iterable[str] = ()) -> str:
        return "\n".join([*_words(payload, self._reader), *more])

    def _typed(self) -> Iterator[str]:
        for value in self.values.values():
            yield from [value] if isinstance(value, str) else value

    def _channel(self, at: str | None) -> Channel:
        desk = self.stage.desk
        if at is None:
            return desk.app_channel(self.user_id)
        return next(channel for channel in desk.channels.values() if at in {channel.id, channel.name})

    def _modal(self) -> View:
        view = self.stage.desk.top_view(self.user_id)
        assert view is not None, f"no modal is open; in front of {self.user_id} is:\n{self.shown}"
        return view

    def _home(self) -> View:
        assert self.user_id in self.stage.desk.homes, "App Home was never published"
        return self.stage.desk.homes[self.user_id]

    def _find_message(self, message: Message | str) -> tuple[Channel, Message]:
        for channel in self.stage.desk.channels_of(self.user_id):
            for one in reversed(channel.messages):
                if one is message or (isinstance(message, str) and message in one.text):
                    return channel, one
        raise AssertionError(f"there is no such message: {message!r}")

    async def _click_in_modal(self, view: View, text: str) -> None:
        if (view.payload.get("submit") or {}).get("text") == text:
            await self._acts.submit(self.user_id)
        elif (view.payload.get("close") or {}).get("text") == text:
            await self._acts.dismiss(self.user_id)
        else:
            key, raw = _button(view.payload["blocks"], text)
            await self._acts.press_in_view(self.user_id, view.id, key, raw)

    async def _click_in_message(self, text: str) -> None:
        for message in reversed(self.messages):
            if text in _buttons(message.blocks):
                channel, _ = self._find_message(message)
                key, raw = _buttons(message.blocks)[text]
                await self._acts.press_in_message(self.user_id, channel.id, message.ts, key, raw)
                return
        raise AssertionError(f"no message has {text!r} to click:\n{self.shown}")

    def _raise_trouble(self) -> None:
        desk = self.stage.desk
        troubles = desk.troubles.pop(self.user_id, [])
        view = desk.top_view(self.user_id)
        troubles += [view.trouble] if view and view.trouble else []
        if troubles:
            last = desk.exchanges[-1] if desk.exchanges else None
            raise NoAnswerError(f"{', '.join(troubles)}; the last exchange was {last}")


def _buttons(blocks: Iterable[Json]) -> dict[str, tuple[Key, str | None]]:
    found: dict[str, tuple[Key, str | None]] = {}
    for block, element in elements_of(blocks):
        key = (block["block_id"], element["action_id"])
        if element["type"] == "button":
            found.setdefault(element["text"]["text"], (key, None))
        elif element["type"] == "overflow" or (element["type"] == "static_select" and block["type"] != "input"):
            for option in element["options"]:
                found.setdefault(option["text"]["text"], (key, option["value"]))
    return found


def _button(blocks: Iterable[Json], text: str) -> tuple[Key, str | None]:
    buttons = _buttons(blocks)
    assert text in buttons, f"no button says {text!r}; there are: {', '.join(buttons)}"
    return buttons[text]


def _field(view: View, name: str) -> tuple[Json, Json]:
    named = []
    for block, element in elements_of(view.payload["blocks"]):
        if holds_a_value(element):
            names = {block["block_id"], block["block_id"].partition("#")[0], element["action_id"]}
            if "label" in block:
                names.add(block["label"]["text"])
            if name in names - {"answer"}:
                return block, element
            named.append(block["block_id"])
    raise AssertionError(f"no field is named {name!r}; there are: {', '.join(named)}")


def _raw(element: Json, given: Given) -> str | list[str] | None:
    if given is None or isinstance(given, str):
        return None if given is None else _chosen(element, given)
    if isinstance(given, datetime):
        return str(int(given.timestamp()))
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, Sequence):
        return [_chosen(element, one) for one in given]
    return str(given)


def _chosen(element: Json, given: str) -> str:
    options = options_of(element)
    if not options:
        return given
    for option in options:
        if given in {option["value"], option["text"]["text"]}:
            return str(option["value"])
    offered = ", ".join(option["text"]["text"] for option in options)
    raise AssertionError(f"{given!r} is no option; there are: {offered}")


def _words(tree: object, reader: Reader) -> Iterator[str]:
    if isinstance(tree, list):
        yield from (word for branch in tree for word in _words(branch, reader))
    elif isinstance(tree, dict):
        if tree.get("type") == "mrkdwn":
            yield words_of(tree["text"], reader)
        elif isinstance(tree.get("text"), str):
            yield tree["text"]
        yield from (word for name, branch in tree.items() if name not in _UNSEEN for word in _words(branch, reader))
        if isinstance(tree.get("alt_text"), str):
            yield tree["alt_text"]


_UNSEEN = frozenset({"initial_option", "initial_options", "confirm", "placeholder", "state"})


def _flat(text: str) -> str:
    return " ".join(text.split())
