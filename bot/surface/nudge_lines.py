"""A nudge in a few words: what its message, the list and App Home say alike. Never a quote."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.coaching.nudge_pages import NudgeItem
from bot.coaching.preferences import UNTIL_RESUMED
from bot.locales.words import Words
from bot.surface import ids, kit, titles
from bot.surface.kit import Json

_TITLE: Final = 120
_TEXT: Final = 240
_HELP: Final = 320


def title(item: NudgeItem, words: Words) -> str:
    """Return what a nudge is about: its case, else its kind. Plain text, not escaped."""
    if item.case_id is None:
        return words(f"names.nudge.{item.kind}")
    return titles.case_title(item.executive, item.initiative, words)


def heading(item: NudgeItem, words: Words) -> str:
    """Return case and kind as one line of mrkdwn."""
    first = f"*{kit.escape_line(title(item, words), _TITLE)}*"
    return first if item.case_id is None else f"{first} · {words(f'names.nudge.{item.kind}')}"


def due(item: NudgeItem, words: Words) -> str:
    """Return what is due, as mrkdwn; of a nudge whose rule no longer says it, the kind."""
    return _said(item, words, _TEXT)


def helping(item: NudgeItem) -> str:
    """Return the line that helps, as mrkdwn."""
    return kit.escape_line(item.help, _HELP)


def what(item: NudgeItem, words: Words) -> str:
    """Return what is due and where, in one short line of mrkdwn."""
    text = _said(item, words, _TITLE)
    if item.case_id is None:
        return text
    return words("nudge.what", title=kit.escape_line(title(item, words), _TITLE // 2), text=text)


def when(item: NudgeItem, words: Words, zone: str) -> str:
    """Return the local moment of a nudge."""
    return words.moment(item.due_at, zone) if item.due_at else words("nudge.no_moment")


def lines(items: Sequence[NudgeItem], words: Words, zone: str, most: int) -> str:
    """Return the first nudges as a mrkdwn list, each with its local moment, and how many more there are."""
    shown = [words("nudge.line", at=when(item, words, zone), what=what(item, words)) for item in items[:most]]
    hidden = len(items) - len(shown)
    return "\n".join([kit.bullets(shown), *([words("kit.more", count=hidden)] if hidden else [])])


def not_sent(items: Sequence[NudgeItem], words: Words) -> str:
    """Return nudges that were not sent, or may not have arrived, as a mrkdwn list with why."""
    return kit.bullets([f"{what(item, words)} {why_not(item, words)}" for item in items])


def why_not(item: NudgeItem, words: Words) -> str:
    """Say why a nudge was not sent; without a reason, nobody knows whether it arrived."""
    return kit.say(item.why_not, words) if item.why_not else words("nudge_list.unconfirmed")


def resting(*, is_paused: bool, until: date | None, words: Words) -> list[Json]:
    """Return whether nudges rest, with a button to go on; nothing when they do not."""
    if not is_paused:
        return []
    day = back_on(until)
    text = words("pause.resting_until", day=day) if day else words("pause.resting")
    return [kit.section(text, accessory=kit.button(words("kit.button.resume"), ids.PAUSE_END))]


def back_on(until: date | None) -> date | None:
    """Return the day on which a pause ends; None for one that lasts until it is ended."""
    return None if until == UNTIL_RESUMED else until


def button(item: NudgeItem, key: str, action: str, words: Words, *, primary: bool = False) -> Json:
    """Return a button for a nudge; it says to those who hear it which one it is for."""
    label = words(f"kit.button.{key}")
    about = words("kit.about", button=label, title=title(item, words))
    return kit.button(label, action, item.id, primary=primary, about=about)


def _said(item: NudgeItem, words: Words, limit: int) -> str:
    return kit.escape_line(item.text, limit) or words(f"names.nudge.{item.kind}")
