"""How a case ended."""

from bot.coaching.case import Case, Outcome
from bot.locales.words import Words
from bot.playbook.model import Option
from bot.surface import ids, kit, titles
from bot.surface.kit import Json


def close_modal(case: Case, words: Words, *, asks_reason: bool = False) -> Json:
    """Draw the question how a case ended: `outcome`, and `reason`, which `asks_reason` makes a must."""
    outcomes = [
        Option(outcome, words(f"names.outcome.{outcome}"), words(f"close.meaning.{outcome}")) for outcome in Outcome
    ]
    chosen = Outcome.DECLINED if asks_reason else None
    discard = kit.button(
        words("close.discard.button"),
        ids.CASE_DISCARD,
        case.id,
        confirm=kit.confirmation(
            words("close.discard.title"),
            words("close.discard.text"),
            do=words("close.discard.do"),
            leave=words("close.discard.leave"),
        ),
    )
    reason = kit.text_input(case.outcome_reason, long=True, placeholder=words("close.reason_example"))
    return kit.modal(
        ids.CLOSE,
        words("close.title"),
        [
            kit.context(kit.escape(titles.case_title(case.executive, case.initiative, words))),
            kit.question(words("close.outcome"), "outcome", kit.radio(outcomes, chosen), required=True),
            kit.question(
                words("close.reason"), "reason", reason, hint=words("close.reason_hint"), required=asks_reason
            ),
            kit.actions(discard),
        ],
        submit=words("close.submit"),
        close=words("kit.cancel"),
        carried=kit.metadata(case=case.id),
    )
