"""Questions of a playbook, as inputs."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from bot.coaching.pages import Field
from bot.locales.words import Words
from bot.playbook.model import Kind, Option, Value
from bot.surface import ids, kit, limits
from bot.surface.kit import Json

_RADIO: Final = 4
"""So many options are all shown; more of them are a menu, which can be searched."""

_CHOSEN: Final = frozenset({Kind.CHOICE, Kind.CHOICES})


def blocks(fields: Iterable[Field], words: Words) -> list[Json]:
    """Draw questions. A choice without options cannot be answered and is left out."""
    return [_drawn(field, words) for field in fields if field.options or field.question.kind not in _CHOSEN]


def _drawn(field: Field, words: Words) -> Json:
    question = field.question
    name = ids.numbered(question.id, field.reset)
    return kit.question(field.label, name, _element(field, words), hint=field.hint, required=question.required)


def _element(field: Field, words: Words) -> Json:  # noqa: PLR0911  one return a kind
    question, value = field.question, field.value
    match question.kind:
        case Kind.CHOICE:
            return _choice(field.options, value, words)
        case Kind.CHOICES:
            return _choices(field.options, value, words)
        case Kind.YES_NO:
            return _yes_no(value, words)
        case Kind.DATE:
            return kit.date_picker(value if isinstance(value, date) else None, placeholder=words("kit.pick_day"))
        case Kind.DATETIME:
            return kit.moment_picker(value if isinstance(value, datetime) else None)
        case Kind.PERSON:
            return kit.person_select(str(value) if value else None, placeholder=words("kit.pick_person"))
        case _:
            long = question.kind is Kind.LONG_TEXT
            return kit.text_input(_typed(question.kind, value, words), long=long, placeholder=question.placeholder)


def _choice(options: Sequence[Option], value: Value | None, words: Words) -> Json:
    chosen = str(value) if value else None
    if len(options) <= _RADIO:
        return kit.radio(options, chosen)
    return kit.select(options, chosen, placeholder=words("kit.choose"))


def _choices(options: Sequence[Option], value: Value | None, words: Words) -> Json:
    chosen = value if isinstance(value, tuple) else ()
    if len(options) <= limits.CHECKBOXES_OPTIONS:
        return kit.checkboxes(options, chosen)
    return kit.multi_select(options, chosen, placeholder=words("kit.choose_any"))


def _yes_no(value: Value | None, words: Words) -> Json:
    chosen = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else None
    return kit.radio((Option("yes", words("kit.affirmed")), Option("no", words("kit.denied"))), chosen)


def _typed(kind: Kind, value: Value | None, words: Words) -> str:
    """Return a value as people would type it."""
    if isinstance(value, Decimal):
        return words.percent(value) if kind is Kind.PERCENT else words.number(value)
    return str(value or "")
