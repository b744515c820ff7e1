"""What the modal closes on: where the case stands and what comes next."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.coaching.nudge_pages import NudgeItem
from bot.coaching.pages import CaseCard, SummaryPage
from bot.locales.words import Words
from bot.surface import case_lines, ids, kit, nudge_lines
from bot.surface.kit import Json

_REMINDERS: Final = 5


def summary_modal(page: SummaryPage, words: Words, zone: str) -> Json:
    """Draw what was reached for a person whose zone (IANA name) the moments are told in."""
    card = page.card
    blocks = [kit.header(case_lines.title(card, words)), kit.section("\n".join(_reached(page, words)))]
    if not card.outcome:
        blocks += [kit.section(kit.heading(title, text)) for title, text in _agreed(card, words) if text]
    blocks += [kit.section(text) for text in _reminders(page.reminders, words, zone)]
    blocks += [kit.section(kit.say(notice, words)) for notice in page.notices]
    offered = (ids.CASE_BRIEF, ids.CASE_REOPEN) if card.outcome else (ids.CASE_BRIEF, ids.CASE_TOOLS)
    blocks += [case_lines.buttons(card, words, *offered), kit.context(words("summary.card"))]
    return kit.modal(
        ids.SUMMARY, words("summary.title"), blocks, close=words("kit.done"), carried=kit.metadata(case=card.case_id)
    )


def _reached(page: SummaryPage, words: Words) -> Iterator[str]:
    if page.logged:
        yield words("summary.logged")
    elif not page.card.outcome:
        yield words("summary.rests" if page.rests else "summary.finished")
    yield case_lines.next_action(page.card, words)


def _agreed(card: CaseCard, words: Words) -> Iterator[tuple[str, str]]:
    yield words("card.next_contact"), words.date(card.next_contact_on) if card.next_contact_on else ""
    yield words("card.promises"), case_lines.promises(card, words)


def _reminders(items: Sequence[NudgeItem], words: Words, zone: str) -> Iterator[str]:
    if not items:
        return
    lines = [
        words("summary.reminder", at=nudge_lines.when(item, words, zone), what=nudge_lines.due(item, words))
        for item in items[:_REMINDERS]
    ]
    hidden = len(items) - len(lines)
    listed = [kit.bullets(lines), *([words("kit.more", count=hidden)] if hidden else [])]
    yield kit.heading(words("summary.reminders"), "\n".join(listed))
