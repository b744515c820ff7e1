"""Check that every fact is filled once and by the right kind of question. One rule a function."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Final

from bot.playbook.facts import FIELDS, SLOTS, VALUES
from bot.playbook.model import Collection, Kind, Playbook, Question, Step
from bot.playbook.nodes import Fault, Loc
from bot.playbook.problems import unknown

Asked = tuple[Loc, Step, Question]


def kinds_fit(playbook: Playbook) -> Iterator[Fault]:
    """Every question is of a kind that its fact can hold."""
    for loc, _, question in _asked(playbook):
        kinds = _kinds(question.fills or "")
        if kinds and question.kind not in kinds:
            fitting = " or ".join(f'"{kind}"' for kind in sorted(kinds))
            yield (*loc, "kind"), f'a "{question.kind}" question cannot fill "{question.fills}"; expected {fitting}'


def ids_follow_facts(playbook: Playbook) -> Iterator[Fault]:
    """Every question that fills a fact is called like it."""
    for loc, _, question in _asked(playbook):
        expected = (question.fills or question.id).replace(".", "_")
        if question.id != expected:
            yield loc, f'this question fills "{question.fills}" and must be called "{expected}"'


def questions_are_asked_once(playbook: Playbook) -> Iterator[Fault]:
    """Every question has an id of its own, answers being kept under it."""
    for question_id, places in _grouped(playbook, lambda question: question.id).items():
        for loc in places[1:]:
            yield loc, f'a question "{question_id}" exists in step "{places[0][1]}" already; every id is used once'


def facts_are_filled_once(playbook: Playbook) -> Iterator[Fault]:
    """Every fact has one question that fills it."""
    for fact, places in _grouped(playbook, lambda question: question.fills or "").items():
        for loc in places[1:] if fact else ():
            yield (*loc, "fills"), f'"{fact}" is filled in step "{places[0][1]}" already; keep one question for it'


def collecting_steps_fill_entries(playbook: Playbook) -> Iterator[Fault]:
    """Every question of a collecting step fills a field of its entries; no other step does."""
    for loc, step, question in _asked(playbook):
        collection, _, name = (question.fills or "").partition(".")
        if step.collects and collection != step.collects:
            possible = ", ".join(f"{step.collects}.{each}" for each in FIELDS[step.collects])
            yield loc, f'this step collects "{step.collects}": its questions fill one of {possible}'
        elif name and not step.collects:
            yield (*loc, "fills"), f'"{question.fills}" needs a step with "collects: {collection}"'


def known_values_are_kept(playbook: Playbook) -> Iterator[Fault]:
    """Every option of a fact whose values the coach knows is one of them."""
    for loc, _, question in _asked(playbook):
        possible = VALUES.get(question.fills or "")
        for option in question.options if possible else ():
            if possible and option.id not in possible:
                what = f'an option of "{question.fills}"'
                yield (*loc, "options", option.id), unknown(option.id, what, possible)


RULES: Final[tuple[Callable[[Playbook], Iterator[Fault]], ...]] = (
    kinds_fit,
    ids_follow_facts,
    questions_are_asked_once,
    facts_are_filled_once,
    collecting_steps_fill_entries,
    known_values_are_kept,
)


def _asked(playbook: Playbook) -> Iterator[Asked]:
    for step in playbook.steps:
        for question in step.questions:
            yield ("steps", step.id, "questions", question.id), step, question


def _grouped(playbook: Playbook, key: Callable[[Question], str]) -> dict[str, list[Loc]]:
    places: dict[str, list[Loc]] = defaultdict(list)
    for loc, _, question in _asked(playbook):
        places[key(question)].append(loc)
    return places


def _kinds(fills: str) -> frozenset[Kind]:
    collection, _, name = fills.partition(".")
    if name:
        return FIELDS[Collection(collection)][name]
    return SLOTS[fills].kinds if fills in SLOTS else frozenset()
