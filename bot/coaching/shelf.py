"""The evidence shelf: what a trainer can show to more than one executive, with where it is from and how old it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from bot.coaching import pilot_words
from bot.coaching.answers import LONGEST_TEXT
from bot.coaching.case import Case, CaseFile, Evidence
from bot.coaching.pilot import Pilot, Results
from bot.coaching.verbatim import is_same
from bot.locales.words import Sentence, Words

MOST_OFFERED: Final = 3
"""Two or three good pieces beat a folder (A-16)."""


class EvidenceKind(StrEnum):
    """What kind of proof it is (A-26, A-32, A-35, A-36, B-10)."""

    DATA = "data"
    CASE_STUDY = "case_study"
    TESTIMONIAL = "testimonial"
    SUCCESS_STORY = "success_story"
    SECTOR_EXAMPLE = "sector_example"
    OWN_RESULT = "own_result"


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody's agreement to be quoted, and when they gave it."""

    by: str
    on: date


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """One piece of evidence on the shelf."""

    id: str
    owner_id: str  # Slack user id
    kind: EvidenceKind
    what: str
    added_at: datetime
    changed_at: datetime
    source: str = ""
    dated_on: date | None = None  # what it says is from that day
    concerns: tuple[str, ...] = ()  # ids of those it answers; none: any
    is_shared: bool = False  # with the workspace's trainers
    consent: Consent | None = None  # of a testimonial
    case_id: str | None = None  # whose pilot's result it is
    owner_name: str = ""  # as Slack has it; the store fills it in

    @property
    def is_quotable(self) -> bool:
        """Tell whether it may be shown to others: somebody's word needs their consent."""
        return self.kind is not EvidenceKind.TESTIMONIAL or self.consent is not None

    def is_stale(self, today: date) -> bool:
        """Tell whether it is older than a year: executives ask, and what has no day counts from when it came here."""
        return _a_year_after(self.dated_on or self.added_at.date()) < today


@dataclass(frozen=True, slots=True)
class ShelfForm:
    """A piece of evidence as it stands in the form."""

    kind: str
    what: str
    source: str = ""
    dated_on: date | None = None
    concerns: tuple[str, ...] = ()
    is_shared: bool = False
    consent_by: str = ""
    consent_on: date | None = None


@dataclass(frozen=True, slots=True)
class Shelved:
    """A piece of the shelf, by itself or beside a case: whether it answers its concerns, and is taken along there."""

    item: ShelfItem
    is_stale: bool
    is_fitting: bool = False  # tagged with a concern of the case
    is_taken: bool = False


def read(form: ShelfForm, before: ShelfItem, *, today: date, now: datetime) -> ShelfItem | dict[str, Sentence]:
    """Return a piece of evidence as the form changes it, or what is wrong with the form, by field."""
    problems = {
        "kind": None if form.kind in set(EvidenceKind) else Sentence("answers.not_offered"),
        "what": _text(form.what, needed=True),
        "source": _text(form.source),
        "dated_on": _past(form.dated_on, today),
        "consent_by": _text(form.consent_by) or _other_half(form.consent_on, form.consent_by, "shelf.errors.who"),
        "consent_on": _past(form.consent_on, today)
        or _other_half(form.consent_by.strip(), form.consent_on, "shelf.errors.when"),
    }
    if found := {name: problem for name, problem in problems.items() if problem}:
        return found
    kind = EvidenceKind(form.kind)
    given = Consent(form.consent_by.strip(), form.consent_on) if form.consent_by.strip() and form.consent_on else None
    return replace(
        before,
        kind=kind,
        what=form.what.strip(),
        source=form.source.strip(),
        dated_on=form.dated_on,
        concerns=form.concerns,
        is_shared=form.is_shared,
        consent=given if kind is EvidenceKind.TESTIMONIAL else None,
        changed_at=now,
    )


def merged(form: ShelfForm, drawn: ShelfItem | None, newest: ShelfItem) -> ShelfForm:
    """Return a form that changes only what its window changed: what stands as it was drawn gives way to the newest."""
    if drawn is None:
        return form
    was, now = form_of(drawn), form_of(newest)
    kept = {field.name: getattr(now, field.name) for field in fields(form) if _same(form, was, field.name)}
    return replace(form, **kept)


def form_of(item: ShelfItem) -> ShelfForm:
    """Return the form that a piece fills."""
    return ShelfForm(
        kind=item.kind,
        what=item.what,
        source=item.source,
        dated_on=item.dated_on,
        concerns=item.concerns,
        is_shared=item.is_shared,
        consent_by=item.consent.by if item.consent else "",
        consent_on=item.consent.on if item.consent else None,
    )


def beside(items: Iterable[ShelfItem], file: CaseFile, today: date) -> tuple[Shelved, ...]:
    """Return what of the shelf may be shown in a case, the best first.

    What answers its primary concern leads, then its other concerns, then what is tagged with none; of these the fresh
    before the stale, the sourced before the unsourced, the newest first. What answers other concerns only comes last.
    Somebody's word without their consent is left out.
    """
    found = (_shelved(item, file, today) for item in items if item.is_quotable)
    return tuple(sorted(found, key=lambda each: _rank(each, file.case)))


def best(shelved: Iterable[Shelved]) -> tuple[Shelved, ...]:
    """Return the few that a case is offered by itself: what answers its concerns or any, and is not taken yet."""
    fitting = (each for each in shelved if not each.is_taken and (each.is_fitting or not each.item.concerns))
    return tuple(fitting)[:MOST_OFFERED]


def evidence_of(item: ShelfItem, case_id: str) -> Evidence:
    """Return a piece of the shelf as a case's own evidence. Its id follows from both: taken twice, it is there once."""
    return Evidence(taken_id(item.id, case_id), item.kind, item.what, item.source, item.dated_on)


def taken_id(item_id: str, case_id: str) -> str:
    """Return the id that a piece of the shelf has among a case's evidence."""
    return sha256(f"{case_id}:{item_id}".encode()).hexdigest()[:32]


def withheld(items: Iterable[ShelfItem], case_id: str) -> frozenset[str]:
    """Return the ids of a case's evidence that may not be shown: words taken before their consent was withdrawn."""
    return frozenset(taken_id(item.id, case_id) for item in items if not item.is_quotable)


def own_result(  # noqa: PLR0913  what a result is known by
    item_id: str,
    case: Case,
    *,
    what: str,
    source: str,
    dated_on: date,
    at: datetime,
) -> ShelfItem:
    """Return a pilot's result as a piece of evidence of the case's owner, tagged with the case's concerns.

    It is the owner's alone until they share it. `item_id` follows best from the case, so that one pilot is one piece.
    """
    concerns = (case.primary_concern, *case.other_concerns)
    return ShelfItem(
        id=item_id,
        owner_id=case.owner_id,
        kind=EvidenceKind.OWN_RESULT,
        what=what,
        source=source,
        dated_on=dated_on,
        concerns=tuple(dict.fromkeys(name for name in concerns if name)),
        case_id=case.id,
        added_at=at,
        changed_at=at,
    )


def brought(pilot: Pilot, results: Results, words: Words) -> str:
    """Say what a pilot brought, measure by measure, as evidence says it."""
    said = []
    for measure in pilot.measures:
        reading = results.reading(measure.id)
        if reading is None:
            continue
        after = pilot_words.amount(reading.trained.value, measure.unit, words)
        if measure.baseline is None:
            said.append(words("shelf.brought", measure=measure.name, after=after))
        else:
            before = pilot_words.amount(measure.baseline, measure.unit, words)
            said.append(words("shelf.brought_from", measure=measure.name, before=before, after=after))
    return " ".join(said)


def concerns_on(items: Iterable[ShelfItem]) -> Mapping[str, int]:
    """Return by how many pieces each concern is answered, the most answered first."""
    counts: dict[str, int] = {}
    for item in items:
        for concern in item.concerns:
            counts[concern] = counts.get(concern, 0) + 1
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _shelved(item: ShelfItem, file: CaseFile, today: date) -> Shelved:
    concerns, taken = {file.case.primary_concern, *file.case.other_concerns}, taken_id(item.id, file.case.id)
    is_taken = any(each.id == taken for each in file.evidence)
    return Shelved(item, item.is_stale(today), not concerns.isdisjoint(item.concerns), is_taken)


def _rank(shelved: Shelved, case: Case) -> tuple[int, bool, bool, int, str]:
    item = shelved.item
    if case.primary_concern in item.concerns:
        fit = 0
    elif shelved.is_fitting:
        fit = 1
    else:
        fit = 3 if item.concerns else 2
    day = item.dated_on or item.added_at.date()
    return fit, shelved.is_stale, not item.source, -day.toordinal(), item.id


def _same(form: ShelfForm, was: ShelfForm, name: str) -> bool:
    return is_same(getattr(form, name), getattr(was, name))


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)


def _text(typed: str, *, needed: bool = False) -> Sentence | None:
    if needed and not typed.strip():
        return Sentence("answers.required.long_text")
    if len(typed) > LONGEST_TEXT:
        return Sentence("answers.too_long", {"length": len(typed), "limit": LONGEST_TEXT})
    return None


def _past(day: date | None, today: date) -> Sentence | None:
    return Sentence("shelf.errors.future") if day and day > today else None


def _other_half(given: object, other: object, key: str) -> Sentence | None:
    """Ask for the other half of a consent: who without when, or when without who, proves nothing."""
    return Sentence(key) if given and not other else None
