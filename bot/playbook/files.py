"""Sort the files of a playbook by language and join them into one tree a language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from babel.core import Locale, UnknownLocaleError

from bot.locales.words import ENGLISH
from bot.playbook.nodes import Node, branches
from bot.playbook.problems import Place, Problem
from bot.playbook.reader import read
from bot.playbook.schema import GROUPS

PLAYBOOK: Final = "playbook.yaml"
LIBRARY: Final = "library"


@dataclass(slots=True)
class Trees:
    """What the files of one playbook hold: a tree for each language, and what is wrong with them."""

    by_language: dict[str, Node] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def trees(playbook_id: str, sources: Mapping[str, str]) -> Trees:
    """Read the files of a playbook and its library; the tree of a language file holds its words only."""
    found = Trees()
    for file, text in sorted(sources.items(), key=lambda source: (_order(source[0]), source[0])):
        node, problems = read(file, text)
        found.problems += problems
        place = _place(playbook_id, file)
        if place is None:
            found.problems.append(Problem(Place(file, 1), _misplaced(playbook_id)))
        elif node is not None:
            _join(found, *place, node)
    return found


def _order(file: str) -> bool:
    """Put a language's own playbook file before the library, so that problems of the whole point to it."""
    return file.startswith(f"{LIBRARY}/")


def _place(playbook_id: str, file: str) -> tuple[str, str] | None:
    """Return the language of a file and the group of the library it holds, if any: None for a stray file."""
    match file.removesuffix(".yaml").split("/"):
        case [folder, name] if folder == playbook_id:
            place = (ENGLISH if name == PLAYBOOK.removesuffix(".yaml") else name, "")
        case ["library", group] | ["library", group, _] if group in GROUPS:
            place = (ENGLISH, group)
        case ["library", language, group] | ["library", language, group, _] if group in GROUPS:
            place = (language, group)
        case _:
            return None
    return place if _is_language(place[0]) else None


def _is_language(name: str) -> bool:
    try:
        Locale.parse(name)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _misplaced(playbook_id: str) -> str:
    groups = ", ".join(GROUPS)
    return (
        f"this file has no place; expected {playbook_id}/<language>.yaml, {LIBRARY}/<group>.yaml, "
        f"{LIBRARY}/<group>/<name>.yaml or {LIBRARY}/<language>/..., with a language like fr and a group of {groups}"
    )


def _join(found: Trees, language: str, group: str, node: Node) -> None:
    if not isinstance(node.value, Mapping):
        found.problems.append(Problem(node.place, 'the file must be a mapping: lines of "name: ..."'))
        return
    root = found.by_language.setdefault(language, Node(node.place, {}))
    values = dict(root.value) if isinstance(root.value, Mapping) else {}
    if not group:
        found.problems += _grouped(node)
        found.by_language[language] = replace(node, value={**node.value, **values})
        return
    held = values.get(group, Node(node.place, {}))
    found.problems += _doubled(held, node)
    values[group] = replace(held, value={**node.value, **dict(_named(held))})
    found.by_language[language] = replace(root, value=values)


def _grouped(node: Node) -> Iterator[Problem]:
    for key, child in branches(node):
        if key in GROUPS:
            yield Problem(child.place, f'"{key}" belongs in {LIBRARY}/{key}.yaml')


def _doubled(held: Node, node: Node) -> Iterator[Problem]:
    first = dict(branches(held))
    for key, child in branches(node):
        if key in first:
            other = first[key].place
            yield Problem(child.place, f'"{key}" stands in {other.file}:{other.line} already; keep one')


def _named(node: Node) -> Iterator[tuple[str, Node]]:
    return ((str(key), child) for key, child in branches(node))
