"""`/pushback nudges`: everything that is planned, and what was not sent, with why."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.coaching.nudge_pages import NudgeItem, NudgesPage
from bot.locales.words import Words
from bot.surface import ids, kit, nudge_lines
from bot.surface.kit import Json

_PLANNED: Final = 24  # two blocks each, of the hundred
_PAST: Final = 12
_CONFIRMED: Final = 200


def nudges_modal(page: NudgesPage, words: Words, zone: str) -> Json:
    """Draw all nudges of a person, whose zone (IANA name) the moments are told in."""
    blocks = [
        *([kit.section(kit.say(page.notice, words))] if page.notice else []),
        *nudge_lines.resting(is_paused=page.is_paused, until=page.paused_until, words=words),
        kit.section(_counted(page, words)),
        _doors(page, words),
        *_planned(page.planned, words, zone),
        *_past(page.past, words),
    ]
    return kit.modal(ids.NUDGES, words("nudge_list.title"), blocks, close=words("kit.close"))


def _counted(page: NudgesPage, words: Words) -> str:
    return words("nudge_list.planned", count=len(page.planned)) if page.planned else words("nudge_list.empty")


def _doors(page: NudgesPage, words: Words) -> Json:
    add = kit.button(words("kit.button.own_nudge"), ids.NUDGES_ADD, primary=not page.planned)
    pause = kit.button(words("kit.button.pause"), ids.PAUSE_SHOW)
    settings = kit.button(words("kit.button.settings"), ids.SETTINGS_SHOW)
    return kit.actions(add, settings) if page.is_paused else kit.actions(add, pause, settings)


def _planned(items: Sequence[NudgeItem], words: Words, zone: str) -> Iterator[Json]:
    for item in items[:_PLANNED]:
        at = f"*{nudge_lines.when(item, words, zone)}*"
        why = words("nudge_list.why", why=kit.say(item.why, words))
        yield kit.section("\n".join([at, nudge_lines.heading(item, words), nudge_lines.due(item, words), why]))
        yield kit.actions(nudge_lines.button(item, "edit", ids.NUDGE_EDIT, words), _cancel(item, words))
    if hidden := len(items[_PLANNED:]):
        yield kit.context(words("kit.more", count=hidden))


def _cancel(item: NudgeItem, words: Words) -> Json:
    asked = kit.confirmation(
        words("nudge_list.cancel.title"),
        kit.one_line(item.text, _CONFIRMED) or words(f"names.nudge.{item.kind}"),
        do=words("nudge_list.cancel.do"),
        leave=words("nudge_list.cancel.leave"),
    )
    return {**nudge_lines.button(item, "cancel", ids.NUDGE_CANCEL, words), "confirm": asked}


def _past(items: Sequence[NudgeItem], words: Words) -> Iterator[Json]:
    if items:
        yield kit.divider()
        yield kit.header(words("nudge_list.not_sent"))
    for item in items[:_PAST]:
        said = [nudge_lines.heading(item, words), nudge_lines.due(item, words), nudge_lines.why_not(item, words)]
        yield kit.section("\n".join(said))
    if hidden := len(items[_PAST:]):
        yield kit.context(words("kit.more", count=hidden))
