"""Spanish is set as Spanish is set: questions and exclamations open as they close, and quotation marks are curved."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import yaml

from bot.locales.words import FOLDER

PLAYBOOKS: Final = Path(__file__).parents[2] / "playbooks"
FILES: Final = [
    *sorted((FOLDER / "es").glob("*.yaml")),
    *sorted(PLAYBOOKS.rglob("es.yaml")),
    *sorted((PLAYBOOKS / "library" / "es").rglob("*.yaml")),
]
SIGNS: Final = {"¿": "?", "¡": "!", "“": "”"}
NO_SENTENCE: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|`[^`]*`|^\?$", re.DOTALL)
"""What is no sentence: templates, what people type, and a mark that stands for something unknown."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_opens_closes(path: Path) -> None:
    texts = [NO_SENTENCE.sub("x", text) for text in _texts(yaml.safe_load(path.read_text("utf-8")))]

    assert [text for text in texts if any(text.count(one) != text.count(other) for one, other in SIGNS.items())] == []


def _texts(tree: object) -> Iterator[str]:
    """Yield what people read: words to be looked for are written as people type them."""
    match tree:
        case str():
            yield tree
        case list():
            for entry in tree:
                yield from _texts(entry)
        case dict():
            for key, entry in tree.items():
                if key not in {"signals", "phrases", "heard", "signal", "against"}:
                    yield from _texts(entry)
