"""The tools of a case, as buttons."""

from collections.abc import Iterable

from bot.locales.words import Words
from bot.playbook.model import Tool
from bot.surface import ids, kit
from bot.surface.kit import Json


def buttons(offered: Iterable[Tool], case_id: str, words: Words) -> list[Json]:
    """Draw a row of buttons that open tools of a case; nothing where none is offered."""
    drawn = [kit.button(words(f"names.tool.{tool}"), ids.TOOL_OPEN, ids.tool_value(tool, case_id)) for tool in offered]
    return [kit.actions(*drawn)] if drawn else []
