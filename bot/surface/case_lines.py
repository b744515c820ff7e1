"""A case in a few lines: what its card, App Home and the list of cases say alike. Never a quote."""

from collections.abc import Collection
from typing import Final

from bot.coaching.pages import CaseCard, Promise
from bot.locales.words import Words
from bot.surface import ids, kit, titles
from bot.surface.kit import Json

_TITLE: Final = 200
_ACTION: Final = 300
_PROMISE: Final = 160
_PROMISES: Final = 8


def title(card: CaseCard, words: Words) -> str:
    """Return what the case is called. Plain text, not escaped."""
    return titles.case_title(card.executive, card.initiative, words)


def safe_title(card: CaseCard, words: Words) -> str:
    """Return what the case is called, as mrkdwn."""
    return kit.escape_line(title(card, words), _TITLE)


def next_action(card: CaseCard, words: Words) -> str:
    """Return what comes next, or how the case ended, as mrkdwn."""
    if card.outcome:
        return words("card.closed", outcome=words(f"names.outcome.{card.outcome}"))
    if card.next_action:
        return words("card.next", action=kit.escape_line(card.next_action, _ACTION))
    return words("card.nothing_next")


def concerns(card: CaseCard) -> str:
    """Return the names of the concerns, the primary first, as mrkdwn; "" when none is confirmed."""
    return "; ".join(kit.escape_line(name, _PROMISE) for name in card.concerns[:5])


def promises(card: CaseCard, words: Words, *, besides: Collection[Promise] = ()) -> str:
    """Return who promised what by when, as a mrkdwn list, besides those shown elsewhere; "" when nobody did."""
    open_first = sorted((each for each in card.promises if each not in besides), key=lambda each: each.kept)
    lines = [promise(each, words) for each in open_first[: _PROMISES - len(besides)]]
    hidden = len(open_first) - len(lines)
    return "\n".join([kit.bullets(lines), *([words("kit.more", count=hidden)] if hidden else [])])


def buttons(card: CaseCard, words: Words, *actions: str) -> Json:
    """Return buttons for a case; each says to those who hear it which case it is for."""
    named = title(card, words)
    return kit.actions(*(_button(card, action, named, words) for action in actions))


def _button(card: CaseCard, action: str, named: str, words: Words) -> Json:
    label = words(f"kit.button.{action.partition('.')[2]}")
    primary = action == ids.CASE_CONTINUE
    return kit.button(label, action, card.case_id, primary=primary, about=words("kit.about", button=label, title=named))


def promise(promise: Promise, words: Words) -> str:
    """Return who promised what, and by when or that it was kept, as mrkdwn."""
    if promise.kept:
        state = words("card.promise.kept")
    else:
        state = words("card.promise.due", day=promise.due_on) if promise.due_on else words("card.promise.no_date")
    key = "card.promise.mine" if promise.by_me else "card.promise.theirs"
    return words(key, what=kit.escape_line(promise.what, _PROMISE), state=state)
