"""The pseudo-language: English made about 40 % longer, accented and bracketed.

It shows, without a translator, which text is not translatable and which does not survive a longer language.
"""

import re
from typing import Final

PSEUDO: Final = "qps"
"""Its language code: in the range that ISO 639 leaves to private use."""

_ACCENTED: Final = str.maketrans("aeiouAEIOUcnyz", "áéíóúÁÉÍÓÚçñýž")
_UNTOUCHED: Final = re.compile(
    r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"  # Jinja
    r"|\{[^{}]*\}"  # values by name
    r"|<[^<>]*>"  # Slack links and dates
    r"|`[^`]*`"  # what people type
    r"|&[a-z]+;|:[a-z0-9_+-]+:",  # entities and emoji
    re.DOTALL,
)
_PADDING: Final = "~"


def pseudo(text: str) -> str:
    """Return an English text in the pseudo-language; placeholders, markup, links and commands stay as they are."""
    if not text.strip():
        return text
    pieces: list[str] = []
    at = words = 0
    for kept in _UNTOUCHED.finditer(text):
        pieces += [text[at : kept.start()].translate(_ACCENTED), kept.group()]
        words += len(text[at : kept.start()])
        at = kept.end()
    pieces.append(text[at:].translate(_ACCENTED))
    words += len(text[at:])
    return f"[{''.join(pieces)}{_PADDING * max(0, round(words * 0.4) - 2)}]"
