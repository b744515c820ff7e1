"""The facts of a case: what a playbook's templates may name and its conditions ask about."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from bot.coaching.case import CaseFile, Evidence, Person
from bot.coaching.concerns import Heard
from bot.coaching.interactions import current
from bot.playbook.facts import SLOTS
from bot.playbook.model import Concern, Kind, Playbook, Question, Tactic, Value
from bot.playbook.wording import Wording, load_wording

MOST_TACTICS: Final = 6
"""More are a catalogue, not advice."""

_SECONDARY: Final = 0.25
"""A further concern's best tactic ranks with the fourth of the primary one."""

Facts = dict[str, object]


def facts_of(
    file: CaseFile, playbook: Playbook, *, heard: Iterable[Heard], person: Person, today: date
) -> dict[str, object]:
    """Return every fact of `bot.playbook.facts.names()`, in plain values.

    What is unknown is an empty text, list or mapping; None for days, numbers and yes/no, of which "no" is an answer.
    Private answers are among them: what is made for others must not print them.
    """
    filling = _filling(playbook)
    slots = {name: _fact(name, filling.get(name), file) for name in SLOTS}
    slots["next_contact_on"] = _next_contact(file, filling.get("next_contact_on"))
    known: Facts = {**slots, **_given(file, person, today), "heard": [_hearing(each, playbook) for each in heard]}
    known["labels"] = {name: _label(filling.get(name), slots[name], playbook) for name in _choosable()}
    known |= {"concern": {}, "concerns": [], "tactics": []}
    return known | _advice(playbook, known)


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


def _filling(playbook: Playbook) -> dict[str, Question]:
    """Return the question that fills each slot."""
    return {question.fills: question for step in playbook.steps for question in step.questions if question.fills}


def _fact(name: str, question: Question | None, file: CaseFile) -> object:
    answer = file.answers.get(question.id) if question else None
    if answer is not None and answer.value is not None:
        return _plain(answer.value)
    return _unknown({question.kind} if question else SLOTS[name].kinds)


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def _unknown(kinds: Iterable[Kind]) -> object:
    if Kind.CHOICES in kinds:
        return []
    return "" if {Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE, Kind.PERSON} & set(kinds) else None


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
        "executive": _executive(file),
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


def _executive(file: CaseFile) -> Facts:
    executive = file.case.executive
    name = executive.name if executive else ""
    return {
        "name": name or (executive.role if executive else ""),
        "first_name": _first_name(name) or (executive.role if executive else ""),
        "role": executive.role if executive else "",
        "engagement": str(file.case.engagement),
    }


def _first_name(name: str) -> str:
    """Return the first word of a name that is not an abbreviated title (`Dr. Anna Weber`)."""
    return next((word for word in name.split() if not word.endswith(".")), name)


def _evidence(each: Evidence) -> Facts:
    return {"kind": each.kind, "what": each.what, "source": each.source, "dated_on": each.dated_on}


def _hearing(heard: Heard, playbook: Playbook) -> Facts:
    concern = playbook.concerns[heard.concern_id]
    return {"id": concern.id, "name": concern.name, "meaning": concern.meaning, "because": list(heard.because)}


def _choosable() -> list[str]:
    return [name for name, slot in SLOTS.items() if slot.kinds & {Kind.CHOICE, Kind.CHOICES}]


def _label(question: Question | None, chosen: object, playbook: Playbook) -> object:
    labels = _labels(question, playbook) if question else {}
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


def _advice(playbook: Playbook, known: Facts) -> Facts:
    """Return what the library says about the confirmed concerns, its templates filled in."""
    wording = load_wording(playbook.language)
    confirmed = _confirmed(playbook, known)
    concerns = [_concern(concern, wording, known) for concern in confirmed]
    names = (name for name in ranked_tactics(confirmed) if name in playbook.tactics)
    return {
        "concern": concerns[0] if concerns and confirmed[0].id == known["primary_concern"] else {},
        "concerns": concerns,
        "tactics": [_tactic(playbook.tactics[name], wording, known) for name in names],
    }


def _confirmed(playbook: Playbook, known: Facts) -> list[Concern]:
    others = known["other_concerns"]
    ids = [known["primary_concern"], *(others if isinstance(others, list) else [])]
    return [playbook.concerns[str(name)] for name in dict.fromkeys(ids) if name in playbook.concerns]


def _concern(concern: Concern, wording: Wording, known: Facts) -> Facts:
    return {
        "id": concern.id,
        "name": concern.name,
        "meaning": concern.meaning,
        "listening": wording.plain(concern.listening, known),
        "exploring": list(concern.exploring),
        "restatement": wording.plain(concern.restatement, known),
    }


def _tactic(tactic: Tactic, wording: Wording, known: Facts) -> Facts:
    return {
        "id": tactic.id,
        "name": tactic.name,
        "use": tactic.use,
        "opener": wording.plain(tactic.opener, known),
        "questions": list(tactic.questions),
        "proof": tactic.proof,
        "avoid": tactic.avoid,
        "needs": tactic.needs,
    }
