"""Lead through a playbook: what comes next, what came before, which stage is still closed. Pure."""

from collections.abc import Mapping

from bot.playbook.conditions import holds
from bot.playbook.model import Gate, Go, Move, Playbook, Question, Stage, Step, Tool

Facts = Mapping[str, object]


def first(playbook: Playbook) -> Step:
    """Return the step at which a run begins."""
    return playbook.steps[0]


def after(playbook: Playbook, step: Step, facts: Facts) -> Move:
    """Return the first move of a step whose condition holds; the last has none, so there is always one."""
    return next(move for move in playbook.step(step.id).moves if holds(move.when, facts))


def asked(step: Step, facts: Facts) -> tuple[Question, ...]:
    """Return the questions of a step that are to be asked now."""
    return tuple(question for question in step.questions if holds(question.when, facts))


def offered(step: Step, facts: Facts) -> tuple[Tool, ...]:
    """Return the tools that a step offers now."""
    return tuple(offer.tool for offer in step.tools if holds(offer.when, facts))


def closed_gate(playbook: Playbook, stage: Stage, facts: Facts) -> Gate | None:
    """Return the gate in front of a stage if it is closed."""
    gate = playbook.gate(stage)
    return None if gate is None or holds(gate.when, facts) else gate


def path(playbook: Playbook, facts: Facts) -> tuple[Step, ...]:
    """Return the steps that the facts lead through, from the first to where the run rests, ends or meets itself."""
    steps = {first(playbook).id: first(playbook)}
    step = first(playbook)
    while isinstance(move := after(playbook, step, facts), Go) and move.step not in steps:
        step = steps[move.step] = playbook.step(move.step)
    return tuple(steps.values())


def back(playbook: Playbook, step: Step, facts: Facts) -> Step | None:
    """Return the step before this one on the path; off the path, the last one on it that stands earlier."""
    order = [each.id for each in playbook.steps]
    on_path = [each.id for each in path(playbook, facts)]
    if step.id in on_path:
        earlier = on_path[: on_path.index(step.id)]
    else:
        earlier = [each for each in on_path if order.index(each) < order.index(step.id)]
    return playbook.step(earlier[-1]) if earlier else None
