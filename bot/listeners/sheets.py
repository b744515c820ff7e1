"""Worksheets: entries added, changed and taken off, in the window of the tool."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import sheets
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.sheets import SheetForm
from bot.coaching.sheet_pages import SheetPage, Spot
from bot.listeners import drawing, reading, windows
from bot.playbook.model import Tool
from bot.surface import ids

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.view(ids.SHEET)(save)
    app.action(reading.action(ids.SHEET_ADD))(ask)
    app.action(reading.action(ids.SHEET_CHANGE))(ask_again)
    app.action(reading.action(ids.SHEET_SHOW))(go_back)
    app.action(reading.action(ids.SHEET_REMOVE))(remove)
    app.action(reading.action(ids.TRANSFER_DRAFT))(draft)


async def ask(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show a blank form in the worksheet's place."""
    await _ask(client, body, coach, asker, reading.clicked(body))
    await ack()


async def ask_again(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show the form of the entry that was picked, in the worksheet's place."""
    await _ask(client, body, coach, asker, reading.picked(body))
    await ack()


async def go_back(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show the worksheet again and leave it as it is."""
    tool, case_id = ids.read_tool(reading.clicked(body))
    await windows.replace(client, body, drawing.modal(await sheets.show(coach, asker, tool, case_id)))
    await ack()


async def save(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Keep an entry, and show the worksheet with it."""
    await ack(drawing.answer(await sheets.save(coach, asker, _form(view)), view))


async def remove(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Take an entry off, and show the worksheet without it."""
    shown = await sheets.remove(coach, asker, ids.read_sheet(reading.clicked(body)))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def draft(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Draft a transfer plan's five things, and show the plan with them."""
    shown = await sheets.draft(coach, asker, reading.clicked(body))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def needs(coach: Coach, asker: Asker, case_id: str) -> Shown[SheetPage]:
    """Open the needs analysis of a case."""
    return await sheets.show(coach, asker, Tool.NEEDS, case_id)


async def risks(coach: Coach, asker: Asker, case_id: str) -> Shown[SheetPage]:
    """Open the qualitative half of a case's business case."""
    return await sheets.show(coach, asker, Tool.RISKS, case_id)


async def transfer(coach: Coach, asker: Asker, case_id: str) -> Shown[SheetPage]:
    """Open the transfer plan of a case."""
    return await sheets.show(coach, asker, Tool.TRANSFER, case_id)


async def _ask(client: AsyncWebClient, body: Payload, coach: Coach, asker: Asker, spot: str) -> None:
    shown = await sheets.form(coach, asker, ids.read_sheet(spot))
    await windows.replace(client, body, drawing.modal(shown))


def _form(view: Payload) -> SheetForm:
    carried = reading.carried(view)
    spot = Spot(Tool(carried["tool"]), carried["part"], carried["case"], carried["entry"])
    return SheetForm(spot, int(carried["rev"]), reading.values(view), reading.receipt(view))
