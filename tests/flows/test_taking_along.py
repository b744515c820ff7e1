"""The brief for the meeting, and App Home with everything at a glance."""

import asyncio

from tests.support.playground import LOOK_EVERY, Actor, Stage
from tests.support.stories import LINE, QUOTE, TITLE, a_case_at, a_finished_case, a_resting_case, title_of


async def test_the_brief_holds_the_whole_case_on_one_page(trainer: Actor) -> None:
    await a_finished_case(trainer)

    await trainer.types("/pushback brief")

    trainer.sees(
        "Onboarding redesign",
        "For Dana Whitfield, CFO",
        QUOTE,
        "Open the second site without losing a customer (measured by: Complaints per 1,000 orders)",
        LINE,
        "Complaints fell from 14 to 9 a month · Quality report",
        "Three half-days for 24 people",
        "It is a yes if: 9 or fewer: all depots",
        "It is a no if: 13 or more: we stop",
        "Eight weeks with the north depot",
    )


async def test_the_brief_marks_what_has_no_source_and_what_is_missing(trainer: Actor) -> None:
    await a_case_at(trainer, "Evidence")
    await trainer.fills(evidence_kind="testimonial", evidence_what="The plant head swears by it")
    await trainer.submits()
    await trainer.closes()

    await trainer.types("/pushback brief")

    trainer.sees("The plant head swears by it · no source", "Still to add", "The pilot's rule and its day: in Pilot")
    await trainer.clicks("Continue")
    assert title_of(trainer) == "Changes asked"


async def test_the_brief_brings_three_proofs_at_most_those_with_a_source_first(trainer: Actor) -> None:
    await a_case_at(trainer, "Evidence")
    for number in range(4):
        await trainer.fills(evidence_kind="data", evidence_what=f"Proof {number}")
        await trainer.fills(evidence_source="Report" if number == 3 else "")
        await trainer.clicks("Save and add another")
    await trainer.closes()

    await trainer.types("/pushback brief")

    shown = trainer.shown.partition("What backs it")[2]
    assert shown.index("Proof 3 · Report") < shown.index("Proof 0 · no source")
    trainer.does_not_see("Proof 2")


async def test_a_private_reflection_is_in_no_brief_card_or_home(trainer: Actor, stage: Stage) -> None:
    await a_case_at(trainer, "Changes asked")
    await trainer.fills(changes_what="No practice", changes_ruling="hold")
    await trainer.submits()
    while title_of(trainer) != "Next contact":
        await trainer.clicks("Skip this step")
    await trainer.fills(reflection="I may have to leave this one.")
    await trainer.submits()
    await trainer.submits()
    await trainer.closes()

    await trainer.types("/pushback brief")
    trainer.does_not_see("I may have to leave")
    await trainer.closes()
    await trainer.opens_home()

    trainer.does_not_see("I may have to leave")
    assert "I may have to leave" not in str([stage.slack.asked("chat.postMessage"), stage.slack.asked("chat.update")])


async def test_several_open_cases_are_chosen_from_for_the_brief(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await a_resting_case(trainer, "Rajiv Menon", "COO")

    await trainer.types("/pushback brief")
    trainer.sees("Which meeting is it for?", TITLE, "COO, onboarding redesign")
    await trainer.fills(case=TITLE)
    await trainer.submits()

    assert title_of(trainer) == "Brief"
    trainer.sees("Dana Whitfield")


async def test_a_brief_without_a_case_says_how_to_begin(trainer: Actor) -> None:
    await trainer.types("/pushback brief")

    await trainer.gets("You have no open case.")


async def test_the_card_of_a_closed_case_still_brings_its_brief(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await trainer.opens_home()
    await trainer.clicks("Close case")
    await trainer.fills(outcome="convinced")
    await trainer.submits()
    await trainer.closes()
    await trainer.opens_messages()
    await trainer.gets("Closed:")

    await trainer.clicks("Brief")

    assert title_of(trainer) == "Brief"
    trainer.sees(QUOTE)


async def test_an_empty_home_says_what_the_coach_does_and_has_a_door(trainer: Actor) -> None:
    await trainer.opens_home()

    trainer.sees("Hello, Maya", "Has a leader pushed back", "1. Listen.", "Two minutes are enough to begin.")
    await trainer.clicks("Show me an example")
    trainer.sees("How it goes, for example")


async def test_home_shows_cases_by_stage_contacts_and_executives_with_their_moves(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await a_case_at(trainer, "Who and what")
    await trainer.fills(executive_name="Rajiv Menon", executive_role="COO", initiative="buddy programme")
    await trainer.submits()
    await trainer.closes()
    await trainer.types("/pushback log dana")
    await trainer.fills(reaction="wants_changes", engagement="neutral", quote="Half of it is theory.")
    await trainer.submits()
    await trainer.closes()

    await trainer.opens_home()

    trainer.sees(
        "You have 2 open cases.",
        "Listen",
        TITLE,
        f"Next: Say back: “{LINE}”",
        "COO, buddy programme",
        "Go on at “What I hear”",
        "What happened lately",
        "Wants changes · Resistant → Neutral",
        "Half of it is theory.",
        "Executives",
        "Dana Whitfield · CFO · Neutral",
        "Rajiv Menon · COO · Resistant",
        "no move yet",
    )
    for button in ("Continue", "Log what happened", "Brief", "Close case", "Coach me", "Correct", "Show me an example"):
        trainer.sees(button)


async def test_home_is_fresh_after_every_change(trainer: Actor) -> None:
    await trainer.opens_home()
    await trainer.clicks("Coach me")

    await trainer.fills(quote=QUOTE)
    await trainer.submits()
    await trainer.closes()
    await trainer.gets("Go on at")

    async with asyncio.timeout(3):
        while "You have 1 open case." not in trainer.shown:  # noqa: ASYNC110  nobody tells of it
            await asyncio.sleep(LOOK_EVERY)
    trainer.sees("Continue")


async def test_home_belongs_to_its_owner(trainer: Actor, stage: Stage) -> None:
    await a_resting_case(trainer)

    await stage.other_trainer.opens_home()

    stage.other_trainer.does_not_see(TITLE, "Dana Whitfield")


async def test_more_cases_than_home_has_room_for_are_chosen_from(trainer: Actor) -> None:
    for number in range(26):
        await trainer.types(f"/pushback Objection {number}")
        await trainer.submits()
    await trainer.closes()
    await trainer.opens_home()

    trainer.sees("6 more cases are open.")
    await trainer.clicks("Show all cases")

    assert title_of(trainer) == "Your open cases"
