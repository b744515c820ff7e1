import json
from typing import Any

import pytest

from bot.locales.words import Sentence, load_words
from bot.playbook.model import Option
from bot.surface import kit
from bot.surface.kit import TooLongError
from tests.support import samples

WORDS = load_words("en")


def test_markup_in_what_people_typed_is_shown_and_not_obeyed() -> None:
    typed = "<!channel> & <https://evil.example|here>"

    safe = kit.escape(typed)

    assert safe == "&lt;!channel&gt; &amp; &lt;https://evil.example|here&gt;"


@pytest.mark.parametrize("limit", range(1, 12))
def test_a_cut_leaves_no_half_of_an_escaped_character(limit: int) -> None:
    safe = kit.escape("&<>&<>", limit)

    assert len(safe) <= limit
    assert "&" not in safe.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert safe.endswith("…")


def test_what_fits_is_left_as_it_is() -> None:
    text = "Zwölf Monate, שלום, 👩🏽‍💻\nund mehr"

    assert kit.clip(text, 100) == text


def test_a_quotation_is_marked_on_every_line() -> None:
    assert kit.quoted("First\n\n  second <b>", 100) == "> First\n> second &lt;b&gt;"


def test_a_value_of_a_sentence_cannot_bring_markup_into_it() -> None:
    sentence = Sentence("help.unknown", {"typed": Sentence("names.stage.listen")})
    hostile = Sentence("help.unknown", {"typed": "<!here>"})

    assert "Listen" in kit.say(sentence, WORDS)
    assert "&lt;!here&gt;" in kit.say(hostile, WORDS)


def test_a_long_text_is_split_between_paragraphs() -> None:
    paragraphs = ["one " * 500, "two " * 500, "three"]

    blocks = kit.sections("\n\n".join(paragraphs))

    assert [_text(block)[:5] for block in blocks] == ["one o", "two t"]
    assert _text(blocks[1]).endswith("three")


def test_splitting_never_breaks_an_escaped_character() -> None:
    solid = kit.escape("&" * 2000, 10_000)

    blocks = kit.sections(solid)

    assert "".join(map(_text, blocks)) == solid
    assert all(_text(block).endswith("&amp;") for block in blocks)


def test_a_blank_text_takes_no_block() -> None:
    assert kit.sections(" \n ") == []


@pytest.mark.parametrize(
    "draw",
    [
        lambda long: kit.button(long, "a.b"),
        lambda long: kit.modal("step", long, [], close="x"),
        lambda long: kit.modal("step", "x", [], close=long),
        lambda long: kit.modal("step", "x", [], close="x", submit=long),
        kit.section,
        lambda long: kit.text_input(placeholder=long),
        lambda long: kit.metadata(quote=long),
        lambda long: kit.message(long, []),
    ],
)
def test_a_text_of_our_own_that_does_not_fit_is_never_cut_in_silence(draw: Any) -> None:  # noqa: ANN401
    with pytest.raises(TooLongError):
        draw("w" * 4001)


def test_too_many_blocks_are_refused_before_slack_does() -> None:
    with pytest.raises(TooLongError):
        kit.home([kit.divider()] * 101)


def test_buttons_that_do_the_same_in_one_row_are_numbered() -> None:
    row = kit.actions(kit.button("A", "case.log", "1"), kit.button("B", "case.log", "2"), kit.button("C", "case.brief"))

    assert [button["action_id"] for button in _elements(row)] == ["case.log", "case.log#2", "case.brief"]


def test_a_menu_of_too_many_keeps_the_chosen_one_and_the_order() -> None:
    menu: dict[str, Any] = kit.select(samples.options(140), "o120", placeholder="Choose")

    values = [option["value"] for option in menu["options"]]

    assert len(values) == 100
    assert values[-1] == "o120"
    assert menu["initial_option"] in menu["options"]


def test_a_choice_that_is_no_longer_offered_is_not_preselected() -> None:
    assert "initial_option" not in kit.radio([Option("a", "A")], "gone")
    assert "initial_options" not in kit.checkboxes([Option("a", "A")], ["gone"])


def test_metadata_keeps_letters_as_they_are_so_that_more_fit() -> None:
    packed = kit.metadata(quote="é" * 2900)

    assert json.loads(packed) == {"quote": "é" * 2900}


def _text(block: Any) -> str:  # noqa: ANN401
    return str(block["text"]["text"])


def _elements(block: Any) -> Any:  # noqa: ANN401
    return block["elements"]
