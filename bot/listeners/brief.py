"""The brief: shown for a case, set as chosen, and sent as a file."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import briefs
from bot.coach.briefs import ChoicesForm, Wanted
from bot.coach.coach import Asker, Coach
from bot.coaching.brief_pages import NEWEST, BriefChoices, FileKind
from bot.listeners import drawing, reading, sending, windows
from bot.surface import brief_choices, ids

Payload = dict[str, Any]


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.action(reading.action(ids.CASE_BRIEF))(show)
    app.action(reading.action(ids.BRIEF_PDF))(send_pdf)
    app.action(reading.action(ids.BRIEF_MARKDOWN))(send_markdown)
    app.action(reading.action(ids.BRIEF_CHOOSE))(ask_choices)
    app.view(ids.BRIEF_CHOICES)(choose)


async def show(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show the brief of a case."""
    shown = await briefs.show(coach, asker, reading.clicked(body))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def send_pdf(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Send the brief as PDF."""
    await _send(body, client, coach, asker, FileKind.PDF)
    await ack()


async def send_markdown(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Send the brief as Markdown."""
    await _send(body, client, coach, asker, FileKind.MARKDOWN)
    await ack()


async def ask_choices(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask for the language of a brief and the words at its top, in its place: it comes back with them."""
    shown = await briefs.choosing(coach, asker, reading.clicked(body))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def choose(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Keep what was chosen, and show the brief by it."""
    await ack(drawing.answer(await briefs.choose(coach, asker, _choices(view)), view))


async def _send(body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker, kind: FileKind) -> None:
    wanted = Wanted(reading.clicked(body), kind, sending.receipt(body["view"]))
    shown = await briefs.send(coach, asker, wanted, may_send=await sending.may_send(client))
    await windows.replace(client, body, drawing.modal(shown))


def _choices(view: Payload) -> ChoicesForm:
    there = reading.values(view)
    quote = reading.text(there, "quote")
    choices = BriefChoices(
        language=reading.unless(there, "language", ids.NONE),
        quote=NEWEST if quote == brief_choices.NEWEST else quote,
    )
    return ChoicesForm(str(reading.carried(view)["case"]), choices, reading.receipt(view))
