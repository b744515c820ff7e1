"""The tools of a case: as buttons on a step, and all of them in a window."""

from collections.abc import Iterable

from bot.coaching.toolbox import ToolsPage
from bot.locales.words import Words
from bot.playbook.model import Tool
from bot.surface import ids, insight, kit, titles
from bot.surface.kit import Json


def buttons(offered: Iterable[Tool], case_id: str, words: Words) -> list[Json]:
    """Draw a row of buttons that open tools of a case; nothing where none is offered."""
    drawn = [button(tool, case_id, words) for tool in offered]
    return [kit.actions(*drawn)] if drawn else []


def button(tool: Tool, case_id: str, words: Words) -> Json:
    """Return the button that opens a tool of a case."""
    return kit.button(words(f"names.tool.{tool}"), ids.TOOL_OPEN, ids.tool_value(tool, case_id))


def tools_modal(page: ToolsPage, words: Words) -> Json:
    """Draw every tool with what it is for, and whether it was used."""
    title = kit.escape(titles.case_title(page.case.executive, page.case.initiative, words))
    drawn = [kit.section(_about(page, tool, words), accessory=button(tool, page.case.id, words)) for tool in Tool]
    blocks = [kit.context(title), *drawn, *insight.blocks(page.experience, words)]
    return kit.modal(ids.TOOLS, words("tools.title"), blocks, close=words("kit.close"))


def _about(page: ToolsPage, tool: Tool, words: Words) -> str:
    lines = [words(f"tools.about.{tool}")]
    if tool in page.worked_on:
        lines.append(words("tools.worked_on", day=words.date(page.worked_on[tool])))
    if tool is Tool.TRANSFER and not page.has_result:
        lines.append(words("tools.closed"))
    return "\n".join(lines)
