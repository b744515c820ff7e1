"""How well concerns are heard in the shipped library, in every language: `python -m tests.bench.hearing`.

Leave-one-out flatters the ear, since signals were written with the examples in sight; "no signals" shows what likeness
hears by itself, and "held out" is nearest to what an ear meets in a conversation. A language has held-out quotes where
there is a file for it in `held_out`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Final

import yaml

from bot.coaching.concerns import Ear
from bot.locales.words import ENGLISH
from bot.playbook.model import Concern
from bot.playbook.shelf import Shelf

PLAYBOOKS: Final = Path(__file__).parents[2] / "playbooks"
PLAYBOOK: Final = "executive-pushback"
HELD_OUT: Final = Path(__file__).with_name("held_out")
_TOP: Final = 3


@dataclass(frozen=True, slots=True)
class Row:
    """How one set of quotes was heard."""

    language: str
    name: str
    quotes: int
    top_1: float  # share whose concern was heard first
    top_3: float  # share whose concern was among the first three
    unheard: float  # share in which nothing was heard


@dataclass(frozen=True, slots=True)
class Hearing:
    """A quote, the concern it was said for, and the concerns that were heard, likeliest first."""

    quote: str
    concern_id: str
    heard: tuple[str, ...]


@cache
def _shelf() -> Shelf:
    return Shelf.read(PLAYBOOKS)


def languages() -> tuple[str, ...]:
    """Name the languages that concerns are heard in, English first."""
    return (ENGLISH, *sorted(set(_shelf().languages()) - {ENGLISH}))


def shipped_concerns(language: str = ENGLISH) -> Mapping[str, Concern]:
    """Read the shipped concerns in a language."""
    return _shelf().playbook(PLAYBOOK, _shelf().newest(PLAYBOOK), language).concerns


def leave_one_out(concerns: Mapping[str, Concern]) -> Iterator[Hearing]:
    """Hear every example quote with an ear that has never heard it. Signals stay."""
    ear = Ear(concerns)
    for concern in concerns.values():
        for quote in concern.examples:
            ear._learn(concern.id, quote, times=-1)
            yield _hear(ear, concern.id, quote)
            ear._learn(concern.id, quote)


def held_out(concerns: Mapping[str, Concern], quotes: Path) -> Iterator[Hearing]:
    """Hear the quotes that were written after signals, examples and weights had been settled."""
    ear = Ear(concerns)
    for concern_id, said in yaml.safe_load(quotes.read_text("utf-8")).items():
        for quote in said:
            yield _hear(ear, concern_id, quote)


def measure(language: str) -> Iterator[Row]:
    """Return how well concerns are heard in a language, leave-one-out and in quotes held out."""
    concerns = shipped_concerns(language)
    mute = {concern.id: replace(concern, signals=()) for concern in concerns.values()}
    yield _row(language, "leave-one-out", leave_one_out(concerns))
    yield _row(language, "... no signals", leave_one_out(mute))
    quotes = HELD_OUT / f"{language}.yaml"
    if quotes.exists():
        yield _row(language, "held out", held_out(concerns, quotes))


def build_and_hear() -> tuple[float, float, float]:
    """Return the milliseconds that building an ear, an ordinary quote and one of 3,000 characters take."""
    concerns = shipped_concerns()
    quotes = [quote for concern in concerns.values() for quote in concern.examples]
    began = perf_counter()
    ear = Ear(concerns)
    built = perf_counter()
    for quote in quotes:
        ear.hear(quote)
    heard = perf_counter()
    ear.hear(" ".join(quotes)[:3000])
    return (built - began) * 1000, (heard - built) * 1000 / len(quotes), (perf_counter() - heard) * 1000


def main() -> None:
    """Print the rows."""
    print(f"{'set':<20}{'quotes':>8}{'top 1':>8}{'top 3':>8}{'nothing':>9}")  # noqa: T201 - printing is the purpose
    for row in (row for language in languages() for row in measure(language)):
        name = f"{row.language} {row.name}"
        print(f"{name:<20}{row.quotes:>8}{row.top_1:>8.3f}{row.top_3:>8.3f}{row.unheard:>9.3f}")  # noqa: T201
    build, usual, long = build_and_hear()
    print(f"build {build:.0f} ms, a usual quote {usual:.2f} ms, 3,000 characters {long:.1f} ms")  # noqa: T201


def _hear(ear: Ear, concern_id: str, quote: str) -> Hearing:
    return Hearing(quote, concern_id, tuple(each.concern_id for each in ear.hear(quote)))


def _row(language: str, name: str, hearings: Iterable[Hearing]) -> Row:
    found = list(hearings)
    top_1 = sum(each.heard[:1] == (each.concern_id,) for each in found)
    top_3 = sum(each.concern_id in each.heard[:_TOP] for each in found)
    unheard = sum(not each.heard for each in found)
    return Row(language, name, len(found), top_1 / len(found), top_3 / len(found), unheard / len(found))


if __name__ == "__main__":
    main()
