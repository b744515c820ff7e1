"""Four doors lead to the coach, and each knows what was said."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from bot.clock import Clock
from bot.coach import settings
from bot.coach.coach import Asker
from bot.store.store import Store
from tests.flows.test_side_by_side import CHOSEN
from tests.support.playground import Actor, Stage
from tests.support.stories import LINE, QUOTE, TITLE, a_resting_case, cases_of, title_of


async def test_the_command_opens_the_coach_on_an_empty_quote(trainer: Actor) -> None:
    await trainer.types("/pushback")

    assert title_of(trainer) == "What was said"
    assert trainer.values["quote"] == ""


async def test_words_after_the_command_stand_in_the_quote_field_as_typed(trainer: Actor) -> None:
    await trainer.types("/pushback Spending > results? *No* & <!channel>")

    assert trainer.values["quote"] == "Spending > results? *No* & <!channel>"


async def test_the_shortcut_takes_a_message_as_the_quote_as_it_was_written(trainer: Actor) -> None:
    await trainer.types("R&D has no budget for <this>", at="learning-team")

    await trainer.shortcut("R&amp;D has no budget")

    assert title_of(trainer) == "What was said"
    assert trainer.values["quote"] == "R&D has no budget for <this>"


async def test_the_shortcut_tells_who_wrote_the_message_and_when(trainer: Actor, stage: Stage, clock: Clock) -> None:
    await stage.lead.types("Not another course", at="learning-team")
    clock.move(timedelta(days=2))

    await trainer.shortcut("Not another course")

    written = (clock.now() - timedelta(days=2)).astimezone(ZoneInfo("Europe/London")).date()
    assert trainer.values == {"quote": "Not another course", "said_on": written.isoformat(), "setting": "message"}
    await trainer.submits()
    assert trainer.values["executive_person#1"] == stage.lead.user_id
    await trainer.fills(initiative="first aid course")
    await trainer.submits()
    trainer.sees("Ingrid Solheim, first aid course")


async def test_the_shortcut_on_ones_own_message_names_nobody(trainer: Actor) -> None:
    await trainer.types("Dana: not another course", at="learning-team")

    await trainer.shortcut("not another course")
    await trainer.submits()

    assert trainer.values["executive_person#1"] == ""


async def test_a_button_on_app_home_opens_the_coach(trainer: Actor) -> None:
    await trainer.opens_home()

    await trainer.clicks("Coach me")

    assert title_of(trainer) == "What was said"


async def test_with_an_open_case_resuming_stands_beside_a_new_one(trainer: Actor) -> None:
    await a_resting_case(trainer)

    await trainer.types("/pushback")

    trainer.sees("Your open cases", TITLE, "Start a new case", f"Listen: Say back: “{LINE}”"[:70])
    await trainer.submits()
    assert title_of(trainer) == "Say it back"


async def test_a_new_case_can_be_begun_beside_an_open_one(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback")

    await trainer.fills(case="Start a new case")
    await trainer.submits()
    await trainer.fills(quote="Not again.")
    await trainer.submits()

    assert title_of(trainer) == "Who and what"
    assert len(await cases_of(store, stage)) == 2


async def test_words_after_the_command_begin_a_new_case_although_one_is_open(trainer: Actor) -> None:
    await a_resting_case(trainer)

    await trainer.types(f"/pushback {QUOTE}")

    assert title_of(trainer) == "What was said"
    assert trainer.values["quote"] == QUOTE


async def test_several_open_cases_have_telling_titles(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await a_resting_case(trainer, "Rajiv Menon", "COO")

    await trainer.types("/pushback")

    trainer.sees(TITLE, "COO, onboarding redesign")


async def test_cases_with_the_same_title_are_told_apart_wherever_they_are_listed(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await a_resting_case(trainer)

    await trainer.types("/pushback")

    trainer.sees("CFO, onboarding redesign (opened ")
    await trainer.closes()
    await trainer.opens_home()
    trainer.sees("CFO, onboarding redesign (opened ")
    await trainer.types("/pushback log")
    trainer.sees("CFO, onboarding redesign (opened ")


async def test_the_cases_are_listed_for_their_owner_alone(trainer: Actor, stage: Stage) -> None:
    await a_resting_case(trainer)

    await trainer.types("/pushback cases", at="learning-team")

    message = await trainer.gets("You have 1 open case.")
    assert message.seen_by == trainer.user_id
    trainer.sees(TITLE, "Say back")
    stage.lead.does_not_see(TITLE)


async def test_no_open_case_is_said_with_a_door(trainer: Actor) -> None:
    await trainer.types("/pushback cases")

    await trainer.gets("No case is open.")
    await trainer.clicks("Coach me")
    assert title_of(trainer) == "What was said"


async def test_help_shows_the_example_dialogue(trainer: Actor) -> None:
    await trainer.types("/pushback help")

    trainer.sees("What you can type", "How it goes, for example", "nobody can tell me what came of it", "Executive:")


async def test_a_near_miss_suggests_the_command_that_was_meant(trainer: Actor) -> None:
    await trainer.types("/pushback casse")

    trainer.sees("I do not know “casse”. Did you mean /pushback cases?")


@pytest.mark.parametrize(
    ("typed", "title"),
    [("casse", "Your open cases"), ("breif", "Brief"), ("puase until 2031-03-08", "Pause"), ("hlep", "Help")],
)
async def test_the_command_that_was_meant_is_a_click_away(trainer: Actor, typed: str, title: str) -> None:
    await a_resting_case(trainer)
    await trainer.types(f"/pushback {typed}")

    await trainer.clicks("Yes, do that")

    assert title_of(trainer) == title
    trainer.does_not_see("Did you mean")


async def test_what_looked_like_a_slip_can_be_the_quote_after_all(trainer: Actor) -> None:
    await trainer.types("/pushback breif")

    await trainer.clicks("No, that is what they said")

    assert title_of(trainer) == "What was said"
    assert trainer.values["quote"] == "breif"


async def test_words_in_the_messages_tab_are_answered_with_help(trainer: Actor) -> None:
    await trainer.types("help")

    await trainer.gets("What you can type")
    await trainer.clicks("Show me an example")
    trainer.sees("How it goes, for example")


async def test_words_of_a_language_are_commands_as_soon_as_it_is_chosen(trainer: Actor) -> None:
    await trainer.types("/pushback settings")
    await trainer.fills(language="fr")
    await trainer.submits()

    await trainer.types("/pushback réglages")

    assert title_of(trainer) == "Réglages"


async def test_a_language_chosen_elsewhere_is_known_here_some_minutes_later(
    trainer: Actor, stage: Stage, clock: Clock, apps: list[App]
) -> None:
    await trainer.types("/pushback cases")
    await settings.save(apps[0].coach, Asker(stage.desk.team.id, trainer.user_id), replace(CHOSEN, language="fr"))

    clock.move(timedelta(minutes=6))
    await trainer.types("/pushback réglages")

    assert title_of(trainer) == "Réglages"
