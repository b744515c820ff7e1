"""Listen: what was said comes first, what is behind it is asked and said back, and only then the next stage opens."""

from datetime import date

import pytest

from bot.playbook.model import Stage as CaseStage
from bot.store.store import Store
from tests.support.playground import Actor, Stage
from tests.support.stories import (
    LINE,
    QUOTE,
    TITLE,
    a_case_at,
    a_resting_case,
    case_file,
    cases_of,
    goes_on_to,
    title_of,
)


async def test_the_words_are_stored_before_anything_is_made_of_them(trainer: Actor, stage: Stage, store: Store) -> None:
    await trainer.types(f"/pushback {QUOTE}")
    await trainer.fills(said_on=date(2026, 3, 20), setting="hallway")

    await trainer.submits()

    file = await case_file(store, stage)
    assert file.answers["quote"].value == QUOTE
    (contact,) = file.interactions
    assert (contact.quote, contact.happened_on, contact.setting) == (QUOTE, date(2026, 3, 20), "hallway")
    assert file.case.primary_concern is None


async def test_a_case_needs_words(trainer: Actor, stage: Stage, store: Store) -> None:
    await trainer.types("/pushback")

    await trainer.submits()

    assert trainer.errors == {"quote": "missing"}
    assert await cases_of(store, stage) == ()


async def test_an_executive_in_slack_is_called_by_name(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Who and what")
    await trainer.fills(executive_person="U05DANA", executive_role="CFO", initiative="onboarding redesign")

    await trainer.submits()

    trainer.sees("What I hear", TITLE)
    executive = (await case_file(store, stage)).case.executive
    assert executive is not None
    assert (executive.name, executive.role, executive.slack_user_id) == ("Dana Whitfield", "CFO", "U05DANA")


async def test_who_it_is_must_be_told_in_one_way(trainer: Actor) -> None:
    await a_case_at(trainer, "Who and what")
    await trainer.fills(initiative="onboarding redesign")

    await trainer.submits()

    assert list(trainer.errors.values()) == ["Please fill in at least one of these fields."]
    assert trainer.values["initiative#1"] == "onboarding redesign"


async def test_trainers_do_not_push_back_on_themselves(trainer: Actor) -> None:
    await a_case_at(trainer, "Who and what")
    await trainer.fills(executive_person=trainer.user_id, initiative="onboarding redesign")

    await trainer.submits()

    assert list(trainer.errors.values()) == ["That is you. Name the executive who pushes back."]


@pytest.mark.parametrize("app", ["Slackbot", "Pushback"])
async def test_an_app_does_not_push_back(trainer: Actor, stage: Stage, app: str) -> None:
    await a_case_at(trainer, "Who and what")
    chosen = {"Slackbot": "USLACKBOT", "Pushback": stage.desk.app.user_id}[app]
    await trainer.fills(executive_person=chosen, initiative="onboarding redesign")

    await trainer.submits()

    assert list(trainer.errors.values()) == ["That is an app. Choose a person, or write their name below."]


async def test_who_of_several_is_taken_is_said(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Who and what")
    await trainer.fills(executive_person="U05DANA", executive_name="Rajiv Menon", initiative="onboarding redesign")

    await trainer.submits()

    trainer.sees("You named more than one person. This case is with Rajiv Menon; go back if it is somebody else.")
    executive = (await case_file(store, stage)).case.executive
    assert executive is not None
    assert executive.name == "Rajiv Menon"


async def test_known_executives_are_offered_and_are_the_same_person(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "What I hear")
    await trainer.closes()
    await trainer.types("/pushback Not this year")
    await trainer.submits()

    await trainer.fills(executive_known="Dana Whitfield, CFO", initiative="first aid course")
    await trainer.submits()

    first, second = await cases_of(store, stage)
    assert first.executive == second.executive
    assert {first.initiative, second.initiative} == {"onboarding redesign", "first aid course"}


async def test_another_trainers_executives_are_not_offered(trainer: Actor, stage: Stage) -> None:
    await a_case_at(trainer, "What I hear")

    await a_case_at(stage.other_trainer, "Who and what")

    stage.other_trainer.does_not_see("Dana Whitfield, CFO", "An executive known here")


async def test_a_name_can_be_given_although_a_known_one_was_chosen(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "What I hear")
    await trainer.closes()
    await trainer.types("/pushback Not this year")
    await trainer.submits()
    await trainer.fills(executive_known="Dana Whitfield, CFO", initiative="first aid course")
    await trainer.submits()

    await trainer.clicks("Back")
    await trainer.fills(executive_name="Rajiv Menon", executive_role="COO")
    await trainer.submits()

    newest, _ = await cases_of(store, stage)
    assert newest.executive is not None
    assert (newest.executive.name, newest.executive.role) == ("Rajiv Menon", "COO")


async def test_an_open_case_about_the_same_is_named_with_a_way_to_go_on_there(trainer: Actor) -> None:
    await a_resting_case(trainer)

    await a_case_at(trainer, "What I hear")

    trainer.sees("You have another open case with them about this.")
    await trainer.clicks("Open")
    assert title_of(trainer) == "Say it back"


async def test_concerns_are_proposed_with_the_words_that_gave_them_away(trainer: Actor) -> None:
    await a_case_at(trainer, "What I hear", quote="Your training is an expense, and we have no budget for it.")

    trainer.sees("In these words I hear:", "because of “", "budget")
    assert trainer.values["primary_concern#2"] in {"budget", "cost_centre"}


async def test_nothing_heard_is_said_as_such(trainer: Actor) -> None:
    await a_case_at(trainer, "What I hear", quote="Qwxz.")

    trainer.sees("I hear nothing in these words that I know.")
    assert trainer.values["primary_concern#2"] == ""


async def test_a_primary_concern_and_others_are_confirmed(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "What I hear")
    await trainer.fills(primary_concern="cost_centre", other_concerns=["budget", "busyness"])

    await trainer.submits()

    case = (await case_file(store, stage)).case
    assert case.primary_concern == "cost_centre"
    assert set(case.other_concerns) == {"budget", "busyness"}


async def test_the_concern_brings_its_way_of_listening_and_three_questions(trainer: Actor) -> None:
    await a_case_at(trainer, "Explore")

    explored = trainer.shown.partition("Ask, one at a time")[2].partition("Acknowledge before")[0]

    assert explored.count("•") == 3


async def test_one_line_restates_the_concern(trainer: Actor) -> None:
    await a_case_at(trainer, "Explore")

    await trainer.submits()

    assert title_of(trainer) == "Say it back"
    assert str(trainer.values["restatement#4"]).strip()


async def test_align_opens_once_the_line_was_confirmed(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Say it back")
    await trainer.fills(restatement=LINE, said_back="confirmed")

    await trainer.submits()

    assert title_of(trainer) == "Their goal"
    assert (await case_file(store, stage)).case.stage is CaseStage.ALIGN


async def test_not_yet_ends_for_today_and_the_card_says_what_to_say(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Say it back")
    await trainer.fills(restatement=LINE, said_back="not_yet")

    await trainer.submits()

    trainer.sees("That is enough for today", f"Say back: “{LINE}”")
    card = await trainer.gets(f"Say back: “{LINE}”")
    assert QUOTE not in trainer.words_in(card)
    assert (await case_file(store, stage)).case.stage is CaseStage.LISTEN


async def test_a_case_that_rests_resumes_at_its_line(trainer: Actor) -> None:
    await a_case_at(trainer, "Say it back")
    await trainer.fills(restatement=LINE, said_back="not_yet")
    await trainer.submits()
    await trainer.closes()
    await trainer.gets("Say back")

    await trainer.clicks("Continue")

    assert title_of(trainer) == "Say it back"
    assert LINE in trainer.values.values()
    await trainer.fills(said_back="confirmed")
    await trainer.submits()
    assert title_of(trainer) == "Their goal"


async def test_a_corrected_line_comes_back_as_the_line_to_say(trainer: Actor, stage: Stage, store: Store) -> None:
    corrected = "It isn't the money. I can't see who does the work meanwhile."
    await a_case_at(trainer, "Say it back")
    await trainer.fills(restatement=LINE, said_back="corrected", correction=corrected)

    await trainer.submits()

    assert title_of(trainer) == "Say it back"
    answers = {block.partition("#")[0]: value for block, value in trainer.values.items()}
    assert (answers["restatement"], answers["said_back"], answers["correction"]) == (corrected, "", "")
    assert (await case_file(store, stage)).case.stage is CaseStage.LISTEN


async def test_a_correction_may_loop_any_number_of_times(trainer: Actor) -> None:
    await a_case_at(trainer, "Say it back")

    for corrected in ("Not the money.", "Not the time either.", "It is my people."):
        await trainer.fills(said_back="corrected", correction=corrected)
        await trainer.submits()
        trainer.sees(corrected)

    await trainer.fills(said_back="confirmed")
    await trainer.submits()
    assert title_of(trainer) == "Their goal"


async def test_corrected_without_saying_how_asks_again(trainer: Actor) -> None:
    await a_case_at(trainer, "Say it back")
    await trainer.fills(said_back="corrected")

    await trainer.submits()

    trainer.sees("They put you right, which is worth a lot.")


@pytest.mark.parametrize("title", ["Evidence", "A small test"])
async def test_a_later_stage_closes_again_when_the_line_turns_out_not_to_be_said(trainer: Actor, title: str) -> None:
    await a_case_at(trainer, title)
    while title_of(trainer) != "Say it back":
        await trainer.clicks("Back")

    await trainer.fills(said_back="not_yet")
    await trainer.submits()

    trainer.sees("That is enough for today")
    await trainer.closes()
    await trainer.types("/pushback")
    await trainer.submits()
    assert title_of(trainer) == "Say it back"
    await trainer.fills(said_back="confirmed")
    await goes_on_to(trainer, title)
