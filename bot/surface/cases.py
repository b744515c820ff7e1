"""`/pushback cases`: the open cases, in a message that only their owner sees."""

from collections.abc import Sequence
from typing import Final

from bot.coaching.pages import CaseCard
from bot.locales.words import Words
from bot.surface import case_lines, ids, kit
from bot.surface.kit import Json

_SHOWN: Final = 10
"""More would be a wall; App Home shows more of them."""


def cases_message(cards: Sequence[CaseCard], words: Words) -> Json:
    """Draw the open cases, newest first, each with what comes next."""
    count = words("cases.count", count=len(cards)) if cards else words("cases.none")
    blocks = [kit.section(count), *(block for card in cards[:_SHOWN] for block in _case(card, words))]
    if hidden := len(cards[_SHOWN:]):
        blocks.append(kit.context(words("cases.more", count=hidden)))
    start = kit.button(words("kit.button.open"), ids.COACH_OPEN, primary=not cards)
    return kit.message(count, [*blocks, kit.actions(start)])


def _case(card: CaseCard, words: Words) -> list[Json]:
    stage = words(f"names.stage.{card.stage}")
    first = words("cases.line", title=case_lines.safe_title(card, words), stage=stage)
    text = kit.section(f"{first}\n{case_lines.next_action(card, words)}")
    return [text, case_lines.buttons(card, words, ids.CASE_CONTINUE, ids.CASE_LOG, ids.CASE_BRIEF)]
