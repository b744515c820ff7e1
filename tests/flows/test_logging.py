"""Log what happened: four taps and a text, kept for good; a correction is a new revision."""

from datetime import timedelta

from bot.clock import Clock
from bot.coaching.case import Engagement, Reaction
from bot.playground.referee import Json
from bot.store.store import Store
from tests.support.playground import Actor, Stage
from tests.support.stories import QUOTE, TITLE, a_case_at, a_finished_case, a_resting_case, case_file, title_of


async def test_the_card_the_command_and_app_home_open_the_log(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await trainer.gets(TITLE)

    await trainer.clicks("Log what happened")
    assert title_of(trainer) == "What happened"
    await trainer.closes()
    await trainer.types("/pushback log")
    assert title_of(trainer) == "What happened"
    await trainer.closes()
    await trainer.opens_home()
    await trainer.clicks("Log what happened")

    assert title_of(trainer) == "What happened"
    trainer.sees(TITLE, "Until now")


async def test_every_reaction_is_taken_with_one_tap(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Who and what")
    await trainer.closes()

    for reaction in Reaction:
        await trainer.types("/pushback log")
        await trainer.fills(reaction=str(reaction))
        await trainer.submits()
        trainer.sees("Saved", "Noted.")
        await trainer.closes()

    logged = (await case_file(store, stage)).interactions
    assert [contact.reaction for contact in logged if contact.reaction] == list(Reaction)


async def test_a_contact_is_kept_with_all_that_was_tapped_and_the_case_follows(
    trainer: Actor, stage: Stage, store: Store, clock: Clock
) -> None:
    soon = clock.now().date() + timedelta(days=5)
    await a_resting_case(trainer)
    await trainer.types("/pushback log")

    await trainer.fills(reaction="wants_changes", engagement="neutral", tactic="listen_actively")
    await trainer.fills(next_contact_on=soon, quote="Two days are too long.")
    await trainer.submits()

    file = await case_file(store, stage)
    first, logged = file.interactions
    assert first.quote == QUOTE
    assert (logged.reaction, logged.tactic, logged.quote) == (
        Reaction.WANTS_CHANGES,
        "listen_actively",
        "Two days are too long.",
    )
    assert (logged.engagement_before, logged.engagement_after) == (Engagement.RESISTANT, Engagement.NEUTRAL)
    assert file.case.engagement is Engagement.NEUTRAL
    assert file.case.next_contact_on == soon
    card = trainer.words_in(await trainer.gets("Neutral"))
    assert "Next contact" in card


async def test_the_level_until_now_is_shown_at_the_next_log(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback log")
    await trainer.fills(reaction="agreed", engagement="supportive")
    await trainer.submits()
    await trainer.closes()

    await trainer.types("/pushback log")

    options = next(block for block in _inputs(trainer) if block["block_id"] == "engagement")["element"]["options"]
    assert [option["value"] for option in options if "description" in option] == ["supportive"]


async def test_an_engagement_that_was_not_observed_stays(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback log")

    await trainer.fills(reaction="postponed")
    await trainer.submits()

    file = await case_file(store, stage)
    assert file.interactions[-1].engagement_after is None
    assert file.case.engagement is Engagement.RESISTANT


async def test_leading_asks_for_a_second_act_and_keeps_what_was_entered(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback log")
    await trainer.fills(reaction="agreed", engagement="leading", quote="I will open it myself.")

    await trainer.submits()

    trainer.sees("What happened", "What else did they do for it?", "I will open it myself.")
    await trainer.submits()
    assert trainer.errors == {
        "second_act": "One act may be courtesy. Name a second thing they did on their own, or choose Supportive."
    }
    await trainer.fills(second_act="Freed two mornings for her team")
    await trainer.submits()
    file = await case_file(store, stage)
    assert file.interactions[-1].second_act == "Freed two mornings for her team"
    assert file.case.engagement is Engagement.LEADING


async def test_a_wrong_day_is_said_before_the_second_act_is_asked_for(trainer: Actor, clock: Clock) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback log")
    await trainer.fills(reaction="agreed", engagement="leading")
    await trainer.fills(next_contact_on=clock.now().date() - timedelta(days=3))

    await trainer.submits()

    assert list(trainer.errors) == ["next_contact_on"]


async def test_agreeing_to_a_pilot_opens_the_way_to_its_result(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_finished_case(trainer)
    await trainer.types("/pushback log")
    await trainer.fills(reaction="agreed_to_pilot")

    await trainer.submits()

    trainer.sees("Go on at “The result”")
    assert (await case_file(store, stage)).case.step_id == "results"
    await trainer.gets("Go on at “The result”")


async def test_a_contact_that_took_place_is_not_the_next_one_any_more(
    trainer: Actor, stage: Stage, store: Store, clock: Clock
) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback log")
    await trainer.fills(reaction="postponed", next_contact_on=clock.now().date() + timedelta(days=2))
    await trainer.submits()
    await trainer.closes()
    clock.move(timedelta(days=3))
    await trainer.types("/pushback log")

    await trainer.fills(reaction="agreed")
    await trainer.submits()

    assert (await case_file(store, stage)).case.next_contact_on is None


async def test_app_home_asks_which_of_several_cases_it_is_about(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await a_resting_case(trainer, "Rajiv Menon", "COO")
    await trainer.opens_home()

    await trainer.clicks("Log what happened")
    trainer.sees("Which case is it about?", TITLE, "COO, onboarding redesign", "Resistant until now")
    await trainer.fills(case=TITLE, reaction="refused")
    await trainer.submits()

    trainer.sees(TITLE, "Noted.")


async def test_a_name_after_log_chooses_the_case(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await a_resting_case(trainer, "Rajiv Menon", "COO")

    await trainer.types("/pushback log dana")

    trainer.sees(TITLE)
    trainer.does_not_see("COO, onboarding redesign")


async def test_nothing_to_log_is_said_with_the_way_on(trainer: Actor) -> None:
    await trainer.types("/pushback log")

    await trainer.gets("You have no open case. Type /pushback to start one.")


async def test_a_correction_is_a_new_revision_and_the_old_is_kept(
    trainer: Actor, stage: Stage, store: Store, clock: Clock
) -> None:
    yesterday = clock.now().date() - timedelta(days=1)
    await a_resting_case(trainer)
    await trainer.types("/pushback log")
    await trainer.fills(reaction="agreed", engagement="supportive", quote="Fine by me.")
    await trainer.submits()
    await trainer.closes()
    await trainer.opens_home()

    await trainer.clicks("Correct")
    trainer.sees("The first version is kept.", "Fine by me.")
    await trainer.fills(happened_on=yesterday, reaction="postponed", engagement="neutral", quote="Perhaps.")
    await trainer.submits()

    file = await case_file(store, stage)
    corrected = next(contact for contact in file.interactions if contact.reaction)
    async with store.view(stage.desk.team.id) as work:
        old, new = await work.interactions.revisions(corrected.id)
    assert (old.quote, old.reaction) == ("Fine by me.", Reaction.AGREED)
    assert new == corrected
    assert (new.quote, new.reaction, new.happened_on) == ("Perhaps.", Reaction.POSTPONED, yesterday)
    assert new.engagement_before is Engagement.RESISTANT


async def test_correcting_an_older_contact_leaves_where_they_stand_now(
    trainer: Actor, stage: Stage, store: Store, clock: Clock
) -> None:
    await a_resting_case(trainer)
    await _logs(trainer, "neutral")
    clock.move(timedelta(days=1))
    await _logs(trainer, "supportive")
    await trainer.opens_home()
    older = [block for block in trainer.home["blocks"] if "accessory" in block][1] if trainer.home else {}

    await _presses(trainer, older)
    await trainer.fills(engagement="resistant")
    await trainer.submits()

    assert (await case_file(store, stage)).case.engagement is Engagement.SUPPORTIVE


async def test_correcting_the_newest_contact_moves_the_case(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    await _logs(trainer, "supportive")
    await trainer.opens_home()

    await trainer.clicks("Correct")
    await trainer.fills(engagement="neutral")
    await trainer.submits()

    assert (await case_file(store, stage)).case.engagement is Engagement.NEUTRAL


async def test_the_first_words_can_be_corrected_from_home_and_stand_in_the_case_too(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await a_resting_case(trainer)
    await trainer.opens_home()

    await trainer.clicks("Correct")
    trainer.sees("You are correcting what they said first")
    await trainer.fills(quote="Nobody can show me the use of it.")
    await trainer.submits()

    file = await case_file(store, stage)
    (contact,) = file.interactions
    assert contact.quote == "Nobody can show me the use of it."
    assert contact.reaction is None
    assert file.answers["quote"].value == "Nobody can show me the use of it."


async def test_a_correction_keeps_the_second_act_and_a_day_that_has_passed(
    trainer: Actor, stage: Stage, store: Store, clock: Clock
) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback log")
    await trainer.fills(reaction="agreed", engagement="leading", next_contact_on=clock.now().date())
    await trainer.submits()
    await trainer.fills(second_act="Freed two mornings")
    await trainer.submits()
    await trainer.closes()
    clock.move(timedelta(days=4))
    await trainer.opens_home()

    await trainer.clicks("Correct")
    await trainer.fills(quote="I will open it.")
    await trainer.submits()

    trainer.sees("Noted.")
    logged = (await case_file(store, stage)).interactions[-1]
    assert (logged.quote, logged.second_act) == ("I will open it.", "Freed two mornings")


async def _logs(trainer: Actor, engagement: str) -> None:
    await trainer.types("/pushback log")
    await trainer.fills(reaction="agreed", engagement=engagement)
    await trainer.submits()
    await trainer.closes()


async def _presses(trainer: Actor, block: Json) -> None:
    home = trainer.stage.desk.homes[trainer.user_id]
    key = (block["block_id"], "interaction.correct")
    await trainer.stage.acts.press_in_view(trainer.user_id, home.id, key)


def _inputs(trainer: Actor) -> list[Json]:
    assert trainer.modal is not None
    return [block for block in trainer.modal["blocks"] if block["type"] == "input"]
