"""Check that every name a playbook mentions exists.

One rule a function, over the node tree, so that a playbook whose shape is wrong elsewhere is checked all the same.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final

from bot.playbook.facts import SLOTS, VALUES
from bot.playbook.model import Kind
from bot.playbook.nodes import Node, branches, each, keys, text_of
from bot.playbook.problems import Problem, unknown
from bot.playbook.schema import FACTS, FILLABLE, PARTS
from bot.playbook.sources import load_sources

_CONDITIONS: Final = (
    ("steps", "*", "next", "*", "when"),
    ("steps", "*", "questions", "*", "when"),
    ("steps", "*", "tools", "*", "when"),
    ("gates", "*", "when"),
    ("warnings", "*", "when"),
    ("nudges", "*", "when"),
)
_SOURCED: Final = (
    (),
    ("steps", "*", "tools", "*"),
    *((group, "*") for group in ("steps", "concerns", "tactics", "warnings", "nudges")),
)
_YES_NO: Final = frozenset({"true", "false"})


@dataclass(frozen=True, slots=True)
class Names:
    """What a playbook and its library define."""

    steps: frozenset[str]
    questions: frozenset[str]
    concerns: frozenset[str]
    tactics: frozenset[str]
    options: dict[str, frozenset[str]]  # what the question that fills a fact offers

    @classmethod
    def of(cls, root: Node) -> "Names":
        """Collect the names in a tree, whatever its shape."""
        asked = [question for step in each(root, "steps", "*") for question in each(step, "questions", "*")]
        return cls(
            steps=keys(root.under("steps")),
            questions=frozenset().union(*(keys(questions) for questions in each(root, "steps", "*", "questions"))),
            concerns=keys(root.under("concerns")),
            tactics=keys(root.under("tactics")),
            options={text_of(question.under("fills")): keys(question.under("options")) for question in asked},
        )

    def values(self, fact: str) -> frozenset[str]:
        """Name the values a fact may have; empty when it may have any."""
        if fact in SLOTS and SLOTS[fact].kinds == {Kind.YES_NO}:
            return _YES_NO
        if fact in {"primary_concern", "other_concerns"} or fact.partition(".")[0] in {"heard", "concern", "concerns"}:
            return self.concerns
        if fact in {"chosen_tactic", "tactics", "tactics.id"}:
            return self.tactics
        return VALUES.get(fact) or self.options.get(fact, frozenset())


def unknown_steps(root: Node, names: Names) -> Iterator[Problem]:
    """Every `go` and every answer of the example names a step."""
    for pattern in (("steps", "*", "next", "*", "go"), ("example", "*", "step")):
        for node in each(root, *pattern):
            yield from _unknown(node, "a step", names.steps)


def unknown_questions(root: Node, names: Names) -> Iterator[Problem]:
    """Every question that a move sets or forgets, or a step wants one of, exists."""
    for move in each(root, "steps", "*", "next", "*"):
        for key, node in branches(move.under("set")):
            if key not in names.questions:
                yield Problem(node.place, unknown(str(key), "a question", names.questions))
        for node in each(move, "forget", "*"):
            yield from _unknown(node, "a question", names.questions)
    for step in each(root, "steps", "*"):
        for node in each(step, "one_of", "*"):
            yield from _unknown(node, "a question of this step", keys(step.under("questions")))


def unknown_fills(root: Node, _: Names) -> Iterator[Problem]:
    """Every question fills a fact that exists."""
    for node in each(root, "steps", "*", "questions", "*", "fills"):
        yield from _unknown(node, "a fact that a question can fill", FILLABLE)


def unknown_facts(root: Node, _: Names) -> Iterator[Problem]:
    """Every condition asks about facts that exist."""
    for condition in _conditions(root):
        for pattern in (("known", "*"), ("says", "facts", "*")):
            for node in each(condition, *pattern):
                yield from _unknown(node, "a fact", FACTS | PARTS)
        for key, node in branches(condition.under("is")):
            if key not in FACTS | PARTS:
                yield Problem(node.place, unknown(str(key), "a fact", FACTS | PARTS))


def unknown_values(root: Node, names: Names) -> Iterator[Problem]:
    """Every value a condition compares with is possible."""
    for condition in _conditions(root):
        for fact, compared in branches(condition.under("is")):
            for _, node in branches(compared):
                value = str(node.value).lower() if isinstance(node.value, bool) else text_of(node)
                possible = names.values(str(fact))
                if possible and value not in possible:
                    yield Problem(node.place, unknown(value, f'a value of "{fact}"', possible))


def unknown_tactics(root: Node, names: Names) -> Iterator[Problem]:
    """Every tactic a concern recommends exists."""
    for node in each(root, "concerns", "*", "tactics", "*"):
        yield from _unknown(node, "a tactic", names.tactics)


def unknown_sources(root: Node, _: Names) -> Iterator[Problem]:
    """Every source id is on the list of what the sources say."""
    for pattern in _SOURCED:
        for node in each(root, *pattern, "source", "*"):
            yield from _unknown(node, "a source", load_sources())


RULES: Final[tuple[Callable[[Node, Names], Iterator[Problem]], ...]] = (
    unknown_steps,
    unknown_questions,
    unknown_fills,
    unknown_facts,
    unknown_values,
    unknown_tactics,
    unknown_sources,
)


def problems(root: Node) -> Iterator[Problem]:
    """Find every name that is mentioned and does not exist."""
    names = Names.of(root)
    for rule in RULES:
        yield from rule(root, names)


def _unknown(node: Node, what: str, possible: Collection[str]) -> Iterator[Problem]:
    if isinstance(node.value, str) and node.value not in possible:
        yield Problem(node.place, unknown(node.value, what, possible))


def _conditions(root: Node) -> Iterator[Node]:
    """Find every condition, those inside others too."""
    for pattern in _CONDITIONS:
        for condition in each(root, *pattern):
            yield from _nested(condition)


def _nested(condition: Node) -> Iterator[Node]:
    yield condition
    for pattern in (("all", "*"), ("any", "*"), ("not",)):
        for inner in each(condition, *pattern):
            yield from _nested(inner)
