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
