"""What a workspace has seen of tactics is told where a trainer chooses one, and changes their order."""

from bot.app import App
from tests.support.experience import gather
from tests.support.playground import Actor, Stage
from tests.support.stories import a_case_at, goes_on_to

SEEN = "What this workspace has seen with this concern"


def shown(trainer: Actor) -> str:
    return " ".join(trainer.shown.split())


async def test_a_tactic_that_helped_others_goes_first_and_the_order_says_why(
    trainer: Actor, stage: Stage, apps: list[App]
) -> None:
    await a_case_at(trainer, "The core")
    await gather(apps[0].coach.store, stage)

    await goes_on_to(trainer, "Your approach")

    trainer.sees(
        SEEN,
        "Tell one case from start to end came before a move forward in 12 of 15 contacts.",
        "Make it an investment, not a cost came before a move forward in 3 of 18 contacts.",
        "I changed the order of these approaches by what this workspace has seen.",
    )
    said = shown(trainer)
    assert said.index("Tell one case from start to end") < said.index("Let the figures speak")


async def test_where_nothing_was_seen_nothing_is_said_and_nothing_moves(trainer: Actor) -> None:
    await a_case_at(trainer, "Your approach")

    trainer.does_not_see(SEEN)
    said = shown(trainer)
    assert said.index("Make it an investment, not a cost") < said.index("Let the figures speak")


async def test_what_only_two_trainers_have_seen_is_told_to_nobody(
    trainer: Actor, stage: Stage, apps: list[App]
) -> None:
    await a_case_at(trainer, "The core")
    await gather(apps[0].coach.store, stage, trainers=2)

    await goes_on_to(trainer, "Your approach")

    trainer.does_not_see(SEEN)


async def test_a_case_tells_it_too(trainer: Actor, stage: Stage, apps: list[App]) -> None:
    await a_case_at(trainer, "Their goal")
    await gather(apps[0].coach.store, stage)
    await trainer.closes(everything=True)
    await trainer.opens_home()

    await trainer.clicks("Tools")

    trainer.sees(SEEN, "It tells what came before, not what did it.")
    trainer.does_not_see("the order of these approaches")


async def test_a_case_whose_concern_was_not_said_back_tells_nothing_of_tactics(
    trainer: Actor, stage: Stage, apps: list[App]
) -> None:
    await a_case_at(trainer, "Say it back")
    await gather(apps[0].coach.store, stage)
    await trainer.closes(everything=True)
    await trainer.opens_home()

    await trainer.clicks("Tools")

    trainer.does_not_see(SEEN)
