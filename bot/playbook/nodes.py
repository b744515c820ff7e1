"""A YAML file as a tree in which every part knows the line it stands on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from bot.playbook.problems import Place

Scalar = str | bool | Decimal
Loc = tuple[str | int, ...]
"""A way down a tree: keys of mappings and positions in lists."""


@dataclass(frozen=True, slots=True)
class Node:
    """A text, yes/no or number, a list, or a mapping."""

    place: Place  # of its key, where it stands under one
    value: "Scalar | tuple[Node, ...] | Mapping[str, Node]"
    text_line: int = 0  # where the first line of a text stands: below the key when it is a block

    def under(self, key: str) -> "Node | None":
        """Return what stands under a key, if this is a mapping that has it."""
        return self.value.get(key) if isinstance(self.value, Mapping) else None


def branches(node: Node | None) -> Iterator[tuple[str | int, Node]]:
    """Name and return the parts of a mapping or list; of anything else there are none."""
    if node is not None and isinstance(node.value, Mapping):
        yield from node.value.items()
    elif node is not None and isinstance(node.value, tuple):
        yield from enumerate(node.value)


def keys(node: Node | None) -> frozenset[str]:
    """Name the keys of a mapping; anything else has none."""
    return frozenset(node.value) if node is not None and isinstance(node.value, Mapping) else frozenset()


def each(node: Node, *pattern: str) -> Iterator[Node]:
    """Find every node down a pattern of keys, in which `*` stands for any key or position."""
    if not pattern:
        yield node
        return
    for key, child in branches(node):
        if pattern[0] in (key, "*"):
            yield from each(child, *pattern[1:])


def nearest(node: Node, loc: Loc) -> Node:
    """Follow a way down as far as it exists."""
    for part in loc:
        child = dict(branches(node)).get(part)
        if child is None:
            break
        node = child
    return node


def plain(node: Node) -> object:
    """Return the tree as dicts, lists and scalars."""
    if isinstance(node.value, Mapping):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain(child) for child in node.value]
    return node.value


Fault: TypeAlias = tuple[Loc, str]
"""Where in a playbook something is wrong, and what."""


def text_of(node: Node | None) -> str:
    """Return the text of a node, empty if it is none."""
    return node.value if node is not None and isinstance(node.value, str) else ""
