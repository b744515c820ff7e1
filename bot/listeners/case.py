"""The conversation of a case: opened, chosen, answered, gone back over, left, closed."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import briefs, cases, steps
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.steps import Form
from bot.coaching.brief_pages import BriefPage
from bot.coaching.pages import StepPage
from bot.listeners import drawing, reading, tools, windows
from bot.listeners.reading import Choice
from bot.listeners.reception import profiles
from bot.surface import ids

Payload = dict[str, Any]

SHORTCUT: Final = "coach_me_through_this"


def register(app: AsyncApp) -> None:
    """Tell Bolt what of this conversation to bring here."""
    app.view(ids.STEP)(submit)
    app.view_closed(ids.STEP)(leave)
    app.action(reading.action(ids.STEP_BACK))(back)
    app.action(reading.action(ids.STEP_SKIP))(skip)
    app.action(reading.action(ids.ENTRY_ADD))(add_entry)
    app.action(reading.action(ids.ENTRY_REMOVE))(remove_entry)
    app.action(reading.action(ids.CASE_CONTINUE))(resume)
    app.action(reading.action(ids.COACH_OPEN))(open_coach)
    app.action(reading.action(ids.QUOTE_USE))(use_quote)
    app.action(reading.action(ids.CASE_CLOSE))(ask_outcome)
    app.action(reading.action(ids.PROMISE_KEPT))(keep_promise)
    app.view(ids.CLOSE)(close)
    app.action(reading.action(ids.CASE_DISCARD))(discard)
    app.action(reading.action(ids.CASE_REOPEN))(reopen)
    app.view(ids.CHOOSE)(choose)
    app.shortcut(SHORTCUT)(coach_me)


async def open_coach(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Open the coach."""
    shown = await cases.start(coach, asker)
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def coach_me(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Open the coach with the words of a message, who wrote it, and when."""
    shown = await cases.start_from(coach, asker, reading.message(body))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def use_quote(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Take what looked like a misspelt command as the executive's words."""
    shown = await cases.start_anew(coach, asker, quote=reading.clicked(body))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def resume(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Open the coach where a case stands."""
    shown = await steps.resume(coach, asker, reading.clicked(body))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def choose(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Go on with the case that was chosen, for what it was chosen for."""
    choice = reading.choice(view)
    shown = await _PURPOSES[choice.purpose](coach, asker, choice)
    await ack(drawing.answer(shown, view))


async def _go_on(coach: Coach, asker: Asker, choice: Choice) -> Shown[StepPage]:
    if choice.case_id == ids.NEW_CASE:
        return await cases.start_anew(coach, asker, choice.quote)
    return await steps.resume(coach, asker, choice.case_id)


async def _brief(coach: Coach, asker: Asker, choice: Choice) -> Shown[BriefPage]:
    return await briefs.show(coach, asker, choice.case_id)


Purpose = Callable[[Coach, Asker, Choice], Awaitable[drawing.ShownModal]]


def _opens(tool: tools.Opener) -> Purpose:
    async def opened(coach: Coach, asker: Asker, choice: Choice) -> drawing.ShownModal:
        return await tool(coach, asker, choice.case_id)

    return opened


_PURPOSES: Final[Mapping[str, Purpose]] = {
    "resume": _go_on,
    "brief": _brief,
    **{tool: _opens(opener) for tool, opener in tools.OPENERS.items()},
}


async def submit(ack: AsyncAck, view: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Take a step's answers and show what comes next."""
    shown = await steps.answer(coach, asker, await _form(view, client, asker))
    await ack(drawing.answer(shown, view))


async def leave(ack: AsyncAck, view: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Keep what can be kept of a step that was closed unsent, and bring the case's card."""
    await steps.leave(coach, asker, await _form(view, client, asker))
    await ack()


async def back(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show the step before."""
    shown = await steps.back(coach, asker, await _form(body["view"], client, asker))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def skip(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Show the next step, whatever stands in this one."""
    shown = await steps.skip(coach, asker, reading.form(body["view"]))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def add_entry(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Save the entry in the form and offer a blank one."""
    shown = await steps.collect(coach, asker, reading.form(body["view"]))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def remove_entry(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Take an entry off the list."""
    shown = await steps.drop(coach, asker, reading.form(body["view"]), reading.clicked(body))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()


async def _form(view: Payload, client: AsyncWebClient, asker: Asker) -> Form:
    return reading.form(view, await profiles(client, asker.workspace_id, reading.people(view)))


async def keep_promise(ack: AsyncAck, body: Payload, coach: Coach, asker: Asker) -> None:
    """Mark a promise as kept."""
    await cases.keep_promise(coach, asker, reading.clicked(body))
    await ack()


async def ask_outcome(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Ask how a case ended."""
    shown = await cases.closing(coach, asker, reading.clicked(body))
    await windows.show(client, body, drawing.modal(shown))
    await ack()


async def close(ack: AsyncAck, view: Payload, coach: Coach, asker: Asker) -> None:
    """Close a case with its outcome."""
    shown = await cases.close(coach, asker, reading.closing(view))
    await ack(drawing.answer(shown, view))


async def reopen(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Go on with a closed case, where it stands."""
    await cases.reopen(coach, asker, reading.clicked(body))
    await resume(ack, body, client, coach, asker)


async def discard(ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker) -> None:
    """Erase a case that was opened by mistake."""
    shown = await cases.discard(coach, asker, reading.clicked(body))
    await windows.replace(client, body, drawing.modal(shown))
    await ack()
