"""Why nothing comes: what is to be sent, when, where, and what stands in the way."""

from tests.flows.test_teams import LEARNING, a_team
from tests.support.playground import Stage


async def test_whoever_asks_hears_that_all_is_well(stage: Stage) -> None:
    await a_team(stage.lead)
    await stage.lead.closes(everything=True)

    await stage.lead.types("/pushback doctor")

    stage.lead.sees(
        "✓ Slack knows me and takes what I send.",
        "✓ The worker is at work.",
        "The digest of Leadership trainers",
        "✓ I am in #learning-team and can post there.",
        "None has been posted yet.",
    )
    stage.lead.does_not_see("✗")


async def test_what_stands_in_the_way_is_named(stage: Stage) -> None:
    await a_team(stage.lead)
    await stage.lead.closes(everything=True)
    stage.desk.channel(LEARNING).is_archived = True
    stage.desk.scopes -= {"channels:history", "groups:history"}

    await stage.lead.types("/pushback doctor")

    stage.lead.sees("✗ #learning-team is archived", "I was not granted channels:history and groups:history")


async def test_one_without_a_team_hears_of_their_reminders(stage: Stage) -> None:
    await stage.trainer.types("/pushback doctor")

    stage.trainer.sees("Your reminders", "None is planned.")
    stage.trainer.does_not_see("The digest of")
