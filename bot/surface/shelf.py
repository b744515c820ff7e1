"""The evidence shelf: `/pushback evidence`, and what a step offers from it."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.coaching.shelf import Shelved
from bot.coaching.shelf_pages import ShelfPage
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import ids, kit, shelf_lines, titles
from bot.surface.kit import Json

_SHOWN: Final = 40  # two blocks each, of the hundred
_CONCERNS: Final = 3  # named beside a piece


def shelf_modal(page: ShelfPage, words: Words) -> Json:
    """Draw the shelf: for a case, each piece with the button that takes it; else one's own with *Change*."""
    blocks = [*_head(page, words), _doors(page, words), *_pieces(page, words)]
    carried = kit.metadata(case=page.case_id, step=page.step_id, concern=page.concern)
    return kit.modal(ids.SHELF, words("shelf.title"), blocks, close=words("kit.close"), carried=carried)


def offered(found: Sequence[Shelved], step_id: str, words: Words) -> list[Json]:
    """Draw what the shelf offers a step that collects evidence, and the way to all of it."""
    whole = kit.button(words("shelf.whole"), ids.SHELF_OPEN, step_id)
    if not found:
        return [kit.actions(whole)]
    title = kit.section(kit.heading(words("shelf.offered.title"), words("shelf.offered.why")), accessory=whole)
    return [title, *(_offer(shelved, words) for shelved in found)]


def _offer(shelved: Shelved, words: Words) -> Json:
    said = f"{shelf_lines.what(shelved, words)}\n_{shelf_lines.whence(shelved, words)}_"
    return kit.section(said, accessory=shelf_lines.take(shelved, ids.EVIDENCE_TAKE, words))


def _head(page: ShelfPage, words: Words) -> Iterator[Json]:
    if page.notice:
        yield kit.section(kit.say(page.notice, words))
    if page.case_id:
        title = kit.escape(titles.case_title(page.executive, page.initiative, words))
        yield kit.context(words("shelf.for_case", title=title))
    if page.shelved:
        yield kit.section(words("shelf.for_case_intro") if page.case_id else words("shelf.intro"))
    else:
        yield kit.section(words("shelf.none_such") if page.concern else words("shelf.empty"))


def _doors(page: ShelfPage, words: Words) -> Json:
    doors = [kit.button(words("shelf.add"), ids.SHELF_ADD, primary=not page.shelved)]
    if page.has_result:
        doors.append(kit.button(words("shelf.add_result"), ids.SHELF_RESULT, page.case_id))
    if not page.concerns:
        return kit.actions(*doors)
    options = [
        Option(ids.NONE, words("shelf.every_concern")),
        *(Option(name, called) for name, called in page.concerns.items()),
    ]
    label = page.concerns.get(page.concern) or words("shelf.by_concern")
    return kit.actions(*doors, kit.menu(kit.one_line(label, _MENU), ids.SHELF_FILTER, options))


_MENU: Final = 100


def _pieces(page: ShelfPage, words: Words) -> Iterator[Json]:
    for shelved in page.shelved[:_SHOWN]:
        yield kit.section(shelf_lines.what(shelved, words), accessory=_button(shelved, page, words))
        yield kit.context(*_small_print(shelved, page, words))
    if hidden := len(page.shelved[_SHOWN:]):
        yield kit.context(words("shelf.more", count=hidden))


def _small_print(shelved: Shelved, page: ShelfPage, words: Words) -> Iterator[str]:
    yield shelf_lines.whence(shelved, words)
    named = [page.concerns[name] for name in shelved.item.concerns if name in page.concerns]
    if named:
        about = words.listed([kit.escape_line(name, _MENU) for name in named[:_CONCERNS]])
        yield words("shelf.answers", concerns=about)
    yield shelf_lines.standing(shelved, page.reader_id, words)
    if shelved.is_taken:
        yield words("shelf.on_case")


def _button(shelved: Shelved, page: ShelfPage, words: Words) -> Json | None:
    if page.case_id and shelved.item.is_quotable:
        return None if shelved.is_taken else shelf_lines.take(shelved, ids.SHELF_TAKE, words)
    if shelved.item.owner_id != page.reader_id:
        return None
    label = words("kit.button.edit")
    about = words("kit.about", button=label, title=kit.one_line(shelved.item.what, _MENU))
    return kit.button(label, ids.SHELF_EDIT, shelved.item.id, about=about)
