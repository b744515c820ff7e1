import pytest

from bot.coaching.case import Executive
from bot.locales.words import load_words
from bot.surface.titles import case_title


@pytest.mark.parametrize(
    ("executive", "initiative", "title"),
    [
        (Executive("x", "Dana Whitfield", "CFO"), "onboarding redesign", "CFO, onboarding redesign"),
        (Executive("x", "Dana Whitfield"), "onboarding redesign", "Dana Whitfield, onboarding redesign"),
        (Executive("x", "Dana Whitfield", "CFO"), "", "CFO"),
        (None, "onboarding redesign", "onboarding redesign"),
        (None, "", "New case"),
    ],
)
def test_a_title_tells_who_and_what(executive: Executive | None, initiative: str, title: str) -> None:
    assert case_title(executive, initiative, load_words("en")) == title


def test_both_parts_of_a_long_title_are_seen() -> None:
    title = case_title(Executive("x", "", "Chief " * 50), "onboarding\nredesign", load_words("en"))

    assert title.startswith("Chief Chief")
    assert title.endswith("…, onboarding redesign")
