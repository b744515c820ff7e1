"""The stories that trainers live, in pieces that several tests begin with."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from bot.coaching.case import Case, CaseFile
from bot.store.store import Store
from tests.support.playground import Actor, Given, Stage

QUOTE: Final = "We already spend too much on training, and nobody can show me the use of it."
LINE: Final = "You pay for courses every year, and no figure shows what came of them. Is that it?"
TITLE: Final = "CFO, onboarding redesign"

LISTENING: Final[Mapping[str, Mapping[str, Given]]] = {
    "What was said": {"setting": "meeting"},
    "Who and what": {
        "executive_name": "Dana Whitfield",
        "executive_role": "CFO",
        "initiative": "onboarding redesign",
    },
    "What I hear": {"primary_concern": "cost_centre", "other_concerns": ["budget"]},
    "Explore": {"explored": "Last year two weeks per head were lost."},
    "Say it back": {"restatement": LINE, "said_back": "confirmed"},
}

ALIGNING: Final[Mapping[str, Mapping[str, Given]]] = {
    "Their goal": {
        "goal": "Open the second site without losing a customer",
        "goal_measure": "Complaints per 1,000 orders",
        "result_area": "retention",
        "intersection": "Team leads settle disputes themselves",
    },
    "Evidence": {
        "evidence_kind": "own_result",
        "evidence_what": "Complaints fell from 14 to 9 a month",
        "evidence_source": "Quality report",
    },
    "Changes asked": {
        "changes_what": "Two half-days",
        "changes_reason": "Nobody covers the shifts",
        "changes_ruling": "adapt",
    },
    "The core": {"core": "Every team lead practises twice"},
    "Your approach": {"chosen_tactic": "data_statistics"},
}

PILOTING: Final[Mapping[str, Mapping[str, Given]]] = {
    "A small test": {
        "pilot_audience": "Team leads, north depot",
        "pilot_size": "24",
        "pilot_weeks": "8",
        "pilot_measure": "Complaints per 1,000 orders",
        "pilot_baseline": "14",
        "pilot_target": "9 or fewer",
    },
    "The rule": {
        "rule_yes": "9 or fewer: all depots",
        "rule_no": "13 or more: we stop",
        "rule_neither": "Four more weeks with one change",
        "pilot_decider": "Dana Whitfield",
    },
    "Their part": {
        "involvement": ["guest"],
        "cost_of_yes": "Three half-days for 24 people",
        "ask": "Eight weeks with the north depot",
    },
    "Next contact": {},
    "Promises": {"promises_by": "me", "promises_what": "Send the one-page outline"},
}

STORY: Final = {**LISTENING, **ALIGNING, **PILOTING}
"""What a trainer answers, by the title of the step."""


async def a_case_at(trainer: Actor, title: str, quote: str = QUOTE) -> None:
    """Begin a case by the command and answer steps until the one with this title is in front of the trainer."""
    await trainer.types(f"/pushback {quote}")
    await goes_on_to(trainer, title)


async def goes_on_to(trainer: Actor, title: str) -> None:
    """Answer one step after the other until the one with this title is in front of the trainer."""
    while (standing := title_of(trainer)) != title:
        await trainer.fills(**STORY[standing])
        await trainer.submits()
        assert title_of(trainer) != standing, f"{standing!r} did not let go: {trainer.errors}"


async def a_finished_case(trainer: Actor) -> None:
    """Live a whole case and close its window."""
    await a_case_at(trainer, "Saved")
    await trainer.closes()


async def a_promising_case(trainer: Actor, by: str, due_on: date, meets_on: date | None = None) -> None:
    """Live a whole case, with a promise for a day and perhaps a meeting; its end stands in front of the trainer."""
    await a_case_at(trainer, "Next contact")
    await trainer.fills(next_contact_on=meets_on)
    await trainer.submits()
    await trainer.fills(promises_by=by, promises_what="Send the one-page outline", promises_due_on=due_on)
    await trainer.submits()


async def logs(trainer: Actor, **fields: Given) -> None:
    """Log a contact; what it closes on is in front of the trainer."""
    await trainer.types("/pushback log")
    await trainer.fills(**fields)
    await trainer.submits()


async def a_resting_case(trainer: Actor, executive: str = "Dana Whitfield", role: str = "CFO") -> None:
    """Begin a case that rests at the line to say back, and close its window."""
    await a_case_at(trainer, "Who and what")
    await trainer.fills(executive_name=executive, executive_role=role, initiative="onboarding redesign")
    await trainer.submits()
    await goes_on_to(trainer, "Say it back")
    await trainer.fills(restatement=LINE, said_back="not_yet")
    await trainer.submits()
    await trainer.closes()


def title_of(trainer: Actor) -> str:
    """Return the title of the window that is open."""
    assert trainer.modal is not None, f"no window is open:\n{trainer.shown}"
    return str(trainer.modal["title"]["text"])


async def cases_of(store: Store, stage: Stage, user_id: str = "U01MAYA") -> tuple[Case, ...]:
    """Return a trainer's open cases as they are stored."""
    async with store.view(stage.desk.team.id) as work:
        return await work.cases.open_of(user_id)


async def case_file(store: Store, stage: Stage, user_id: str = "U01MAYA") -> CaseFile:
    """Return everything stored about a trainer's one open case."""
    (case,) = await cases_of(store, stage, user_id)
    async with store.view(stage.desk.team.id) as work:
        return await work.cases.file(case.id, user_id)
