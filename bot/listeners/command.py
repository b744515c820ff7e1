"""`/pushback`: the coach, or one of the words after it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import briefs, cases, helping, interactions, nudges, settings, shelf, teams
from bot.coach.coach import Asker, Coach
from bot.coaching import commands
from bot.coaching.commands import COMMANDS, Command, NearMiss, Nothing, Quote
from bot.coaching.figures import Range
from bot.listeners import doctor, drawing, figures, reading, tools, windows
from bot.listeners.telling import words_for
from bot.locales.words import Words, load_words
from bot.playbook.model import Tool
from bot.surface import ids
from bot.surface.cases import cases_message

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One use of the command: who asks, where the answer goes, and what followed the command's word."""

    ack: AsyncAck
    body: Payload
    client: AsyncWebClient
    coach: Coach
    asker: Asker
    words: Words
    rest: str = ""

    async def shows(self, shown: drawing.ShownModal) -> None:
        """Answer with a window."""
        await windows.show(self.client, self.body, drawing.modal(shown))
        await self.ack()


def register(app: AsyncApp) -> None:
    """Tell Bolt to bring the command here, and the button that puts it right."""
    app.command("/pushback")(pushback)
    app.action(reading.action(ids.COMMAND_RUN))(run_meant)


async def pushback(  # noqa: PLR0913, PLR0917  Bolt hands out what it is asked for by name
    ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker, context: AsyncBoltContext
) -> None:
    """Open the coach, with the words typed along as the quote; or do what the word after the command names."""
    words = words_for(context)
    call = Call(ack, body, client, coach, asker, words)
    match commands.read(body.get("text", ""), _aliases(words), _ranges(words)):
        case Nothing():
            await call.shows(await cases.start(coach, asker))
        case Quote(text):
            await call.shows(await cases.start(coach, asker, quote=text))
        case NearMiss(typed) as miss:
            await call.shows(await helping.show(coach, asker, typed=typed, meant=commands.put_right(miss)))
        case Command(name, rest):
            await _COMMANDS[name](replace(call, rest=rest))


async def run_meant(  # noqa: PLR0913, PLR0917  Bolt hands out what it is asked for by name
    ack: AsyncAck, body: Payload, client: AsyncWebClient, coach: Coach, asker: Asker, context: AsyncBoltContext
) -> None:
    """Do what the command says that was probably meant; a list of cases has no place but a window here."""
    words = words_for(context)
    call = Call(ack, body, client, coach, asker, words)
    match commands.read(reading.clicked(body), _aliases(words), _ranges(words)):
        case Command("cases"):
            await call.shows(await cases.start(coach, asker))
        case Command(name, rest):
            await _COMMANDS[name](replace(call, rest=rest))
        case _:
            await _help(call)


async def _cases(call: Call) -> None:
    shown = await cases.listed(call.coach, call.asker)
    await call.ack({"response_type": "ephemeral", **cases_message(shown.page, load_words(shown.person.language))})


async def _log(call: Call) -> None:
    await call.shows(await interactions.begin(call.coach, call.asker, named=call.rest))


async def _brief(call: Call) -> None:
    await call.shows(await briefs.start(call.coach, call.asker, named=call.rest))


async def _evidence(call: Call) -> None:
    if call.rest:
        await call.shows(await tools.start(call.coach, call.asker, Tool.EVIDENCE, call.rest))
    else:
        await call.shows(await shelf.listed(call.coach, call.asker))


def _tool(tool: Tool) -> Callable[[Call], Awaitable[None]]:
    async def opened(call: Call) -> None:
        await call.shows(await tools.start(call.coach, call.asker, tool, call.rest))

    return opened


async def _nudges(call: Call) -> None:
    await call.shows(await nudges.listed(call.coach, call.asker))


async def _team(call: Call) -> None:
    await call.shows(await teams.listed(call.coach, call.asker))


async def _digest(call: Call) -> None:
    asked = commands.range_in(call.rest, _ranges(call.words)) or Range.THIS_WEEK
    await call.shows(await figures.start(call.client, call.coach, call.asker, asked))


async def _pause(call: Call) -> None:
    await call.shows(await settings.pausing(call.coach, call.asker, commands.day_in(call.rest)))


async def _settings(call: Call) -> None:
    await call.shows(await settings.show(call.coach, call.asker))


async def _doctor(call: Call) -> None:
    await call.shows(await doctor.examine(call.client, call.coach, call.asker))


async def _help(call: Call) -> None:
    await call.shows(await helping.show(call.coach, call.asker))


_COMMANDS: Final[Mapping[str, Callable[[Call], Awaitable[None]]]] = {
    "cases": _cases,
    "log": _log,
    "brief": _brief,
    "needs": _tool(Tool.NEEDS),
    "roi": _tool(Tool.ROI),
    "pilot": _tool(Tool.PILOT),
    "evidence": _evidence,
    "team": _team,
    "digest": _digest,
    "nudges": _nudges,
    "pause": _pause,
    "settings": _settings,
    "doctor": _doctor,
    "help": _help,
}


def _aliases(words: Words) -> dict[str, str]:
    """Return the commands by the words that this language has for them."""
    return {words(f"commands.{name}"): name for name in COMMANDS}


def _ranges(words: Words) -> dict[str, Range]:
    """Return the days that may be asked about by what this language calls them."""
    return {words(f"figures.typed.{each}"): each for each in Range}
