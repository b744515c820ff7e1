import json
from typing import Any

from bot.locales.words import load_words
from bot.surface.chooser import chooser_modal
from tests.support import samples
from tests.support.samples import TYPICAL

WORDS = load_words("en")


def test_open_cases_stand_beside_a_new_one() -> None:
    view = _drawn()

    options = view["blocks"][0]["element"]["options"]

    assert [option["value"] for option in options] == ["case0", "case1", "new"]
    assert options[0]["text"]["text"] == f"{TYPICAL.line}, {TYPICAL.line}"
    assert options[0]["description"]["text"].startswith("Listen: ")


def test_the_newest_case_is_preselected() -> None:
    assert _drawn()["blocks"][0]["element"]["initial_option"]["value"] == "case0"


def test_with_a_quote_typed_along_a_new_case_is_preselected_and_carries_it() -> None:
    view = _drawn(quote="We have no budget")

    assert view["blocks"][1]["element"]["initial_option"]["value"] == "new"
    assert json.loads(view["private_metadata"]) == {"purpose": "resume", "quote": "We have no budget"}


def test_a_quote_too_long_to_carry_unseen_stands_in_a_field() -> None:
    view = _drawn(quote="“" * 3000)

    assert view["blocks"][0]["block_id"] == "quote"
    assert view["blocks"][0]["element"]["initial_value"] == "“" * 3000


def test_for_logging_only_open_cases_are_offered() -> None:
    view = _drawn("log")

    options = view["blocks"][0]["element"]["options"]

    assert [option["value"] for option in options] == ["case0", "case1"]


def _drawn(purpose: str = "resume", quote: str = "") -> dict[str, Any]:
    return chooser_modal(samples.chooser_page(TYPICAL, purpose, quote), WORDS)
