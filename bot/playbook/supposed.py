"""Work out the facts of a rehearsal, where there is no case: from the answers, the entries and the library alone."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from bot.playbook import advice
from bot.playbook.facts import CHOSEN, blank
from bot.playbook.model import Collection, Playbook, Question, Value
from bot.playbook.wording import load_wording

Entry = Mapping[str, object]

_TRAINER: Final = {"first_name": "Robin"}
_ENGAGEMENT: Final = "resistant"  # where a case begins


def facts(
    playbook: Playbook,
    answers: Mapping[str, Value],
    entries: Mapping[Collection, Sequence[Entry]],
    *,
    heard: Sequence[Entry],
    today: date,
) -> dict[str, object]:
    """Return every fact; `answers` are by question id."""
    known = blank() | _filled(playbook, answers) | {str(name): list(those) for name, those in entries.items()}
    known |= {"today": today, "trainer": _TRAINER, "heard": list(heard), "executive": _executive(known)}
    known["labels"] = _labels(playbook, known)
    return known | _advice(playbook, known)


def options(playbook: Playbook, question: Question) -> dict[str, str]:
    """Return the ids and labels a choice is made from; empty where a playbook alone cannot know them."""
    match question.options_from:
        case "concerns":
            return {concern.id: concern.name for concern in playbook.concerns.values()}
        case "tactics":
            return {tactic.id: tactic.name for tactic in playbook.tactics.values()}
    return {option.id: option.label for option in question.options}


def _questions(playbook: Playbook) -> list[Question]:
    return [question for step in playbook.steps for question in step.questions]


def _filled(playbook: Playbook, answers: Mapping[str, Value]) -> dict[str, object]:
    values = {
        question.fills: answers[question.id]
        for question in _questions(playbook)
        if question.fills and question.id in answers
    }
    return {fact: list(value) if isinstance(value, tuple) else value for fact, value in values.items()}


def _executive(known: Mapping[str, object]) -> dict[str, str]:
    names = (known["executive_name"], known["executive_known"], known["executive_person"], known["executive_role"])
    name = next((str(name) for name in names if name), "")
    if not name:
        return {}
    role = str(known["executive_role"])
    return {"name": name, "first_name": name.split()[0], "role": role, "engagement": _ENGAGEMENT}


def _labels(playbook: Playbook, known: Mapping[str, object]) -> dict[str, object]:
    filling = {question.fills: options(playbook, question) for question in _questions(playbook)}
    return {fact: _label(known[fact], filling.get(fact, {})) for fact in CHOSEN}


def _label(chosen: object, labels: Mapping[str, str]) -> object:
    if isinstance(chosen, list):
        return [labels.get(each, each) for each in chosen]
    return labels.get(str(chosen), str(chosen))


def _advice(playbook: Playbook, known: Mapping[str, object]) -> dict[str, object]:
    wording = load_wording(playbook.language)
    others = known["other_concerns"] if isinstance(known["other_concerns"], list) else []
    ids = dict.fromkeys(str(name) for name in (known["primary_concern"], *others))
    confirmed = [playbook.concerns[name] for name in ids if name in playbook.concerns]
    advised = dict.fromkeys(name for concern in confirmed for name in concern.tactics if name in playbook.tactics)
    concerns = [advice.of_concern(concern, wording, known) for concern in confirmed]
    primary = [concern for concern in concerns if concern["id"] == known["primary_concern"]]
    named = {"concern": primary[0] if primary else {}, "concerns": concerns}
    return {
        **named,
        "tactics": [advice.of_tactic(playbook.tactics[name], wording, {**known, **named}) for name in advised],
    }
