"""The pilot in words, for a page that somebody else reads: in that reader's language, plain text."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.coaching.pilot import Verdict


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure with its numbers in words; empty: not known."""

    name: str
    baseline: str  # with its day and source
    target: str
    go: str  # "9 or less"
    no_go: str
    result: str  # what was measured; empty: nothing yet
    verdict: Verdict | None
    uncertainty: str  # how sure one may be of the result


@dataclass(frozen=True, slots=True)
class RuleVersion:
    """One locked version of the rule."""

    version: int
    digest: str  # its first letters
    locked_at: datetime
    reason: str  # empty for the first
    changes: tuple[str, ...]  # what it changed, a line each
    timing: str  # says so when it was locked after the pilot had begun, else empty


@dataclass(frozen=True, slots=True)
class PilotSummary:
    """A pilot, its rule and its result, ready to be set on a page."""

    audience: str
    size: int | None
    starts_on: date | None
    ends_on: date | None
    owner: str
    decider: str
    decision_on: date | None
    cost: str  # with its currency; empty: not known
    comparison: str  # what it is held against, and what that allows one to claim
    measures: tuple[MeasureLine, ...]
    rule: tuple[str, ...]  # one sentence each: go, no-go, in between; empty while a number is missing
    versions: tuple[RuleVersion, ...]  # oldest first; empty: not locked
    verdict: Verdict | None  # None: no result yet
    verdict_text: str
    learned: str
    measured: str  # the measured return; empty where nothing allows one

    @property
    def locked(self) -> RuleVersion | None:
        """Return the version in force."""
        return self.versions[-1] if self.versions else None
