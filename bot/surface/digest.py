"""The digest: one message a team and week, for a channel.

It names no executive, quotes nobody and mentions nobody; a trainer's sentence stands in it as they wrote it, with
their name only where they said so. Every figure of a chart is said in words, and the whole again in the plain text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from babel.dates import format_skeleton

from bot.coaching.case import Outcome
from bot.coaching.digest import TREND_FIGURES, Breakdown, Digest, Figure, Line, Part
from bot.coaching.digest_pages import DigestPage
from bot.coaching.team import Section
from bot.locales.words import Words
from bot.surface import charts, kit, limits
from bot.surface.kit import Json

_KINDS: Final = {Part.HEARD: 9, Part.MOVED: 5}
"""So many are read; the less frequent are told together with the others."""

_LINES: Final = 5
_LINE: Final = 220
_NAME: Final = 60
_SOON: Final = timedelta(days=7)
_POINTS: Final = 2  # fewer are no line


def digest_message(page: DigestPage, words: Words) -> Json:
    """Draw a team's week."""
    title = title_of(page, words)
    said = list(_said(page, words))
    blocks = [kit.header(title), *_notes(page, words), *(block for _, drawn in said for block in drawn)]
    if not page.digest.is_quiet:
        blocks.append(kit.context(words("digest.footer", threshold=page.threshold)))
    return kit.message(_text(kit.escape_line(title, limits.HEADER_TEXT), (text for text, _ in said)), blocks)


def figures_of(page: DigestPage, words: Words) -> list[Json]:
    """Draw the figures of a digest in words, for a window: Slack draws charts in messages only.

    How the last weeks went is left to `trend`.
    """
    page = replace(page, digest=replace(page.digest, shows=page.digest.shows - {Section.TREND}))
    return [
        *([kit.context(words("digest.at_totals"))] if page.digest.is_at_totals else []),
        *(block for _, drawn in _told(page, words) for block in drawn if not charts.is_chart(block)),
    ]


_Part = tuple[str, list[Json]]
"""What a part says in words, and its blocks."""


def title_of(page: DigestPage, words: Words) -> str:
    """Return whose week it is, and which."""
    first, last = (short(day, words) for day in (page.digest.first, page.digest.last))
    return words("digest.heading", team=kit.one_line(page.team, _NAME), first=first, last=last)


def _text(title: str, parts: Iterable[str]) -> str:
    """Return the whole in words; of one that is too long, as many parts as there is room for."""
    text = title
    for part in parts:
        if len(text) + len(part) + 1 <= limits.MESSAGE_TEXT:
            text = f"{text}\n{part}"
    return text


def _notes(page: DigestPage, words: Words) -> Iterator[Json]:
    if page.was_due_on:
        yield kit.context(words("digest.late", day=page.was_due_on))
    if page.corrected_on:
        yield kit.context(words("digest.corrected", day=page.corrected_on))
    if page.digest.is_at_totals:
        yield kit.context(words("digest.at_totals"))


def _said(page: DigestPage, words: Words) -> Iterator[_Part]:
    if page.digest.is_quiet:
        yield _paragraph(_quiet(page.digest, words))
    else:
        yield from _told(page, words)


def _told(page: DigestPage, words: Words) -> Iterator[_Part]:
    digest = page.digest
    yield _paragraph(_numbers(digest, words))
    yield from _heard(page, words)
    yield from _moved(page, words)
    if Section.LEARNED in digest.shows:
        yield from _learned(digest, words)
    if rows := list(_rows(digest, words)):
        yield _paragraph("\n".join(rows))
    yield from _lines(digest.lines, words)
    if Section.TREND in digest.shows:
        yield from _trend(digest, words)


def _rows(digest: Digest, words: Words) -> Iterator[str]:
    """Yield what a line says each."""
    if Section.PILOTS in digest.shows:
        yield from _listed("pilots", digest, (Figure.PROPOSED, Figure.RUNNING, Figure.DECIDED), words)
        yield from _verdicts(digest, words)
    if Section.PROMISES in digest.shows:
        yield from _listed("promises", digest, (Figure.KEPT, Figure.OVERDUE), words)
    if Section.AHEAD in digest.shows:
        yield from _ahead(digest, words)


def _quiet(digest: Digest, words: Words) -> str:
    return words(
        "digest.quiet",
        new=_counted("digest.new", digest, Figure.NEW, words),
        open=_counted("digest.open", digest, Figure.OPEN, words),
        follow_up=_follow_up(digest, words) or words("digest.no_follow_up"),
    )


def _follow_up(digest: Digest, words: Words) -> str:
    day = digest.next_contact_on
    if day is None:
        return ""
    names = words.locale.days["format"]["abbreviated"]
    said = str(names[day.weekday()]) if day - digest.last <= _SOON else short(day, words)
    return words("digest.follow_up", day=said)


def _numbers(digest: Digest, words: Words) -> str:
    said = {str(each): _counted(f"digest.{each}", digest, each, words) for each in TREND_FIGURES}
    more = [_counted("digest.old", digest, Figure.OLD, words)] if digest.number(Figure.OLD) else []
    ended = [_counted("digest.ended", digest, Figure.ENDED, words)] if digest.number(Figure.ENDED) else []
    return "\n".join([" · ".join([words("digest.numbers", **said), *ended]), *more])


def _heard(page: DigestPage, words: Words) -> Iterator[_Part]:
    told = _briefly(page.digest, Part.HEARD)
    if told is None:
        yield from _collecting(page.digest, Part.HEARD, words)
        return
    if not told.groups:
        yield _under("heard", told, [words("digest.heard.none", count=told.total)], page.digest, words)
        return
    others = [(words("digest.others", count=told.others), told.others)] if told.others else []
    names = [(page.concerns.get(group.label, group.label), group.count) for group in told.groups]
    said = [words("digest.kind", name=kit.escape_line(name, _NAME), count=count) for name, count in names]
    text, blocks = _under("heard", told, [" · ".join([*said, *(name for name, _ in others)])], page.digest, words)
    rest = words("digest.heard.rest")
    segments = [*names, *((rest, count) for _, count in others)]
    yield text, [*blocks, charts.pie(words("digest.heard.chart"), segments, rest)]


def _moved(page: DigestPage, words: Words) -> Iterator[_Part]:
    told = _briefly(page.digest, Part.MOVED)
    if told is None:
        yield from _collecting(page.digest, Part.MOVED, words)
        return
    lines = [
        words(
            "digest.moved.line",
            name=kit.escape_line(page.tactics.get(group.label, group.label), _NAME),
            count=group.count,
        )
        for group in told.groups
    ]
    if not lines:
        lines = [words("digest.moved.none", count=told.total)]
    elif told.others:
        lines.append(words("digest.moved.others", count=told.others))
    yield _under("moved", told, lines, page.digest, words)


def _briefly(digest: Digest, part: Part) -> Breakdown | None:
    told = digest.told.get(part)
    if told is None:
        return None
    more = sum(group.count for group in told.groups[_KINDS[part] :])
    return replace(told, groups=told.groups[: _KINDS[part]], others=told.others + more)


def _collecting(digest: Digest, part: Part, words: Words) -> Iterator[_Part]:
    if found := digest.collecting.get(part):
        said = words(f"digest.{part}.collecting", count=found.total, full=found.full)
        yield _paragraph(kit.heading(words(f"digest.{part}.title"), said))


def _verdicts(digest: Digest, words: Words) -> Iterator[str]:
    if (told := digest.told.get(Part.DECIDED)) and told.groups:
        said = [words(f"digest.pilots.verdict.{group.label}", count=group.count) for group in told.groups]
        yield words("digest.pilots.verdicts", verdicts=words.listed(said))


def _learned(digest: Digest, words: Words) -> Iterator[_Part]:
    told = digest.told.get(Part.ENDED)
    if told is None or not told.groups:
        return
    lines = [_outcome(Outcome(group.label), group.count, words) for group in told.groups]
    others = [words("digest.learned.others", count=told.others)] if told.others else []
    yield _under("learned", told, [*lines, *others], digest, words)


def _outcome(outcome: Outcome, count: int, words: Words) -> str:
    if outcome is Outcome.CONTENT_IMPROVED:
        return words("digest.learned.improved", count=count)
    return words("digest.learned.outcome", name=words(f"digest.learned.outcomes.{outcome}"), count=count)


def _ahead(digest: Digest, words: Words) -> Iterator[str]:
    numbers = {
        "contacts": Figure.CONTACTS_AHEAD,
        "decisions": Figure.DECISIONS_AHEAD,
        "promises": Figure.PROMISES_AHEAD,
    }
    said = [
        words(f"digest.ahead.{name}", count=digest.number(figure))
        for name, figure in numbers.items()
        if digest.number(figure)
    ]
    if follow_up := _follow_up(digest, words):
        said.append(follow_up)
    if said:
        yield words("digest.row", title=words("digest.ahead.title"), text=" · ".join(said))


def _lines(lines: tuple[Line, ...], words: Words) -> Iterator[_Part]:
    if not lines:
        return
    said = [_line(line, words) for line in lines[:_LINES]]
    if more := len(lines) - len(said):
        said.append(words("digest.lines.more", count=more))
    yield _paragraph(kit.heading(words("digest.lines.title"), kit.bullets(said)))


def _line(line: Line, words: Words) -> str:
    text = kit.escape_line(line.text, _LINE)
    if not line.trainer:
        return text
    return words("digest.lines.named", trainer=kit.escape_line(line.trainer, _NAME), line=text)


def _trend(digest: Digest, words: Words) -> Iterator[_Part]:
    if len(digest.trend) < _POINTS:
        return
    title = words("digest.trend.title")
    names = [words(f"digest.trend.{figure}") for figure in TREND_FIGURES]
    series = {name: [point.values[place] for point in digest.trend] for place, name in enumerate(names)}
    said = [
        words("digest.trend.line", name=name, values=", ".join(map(str, values))) for name, values in series.items()
    ]
    chart = charts.lines(title, [short(point.last, words) for point in digest.trend], series)
    yield f"{title}. {' · '.join(said)}", [chart, kit.context(" · ".join(said))]


def _listed(name: str, digest: Digest, figures: Iterable[Figure], words: Words) -> Iterator[str]:
    """Yield a few numbers on a line; none where all of them are naught."""
    said = [_counted(f"digest.{name}.{figure}", digest, figure, words) for figure in figures if digest.number(figure)]
    if said:
        yield words("digest.row", title=words(f"digest.{name}.title"), text=" · ".join(said))


def _under(name: str, told: Breakdown, lines: Iterable[str], digest: Digest, words: Words) -> _Part:
    """Return a part under its title, with the day that it goes back to where that is before the week."""
    title = words(f"digest.{name}.title")
    if told.since < digest.first:
        title = f"{title} · {words('digest.since', day=short(told.since, words))}"
    return _paragraph(kit.heading(title, "\n".join(lines)))


def _paragraph(text: str) -> _Part:
    return text, kit.sections(text)


def _counted(key: str, digest: Digest, figure: Figure, words: Words) -> str:
    return words(key, count=digest.number(figure))


def short(day: date, words: Words) -> str:
    """Return a day without its year."""
    return str(format_skeleton("MMMd", day, locale=words.locale))
