"""The brief: the one page a trainer takes into the meeting."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Final

from bot.coaching import needs, risks, transfer, word_guard
from bot.coaching.brief_pages import NEWEST, NO_QUOTE, BriefChoices, BriefPage, Slip, Spoken
from bot.coaching.case import CaseFile, Evidence
from bot.coaching.estimate import Estimate
from bot.coaching.interactions import current
from bot.coaching.needs import Needs
from bot.coaching.pages import Entry
from bot.coaching.pilot_brief import PilotSummary
from bot.coaching.risks import Risks
from bot.coaching.transfer import TransferPlan, TransferSummary
from bot.locales.words import Words
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
"""The facts that make the pilot and its rule, in the order they are read; each has its label in `paper.pilot`."""

_RULE: Final = ("rule_yes", "rule_no", "pilot_decision_on")
_PARTS: Final = ("goal", "goal_measure", "restatement", "cost_of_yes", "ask")


@dataclass(frozen=True, slots=True)
class Worked:
    """What was worked out for the case beside its conversation. None: not yet."""

    choices: BriefChoices = field(default_factory=BriefChoices)
    estimate: Estimate | None = None
    needs: Needs | None = None
    risks: Risks | None = None
    tested: PilotSummary | None = None  # in the brief's language
    transfer: TransferPlan | None = None
    withheld: frozenset[str] = frozenset()  # ids of evidence that may not be shown


def brief_of(
    file: CaseFile,
    playbook: Playbook,
    facts: Mapping[str, object],
    words: Words,
    worked: Worked | None = None,
) -> BriefPage:
    """Return the brief of a case, its numbers and days in the language of `words`.

    Whatever a private question was answered with stays out, whichever fact it fills.
    """
    worked = worked or Worked()
    public = _public(facts, playbook)
    file = replace(file, evidence=tuple(each for each in file.evidence if each.id not in worked.withheld))
    executive, spoken = file.case.executive, _spoken(file)
    quote = _quote(spoken, worked.choices.quote, str(public["quote"]))
    said = {name: str(public[name]) for name in _PARTS}
    gap, doubts = needs.summary(worked.needs or Needs()), risks.summary(worked.risks or Risks())
    page = BriefPage(
        case_id=file.case.id,
        language=words.language,
        title_executive=(executive.name or executive.role) if executive else "",
        executive_role=executive.role if executive and executive.name else "",
        title_initiative=file.case.initiative,
        quote=quote,
        goal=said["goal"],
        goal_measure=said["goal_measure"],
        restatement=said["restatement"],
        proofs=tuple(_entry(each, words) for each in best_evidence(file.evidence)),
        cost_of_yes=said["cost_of_yes"],
        pilot=tuple((f"paper.pilot.{name}", _said(public[name], words)) for name in PILOT_LINES if public[name]),
        ask=said["ask"],
        missing=_missing({**public, "quote": quote or worked.choices.quote == NO_QUOTE}, file, worked),
        estimate=worked.estimate if worked.estimate and worked.estimate.has_amounts else None,
        needs=None if gap.is_empty else gap,
        risks=None if doubts.is_empty else doubts,
        tested=worked.tested,
        transfer=_transfer(worked.transfer, facts),
        choices=worked.choices,
        spoken=spoken,
    )
    return replace(page, slips=tuple(_slips(page, words)))


def best_evidence(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """Return the two or three proofs to bring: those with a source first, the newest of them leading."""
    newest_first = sorted(evidence, key=lambda each: each.dated_on or date.min, reverse=True)
    return tuple(sorted(newest_first, key=lambda each: not each.source.strip())[:MOST_PROOFS])


def _public(facts: Mapping[str, object], playbook: Playbook) -> dict[str, object]:
    private = {question.fills for step in playbook.steps for question in step.questions if question.private}
    return {name: "" if name in private else fact for name, fact in facts.items()}


def _spoken(file: CaseFile) -> tuple[Spoken, ...]:
    newest = reversed(current(file.interactions))
    return tuple(Spoken(each.id, each.quote, each.happened_on) for each in newest if each.quote.strip())


def _quote(spoken: tuple[Spoken, ...], chosen: str, first: str) -> str:
    """Return the words at the top: those chosen, else the newest, else those that began the case."""
    if chosen == NO_QUOTE:
        return ""
    found = next((each.text for each in spoken if chosen in {NEWEST, each.id}), "")
    return found or next((each.text for each in spoken), first)


def _entry(each: Evidence, words: Words) -> Entry:
    """Return a proof; its note is the source with its day, and empty without a source."""
    if each.source.strip() and each.dated_on:
        return Entry(each.id, each.what, words("answers.dated", source=each.source, day=each.dated_on))
    return Entry(each.id, each.what, each.source.strip())


def _transfer(plan: TransferPlan | None, facts: Mapping[str, object]) -> TransferSummary | None:
    """Return what keeps the result in use; before there is one, nothing is promised."""
    return transfer.summary(plan) if plan and transfer.is_open(facts) else None


def _said(fact: object, words: Words) -> str:
    match fact:
        case Decimal():
            return words.number(fact)
        case date():
            return words.date(fact)
    return str(fact)


def _slips(page: BriefPage, words: Words) -> Iterator[Slip]:
    """Yield what the trainer's own texts say wrongly about money. The executive's words are theirs."""
    written = {
        "goal": [page.goal, page.goal_measure],
        "heard": [page.restatement],
        "figures": _named_in(page.estimate) if page.estimate else [],
        "needs": [page.needs.worth] if page.needs else [],
        "proofs": [proof.text for proof in page.proofs],
        "risks": [*(risk.mitigation for risk in page.risks.risks), page.risks.standstill] if page.risks else [],
        "cost_of_yes": [page.cost_of_yes],
        "pilot": [says for _, says in page.pilot] if page.tested is None else [*page.tested.rule, page.tested.learned],
        "ask": [page.ask],
    }
    for part, texts in written.items():
        for finding in word_guard.findings("\n".join(texts), words):
            yield Slip(f"paper.{part}", finding)


def _named_in(estimate: Estimate) -> list[str]:
    """Return what its writer calls the benefits of an estimate: page and sheet name them so."""
    return [*(line.what for line in estimate.benefits), *(each.what for each in estimate.intangibles)]


def _missing(known: Mapping[str, object], file: CaseFile, worked: Worked) -> tuple[str, ...]:
    """Return the locale keys of what the brief lacks, in the order of the page."""
    has_rule = bool(worked.tested and worked.tested.rule and worked.tested.decision_on)
    lacks = {
        "quote": not known["quote"],
        "goal": not known["goal"],
        "goal_measure": not known["goal_measure"],
        "restatement": not known["restatement"],
        "confirmation": bool(known["restatement"]) and known["said_back"] != "confirmed",
        "proofs": not any(each.source.strip() for each in file.evidence),
        "cost_of_yes": not known["cost_of_yes"],
        "rule": not has_rule and not all(known[name] for name in _RULE),
        "ask": not known["ask"],
    }
    return tuple(f"brief.missing.{name}" for name, is_missing in lacks.items() if is_missing)
