"""French is set as French is set: narrow spaces that do not break before ; : ! ? and inside « », curved apostrophes."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
import yaml

from bot.locales.words import FOLDER

PLAYBOOKS: Final = Path(__file__).parents[2] / "playbooks"
FILES: Final = [
    *sorted((FOLDER / "fr").glob("*.yaml")),
    *sorted(PLAYBOOKS.rglob("fr.yaml")),
    *sorted((PLAYBOOKS / "library" / "fr").rglob("*.yaml")),
]
APART: Final = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|`[^`]*`|:[a-z_]+:|\d; ", re.DOTALL)
"""What is not typeset: templates, what people type, emoji, and numbers with a semicolon between them."""

LOOSE: Final = re.compile(
    r"[ \u00a0][;:!?\u00bb](?![\w=])|\u00ab(?!\u202f)|[^\W\d_]'[^\W\d_]|(?<=[^\W\d_])[;!?](?=\s|$)"
)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_signs_and_apostrophes_are_french(path: Path) -> None:
    texts = [APART.sub("x", text) for text in _texts(yaml.safe_load(path.read_text("utf-8")))]

    assert [text for text in texts if LOOSE.search(text)] == []


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
