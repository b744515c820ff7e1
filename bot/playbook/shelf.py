"""All playbooks of a folder, read and checked at once, with every version a running case still stands on."""

import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from bot.locales.pseudo import PSEUDO
from bot.locales.words import ENGLISH, base
from bot.playbook.compiler import Compiled, compiled
from bot.playbook.files import LIBRARY, PLAYBOOK
from bot.playbook.model import Playbook
from bot.playbook.problems import Place, PlaybookError, Problem

Sources = Mapping[str, str]
"""The files a playbook is made from: path below the folder of playbooks -> text."""


class Shelf:
    """Playbooks by id, version and language. What stands here has been checked."""

    def __init__(self) -> None:
        self._newest: dict[str, str] = {}
        self._sources: dict[tuple[str, str], Sources] = {}
        self._playbooks: dict[tuple[str, str], Mapping[str, Playbook]] = {}

    @classmethod
    def read(cls, folder: Path) -> "Shelf":
        """Read every playbook in a folder.

        Raises:
            PlaybookError: something is wrong in any of them; it lists all of it.
        """
        shelf = cls()
        shelf.refresh(folder)
        return shelf

    def refresh(self, folder: Path) -> None:
        """Read the folder again; earlier versions stay for the cases that stand on them.

        Raises:
            PlaybookError: something is wrong; the shelf is as it was.
        """
        sources = sources_in(folder)
        results = {playbook_id: compiled(playbook_id, own, version_of(own)) for playbook_id, own in sources.items()}
        problems = [problem for result in results.values() for problem in result.problems]
        if problems:
            raise PlaybookError(problems)
        for playbook_id, result in results.items():
            self._newest[playbook_id] = self._put(playbook_id, sources[playbook_id], result)

    def add(self, sources: Sources, playbook_id: str) -> str:
        """Put back a version that was kept with a case, and return it.

        It was checked when it was new: a rule that came later does not stop a running case.

        Raises:
            PlaybookError: this release cannot read it any more.
        """
        result = compiled(playbook_id, sources, version_of(sources))
        if ENGLISH not in result.playbooks:
            raise PlaybookError(result.problems)
        return self._put(playbook_id, sources, result)

    def ids(self) -> tuple[str, ...]:
        """Name the playbooks a run can begin with."""
        return tuple(sorted(self._newest))

    def languages(self) -> tuple[str, ...]:
        """Name the languages that every newest playbook speaks, English first."""
        spoken = [self._playbooks[key].keys() for key in self._newest.items()]
        shared = set.intersection(*map(set, spoken)) - {ENGLISH, PSEUDO} if spoken else set()
        return (ENGLISH, *sorted(shared))

    def newest(self, playbook_id: str) -> str:
        """Return the version with which new runs begin; `KeyError` when there is no such playbook."""
        return self._newest[playbook_id]

    def holds(self, version: str) -> bool:
        """Tell whether a version of any playbook stands here."""
        return any(version == held for _, held in self._playbooks)

    def playbook(self, playbook_id: str, version: str, language: str) -> Playbook:
        """Return a playbook in a language, in English where it does not speak it; `KeyError` when it is not here.

        A tag with a region, such as `en-GB`, gets the language's words and the region's form of dates and numbers.
        """
        spoken = self._playbooks[playbook_id, version]
        playbook = spoken.get(language) or spoken.get(base(language), spoken[ENGLISH])
        is_regional = base(language) == playbook.language != language
        return replace(playbook, language=language) if is_regional else playbook

    def sources(self, playbook_id: str, version: str) -> Sources:
        """Return the files a version was read from, its library included; `KeyError` when it is not here."""
        return self._sources[playbook_id, version]

    def _put(self, playbook_id: str, sources: Sources, result: Compiled) -> str:
        version = version_of(sources)
        self._sources[playbook_id, version] = sources
        self._playbooks[playbook_id, version] = result.playbooks
        return version


def version_of(sources: Sources) -> str:
    """Return the version that these files are: a hash over their names and texts."""
    return sha256(json.dumps(sorted(sources.items())).encode()).hexdigest()


def sources_in(folder: Path) -> dict[str, Sources]:
    """Return the files of every playbook in a folder, by its id, each with the library.

    Raises:
        PlaybookError: there is none.
    """
    playbooks = sorted(path.parent for path in folder.glob(f"*/{PLAYBOOK}"))
    if not playbooks:
        raise PlaybookError([Problem(Place(str(folder), 1), f"no playbook is here; expected <id>/{PLAYBOOK}")])
    library = _texts(folder, sorted((folder / LIBRARY).rglob("*.yaml")))
    return {path.name: {**_texts(folder, sorted(path.glob("*.yaml"))), **library} for path in playbooks}


def _texts(folder: Path, paths: list[Path]) -> Sources:
    """Read files; what is not UTF-8 in them is told by the reader, with its line."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8-sig", errors="surrogateescape") for path in paths
    }
