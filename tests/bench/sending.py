"""What the processes of the dispatch bench do: fill a book with a morning's nudges, send them, post the same bare."""

import asyncio
import os
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from time import perf_counter
from time import time as wall_time
from typing import Any, Final, TypeVar

import uvloop
from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import func, select, update

from bot.clock import Clock
from bot.coach.coach import Coach
from bot.coach.planning import NUDGE, message_of, opened, replan_all
from bot.coaching.case import Person
from bot.coaching.nudges import NudgeState, own
from bot.locales.words import load_words
from bot.outbox import AT_ONCE, Outbox
from bot.postman import MARK
from bot.store.ids import new_id
from bot.store.store import Store, open_store
from bot.store.tables import DeliveryRow, DeliveryState, NudgeRow
from bot.surface.nudge import nudge_message
from tests.support.databases import KEY
from tests.support.outgoing import DANA, MAYA, PLAYBOOK, new_case, shipped, unhurried
from tests.support.stored import counted

WORKSPACES: Final = 20
PEOPLE: Final = 10  # in each workspace, everybody with a case and a reminder this morning
NUDGES: Final = WORKSPACES * PEOPLE
EVE: Final = datetime(2026, 3, 25, 12, 0, tzinfo=UTC)
MORNING: Final = datetime(2026, 3, 26, 9, 0, 1, tzinfo=UTC)
Result = TypeVar("Result")
_DAY: Final = date(2026, 3, 26)


@dataclass(frozen=True, slots=True)
class Shift:
    """What one worker did: how many deliveries it took up, and when by the wall's clock."""

    began: float
    nudged: float  # the book held no nudge of this morning any more
    ended: float  # nor anything else that was due


def workspaces() -> list[tuple[str, list[Person]]]:
    """Return the workspaces and who is in them."""
    return [
        (f"T{team:02}", [replace(MAYA, id=f"U{team:02}{number:02}") for number in range(PEOPLE)])
        for team in range(WORKSPACES)
    ]


async def fill(url: str) -> None:
    """Plan a nudge for everybody, the evening before, as a use case does."""
    store = open_store(url, [KEY])
    coach = Coach(store, shipped(), clock_at(EVE))
    for workspace_id, people in workspaces():
        async with store.work(workspace_id) as work:
            await work.playbooks.keep(PLAYBOOK, shipped().newest(PLAYBOOK), {})
            await work.people.save(MAYA)
            await work.executives.add(DANA)
            for person in people:
                case = replace(new_case(person), opened_at=EVE, updated_at=EVE)
                await work.people.save(person)
                await work.cases.add(case)
                await work.nudges.put(person.id, [own(case.id, "1", "Send the outline", _DAY, time(9))], EVE)
                await replan_all(await opened(coach, work, person, EVE))
    await store.close()


async def rewind(url: str) -> None:
    """Bring a book back to the moment before its nudges were due; App Homes are up to date."""
    store = open_store(url, [KEY])
    async with store.sweep() as sweep:
        desk = sweep.sending._desk
        nothing = {"attempt": 0, "slack_ts": None, "slack_channel": None, "sent_at": None}
        today = (DeliveryRow.kind == NUDGE, DeliveryRow.subject_id == _DAY.isoformat())
        await desk.run(update(DeliveryRow).values(state=DeliveryState.SENT).where(DeliveryRow.kind != NUDGE))
        again = {"state": DeliveryState.PLANNED, "next_at": DeliveryRow.due_at, **nothing}
        await desk.run(update(DeliveryRow).values(**again).where(*today))
        unsaid = {"state": NudgeState.PLANNED, "sent_at": None, "told_on": None}
        await desk.run(update(NudgeRow).values(**unsaid).where(NudgeRow.kind == "own"))
    await store.close()


def clock_at(moment: datetime) -> Clock:
    """Return a clock that goes on from a moment."""
    clock = Clock()
    clock.move(moment - clock.now())
    return clock


def send(url: str, api_url: str, core: int, begin_at: float) -> Shift:
    """Let one worker send all that is due, from a moment of the wall's clock on."""
    return _on_core(core, lambda: _send(url, api_url, begin_at))


def post(url: str, api_url: str, at_once: int, count: int) -> float:
    """Post the same messages with the same client and nothing else; return how many a second."""
    return _on_core(0, lambda: _post(url, api_url, at_once, count))


async def statements(url: str, api_url: str) -> tuple[float, float]:
    """Return how many statements a sent nudge takes, and an App Home; both with their share of a turn's."""
    store = open_store(url, [KEY])
    async with ClientSession() as session:
        outbox = outbox_of(store, api_url, session)
        found = []
        for _ in range(2):
            with counted(store) as asked:
                taken = await outbox.tick(outbox.coach.clock.now())
            found.append(len(asked) / taken)
            await _leave_only_homes(store)
    await store.close()
    return found[0], found[1]


def outbox_of(store: Store, api_url: str, session: ClientSession | None) -> Outbox:
    """Return the outbox of one process, its pace lifted: it would send sixty a minute into a workspace."""

    async def client(workspace_id: str) -> AsyncWebClient:
        del workspace_id
        return _client(api_url, session)

    return Outbox(Coach(store, shipped(), clock_at(MORNING)), client, pace=unhurried())


def _on_core(core: int, work: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    os.sched_setaffinity(0, {core % (os.cpu_count() or 1)})
    return uvloop.run(work())


async def _send(url: str, api_url: str, begin_at: float) -> Shift:
    store = open_store(url, [KEY])
    async with ClientSession(timeout=ClientTimeout(total=10, sock_connect=3)) as session:
        outbox = outbox_of(store, api_url, session)
        await outbox.tick(EVE)  # nothing is due: connections are made, playbooks read
        await asyncio.sleep(max(0.0, begin_at - wall_time()))
        began, nudged = wall_time(), 0.0
        while await outbox.tick(outbox.coach.clock.now()):
            if not nudged and not await _nudges_left(store):
                nudged = wall_time()
        ended = wall_time()
    await store.close()
    return Shift(began, nudged or ended, ended)


async def _post(url: str, api_url: str, at_once: int, count: int) -> float:
    store = open_store(url, [KEY])
    messages = await _messages(store)
    await store.close()
    async with ClientSession(timeout=ClientTimeout(total=10, sock_connect=3)) as session:
        client = _client(api_url, session)

        async def one_after_another(share: int) -> None:
            for number in range(share):
                mark = {"event_type": MARK, "event_payload": {"id": new_id()}}
                await client.chat_postMessage(
                    channel="U1", metadata=mark, unfurl_links=False, unfurl_media=False, **messages[number % NUDGES]
                )

        await one_after_another(AT_ONCE)  # warm
        began = perf_counter()
        await asyncio.gather(*(one_after_another(count // at_once) for _ in range(at_once)))
        return count / (perf_counter() - began)


async def _messages(store: Store) -> list[dict[str, Any]]:
    """Draw what the workers sent."""
    coach = Coach(store, shipped(), clock_at(MORNING))
    drawn = []
    for workspace_id, people in workspaces():
        async with store.view(workspace_id) as work:
            for person in people:
                page = await message_of(await opened(coach, work, person, MORNING), _DAY)
                if page is None:
                    raise AssertionError(f"{person.id} was not reminded")
                drawn.append(nudge_message(page, load_words("en"), person.zone))
    return drawn


def _client(api_url: str, session: ClientSession | None) -> AsyncWebClient:
    return AsyncWebClient(token="xoxb-bench", base_url=api_url, session=session, retry_handlers=[])


async def _nudges_left(store: Store) -> int:
    async with store.survey() as survey:
        left = (
            select(func.count())
            .select_from(DeliveryRow)
            .where(DeliveryRow.kind == NUDGE, DeliveryRow.next_at <= MORNING)
            .where(DeliveryRow.state.in_((DeliveryState.PLANNED, DeliveryState.SENDING)))
        )
        return int((await survey.sending._desk.run(left)).scalar_one())


async def _leave_only_homes(store: Store) -> None:
    async with store.sweep() as sweep:
        settled = update(DeliveryRow).values(state=DeliveryState.SENT).where(DeliveryRow.kind == NUDGE)
        await sweep.sending._desk.run(settled)
