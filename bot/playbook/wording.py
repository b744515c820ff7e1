"""Fill in a playbook's templates: the one Jinja environment, sandboxed, with a language's own forms."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bot.locales.words import Words, load_words

_BUILT_IN: Final = frozenset(
    [
        "capitalize",
        "default",
        "first",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "map",
        "reject",
        "rejectattr",
        "replace",
        "select",
        "selectattr",
        "sort",
        "trim",
        "truncate",
        "unique",
        "upper",
    ]
)
_EMPTY_LINES: Final = re.compile(r"\n\s*\n\s*\n")
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Wording:
    """Fills in templates in one language. Literal text stays as it is; values are put into the language's form."""

    def __init__(self, language: str) -> None:
        words = load_words(language)
        self.environment = _environment(words, _escaped)
        self._escaping = lru_cache(maxsize=2048)(self.environment.from_string)
        self._verbatim = lru_cache(maxsize=2048)(_environment(words, str).from_string)

    def render(self, template: str, facts: Mapping[str, object]) -> str:
        """Return mrkdwn: `&`, `<` and `>` of the values are escaped, so that no value becomes a link or a mention.

        Raises:
            UndefinedError: the template names something that is no fact.
        """
        return _tidy(self._escaping(template).render(facts))

    def plain(self, template: str, facts: Mapping[str, object]) -> str:
        """Return plain text, for labels, suggestions and whatever is escaped later.

        Raises:
            UndefinedError: the template names something that is no fact.
        """
        return _tidy(self._verbatim(template).render(facts))


class Environment(ImmutableSandboxedEnvironment):
    """A sandbox in which an unknown fact is empty all the way down and no object shows its methods.

    `concern.exploring[0]` is empty while no concern is known: a template may ask, and need not.
    """

    def __init__(self, filters: Mapping[str, Callable[..., object]], finalize: Callable[[object], str]) -> None:
        super().__init__(undefined=StrictUndefined, finalize=finalize, trim_blocks=True, lstrip_blocks=True)
        self.filters = {name: self.filters[name] for name in _BUILT_IN} | dict(filters)
        self.globals.clear()

    def getattr(self, obj: object, attribute: str) -> object:
        """Return a part by name."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """Return an entry of a mapping or list, empty text when it has none; Jinja's own objects as Jinja does."""
        if isinstance(obj, Mapping):
            return obj.get(argument, "")
        if isinstance(obj, str | list | tuple) and isinstance(argument, slice):
            return obj[argument]
        if isinstance(obj, list | tuple):
            return obj[argument] if isinstance(argument, int) and -len(obj) <= argument < len(obj) else ""
        if obj is None or isinstance(obj, str | bool | int | Decimal | date):
            return ""
        return super().getattr(obj, str(argument))


@cache
def load_wording(language: str) -> Wording:
    """Return the wording of a language, with the templates it has compiled so far."""
    return Wording(language)


def _environment(words: Words, last: Callable[[str], str]) -> Environment:
    return Environment(_filters(words), lambda value: last(_said(words, value)))


def _filters(words: Words) -> dict[str, Callable[..., object]]:
    return {
        "date": lambda day: words.date(day) if day else "",
        "iso": lambda day: day.isoformat() if isinstance(day, date) else "",  # what a date question suggests
        "number": lambda value: words.number(value) if _is_number(value) else "",
        "percent": lambda value: words.percent(value) if _is_number(value) else "",
        "money": lambda amount, currency: words.money(amount, currency) if _is_number(amount) else "",
        "listed": lambda items: _said(words, items),
    }


def _said(words: Words, value: object) -> str:
    """Return a value in the language's form, when a template prints it without a filter."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return words.date(value)
    if isinstance(value, Decimal):
        return words.number(value)
    if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
        return words.listed([_said(words, item) for item in value])
    return "" if value is None or value == {} else str(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _escaped(text: str) -> str:
    return str(text).translate(_ESCAPES)


def _tidy(text: str) -> str:
    return _EMPTY_LINES.sub("\n\n", text).strip()
