from typing import Any

from bot.coaching.pages import HelpPage
from bot.locales.words import load_words
from bot.surface.help import help_modal


def test_help_shows_the_commands_and_the_example_dialogue() -> None:
    texts = _texts(HelpPage(None, "", (("executive", "Too <expensive>."), ("coach", "Ask what it costs today."))))

    assert any("`/pushback log`" in text for text in texts)
    assert texts[-1].split("\n", 1)[1] == "*Executive:* Too &lt;expensive&gt;.\n\n*Coach:* Ask what it costs today."


def test_a_near_miss_names_the_command_that_was_meant_and_can_still_be_a_quote() -> None:
    view: dict[str, Any] = help_modal(HelpPage("brief", "brif", ()), load_words("en"))

    asked, row = view["blocks"][:2]

    assert asked["text"]["text"] == "I do not know “brif”. Did you mean `/pushback brief`?"
    assert [(button["action_id"], button["value"]) for button in row["elements"]] == [
        ("command.run", "brief"),
        ("quote.use", "brif"),
    ]


def _texts(page: HelpPage) -> list[str]:
    view: dict[str, Any] = help_modal(page, load_words("en"))
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
