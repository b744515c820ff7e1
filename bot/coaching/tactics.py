"""Tactics for the concerns of a case, best first."""

from collections.abc import Iterable

from bot.coaching.case import Case
from bot.playbook.model import Option, Playbook


def options(playbook: Playbook, case: Case) -> tuple[Option, ...]:
    """Return every tactic as an option, those for the case's concerns first."""
    concerns = [name for name in (case.primary_concern, *case.other_concerns) if name in playbook.concerns]
    fitting = [tactic for name in concerns if name for tactic in playbook.concerns[name].tactics]
    return in_order(playbook, fitting)


def names(playbook: Playbook) -> dict[str, str]:
    """Return the names of all tactics by id."""
    return {tactic.id: tactic.name for tactic in playbook.tactics.values()}


def in_order(playbook: Playbook, first: Iterable[str]) -> tuple[Option, ...]:
    """Return every tactic as an option, these first."""
    order = dict.fromkeys([*first, *playbook.tactics])
    return tuple(Option(name, playbook.tactics[name].name) for name in order)
