"""Figures as a table: comma-separated, for a spreadsheet."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Final

from bot.coaching.digest import TREND_FIGURES, Breakdown, Digest, Figure, Part
from bot.coaching.digest_pages import DigestPage
from bot.coaching.figures import FiguresPage
from bot.coaching.team import Section
from bot.locales.words import Words
from bot.surface import kit

_FORMULAS: Final = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula. Source: OWASP, CSV Injection."""

_CELL: Final = 100
_AHEAD: Final = frozenset({Figure.CONTACTS_AHEAD, Figure.DECISIONS_AHEAD, Figure.PROMISES_AHEAD})
_Row = tuple[str, str, date | str, date | str, int | str]


def table(page: FiguresPage, words: Words) -> str:
    """Return the figures of a page, one to a line, under a line that names the columns."""
    written = StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(_safe(words(f"figures.table.{name}")) for name in ("part", "what", "first", "last", "count"))
    if page.shown is not None:
        lines.writerows([_safe(str(cell)) for cell in row] for row in _rows(page.shown, words))
    return written.getvalue()


def _rows(shown: DigestPage, words: Words) -> Iterator[_Row]:
    digest = shown.digest
    for figure in Figure:
        if figure not in _AHEAD or Section.AHEAD in digest.shows:
            what = words(f"figures.figure.{figure}")
            yield words("figures.table.totals"), what, digest.first, digest.last, digest.number(figure)
    for part in Part:
        if told := digest.told.get(part):
            yield from _parts(part, told, shown, words)
    yield from _trend(digest, words)


def _parts(part: Part, told: Breakdown, shown: DigestPage, words: Words) -> Iterator[_Row]:
    title, last = words(f"figures.part.{part}"), shown.digest.last
    for group in told.groups:
        yield title, _name(part, group.label, shown, words), told.since, last, group.count
    if told.others:
        yield title, words("figures.table.unknown"), told.since, last, told.others


def _name(part: Part, label: str, shown: DigestPage, words: Words) -> str:
    match part:
        case Part.HEARD:
            return shown.concerns.get(label, label)
        case Part.MOVED:
            return shown.tactics.get(label, label)
        case Part.DECIDED:
            return words(f"names.verdict.{label}")
        case Part.ENDED:
            return words(f"names.outcome.{label}")


def _trend(digest: Digest, words: Words) -> Iterator[_Row]:
    for point in digest.trend:
        for figure, value in zip(TREND_FIGURES, point.values, strict=True):
            yield words("digest.trend.title"), words(f"figures.figure.{figure}"), "", point.last, value


def _safe(cell: str) -> str:
    """Return a cell on one line that no spreadsheet reads as a formula."""
    line = kit.one_line(cell, _CELL)
    return f"'{line}" if line.startswith(_FORMULAS) else line
