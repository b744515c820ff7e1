"""What the page may do behind the stage, given by whoever runs the app and the playground together."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """One message as the app's outbox has it in its book."""

    id: str  # stands in the metadata of the message, by which it is recognised in Slack
    kind: str
    recipient: str
    due_at: datetime
    state: str
    attempts: int = 0
    code: str = ""  # Slack's last word against it
    again_at: datetime | None = None  # when the outbox comes back to it
    is_home: bool = False  # it draws the recipient's App Home, and is no message


@dataclass(frozen=True, slots=True)
class Levers:
    """The levers of one running app. `move` moves the clock that the app shares with the desk."""

    move: Callable[[timedelta], None]
    next_due: Callable[[], Awaitable[datetime | None]]
    outbox: Callable[[], Awaitable[tuple[Entry, ...]]]  # what is due last first
    start_worker: Callable[[], None]
    stop_worker: Callable[[], Awaitable[None]]
    worker_runs: Callable[[], bool]
