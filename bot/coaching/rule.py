"""The decision rule: locked before the pilot, and changed in no other way than by a new version with a reason."""

import json
import unicodedata
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Final

from bot.coaching.pilot import Measure, Pilot, Results
from bot.coaching.verbatim import showable

SHORT: Final = 8
"""Letters of a digest that are shown: enough to tell one version from another over the phone."""

_FREE: Final = ("owner", "cost", "currency", "as_of")
_FREE_OF_A_MEASURE: Final = ("period", "is_per_person", "line_id")
"""What is no part of the rule, and may change while it is locked: who runs it, what it costs, what a unit is worth."""


class Timing(StrEnum):
    """When a rule was locked, seen from the pilot. Only the first protects anybody."""

    BEFORE = "before"
    DURING = "during"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Lock:
    """A version of the rule as it was locked."""

    version: int  # from 1
    pilot: Pilot
    digest: str  # SHA-256 over its canonical form, in hexadecimal
    reason: str  # why there is another version; empty for the first
    locked_by: str  # Slack user id
    locked_at: datetime

    @property
    def short(self) -> str:
        """The first letters of the digest."""
        return self.digest[:SHORT]


@dataclass(frozen=True, slots=True)
class PilotFile:
    """A pilot with everything that was saved about it."""

    draft: Pilot  # as it is designed now
    revision: int = 0  # of its worksheet; 0: nothing is saved yet
    locks: tuple[Lock, ...] = ()  # oldest first
    results: Results | None = None

    @property
    def lock(self) -> Lock | None:
        """The version in force."""
        return self.locks[-1] if self.locks else None

    @property
    def in_force(self) -> Pilot:
        """The pilot by the rule in force; as it is designed while nothing is locked."""
        return _by_rule(self.draft, self.lock.pilot) if self.lock else self.draft

    @property
    def judged_by(self) -> Lock | None:
        """The version that the result was judged by."""
        found = self.results
        return next((lock for lock in self.locks if found and lock.version == found.version), None)

    @property
    def judged(self) -> Pilot:
        """The pilot by the rule that the result was judged by; without a result, by the rule in force."""
        return _by_rule(self.draft, self.judged_by.pilot) if self.judged_by else self.in_force

    @property
    def has_changed(self) -> bool:
        """Tell whether the design says something else than the rule in force."""
        return self.lock is not None and digest(self.draft) != self.lock.digest


def digest(pilot: Pilot) -> str:
    """Return the SHA-256 of a rule's canonical form, in hexadecimal."""
    return sha256(canonical(pilot).encode()).hexdigest()


def canonical(pilot: Pilot) -> str:
    """Return a rule in its one form: JSON with sorted names, texts in NFC with single spaces, plain numbers.

    What means the same reads the same: 9 and 9.0, and measures in another order.
    """
    rule = {name: _plain(value) for name, value in asdict(pilot).items() if name not in {*_FREE, "measures"}}
    measures = sorted(map(_canonical_measure, pilot.measures))
    return json.dumps({**rule, "measures": measures}, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def timing(pilot: Pilot, locked_on: date) -> Timing:
    """Return when a rule was locked, on the trainer's day; a pilot without a first day has not begun."""
    if pilot.ends_on and locked_on > pilot.ends_on:
        return Timing.AFTER
    if pilot.starts_on and locked_on >= pilot.starts_on:
        return Timing.DURING
    return Timing.BEFORE


def _canonical_measure(measure: Measure) -> str:
    kept = {name: _plain(value) for name, value in asdict(measure).items() if name not in {"id", *_FREE_OF_A_MEASURE}}
    return json.dumps(kept, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return format(value.normalize(), "f")
        case date():
            return value.isoformat()
        case str():
            return " ".join(unicodedata.normalize("NFC", showable(value)).split())
        case list() | tuple():
            return [_plain(each) for each in value]
    return value


def _by_rule(draft: Pilot, locked: Pilot) -> Pilot:
    """Return a locked pilot with what is no part of its rule as it is designed now."""
    free = {name: getattr(draft, name) for name in _FREE}
    return replace(locked, **free, measures=tuple(_measure_by_rule(draft, measure) for measure in locked.measures))


def _measure_by_rule(draft: Pilot, locked: Measure) -> Measure:
    now = draft.measure(locked.id)
    return replace(locked, **{name: getattr(now, name) for name in _FREE_OF_A_MEASURE}) if now else locked
