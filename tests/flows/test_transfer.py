"""The transfer plan: closed before a result, open after it, in step with the reminders."""

from datetime import date

from bot.store.sheets import TRANSFER
from bot.store.store import Store
from tests.support.days import Days
from tests.support.playground import Actor, Stage
from tests.support.stories import a_case_at, cases_of, goes_on_to, logs, title_of


async def a_pilot_with_a_result(days: Days, verdict: str = "go") -> None:
    """Live a case until its pilot of eight weeks from Monday 15 March has a result; *Make it last* follows a go."""
    trainer = days.trainer
    await a_case_at(trainer, "A small test")
    await trainer.fills(pilot_starts_on=date(2027, 3, 15))
    await goes_on_to(trainer, "Saved")
    await trainer.closes()
    await logs(trainer, reaction="agreed_to_pilot")
    await trainer.closes()
    await trainer.opens_home()
    await trainer.clicks("Continue")
    await trainer.fills(pilot_result=verdict)
    await trainer.submits()


async def test_before_a_result_the_plan_is_closed_and_says_why(trainer: Actor) -> None:
    await a_case_at(trainer, "Saved")
    await trainer.clicks("Tools")
    trainer.sees("Opens once the pilot has a result")

    await trainer.clicks("Transfer plan")

    trainer.sees("First a result.", "run the pilot, note what came of it, and come back")
    trainer.does_not_see("Draft the five with dates")


async def test_after_a_go_the_five_are_drafted_on_working_days(days: Days, stage: Stage, store: Store) -> None:
    trainer = days.trainer
    await a_pilot_with_a_result(days)
    assert title_of(trainer) == "Make it last"

    await trainer.clicks("Transfer plan")
    trainer.sees("The pilot said yes. Now it has to last.", "Small refreshers: nothing planned yet.")
    await trainer.clicks("Draft the five with dates")

    trainer.sees(
        "Coaching at work: The manager watches one real situation and talks it over, five minutes (no name yet, Mon,"
        " 17 May 2027)",
        "Small refreshers: One situation, practised for ten minutes in the team meeting (no name yet, Mon,"
        " 24 May 2027)",
    )
    (case,) = await cases_of(store, stage)
    async with store.view(stage.desk.team.id) as work:
        plan = (await work.worksheets.of_case(case.id)).of(TRANSFER)
    assert plan
    assert all(action.due_on and action.due_on.weekday() < 5 for action in plan.actions)


async def test_the_looks_back_are_the_days_of_the_reminders(days: Days) -> None:
    trainer = days.trainer
    await a_pilot_with_a_result(days)

    await trainer.clicks("Transfer plan")

    trainer.sees(
        "Tue, 8 Jun 2027 A month after the pilot: who still uses it?",
        "Thu, 8 Jul 2027 Two months after the pilot",
        "Mon, 9 Aug 2027 Three months after the pilot",
    )
    await trainer.closes()
    await trainer.closes()
    await trainer.types("/pushback nudges")
    trainer.sees(
        "Tue, 8 Jun 2027 09:00 CFO, onboarding redesign · After the pilot A month after",
        "Thu, 8 Jul 2027 09:00 CFO, onboarding redesign · After the pilot Two months after",
        "Mon, 9 Aug 2027 09:00 CFO, onboarding redesign · After the pilot Three months after",
    )


async def test_who_wants_no_reminders_after_the_pilot_still_sees_the_days(days: Days) -> None:
    trainer = days.trainer
    await trainer.types("/pushback settings")
    await trainer.fills(kinds_off=["transfer"])
    await trainer.submits()
    await trainer.closes()
    await a_pilot_with_a_result(days)

    await trainer.clicks("Transfer plan")

    trainer.sees("Tue, 8 Jun 2027 A month after the pilot")


async def test_the_manager_their_promise_and_what_is_in_the_way_are_noted(days: Days) -> None:
    trainer = days.trainer
    await a_pilot_with_a_result(days, "conditional")

    await trainer.clicks("Transfer plan")
    trainer.sees("The pilot landed in between. Keep this plan small.")
    await _fills(trainer, "Who, and part of what?", name="Ana Ruiz", programme="Opening the second site")
    await _fills(trainer, "Add a promise", what="I ask in every Monday round", due_on=date(2027, 5, 17))
    await _fills(
        trainer,
        "Is there time for it on a normal day?",
        standing="in_the_way",
        remedy="One dispute a week",
        owner="Ana",
    )
    await _fills(trainer, "Do colleagues go along with it?", standing="clear")

    trainer.sees(
        "Ana Ruiz",
        "Opening the second site",
        "I ask in every Monday round (Mon, 17 May 2027)",
        "Is there time for it on a normal day? One dispute a week, Ana",
        "A look at 3 barriers that nobody has checked",
        "Mind the word in front of the team.",
    )
    trainer.does_not_see("The manager's name. Without them")


async def test_after_a_no_the_plan_is_small_and_plans_no_days(days: Days) -> None:
    trainer = days.trainer
    await a_pilot_with_a_result(days, "no_go")

    await trainer.clicks("Tools")
    await trainer.clicks("Transfer plan")

    trainer.sees("The pilot said no, and that decision stands.", "After a no there is nothing to look back on")


async def _fills(trainer: Actor, button: str, **fields: object) -> None:
    await trainer.clicks(button)
    await trainer.fills(**fields)  # type: ignore[arg-type]
    await trainer.submits()
    assert not trainer.errors, trainer.errors
