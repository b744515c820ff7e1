"""Days off, as people type them: a day or a span of days a line."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from bot.coaching.answers import AnswerError

MOST_SPANS: Final = 100
"""So many lines fit into a field, however they are written."""

_LONGEST_SPAN: Final = 366  # days
_DAY: Final = timedelta(days=1)
_SEPARATORS: Final = re.compile(r"[\n,;]")
_DATE: Final = re.compile(r"(?<![\d-])\d{4}-\d{1,2}-\d{1,2}(?![\d-])", re.ASCII)
_BETWEEN: Final = re.compile(r"\W*\w{0,5}\W*")
_DASH: Final = " - "
_LONGEST_LINE: Final = 60


def read(text: str) -> frozenset[date]:
    """Return the days of lines such as `2026-12-24` and `2026-08-03 - 2026-08-21`; a span has both its ends.

    Raises:
        AnswerError: a line is neither, or there are too many.
    """
    lines = [line.strip() for line in _SEPARATORS.split(text) if line.strip()]
    days = frozenset(day for line in lines for day in _days(line))
    if len(list(_spans(days))) > MOST_SPANS:
        raise AnswerError("settings.wrong.too_many_days", limit=MOST_SPANS)
    return days


def written(days: Iterable[date]) -> str:
    """Return days as lines that `read` takes, those that follow one another as a span."""
    return "\n".join(f"{first}" if first == last else f"{first}{_DASH}{last}" for first, last in _spans(days))


def _days(line: str) -> Iterator[date]:
    found = _DATE.findall(line)
    around = _DATE.split(line)
    if not 1 <= len(found) <= 2 or around[0] or around[-1] or not all(map(_BETWEEN.fullmatch, around[1:-1])):  # noqa: PLR2004  a day, or two ends
        raise AnswerError("settings.wrong.day", line=line[:_LONGEST_LINE])
    first, last = _day(found[0], line), _day(found[-1], line)
    if not 0 <= (last - first).days < _LONGEST_SPAN:
        raise AnswerError("settings.wrong.span", line=line[:_LONGEST_LINE])
    yield from (first + number * _DAY for number in range((last - first).days + 1))


def _day(typed: str, line: str) -> date:
    try:
        return date(*map(int, typed.split("-")))
    except ValueError:
        raise AnswerError("settings.wrong.day", line=line[:_LONGEST_LINE]) from None


def _spans(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    first = last = None
    for day in sorted(days):
        if first and last and day == last + _DAY:
            last = day
        else:
            if first and last:
                yield first, last
            first = last = day
    if first and last:
        yield first, last
