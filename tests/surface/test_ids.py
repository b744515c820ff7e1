import pytest

from bot.coaching.nudge_pages import Later
from bot.coaching.sheet_pages import Spot
from bot.playbook.model import Tool
from bot.surface import ids


@pytest.mark.parametrize("choice", Later)
def test_what_the_menu_answers_says_until_when_and_which_nudge(choice: Later) -> None:
    assert ids.read_later(ids.later_value(choice, "n1")) == (choice, "n1")


@pytest.mark.parametrize("value", ["", "n1", "never:n1"])
def test_what_the_menu_never_offered_is_not_read(value: str) -> None:
    with pytest.raises(ValueError, match="Later"):
        ids.read_later(value)


def test_a_mark_makes_another_field_of_the_same_name() -> None:
    assert ids.stem(ids.marked("region", "DE")) == "region"
    assert ids.marked("region", "") == "region"


@pytest.mark.parametrize("tool", Tool)
def test_a_tools_button_says_which_tool_and_for_which_case(tool: Tool) -> None:
    assert ids.read_tool(ids.tool_value(tool, "c1")) == (tool, "c1")


def test_a_place_on_a_worksheet_comes_back_as_it_was_drawn() -> None:
    spot = Spot(Tool.NEEDS, "goals", "c1", "g1")

    assert ids.read_sheet(ids.sheet_value(spot)) == spot


@pytest.mark.parametrize("value", ["", "needs", "moon:goals:c1:", "needs:goals"])
def test_a_place_that_no_button_ever_named_is_not_read(value: str) -> None:
    with pytest.raises(ValueError, match=r"Tool|unpack"):
        ids.read_sheet(value)
