"""Notice words about money that would be picked apart in the room, and offer the right ones.

Published mistakes behind it: E2, "each $1 created a ROI of $1.57" (that is a BCR of 1.57, and a return of 57 %); E4,
a return defined as benefits / costs. Besides: benefits over more than a year (guiding principle 9) and revenue counted
as benefit (F6). What gives them away in a language stands in its `word_guard.yaml`, as lists of words.

It would rather miss a slip than cry wolf: a plain number behind *ROI* counts only where nothing is counted with it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Final

from bot.coaching.money import rounded
from bot.locales.words import Sentence, Words

_SIGN: Final = r"(?P<sign>[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|BRL|MXN|CAD|AUD)\b)"
_NUMBER: Final = r"(?P<number>\d+(?:[.,\u00a0\u202f ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d{1,2})?(?![\d.,]*\d))"
_RATIO: Final = r"(?P<ratio>\s*:\s*1\b(?![.,]\d)|\s?[x\u00d7](?!\w)|\s+(?:to_one)\b)"
_SENTENCE: Final = re.compile(r"(?:[^.!?\n]|[.!?](?=\S))+")
_AMOUNT: Final = re.compile(
    r"[$€£¥₹]\s?\d|\b\d[\d.,\u00a0\u202f]*\s?(?:[$€£¥₹k%]|[A-Z]{3}\b)|\b\d{1,3}(?:[., ]\d{3})+\b|\b\d{3,}\b"
)
_DECIMAL: Final = re.compile(r"(.+)[.,](\d{1,2})", re.ASCII)
_NO_DIGIT: Final = re.compile(r"\D", re.ASCII)
_BIGGEST_RATIO: Final = 20
"""A plain number above this is more likely a percentage without its sign than a ratio."""

_NEAR: Final = 3  # words between a span of years and what it brings
_YEAR: Final = {"years": 1, "months": 12, "weeks": 53}
"""What still is the first year, by unit."""


class Slip(StrEnum):
    """What is wrong with the words."""

    RATIO = "ratio"
    AMOUNT = "amount"
    YEARS = "years"
    REVENUE = "revenue"
    GROSS = "gross"


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that would be picked apart, where they stand in the text, and what to write instead."""

    start: int
    end: int
    slip: Slip
    advice: Sentence


def findings(text: str, words: Words) -> tuple[Finding, ...]:
    """Return what a trainer's text says wrongly about money, in its order. `words` are of the language it is in."""
    ear = _ear(words)
    found = [finding for rule in (_gross, _ratios, _years, _revenue) for finding in rule(text, ear)]
    found.sort(key=lambda finding: (finding.start, -finding.end))
    return tuple(_apart(found))


@dataclass(frozen=True, slots=True)
class _Ear:
    """The patterns of one language."""

    words: Words
    forward: re.Pattern[str]  # ROI of 1.8
    generic: re.Pattern[str]  # a return of 1.8
    backward: re.Pattern[str]  # a 3:1 ROI
    gross: re.Pattern[str]  # ROI = benefits / costs
    spans: re.Pattern[str]  # over three years
    compound: re.Pattern[str]  # three-year savings
    revenue: re.Pattern[str]
    saves: re.Pattern[str]
    benefit: re.Pattern[str]
    margin: re.Pattern[str]
    small: dict[str, int]  # two, three ... by word


@cache
def _ear(words: Words) -> _Ear:
    def heard(name: str) -> list[str]:
        return [word.strip() for word in words(f"word_guard.heard.{name}").split(",")]

    def any_of(*names: str) -> str:
        listed = sorted((word for name in names for word in heard(name)), key=len, reverse=True)
        return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed)

    link = rf"(?:\s+(?:{any_of('link')})\b|\s*[=:\u2248~])*\s*"
    counted = rf"(?!\s*-?\s*(?!(?:{any_of('onward', 'link', 'magnitude')})\b)[^\W\d_])"
    ratio = _RATIO.replace("to_one", any_of("to_one"))
    percent = rf"(?!\s*(?:%|(?:{any_of('percent')})\b))"
    magnitude = rf"(?P<magnitude>\s?(?:{any_of('magnitude')})\b)?"
    figure = rf"{_SIGN}?\s?{_NUMBER}(?:{ratio}|{percent}{magnitude}(?P<bare>{counted})?)"
    number = rf"(?P<count>\d+|{any_of('number')})"
    units = "|".join(rf"(?P<{name}>{any_of(name)})" for name in _YEAR)
    not_past = rf"(?!\s+(?:{any_of('ago')})\b)"
    flags = re.IGNORECASE
    return _Ear(
        words=words,
        forward=re.compile(rf"\b(?:{any_of('roi')})\b{link}{figure}", flags),
        generic=re.compile(rf"\b(?:{any_of('return')})\b{link}{figure}", flags),
        backward=re.compile(rf"{_SIGN}?\b{_NUMBER}{ratio}\s+(?:{any_of('roi', 'benefit')})\b", flags),
        gross=re.compile(
            rf"\b(?:{any_of('roi')})\b{link}(?:{any_of('benefit')})\s*(?:/|\u00f7|{any_of('divided')})"
            rf"\s*(?:the\s+)?(?:{any_of('costs')})\b",
            flags,
        ),
        spans=re.compile(
            rf"\b(?:{any_of('span')})\s+(?!(?:\w+\s+)?(?:{any_of('past')})\b)(?:[^\W\d_]+\s+){{0,2}}?{number}\s+(?:{units})\b{not_past}",
            flags,
        ),
        compound=re.compile(
            rf"\b{number}[\s-](?:{units})['\u2019]?s?\s+(?:[^\W\d_]+\s+)?(?:{any_of('saves')})\b", flags
        ),
        revenue=re.compile(rf"\b(?:{any_of('revenue')})\b(?!\s+(?:{any_of('people')})\b)", flags),
        saves=re.compile(rf"\b(?:{any_of('saves')})\b", flags),
        benefit=re.compile(rf"\b(?:{any_of('benefit')})\b", flags),
        margin=re.compile(rf"\b(?:{any_of('margin')})\b", flags),
        small={word.casefold(): at for at, word in enumerate(heard("number"), 1)},
    )


def _gross(text: str, ear: _Ear) -> Iterator[Finding]:
    for found in ear.gross.finditer(text):
        yield _finding(found, Slip.GROSS)


def _ratios(text: str, ear: _Ear) -> Iterator[Finding]:
    for found in ear.forward.finditer(text):
        yield from _judged(found, ear, is_roi=True)
    for found in ear.generic.finditer(text):
        yield from _judged(found, ear, is_roi=False)
    for found in ear.backward.finditer(text):
        yield _as_ratio(found, ear)


def _judged(found: re.Match[str], ear: _Ear, *, is_roi: bool) -> Iterator[Finding]:
    """Tell a ratio from an amount, and both from what is none; a *return of* may well be an amount."""
    value, parts = _value(found["number"]), found.groupdict()
    if parts["ratio"]:
        yield _as_ratio(found, ear)
    elif parts["magnitude"]:
        if is_roi:
            yield _finding(found, Slip.AMOUNT)
    elif parts["sign"]:
        if value < _BIGGEST_RATIO and (is_roi or value % 1):
            yield _as_ratio(found, ear)
        elif is_roi:
            yield _finding(found, Slip.AMOUNT)
    elif parts["bare"] is not None and value <= _BIGGEST_RATIO and (is_roi or value % 1):
        yield _as_ratio(found, ear)


def _as_ratio(found: re.Match[str], ear: _Ear) -> Finding:
    bcr = _value(found["number"])
    roi = ear.words.percent(rounded((bcr - 1) * 100))
    return _finding(found, Slip.RATIO, bcr=ear.words.number(rounded(bcr, 2)), roi=roi)


def _years(text: str, ear: _Ear) -> Iterator[Finding]:
    for sentence in _SENTENCE.finditer(text):
        for found in ear.spans.finditer(text, *sentence.span()):
            if _is_long(found, ear) and _brings(text, sentence, found, ear):
                yield _finding(found, Slip.YEARS)
        for found in ear.compound.finditer(text, *sentence.span()):
            if _is_long(found, ear):
                yield _finding(found, Slip.YEARS)


def _is_long(found: re.Match[str], ear: _Ear) -> bool:
    count = ear.small.get(found["count"].casefold()) or int(found["count"])
    return any(found[unit] and count > most for unit, most in _YEAR.items())


def _brings(text: str, sentence: re.Match[str], span: re.Match[str], ear: _Ear) -> bool:
    """Tell whether a benefit is counted over a span: an amount stands beside it, or the two stand close together."""
    rest = f"{text[sentence.start() : span.start()]} {text[span.end() : sentence.end()]}"
    for saves in ear.saves.finditer(text, *sentence.span()):
        first, last = sorted([span.span(), saves.span()])
        if _AMOUNT.search(rest) or len(text[first[1] : last[0]].split()) < _NEAR:
            return True
    return False


def _revenue(text: str, ear: _Ear) -> Iterator[Finding]:
    for sentence in _SENTENCE.finditer(text):
        found = ear.revenue.search(text, *sentence.span())
        if found is None or ear.margin.search(text, *sentence.span()):
            continue
        if ear.benefit.search(text, *sentence.span()) and _AMOUNT.search(text, *sentence.span()):
            yield _finding(found, Slip.REVENUE)


def _value(number: str) -> Decimal:
    """Return a number in whatever form it stands: one or two digits behind its last sign are decimals."""
    found = _DECIMAL.fullmatch(number)
    whole, decimals = (found[1], found[2]) if found else (number, "0")
    return Decimal(f"{_NO_DIGIT.sub('', whole)}.{decimals}")


def _finding(found: re.Match[str], slip: Slip, **values: str) -> Finding:
    typed = " ".join(found[0].split())
    return Finding(found.start(), found.end(), slip, Sentence(f"word_guard.slip.{slip}", {"typed": typed, **values}))


def _apart(found: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what overlaps with an earlier finding."""
    end = -1
    for finding in found:
        if finding.start >= end:
            yield finding
            end = finding.end
