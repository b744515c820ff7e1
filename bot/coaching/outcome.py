"""Outcomes: how a case may be closed, and what counts as a success."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.coaching.answers import LONGEST_TEXT
from bot.coaching.case import Case, Outcome
from bot.locales.words import Sentence

SUCCESSES: Final = frozenset(Outcome) - {Outcome.DECLINED}
"""All but a refusal: the trainer who was convinced, and so improved the content, won as well (A-08, A-45)."""

AGREEMENTS: Final = SUCCESSES - {Outcome.CONTENT_IMPROVED}
"""Those to which the executive said yes: where the trainer was convinced, nobody did."""


def problems(ended: Outcome | None, reason: str) -> dict[str, Sentence]:
    """Return what keeps a case from being closed, by field: `outcome`, `reason`. Declining needs a reason (A-42)."""
    if ended is None:
        return {"outcome": Sentence("answers.required.choice")}
    if ended is Outcome.DECLINED and not reason.strip():
        return {"reason": Sentence("answers.close.reason")}
    if len(reason) > LONGEST_TEXT:
        return {"reason": Sentence("answers.too_long", {"length": len(reason), "limit": LONGEST_TEXT})}
    return {}


def warnings(ended: Outcome, facts: Mapping[str, object]) -> tuple[Sentence, ...]:
    """Return what a trainer should hear about an outcome without being stopped by it.

    A pilot that was agreed in the corridor is agreed; but its decision rule belongs on paper before it starts, and its
    result is still to come.
    """
    if ended is not Outcome.PILOT_AGREED:
        return ()
    if not (facts["rule_yes"] and facts["rule_no"]):
        return (Sentence("answers.close.no_rule"),)
    return () if facts["pilot_result"] else (Sentence("answers.close.pilot_runs"),)


def is_piloting(case: Case) -> bool:
    """Tell whether a case's pilot may still be worked on: one that was agreed goes on after the case is closed."""
    return case.is_open or case.outcome is Outcome.PILOT_AGREED


def closed(case: Case, ended: Outcome, reason: str, now: datetime) -> Case:
    """Return a case with its outcome: nothing more is to do."""
    return replace(
        case,
        outcome=ended,
        outcome_reason=reason,
        closed_at=now,
        updated_at=now,
        next_action="",
        revision=case.revision + 1,
    )


def reopened(case: Case, next_action: str, now: datetime) -> Case:
    """Return a closed case as one on which the work goes on. Why it was closed stays noted, for the next time."""
    return replace(
        case, outcome=None, closed_at=None, updated_at=now, next_action=next_action, revision=case.revision + 1
    )
