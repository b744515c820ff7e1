"""The facts of a case: what a playbook's templates may name and its conditions ask about."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from bot.coaching.case import Case, CaseFile, Evidence, Person
from bot.coaching.concerns import Heard
from bot.coaching.insight import Insight, in_order
from bot.coaching.interactions import current
from bot.playbook import advice
from bot.playbook.facts import CHOSEN, blank
from bot.playbook.model import Concern, Playbook, Question
from bot.playbook.wording import load_wording

MOST_TACTICS: Final = 6
"""More are a catalogue, not advice."""

_SECONDARY: Final = 0.25
"""A further concern's best tactic ranks with the fourth of the primary one."""

Facts = dict[str, object]


def facts_of(  # noqa: PLR0913  what a case's facts follow from
    file: CaseFile,
    playbook: Playbook,
    *,
    heard: Iterable[Heard],
    person: Person,
    today: date,
    insights: tuple[Insight, ...] = (),
) -> dict[str, object]:
    """Return every fact of `bot.playbook.facts.names()`, in plain values; `insights` may change the tactics' order.

    What is unknown is blank: an empty text, list or mapping, None for a day; "no" and 0 are answers. Private answers
    are among the facts: what is made for others must not print them.
    """
    filling = _filling(playbook)
    known = blank() | _answered(filling, file) | _given(file, person, today)
    known["next_contact_on"] = _next_contact(file, filling.get("next_contact_on"))
    known["heard"] = [_hearing(each, playbook) for each in heard]
    known["labels"] = {name: _label(filling.get(name), known[name], playbook) for name in CHOSEN}
    return known | _advice(playbook, known, insights)


def ranked_tactics(concerns: Iterable[Concern]) -> tuple[str, ...]:
    """Return the ids of the tactics for these concerns, the primary one first, best first and each once.

    The primary concern's order leads; what other concerns recommend as well moves up.
    """
    scores: dict[str, float] = {}
    for index, concern in enumerate(concerns):
        for position, name in enumerate(concern.tactics):
            weight = _SECONDARY if index else 1.0
            scores[name] = scores.get(name, 0.0) + weight / (position + 1)
    return tuple(sorted(scores, key=lambda name: -scores[name])[:MOST_TACTICS])


def fitting_tactics(playbook: Playbook, known: Mapping[str, object]) -> tuple[str, ...]:
    """Return the ids of the tactics for a case's concerns, in the order of the playbook."""
    return ranked_tactics(_confirmed(playbook, known))


def _filling(playbook: Playbook) -> dict[str, Question]:
    """Return the question that fills each slot."""
    questions = (question for step in playbook.steps for question in step.questions)
    return {question.fills: question for question in questions if question.fills and "." not in question.fills}


def _answered(filling: Mapping[str, Question], file: CaseFile) -> Facts:
    values = {
        name: file.answers[question.id].value for name, question in filling.items() if question.id in file.answers
    }
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value is not None
    }


def _next_contact(file: CaseFile, question: Question | None) -> date | None:
    """Return the agreed day: of the answer when this save brought it, else of the case, where the log writes it too."""
    answer = file.answers.get(question.id) if question else None
    if answer is not None and answer.revision > file.case.revision:
        return answer.value if isinstance(answer.value, date) else None
    return file.case.next_contact_on


def _given(file: CaseFile, person: Person, today: date) -> Facts:
    interactions = current(file.interactions)
    return {
        "today": today,
        "trainer": {"first_name": person.first_name},
        "executive": _executive(file.case),
        "evidence": [_evidence(each) for each in file.evidence],
        "changes": [
            {"what": each.what, "reason": each.reason, "ruling": str(each.ruling or "")} for each in file.changes
        ],
        "promises": [
            {"by": str(each.by), "what": each.what, "due_on": each.due_on, "kept": each.kept_at is not None}
            for each in file.promises
        ],
        "reactions": [str(each.reaction) for each in interactions if each.reaction],
        "contacts": len(interactions),
    }


def _executive(case: Case) -> Facts:
    """Return the executive, called by the role where no name is known; blank while nobody is."""
    if case.executive is None:
        return {}
    called = case.executive.name or case.executive.role
    return {
        "name": called,
        "first_name": _first_name(case.executive.name) or called,
        "role": case.executive.role,
        "engagement": str(case.engagement),
    }


def _first_name(name: str) -> str:
    """Return the first word of a name that is not an abbreviated title (`Dr. Anna Weber`)."""
    return next((word for word in name.split() if not word.endswith(".")), name)


def _evidence(each: Evidence) -> Facts:
    return {"kind": each.kind, "what": each.what, "source": each.source, "dated_on": each.dated_on}


def _hearing(heard: Heard, playbook: Playbook) -> Facts:
    concern = playbook.concerns[heard.concern_id]
    return {
        "id": concern.id,
        "name": concern.name,
        "meaning": concern.meaning,
        "because": list(heard.because),
        "sure": heard.is_sure,
    }


def _label(question: Question | None, chosen: object, playbook: Playbook) -> object:
    labels = _labels(question, playbook) if question and chosen else {}
    if isinstance(chosen, list):
        return [labels.get(option, option) for option in chosen]
    return labels.get(str(chosen), str(chosen))


def _labels(question: Question, playbook: Playbook) -> Mapping[str, str]:
    match question.options_from:
        case "concerns":
            return {concern.id: concern.name for concern in playbook.concerns.values()}
        case "tactics":
            return {tactic.id: tactic.name for tactic in playbook.tactics.values()}
    return {option.id: option.label for option in question.options}


def _advice(playbook: Playbook, known: Facts, insights: tuple[Insight, ...]) -> Facts:
    """Return what the library says about the confirmed concerns and the tactic chosen, its templates filled in."""
    wording = load_wording(playbook.language)
    confirmed = _confirmed(playbook, known)
    fitting = in_order(fitting_tactics(playbook, known), insights)
    concerns = [advice.of_concern(concern, wording, known) for concern in confirmed]
    advised = dict.fromkeys([*fitting, *_listed(known["chosen_tactic"])])
    names = (str(name) for name in advised if name in playbook.tactics)
    return {
        "concern": concerns[0] if concerns and confirmed[0].id == known["primary_concern"] else {},
        "concerns": concerns,
        "tactics": [advice.of_tactic(playbook.tactics[name], wording, known) for name in names],
    }


def _confirmed(playbook: Playbook, known: Mapping[str, object]) -> list[Concern]:
    ids = [known["primary_concern"], *_listed(known["other_concerns"])]
    return [playbook.concerns[str(name)] for name in dict.fromkeys(ids) if name in playbook.concerns]


def _listed(chosen: object) -> list[object]:
    return chosen if isinstance(chosen, list) else [chosen]
