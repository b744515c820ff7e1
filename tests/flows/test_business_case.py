"""From a case to the page that goes into the room: the locked rule, its result, and the result on the shelf."""

from datetime import date

from tests.support.days import Days
from tests.support.playground import Actor, Given, Stage
from tests.support.stories import a_finished_case

COMPLAINTS = "Complaints per 1,000 orders"


async def designs(trainer: Actor, part: str, **fields: Given) -> None:
    """Fill in the form of a part of the pilot, opened by the button beside its heading."""
    view = trainer.stage.desk.top_view(trainer.user_id)
    assert view
    block = next(
        each
        for each in view.payload["blocks"]
        if each["type"] == "section" and each.get("text", {}).get("text", "").startswith(f"*{part}*")
    )
    key = (block["block_id"], block["accessory"]["action_id"])
    await trainer.stage.acts.press_in_view(trainer.user_id, view.id, key, None)
    await trainer.fills(**fields)
    await trainer.submits()


async def a_locked_pilot(trainer: Actor) -> None:
    """Live a case and lock the rule of its pilot."""
    await a_finished_case(trainer)
    await trainer.types("/pushback pilot")
    await designs(trainer, "Who and when", starts_on=date(2027, 3, 8))
    await designs(trainer, "The decision", decision_on=date(2027, 5, 7))
    await trainer.clicks("Lock the rule")
    await trainer.submits()


async def a_judged_pilot(days: Days, value: str) -> None:
    """Live a case to the verdict on its pilot."""
    await a_locked_pilot(days.trainer)
    days.jumps("2027-05-07 10:00")
    await days.trainer.clicks("Enter the result")
    await days.trainer.fills(**{"value-m1": value, "learned": "Half-days work."})
    await days.trainer.submits()
    await days.trainer.closes(everything=True)


async def test_the_brief_shows_the_locked_rule_with_its_version_and_fingerprint(days: Days) -> None:
    await a_locked_pilot(days.trainer)
    await days.trainer.closes(everything=True)

    await days.trainer.types("/pushback brief")

    days.trainer.sees("Rule 1, locked on Wed, 3 Mar 2027 10:0", "fingerprint", COMPLAINTS)
    days.trainer.does_not_see("The pilot's rule and its day")


async def test_the_brief_tells_a_no_go_as_the_decision_it_is(days: Days, stage: Stage) -> None:
    await a_judged_pilot(days, "14")
    await days.trainer.types("/pushback brief")

    days.trainer.sees("No-go, by version 1 of the rule", "Learned: Half-days work.")
    await days.trainer.clicks("Markdown file")
    await days.works()

    files = [message.file for message in stage.slack.told(stage.desk.app_channel("U01MAYA").id) if message.file]
    (_, content) = stage.desk.files[files[0]]
    assert "No-go, by version 1 of the rule" in content.decode()


async def test_a_pilots_result_goes_on_the_shelf_with_one_tap_and_once(days: Days) -> None:
    trainer = days.trainer
    await a_judged_pilot(days, "8.5")
    await trainer.types("/pushback evidence dana")

    await trainer.clicks("Add your pilot's result")

    trainer.sees(
        "Saved.", f"{COMPLAINTS}: 14 before, 8.5 in our pilot.", "Our pilot, Team leads, north depot", "Yours alone"
    )
    trainer.does_not_see("Add your pilot's result")
    await trainer.closes()
    await trainer.types("/pushback evidence")
    trainer.does_not_see("Add your pilot's result")


async def test_a_pilot_that_was_agreed_takes_its_result_after_the_case_was_closed(days: Days) -> None:
    trainer = days.trainer
    await a_locked_pilot(trainer)
    await trainer.closes(everything=True)
    await days.works()
    await trainer.clicks("Close case")
    await trainer.fills(outcome="pilot_agreed")
    await trainer.submits()
    trainer.sees("The pilot goes on.")
    await trainer.closes(everything=True)
    days.jumps("2027-05-07 10:00")
    await days.works()

    await trainer.clicks("Tools")
    await trainer.clicks("Pilot and rule")
    await trainer.clicks("Enter the result")
    await trainer.fills(**{"value-m1": "8.5", "learned": "Half-days work."})
    await trainer.submits()

    trainer.sees("It is a go", "Go, by version 1 of the rule", "Half-days work.")
    trainer.does_not_see("On to what makes it last")
    await trainer.clicks("Transfer plan")
    await trainer.clicks("Draft the five with dates")
    trainer.sees("Coaching at work:")
    await trainer.closes(everything=True)
    await trainer.gets("Closed: Pilot agreed")
