"""The brief: the one page a trainer takes into the meeting."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from bot.coaching.case import CaseFile, Evidence
from bot.coaching.interactions import current
from bot.coaching.pages import BriefPage, Entry
from bot.locales.words import Words, load_words
from bot.playbook.model import Playbook

MOST_PROOFS: Final = 3

PILOT_LINES: Final = (
    "pilot_audience",
    "pilot_size",
    "pilot_weeks",
    "pilot_measure",
    "pilot_baseline",
    "pilot_target",
    "rule_yes",
    "rule_no",
    "rule_neither",
    "pilot_decision_on",
    "pilot_decider",
)
"""The facts that make the pilot and its rule, in the order they are read; each has its label in `brief.pilot`."""

_RULE: Final = ("rule_yes", "rule_no", "pilot_decision_on")
_PARTS: Final = ("goal", "goal_measure", "restatement", "cost_of_yes", "ask")


def brief_of(file: CaseFile, playbook: Playbook, facts: Mapping[str, object]) -> BriefPage:
    """Return the brief of a case, its numbers and days in the playbook's language.

    Whatever a private question was answered with stays out, whichever fact it fills.
    """
    public = _public(facts, playbook)
    words = load_words(playbook.language)
    executive = file.case.executive
    quote = _newest_quote(file, str(public["quote"]))
    said = {name: str(public[name]) for name in _PARTS}
    return BriefPage(
        case_id=file.case.id,
        title_executive=(executive.name or executive.role) if executive else "",
        title_initiative=file.case.initiative,
        quote=quote,
        goal=said["goal"],
        goal_measure=said["goal_measure"],
        restatement=said["restatement"],
        proofs=tuple(_entry(each, words) for each in best_evidence(file.evidence)),
        cost_of_yes=said["cost_of_yes"],
        pilot=tuple((f"brief.pilot.{name}", _said(public[name], words)) for name in PILOT_LINES if public[name]),
        ask=said["ask"],
        missing=_missing({**public, "quote": quote}, file),
    )


def best_evidence(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Return the two or three proofs to bring: those with a source first, the newest of them leading."""
    newest_first = sorted(evidence, key=lambda each: each.dated_on or date.min, reverse=True)
    return tuple(sorted(newest_first, key=lambda each: not each.source.strip())[:MOST_PROOFS])


def _public(facts: Mapping[str, object], playbook: Playbook) -> dict[str, object]:
    private = {question.fills for step in playbook.steps for question in step.questions if question.private}
    return {name: "" if name in private else fact for name, fact in facts.items()}


def _newest_quote(file: CaseFile, first: str) -> str:
    return next((each.quote for each in reversed(current(file.interactions)) if each.quote.strip()), first)


def _entry(each: Evidence, words: Words) -> Entry:
    """Return a proof; its note is the source with its day, and empty without a source."""
    if each.source.strip() and each.dated_on:
        return Entry(each.id, each.what, words("answers.dated", source=each.source, day=each.dated_on))
    return Entry(each.id, each.what, each.source.strip())


def _said(fact: object, words: Words) -> str:
    match fact:
        case Decimal():
            return words.number(fact)
        case date():
            return words.date(fact)
    return str(fact)


def _missing(known: Mapping[str, object], file: CaseFile) -> tuple[str, ...]:
    """Return the locale keys of what the brief lacks, in the order of the page."""
    lacks = {
        "quote": not known["quote"],
        "goal": not known["goal"],
        "goal_measure": not known["goal_measure"],
        "restatement": not known["restatement"],
        "confirmation": bool(known["restatement"]) and known["said_back"] != "confirmed",
        "proofs": not any(each.source.strip() for each in file.evidence),
        "cost_of_yes": not known["cost_of_yes"],
        "rule": not all(known[name] for name in _RULE),
        "ask": not known["ask"],
    }
    return tuple(f"brief.missing.{name}" for name, is_missing in lacks.items() if is_missing)
