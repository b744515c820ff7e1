"""Contacts with the executive: the first one, from what was answered; each further one, as it is logged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.coaching import engagement
from bot.coaching.case import Answer, Case, CaseFile, Engagement, Interaction, Reaction
from bot.locales.words import Sentence

_FIRST_CONTACT = ("quote", "said_on", "setting")


@dataclass(frozen=True, slots=True)
class Contact:
    """What a trainer logs: four taps and one text."""

    reaction: Reaction | None = None
    engagement: Engagement | None = None  # None: not observed
    tactic: str | None = None
    next_contact_on: date | None = None
    quote: str = ""  # their new words, verbatim
    second_act: str | None = None  # what else they did, for a move to leading; None: was not asked yet
    happened_on: date | None = None  # None: today, or the day of the contact that is corrected


@dataclass(frozen=True, slots=True)
class Moment:
    """The moment of an action, and the day it is for the person who acts."""

    now: datetime
    today: date


def first_contact(before: CaseFile, after: CaseFile, interaction_id: str, at: Moment) -> Interaction | None:
    """Return the interaction that the answers tell of, when they tell something new.

    Saying it otherwise later corrects the first one; the old stays.
    """
    told = _told(after)
    if told == _told(before) or not told["quote"]:
        return None
    said_on = told["said_on"]
    first = next((contact for contact in before.interactions if contact.reaction is None), None)
    return Interaction(
        id=interaction_id,
        case_id=after.case.id,
        happened_on=said_on if isinstance(said_on, date) else at.today,
        recorded_at=at.now,
        quote=str(told["quote"]),
        setting=str(told["setting"] or ""),
        corrects=first.id if first else None,
    )


def logged(
    file: CaseFile, contact: Contact, interaction_id: str, at: Moment, corrects: Interaction | None = None
) -> Interaction:
    """Return the interaction that a logged contact makes, or the correction of an earlier one."""
    before = corrects.engagement_before if corrects else file.case.engagement
    return Interaction(
        id=interaction_id,
        case_id=file.case.id,
        happened_on=contact.happened_on or (corrects.happened_on if corrects else at.today),
        recorded_at=at.now,
        quote=contact.quote,
        setting=corrects.setting if corrects else "",
        reaction=contact.reaction,
        engagement_before=before or file.case.engagement,
        engagement_after=contact.engagement,
        second_act=contact.second_act or "",
        tactic=contact.tactic,
        next_contact_on=contact.next_contact_on,
        corrects=corrects.id if corrects else None,
    )


def problems(made: Interaction, today: date) -> dict[str, Sentence]:
    """Return what keeps an interaction from being logged, by field.

    Engagement moves only with an interaction as evidence, so one that tells neither a reaction nor the executive's
    words is none; a move to *leading* asks for a second act.
    """
    found: dict[str, Sentence] = {}
    if made.reaction is None and not made.quote.strip():
        found["reaction"] = Sentence("notices.log.nothing")
    before = made.engagement_before or Engagement.RESISTANT
    if engagement.needs_second_act(before, made.engagement_after, made.second_act):
        found["second_act"] = Sentence("notices.log.second_act")
    if made.happened_on > today:
        found["happened_on"] = Sentence("notices.log.not_yet")
    if made.next_contact_on and made.next_contact_on < today:
        found["next_contact_on"] = Sentence("answers.date.contact_past")
    return found


def moved(file: CaseFile, interaction: Interaction) -> Case:
    """Return the case after an interaction; correcting an older contact leaves the newest one's word standing."""
    case = replace(file.case, updated_at=interaction.recorded_at, revision=file.case.revision + 1)
    newest = file.interactions[-1].id if file.interactions else None
    if interaction.corrects and interaction.corrects != newest:
        return case
    return replace(
        case,
        engagement=interaction.engagement_after or case.engagement,
        next_contact_on=interaction.next_contact_on or case.next_contact_on,
    )


def answered(case: Case) -> tuple[Answer, ...]:
    """Return what a logged contact answers in the playbook's place: the day of the next one."""
    return (Answer("next_contact_on", case.next_contact_on, case.revision),) if case.next_contact_on else ()


def _told(file: CaseFile) -> Mapping[str, object]:
    return {name: file.answers[name].value if name in file.answers else None for name in _FIRST_CONTACT}
