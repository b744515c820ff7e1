"""The words after `/pushback`: a command, the executive's words, or a command with a slip of the finger.

The rule, in order:

1. Nothing typed is `Nothing`; what stands in quotation marks is always the quote.
2. A command (or its alias in the person's language) alone is the command, in any case and with `.`, `!` or `?` behind.
3. A command followed by what it takes is the command too: *log* and *brief* take whom it is about, as a mention, an
   @name or one word ("brief Anna"); *pause* takes a day ("pause until 2027-03-08"); *digest* takes some days by name
   ("digest last month"); *help* takes the name of a command.
4. *cases* or *help* followed by one other word is a near miss ("help me"): two words are seldom a quote, and the help
   offers to use them as one. So is *digest* followed by two that name no days ("digest last year").
5. A single word, or one with what the command takes, that is one slip away from a command is a near miss ("hlep").
6. Everything else is the quote, verbatim ("log in takes too long", "help us understand the spending").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from bot.coaching.figures import Range

Takes = Literal["nothing", "somebody", "a day", "some days", "a command"]

COMMANDS: Final[Mapping[str, Takes]] = {
    "cases": "nothing",
    "log": "somebody",
    "brief": "somebody",
    "needs": "somebody",
    "roi": "somebody",
    "pilot": "somebody",
    "evidence": "somebody",
    "team": "nothing",
    "digest": "some days",
    "nudges": "nothing",
    "pause": "a day",
    "settings": "nothing",
    "doctor": "nothing",
    "help": "a command",
}
"""Every command there is, with what may follow it."""

_ALIASES: Final = {"?": "help"}  # typed by whoever is lost, in any language
_OPENING_MARKS: Final = ('"', "'", "\u201c", "\u201e", "\u00ab", "\u2018", "\u201a", "\u2039")
_CLOSING_SIGNS: Final = ".!?\u2026"
_SOMEBODY: Final = re.compile(r"<@[UW][A-Z0-9]+(\|[^<>]*)?>|@\S+ \S+|\S+")
_DAY: Final = re.compile(r"(?:\S+ ){0,2}(\d{4}-\d{2}-\d{2})", re.ASCII)  # *until* may come before it, *hasta el*
_RANGES: Final = {str(each).replace("_", " "): each for each in Range}
_WORDS: Final = {"some days": 2}  # so many may be a slip, where it is more than one
_SHORT: Final = 3  # letters; so short a word is one letter away from too many others


@dataclass(frozen=True, slots=True)
class Command:
    """A command by its English name, and what followed it."""

    name: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """What the executive said, verbatim."""

    text: str


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What was typed, and the word for the command that was probably meant."""

    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nothing was typed."""


def read(
    text: str, aliases: Mapping[str, str], ranges: Mapping[str, Range] = MappingProxyType({})
) -> Command | Quote | NearMiss | Nothing:
    """Tell what the words after `/pushback` are.

    `aliases` names the command of each word a language adds, `ranges` the days of what it says for *last week*.
    """
    typed = text.strip()
    if not typed:
        return Nothing()
    if typed.startswith(_OPENING_MARKS):
        return Quote(text)
    known = _RANGES | {name.casefold(): each for name, each in ranges.items()}
    names = {name: name for name in COMMANDS} | _ALIASES | {word.casefold(): name for word, name in aliases.items()}
    first, *more = typed.split(maxsplit=1)
    word, rest = _bare(first), "".join(more)
    if word not in names:
        meant = next((name for name in names if name.isalpha() and _is_one_slip(word, name)), None)
        return NearMiss(typed, meant) if meant and _is_taken(rest, names[meant], names, known) else Quote(text)
    if _is_taken(rest, names[word], names, known):
        return Command(names[word], rest)
    is_slip = len(rest.split()) <= _WORDS.get(COMMANDS[names[word]], 1)
    return NearMiss(typed, _ALIASES.get(word, word)) if is_slip else Quote(text)


def put_right(miss: NearMiss) -> str:
    """Return the command that was probably meant, with what followed it; not where that was the slip ("help me")."""
    word, *rest = miss.typed.split(maxsplit=1)
    return miss.meant if _bare(word) == miss.meant else " ".join([miss.meant, *rest])


def day_in(rest: str) -> date | None:
    """Return the day that follows a command."""
    found = _DAY.fullmatch(rest)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def range_in(rest: str, ranges: Mapping[str, Range]) -> Range | None:
    """Return the days that follow a command by name; None where none are named."""
    known = _RANGES | {name.casefold(): each for name, each in ranges.items()}
    return known.get(_plain(rest))


def _plain(rest: str) -> str:
    return " ".join(rest.casefold().split()).rstrip(_CLOSING_SIGNS)


def _bare(word: str) -> str:
    """Return a word without what people put around commands: `/help`, `--help`, `Help!`."""
    return word.casefold().lstrip("/-").rstrip(_CLOSING_SIGNS) or word


def _is_taken(rest: str, name: str, names: Mapping[str, str], ranges: Mapping[str, Range]) -> bool:
    """Tell whether a command may be followed by this."""
    if not rest:
        return True
    match COMMANDS[name]:
        case "somebody":
            return bool(_SOMEBODY.fullmatch(rest))
        case "a day":
            return day_in(rest) is not None
        case "some days":
            return _plain(rest) in ranges
        case "a command":
            return _bare(rest) in names
    return False


def _is_one_slip(typed: str, meant: str) -> bool:
    """Tell whether one letter too many, too few, mistaken, or two swapped, make one word of the other."""
    if len(typed) == len(meant):
        return _is_swapped(typed, meant) or (len(meant) > _SHORT and _differences(typed, meant) == 1)
    longer, shorter = sorted((typed, meant), key=len, reverse=True)
    if shorter is typed and len(meant) <= _SHORT:
        return False
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _is_swapped(typed: str, meant: str) -> bool:
    swaps = (meant[:at] + meant[at + 1] + meant[at] + meant[at + 2 :] for at in range(len(meant) - 1))
    return typed != meant and typed in swaps


def _differences(typed: str, meant: str) -> int:
    return sum(one != other for one, other in zip(typed, meant, strict=True))
