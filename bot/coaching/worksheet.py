"""Worksheets: what a tool's forms ask, and how what comes back changes a sheet without losing what stands beside it.

A sheet is a frozen dataclass. Each of its fields is a part: entries (dataclasses with an `id`) of which there are any
number, or one dataclass whose fields all have defaults.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Protocol, TypeVar

from bot.coaching import answers
from bot.coaching.verbatim import is_same
from bot.locales.words import Sentence, Words
from bot.playbook.model import Kind, Option, Question, Value

MOST_ENTRIES: Final = 100
"""Of one part; a menu to change them holds no more (Slack)."""

_LONGEST_LINE: Final = 300
"""Characters of a one-line text; what is longer is a paragraph, and no line of a table."""


class Identified(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """Return what tells it from others of its part."""
        ...


Entry = TypeVar("Entry", bound=Identified)
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Blank:
    """One field of a form, and of the entry it fills."""

    name: str
    kind: Kind = Kind.TEXT
    is_required: bool = False
    choices: type[StrEnum] | None = None
    words: str = ""  # under which the texts of the choices stand; empty: under the field's name
    choices_from: str = ""  # the part whose entries are the options


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a sheet: what its entries are, and what the form asks for each."""

    name: str
    entry: type[Any]
    blanks: tuple[Blank, ...]
    check: Callable[[Any, date], dict[str, Sentence]] | None = None  # what an entry may not say, by field
    is_single: bool = False
    named_by: str = "what"  # the field that names an entry in a menu


def put(entries: Iterable[Entry], entry: Entry) -> tuple[Entry, ...]:
    """Return entries with one more, or with one in the place of the older one of its id."""
    before = tuple(entries)
    if any(each.id == entry.id for each in before):
        return tuple(entry if each.id == entry.id else each for each in before)
    return (*before, entry)


def without(entries: Iterable[Entry], entry_id: str) -> tuple[Entry, ...]:
    """Return entries without one."""
    return tuple(each for each in entries if each.id != entry_id)


def entry_of(sheet: object, part: Part, entry_id: str) -> Any:  # noqa: ANN401  what entries are, the part says
    """Return an entry of a sheet; None when there is no such entry. Of a single part, what stands there."""
    held = getattr(sheet, part.name)
    return held if part.is_single else next((each for each in held if each.id == entry_id), None)


def read(
    part: Part, raw: Values, options: Mapping[str, tuple[Option, ...]], *, words: Words, today: date
) -> tuple[dict[str, object], dict[str, Sentence]]:
    """Return what a form says, by field and as the entry takes it, and what is wrong, by field."""
    said: dict[str, object] = {}
    problems: dict[str, Sentence] = {}
    for blank in part.blanks:
        asked = Question(blank.name, blank.kind, "", options=options.get(blank.name, ()))
        try:
            value = answers.parse(asked, raw.get(blank.name), words=words, today=today)
        except answers.AnswerError as error:
            problems[blank.name] = error.sentence
            continue
        if value is None and blank.is_required:
            problems[blank.name] = Sentence(f"answers.required.{blank.kind}")
        elif isinstance(value, str) and blank.kind is Kind.TEXT and len(value) > _LONGEST_LINE:
            problems[blank.name] = Sentence("answers.too_long", {"length": len(value), "limit": _LONGEST_LINE})
        else:
            said[blank.name] = _taken(blank, value)
    return said, problems


def filled(part: Part, entry_id: str, said: Values) -> Any:  # noqa: ANN401  what entries are, the part says
    """Return the entry that a form's values make."""
    named = {} if part.is_single else {"id": entry_id}
    return part.entry(**named, **said)


def merged(mine: Any, base: Any, newest: Any) -> Any:  # noqa: ANN401  any entry, of one type
    """Return an entry as another window left it, with what this window changed since it was drawn from `base`.

    An entry that another window removed comes back: nothing typed is lost.
    """
    if base is None or newest is None or newest == base:
        return mine
    names = (field.name for field in fields(mine))
    changed = {name: getattr(mine, name) for name in names if not is_same(getattr(mine, name), getattr(base, name))}
    return replace(newest, **changed)


def kept(sheet: Any, part: Part, entry: Any) -> Any:  # noqa: ANN401  any sheet and an entry of it
    """Return a sheet with an entry in it."""
    held = entry if part.is_single else put(getattr(sheet, part.name), entry)
    return replace(sheet, **{part.name: held})


def value_of(entry: object, blank: Blank) -> Value | None:
    """Return what stands in a field of an entry, as a form shows it."""
    value = getattr(entry, blank.name, None)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, str | Decimal | date | bool | tuple) and value != "" else None


def _taken(blank: Blank, value: Value | None) -> object:
    """Return a value as an entry takes it: empty text for none, a choice as what it stands for."""
    if blank.choices is not None:
        return blank.choices(str(value)) if value else None
    if value is None and blank.kind in {Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE}:
        return ""
    return value
