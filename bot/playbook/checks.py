"""Check one language of a playbook: first its parts, each for itself, then the conversation they make."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from jinja2 import TemplateError

from bot.playbook import filling, graph, names, nudging
from bot.playbook.facts import blank
from bot.playbook.model import Playbook
from bot.playbook.nodes import Fault, Node, nearest, text_of
from bot.playbook.problems import Place, Problem
from bot.playbook.rehearsal import REHEARSED_ON, Rehearsal, UnplayableError, perform
from bot.playbook.templates import NOT_FOR_MESSAGES, OF_CONCERNS, faults
from bot.playbook.texts import Shown, shown, too_long
from bot.playbook.wording import load_wording

_RULES: Final[tuple[Callable[[Playbook], Iterator[Fault]], ...]] = (*filling.RULES, *graph.RULES, *nudging.RULES)
_ABOUT: Final = {"nudge": {"on": REHEARSED_ON, "what": "Send the outline"}}
_NOT_FILLABLE: Final = (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError)


def of_parts(root: Node, playbook_id: str, language: str) -> Iterator[Problem]:
    """Find what is wrong in names, templates and lengths, whatever else is."""
    named = root.under("id")
    if named is not None and text_of(named) != playbook_id:
        yield Problem(named.place, f'the id must be "{playbook_id}", the name of the folder')
    yield from names.problems(root)
    yield from _template_faults(root, language)
    yield from too_long(root)


def of_the_whole(playbook: Playbook, root: Node) -> Iterator[Problem]:
    """Find what is wrong in a playbook whose parts are sound: where it leads, and whether its example plays."""
    dead_ends = [fault for rule in _RULES for fault in rule(playbook)]
    for loc, text in dead_ends:
        yield Problem(nearest(root, loc).place, text)
    if not dead_ends:
        yield from _rehearsed(playbook, root)


def _template_faults(root: Node, language: str) -> Iterator[Problem]:
    environment = load_wording(language).environment
    for node, mark in shown(root):
        if mark.is_template:
            for line, text in faults(text_of(node), environment, without=_hidden(mark), is_of_nudge=mark.is_of_nudge):
                yield Problem(Place(node.place.file, node.text_line + line - 1), text)


def _hidden(mark: Shown) -> Mapping[str, str]:
    """Return the facts that a text may not name, each with the reason."""
    if mark.is_of_nudge:
        return NOT_FOR_MESSAGES
    return {} if mark.may_use_concerns else OF_CONCERNS


def _rehearsed(playbook: Playbook, root: Node) -> Iterator[Problem]:
    """Play the example; every template must be fillable before it and after it."""
    rehearsal = Rehearsal(playbook)
    yield from _not_fillable(root, playbook.language, blank(), "while nothing is known")
    try:
        for _ in perform(rehearsal, playbook.example):
            pass
    except _NOT_FILLABLE:
        return  # told above, or below with its line
    except UnplayableError as error:
        yield Problem(nearest(root, ("example", *error.where)).place, str(error))
    yield from _not_fillable(root, playbook.language, rehearsal.facts(), "with the answers of the example")


def _not_fillable(root: Node, language: str, facts: dict[str, object], when: str) -> Iterator[Problem]:
    wording = load_wording(language)
    for node, mark in shown(root):
        if mark.is_template:
            try:
                wording.render(text_of(node), {**facts, **(_ABOUT if mark.is_of_nudge else {})})
            except _NOT_FILLABLE as error:
                yield Problem(node.place, f"this template cannot be filled in {when} ({error}); try {{% if ... %}}")
