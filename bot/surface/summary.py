"""What the modal closes on: where the case stands and what comes next."""

from bot.coaching.pages import CaseCard, SummaryPage
from bot.locales.words import Words
from bot.surface import case_lines, ids, kit
from bot.surface.kit import Json


def summary_modal(page: SummaryPage, words: Words) -> Json:
    """Draw what was reached, the next action and the promises."""
    card = page.card
    blocks = [
        kit.header(case_lines.title(card, words)),
        kit.section(
            f"{words('summary.rests' if page.rests else 'summary.finished')}\n{case_lines.next_action(card, words)}"
        ),
    ]
    if card.next_contact_on:
        blocks.append(kit.section(kit.heading(words("card.next_contact"), words.date(card.next_contact_on))))
    if card.promises:
        blocks.append(kit.section(kit.heading(words("card.promises"), case_lines.promises(card, words))))
    blocks += [block for warning in page.warnings for block in kit.sections(words("step.warning", text=warning))]
    blocks += [case_lines.buttons(card, words, ids.CASE_BRIEF), kit.context(words("summary.card"))]
    return kit.modal(
        ids.SUMMARY, words("summary.title"), blocks, close=words("kit.done"), carried=kit.metadata(case=card.case_id)
    )


def closed_modal(card: CaseCard, words: Words) -> Json:
    """Draw the end of a case."""
    blocks = [
        kit.header(case_lines.title(card, words)),
        kit.section(case_lines.next_action(card, words)),
        kit.context(words("summary.card_closed")),
    ]
    return kit.modal(ids.SUMMARY, words("summary.title"), blocks, close=words("kit.done"))
