import json
from typing import Any

from bot.coaching.pages import LogPage
from bot.locales.words import load_words
from bot.surface.log import log_modal
from tests.support import samples
from tests.support.samples import TYPICAL

WORDS = load_words("en")


def test_logging_takes_four_taps_and_one_text_field() -> None:
    view = _drawn(samples.log_page(TYPICAL))

    kinds = [block["element"]["type"] for block in view["blocks"] if block["type"] == "input"]

    assert kinds == ["radio_buttons", "radio_buttons", "static_select", "datepicker", "plain_text_input"]
    assert json.loads(view["private_metadata"]) == {"case": "case0", "corrects": None}


def test_the_level_until_now_is_marked() -> None:
    options = _block(_drawn(samples.log_page(TYPICAL)), "engagement")["element"]["options"]

    assert [option["value"] for option in options if "description" in option] == ["resistant"]


def test_with_several_cases_each_says_where_its_executive_stands() -> None:
    view = _drawn(samples.log_page(TYPICAL, cases=2))

    cases = _block(view, "case")["element"]
    levels = _block(view, "engagement")["element"]["options"]

    assert [option["description"]["text"] for option in cases["options"]] == ["Resistant until now"] * 2
    assert cases["initial_option"]["value"] == "case0"
    assert not [option for option in levels if "description" in option]
    assert json.loads(view["private_metadata"])["case"] is None


def test_a_move_to_leading_asks_for_a_second_act_and_keeps_what_was_entered() -> None:
    view = _drawn(samples.second_act_page(TYPICAL))

    assert _block(view, "second_act")["label"]["text"] == "What else did they do for it?"
    assert "Needed for Leading only" in _block(view, "second_act")["hint"]["text"]
    assert _block(view, "engagement")["element"]["initial_option"]["value"] == "leading"
    assert _block(view, "quote")["element"]["initial_value"] == TYPICAL.text


def test_a_correction_says_what_it_corrects_and_begins_with_it() -> None:
    view = _drawn(samples.correcting_page(TYPICAL))

    said = " ".join(block["text"]["text"] for block in view["blocks"] if block["type"] == "section")

    assert "Thu, Mar 26, 2026 (Wants changes)" in said
    assert _block(view, "reaction")["element"]["initial_option"]["value"] == "wants_changes"
    assert json.loads(view["private_metadata"]) == {"case": "case0", "corrects": "i0"}


def _drawn(page: LogPage) -> dict[str, Any]:
    return log_modal(page, WORDS)


def _block(view: dict[str, Any], block_id: str) -> dict[str, Any]:
    return next(block for block in view["blocks"] if block.get("block_id") == block_id)
