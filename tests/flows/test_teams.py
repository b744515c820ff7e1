"""Teams: made, joined by consent, led, left; and the channel that a digest goes to."""

from tests.support.playground import Actor, Stage

LEARNING = "C03LEARNING"  # the bot is in it
ONBOARDING = "C02ONBOARD"  # it is not
BRIGHTARC = "C04BRIGHTARC"  # shared with another organisation


async def a_team(lead: Actor, name: str = "Leadership trainers", channel: str | None = LEARNING) -> None:
    """Make a team; its window stays open."""
    await lead.types("/pushback team")
    await lead.clicks("Make a team")
    await lead.fills(name=name, channel=channel)
    await lead.submits()


async def invites(lead: Actor, *people: Actor) -> None:
    await lead.clicks("Invite people")
    await lead.fills(people=[person.user_id for person in people])
    await lead.submits()


async def a_team_of_two(stage: Stage) -> None:
    await a_team(stage.lead)
    await invites(stage.lead, stage.trainer)
    await stage.lead.closes(everything=True)
    await stage.trainer.gets("invites you")
    await stage.trainer.clicks("Join")


async def test_whoever_makes_a_team_leads_it(stage: Stage) -> None:
    await a_team(stage.lead)

    stage.lead.sees(
        "Leadership trainers is made, and you lead it.",
        "You lead this team.",
        "Every Monday at 09:00 (Europe/Oslo)",
        "I am in #learning-team and can post there.",
        "Leads: Ingrid Solheim",
    )
    assert len(stage.desk.views[stage.lead.user_id]) == 1


async def test_nobody_is_in_a_team_before_they_say_yes(stage: Stage) -> None:
    await a_team(stage.lead)

    await invites(stage.lead, stage.trainer)

    stage.lead.sees("1 person is asked.", "Invited: Maya Okafor")
    stage.lead.does_not_see("Members:")


async def test_who_is_invited_joins_with_one_tap_in_the_message(stage: Stage) -> None:
    await a_team_of_two(stage)

    message = await stage.trainer.gets("You are in the team Leadership trainers.")
    assert "Join" not in stage.trainer.words_in(message)
    await stage.lead.types("/pushback team")
    stage.lead.sees("Members: Maya Okafor")
