"""Check that every nudge can come. One rule a function."""

from collections.abc import Callable, Iterator
from typing import Final

from bot.playbook.model import Anchor, Collection, Playbook
from bot.playbook.nodes import Fault

_ASKED_FOR: Final = {
    Anchor.PILOT_START: ("pilot_starts_on",),
    Anchor.PILOT_MIDDLE: ("pilot_starts_on", "pilot_weeks"),
    Anchor.PILOT_END: ("pilot_starts_on", "pilot_weeks"),
    Anchor.DECISION: ("pilot_decision_on",),
}
"""The facts that a day follows from, where only an answer tells them."""

_PROMISED: Final = frozenset({Anchor.PROMISE_MINE, Anchor.PROMISE_THEIRS})
_OVER: Final = frozenset({Anchor.CONTACT, Anchor.YES, Anchor.LAST_CONTACT, Anchor.RESTING_AT_GATE})
"""Days that are known only when they have come."""


def days_are_asked_for(playbook: Playbook) -> Iterator[Fault]:
    """Every nudge is counted from a day that some question brings."""
    filled = {question.fills for step in playbook.steps for question in step.questions}
    for rule in playbook.nudges:
        for fact in _ASKED_FOR.get(rule.at, ()):
            if fact not in filled:
                yield ("nudges", rule.id, "at"), f'"{rule.at}" is never known: no question fills "{fact}"'


def promises_are_collected(playbook: Playbook) -> Iterator[Fault]:
    """Every nudge about promises stands in a playbook that asks for them."""
    collected = {step.collects for step in playbook.steps}
    for rule in playbook.nudges:
        if rule.at in _PROMISED and Collection.PROMISES not in collected:
            yield ("nudges", rule.id, "at"), f'"{rule.at}" is never known: no step has "collects: promises"'


def resting_needs_a_gate(playbook: Playbook) -> Iterator[Fault]:
    """Every nudge for a case that rests at a gate stands in a playbook that has one."""
    for rule in playbook.nudges:
        if rule.at is Anchor.RESTING_AT_GATE and not playbook.gates:
            yield ("nudges", rule.id, "at"), f'"{rule.at}" is never known: this playbook has no "gates"'


def nothing_comes_before_it_is_known(playbook: Playbook) -> Iterator[Fault]:
    """Every nudge *before* a day is before one that is known in advance."""
    for rule in playbook.nudges:
        if rule.days < 0 and rule.at in _OVER:
            yield ("nudges", rule.id, "before"), f'"{rule.at}" is known only on the day itself; use "after"'


RULES: Final[tuple[Callable[[Playbook], Iterator[Fault]], ...]] = (
    days_are_asked_for,
    promises_are_collected,
    resting_needs_a_gate,
    nothing_comes_before_it_is_known,
)
