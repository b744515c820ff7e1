"""The pilot's answers: what was answered in the steps fills the designer, what was designed is answered in the steps.

The answers are what facts, reminders and the brief read. The designer knows more than they say, so it keeps its own
sheet, and with it the case's revision it was in step with: an answer saved later was given in a step.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from bot.coaching import answers, pilot_words
from bot.coaching.answers import AnswerError
from bot.coaching.case import Answer, CaseFile
from bot.coaching.money import rounded
from bot.coaching.pilot import Direction, Measure, Pilot, Verdict
from bot.locales.words import Words
from bot.playbook.model import Playbook, Value

RESULT: Final = "pilot_result"
DESIGNED: Final = frozenset(
    {
        "pilot_audience",
        "pilot_size",
        "pilot_starts_on",
        "pilot_weeks",
        "pilot_measure",
        "pilot_baseline",
        "pilot_target",
        "rule_yes",
        "rule_no",
        "rule_neither",
        "pilot_decision_on",
        "pilot_decider",
    }
)
"""The facts that the designer answers."""

LOCKED: Final = DESIGNED | {RESULT}
"""The facts that no step changes once the rule is locked."""

FIRST: Final = "m1"
"""The id of the measure that the steps ask about."""

_HARDLY: Final = Decimal("0.25")
_NUMBER: Final = re.compile(r"[+\-\u2212]?\d(?:[\d.,'\u2019\u00a0\u202f]*\d)?\s*%?")
_THEN: Final = ":"

Answered = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a pilot stands, for those who count pilots."""

    starts_on: date | None
    ends_on: date | None
    decision_on: date | None
    verdict: Verdict | None


def questions(playbook: Playbook) -> dict[str, str]:
    """Return the question by which a playbook asks for each of the pilot's facts."""
    asked = (question for step in playbook.steps for question in step.questions)
    return {question.fills: question.id for question in asked if question.fills in LOCKED}


def by_fact(file: CaseFile, playbook: Playbook) -> dict[str, Answer]:
    """Return the answers about the pilot, by the fact they fill."""
    named = questions(playbook).items()
    return {fact: file.answers[question] for fact, question in named if question in file.answers}


def standing(file: CaseFile, playbook: Playbook) -> Standing | None:
    """Return where a case's pilot stands; None: none is proposed, no measure and no rule is named."""
    known = {fact: answer.value for fact, answer in by_fact(file, playbook).items() if answer.value is not None}
    if not known.keys() & {"pilot_measure", "rule_yes", RESULT}:
        return None
    start, decision, result = (known.get(name) for name in ("pilot_starts_on", "pilot_decision_on", RESULT))
    pilot = Pilot(starts_on=start if isinstance(start, date) else None, weeks=_whole(known.get("pilot_weeks")))
    return Standing(
        starts_on=pilot.starts_on,
        ends_on=pilot.ends_on,
        decision_on=decision if isinstance(decision, date) else None,
        verdict=Verdict(str(result)) if result else None,
    )


def answers_of(pilot: Pilot, words: Words) -> dict[str, Value | None]:
    """Return what a design answers, by fact; None: it leaves that open."""
    first = pilot.measures[0] if pilot.measures else None
    names = [measure.name for measure in pilot.measures]
    answered: dict[str, Value | None] = {
        "pilot_audience": pilot.audience,
        "pilot_size": None if pilot.size is None else Decimal(pilot.size),
        "pilot_starts_on": pilot.starts_on,
        "pilot_weeks": None if pilot.weeks is None else Decimal(pilot.weeks),
        "pilot_measure": words.listed(names) if names else "",
        "pilot_baseline": _baseline(first, words),
        "pilot_target": pilot_words.target(first, words) if first else "",
        "rule_yes": pilot_words.rule_yes(pilot, words),
        "rule_no": pilot_words.rule_no(pilot, words),
        "rule_neither": pilot_words.between(pilot, words) if pilot.has_rule else pilot.between,
        "pilot_decision_on": pilot.decision_on,
        "pilot_decider": pilot.decider,
    }
    return {name: None if value == "" else value for name, value in answered.items()}


def prefilled(sheet: Pilot | None, answered: Answered, words: Words) -> Pilot:
    """Return the design with what was answered in the steps since it was saved.

    A step knows one measure: where the design has several, what a step says of the measure and the rule is left out.
    """
    pilot = sheet or Pilot()
    later = {name: answer.value for name, answer in answered.items() if sheet is None or answer.revision > sheet.as_of}
    pilot = replace(pilot, **_plain(later))
    if len(pilot.measures) > 1 or not (pilot.measures or later.get("pilot_measure")):
        return pilot
    first = pilot.measures[0] if pilot.measures else Measure(FIRST, "")
    pilot = _ruled(replace(pilot, measures=(_measured(first, later, words),)), later, words)
    return pilot if sheet else replace(pilot, measures=tuple(map(suggested, pilot.measures)))


def suggested(measure: Measure) -> Measure:
    """Return a measure with thresholds where it has none: its target is a go, hardly moved is a no-go.

    Hardly moved is a quarter of the way from the baseline to the target, rounded half up as finely as these two are.
    This project's convention.
    """
    go = measure.target if measure.go is None else measure.go
    if measure.no_go is not None or measure.baseline is None or measure.target is None:
        return replace(measure, go=go)
    moved = measure.baseline + (measure.target - measure.baseline) * _HARDLY
    return replace(
        measure, go=go, no_go=rounded(moved, max(map(pilot_words.places, (measure.baseline, measure.target))))
    )


def threshold_in(text: str, name: str, words: Words) -> tuple[Decimal | None, str]:
    """Return the one number that a rule in words turns on, and what follows from it: `9 or fewer: all depots`.

    Without one number to be sure of, the whole text is what follows.
    """
    bare = text.strip()
    if name and bare.casefold().startswith(f"{name.casefold()}{_THEN}"):
        bare = bare[len(name) + 1 :].strip()
    when, _, then = bare.partition(_THEN)
    number = _only_number(when, words)
    return (None, text.strip()) if number is None else (number, then.strip())


def _plain(later: Mapping[str, Value | None]) -> dict[str, Any]:
    """Return what is the same in a step and in the designer."""
    start, decision = later.get("pilot_starts_on"), later.get("pilot_decision_on")
    every = {
        "pilot_audience": ("audience", str(later.get("pilot_audience") or "")),
        "pilot_size": ("size", _whole(later.get("pilot_size"))),
        "pilot_starts_on": ("starts_on", start if isinstance(start, date) else None),
        "pilot_weeks": ("weeks", _whole(later.get("pilot_weeks"))),
        "rule_neither": ("between", str(later.get("rule_neither") or "")),
        "pilot_decision_on": ("decision_on", decision if isinstance(decision, date) else None),
        "pilot_decider": ("decider", str(later.get("pilot_decider") or "")),
    }
    return dict(every[fact] for fact in later if fact in every)


def _measured(measure: Measure, later: Mapping[str, Value | None], words: Words) -> Measure:
    """Return a measure as the steps have it."""
    if "pilot_measure" in later:
        measure = replace(measure, name=str(later["pilot_measure"] or measure.name))
    for fact, name in (("pilot_baseline", "baseline"), ("pilot_target", "target")):
        if fact in later:
            text = str(later[fact] or "")
            found = _only_number(text, words)
            numbers: dict[str, Any] = {name: found}
            measure = replace(measure, unit=_unit(text) or measure.unit, **numbers)
    return _directed(measure) if later.keys() & {"pilot_baseline", "pilot_target"} else measure


def _directed(measure: Measure) -> Measure:
    """Return a measure that gets better towards its target."""
    if measure.baseline is None or measure.target is None or measure.baseline == measure.target:
        return measure
    return replace(measure, direction=Direction.LOWER if measure.target < measure.baseline else Direction.HIGHER)


def _ruled(pilot: Pilot, later: Mapping[str, Value | None], words: Words) -> Pilot:
    """Return a design of one measure with its rule as the steps have it."""
    (measure,) = pilot.measures
    if "rule_yes" in later:
        number, then = threshold_in(str(later["rule_yes"] or ""), measure.name, words)
        measure, pilot = replace(measure, go=number), replace(pilot, if_go=then)
    if "rule_no" in later:
        number, then = threshold_in(str(later["rule_no"] or ""), measure.name, words)
        measure, pilot = replace(measure, no_go=number), replace(pilot, if_no_go=then)
    return replace(pilot, measures=(measure,))


def _baseline(measure: Measure | None, words: Words) -> str:
    if measure is None or measure.baseline is None:
        return ""
    return pilot_words.amount(measure.baseline, measure.unit, words)


def _only_number(text: str, words: Words) -> Decimal | None:
    found = _NUMBER.findall(text)
    if len(found) != 1:
        return None
    try:
        return answers.number(found[0].rstrip("%").rstrip(), words)
    except AnswerError:
        return None


def _unit(text: str) -> str:
    return "%" if "%" in text else ""


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, Decimal) else None
