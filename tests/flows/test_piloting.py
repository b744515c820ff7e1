"""Propose a pilot, agree on the next step, and find both on one card that never quotes."""

from datetime import timedelta
from decimal import Decimal

from bot.clock import Clock
from bot.coaching.case import Side
from bot.store.store import Store
from tests.support.playground import Actor, Stage
from tests.support.stories import QUOTE, TITLE, a_case_at, a_finished_case, case_file, goes_on_to, title_of


async def test_a_pilot_is_small_and_its_rule_is_written_before_it_starts(
    trainer: Actor, stage: Stage, store: Store, clock: Clock
) -> None:
    day = clock.now().date() + timedelta(days=70)
    await a_case_at(trainer, "The rule")
    await trainer.fills(rule_yes="9 or fewer", rule_no="13 or more", rule_neither="Four more weeks")
    await trainer.fills(pilot_decision_on=day, pilot_decider="Dana Whitfield")

    await trainer.submits()

    assert title_of(trainer) == "Their part"
    answers = {name: answer.value for name, answer in (await case_file(store, stage)).answers.items()}
    assert (answers["pilot_size"], answers["pilot_weeks"]) == (Decimal(24), Decimal(8))
    assert (answers["pilot_baseline"], answers["pilot_target"]) == ("14", "9 or fewer")
    assert (answers["rule_yes"], answers["rule_no"], answers["rule_neither"]) == (
        "9 or fewer",
        "13 or more",
        "Four more weeks",
    )
    assert (answers["pilot_decision_on"], answers["pilot_decider"]) == (day, "Dana Whitfield")


async def test_the_rule_needs_what_counts_as_yes_no_and_neither(trainer: Actor) -> None:
    await a_case_at(trainer, "The rule")
    await trainer.fills(rule_yes="", rule_no="", rule_neither="")

    await trainer.submits()

    fields = {block.partition("#")[0] for block in trainer.errors}
    assert fields == {"rule_yes", "rule_no", "rule_neither"}


async def test_a_decision_before_the_pilot_ends_is_pointed_out(trainer: Actor, clock: Clock) -> None:
    await a_case_at(trainer, "The rule")
    await trainer.fills(pilot_decision_on=clock.now().date() + timedelta(days=14))
    await trainer.submits()

    await trainer.clicks("Back")

    trainer.sees("Your decision comes before the pilot can end")


async def test_impossible_numbers_are_said_at_their_fields_and_nothing_is_lost(trainer: Actor) -> None:
    await a_case_at(trainer, "A small test")
    await trainer.fills(pilot_size="a few", pilot_weeks="900", pilot_measure="Complaints")

    await trainer.submits()

    said = {block.partition("#")[0]: text for block, text in trainer.errors.items()}
    assert said == {
        "pilot_size": "Please write a plain number, such as 1,200.5.",
        "pilot_weeks": "Please plan for 260 weeks at most.",
    }
    assert "Complaints" in trainer.values.values()


async def test_a_day_that_has_passed_is_no_next_contact(trainer: Actor, clock: Clock) -> None:
    await a_case_at(trainer, "Next contact")
    await trainer.fills(next_contact_on=clock.now().date() - timedelta(days=3))

    await trainer.submits()

    assert list(trainer.errors.values()) == [
        "This day has passed. Please choose a day for the next contact from today on."
    ]


async def test_the_executive_may_take_part_in_several_ways(trainer: Actor, stage: Stage, store: Store) -> None:
    parts = ("design", "delivery", "evaluation", "guest", "reviewer")
    await a_case_at(trainer, "Their part")
    await trainer.fills(involvement=list(parts))

    await trainer.submits()

    assert (await case_file(store, stage)).answers["involvement"].value == parts


async def test_promises_of_both_sides_stand_on_the_card_with_their_dates(
    trainer: Actor, stage: Stage, store: Store, clock: Clock
) -> None:
    friday = clock.now().date() + timedelta(days=4)
    await a_case_at(trainer, "Next contact")
    await trainer.fills(next_contact_on=friday)
    await trainer.submits()
    await trainer.fills(promises_by="me", promises_what="Send the outline", promises_due_on=friday)
    await trainer.clicks("Save and add another")
    await trainer.fills(promises_by="them", promises_what="Name a depot")

    await trainer.submits()

    trainer.sees("Saved", "You have a plan.", "You: Send the outline (by", "They: Name a depot (no date yet)")
    card = trainer.words_in(await trainer.gets("Send the outline"))
    assert "You: Send the outline (by" in card
    assert "They: Name a depot (no date yet)" in card
    file = await case_file(store, stage)
    assert [(promise.by, promise.due_on) for promise in file.promises] == [(Side.ME, friday), (Side.THEM, None)]
    assert file.case.next_contact_on == friday


async def test_the_card_tells_stage_concerns_and_next_action_and_has_five_buttons(trainer: Actor) -> None:
    await a_finished_case(trainer)

    card = trainer.words_in(await trainer.gets(TITLE))

    assert "Ask for: Eight weeks with the north depot" in card
    assert "Follow up" in card
    assert "Training is a cost, not an investment" in card
    for button in ("Log what happened", "Continue", "Tools", "Brief", "Close case"):
        assert button in card


async def test_a_case_has_one_card_which_is_updated_in_place(trainer: Actor, stage: Stage) -> None:
    await a_case_at(trainer, "Say it back")
    await trainer.fills(said_back="not_yet")
    await trainer.submits()
    await trainer.closes()
    first = await trainer.gets("Say back")

    await trainer.types("/pushback")
    await trainer.submits()
    await trainer.fills(said_back="confirmed")
    await goes_on_to(trainer, "Saved")

    card = await trainer.gets("Ask for: Eight weeks")
    assert card.ts == first.ts
    assert len(stage.slack.asked("chat.postMessage")) == 1


async def test_no_message_ever_carries_the_quote(trainer: Actor, stage: Stage) -> None:
    await a_finished_case(trainer)
    await trainer.gets("Ask for")
    await trainer.types("/pushback log")
    await trainer.fills(reaction="wants_changes", quote="Half of it is theory, and you know it.")
    await trainer.submits()
    await trainer.closes()
    await trainer.types("/pushback cases")
    await trainer.gets("You have 1 open case.")

    written = [
        *stage.slack.asked("chat.postMessage"),
        *stage.slack.asked("chat.update"),
        *([message.text, message.blocks] for message in trainer.messages),
    ]

    assert len(written) >= 3
    for quote in (QUOTE, "spend too much", "Half of it is theory"):
        assert quote not in str(written)
