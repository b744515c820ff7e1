import pytest

from bot.coaching.nudge_pages import Later
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
