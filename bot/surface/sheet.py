"""What the worksheets' windows have in common: buttons to add, a menu to change, what is missing, and the form."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.coaching.case import Case
from bot.coaching.sheet_pages import SheetFormPage, Spot
from bot.locales.words import Sentence, Words
from bot.playbook.model import Option, Tool
from bot.surface import fields, ids, kit, limits, titles
from bot.surface.kit import Json

LINE: Final = 160
"""Characters of what people typed that one line of a worksheet shows."""

_NAME: Final = 50
"""Characters of an entry's name in a menu: four menus of a hundred must fit in a view's 250 kB."""

_LISTED: Final = 40
"""Lines of one list; more would be a wall, and stay reachable by the menu."""


def opening(case: Case, words: Words) -> list[Json]:
    """Draw whose worksheet it is."""
    return [kit.context(kit.escape(titles.case_title(case.executive, case.initiative, words)))]


def part(title: str, lines: Sequence[str], words: Words, *, empty: str, controls: Sequence[Json] = ()) -> list[Json]:
    """Draw one part of a worksheet: its heading, its lines or what belongs there, and what can be done."""
    shown, hidden = lines[:_LISTED], max(0, len(lines) - _LISTED)
    more = [words("kit.more", count=hidden)] if hidden else []
    text = "\n".join([*shown, *more]) or f"_{empty}_"
    return [*kit.sections(kit.heading(title, text)), *([kit.actions(*controls)] if controls else [])]


def add(label: str, tool: Tool, part_name: str, case: Case) -> Json:
    """Return the button that opens a blank form; for a single part, its form."""
    return kit.button(label, ids.SHEET_ADD, ids.sheet_value(Spot(tool, part_name, case.id)))


def change(label: str, case: Case, entries: Iterable[tuple[Tool, str, str, str]]) -> list[Json]:
    """Return the menu that opens the form of one entry (tool, part, id, name); none where there is nothing."""
    options = [
        Option(ids.sheet_value(Spot(tool, part_name, case.id, entry_id)), kit.one_line(name, _NAME))
        for tool, part_name, entry_id, name in entries
    ]
    return [kit.menu(label, ids.SHEET_CHANGE, options[: limits.SELECT_OPTIONS])] if options else []


def missing(sentences: Sequence[Sentence], words: Words) -> list[Json]:
    """Draw what a worksheet still lacks; nothing when it is whole."""
    if not sentences:
        return []
    return [kit.divider(), *kit.sections(kit.heading(words("sheet.missing"), kit.bullets(_said(sentences, words))))]


def form_modal(page: SheetFormPage, words: Words) -> Json:
    """Draw the form for one entry. Its fields are those of the part; the way back leaves everything as it was."""
    spot = page.spot
    intro = f"{spot.tool}.form.{spot.part}.intro"
    blocks = [
        *([kit.section(f"*{kit.escape(page.about, LINE)}*")] if page.about else []),
        *([kit.section(words(intro))] if intro in words else []),
        *fields.blocks(page.fields, words),
        kit.actions(*_leaving(page, words)),
    ]
    return kit.modal(
        ids.SHEET,
        words(f"{spot.tool}.form.{spot.part}.title"),
        blocks,
        submit=words("sheet.save"),
        close=words("kit.close"),
        carried=kit.metadata(tool=spot.tool, part=spot.part, case=spot.case_id, entry=spot.entry_id, rev=page.revision),
    )


def _leaving(page: SheetFormPage, words: Words) -> Iterator[Json]:
    spot = page.spot
    yield kit.button(words("sheet.back"), ids.SHEET_SHOW, ids.tool_value(spot.tool, spot.case_id))
    if page.can_remove:
        lost = words("sheet.remove.lost", count=page.lost_with_it) if page.lost_with_it else words("sheet.remove.text")
        yield kit.button(
            words("kit.button.remove"),
            ids.SHEET_REMOVE,
            ids.sheet_value(spot),
            confirm=kit.confirmation(
                words("step.remove.title"), lost, do=words("kit.button.remove"), leave=words("step.remove.leave")
            ),
        )


def _said(sentences: Iterable[Sentence], words: Words) -> Iterator[str]:
    return (kit.say(sentence, words) for sentence in sentences)
