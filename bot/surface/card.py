"""The case card: one message a case, kept up to date in place. It carries no quote."""

from collections.abc import Iterator
from typing import Final

from bot.coaching.case import Outcome
from bot.coaching.pages import CaseCard, Promise
from bot.locales.words import Words
from bot.surface import case_lines, ids, kit
from bot.surface.kit import Json

_TO_KEEP: Final = 5
_ACTIONS: Final = (ids.CASE_LOG, ids.CASE_CONTINUE, ids.CASE_TOOLS, ids.CASE_BRIEF, ids.CASE_CLOSE)


def card_message(card: CaseCard, words: Words, zone: str) -> Json:
    """Draw a case at a glance for its owner, whose zone (IANA name) the times are told in."""
    following = case_lines.next_action(card, words)
    fallback = words("card.fallback", title=case_lines.safe_title(card, words), following=following)
    return kit.message(
        fallback, [kit.header(case_lines.title(card, words)), kit.section(following), *_facts(card, words, zone)]
    )


def _facts(card: CaseCard, words: Words, zone: str) -> Iterator[Json]:
    yield kit.columns([kit.heading(words(key), text) for key, text in _columns(card, words)])
    yield from _promises(card, words)
    if card.outcome is Outcome.PILOT_AGREED:
        yield case_lines.buttons(card, words, ids.CASE_TOOLS, ids.CASE_BRIEF, ids.CASE_REOPEN)
    elif card.outcome:
        yield case_lines.buttons(card, words, ids.CASE_BRIEF, ids.CASE_REOPEN)
    else:
        yield case_lines.buttons(card, words, *_ACTIONS)
    yield kit.context(words("card.updated", at=words.moment(card.updated_at, zone)))


def _promises(card: CaseCard, words: Words) -> Iterator[Json]:
    """Draw promises; those still to be kept while the case is open have a button each."""
    if not card.promises:
        return
    to_keep = [] if card.outcome else [promise for promise in card.promises if not promise.kept][:_TO_KEEP]
    others = case_lines.promises(card, words, besides=to_keep)
    if not to_keep:
        yield kit.section(kit.heading(words("card.promises"), others))
        return
    yield kit.section(f"*{words('card.promises')}*")
    for promise in to_keep:
        yield kit.section(case_lines.promise(promise, words), accessory=_kept(promise, words))
    if others:
        yield kit.section(others)


def _kept(promise: Promise, words: Words) -> Json:
    label = words("kit.button.kept")
    about = words("kit.about", button=label, title=promise.what)
    return kit.button(label, ids.PROMISE_KEPT, promise.id, about=about)


def _columns(card: CaseCard, words: Words) -> Iterator[tuple[str, str]]:
    yield "card.stage", words(f"names.stage.{card.stage}")
    yield "card.engagement", words(f"names.engagement.{card.engagement}")
    if concerns := case_lines.concerns(card):
        yield "card.concerns", concerns
    if card.next_contact_on and not card.outcome:
        yield "card.next_contact", words.date(card.next_contact_on)
