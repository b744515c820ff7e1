"""Which values of a playbook are words, for whom, and how long each may become.

One table serves the limits, the template checks, the language files and the pseudo-language.
Limits are Slack's, in characters. Source: Slack's Block Kit reference.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from bot.locales.pseudo import pseudo
from bot.playbook.nodes import Node, branches
from bot.playbook.problems import Problem

_JINJA: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_PARAGRAPHS: Final = re.compile(r"\n\s*\n")
_LETTER: Final = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Shown:
    """Words that people read."""

    limit: int
    allowed_by: str = "Slack allows"
    by_paragraph: bool = False  # the limit holds for each paragraph
    is_template: bool = False
    may_use_concerns: bool = True  # the texts of which concerns are made cannot name them
    is_of_nudge: bool = False  # may name what the nudge is about, and nobody's verbatim or private words


@dataclass(frozen=True, slots=True)
class Heard:
    """Words in which the trainer or the executive speaks: each language has its own, the pseudo-language English."""

    needed: bool = True  # a language file must give them


Pattern: TypeAlias = "Shown | Heard | Mapping[str, Pattern] | None"
"""Where the words of a tree are; `*` stands for any key and for any entry of a list; None where no words are."""

_PROSE: Final = Shown(3000, by_paragraph=True)  # a section's text
_TEMPLATE: Final = Shown(3000, by_paragraph=True, is_template=True)
_CONCERN_TEMPLATE: Final = replace(_TEMPLATE, may_use_concerns=False)
_NAME: Final = Shown(75)  # an option's text
_ASKED: Final = Shown(2000, is_template=True)  # an input's label and hint
_NUDGE: Final = Shown(140, "the line of a nudge takes", is_template=True, is_of_nudge=True)
_OPTION: Final[Pattern] = {"label": _NAME, "description": Shown(75)}
_WHEN: Final[dict[str, Pattern]] = {"says": {"phrases": Heard()}}
_WHEN.update({"all": {"*": _WHEN}, "any": {"*": _WHEN}, "not": _WHEN})
_QUESTION: Final[Pattern] = {
    "label": _ASKED,
    "hint": _ASKED,
    "placeholder": Shown(150),
    "suggest": _TEMPLATE,
    "options": {"*": _OPTION},
    "when": _WHEN,
}
_STEP: Final[Pattern] = {
    "title": Shown(24),
    "coaching": _TEMPLATE,
    "questions": {"*": _QUESTION},
    "tools": {"*": {"when": _WHEN}},
    "next": {"*": {"rest": _TEMPLATE, "finish": _TEMPLATE, "set": {"*": _TEMPLATE}, "when": _WHEN}},
}
WORDS: Final[Pattern] = {
    "title": Shown(150),  # a header
    "summary": _PROSE,
    "gates": {"*": {"closed": _TEMPLATE, "when": _WHEN}},
    "steps": {"*": _STEP},
    "nudges": {"*": {"text": _NUDGE, "help": replace(_NUDGE, limit=350), "when": _WHEN}},
    "example": {"*": {"says": _PROSE, "answers": {"*": Heard(needed=False)}}},
    "concerns": {
        "*": {
            "name": _NAME,
            "meaning": _PROSE,
            "signals": Heard(),
            "examples": Heard(),
            "exploring": _PROSE,
            "restatement": _CONCERN_TEMPLATE,
            "listening": _CONCERN_TEMPLATE,
        }
    },
    "tactics": {
        "*": {
            "name": _NAME,
            "use": _PROSE,
            "opener": _TEMPLATE,
            "questions": _PROSE,
            "proof": _PROSE,
            "avoid": _PROSE,
            "needs": _PROSE,
        }
    },
    "warnings": {"*": {"name": _NAME, "text": _TEMPLATE, "when": _WHEN}},
}
"""The words of a playbook and its library. A list under a single mark is a list of texts."""


def part(pattern: Pattern, key: str | int) -> Pattern:
    """Return the pattern for one branch of a node; None where no words are."""
    if isinstance(pattern, Mapping):
        return pattern.get(str(key), pattern.get("*"))
    return pattern


def shown(node: Node, pattern: Pattern = WORDS) -> Iterator[tuple[Node, Shown]]:
    """Find every text that people read."""
    if isinstance(pattern, Shown) and isinstance(node.value, str):
        yield node, pattern
    for key, child in branches(node):
        yield from shown(child, part(pattern, key))


def has_words(node: Node, pattern: Pattern) -> bool:
    """Tell whether a language must say this in its own words: numbers and bare templates it need not."""
    if isinstance(pattern, Heard):
        return pattern.needed
    if isinstance(pattern, Shown) and isinstance(node.value, str):
        return _LETTER.search(_JINJA.sub("", node.value)) is not None
    return any(has_words(child, part(pattern, key)) for key, child in branches(node))


def in_pseudo_language(node: Node, pattern: Pattern = WORDS) -> Node:
    """Return the tree with every text that people read in the pseudo-language."""
    if isinstance(pattern, Shown) and isinstance(node.value, str):
        return replace(node, value=pseudo(node.value))
    if isinstance(node.value, Mapping):
        return replace(
            node, value={key: in_pseudo_language(child, part(pattern, key)) for key, child in node.value.items()}
        )
    if isinstance(node.value, tuple):
        return replace(node, value=tuple(in_pseudo_language(child, part(pattern, 0)) for child in node.value))
    return node


def too_long(node: Node, where: str = "") -> Iterator[Problem]:
    """Find the texts that break Slack's limits, before any value is filled in; `where` may name the language."""
    for text, mark in shown(node):
        length = _length(str(text.value), mark)
        if length > mark.limit:
            yield Problem(text.place, f"this text has {length} characters{where}; {mark.allowed_by} {mark.limit}")


def _length(text: str, mark: Shown) -> int:
    literal = _JINJA.sub("", text)
    return max(map(len, _PARAGRAPHS.split(literal))) if mark.by_paragraph else len(literal.strip())


def with_labels(root: Node) -> Node:
    """Return the tree with every option that is a bare text spelled out as `label`."""
    return _spelled(root, ("steps", "*", "questions", "*", "options", "*"))


def _spelled(node: Node, way: tuple[str, ...]) -> Node:
    if not way:
        return node if isinstance(node.value, Mapping) else replace(node, value={"label": node})
    if not isinstance(node.value, Mapping):
        return node
    return replace(
        node,
        value={key: _spelled(child, way[1:]) if way[0] in (key, "*") else child for key, child in node.value.items()},
    )
