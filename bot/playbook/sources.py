"""The facts that playbooks rest on, by id, as shipped in `sources.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from bot.playbook.nodes import Node, branches, text_of
from bot.playbook.problems import PlaybookError
from bot.playbook.reader import read

_LIST: Final = Path(__file__).with_name("sources.yaml")


@dataclass(frozen=True, slots=True)
class Source:
    """One fact that a source names. A later topic may stay unused."""

    id: str
    label: str
    is_later_topic: bool = False


@cache
def load_sources() -> Mapping[str, Source]:
    """Read every source fact once: by id, in order."""
    tree, problems = read(_LIST.name, _LIST.read_text("utf-8"))
    if problems:
        raise PlaybookError(problems)
    return {str(name): _source(str(name), node) for name, node in branches(tree)}


def _source(name: str, node: Node) -> Source:
    later = node.under("later")
    return Source(name, text_of(node.under("label") or node), later is not None and later.value is True)
