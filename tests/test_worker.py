import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import text, update
from structlog.testing import capture_logs

from bot.coach.coach import Asker
from bot.coach.helping import answer
from bot.coaching import nudges
from bot.coaching.case import Person
from bot.errors import OperatorError
from bot.outbox import Outbox
from bot.store.store import Store
from bot.store.tables import DeliveryRow, DeliveryState
from bot.worker import EVERY_SECONDS, Shift, Worker
from tests.support.outgoing import MAYA, NOW, TOMAS, PostOffice, new_case, open_post_office
from tests.support.stored import counted

POST = "chat.postMessage"
SECOND = timedelta(seconds=1)


@pytest.fixture
async def office(store: Store) -> AsyncIterator[PostOffice]:
    async with open_post_office(store) as opened:
        yield opened


@pytest.fixture
async def worker(office: PostOffice) -> Worker:
    made = Worker(office.outbox, office.coach.clock)
    office.store.after_commit.append(made.wake)
    return made


async def test_a_turn_sends_what_is_due_at_its_moment(office: PostOffice, worker: Worker) -> None:
    await office.opens(at=NOW)

    early = await worker.tick(NOW - SECOND)
    taken = await worker.tick(NOW)

    assert (early, taken) == (0, 2)
    assert len(office.told()) == 1


async def test_a_worker_shows_that_it_lives_without_doing_so_at_every_turn(office: PostOffice, worker: Worker) -> None:
    await worker.tick(NOW)
    with counted(office.store) as soon:
        await worker.tick(NOW + SECOND)
    with counted(office.store) as later:
        await worker.tick(NOW + EVERY_SECONDS * SECOND)

    async with office.store.sweep() as sweep:
        assert await sweep.heartbeats.latest() == NOW + EVERY_SECONDS * SECOND
    assert (len(soon), len(later)) == (3, 8)


async def test_what_a_request_plans_in_the_same_process_is_sent_at_once(office: PostOffice, worker: Worker) -> None:
    running = asyncio.create_task(worker.run())
    await _has_turned(office)

    await answer(office.coach, Asker(office.workspace_id, MAYA.id), "Ev1")
    await _until(office.told, within=EVERY_SECONDS / 2)

    worker.stop()
    await running
    assert len(office.told()) == 1


async def test_a_worker_that_is_told_to_stop_finishes_what_it_is_sending(office: PostOffice, worker: Worker) -> None:
    office.slack.faults.stalls(POST, seconds=0.2)
    await office.opens()
    running = asyncio.create_task(worker.run())
    await _until(office.told)

    worker.stop()
    worker.stop()
    await running

    assert (await office.row()).state is DeliveryState.SENT
    assert len(office.told()) == 1


async def test_a_worker_that_is_told_to_stop_takes_nothing_up(office: PostOffice, worker: Worker) -> None:
    await office.opens()

    worker.stop()
    await worker.run()

    assert (await office.row()).state is DeliveryState.PLANNED


async def test_a_shift_that_ended_takes_nothing_up_until_it_begins_again(office: PostOffice, worker: Worker) -> None:
    shift = Shift(worker)
    shift.begin()
    shift.begin()
    await _has_turned(office)
    await shift.end()
    await shift.end()
    await office.opens()
    assert (shift.is_on, (await office.row()).state) == (False, DeliveryState.PLANNED)

    shift.begin()
    await _until(office.told, within=EVERY_SECONDS / 2)
    await shift.end()

    assert (await office.row()).state is DeliveryState.SENT


async def test_a_turn_that_fails_is_logged_and_followed_by_others(office: PostOffice) -> None:
    outbox = Outbox(office.coach, office.client, stopwatch=_failing_once())
    worker = Worker(outbox, office.coach.clock)
    await office.opens()

    with capture_logs() as logs:
        running = asyncio.create_task(worker.run())
        await _until(lambda: logs)
        worker.wake()
        await _until(office.told)
        worker.stop()
        await running

    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["turn failed"]


async def test_a_worker_ends_with_a_sentence_when_the_schema_is_another_one_meanwhile(
    office: PostOffice, worker: Worker
) -> None:
    await office.changes(text("UPDATE alembic_version SET version_num = 'of_next_year'"))

    with pytest.raises(OperatorError, match="ahead of this code"):
        await worker.run()


async def test_a_worker_forgets_what_was_settled_long_ago(office: PostOffice, worker: Worker) -> None:
    await office.opens()
    await office.settles()
    await office.changes(update(DeliveryRow).values(expires_at=NOW))

    await worker.tick(NOW + timedelta(days=91))

    assert await office.rows() == []


async def test_a_worker_settles_what_is_too_late_without_taking_it_up(office: PostOffice, worker: Worker) -> None:
    await office.opens()
    await office.changes(update(DeliveryRow).values(expires_at=NOW + SECOND))

    taken = await worker.tick(NOW + 2 * SECOND)

    row = await office.row()
    assert (taken, row.state, row.last_code, row.attempt) == (0, DeliveryState.EXPIRED, "too_late", 0)


async def test_whoever_waits_for_a_new_moment_does_not_wait_for_the_next_sign_of_life(
    office: PostOffice, worker: Worker
) -> None:
    for number in range(60):
        await _misses_a_reminder(office, replace(MAYA, id=f"U{number}"))

    taken = [await worker.tick(NOW) for _ in range(2)]

    async with office.store.sweep() as sweep:
        assert await sweep.nudges.overdue(NOW, 200) == ()
    assert taken[0] >= 50


async def test_a_worker_resumes_what_was_suspended_when_slack_knows_the_token(
    office: PostOffice, worker: Worker
) -> None:
    await office.opens()
    async with office.store.work(office.workspace_id) as work:
        await work.installations.suspend("token_revoked")

    await worker.tick(NOW)

    assert (await office.row()).state is DeliveryState.SENT


async def test_what_stands_beside_a_web_process_sends_what_a_request_plans_and_leaves_the_rest(
    office: PostOffice,
) -> None:
    old = await office.opens()
    beside = Worker(office.outbox, office.coach.clock, is_whole=False)
    office.store.after_commit.append(beside.wake)
    shift = Shift(beside)
    shift.begin()

    new = await office.opens(new_case(TOMAS), office.coach.clock.now())
    await _until(lambda: office.told(TOMAS))
    await shift.end()

    async with office.store.survey() as survey:
        assert await survey.heartbeats.latest() is None
    states = [(await office.row(subject_id=case.id)).state for case in (old, new)]
    assert states == [DeliveryState.PLANNED, DeliveryState.SENT]


async def _misses_a_reminder(office: PostOffice, person: Person) -> None:
    """Plan a reminder as it was planned yesterday, when nobody was there to send it."""
    own = nudges.own("", person.id, "Send the outline", NOW.date() - timedelta(days=1), time(9))
    async with office.store.work(office.workspace_id) as work:
        await work.people.save(person)
        await work.nudges.put(person.id, [replace(own, due_at=NOW - timedelta(days=1))], NOW - timedelta(days=2))


def _failing_once() -> Callable[[], float]:
    times = iter([None, *map(float, range(100))])

    def stopwatch() -> float:
        time = next(times)
        if time is None:
            raise OSError("no clock to be found")
        return time

    return stopwatch


async def _has_turned(office: PostOffice) -> None:
    async with asyncio.timeout(3):
        while True:
            async with office.store.sweep() as sweep:
                if await sweep.heartbeats.latest():
                    return


async def _until(holds: Callable[[], object], *, within: float = 3.0) -> None:
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110  the stand-in has no event to wait for
            await asyncio.sleep(0.005)
