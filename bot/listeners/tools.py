"""The tools of a case: opened by a step's button, or by the word after `/pushback`.

A tool registers here what opens it: its use case, from a case's id to the page that its window shows.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import cases, estimates, pilots, toolbox
from bot.coach.coach import Asker, Coach, Shown
from bot.listeners import drawing, reading, sheets, shelf, windows
from bot.playbook.model import Tool
from bot.surface import ids

Payload = dict[str, Any]
Opener = Callable[[Coach, Asker, str], Awaitable[drawing.ShownModal]]

OPENERS: Final[Mapping[Tool, Opener]] = {
    Tool.NEEDS: sheets.needs,
    Tool.ROI: estimates.show,
    Tool.RISKS: sheets.risks,
    Tool.PILOT: pilots.show,
    Tool.EVIDENCE: shelf.for_case,
    Tool.TRANSFER: sheets.transfer,
}


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.action(reading.action(ids.TOOL_OPEN))(open_tool)
    app.action(reading.action(ids.CASE_TOOLS))(show)


async def show(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show the tools of a case."""
    await windows.show(client, body, drawing.modal(await toolbox.show(coach, asker, reading.clicked(body))))
    await ack()


async def open_tool(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Open a tool on top of the window that offers it."""
    tool, case_id = ids.read_tool(reading.clicked(body))
    await windows.show(client, body, drawing.modal(await OPENERS[tool](coach, asker, case_id)))
    await ack()


async def start(coach: Coach, asker: Asker, tool: Tool, named: str) -> drawing.ShownModal:
    """Return what a tool shows for the case with a named executive; which one, where several are open."""
    chosen = await cases.choose(coach, asker, tool, named)
    return chosen if isinstance(chosen, Shown) else await OPENERS[tool](coach, asker, chosen)
