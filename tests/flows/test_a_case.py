"""A trainer leads a case from the first words to an agreed next step."""

from tests.support.playground import Actor


async def test_a_trainer_goes_from_the_command_to_an_agreed_next_step(trainer: Actor) -> None:
    await trainer.types("/pushback We already spend too much on training")
    trainer.sees("What was said")
    await trainer.fills(setting="meeting")
    await trainer.submits()

    trainer.sees("Who and what")
    await trainer.fills(executive_name="Dana Whitfield", executive_role="CFO", initiative="Onboarding redesign")
    await trainer.submits()
    await trainer.submits()
    await trainer.submits()
    await trainer.fills(said_back="not_yet")
    await trainer.submits()

    trainer.sees("That is enough for today", "Say back")


async def test_a_corrected_restatement_comes_back_in_the_executives_words(trainer: Actor) -> None:
    await trainer.types("/pushback We already spend too much on training")
    await trainer.submits()
    await trainer.fills(executive_name="Dana Whitfield", initiative="Onboarding redesign")
    await trainer.submits()
    await trainer.submits()
    await trainer.submits()
    await trainer.fills(said_back="corrected", correction="It isn't the money. I can't see who does the work.")

    await trainer.submits()

    trainer.sees("Say it back", "It isn't the money. I can't see who does the work.")
