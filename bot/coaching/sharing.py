"""What a trainer lets their teams read about one case.

Three levels: counted and nothing else, which is what nobody has touched; a sentence of the trainer's; that sentence
with the trainer's name. The sentence says nothing that an executive said, and names none: it is checked before the
trainer sees it as it will stand, and consents.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.coaching.case import CaseFile, Executive, Person
from bot.coaching.verbatim import showable
from bot.locales.words import Sentence

LONGEST_LINE: Final = 200

_QUOTED_WORDS: Final = 4
"""So many words in the order somebody said them are a quote."""

_TOLD: Final = 3  # letters; a shorter part of a name is part of too many words
_WORD: Final = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_APOSTROPHE: Final = re.compile(r"['\u2019]")
_POINTS: Final = re.compile(r"<[@#!]|(?<!\w)@\w|https?://|www\.", re.IGNORECASE)


class SharingLevel(StrEnum):
    """How much of a case a digest may show."""

    COUNTS = "counts"
    ANONYMOUS = "anonymous"  # and a sentence of the trainer's
    NAMED = "named"  # and that sentence with the trainer's name


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is shared of one case."""

    level: SharingLevel = SharingLevel.COUNTS
    line: str = ""  # the trainer's sentence, as the digest will show it
    changed_at: datetime | None = None


def line_of(typed: str) -> str:
    """Return a sentence on one line, without what cannot be shown."""
    return " ".join(showable(typed).split())


def problem(line: str, level: SharingLevel, file: CaseFile, owner: Person) -> Sentence | None:
    """Say why a sentence cannot be shared; None when it can."""
    return _misshapen(line) or _tells_too_much(line, level, file, owner)


def _misshapen(line: str) -> Sentence | None:
    if not line:
        return Sentence("sharing.wrong.empty")
    if len(line) > LONGEST_LINE:
        return Sentence("sharing.wrong.long", {"limit": LONGEST_LINE, "length": len(line)})
    return Sentence("sharing.wrong.mention") if _POINTS.search(line) else None


def _tells_too_much(line: str, level: SharingLevel, file: CaseFile, owner: Person) -> Sentence | None:
    if name := _named(line, _names(file.case.executive)):
        return Sentence("sharing.wrong.executive", {"name": name})
    if level is SharingLevel.ANONYMOUS and (name := _named(line, (owner.name, owner.first_name))):
        return Sentence("sharing.wrong.yourself", {"name": name})
    if said := _quoted(line, (each.quote for each in file.interactions)):
        return Sentence("sharing.wrong.quote", {"words": said})
    return None


def _names(executive: Executive | None) -> tuple[str, ...]:
    return (executive.name,) if executive else ()


def _named(line: str, names: Iterable[str]) -> str:
    """Return the part of a name that a sentence has in it."""
    said = {_APOSTROPHE.split(word.casefold())[0] for word in _WORD.findall(line)}
    parts = (part for name in names for part in _WORD.findall(name) if len(part) >= _TOLD)
    return next((part for part in parts if part.casefold() in said), "")


def _quoted(line: str, quotes: Iterable[str]) -> str:
    """Return the words of a sentence that stand in a quote in the same order, or most of a shorter one."""
    words = _WORD.findall(line)
    for quote in quotes:
        heard = [word.casefold() for word in _WORD.findall(quote)]
        length = min(_QUOTED_WORDS, len(heard))
        if length < 2:  # noqa: PLR2004  one word is nobody's
            continue
        runs = {tuple(heard[at : at + length]) for at in range(len(heard) - length + 1)}
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            if tuple(word.casefold() for word in run) in runs:
                return " ".join(run)
    return ""
