"""Interactions: one contact with the executive each, never changed, only corrected by a newer one."""

from collections.abc import Iterable, Mapping

from bot.coaching.case import Interaction


def current(interactions: Iterable[Interaction]) -> tuple[Interaction, ...]:
    """Return the newest revision of each interaction, by the day it happened, oldest first."""
    known = {each.id: each for each in interactions}
    newest: dict[str, Interaction] = {}
    for each in sorted(known.values(), key=lambda one: one.recorded_at):
        newest[_original(each, known)] = each
    first_recorded = {name: known.get(name, each).recorded_at for name, each in newest.items()}
    order = sorted(newest, key=lambda name: (newest[name].happened_on, first_recorded[name]))
    return tuple(newest[name] for name in order)


def _original(each: Interaction, known: Mapping[str, Interaction]) -> str:
    """Follow corrections back to what was logged first; it may itself be out of sight."""
    passed = {each.id}
    while each.corrects and each.corrects not in passed:
        passed.add(each.corrects)
        if each.corrects not in known:
            return each.corrects
        each = known[each.corrects]
    return each.id
