"""Look through a template's syntax tree for what would go wrong when it is filled in."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from jinja2 import TemplateSyntaxError
from jinja2.meta import find_undeclared_variables
from jinja2.nodes import Call, Extends, Filter, For, FromImport, Getattr, Import, Include, Name, Node, Test
from jinja2.nodes import Template as Tree

from bot.playbook.facts import ATTRIBUTES, NUDGE, UNSEEN, names
from bot.playbook.problems import unknown
from bot.playbook.wording import Environment

Found = tuple[int, str]
"""A line of the template, the first being 1, and what is wrong there."""

OF_CONCERNS: Final = dict.fromkeys(("heard", "concern", "concerns", "tactics"), "it is made from texts like this one")
"""Facts that the texts of a concern cannot name, each with the reason."""

NOT_FOR_MESSAGES: Final = dict.fromkeys(UNSEEN, "a nudge is a message, and carries nobody's verbatim or private words")
"""Facts that a nudge cannot name, each with the reason."""

_OPEN_ANGLE: Final = re.compile(r"<[^>]*$")
_FOREIGN: Final = (Include, Import, FromImport, Extends)


def faults(text: str, environment: Environment, *, without: Mapping[str, str], is_of_nudge: bool) -> Iterator[Found]:
    """Find everything that is wrong in a template that may use every fact but those in `without`."""
    parts = {**ATTRIBUTES, **(NUDGE if is_of_nudge else {})}
    try:
        tree = environment.parse(text)
    except TemplateSyntaxError as error:
        yield error.lineno, f"this template cannot be read: {(error.message or 'it makes no sense').split('. ')[0]}"
        return
    unknown_filters = list(_unknown_filters(tree, environment))
    known = names() | parts.keys()
    yield from unknown_filters or _unknown_facts(tree, known, without)  # Jinja finds no facts beside an unknown filter
    yield from _unknown_parts(tree, parts, {})
    yield from _calls(tree)
    yield from _open_angles(text, environment)


def _unknown_facts(tree: Tree, known: AbstractSet[str], without: Mapping[str, str]) -> Iterator[Found]:
    undeclared = find_undeclared_variables(tree) - (known - without.keys())
    for name in tree.find_all(Name):
        if name.name in undeclared and name.name in without:
            yield name.lineno, f'"{name.name}" cannot be named here: {without[name.name]}'
        elif name.name in undeclared:
            yield name.lineno, unknown(name.name, "a fact that can be named here", known - without.keys())


def _unknown_parts(node: Node, possible: Mapping[str, AbstractSet[str]], entries: Mapping[str, str]) -> Iterator[Found]:
    """Check `executive.name` and, inside `{% for c in concerns %}`, `c.name`; `entries` tells what c runs over."""
    if isinstance(node, For) and isinstance(node.target, Name) and isinstance(node.iter, Name):
        entries = {**entries, node.target.name: node.iter.name}
    if isinstance(node, Getattr) and isinstance(node.node, Name):
        parts = possible.get(entries.get(node.node.name, node.node.name))
        if parts is not None and node.attr not in parts:
            yield node.lineno, unknown(node.attr, f'a part of "{node.node.name}"', parts)
    for child in node.iter_child_nodes():
        yield from _unknown_parts(child, possible, entries)


def _unknown_filters(tree: Tree, environment: Environment) -> Iterator[Found]:
    for used in tree.find_all(Filter):
        if used.name not in environment.filters:
            yield used.lineno, unknown(used.name, "a filter", environment.filters)
    for test in tree.find_all(Test):
        if test.name not in environment.tests:
            yield test.lineno, unknown(test.name, "a test", environment.tests)


def _calls(tree: Tree) -> Iterator[Found]:
    for call in tree.find_all(Call):
        yield call.lineno, "a template calls nothing; use a filter, as in {{ pilot_decision_on | date }}"
    for foreign in tree.find_all(_FOREIGN):
        yield foreign.lineno, "a template cannot include or import another"


def _open_angles(text: str, environment: Environment) -> Iterator[Found]:
    """Find values inside an open `<`: after `<{{ quote }}`, a quote of `!channel>` would call everybody."""
    literal = ""
    for line, kind, value in environment.lex(text):
        if kind == "data":
            literal += value
        elif kind == "variable_begin" and _OPEN_ANGLE.search(literal):
            yield line, 'a value stands inside an open "<"; close it before, or write "&lt;"'
            literal = ""
