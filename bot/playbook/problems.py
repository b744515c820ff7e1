"""What is wrong in a playbook, told to its author: where, what, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.errors import OperatorError

_LISTED_AT_MOST = 12


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file; the first is 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing an author has to change."""

    place: Place
    text: str

    def __str__(self) -> str:
        return f"{self.place.file}:{self.place.line}: {self.text}"


class PlaybookError(OperatorError):
    """Playbooks cannot be used; the text lists every problem, one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def unknown(word: str, what: str, possible: Iterable[str]) -> str:
    """Say that a word names nothing, and what may have been meant."""
    return f'"{word}" is not {what}; {_meant(word, sorted(possible))}'


def _meant(word: str, possible: list[str]) -> str:
    close = get_close_matches(word, possible, n=1)
    if close:
        return f'did you mean "{close[0]}"?'
    if not possible:
        return "there is none to choose from"
    more = ", ..." if len(possible) > _LISTED_AT_MOST else ""
    return f"possible: {', '.join(possible[:_LISTED_AT_MOST])}{more}"
