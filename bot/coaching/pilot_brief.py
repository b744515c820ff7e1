"""The pilot in words, for a page that somebody else reads: in that reader's language, plain text."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.coaching import estimate as estimates
from bot.coaching import pilot_words
from bot.coaching.estimate import TIMES_A_YEAR, Estimate
from bot.coaching.money import rounded
from bot.coaching.pilot import Comparison, Measure, Pilot, Reading, Results, Verdict
from bot.coaching.results import Finding, findings, measured_return
from bot.coaching.rule import Lock, PilotFile, Timing, timing
from bot.locales.words import Words


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure with its numbers in words; empty: not known."""

    name: str
    baseline: str  # with its day and source
    target: str
    go: str  # "at most 9"
    no_go: str
    result: str  # what was measured; empty: nothing yet
    verdict: Verdict | None
    uncertainty: str  # what that is beside what it is held against, and how sure one may be of it
    annual: str  # what the difference comes to in a year; empty: cannot be told


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


def summary_of(file: PilotFile, words: Words, zone: str, estimate: Estimate | None = None) -> PilotSummary:
    """Return a pilot for a reader of a language; `zone` decides on which day a version was locked.

    Before a result it tells the rule in force, or the design while nothing is locked; with a result the rule that
    this was judged by.
    """
    pilot, results = file.judged, file.results
    found = {finding.measure.id: finding for finding in findings(pilot, results)} if results else {}
    return PilotSummary(
        audience=pilot.audience,
        size=pilot.size,
        starts_on=pilot.starts_on,
        ends_on=pilot.ends_on,
        owner=pilot.owner,
        decider=pilot.decider,
        decision_on=pilot.decision_on,
        cost=pilot_words.cost(pilot, words),
        comparison=pilot_words.claim(_held_against(pilot, results), words),
        measures=tuple(_line(measure, found.get(measure.id), words) for measure in pilot.measures),
        rule=pilot_words.rule(pilot, words),
        versions=_versions(file, words, zone),
        verdict=results.verdict if results else None,
        verdict_text=_verdict(file, words, zone),
        learned=results.learned if results else "",
        measured=_measured(pilot, results, estimate, words) if results and estimate else "",
    )


def _held_against(pilot: Pilot, results: Results | None) -> Pilot:
    """Return the pilot with no more to be held against than was measured: a group without a figure shows nothing."""
    is_measured = results is None or any(reading.compared for reading in results.readings)
    return (
        pilot if is_measured or pilot.comparison is not Comparison.GROUP else replace(pilot, comparison=Comparison.NONE)
    )


def uncertainty(finding: Finding, words: Words) -> str:
    """Say what one measure showed beside what it is held against, and how sure that is. Never a bare probability."""
    measure, reading = finding.measure, finding.reading
    places = _places(reading)
    said: dict[str, object] = {"people": reading.trained.size or 0, "others": 0}
    if reading.compared:
        said["others"] = reading.compared.size or 0
    if finding.expected is not None and finding.difference is not None:
        said["expected"] = _amount(measure, finding.expected, places, words)
        said["difference"] = _difference(measure, finding.difference, places, words)
    if finding.interval:
        said["low"] = _difference(measure, finding.interval.low, places, words)
        said["high"] = _difference(measure, finding.interval.high, places, words)
    if finding.change is not None:
        said["change"] = _difference(measure, finding.change, places, words)
    return words(f"pilot.certainty.{finding.certainty}", **said)


def annual(finding: Finding, words: Words) -> str:
    """Say what a difference comes to in a year, by its formula; empty where it cannot be told."""
    if finding.annual is None or finding.measure.period is None:
        return ""
    said = _difference(finding.measure, finding.annual, 0, words)
    people = finding.reading.trained.size
    each = words("pilot.annual.people", count=people) if finding.measure.is_per_person and people else ""
    times = TIMES_A_YEAR[finding.measure.period]
    return words("pilot.annual.says", difference=said, times=times, each=each)


def _line(measure: Measure, finding: Finding | None, words: Words) -> MeasureLine:
    return MeasureLine(
        name=measure.name,
        baseline=pilot_words.baseline(measure, words),
        target=pilot_words.target(measure, words),
        go=pilot_words.go(measure, words),
        no_go=pilot_words.no_go(measure, words),
        result=pilot_words.amount(finding.reading.trained.value, measure.unit, words) if finding else "",
        verdict=finding.verdict if finding else None,
        uncertainty=uncertainty(finding, words) if finding else "",
        annual=annual(finding, words) if finding else "",
    )


def _verdict(file: PilotFile, words: Words, zone: str) -> str:
    """Say the verdict and by which version; and what takes weight from it: early figures, a rule that came late."""
    found, lock = file.results, file.judged_by
    if found is None or lock is None:
        return ""
    said = [words(f"pilot.verdict.{found.verdict}", version=lock.version, day=found.measured_on)]
    if lock.pilot.ends_on and found.measured_on < lock.pilot.ends_on:
        said.append(words("pilot.verdict.early"))
    if found.is_rule_later:
        said.append(words("pilot.verdict.later"))
    late = _late(lock, words, zone)
    if not late and found.measured_on < _day(lock, zone):
        late = words("pilot.timing.figures")
    return " ".join([*said, late]).rstrip()


def _measured(pilot: Pilot, results: Results, estimate: Estimate, words: Words) -> str:
    """Say the measured return beside the estimated one; empty where nothing allows one."""
    found = measured_return(pilot, results, estimate)
    if found is None or found.roi is None:
        return ""
    measured = words(
        "pilot.measured",
        benefit=words.whole_money(rounded(found.benefit), estimate.currency),
        cost=words.whole_money(rounded(found.cost), estimate.currency),
        roi=words.percent(rounded(found.roi)),
    )
    return " ".join([measured, *_estimated(estimate, words)])


def _estimated(estimate: Estimate, words: Words) -> Iterator[str]:
    """Say what had been expected, where the estimate came to a return."""
    said = estimates.summary(estimate)
    if said.low and said.expected and said.low.roi is not None and said.expected.roi is not None:
        low, expected = (words.percent(rounded(roi)) for roi in (said.low.roi, said.expected.roi))
        yield words("pilot.estimated", low=low, expected=expected)


def _versions(file: PilotFile, words: Words, zone: str) -> tuple[RuleVersion, ...]:
    before = (None, *file.locks)
    return tuple(_version(old, lock, words, zone) for old, lock in zip(before, file.locks, strict=False))


def _version(old: Lock | None, lock: Lock, words: Words, zone: str) -> RuleVersion:
    return RuleVersion(
        version=lock.version,
        digest=lock.short,
        locked_at=lock.locked_at,
        reason=lock.reason,
        changes=pilot_words.changes(old.pilot, lock.pilot, words) if old else (),
        timing=_late(lock, words, zone),
    )


def _late(lock: Lock, words: Words, zone: str) -> str:
    """Say that a version was locked after the pilot had begun; empty: it was there before."""
    found = timing(lock.pilot, _day(lock, zone))
    return "" if found is Timing.BEFORE else words(f"pilot.timing.{found}")


def _day(lock: Lock, zone: str) -> date:
    return lock.locked_at.astimezone(ZoneInfo(zone)).date()


def _places(reading: Reading) -> int:
    """Return how finely differences are shown: as finely as what was measured, and at least to one place."""
    values = [reading.trained.value, *([reading.compared.value] if reading.compared else [])]
    return max(1, *(pilot_words.places(value) for value in values))


def _amount(measure: Measure, value: Decimal, places: int, words: Words) -> str:
    return pilot_words.amount(rounded(value, places), measure.unit, words)


def _difference(measure: Measure, gain: Decimal, places: int, words: Words) -> str:
    """Say a difference: how much, and whether it is for the better."""
    shown = rounded(gain, places)
    if not shown:
        return words("pilot.difference.none")
    said = _amount(measure, abs(gain), places, words)
    return words("pilot.difference.better" if shown > 0 else "pilot.difference.worse", amount=said)
