"""Figures for whoever asks, in a window: whose and which days, and the way to a file."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.coaching.digest_pages import DigestPage
from bot.coaching.figures import MINE, FiguresPage, Range
from bot.coaching.team import Section
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import figures_ids, figures_table, kit, limits, trend
from bot.surface.digest import figures_of, short, title_of
from bot.surface.kit import Json

_FENCE: Final = "```"
_ROOM: Final = limits.SECTION_TEXT - 2 * len(_FENCE)
_LABEL: Final = 75


def figures_modal(page: FiguresPage, words: Words) -> Json:
    """Draw figures."""
    blocks = [
        kit.actions(*_menus(page, words)),
        *([kit.section(kit.say(page.notice, words))] if page.notice else []),
        *_shown(page, words),
    ]
    return kit.modal(figures_ids.FIGURES, words("figures.title"), blocks, close=words("kit.close"))


def heading_of(page: FiguresPage, shown: DigestPage, words: Words) -> str:
    """Return whose figures these are, and of which days."""
    if page.asked.whose != MINE:
        return title_of(shown, words)
    first, last = (short(day, words) for day in (shown.digest.first, shown.digest.last))
    return words("figures.own", first=first, last=last)


def _menus(page: FiguresPage, words: Words) -> Iterator[Json]:
    """Draw what else may be asked for: each option carries what the other menu says."""
    asked = page.asked
    if page.teams:
        people = [(team_id, kit.one_line(name, _LABEL)) for team_id, name in page.teams]
        yield _menu(
            words("figures.choose.whose"),
            [
                Option(figures_ids.value(replace(asked, whose=whose)), name)
                for whose, name in (*people[: limits.SELECT_OPTIONS - 1], (MINE, words("figures.mine")))
            ],
            figures_ids.value(asked),
        )
    yield _menu(
        words("figures.choose.range"),
        [Option(figures_ids.value(replace(asked, range=each)), words(f"figures.range.{each}")) for each in Range],
        figures_ids.value(asked),
    )


def _menu(label: str, options: list[Option], chosen: str) -> Json:
    return kit.menu(label, figures_ids.FIGURES_CHOOSE, options, chosen)


def _shown(page: FiguresPage, words: Words) -> Iterator[Json]:
    shown = page.shown
    if shown is None:
        yield kit.section(words("figures.none"))
        return
    yield kit.header(heading_of(page, shown, words))
    yield from figures_of(shown, words)
    if Section.TREND in shown.digest.shows and len(shown.digest.trend) >= trend.LEAST:
        yield kit.context(trend.trend_text(shown.digest.trend, words))
    yield kit.context(_small_print(page, words))
    if page.is_written_out:
        yield from _written_out(page, words)
    else:
        yield kit.actions(
            kit.button(words("figures.button.csv"), figures_ids.FIGURES_SEND, figures_ids.value(page.asked))
        )


def _small_print(page: FiguresPage, words: Words) -> str:
    if page.asked.whose == MINE:
        return words("figures.only_you")
    return words("figures.sum", count=page.digests) if page.digests else words("figures.so_far")


def _written_out(page: FiguresPage, words: Words) -> Iterator[Json]:
    """Draw the table as text, to be copied."""
    piece = ""
    for line in figures_table.table(page, words).splitlines(keepends=True):
        escaped = kit.escape(line.replace("`", "'"), _ROOM - 1).strip() + "\n"
        if len(piece) + len(escaped) > _ROOM:
            yield kit.section(f"{_FENCE}{piece}{_FENCE}")
            piece = ""
        piece += escaped
    yield kit.section(f"{_FENCE}{piece}{_FENCE}")
