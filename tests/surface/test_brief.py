from dataclasses import replace
from typing import Any

import pytest

from bot.coaching import word_guard
from bot.coaching.brief_pages import BriefChoices, BriefChoicesPage, BriefPage, Slip, Spoken
from bot.locales.words import Sentence
from bot.surface import limits
from bot.surface.brief import brief_modal
from bot.surface.brief_choices import brief_choices_modal
from bot.surface.brief_markdown import brief_markdown
from bot.surface.paper import paper_of
from tests.support import samples
from tests.support.samples import DAY
from tests.surface.briefs import FULL, WORDS, longest


def texts(page: BriefPage) -> list[str]:
    view: dict[str, Any] = brief_modal(page, WORDS)
    return [block["text"]["text"] for block in view["blocks"] if block["type"] in {"header", "section"}]


def test_the_brief_reads_in_the_order_of_the_meeting() -> None:
    said = texts(replace(FULL, missing=("brief.missing.proofs",)))

    assert said[0] == "Onboarding redesign"
    assert said[1] == "*What you said*\n> We are spending too much\n> *already*"
    assert said[3].endswith("Open the second site without losing a customer (measured by: Complaints per 1,000 orders)")
    assert "*Low case*: Benefit £18,944, Cost £18,352" in said[4]
    assert "• Lyon saved 9 days · _HR report, 2025_\n• A team in Porto liked it · _no source_" in said[6]
    assert said[-2] == "*What we ask*\nEight weeks with the north depot"
    assert said[-1] == "*Still to add*\n• A proof with its source: in *Align*"


def test_what_is_missing_can_be_added_from_there() -> None:
    view: dict[str, Any] = brief_modal(replace(FULL, missing=("brief.missing.ask",)), WORDS)

    button = view["blocks"][-1]["accessory"]

    assert (button["action_id"], button["value"]) == ("case.continue", "c1")


def test_nothing_is_said_of_what_is_not_known() -> None:
    view: dict[str, Any] = brief_modal(samples.empty_brief_page(), WORDS)

    assert [block["type"] for block in view["blocks"]] == ["header", "actions", "divider", "section"]


def test_what_was_just_done_stands_at_the_top() -> None:
    assert texts(replace(FULL, notice=Sentence("brief.on_its_way.pdf")))[0].startswith("The PDF is on its way")


def test_words_that_would_be_picked_apart_are_named_with_better_ones() -> None:
    (finding,) = word_guard.findings("ROI of 1.8", WORDS)

    said = texts(replace(FULL, slips=(Slip("paper.ask", finding),)))[-1]

    assert said.startswith("*Words about money that would be picked apart*\n• *What we ask* “ROI of 1.8” is a benefit-")
    assert "1.8 back for each 1 spent, a return of 80%" in said


def test_the_longest_brief_stays_within_what_slack_takes() -> None:
    assert all(len(text) <= limits.SECTION_TEXT for text in texts(longest()))


def test_the_file_shows_what_people_typed_and_obeys_none_of_it() -> None:
    page = replace(FULL, goal="# *One* <b> | two", goal_measure="")

    written = brief_markdown(paper_of(page, WORDS))

    assert written.startswith(
        "# Onboarding redesign\n\n_For Dana Whitfield, CFO_\n\n_Maya Okafor, Sun, 22 Nov 2026_\n\n"
    )
    assert "## What you said\n\n> We are spending too much\n> \\*already\\*" in written
    assert "\\# \\*One\\* \\<b\\> \\| two" in written
    assert "- A team in Porto liked it (no source)" in written
    assert "| Low case | £18,944 | £18,352 | £592 | 3% | 1.03 | 11.6 |" in written
    assert "- **Fewer complaints reach the hotline**: £7,344 / £12,240." in written


def test_the_file_cuts_nothing() -> None:
    page = replace(FULL, quote="x" * 3000)

    assert "x" * 3000 in brief_markdown(paper_of(page, WORDS))


@pytest.mark.parametrize(
    ("chosen", "initial"), [(BriefChoices(), ("none", "newest")), (BriefChoices("en-US", "i1"), ("en-US", "i1"))]
)
def test_what_was_chosen_stands_in_the_form(chosen: BriefChoices, initial: tuple[str, str]) -> None:
    page = BriefChoicesPage("c1", chosen, (Spoken("i1", "Too dear", DAY),), "en-GB")

    view: dict[str, Any] = brief_choices_modal(page, WORDS)

    menus = [block["element"]["initial_option"]["value"] for block in view["blocks"]]
    assert tuple(menus) == initial
