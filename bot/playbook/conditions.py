"""Tell whether a condition holds for the facts of a case."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from bot.playbook.model import All, Condition, Either, Is, Known, Not, Says

Facts = Mapping[str, object]


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Tell whether a condition holds; no condition always does."""
    match condition:
        case All(parts):
            return all(holds(part, facts) for part in parts)
        case Either(parts):
            return any(holds(part, facts) for part in parts)
        case Not(part):
            return not holds(part, facts)
        case Known() | Is() | Says():
            return _is_true(condition, facts)
    return True


def is_known(value: object) -> bool:
    """Tell whether a fact says anything. *No* is an answer, and so is zero."""
    return value is not None and value not in ("", (), [], {})


def read(facts: Facts, name: str) -> object:
    """Return a fact, or a part of one (`executive.engagement`); of a list, that part of each entry."""
    fact, _, part = name.partition(".")
    value = facts[fact]
    if not part:
        return value
    if isinstance(value, Mapping):
        return value.get(part)
    entries = value if isinstance(value, list | tuple) else ()
    return [entry[part] for entry in entries if isinstance(entry, Mapping) and is_known(entry.get(part))]


@lru_cache(maxsize=256)
def phrase_pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of these phrases as whole words; `spend*` stands for any ending.

    It is to be searched in what `folded` returns.
    """
    endings = (re.escape(folded(phrase)).replace(r"\*", r"\w*") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(endings)})(?!\w)")


def folded(text: str) -> str:
    """Return a text as phrases are compared with it: without case, with one kind of apostrophe and of space."""
    return " ".join(text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())


def _is_true(condition: Known | Is | Says, facts: Facts) -> bool:
    match condition:
        case Known(names):
            return all(is_known(read(facts, name)) for name in names)
        case Is(name, values):
            return not set(_ids(read(facts, name))).isdisjoint(values)
        case Says(names, phrases):
            return any(_says(str(read(facts, name) or ""), phrases) for name in names)


def _says(text: str, phrases: tuple[str, ...]) -> bool:
    return bool(text) and phrase_pattern(phrases).search(folded(text)) is not None


def _ids(value: object) -> Iterator[str]:
    if isinstance(value, bool):
        return iter(("true" if value else "false",))
    if isinstance(value, Mapping):
        return _ids(value.get("id"))
    if isinstance(value, list | tuple | set | frozenset):
        return chain.from_iterable(_ids(entry) for entry in value)
    return iter((str(value),) if is_known(value) else ())
