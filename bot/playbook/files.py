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
    are_whole: bool = True  # every file could be read: names that are missing are missing indeed


def trees(playbook_id: str, sources: Mapping[str, str]) -> Trees:
    """Read the files of a playbook and its library; the tree of a language file holds its words only."""
    found = Trees()
    for file, text in sorted(sources.items(), key=lambda source: (_order(source[0]), source[0])):
        node, problems = read(file, text)
        found.problems += problems
        place = _place(playbook_id, file)
        if place is None:
            found.problems.append(Problem(Place(file, 1), _misplaced(file)))
        elif node is None or not isinstance(node.value, Mapping):
            found.are_whole = False
            found.problems += _shapeless(node)
        else:
            _join(found, *place, node, node.value)
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


def _misplaced(file: str) -> str:
    if not file.startswith(f"{LIBRARY}/"):
        return f"this file has no place; beside {PLAYBOOK} stand languages, as in fr.yaml"
    groups = ", ".join(GROUPS)
    expected = "expected <group>.yaml, <group>/<name>.yaml, or the same in the folder of a language"
    return f"this file has no place; {expected}; groups: {groups}"


def _shapeless(node: Node | None) -> list[Problem]:
    return [Problem(node.place, 'the file must be a mapping: lines of "name: ..."')] if node else []


def _join(found: Trees, language: str, group: str, node: Node, children: Mapping[str, Node]) -> None:
    root = found.by_language.setdefault(language, Node(node.place, {}))
    values = dict(root.value) if isinstance(root.value, Mapping) else {}
    if not group:
        found.problems += _grouped(node)
        found.by_language[language] = replace(node, value={**children, **values})
        return
    held = values.get(group, Node(node.place, {}))
    found.problems += _doubled(held, node)
    values[group] = replace(held, value={**children, **dict(_named(held))})
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
