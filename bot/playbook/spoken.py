"""Take answers as an author writes them, in an example dialogue, an answers file or at the terminal."""

import re
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from bot.playbook.model import Kind, Question, Value
from bot.playbook.problems import unknown

_WORD_KINDS: Final = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.PERSON})
_NUMBER_KINDS: Final = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT})
_COMMA: Final = re.compile(r"\s*,\s*")


class AnswerRefusedError(Exception):
    """A question cannot take this answer; the text says what it takes."""


def value_of(question: Question, raw: object, options: Collection[str]) -> Value:
    """Return the answer; where `options` is empty, any choice will do.

    Raises:
        AnswerRefusedError: the question is of a kind that takes something else.
    """
    if question.kind in _WORD_KINDS:
        return _words(raw)
    if question.kind in _NUMBER_KINDS:
        return _number(raw)
    if question.kind is Kind.YES_NO:
        return _yes_no(raw)
    if question.kind is Kind.CHOICE:
        return _choice(raw, options)
    if question.kind is Kind.CHOICES:
        return tuple(_choice(each, options) for each in _list(raw))
    return _day(raw) if question.kind is Kind.DATE else _moment(raw)


def typed(question: Question, text: str) -> object:
    """Return what somebody meant who typed an answer: several choices are separated by commas."""
    if question.kind is Kind.YES_NO:
        return {"yes": True, "no": False}.get(text.strip().casefold(), text)
    return _COMMA.split(text.strip()) if question.kind is Kind.CHOICES else text.strip()


def _words(raw: object) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise AnswerRefusedError("expected a text, in quotes if it is a number")
    return raw


def _number(raw: object) -> Decimal:
    try:
        number = Decimal(raw) if isinstance(raw, str | Decimal) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise AnswerRefusedError("expected a number, as in 24 or 7.5")
    return number


def _yes_no(raw: object) -> bool:
    if not isinstance(raw, bool):
        raise AnswerRefusedError("expected true or false (at the terminal yes or no)")
    return raw


def _choice(raw: object, options: Collection[str]) -> str:
    word = str(raw).lower() if isinstance(raw, bool) else raw
    if not isinstance(word, str) or not word:
        raise AnswerRefusedError("expected one of the options")
    if options and word not in options:
        raise AnswerRefusedError(unknown(word, "one of the options", options))
    return word


def _list(raw: object) -> list[object]:
    if not isinstance(raw, list):
        raise AnswerRefusedError("expected a list of options, as in [design, delivery]")
    return raw


def _day(raw: object) -> date:
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise AnswerRefusedError("expected a day, as in 2026-03-09") from None


def _moment(raw: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(raw))
    except ValueError:
        raise AnswerRefusedError("expected a moment, as in 2026-03-09T14:30+01:00") from None
    if moment.tzinfo is None:
        raise AnswerRefusedError("expected a moment with its zone, as in 2026-03-09T14:30+01:00")
    return moment
