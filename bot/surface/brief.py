"""The one page for the meeting, in its window: as it is set on paper, with what its trainer may do with it."""

from collections.abc import Iterator
from typing import Final

from bot.coaching.brief_pages import BriefPage
from bot.locales.words import Words, load_words
from bot.surface import ids, kit, limits
from bot.surface.kit import Json
from bot.surface.paper import Part, Table, paper_of

_LONG: Final = 900
_SHORT: Final = 300
_CELL: Final = 80
_MOST: Final = 8
_SLIPS: Final = 5
_SEALS: Final = 3


def brief_modal(page: BriefPage, words: Words) -> Json:
    """Draw the brief in the executive's words, and what is said to its trainer beside it in the trainer's."""
    paper = paper_of(page, load_words(page.language))
    blocks = [
        *_notice(page, words),
        kit.header(paper.title),
        *([kit.context(kit.escape_line(paper.subtitle, _SHORT))] if paper.subtitle else []),
        _doors(page, words),
        *(kit.section(_fitting(part)) for part in paper.parts),
        *_slips(page, words),
        *_missing(page, words),
    ]
    return kit.modal(
        ids.BRIEF, words("brief.title"), blocks, close=words("kit.close"), carried=kit.metadata(case=page.case_id)
    )


def _fitting(part: Part) -> str:
    """Return a part in mrkdwn, shortened until Slack takes it."""
    for room in (1, 2, 4, 8):
        said = kit.heading(kit.escape_line(part.title, _SHORT), "\n".join(_said(part, room)))
        if len(said) <= limits.SECTION_TEXT:
            return said
    return said


def _said(part: Part, room: int) -> Iterator[str]:
    for line in part.lines:
        yield kit.quoted(line, _LONG) if part.id == "quote" else kit.escape(line, _LONG // room)
    if part.table:
        yield from _rows(part.table, _CELL // room)
    for each in part.points[: _MOST if room == 1 else _MOST // 2]:
        note = f" · _{kit.escape_line(each.note, _SHORT // room)}_" if each.note else ""
        yield f"• {kit.escape_line(each.what, _SHORT // room)}{note}"
    yield from (f"_{kit.escape_line(seal, _SHORT)}_" for seal in part.seals[:_SEALS])
    for note in part.notes[: _MOST if room == 1 else _MOST // 2]:
        yield f"_{kit.escape_line(note, _SHORT // room)}_"


def _rows(table: Table, room: int) -> Iterator[str]:
    """Yield a line a row: the words, then each figure with the name of its column."""
    for row in table.rows[:_MOST]:
        named = " · ".join(f"*{kit.escape_line(cell, room)}*" for cell in row[: table.left])
        figures = zip(table.head[table.left :], row[table.left :], strict=True)
        yield f"{named}: " + ", ".join(f"{head} {kit.escape_line(cell, room)}" for head, cell in figures)


def _notice(page: BriefPage, words: Words) -> Iterator[Json]:
    if page.notice:
        yield kit.section(kit.say(page.notice, words))


def _doors(page: BriefPage, words: Words) -> Json:
    return kit.actions(
        kit.button(words("brief.send_pdf"), ids.BRIEF_PDF, page.case_id, primary=True),
        kit.button(words("brief.send_markdown"), ids.BRIEF_MARKDOWN, page.case_id),
        kit.button(words("brief.choose"), ids.BRIEF_CHOOSE, page.case_id),
    )


def _slips(page: BriefPage, words: Words) -> Iterator[Json]:
    if not page.slips:
        return
    executives = load_words(page.language)
    said = [f"*{executives(slip.part)}* {kit.say(slip.finding.advice, words)}" for slip in page.slips[:_SLIPS]]
    yield kit.divider()
    yield from kit.sections(kit.heading(words("brief.slips"), kit.bullets(said)))


def _missing(page: BriefPage, words: Words) -> Iterator[Json]:
    if page.missing:
        add = kit.button(words("kit.button.continue"), ids.CASE_CONTINUE, page.case_id)
        listed = kit.bullets(words(key) for key in page.missing)
        yield kit.divider()
        yield kit.section(kit.heading(words("brief.missing.title"), listed), accessory=add)
