"""Sixty cards through a Slack that fails three times in ten, sent by two processes that die now and then."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from random import Random, SystemRandom

import pytest

from bot.coaching.case import Case
from bot.outbox import Outbox
from bot.playground.faults import Fault
from bot.store.store import open_store
from bot.store.tables import DeliveryRow, DeliveryState
from tests.support.databases import KEY
from tests.support.outgoing import MAYA, NOW, TOMAS, PostOffice, new_case, open_post_office

ROUNDS = 20
OPENED = 3  # cards in each round
EVERY = timedelta(seconds=45)
METHODS = ("chat.postMessage", "chat.update", "views.publish", "conversations.open", "conversations.history")
FAULTY, SAVED, DYING = 0.3, 0.05, 0.3  # the share of calls, of cases in each round, of turns
WORKS = Fault(is_done=True)
FAULTS = (
    Fault(status=429, error="ratelimited", retry_after=1),
    Fault(error="internal_error"),
    Fault(error="request_timeout"),
    Fault(status=500, garbage="Internal Server Error"),
    Fault(status=500, garbage="Internal Server Error", is_done=True),
    Fault(status=503, error="service_unavailable"),
    Fault(garbage="<html>"),
    Fault(garbage="<html>", is_done=True),
    Fault(is_cut=True),
    Fault(is_cut=True, is_done=True),
)
OPEN = {DeliveryState.PLANNED, DeliveryState.SENDING, DeliveryState.UNKNOWN}
GIVEN_UP = {DeliveryState.FAILED, DeliveryState.QUARANTINED}


@pytest.fixture
async def office(postgresql_url: str) -> AsyncIterator[PostOffice]:
    store = open_store(postgresql_url, [KEY])
    async with open_post_office(store) as opened:
        yield opened
    await store.close()


@pytest.fixture
async def beside(office: PostOffice, postgresql_url: str) -> AsyncIterator[Outbox]:
    store = open_store(postgresql_url, [KEY])
    yield office.another_outbox(store)
    await store.close()


async def test_in_a_storm_no_card_is_sent_twice_and_none_is_lost(office: PostOffice, beside: Outbox) -> None:
    seed = SystemRandom().randrange(1_000_000)
    print(f"The seed of this storm is {seed}.")  # noqa: T201  shown when the test fails
    rng = Random(seed)  # noqa: S311  faults, no secrets
    _lay_faults(office, rng)
    cases: list[Case] = []

    for number in range(ROUNDS):
        now = NOW + number * EVERY
        cases += [
            await office.opens(new_case(rng.choice((MAYA, TOMAS)), f"Plan {number}.{count}, version 1"), now)
            for count in range(OPENED)
        ]
        saving = asyncio.create_task(_saved(office, cases, rng, now))
        await asyncio.gather(_turn(office, office.outbox, now, rng), _turn(office, beside, now, rng))
        cases = await saving
        await office.ages()
    office.slack.faults.clear()
    now = await _calm(office, NOW + ROUNDS * EVERY)
    cases = await _tried_anew(office, cases, now)
    await _calm(office, now)

    rows = await office.rows()
    assert {row.state for row in rows} == {DeliveryState.SENT}
    assert _slack(office) == _book(rows, cases)


def _lay_faults(office: PostOffice, rng: Random) -> None:
    for method in METHODS:
        for _ in range(1000):
            office.slack.faults._lay(method, rng.choice(FAULTS) if rng.random() < FAULTY else WORKS, times=1)


async def _saved(office: PostOffice, cases: list[Case], rng: Random, now: datetime) -> list[Case]:
    """Save some of the cases, while the outboxes are at work."""
    return [await office.saves(case, _next_version(case), now) if rng.random() < SAVED else case for case in cases]


def _next_version(case: Case) -> str:
    return f"{case.initiative.partition(',')[0]}, version {case.revision + 1}"


async def _turn(office: PostOffice, outbox: Outbox, now: datetime, rng: Random) -> None:
    """Take a turn; now and then the process dies in the middle of it, when Slack has done something."""
    turn = asyncio.create_task(outbox.tick(now))
    if rng.random() < DYING:
        exchanges = office.slack.desk.exchanges
        enough = len(exchanges) + rng.randrange(1, 6)
        while len(exchanges) < enough and not turn.done():  # noqa: ASYNC110  the stand-in has no event to wait for
            await asyncio.sleep(0)
        turn.cancel()
        await asyncio.wait([turn])
    else:
        await turn


async def _calm(office: PostOffice, now: datetime) -> datetime:
    """Let time go by until nothing is under way any more; return when that is."""
    while {row.state for row in await office.rows()} & OPEN:
        await office.settles(now)
        now += EVERY
        assert now < NOW + timedelta(hours=2), "the outbox does not come to rest"
    return now


async def _tried_anew(office: PostOffice, cases: list[Case], now: datetime) -> list[Case]:
    """Save the cases anew whose cards were given up: the book says so, and that nothing of them was sent."""
    given_up = {row.subject_id for row in await office.rows() if row.state in GIVEN_UP}
    return [await office.saves(case, case.initiative, now) if case.id in given_up else case for case in cases]


def _book(rows: list[DeliveryRow], cases: list[Case]) -> list[tuple[str, str | None, str]]:
    """Return every card as the book has it: its mark, where it stands, and what it calls the initiative."""
    initiatives = {case.id: case.initiative for case in cases}
    return sorted((row.id, row.slack_ts, initiatives[row.subject_id]) for row in rows)


def _slack(office: PostOffice) -> list[tuple[str, str | None, str]]:
    """Return every card as it stands in Slack."""
    return sorted(
        (
            (message.metadata or {})["event_payload"]["id"],
            message.ts,
            message.blocks[0]["text"]["text"].partition(", ")[2],
        )
        for message in office.told(MAYA) + office.told(TOMAS)
    )
