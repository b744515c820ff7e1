from dataclasses import replace
from typing import Any

from bot.coaching.pages import BriefPage, Entry
from bot.locales.words import load_words
from bot.surface.brief import brief_markdown, brief_modal
from tests.support import samples

WORDS = load_words("en")

PAGE = BriefPage(
    case_id="c1",
    title_executive="Dana Whitfield",
    title_initiative="onboarding redesign",
    quote="We are spending too much\n*already*",
    goal="Cut time to first sale",
    goal_measure="days",
    restatement="You want to see the money come back.",
    proofs=(Entry("e1", "Lyon saved 9 days", "HR report, 2025"), Entry("e2", "A team in Porto liked it")),
    cost_of_yes="Six people for two hours a week",
    pilot=(("brief.pilot.pilot_size", "6"), ("brief.pilot.rule_yes", "5 days saved")),
    ask="Six weeks with one team",
    missing=("brief.missing.proofs",),
)


def test_the_brief_reads_in_the_order_of_the_meeting() -> None:
    view: dict[str, Any] = brief_modal(PAGE, WORDS)

    texts = [block["text"]["text"] for block in view["blocks"] if block["type"] in {"header", "section"}]

    assert texts == [
        "Dana Whitfield, onboarding redesign",
        "*What they said*\n> We are spending too much\n> *already*",
        "*The goal it touches*\nCut time to first sale (measured by: days)",
        "*What you heard*\nYou want to see the money come back.",
        "*Proof to bring*\n• Lyon saved 9 days (_HR report, 2025_)\n• A team in Porto liked it (_no source_)",
        "*What a yes costs them*\nSix people for two hours a week",
        "*The pilot*\n• How many: 6\n• It is a yes if: 5 days saved",
        "*Your one ask*\nSix weeks with one team",
        "*Still to add*\n• A proof with its source: in *Align*",
    ]


def test_what_is_missing_can_be_added_from_there() -> None:
    view: dict[str, Any] = brief_modal(PAGE, WORDS)

    button = view["blocks"][-1]["accessory"]

    assert (button["action_id"], button["value"]) == ("case.continue", "c1")


def test_nothing_is_said_of_what_is_not_known() -> None:
    view: dict[str, Any] = brief_modal(samples.empty_brief_page(), WORDS)

    assert [block["type"] for block in view["blocks"]] == ["header", "divider", "section"]


def test_the_file_to_take_along_shows_what_people_typed_and_obeys_none_of_it() -> None:
    page = replace(PAGE, goal="# *One* <b>", goal_measure="")

    written = brief_markdown(page, WORDS)

    assert written.startswith(
        "# Dana Whitfield, onboarding redesign\n\n## What they said\n\n> We are spending too much\n"
    )
    assert "> \\*already\\*" in written
    assert "\\# \\*One\\* \\<b\\>" in written
    assert "- A team in Porto liked it (*no source*)" in written


def test_the_file_to_take_along_cuts_nothing() -> None:
    page = replace(PAGE, quote="x" * 3000)

    assert "x" * 3000 in brief_markdown(page, WORDS)
