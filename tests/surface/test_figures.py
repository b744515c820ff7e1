import csv
from io import StringIO

import pytest

from bot.coaching.figures import MINE, Asked, Range
from bot.locales.words import load_words
from bot.surface import charts, figures_ids
from bot.surface.figures import figures_modal
from bot.surface.figures_table import table
from tests.support.digests import digest_page, figures_page
from tests.support.samples import TYPICAL

WORDS = load_words("en")


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", "\r\n@"])
def test_no_cell_is_a_formula(begins: str) -> None:
    page = figures_page(TYPICAL, concern=f"{begins}HYPERLINK(1)")

    cells = [cell for row in csv.reader(StringIO(table(page, WORDS))) for cell in row]

    assert f"'{begins.strip()}HYPERLINK(1)" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_table_has_the_columns_that_its_first_line_names() -> None:
    rows = list(csv.reader(StringIO(table(figures_page(TYPICAL), WORDS))))

    assert rows[0] == ["Part", "Figure", "From", "To", "Count"]
    assert {len(row) for row in rows} == {5}


def test_the_window_says_in_words_what_a_message_draws_as_charts() -> None:
    drawn = figures_modal(figures_page(TYPICAL), WORDS)

    kinds = {block["type"] for block in drawn["blocks"]}
    assert "data_visualization" not in kinds
    assert "What we heard" in str(drawn)


def test_what_is_chosen_in_one_menu_keeps_what_the_other_says() -> None:
    asked = Asked(Range.LAST_MONTH, "0" * 32)

    drawn = figures_modal(figures_page(TYPICAL, asked=asked), WORDS)

    whose, days = drawn["blocks"][0]["elements"]
    assert figures_ids.value(Asked(Range.LAST_MONTH, MINE)) in [option["value"] for option in whose["options"]]
    assert days["initial_option"]["value"] == figures_ids.value(asked)


def test_a_button_is_read_as_it_was_written() -> None:
    for range_ in Range:
        assert figures_ids.read_value(figures_ids.value(Asked(range_, "team"))) == Asked(range_, "team")


def test_bars_are_as_high_as_their_values() -> None:
    assert charts.bars((0, 1, 2, 4)) == "▁▃▅█"
    assert charts.bars((0, 0)) == "▁▁"


def test_a_page_of_nothing_has_nothing_to_send() -> None:
    drawn = figures_modal(figures_page(TYPICAL, shown=None), WORDS)

    assert "Send me a spreadsheet" not in str(drawn)
    assert digest_page(TYPICAL).team not in str(drawn["blocks"][1:])
