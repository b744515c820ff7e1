"""The workspace as it stands: who is there, what was said, which views are open. In memory, and gone at the end."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Final

from bot.clock import Clock
from bot.playground.fields import Key, still_held, values_of
from bot.playground.referee import Json, elements_of
from bot.playground.scene import BOT, Manifest, Place, Scene, User, read_scene
from bot.surface import limits

SLACKBOT: Final = "USLACKBOT"


class SlackError(Exception):
    """The stand-in refuses a call, as Slack would: the text is Slack's error code."""

    def __init__(self, error: str, messages: tuple[str, ...] = (), **more: object) -> None:
        super().__init__(error)
        self.error = error
        self.messages = messages
        self.more = more


@dataclass(slots=True)
class Message:
    """One message, or an ephemeral one that only `seen_by` sees."""

    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    by_app: bool = False
    seen_by: str | None = None
    metadata: Json | None = None
    thread_ts: str | None = None
    edited_ts: str | None = None
    file: str | None = None
    held: dict[Key, Json] = field(default_factory=dict)

    @property
    def at(self) -> float:
        """Return when it was written, in Unix seconds."""
        return float(self.ts)


@dataclass(slots=True)
class Channel:
    """A channel, or a direct conversation of two when it has no name."""

    id: str
    members: list[str]
    name: str = ""
    topic: str = ""
    is_private: bool = False
    is_shared: bool = False
    is_archived: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def is_direct(self) -> bool:
        """Tell whether this is a conversation of two."""
        return not self.name

    def other(self, user_id: str) -> str:
        """Return whom a person talks to here."""
        return next((one for one in self.members if one != user_id), user_id)


@dataclass(slots=True)
class View:
    """A modal that is open, or a person's App Home."""

    id: str
    user: str
    payload: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    held: dict[Key, Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  # block id -> what the app says is wrong
    objections: dict[str, str] = field(default_factory=dict)  # block id -> code of what Slack itself objects to
    trouble: str = ""  # code of why the app could not be reached

    @property
    def values(self) -> dict[str, dict[str, Json]]:
        """Return `state.values` as Slack sends them."""
        return values_of(self.payload["blocks"], self.held)


@dataclass(slots=True)
class Trigger:
    """What lets the app open a view: single use, three seconds."""

    user: str
    made_at: datetime
    view_id: str | None = None
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Where the app may still answer an act: five times in half an hour."""

    channel: str
    user: str
    made_at: datetime
    ts: str | None = None
    uses: int = 0


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer, for whoever develops. `status` 0: no answer came."""

    at: datetime
    to_app: bool
    what: str
    request: Json
    status: int
    answer: object
    took_ms: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class App:
    """The bot as Slack knows it."""

    manifest: Manifest
    id: str = "A01PUSHBACK"
    bot_id: str = "B01PUSHBACK"
    user_id: str = "U00PUSHBACK"
    token: str = "xoxb-playground"  # noqa: S105 - opens nothing but this stand-in
    verification_token: str = "playground"  # noqa: S105 - likewise


class Desk:
    """The state of one workspace.

    `address` is where the stand-in can be reached, as `http://127.0.0.1:3000`. `clock` dates the messages and may be
    moved; `wall` measures what Slack measures and may not. `keep` is how many exchanges are remembered. `version`
    grows with every change a person could see.
    """

    def __init__(
        self,
        scene: Scene | None = None,
        *,
        manifest: Manifest | None = None,
        clock: Clock | None = None,
        address: str = "http://127.0.0.1:3000",
        keep: int = 50,
    ) -> None:
        scene = scene or read_scene()
        self.team = scene.team
        self.app = App(manifest or scene.manifest)
        self.address = address.rstrip("/")
        self.clock = clock or Clock()
        self.version = 1
        self.scopes = set(self.app.manifest.scopes)
        self.tokens = {self.app.token}
        self.revoked: set[str] = set()
        self.install_codes: set[str] = set()
        self.users = {user.id: user for user in (*scene.users, self._bot_user(), self._slackbot())}
        self.channels = {place.id: self._channel(place) for place in scene.places}
        self.views: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.troubles: dict[str, list[str]] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.promised: dict[str, int] = {}  # how long a file that is not shared yet is said to be
        self.exchanges: deque[Exchange] = deque(maxlen=keep)
        self.wall = Clock()
        self.patience = 1  # how many times as long as Slack it waits for the app
        self._triggers: dict[str, Trigger] = {}
        self._response_urls: dict[str, ResponseUrl] = {}
        self._exchange_count = 0
        self._last_ts = 0

    # People and places.

    @property
    def players(self) -> tuple[User, ...]:
        """List whom the page lets one be."""
        return tuple(user for user in self.users.values() if user.plays)

    def user(self, user_id: str) -> User:
        """Return a user.

        Raises:
            SlackError: `user_not_found`.
        """
        if user_id not in self.users:
            raise SlackError("user_not_found")
        return self.users[user_id]

    def channel(self, channel_id: str) -> Channel:
        """Return a channel or a direct conversation.

        Raises:
            SlackError: `channel_not_found`.
        """
        if channel_id not in self.channels:
            raise SlackError("channel_not_found")
        return self.channels[channel_id]

    def is_stranger(self, user: User) -> bool:
        """Tell whether a user belongs to another organisation."""
        return user.team_id not in {"", self.team.id}

    def channels_of(self, user_id: str) -> Iterator[Channel]:
        """Yield where a person is a member, in the order of the sidebar."""
        return (channel for channel in self.channels.values() if user_id in channel.members)

    def direct(self, one: str, other: str) -> Channel:
        """Return the conversation of two, begun if need be."""
        for channel in self.channels.values():
            if channel.is_direct and set(channel.members) == {one, other}:
                return channel
        channel = Channel(f"D{token_hex(5).upper()}", [one, other])
        self.channels[channel.id] = channel
        self.changed()
        return channel

    def app_channel(self, user_id: str) -> Channel:
        """Return a person's conversation with the app: its *Messages* tab."""
        return self.direct(user_id, self.app.user_id)

    # Messages.

    def post(self, channel: Channel, message: Message) -> Message:
        """Put a message at the end of a channel."""
        message.blocks = self._named(message.blocks)
        channel.messages.append(message)
        self.changed()
        return message

    def say(self, channel: Channel, user_id: str, text: str) -> Message:
        """Let a person write a message."""
        return self.post(channel, Message(self.next_ts(), user_id, text))

    def rewrite(self, message: Message, text: str, blocks: list[Json]) -> None:
        """Put other words into a message; what was chosen in it stays where the element is still there."""
        message.text = text
        message.blocks = self._named(blocks)
        message.held = still_held(message.blocks, message.held)
        message.edited_ts = self.next_ts()
        self.changed()

    def message(self, channel: Channel, ts: str) -> Message:
        """Return a message of a channel.

        Raises:
            SlackError: `message_not_found`.
        """
        for message in channel.messages:
            if message.ts == ts:
                return message
        raise SlackError("message_not_found")

    def remove(self, channel: Channel, message: Message) -> None:
        """Take a message away."""
        channel.messages.remove(message)
        self.changed()

    def next_ts(self) -> str:
        """Return the time of now as Slack writes it, never the same twice."""
        self._last_ts = max(self._last_ts + 1, int(self.clock.now().timestamp() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def attach(self, channel_id: str, file_id: str, comment: str) -> None:
        """Show a file that the app uploaded in a channel."""
        channel = self.channel(channel_id)
        self.post(channel, Message(self.next_ts(), self.app.user_id, comment, by_app=True, file=file_id))

    # Views.

    def top_view(self, user_id: str) -> View | None:
        """Return the modal a person sees."""
        stack = self.views.get(user_id)
        return stack[-1] if stack else None

    def open_view(self, user_id: str, payload: Json) -> View:
        """Open a modal; what was open closes."""
        view = self._view(user_id, payload)
        self.views[user_id] = [view]
        self.changed()
        return view

    def push_view(self, user_id: str, payload: Json) -> View:
        """Put a modal on top of those that are open.

        Raises:
            SlackError: `push_limit_reached`.
        """
        stack = self.views.setdefault(user_id, [])
        if len(stack) >= limits.VIEW_STACK:
            raise SlackError("push_limit_reached")
        view = self._view(user_id, payload)
        if stack:
            view.root_id, view.previous_id = stack[0].root_id, stack[-1].id
        stack.append(view)
        self.changed()
        return view

    def update_view(self, view: View, payload: Json) -> View:
        """Redraw a view. An input whose two ids stay goes on showing what it showed, whatever its new initial value."""
        shown = {(block, action): one for block, actions in view.values.items() for action, one in actions.items()}
        view.payload = self._drawn(payload)
        view.held = still_held(view.payload["blocks"], shown)
        view.hash = self._hash()
        view.errors, view.objections, view.trouble = {}, {}, ""
        self.changed()
        return view

    def close_view(self, view: View) -> None:
        """Close a modal, and show the one below."""
        stack = self.views.get(view.user, [])
        if view in stack:
            stack.remove(view)
            self.changed()

    def close_all(self, user_id: str) -> None:
        """Close every modal of a person."""
        self.views.pop(user_id, None)
        self.changed()

    def publish_home(self, user_id: str, payload: Json) -> View:
        """Show a person's App Home."""
        if user_id in self.homes:
            return self.update_view(self.homes[user_id], payload)
        self.homes[user_id] = self._view(user_id, payload)
        self.changed()
        return self.homes[user_id]

    def find_view(self, view_id: str | None, external_id: str | None = None) -> View:
        """Return a view that is open or an App Home.

        Raises:
            SlackError: `not_found`.
        """
        everything = [*(view for stack in self.views.values() for view in stack), *self.homes.values()]
        for view in everything:
            if view.id == view_id or (external_id and view.payload.get("external_id") == external_id):
                return view
        raise SlackError("not_found")

    # What lasts a moment.

    def trigger(self, user_id: str, view_id: str | None = None) -> str:
        """Make a trigger id for an act of a person."""
        trigger_id = f"{token_hex(6)}.{token_hex(6)}"
        self._triggers[trigger_id] = Trigger(user_id, self.wall.now(), view_id)
        return trigger_id

    def pull(self, trigger_id: str) -> Trigger:
        """Use a trigger id up.

        Raises:
            SlackError: `invalid_trigger_id`, `exchanged_trigger_id`, `expired_trigger_id`.
        """
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.wall.now() - trigger.made_at > timedelta(seconds=limits.TRIGGER_SECONDS * self.patience):
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response_url(self, user_id: str, channel_id: str, ts: str | None = None) -> str:
        """Make an address at which the app may answer an act."""
        secret = token_hex(12)
        self._response_urls[secret] = ResponseUrl(channel_id, user_id, self.wall.now(), ts)
        return f"{self.address}/hooks/{self.team.id}/{secret}"

    def answer_to(self, secret: str) -> ResponseUrl:
        """Use one of the answers an address allows.

        Raises:
            SlackError: `invalid_url`, `used_url`, `expired_url`.
        """
        answer = self._response_urls.get(secret)
        if answer is None:
            raise SlackError("invalid_url")
        if self.wall.now() - answer.made_at > timedelta(seconds=limits.RESPONSE_URL_SECONDS):
            raise SlackError("expired_url")
        if answer.uses >= limits.RESPONSE_URL_USES:
            raise SlackError("used_url")
        answer.uses += 1
        return answer

    def complain(self, user_id: str, code: str) -> None:
        """Tell a person that the app did not answer as it should."""
        self.troubles.setdefault(user_id, []).append(code)
        self.changed()

    def note(self, exchange: Exchange) -> None:
        """Remember an exchange for whoever develops; it gets its number here."""
        self._exchange_count += 1
        self.exchanges.append(replace(exchange, number=self._exchange_count))
        self.changed()

    def changed(self) -> None:
        """Let pages know that there is something new to see."""
        self.version += 1

    # Making.

    def _bot_user(self) -> User:
        name = self.app.manifest.name
        return User(
            self.app.user_id, name.lower(), name, "Europe/London", "App", "app", team_id=self.team.id, is_bot=True
        )

    def _slackbot(self) -> User:
        return User(SLACKBOT, "slackbot", "Slackbot", "Europe/London", role="app", team_id=self.team.id)

    def _channel(self, place: Place) -> Channel:
        members = [self.app.user_id if member == BOT else member for member in place.members]
        channel = Channel(
            place.id, members, place.name, place.topic, place.is_private, place.is_shared, place.is_archived
        )
        now = self.clock.now()
        for number, said in enumerate(place.messages):
            ts = f"{int((now - said.ago).timestamp())}.{number:06d}"
            channel.messages.append(Message(ts, said.user, said.text))
        return channel

    def _view(self, user_id: str, payload: Json) -> View:
        view_id = f"V{token_hex(5).upper()}"
        return View(view_id, user_id, self._drawn(payload), self._hash(), root_id=view_id)

    def _drawn(self, payload: Json) -> Json:
        return {**payload, "blocks": self._named(payload["blocks"])}

    def _hash(self) -> str:
        return f"{int(self.wall.now().timestamp())}.{token_hex(4)}"

    def _named(self, blocks: Iterable[Json]) -> list[Json]:
        """Give every block and every element the id it came without, as Slack does."""
        named: list[Json] = [{"block_id": token_hex(3), **block} for block in blocks]
        for block in named:
            for key in ("accessory", "element"):
                if key in block:
                    block[key] = _with_action(block[key])
            if block["type"] == "actions":
                block["elements"] = [_with_action(element) for element in block["elements"]]
        return named


def _with_action(element: dict[str, Any]) -> Json:
    return element if element["type"] == "image" else {"action_id": token_hex(3), **element}


def element_in(blocks: Iterable[Json], block_id: str, action_id: str) -> Json:
    """Return an interactive element by its two ids; `KeyError` when there is none."""
    for block, element in elements_of(blocks):
        if (block["block_id"], element["action_id"]) == (block_id, action_id):
            return element
    raise KeyError(action_id)
