"""Contacts with the executive: the first one, from what was answered; each further one, as it is logged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.coaching import engagement
from bot.coaching.case import Answer, Case, CaseFile, Engagement, Interaction, Reaction
from bot.coaching.verbatim import is_same
from bot.locales.words import Sentence
from bot.playbook.model import Value

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
        quote=corrects.quote if corrects and is_same(contact.quote, corrects.quote) else contact.quote,
        setting=corrects.setting if corrects else "",
        reaction=contact.reaction,
        engagement_before=before or file.case.engagement,
        engagement_after=contact.engagement,
        second_act=_second_act(contact, corrects),
        tactic=contact.tactic,
        next_contact_on=contact.next_contact_on,
        corrects=corrects.id if corrects else None,
    )


def problems(made: Interaction, today: date, corrects: Interaction | None = None) -> dict[str, Sentence]:
    """Return what keeps an interaction from being logged, by field.

    Engagement moves only with an interaction as evidence, so one that tells neither a reaction nor the executive's
    words is none; a move to *leading* asks for a second act. A day that a correction leaves as it was is not judged.
    """
    found: dict[str, Sentence] = {}
    if made.reaction is None and not made.quote.strip():
        found["reaction"] = Sentence("notices.log.nothing")
    before = made.engagement_before or Engagement.RESISTANT
    if engagement.needs_second_act(before, made.engagement_after, made.second_act):
        found["second_act"] = Sentence("notices.log.second_act")
    if made.happened_on > today:
        found["happened_on"] = Sentence("notices.log.not_yet")
    agreed_before = corrects.next_contact_on if corrects else None
    if made.next_contact_on and made.next_contact_on != agreed_before and made.next_contact_on < today:
        found["next_contact_on"] = Sentence("answers.date.contact_past")
    return found


def moved(file: CaseFile, made: Interaction) -> CaseFile:
    """Return the case file after an interaction: where the executive stands by now, and the day of the next contact.

    Correcting an older contact leaves the newest one's word standing.
    """
    contacts = _with(file.interactions, made)
    case = replace(
        file.case,
        engagement=engagement.reached(contacts),
        next_contact_on=_next_contact(file, made, is_newest=contacts[-1].id == made.id),
        updated_at=made.recorded_at,
        revision=file.case.revision + 1,
    )
    return replace(file, case=case, interactions=contacts)


def answered(file: CaseFile, after: Case, made: Interaction) -> tuple[Answer, ...]:
    """Return what a logged contact answers in the playbook's place.

    That is the day of the next one; and what was said first, when it is the first contact that is corrected.
    """
    corrected = next((each for each in file.interactions if each.id == made.corrects), None)
    told: dict[str, Value | None] = {}
    if corrected and corrected.reaction is None:
        told = {"quote": made.quote or None, "said_on": made.happened_on}
    if after.next_contact_on != file.case.next_contact_on:
        told["next_contact_on"] = after.next_contact_on
    return tuple(Answer(name, value, after.revision) for name, value in told.items())


def _with(contacts: tuple[Interaction, ...], made: Interaction) -> tuple[Interaction, ...]:
    """Return contacts by day with one more; a correction stands where the corrected one stood that day."""
    kept = [made if each.id == made.corrects else each for each in contacts]
    return tuple(sorted(kept if made in kept else [*kept, made], key=lambda each: each.happened_on))


def _next_contact(file: CaseFile, made: Interaction, *, is_newest: bool) -> date | None:
    """Return the day agreed on last; one that this contact kept, or that its correction takes back, is over."""
    agreed = file.case.next_contact_on
    if not is_newest:
        return agreed
    corrected = next((each for each in file.interactions if each.id == made.corrects), None)
    is_over = agreed is not None and agreed <= made.happened_on
    is_taken_back = corrected is not None and corrected.next_contact_on == agreed
    return made.next_contact_on or (None if is_over or is_taken_back else agreed)


def _second_act(contact: Contact, corrects: Interaction | None) -> str:
    """Return what else the executive did; a correction that leaves them leading keeps it when it was not asked."""
    if contact.second_act is None and corrects and contact.engagement is Engagement.LEADING:
        return corrects.second_act
    return contact.second_act or ""


def _told(file: CaseFile) -> Mapping[str, object]:
    return {name: file.answers[name].value if name in file.answers else None for name in _FIRST_CONTACT}
