"""The nudge: one message for all that falls on one local day of a person. It carries no quote.

It is drawn again in its place whenever something in it is settled.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.coaching.nudge_pages import Later, NudgeItem, NudgeMessage
from bot.coaching.nudges import NudgeState
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import ids, kit, nudge_lines
from bot.surface.kit import Json

_SHOWN: Final = 6
"""So many with all they say and their buttons; more would be a wall, and too long for a message."""

_SETTLED: Final = 6
_WAITING: Final = frozenset({NudgeState.PLANNED, NudgeState.SENT})


def nudge_message(page: NudgeMessage, words: Words, zone: str) -> Json:
    """Draw a day's nudges for a person whose zone (IANA name) the moments are told in."""
    waiting = [item for item in page.items if item.state in _WAITING]
    settled = [item for item in page.items if item.state not in _WAITING]
    blocks = [
        kit.section("\n".join(_opening(page, len(waiting), words))),
        *(block for number, item in enumerate(waiting[:_SHOWN]) for block in _item(item, words, first=number == 0)),
        *_hidden(len(waiting[_SHOWN:]), words),
        *_settled(settled, words, zone),
        kit.context(words("nudge.footer")),
    ]
    return kit.message(_fallback(waiting, words), blocks)


def _fallback(waiting: Sequence[NudgeItem], words: Words) -> str:
    if not waiting:
        return words("nudge.all_settled")
    first, more = nudge_lines.what(waiting[0], words), len(waiting) - 1
    return f"{first} ({words('kit.more', count=more)})" if more else first


def _opening(page: NudgeMessage, waiting: int, words: Words) -> Iterator[str]:
    yield words("nudge.today", count=waiting) if waiting else words("nudge.all_settled")
    if page.is_late and waiting:
        yield words("nudge.late")


def _item(item: NudgeItem, words: Words, *, first: bool) -> Iterator[Json]:
    yield kit.section("\n".join(_said(item, words)))
    yield kit.actions(*_buttons(item, words, first=first))


def _said(item: NudgeItem, words: Words) -> Iterator[str]:
    yield nudge_lines.heading(item, words)
    yield nudge_lines.due(item, words)
    if item.help:
        yield words("nudge.help", help=nudge_lines.helping(item))
    if item.is_late and item.wanted_on:
        yield words("nudge.was_due", day=item.wanted_on)


def _buttons(item: NudgeItem, words: Words, *, first: bool) -> Iterator[Json]:
    yield nudge_lines.button(item, "done", ids.NUDGE_DONE, words, primary=first)
    choices = [Option(ids.later_value(choice, item.id), words(f"nudge.until.{choice}")) for choice in Later]
    yield kit.menu(words("nudge.put_off"), ids.NUDGE_LATER, choices)
    if item.case_id is not None:
        yield nudge_lines.button(item, "log", ids.NUDGE_LOG, words)
        yield nudge_lines.button(item, "open_case", ids.NUDGE_OPEN, words)
    yield nudge_lines.button(item, "not_needed", ids.NUDGE_NOT_NEEDED, words)


def _hidden(number: int, words: Words) -> Iterator[Json]:
    if number:
        every = kit.button(words("kit.button.nudges"), ids.NUDGES_LIST)
        yield kit.section(words("nudge.more", count=number), accessory=every)


def _settled(items: Sequence[NudgeItem], words: Words, zone: str) -> Iterator[Json]:
    if not items:
        return
    lines = [_closed(item, words, zone) for item in items[:_SETTLED]]
    hidden = len(items) - len(lines)
    yield kit.context("\n".join([*lines, *([words("kit.more", count=hidden)] if hidden else [])]))


def _closed(item: NudgeItem, words: Words, zone: str) -> str:
    what = nudge_lines.what(item, words)
    if item.state is NudgeState.LATER and item.due_at:
        return words("nudge.settled.later", at=words.moment(item.due_at, zone), what=what)
    return words(
        "nudge.settled.later_on" if item.state is NudgeState.LATER else f"nudge.settled.{item.state}", what=what
    )
