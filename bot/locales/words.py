"""Say a text of the bot's own in one language, with its numbers, dates and money in that language's form."""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Context, Decimal, localcontext
from functools import cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import yaml
from babel import Locale, UnknownLocaleError, dates, lists, numbers
from babel.numbers import NumberPattern

from bot.locales.pseudo import PSEUDO, pseudo

ENGLISH: Final = "en"
FOLDER: Final = Path(__file__).parent
_LETTER_BY_DIGIT: Final = re.compile(r"(?<=[^\W\d_])(?=\d)")
"""Where a currency without a sign of its own meets its amount: CLDR keeps the two apart, Babel does not."""

_ROOM: Final = Context(prec=100)
"""Digits enough for whatever people's figures multiply to: Babel refuses to round what has more than the context."""

_PLURALS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})

Text = str | dict[str, str]
"""One text, or one for each plural category."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text of the bot's own, named by its key, not yet in any language."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


class Words:
    """The bot's own words in one language."""

    def __init__(self, language: str, texts: Mapping[str, Text]) -> None:
        self.language = language
        self.locale = _locale(ENGLISH if language == PSEUDO else language)
        self._texts = texts

    def __call__(self, text: str | Sentence, /, **values: object) -> str:
        """Return the text of a key, or of a sentence, with its values filled in.

        A value that is itself a `Sentence` is said in the same language.

        Raises:
            KeyError: the key has no text, or the text names a value that was not given.
        """
        key, values = (text.key, {**text.values, **values}) if isinstance(text, Sentence) else (text, values)
        form = self._texts[key]
        if isinstance(form, dict):
            count = values["count"]
            form = form.get(self.locale.plural_form(abs(count)) if isinstance(count, int) else "other", form["other"])
        return form.format_map({name: self._said(value) for name, value in values.items()})

    def __contains__(self, key: str) -> bool:
        return key in self._texts

    def keys(self) -> Iterator[str]:
        """Name every text there is."""
        return iter(self._texts)

    def date(self, day: date) -> str:
        """Return a day as people say it: `Thu 26 Mar` (English), with the year when it is not obvious."""
        return dates.format_skeleton("yMMMEd", day, locale=self.locale)

    def moment(self, at: datetime, zone: str) -> str:
        """Return an aware moment in a person's zone, as day and time."""
        local = at.astimezone(ZoneInfo(zone))
        return f"{self.date(local.date())} {dates.format_time(local, 'short', locale=self.locale)}"

    def number(self, value: Decimal | float) -> str:
        """Return a number with this language's grouping and decimal sign."""
        with localcontext(_ROOM):
            return str(numbers.format_decimal(value, locale=self.locale))

    def percent(self, value: Decimal) -> str:
        """Return a percentage; 60 is sixty percent."""
        with localcontext(_ROOM):
            return str(numbers.format_percent(value / 100, locale=self.locale, decimal_quantization=False))

    def money(self, amount: Decimal, currency: str) -> str:
        """Return an amount with its currency (ISO 4217 code)."""
        return self._money(amount, currency, self.locale.currency_formats["standard"])

    def whole_money(self, amount: Decimal, currency: str) -> str:
        """Return an amount, which is a whole one, with its currency (ISO 4217 code) and without cents."""
        pattern = copy(self.locale.currency_formats["standard"])
        pattern.frac_prec = (0, 0)
        return self._money(amount, currency, pattern, has_cents=False)

    def _money(self, amount: Decimal, currency: str, pattern: NumberPattern, *, has_cents: bool = True) -> str:
        with localcontext(_ROOM):
            said = pattern.apply(amount, self.locale, currency=currency, currency_digits=has_cents)
        return _LETTER_BY_DIGIT.sub("\u00a0", said)

    def listed(self, items: list[str]) -> str:
        """Return items as one phrase: `a, b, and c`."""
        return lists.format_list(items, locale=self.locale)

    def _said(self, value: object) -> object:
        if isinstance(value, Sentence):
            return self(value)
        if isinstance(value, date) and not isinstance(value, datetime):
            return self.date(value)
        return value


def languages() -> tuple[str, ...]:
    """Name the languages the bot's own words are complete in, English first."""
    others = sorted(path.name for path in FOLDER.iterdir() if path.is_dir() and path.name != ENGLISH)
    return (ENGLISH, *(name for name in others if not name.startswith("_")))


@cache
def load_words(language: str) -> Words:
    """Read the words of a language once; a language the bot does not speak gets English, and so does a missing text.

    `language` is a tag as Slack gives it, such as `en-GB`: its first part names the words, the whole the form of
    dates and numbers.
    """
    if language == PSEUDO:
        return Words(PSEUDO, {key: _pseudo(text) for key, text in read_texts(ENGLISH).items()})
    spoken = base(language)
    return Words(language, read_texts(ENGLISH) | read_texts(spoken)) if spoken in languages() else load_words(ENGLISH)


def base(language: str) -> str:
    """Return the language of a tag, without its region."""
    return language.partition("-")[0]


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse(base(language))


def read_texts(language: str) -> dict[str, Text]:
    """Read what the files of a language say, by key."""
    texts: dict[str, Text] = {}
    for path in sorted((FOLDER / language).glob("*.yaml")):
        texts.update(_flat(path.stem, yaml.safe_load(path.read_text("utf-8"))))
    return texts


def _flat(prefix: str, tree: Mapping[str, object]) -> Iterator[tuple[str, Text]]:
    for name, branch in tree.items():
        key = f"{prefix}.{name}"
        if not isinstance(branch, dict):
            yield key, str(branch)
        elif branch.keys() <= _PLURALS:
            yield key, {category: str(text) for category, text in branch.items()}
        else:
            yield from _flat(key, branch)


def _pseudo(text: Text) -> Text:
    return {category: pseudo(form) for category, form in text.items()} if isinstance(text, dict) else pseudo(text)
