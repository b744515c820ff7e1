"""Amounts with a currency: read as people type them, and rounded where they are shown."""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.numbers import get_currency_symbol, get_territory_currencies

from bot.coaching import answers
from bot.coaching.answers import AnswerError
from bot.locales.words import ENGLISH, Words

USUAL: Final = "EUR"
"""The currency of an estimate when nobody's country is known."""

_HALF_UP: Final = Context(prec=100, rounding=ROUND_HALF_UP)
"""Room for the product of the largest figures that anybody may enter."""

_CODE: Final = re.compile(r"[A-Z]{3}", re.ASCII)
_MARKED: Final = re.compile(
    r"(?P<before>[^\d\s+\-.,\u2212]*)\s*(?P<amount>.*?)\s*(?P<after>[^\d\s.,'\u2019]*)", re.DOTALL
)


def rounded(value: Decimal, places: int = 0) -> Decimal:
    """Return a figure rounded half up, as it is shown; sums are never made of such figures."""
    return value.quantize(Decimal(1).scaleb(-places), context=_HALF_UP)


@cache
def currencies() -> frozenset[str]:
    """Return the currencies (ISO 4217) that are legal tender somewhere today."""
    territories = (code for code in map(str, Locale(ENGLISH).territories) if len(code) == 2)  # noqa: PLR2004  a country's code
    return frozenset(currency for code in territories for currency in get_territory_currencies(code))


def usual_currency(country: str, language: str) -> str:
    """Return the currency to begin with: of a person's country (ISO 3166), else of their language's region."""
    for territory in (country, _territory(language)):
        if territory and (tender := get_territory_currencies(territory)):
            return str(tender[0])
    return USUAL


def read(raw: object, words: Words, currency: str) -> Decimal:
    """Return an amount as it was typed, in the person's number format, with or without its currency.

    Raises:
        AnswerError: it is no amount, less than 0, or in another currency: amounts are never converted.
    """
    if not isinstance(raw, str):
        return answers.money(raw, words)
    found = _MARKED.fullmatch(raw.strip())
    marks = (found["before"], found["after"]) if found else ()
    if found is None or not any(marks):
        return answers.money(raw, words)
    for mark in filter(None, marks):
        if mark not in _marks_of(currency, words):
            named = next(_named(mark, words), None)
            if named is None:
                return answers.money(raw, words)
            raise AnswerError("estimate.wrong.currency", typed=mark, currency=currency)
    return answers.money(found["amount"], words)


def _marks_of(currency: str, words: Words) -> frozenset[str]:
    """Return how a currency is written: its code, its sign here, its sign at home."""
    signs = {currency, get_currency_symbol(currency, words.locale), get_currency_symbol(currency, Locale(ENGLISH))}
    return frozenset(signs | {sign.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or sign for sign in signs} | {currency.lower()})


def _named(mark: str, words: Words) -> Iterator[str]:
    """Yield the currencies that a mark may stand for."""
    if _CODE.fullmatch(mark.upper()) and mark.upper() in currencies():
        yield mark.upper()
    yield from (currency for currency in sorted(currencies()) if mark in _marks_of(currency, words))


def _territory(language: str) -> str:
    try:
        return Locale.parse(language, sep="-").territory or ""
    except (UnknownLocaleError, ValueError):
        return ""
