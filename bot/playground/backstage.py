"""Behind the stage: the clock, what makes Slack fail, the worker, and what its outbox thinks."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.playground.desk import Desk, Message
from bot.playground.faults import Fault, Faults, Spell
from bot.playground.levers import Entry, Levers
from bot.playground.scene import User

POSTING: Final = frozenset({"chat.postMessage", "chat.postEphemeral", "chat.update"})
STALL_SECONDS: Final = 12.0  # longer than an app should wait for Slack
RETRY_AFTER_SECONDS: Final = 30
DAYS_AWAY: Final = 3
NEAREST: Final = 2  # of what is to come; the rest is folded away
FURTHEST: Final = timedelta(days=5 * 365)
TIMES: Final = (1, 3, 10)

_MOMENT: Final = timedelta(seconds=1)  # a clock that is off by less was not moved


class StuckError(Exception):
    """A lever cannot be pulled; the text is the sentence for whoever tried."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One way in which Slack may fail, as the page offers it."""

    name: str
    title: str
    about: str
    fault: Fault
    methods: frozenset[str] = POSTING


TROUBLES: Final = (
    Trouble(
        "limited",
        "Too many requests",
        f"429 and Retry-After: {RETRY_AFTER_SECONDS}. Nothing is posted.",
        Fault(status=429, error="ratelimited", retry_after=RETRY_AFTER_SECONDS),
    ),
    Trouble(
        "broken",
        "Server error",
        "500. Nothing is posted.",
        Fault(status=500, garbage="Internal Server Error"),
    ),
    Trouble(
        "late",
        "Lost answer",
        f"The message is posted, the answer takes {STALL_SECONDS:.0f} seconds.",
        Fault(is_done=True, stalled_for=STALL_SECONDS),
    ),
    Trouble(
        "dropped",
        "Dropped connection",
        "It breaks off in the middle. Nothing is posted.",
        Fault(is_cut=True),
    ),
    Trouble("archived", "Archived channel", "is_archived. Nothing is posted.", Fault(error="is_archived")),
    Trouble(
        "revoked",
        "Revoked token",
        "token_revoked, whatever is asked.",
        Fault(error="token_revoked"),
        methods=frozenset(),
    ),
)


_TROUBLES: Final = {trouble.name: trouble for trouble in TROUBLES}


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the book beside what Slack shows of it."""

    entry: Entry
    who: str
    zone: str
    is_ahead: bool  # due after the present moment
    arrived: tuple[float, ...]  # Unix seconds of the messages that stand in Slack
    is_drawn: bool  # of App Home


@dataclass(frozen=True, slots=True)
class Glance:
    """What there is to see behind the stage at one moment."""

    next_due: datetime | None
    later: tuple[Row, ...]  # what is further ahead
    rows: tuple[Row, ...]  # what comes next, and what was


Pull = Callable[["Backstage", User, Mapping[str, Any]], Awaitable[None]]


class Backstage:
    """Pulls the levers of one desk, one at a time."""

    def __init__(self, desk: Desk, faults: Faults, levers: Levers) -> None:
        self.desk = desk
        self.faults = faults
        self.levers = levers
        self._alone = asyncio.Lock()

    # What stands.

    @property
    def ahead(self) -> timedelta:
        """By how much the clock was moved; nothing when it is right."""
        ahead = self.desk.clock.now() - self.desk.wall.now()
        return ahead if abs(ahead) >= _MOMENT else timedelta()

    @property
    def worker_runs(self) -> bool:
        """Whether the worker takes turns."""
        return self.levers.worker_runs()

    @property
    def troubles(self) -> list[tuple[Trouble, Spell | None]]:
        """Every way in which Slack may fail, with the spell that makes it so now."""
        return [(trouble, self.faults.spells.get(trouble.name)) for trouble in TROUBLES]

    @property
    def failing(self) -> str:
        """The ways in which Slack fails now, as `server error, lost answer`; empty while it works."""
        return ", ".join(trouble.title.lower() for trouble, spell in self.troubles if spell)

    async def glance(self) -> Glance:
        """Look at the book, and at what Slack has of it."""
        rows = tuple(self._rows(await self.levers.outbox()))
        far = max(sum(row.is_ahead for row in rows) - NEAREST, 0)
        return Glance(await self.levers.next_due(), rows[:far], rows[far:])

    # Levers.

    async def pull(self, lever: str, me: User, given: Mapping[str, Any]) -> None:
        """Pull a lever for a person, whose zone decides what a day is.

        Raises:
            StuckError: it cannot be pulled now.
            KeyError, TypeError, ValueError, OverflowError: there is no such lever, or what is given fits none.
        """
        async with self._alone:
            await _LEVERS[lever](self, me, given)
        self.desk.changed()

    async def next(self, _me: User, _given: Mapping[str, Any]) -> None:
        """Go to the next moment at which the outbox has something to do."""
        due = await self.levers.next_due()
        if due is None:
            raise StuckError("Nothing is planned after this moment.")
        self._go(due)

    async def later(self, me: User, given: Mapping[str, Any]) -> None:
        """Go some hours on, or some days to the same time of day."""
        now = self.desk.clock.now()
        hours = timedelta(hours=int(given.get("hours", 0)))
        self._go(_days_on(now + hours, int(given.get("days", 0)), me))

    async def set(self, me: User, given: Mapping[str, Any]) -> None:
        """Go to a moment as it stands in a field."""
        try:
            moment = datetime.fromisoformat(str(given["moment"]))
        except ValueError:
            raise StuckError("Please choose a day and a time.") from None
        self._go(moment.replace(tzinfo=ZoneInfo(me.tz)))

    async def back(self, _me: User, _given: Mapping[str, Any]) -> None:
        """Set the clock right."""
        self.levers.move(-self.ahead)

    async def stop(self, _me: User, _given: Mapping[str, Any]) -> None:
        """Stop the worker."""
        await self.levers.stop_worker()

    async def start(self, _me: User, _given: Mapping[str, Any]) -> None:
        """Start the worker."""
        self.levers.start_worker()

    async def away(self, me: User, _given: Mapping[str, Any]) -> None:
        """Let three days pass without a worker."""
        await self.levers.stop_worker()
        self._go(_days_on(self.desk.clock.now(), DAYS_AWAY, me))
        self.levers.start_worker()

    async def switch(self, _me: User, given: Mapping[str, Any]) -> None:
        """Let Slack fail in one way, or no longer: for the next so many calls, or until it is switched off."""
        trouble = _TROUBLES[given["trouble"]]
        if trouble.name in self.faults.spells:
            self.faults.lift(trouble.name)
            return
        times = int(given["times"]) if given.get("times") else None
        if times not in {None, *TIMES}:
            raise ValueError(times)
        self.faults.cast(trouble.name, Spell(trouble.fault, trouble.methods, times))

    def _go(self, to: datetime) -> None:
        now, right = self.desk.clock.now(), self.desk.wall.now()
        if not right - timedelta(minutes=1) <= to <= right + FURTHEST:
            raise StuckError("The clock goes from the real present to five years ahead.")
        self.levers.move(max(to, right) - now)

    # The book, beside Slack.

    def _rows(self, entries: Iterable[Entry]) -> Iterator[Row]:
        now, arrived = self.desk.clock.now(), self._arrived()
        for entry in entries:
            user = self.desk.users.get(entry.recipient)
            yield Row(
                entry,
                who=user.first_name if user else self._channel(entry.recipient),
                zone=user.tz if user else "UTC",
                is_ahead=entry.due_at > now,
                arrived=tuple(message.at for message in arrived.get(entry.id, ())),
                is_drawn=entry.recipient in self.desk.homes,
            )

    def _channel(self, channel_id: str) -> str:
        channel = self.desk.channels.get(channel_id)
        return f"#{channel.name}" if channel else channel_id

    def _arrived(self) -> Mapping[str, list[Message]]:
        """Find the messages of the app by what their metadata carry."""
        found: defaultdict[str, list[Message]] = defaultdict(list)
        for channel in self.desk.channels.values():
            for message in channel.messages:
                for mark in (message.metadata or {}).get("event_payload", {}).values():
                    found[str(mark)].append(message)
        return found


_LEVERS: Final[Mapping[str, Pull]] = {
    "away": Backstage.away,
    "back": Backstage.back,
    "later": Backstage.later,
    "next": Backstage.next,
    "set": Backstage.set,
    "start": Backstage.start,
    "stop": Backstage.stop,
    "switch": Backstage.switch,
}


def _days_on(now: datetime, days: int, me: User) -> datetime:
    """Return the same time of day some days on, whatever the clocks do in between."""
    return now.astimezone(ZoneInfo(me.tz)) + timedelta(days=days)
