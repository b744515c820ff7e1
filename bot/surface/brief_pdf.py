"""The brief as PDF: set by Typst from data. What people typed is data there too, and never markup."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final

from typst import Compiler, Fonts

from bot.locales.words import Words, base
from bot.surface.paper import ROOMS, Paper, cut, fitted

_TEMPLATE: Final = Path(__file__).with_suffix(".typ")

_ONE_AT_A_TIME: Final = Lock()
"""The compiler keeps what it has set before, which makes the next brief fast; it sets one at a time."""


def brief_pdf(paper: Paper, words: Words) -> bytes:
    """Return the brief as PDF: one page, and the sheet of assumptions behind it where there is an estimate.

    The same brief gives the same bytes. It takes some tens of milliseconds of a core: call it in a thread.
    """
    with _ONE_AT_A_TIME:
        made = _compiler().compile(format="pdf", sys_inputs=_inputs(paper, words))
    assert isinstance(made, bytes)
    return made


def brief_pictures(paper: Paper, words: Words, ppi: float = 80) -> list[bytes]:
    """Return the pages of the brief as PNG, for whoever checks what it looks like."""
    with _ONE_AT_A_TIME:
        made = _compiler().compile(format="png", ppi=ppi, sys_inputs=_inputs(paper, words))
    return made if isinstance(made, list) else [made or b""]


@cache
def _compiler() -> Compiler:
    """Return the compiler, with the fonts that come with it: a brief looks the same wherever it is made."""
    fonts = Fonts(include_system_fonts=False, include_embedded_fonts=True)
    return Compiler(str(_TEMPLATE), root=str(_TEMPLATE.parent), font_paths=fonts, ignore_system_fonts=True)


def _inputs(paper: Paper, words: Words) -> dict[str, str]:
    brief = {
        "lang": base(paper.language),
        "format": paper.format,
        "title": cut(paper.title, ROOMS[0].note),
        "kicker": paper.kicker,
        "rests": words("paper.rests.title"),
        "pages": [asdict(fitted(paper, room)) | {"assumptions": None} for room in ROOMS],
        "assumptions": asdict(paper.assumptions) if paper.assumptions else None,
    }
    return {"brief": json.dumps(brief, ensure_ascii=False)}
