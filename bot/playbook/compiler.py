"""Make a playbook in every language it speaks from its files, and find everything that is wrong in them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from bot.locales.pseudo import PSEUDO
from bot.locales.words import ENGLISH
from bot.playbook import checks
from bot.playbook.assemble import LibraryEntry, playbook
from bot.playbook.files import PLAYBOOK, trees
from bot.playbook.model import Playbook
from bot.playbook.nodes import Node, branches
from bot.playbook.overlays import laid_over
from bot.playbook.problems import Place, Problem
from bot.playbook.schema import GROUPS, Cautions, Concerns, PlaybookEntry, Tactics
from bot.playbook.shape import shaped
from bot.playbook.texts import in_pseudo_language, too_long, with_labels

_REMEMBERED: Final = 8  # versions


@dataclass(frozen=True, slots=True)
class Compiled:
    """A playbook by language, as far as its files can be read, and what is wrong with them."""

    playbooks: Mapping[str, Playbook]
    problems: tuple[Problem, ...]


def compiled(playbook_id: str, sources: Mapping[str, str], version: str) -> Compiled:
    """Return what the files of a playbook and its library make; the same files are compiled once a process."""
    return _compiled(playbook_id, tuple(sorted(sources.items())), version)


@lru_cache(maxsize=_REMEMBERED)
def _compiled(playbook_id: str, files: tuple[tuple[str, str], ...], version: str) -> Compiled:
    sources = dict(files)
    found = trees(playbook_id, sources)
    compiling = _Compiling(playbook_id, version, found.problems)
    if f"{playbook_id}/{PLAYBOOK}" not in sources:
        found.problems.append(Problem(Place(f"{playbook_id}/{PLAYBOOK}", 1), "there is no such file"))
    elif found.are_whole:
        compiling.compile(found.by_language)
    return Compiled(compiling.playbooks, tuple(dict.fromkeys(compiling.problems)))


class _Compiling:
    """One playbook being made."""

    def __init__(self, playbook_id: str, version: str, problems: list[Problem]) -> None:
        self.playbooks: dict[str, Playbook] = {}
        self.problems = problems
        self._id = playbook_id
        self._version = version

    def compile(self, roots: Mapping[str, Node]) -> None:
        english = with_labels(roots[ENGLISH])
        self._add(english, ENGLISH)
        for language, root in roots.items():
            if language != ENGLISH:
                laid, problems = laid_over(english, with_labels(root))
                self.problems += problems
                self._add(laid, language)
        self._add_pseudo(english)

    def _add(self, root: Node, language: str) -> None:
        flaws = list(checks.of_parts(root, self._id, language))
        made, misshapen = self._made(root, language)
        self.problems += [*flaws, *misshapen]
        if made is not None:
            self.playbooks[language] = made
            self.problems += [] if flaws else checks.of_the_whole(made, root)

    def _add_pseudo(self, english: Node) -> None:
        """Add the language that shows what becomes of English texts in a longer one."""
        root = in_pseudo_language(english)
        made, _ = self._made(root, PSEUDO)
        if made is not None:
            self.playbooks[PSEUDO] = made
        if not self.problems:
            self.problems += too_long(root, " in a language that is 40 % longer")

    def _made(self, root: Node, language: str) -> tuple[Playbook | None, list[Problem]]:
        own = replace(root, value={str(key): node for key, node in branches(root) if key not in GROUPS})
        entry, problems = shaped(own, PlaybookEntry)
        library, library_problems = _library(root)
        if entry is None or library is None:
            return None, [*problems, *library_problems]
        made = playbook(entry, library, version=self._version, language=language)
        return made, [*problems, *library_problems]


def _library(root: Node) -> tuple[LibraryEntry | None, list[Problem]]:
    empty = Node(root.place, {})
    concerns, wrong_concerns = shaped(root.under("concerns") or empty, Concerns)
    tactics, wrong_tactics = shaped(root.under("tactics") or empty, Tactics)
    warnings, wrong_warnings = shaped(root.under("warnings") or empty, Cautions)
    problems = [*wrong_concerns, *wrong_tactics, *wrong_warnings]
    if concerns is None or tactics is None or warnings is None:
        return None, problems
    return LibraryEntry(concerns, tactics, warnings), problems
