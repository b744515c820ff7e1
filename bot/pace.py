"""How fast one process may write to Slack: one message a second in a conversation, sixty a minute in a workspace.

Slack asks for both. What goes faster is refused with 429, and whoever waits next pays for it. Moments are seconds of
the clock by which things fall due; it may be moved, and either way as much time has gone by.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final

_REMEMBERED: Final = 10_000  # buckets: those that are full again are forgotten first


@dataclass(frozen=True, slots=True)
class Rate:
    """How many may go at once, and how many a second after that."""

    at_once: int
    per_second: float


IN_A_CONVERSATION: Final = Rate(3, 1.0)  # short bursts are allowed
IN_A_WORKSPACE: Final = Rate(60, 1.0)
IN_A_STORM: Final = Rate(10, 1.0)
"""What a process sends in its first minute when it finds much that has waited: others may have been down with it."""

STORM_SECONDS: Final = 60.0


@dataclass(slots=True)
class Buckets:
    """What is left of a rate, for each of many."""

    rate: Rate
    _left: dict[Hashable, tuple[float, float]] = field(default_factory=dict)  # how much, when

    def left(self, key: Hashable, at: float) -> float:
        """Return how many may go at a moment."""
        left, since = self._left.get(key, (self.rate.at_once, at))
        return min(left + abs(at - since) * self.rate.per_second, self.rate.at_once)

    def take(self, key: Hashable, at: float, count: int = 1) -> None:
        """Let some go."""
        if len(self._left) >= _REMEMBERED:
            self._left = {each: kept for each, kept in self._left.items() if self.left(each, at) < self.rate.at_once}
        self._left[key] = (self.left(key, at) - count, at)

    def emptier_than(self, count: int, at: float) -> frozenset[Hashable]:
        """Return those of which fewer than so many may go at a moment."""
        return frozenset(key for key in self._left if self.left(key, at) < count)


class Pace:
    """The pace of one process."""

    def __init__(
        self,
        *,
        conversation: Rate = IN_A_CONVERSATION,
        workspace: Rate = IN_A_WORKSPACE,
        storm: Rate = IN_A_STORM,
        storm_seconds: float = STORM_SECONDS,
    ) -> None:
        self._conversations = Buckets(conversation)
        self._workspaces = Buckets(workspace)
        self._storm = Buckets(storm)
        self._storm_seconds = storm_seconds
        self._began: float | None = None  # the first turn
        self._is_storm = False

    def room(self, most: int, at: float) -> int:
        """Return how many deliveries a turn may take up, `most` unless there is a storm."""
        return min(most, int(self._storm.left(None, at))) if self.storms(at) else most

    def taken_up(self, count: int, most: int, at: float, *, messages: int) -> None:
        """Note how many a turn took up, and how many of them are messages: App Home disturbs nobody.

        A first turn that finds as many as it may take means a storm.
        """
        if self._began is None:
            self._began, self._is_storm = at, count >= most
        if self.storms(at):
            self._storm.take(None, at, messages)

    def storms(self, at: float) -> bool:
        """Tell whether this is the first minute of a process that found much waiting."""
        return self._is_storm and self._began is not None and abs(at - self._began) < self._storm_seconds

    def resting(self, most: int, at: float) -> frozenset[str]:
        """Return the workspaces to which a turn of so many might send too much."""
        return frozenset(str(key) for key in self._workspaces.emptier_than(most, at))

    def wait(self, workspace_id: str, conversation: str, at: float) -> float:
        """Let a message go and return 0, or return in how many seconds it may."""
        left = self._conversations.left((workspace_id, conversation), at)
        if left < 1:
            return (1 - left) / self._conversations.rate.per_second
        self._conversations.take((workspace_id, conversation), at)
        self._workspaces.take(workspace_id, at)
        return 0.0
