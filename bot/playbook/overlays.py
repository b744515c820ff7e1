"""Lay the words of a language file over the English playbook: same ids, nothing missing, words only."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.playbook.nodes import Node
from bot.playbook.problems import Problem, unknown
from bot.playbook.texts import WORDS, Heard, Pattern, Shown, has_words, part


def laid_over(english: Node, words: Node) -> tuple[Node, list[Problem]]:
    """Return the tree in the language of `words`, and what is missing or does not belong there."""
    laying = _Laying()
    return laying.laid(english, words, WORDS, ()), laying.problems


@dataclass(slots=True)
class _Laying:
    """One language being laid over English."""

    problems: list[Problem] = field(default_factory=list)

    def laid(self, base: Node, words: Node, pattern: Pattern, way: tuple[str, ...]) -> Node:
        if isinstance(pattern, Shown | Heard):
            return words
        if isinstance(base.value, Mapping):
            return self._laid_mapping(base, base.value, words, pattern, way)
        if isinstance(base.value, tuple):
            return self._laid_list(base, base.value, words, pattern, way)
        return base

    def _laid_mapping(
        self, base: Node, values: Mapping[str, Node], words: Node, pattern: Pattern, way: tuple[str, ...]
    ) -> Node:
        if not isinstance(words.value, Mapping):
            self.problems.append(Problem(words.place, f'{_named(way)} must be a mapping: lines of "name: ..."'))
            return base
        self._refuse_foreign(values, words.value, pattern)
        laid = {
            key: self._laid_child(child, words.value.get(key), words, part(pattern, key), (*way, key))
            for key, child in values.items()
        }
        return replace(base, value=laid)

    def _laid_child(self, base: Node, words: Node | None, parent: Node, pattern: Pattern, way: tuple[str, ...]) -> Node:
        if words is not None and pattern is not None:
            return self.laid(base, words, pattern, way)
        if pattern is not None and has_words(base, pattern):
            english = f"{base.place.file}:{base.place.line}"
            self.problems.append(Problem(parent.place, f"{_named(way)} has no words here; {english} has the English"))
        return base

    def _laid_list(
        self, base: Node, values: tuple[Node, ...], words: Node, pattern: Pattern, way: tuple[str, ...]
    ) -> Node:
        """Match the entries that have words, in order."""
        wordy = [position for position, child in enumerate(values) if has_words(child, part(pattern, position))]
        given = words.value if isinstance(words.value, tuple) else ()
        if len(given) != len(wordy):
            expected = f"expected {len(wordy)}, one for each in {base.place.file}:{base.place.line} that has words"
            self.problems.append(Problem(words.place, f"{_named(way)} has {len(given)} entries; {expected}"))
            return base
        laid = {
            position: self.laid(values[position], child, part(pattern, position), (*way, str(position + 1)))
            for position, child in zip(wordy, given, strict=True)
        }
        return replace(base, value=tuple(laid.get(position, child) for position, child in enumerate(values)))

    def _refuse_foreign(self, base: Mapping[str, Node], words: Mapping[str, Node], pattern: Pattern) -> None:
        possible = [key for key in base if part(pattern, key) is not None]
        for key in words.keys() - set(possible):
            structure = f'"{key}" is no words; it stays in {base[key].place.file}' if key in base else None
            sentence = structure or unknown(key, "in the English playbook here", possible)
            self.problems.append(Problem(words[key].place, sentence))


def _named(way: tuple[str, ...]) -> str:
    return f'"{".".join(way)}"' if way else "the file"
