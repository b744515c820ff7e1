"""The PDF: one page and its sheet, the same bytes each time, and nothing that people typed is obeyed."""

import json
from dataclasses import replace
from time import perf_counter

import pytest

from bot.coaching.brief_pages import BriefPage
from bot.coaching.pilot import Verdict
from bot.locales.words import load_words
from bot.surface import brief_pdf as brief_pdf_module
from bot.surface.brief_pdf import brief_pdf, brief_pictures
from bot.surface.paper import paper_of
from tests.surface.briefs import FULL, LONG, SPARSE, WORDS, longest, piloted, result

NASTY = (
    "*b* _i_ #strong[x] #pagebreak() \\ $x^2$ @ref <label> `raw` = head\n- list // off /* "
    "\u202eאבג مرحبا 👩🏽\u200d💻 \x00 \ud800"
)


def pages_in(page: BriefPage) -> int:
    return len(brief_pictures(paper_of(page, WORDS), WORDS, ppi=20))


def fit_of(page: BriefPage) -> object:
    """Return which of the ways to cut the page was taken, and whether it fits by it."""
    pdf_of(page)
    return json.loads(brief_pdf_module._compiler().query("<fit>", field="value", one=True))


def pdf_of(page: BriefPage) -> bytes:
    words = load_words(page.language)
    return brief_pdf(paper_of(page, words), words)


@pytest.mark.parametrize("language", ["en-GB", "en-US"])
def test_the_longest_brief_is_one_page_and_its_sheet(language: str) -> None:
    page = replace(longest(), language=language)

    made = pdf_of(page)

    assert fit_of(page) == {"room": 6, "fits": True}
    assert pages_in(replace(page, estimate=None)) == 1
    assert len(made) < 200_000


def test_a_brief_of_the_usual_length_is_not_cut() -> None:
    assert fit_of(FULL) == {"room": 0, "fits": True}


def test_the_sheet_of_assumptions_stands_behind_it() -> None:
    assert pages_in(FULL) == 2
    assert pages_in(SPARSE) == 1


def test_the_same_brief_gives_the_same_bytes() -> None:
    first = pdf_of(FULL)

    pdf_of(longest())

    assert pdf_of(replace(FULL)) == first
    assert b"CreationDate" not in first


def test_what_people_typed_is_shown_and_obeyed_nowhere() -> None:
    page = replace(FULL, title_initiative=NASTY, quote=NASTY, ask=NASTY, goal=NASTY, restatement=NASTY)

    assert pages_in(page) == 2


@pytest.mark.parametrize("verdict", Verdict)
def test_a_brief_with_a_result_is_one_page_too(verdict: Verdict) -> None:
    page = replace(FULL, tested=piloted(results=result(verdict)), estimate=None)

    assert pages_in(page) == 1


def test_a_brief_is_small_and_soon_made() -> None:
    pdf_of(FULL)
    changed = replace(FULL, ask=LONG[:80])

    began = perf_counter()
    made = pdf_of(changed)
    took = perf_counter() - began

    assert len(made) < 200_000
    assert took < 1.0  # the bench measures it; a machine that runs other tests too may take longer
