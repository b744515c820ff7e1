"""Make Slack fail: a stand-in that never fails teaches nothing about sending.

Each fault is laid on one method for the next so many calls, and calls meet faults in the order they were laid:

    faults.limits("chat.postMessage", retry_after=7)
    faults.drops("chat.postMessage", times=2)

A spell lies on several methods at once, and may last until it is lifted. What is laid on a method comes first.
"""

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """How one call goes wrong. `is_done`: Slack does what was asked, and only the answer is lost or wrong."""

    is_done: bool = False
    status: int = 200
    error: str = ""
    retry_after: int | None = None
    garbage: str = ""
    is_cut: bool = False
    stalled_for: float = 0.0  # seconds


@dataclass(slots=True)
class Spell:
    """A fault that lies on several methods: for the next so many of their calls, or until it is lifted."""

    fault: Fault
    methods: frozenset[str] = frozenset()  # none: all
    left: int | None = None  # calls that still meet it; None: until it is lifted

    def holds(self, method: str) -> bool:
        """Tell whether a call of a method meets it."""
        return not self.methods or method in self.methods


class Faults:
    """The faults that are laid out, by method of Slack's Web API, and the spells that are cast."""

    def __init__(self) -> None:
        self._laid: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._spells: dict[str, Spell] = {}

    @property
    def spells(self) -> Mapping[str, Spell]:
        """The spells that last, by name, in the order in which calls meet them."""
        return self._spells

    def limits(self, method: str, *, retry_after: int = 30, times: int = 1) -> None:
        """Answer 429 with `Retry-After` in seconds; nothing is done."""
        self._lay(method, Fault(status=429, error="ratelimited", retry_after=retry_after), times)

    def refuses(self, method: str, error: str, *, times: int = 1) -> None:
        """Answer `ok: false` with one of Slack's error codes; nothing is done."""
        self._lay(method, Fault(error=error), times)

    def fails(self, method: str, *, status: int = 500, is_done: bool = False, times: int = 1) -> None:
        """Answer a server error in plain text."""
        self._lay(method, Fault(status=status, garbage="Internal Server Error", is_done=is_done), times)

    def drops(self, method: str, *, is_done: bool = True, times: int = 1) -> None:
        """Break the connection off in the middle of the answer, by default after doing what was asked."""
        self._lay(method, Fault(is_cut=True, is_done=is_done), times)

    def garbles(self, method: str, *, is_done: bool = True, times: int = 1) -> None:
        """Answer 200 with something that is not JSON, by default after doing what was asked."""
        self._lay(method, Fault(garbage="<html>Slack is having a moment</html>", is_done=is_done), times)

    def stalls(self, method: str, *, seconds: float, is_done: bool = True, times: int = 1) -> None:
        """Let the caller wait for the answer, by default after doing what was asked."""
        self._lay(method, Fault(stalled_for=seconds, is_done=is_done), times)

    def cast(self, name: str, spell: Spell) -> None:
        """Lay a spell on Slack."""
        self._spells[name] = spell

    def lift(self, name: str) -> None:
        """Take a spell away; nothing happens if it is gone."""
        self._spells.pop(name, None)

    def next(self, method: str) -> Fault | None:
        """Take the fault that the next call of a method meets, if there is one."""
        if self._laid[method]:
            return self._laid[method].popleft()
        name = next((name for name, spell in self._spells.items() if spell.holds(method)), None)
        return self._spend(name) if name else None

    def clear(self) -> None:
        """Let Slack work again."""
        self._laid.clear()
        self._spells.clear()

    def _spend(self, name: str) -> Fault:
        spell = self._spells[name]
        if spell.left is not None:
            spell.left -= 1
            if not spell.left:
                self.lift(name)
        return spell.fault

    def _lay(self, method: str, fault: Fault, times: int) -> None:
        self._laid[method].extend([fault] * times)
