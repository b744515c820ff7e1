from bot.listeners.tools import OPENERS
from bot.locales.words import load_words
from bot.playbook.model import Tool


def test_every_tool_can_be_opened_and_is_named_and_explained() -> None:
    words = load_words("en")
    keys = ["names.tool", "tools.about", "chooser.title", "chooser.ask", "chooser.submit"]

    assert set(OPENERS) == set(Tool)
    assert [f"{key}.{tool}" for key in keys for tool in Tool if f"{key}.{tool}" not in words] == []
