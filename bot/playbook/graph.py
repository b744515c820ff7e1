"""Check that a playbook's conversation leads somewhere. One rule a function."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Final

from bot.playbook.facts import COMES_FROM, SLOTS
from bot.playbook.model import (
    All,
    Collection,
    Condition,
    Either,
    Finish,
    Gate,
    Go,
    Is,
    Known,
    Not,
    Playbook,
    Says,
    Stage,
    Step,
)
from bot.playbook.nodes import Fault


def last_move_is_sure(playbook: Playbook) -> Iterator[Fault]:
    """Every step ends with the one move that is taken when no other is."""
    for step in playbook.steps:
        last = len(step.moves) - 1
        if step.moves[last].when is not None:
            expected = "the last move is taken when no other is; remove its condition or add a move"
            yield ("steps", step.id, "next", last, "when"), expected
        for position, move in enumerate(step.moves[:-1]):
            if move.when is None:
                yield ("steps", step.id, "next", position), 'without "when" this move hides those after it'


def every_step_is_reached(playbook: Playbook) -> Iterator[Fault]:
    """Every step is led to from the first."""
    reached = _reached(playbook, None)
    for step in playbook.steps:
        if step.id not in reached:
            yield ("steps", step.id), f'no move leads to "{step.id}"; add a "go: {step.id}" or remove the step'


def an_end_is_in_reach(playbook: Playbook) -> Iterator[Fault]:
    """Every step that can be reached leads to a `finish`."""
    reached, ending = _reached(playbook, None), _ending(playbook)
    if reached.isdisjoint(ending):
        yield ("steps",), 'no step leads to a "finish"; add one where the conversation ends'
        return
    for step in playbook.steps:
        if step.id in reached - ending:
            yield ("steps", step.id, "next"), f'no way from "{step.id}" leads to a "finish"; add one'


def gates_can_open(playbook: Playbook) -> Iterator[Fault]:
    """Every gate asks for what can be known in front of it."""
    for gate in playbook.gates:
        if not _can_hold(gate.when, _knowable(playbook, gate)):
            expected = "nothing asked before this stage can make it hold"
            yield ("gates", gate.stage, "when"), f'the gate of "{gate.stage}" can never open: {expected}'


RULES: Final[tuple[Callable[[Playbook], Iterator[Fault]], ...]] = (
    last_move_is_sure,
    every_step_is_reached,
    an_end_is_in_reach,
    gates_can_open,
)


def _reached(playbook: Playbook, closed: Stage | None) -> frozenset[str]:
    """Return the steps that can be reached without entering a stage."""
    seen: set[str] = set()
    waiting = [playbook.steps[0].id]
    while waiting:
        step = playbook.step(waiting.pop())
        if step.id not in seen and step.stage is not closed:
            seen.add(step.id)
            waiting += [move.step for move in step.moves if isinstance(move, Go)]
    return frozenset(seen)


def _ending(playbook: Playbook) -> frozenset[str]:
    """Return the steps from which a `finish` can be reached."""
    ending = {step.id for step in playbook.steps if any(isinstance(move, Finish) for move in step.moves)}
    for _ in playbook.steps:
        ending |= {step.id for step in playbook.steps if _leads_to(step, ending)}
    return frozenset(ending)


def _leads_to(step: Step, targets: set[str]) -> bool:
    return any(isinstance(move, Go) and move.step in targets for move in step.moves)


def _knowable(playbook: Playbook, gate: Gate) -> frozenset[str]:
    """Return the facts that the steps in front of a gate can fill."""
    steps = [playbook.step(step_id) for step_id in _reached(playbook, gate.stage)]
    fills = {question.id: question.fills for step in playbook.steps for question in step.questions if question.fills}
    asked = {question.id for step in steps for question in step.questions}
    carried = chain.from_iterable(move.set for step in steps for move in step.moves if isinstance(move, Go))
    filled = {fills[question_id] for question_id in asked | set(carried) if question_id in fills}
    return frozenset(name.partition(".")[0] for name in filled)


def _can_hold(condition: Condition, knowable: frozenset[str]) -> bool:
    match condition:
        case All(parts):
            return all(_can_hold(part, knowable) for part in parts)
        case Either(parts):
            return any(_can_hold(part, knowable) for part in parts)
        case Known(names):
            return all(_can_be_known(name, knowable) for name in names)
        case Is(name, _):
            return _can_be_known(name, knowable)
        case Says(names, _):
            return any(_can_be_known(name, knowable) for name in names)
        case Not(_):
            return True


def _can_be_known(name: str, knowable: frozenset[str]) -> bool:
    """Tell whether a fact can be known; one that no question fills comes from what was logged, at any time."""
    fact = name.partition(".")[0]
    if fact in SLOTS or fact in set(Collection):
        return fact in knowable
    return fact not in COMES_FROM or not COMES_FROM[fact].isdisjoint(knowable)
