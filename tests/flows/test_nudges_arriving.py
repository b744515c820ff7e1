"""A day's message arrives once, whatever happens on the way; and what may not have arrived is told."""

from asyncio import gather
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import update

from bot.app import App
from bot.playground.faults import Fault, Spell
from bot.recording import record
from bot.store.tables import NudgeRow
from tests.support.days import Days, worker_of
from tests.support.playground import Stage
from tests.support.stories import a_promising_case, a_resting_case, logs

POST, HISTORY = "chat.postMessage", "conversations.history"
A_MINUTE = timedelta(minutes=1)


async def test_two_workers_at_once_send_one_message(
    days: Days, stage: Stage, build_app: Callable[[Stage], App]
) -> None:
    await a_resting_case(days.trainer)
    await days.works()
    days.jumps("2027-03-04 09:00")
    other = build_app(stage)

    async with other.running():
        workers = [worker_of(app, days.clock) for app in (days.app, other)]
        await gather(*(worker.tick(days.clock.now()) for worker in workers for _ in range(3)))

    assert len(days.nudges) == 1


async def test_a_lost_answer_makes_no_second_message(days: Days, stage: Stage) -> None:
    await a_resting_case(days.trainer)
    await days.works()
    stage.slack.faults.drops(POST)

    await days.comes("2027-03-04 09:00")
    await _minutes_pass(days, 10)
    await days.trainer.clicks("Done")
    await days.works()

    assert len(days.nudges) == 1
    assert "That is all for today." in days.nudged


async def test_an_answer_that_nobody_can_look_for_is_told_as_unconfirmed(days: Days, stage: Stage) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await days.works()
    stage.slack.faults.drops(POST)
    stage.slack.faults.refuses(HISTORY, "missing_scope", times=20)

    await days.comes("2027-03-04 09:00")
    await _minutes_pass(days, 10)

    assert len(days.nudges) == 1
    await trainer.types("/pushback nudges")
    trainer.sees("Sum up Wed, 3 Mar 2027", "I could not find out whether this reached you, so I did not send it twice.")
    await trainer.closes()
    await trainer.opens_home()
    trainer.sees("I could not find out whether this reached you, so I did not send it twice.")


async def test_what_is_settled_while_nobody_knows_makes_no_second_message(days: Days, stage: Stage) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await days.works()
    stage.slack.faults.drops(POST)
    stage.slack.faults.refuses(HISTORY, "missing_scope", times=20)
    await days.comes("2027-03-04 09:00")

    await trainer.clicks("Done")
    await logs(trainer, reaction="wants_changes")
    await trainer.closes()
    await _minutes_pass(days, 10)

    assert len(days.nudges) == 1


async def test_what_slack_refused_for_good_comes_on_a_later_day(days: Days, stage: Stage) -> None:
    await a_promising_case(days.trainer, "me", date(2027, 3, 10))
    await days.trainer.closes()
    await days.passes("2027-03-08 10:00")
    told = len(days.nudges)
    stage.slack.faults.refuses(POST, "restricted_action")

    await days.comes("2027-03-09 09:00")
    await _minutes_pass(days, 30)
    refused = len(days.nudges)
    await days.passes("2027-03-10 09:00")

    assert refused == told
    assert len(days.nudges) == told + 1
    assert "You promised it for Wed, 10 Mar 2027" in days.nudged


async def test_a_slack_that_is_out_of_reach_all_morning_makes_the_message_late_and_loses_nothing(
    days: Days, stage: Stage
) -> None:
    await a_resting_case(days.trainer)
    await days.works()
    stage.slack.faults.cast("down", Spell(Fault(status=503, garbage="down"), frozenset({POST})))
    await days.passes("2027-03-04 13:30")

    stage.slack.faults.lift("down")
    await days.passes("2027-03-05 10:00")

    assert [message for message in days.nudges if "Sum up" in days.trainer.words_in(message)] != []
    assert len(days.nudges) <= 2


async def test_a_guest_is_reminded_of_nothing_and_keeps_nobody_waiting(days: Days, stage: Stage) -> None:
    await a_resting_case(days.trainer)
    await a_resting_case(stage.other_trainer)
    await days.works()
    async with days.app.store.work(stage.desk.team.id) as work:
        person = await work.people.find(stage.other_trainer.user_id)
        assert person is not None
        await work.people.save(replace(person, is_guest=True))

    await days.comes("2027-03-08 10:00")

    assert len(days.nudges) == 1
    assert "so this comes late" in days.nudged
    async with days.app.store.sweep() as sweep:
        assert await sweep.nudges.overdue(days.clock.now(), 10) == ()


async def test_whoever_cannot_be_caught_up_with_keeps_nobody_waiting(days: Days, stage: Stage) -> None:
    await a_resting_case(stage.other_trainer)
    await a_resting_case(days.trainer)
    await days.works()
    async with days.app.store.work(stage.desk.team.id) as work:
        theirs = update(NudgeRow).where(NudgeRow.person_id == stage.other_trainer.user_id)
        await work.nudges._desk.write(theirs.values(kind="of a later version"))

    await days.comes("2027-03-08 10:00")

    assert len(days.nudges) == 1
    assert "so this comes late" in days.nudged


async def test_what_a_process_gave_up_and_did_not_plan_again_comes_on_a_later_day(days: Days, stage: Stage) -> None:
    await a_promising_case(days.trainer, "me", date(2027, 3, 10))
    await days.trainer.closes()
    await days.passes("2027-03-09 08:55")
    told = len(days.nudges)
    await _dies_giving_up(days, stage, "2027-03-09 09:00")

    await days.passes("2027-03-10 09:00")
    again = await days.worker.tick(days.clock.now())

    assert len(days.nudges) == told + 1
    assert "You promised it for Wed, 10 Mar 2027" in days.nudged
    assert again == 0


async def test_what_a_process_gave_up_and_did_not_plan_again_is_found_when_a_worker_comes_back(
    days: Days, stage: Stage
) -> None:
    await a_promising_case(days.trainer, "me", date(2027, 3, 10))
    await days.trainer.closes()
    await days.passes("2027-03-09 08:55")
    told = len(days.nudges)
    await _dies_giving_up(days, stage, "2027-03-09 09:00")

    days.jumps("2027-03-10 08:30")
    back = replace(days)
    await back.works()
    await back.comes("2027-03-10 09:00")

    assert len(days.nudges) == told + 1


async def test_app_home_lists_as_planned_nothing_that_was_sent(days: Days) -> None:
    await a_resting_case(days.trainer)
    await days.trainer.opens_home()
    await days.works()
    days.trainer.sees("Sum up Wed, 3 Mar 2027")
    before = str(days.trainer.home)

    await days.comes("2027-03-04 09:00")

    assert len(days.nudges) == 1
    assert "Sum up Wed, 3 Mar 2027" in before
    assert "Sum up Wed, 3 Mar 2027" not in str(days.trainer.home)


async def _dies_giving_up(days: Days, stage: Stage, at: str) -> None:
    """Let Slack refuse the message of a moment, and its process die once that is recorded."""
    stage.slack.faults.refuses(POST, "restricted_action")
    days.jumps(at)
    outbox = days.worker._outbox
    async with days.app.store.sweep() as sweep:
        (claim,) = await sweep.sending.claim(outbox.owner, days.clock.now(), 1)
    async with days.app.store.survey() as survey:
        turn = await outbox._turn(survey, days.clock.now(), is_needed=True)
    met = await outbox._attempt(claim, turn)
    async with days.app.store.sweep() as sweep:
        await record(sweep, claim, met, turn.now)


async def _minutes_pass(days: Days, number: int) -> None:
    for _ in range(number):
        days.clock.move(A_MINUTE)
        await days.works()
