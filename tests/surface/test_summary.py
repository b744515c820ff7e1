from typing import Any

from bot.coaching.pages import SummaryPage
from bot.locales.words import load_words
from bot.surface.summary import summary_modal
from tests.support import samples
from tests.support.samples import TYPICAL, ZONE


def test_a_finished_run_closes_on_what_was_agreed() -> None:
    texts = _texts(samples.summary_page(TYPICAL))

    assert texts[0].startswith("*You have a plan.*\n*Next:* ")
    assert texts[1] == "*Next contact*\nThu, Mar 26, 2026"
    assert texts[2].startswith("*Promises*\n• You: ")
    assert texts[4].startswith("I do not know “")


def test_what_was_planned_is_said_with_its_local_moment() -> None:
    nudge = samples.own_nudge(text="send the outline")

    texts = _texts(SummaryPage(samples.card(TYPICAL), reminders=(nudge,)))

    assert texts[-1].replace("\u202f", " ") == "*I will remind you*\n• Thu, Mar 26, 2026 3:05 PM: send the outline"


def test_a_case_that_rests_says_that_it_waits() -> None:
    assert _texts(samples.summary_page(TYPICAL, rests=True))[0].startswith("*That is enough for today.*")


def test_a_logged_contact_says_so_and_what_comes_next() -> None:
    assert _texts(SummaryPage(samples.card(TYPICAL), logged=True))[0].startswith("*Noted.*")


def test_a_closed_case_says_how_it_ended_and_nothing_more() -> None:
    assert _texts(samples.closed_summary_page(TYPICAL)) == ["*Closed:* They declined"]


def _texts(page: SummaryPage) -> list[str]:
    view: dict[str, Any] = summary_modal(page, load_words("en"), ZONE)
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
