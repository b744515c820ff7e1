"""Read YAML that an author wrote: plain mappings, lists and texts, every problem with its line.

What YAML can do beyond that is refused: anchors and aliases (615 bytes of them can cost seconds), tags, documents
after the first, keys given twice. A file is read by the C parser, much faster than the one in Python; where anything is
wrong with it, it is read once more by the latter, which says better what and where. Both give their events lazily, so a
tree that is too deep is never parsed to its end: composed by the C one, it would take the process down.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final

from yaml import (
    AliasEvent,
    CollectionStartEvent,
    CSafeLoader,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    MarkedYAMLError,
    NodeEvent,
    SafeLoader,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
    parse,
)
from yaml.reader import ReaderError

from bot.playbook.nodes import Node, Scalar
from bot.playbook.problems import Place, Problem

LARGEST_FILE: Final = 64 * 1024  # bytes
DEEPEST: Final = 12  # levels

_NUMBER: Final = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?")
_UNSHOWABLE: Final = re.compile(r"[\x00\ud800-\udfff]")
_FLAGS: Final = {"true": True, "false": False}
_BLOCK_STYLES: Final = ("|", ">")
_IN_BRACKETS: Final = "a text with , ? [ ] { or } belongs in quotes there"
_IN_WORDS: Final = (
    ("mapping values are not allowed", 'a ": " cannot stand here; put the text in quotes, or check the indentation'),
    ("'\\t' that cannot start any token", "this line begins with a tab; indent with spaces"),
    ("could not find expected ':'", 'this line has no ":"; expected "name: text", or deeper indentation'),
    ("cannot start any token", "a text cannot begin with this character; put it in quotes"),
    ("found unexpected end of stream", "a quotation mark is opened here and never closed"),
    ("expected <block end>", "this line does not fit those above; check its indentation and quotation marks"),
    ("expected ',' or ']'", f'a list that begins with "[" is not closed, or misses a comma; {_IN_BRACKETS}'),
    ("expected ',' or '}'", f'a mapping that begins with "{{" is not closed, or misses a comma; {_IN_BRACKETS}'),
)


class _StopReading(Exception):  # noqa: N818 - it steers, nothing failed
    """The rest of the file is not worth reading."""


@lru_cache(maxsize=512)
def read(file: str, text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the tree of a file, None if there is none to speak of, and what is wrong with it."""
    reading = _Reading(file)
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        reading.refuse(1, f"the file is larger than {LARGEST_FILE // 1024} KiB; split it")
        return None, tuple(reading.problems)
    quickly = _Reading(file)
    tree = quickly.tree(text, CSafeLoader)
    if tree is None or quickly.problems:
        tree = reading.tree(text, SafeLoader)
    return tree, tuple(reading.problems)


@dataclass(slots=True)
class _Reading:
    """One file being read."""

    file: str
    problems: list[Problem] = field(default_factory=list)

    def tree(self, text: str, loader: type[SafeLoader | CSafeLoader]) -> Node | None:
        try:
            return self._document(parse(text, Loader=loader))
        except _StopReading:
            return None
        except MarkedYAMLError as error:
            self._refuse_syntax(error)
        except ReaderError as error:
            self.refuse(
                text.count("\n", 0, error.position) + 1,
                "this line holds a character that is not text; save the file as UTF-8",
            )
        except (YAMLError, ValueError, OverflowError):  # the last two: escapes and numbers out of range
            self.refuse(1, "the file is not readable as YAML")
        return None

    def refuse(self, line: int, text: str) -> None:
        self.problems.append(Problem(Place(self.file, line), text))

    def _refuse_syntax(self, error: MarkedYAMLError) -> None:
        said = error.problem or "it makes no sense"
        sentence = next((words for part, words in _IN_WORDS if part in said), f"this is not readable as YAML: {said}")
        mark = error.context_mark if "end of stream" in said and error.context_mark else error.problem_mark
        self.refuse(mark.line + 1 if mark else 1, sentence)

    def _document(self, events: Iterator[Event]) -> Node | None:
        found: Node | None = None
        documents = 0
        for event in events:
            documents += isinstance(event, DocumentStartEvent)
            if documents > 1:
                self.refuse(_line(event), 'a second document begins here; remove the line "---"')
                raise _StopReading
            if isinstance(event, NodeEvent):
                found = self._node(event, events, 1)
        if found is None:
            self.refuse(1, "the file is empty")
        return found

    def _node(self, event: Event, events: Iterator[Event], depth: int, key: Place | None = None) -> Node:
        place = key or Place(self.file, _line(event))
        if depth > DEEPEST:
            self.refuse(_line(event), f"this is nested more than {DEEPEST} levels deep; make it flatter")
            raise _StopReading
        if isinstance(event, NodeEvent):
            self._refuse_references(event)
        if isinstance(event, MappingStartEvent):
            return Node(place, self._mapping(events, depth))
        if isinstance(event, SequenceStartEvent):
            return Node(place, self._sequence(events, depth))
        return self._scalar(event, place)

    def _refuse_references(self, event: NodeEvent) -> None:
        if isinstance(event, AliasEvent):
            self.refuse(_line(event), f'"*{event.anchor}" refers to another place; write out what is meant')
        elif event.anchor:
            self.refuse(_line(event), f'"&{event.anchor}" is not allowed; remove it and write out what is meant')
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag:
            self.refuse(_line(event), 'a tag (a word that begins with "!") is not allowed; remove it or use quotes')

    def _mapping(self, events: Iterator[Event], depth: int) -> dict[str, Node]:
        children: dict[str, Node] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            name, place = self._key(event, events, depth), Place(self.file, _line(event))
            child = self._node(next(events), events, depth + 1, place)
            if name in children:
                self.refuse(place.line, f'"{name}" was given on line {children[name].place.line} already; keep one')
            children.setdefault(name, child)
        return children

    def _key(self, event: Event, events: Iterator[Event], depth: int) -> str:
        if isinstance(event, ScalarEvent):
            self._refuse_references(event)
            return str(event.value)
        self._node(event, events, depth + 1)
        self.refuse(_line(event), 'a name was expected here; a text that begins with "{" or "[" belongs in quotes')
        return ""

    def _sequence(self, events: Iterator[Event], depth: int) -> tuple[Node, ...]:
        children: list[Node] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            children.append(self._node(event, events, depth + 1))
        return tuple(children)

    def _scalar(self, event: Event, place: Place) -> Node:
        if not isinstance(event, ScalarEvent):
            return Node(place, "(an alias)", place.line)
        if _UNSHOWABLE.search(event.value):
            self.refuse(_line(event), "this text holds a character that cannot be shown")
        return Node(place, _value(event), _line(event) + (event.style in _BLOCK_STYLES))


def _value(event: ScalarEvent) -> Scalar:
    text = str(event.value)
    if event.style:
        return text
    if text in _FLAGS:
        return _FLAGS[text]
    return Decimal(text) if _NUMBER.fullmatch(text) else text


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
