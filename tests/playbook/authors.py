"""A small playbook that has everything, and slips of the pen in it."""

from pathlib import Path

from bot.playbook.compiler import Compiled, compiled
from bot.playbook.model import Playbook
from bot.playbook.shelf import Sources, sources_in, version_of

SMALL = Path(__file__).parent / "small"
PLAYBOOK = "small/playbook.yaml"
CONCERNS = "library/concerns.yaml"
TACTICS = "library/tactics.yaml"
WARNINGS = "library/warnings.yaml"


def small_sources(changed: dict[str, str] | None = None) -> Sources:
    return {**sources_in(SMALL)["small"], **(changed or {})}


def slip(file: str, old: str, new: str) -> Sources:
    """Write `new` for the first `old` in a file; the whole file where `old` is empty."""
    text = small_sources().get(file, "")
    assert old in text, f"{old!r} is not in {file}"
    return small_sources({file: text.replace(old, new, 1) if old else new})


def make(sources: Sources) -> Compiled:
    return compiled("small", sources, version_of(sources))


def told(sources: Sources) -> list[str]:
    return sorted(map(str, make(sources).problems))


def small_playbook(language: str = "en") -> Playbook:
    return make(small_sources()).playbooks[language]
