"""A piece of evidence in words, wherever one is shown."""

from typing import Final

from bot.coaching.shelf import Consent, ShelfItem, Shelved
from bot.locales.words import Words
from bot.surface import kit
from bot.surface.kit import Json

_WHAT: Final = 300
_SOURCE: Final = 200
_NAME: Final = 80


def what(shelved: Shelved, words: Words) -> str:
    """Return what a piece shows, under its kind."""
    return kit.heading(words(f"shelf.kind.{shelved.item.kind}"), kit.escape(shelved.item.what, _WHAT))


def whence(shelved: Shelved, words: Words) -> str:
    """Return where a piece is from and from when, and what to mind about it."""
    item = shelved.item
    source = kit.escape_line(item.source, _SOURCE) or words("shelf.no_source")
    return " · ".join([_dated(item, source, words), *_flags(shelved, words)])


def standing(shelved: Shelved, reader_id: str, words: Words) -> str:
    """Return whose a piece is, and who may use it."""
    item = shelved.item
    if item.owner_id != reader_id:
        return words("shelf.theirs", name=kit.escape_line(item.owner_name, _NAME) or words("shelf.somebody"))
    return words("shelf.shared" if item.is_shared else "shelf.mine")


def take(shelved: Shelved, action: str, words: Words) -> Json:
    """Return the button that takes a piece onto the case."""
    label = words("shelf.take")
    about = words("kit.about", button=label, title=kit.one_line(shelved.item.what, _SOURCE))
    return kit.button(label, action, shelved.item.id, about=about)


def _dated(item: ShelfItem, source: str, words: Words) -> str:
    if item.dated_on is None:
        return words("shelf.undated", source=source)
    return words("answers.dated", source=source, day=item.dated_on)


def _flags(shelved: Shelved, words: Words) -> list[str]:
    flags = []
    if shelved.is_stale:
        flags.append(words("shelf.stale"))
    if not shelved.item.is_quotable:
        flags.append(words("shelf.no_consent"))
    elif shelved.item.consent:
        flags.append(_agreed(shelved.item.consent, words))
    return flags


def _agreed(consent: Consent, words: Words) -> str:
    return words("shelf.agreed", name=kit.escape_line(consent.by, _NAME), day=consent.on)
