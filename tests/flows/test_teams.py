"""Teams: made, joined by consent, led, left; and the channel that a digest goes to."""

from bot import channels
from tests.support.days import Days
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


async def test_no_thanks_is_an_answer(stage: Stage) -> None:
    await a_team(stage.lead)
    await invites(stage.lead, stage.trainer)
    await stage.trainer.gets("invites you")

    await stage.trainer.clicks("No thanks")

    await stage.trainer.gets("You said no to the team Leadership trainers.")
    await stage.lead.types("/pushback team")
    stage.lead.does_not_see("Maya")


async def test_an_invitation_that_was_taken_back_lets_nobody_in(stage: Stage) -> None:
    await a_team(stage.lead)
    await invites(stage.lead, stage.trainer)
    message = await stage.trainer.gets("invites you")
    await stage.lead.clicks("Members")

    await stage.lead.clicks("Take the invitation back")
    await stage.trainer.gets("You said no")
    assert "Join" not in stage.trainer.words_in(message)

    await stage.trainer.types("/pushback team")
    stage.trainer.sees("You are in no team yet.")


async def test_guests_and_strangers_cannot_be_asked(stage: Stage) -> None:
    await a_team(stage.lead)

    await invites(stage.lead, stage.guest)

    assert "Sam Whitlock cannot join" in stage.lead.errors["people"]
    await stage.lead.fills(people=[stage.stranger.user_id])
    await stage.lead.submits()
    assert "Léa Fournier cannot join" in stage.lead.errors["people"]


async def test_a_member_leaves_with_one_tap_from_app_home(stage: Stage) -> None:
    await a_team_of_two(stage)
    await stage.trainer.opens_home()
    stage.trainer.sees("Teams", "It counts your cases and tells nothing else about them.")

    await stage.trainer.clicks("Leave")

    await stage.trainer.opens_home()
    stage.trainer.does_not_see("It counts your cases")
    await stage.lead.types("/pushback team")
    stage.lead.does_not_see("Maya")


async def test_the_only_lead_hands_over_before_they_go(stage: Stage) -> None:
    await a_team_of_two(stage)
    await stage.lead.types("/pushback team")
    stage.lead.does_not_see("Leave")
    await stage.lead.clicks("Members")

    await stage.lead.clicks("Make them a lead")
    stage.lead.sees("Maya Okafor · lead")
    await stage.lead.clicks("Back to the team")
    await stage.lead.clicks("Leave")

    stage.lead.sees("You left Leadership trainers.")
    await stage.trainer.types("/pushback team")
    stage.trainer.sees("You lead this team.", "Leads: Maya Okafor")


async def test_only_a_lead_changes_a_team(stage: Stage) -> None:
    await a_team_of_two(stage)
    await stage.lead.types("/pushback team")
    await stage.trainer.types("/pushback team")
    stage.trainer.does_not_see("Team settings", "Invite people", "Archive")
    stage.desk.views[stage.trainer.user_id] = stage.desk.views[stage.lead.user_id]  # as if the buttons were forged

    await stage.trainer.clicks("Team settings")

    stage.trainer.sees("Only a lead can change a team.")


async def test_settings_of_two_leads_both_stay(stage: Stage) -> None:
    await a_team_of_two(stage)
    await stage.lead.types("/pushback team")
    await stage.lead.clicks("Members")
    await stage.lead.clicks("Make them a lead")
    await stage.lead.clicks("Back to the team")
    await stage.trainer.types("/pushback team")
    for lead in (stage.lead, stage.trainer):
        await lead.clicks("Team settings")

    await stage.lead.fills(name="Trainers of the north")
    await stage.lead.submits()
    await stage.trainer.fills(threshold="5", quiet="skipped", shows=["heard"])
    await stage.trainer.submits()

    stage.trainer.sees(
        "Saved.",
        "Trainers of the north",
        "The totals, and what was heard.",
        "A group is shown from 5 cases up",
        "A quiet week is skipped.",
    )


async def test_what_is_wrong_is_said_at_its_field(stage: Stage) -> None:
    await a_team(stage.lead)
    await stage.lead.clicks("Team settings")

    await stage.lead.fills(name="   ", weekdays=["1", "2"])
    await stage.lead.submits()

    assert stage.lead.errors == {
        "name": "Give the team a name.",
        "day": "The team does not work on this day. Choose another, or add it to the working days.",
    }


async def test_two_teams_never_have_one_name(stage: Stage) -> None:
    await a_team(stage.lead)

    await a_team(stage.trainer, "leadership TRAINERS", None)

    assert "There is a team called" in stage.trainer.errors["name"]


async def test_an_archived_team_is_gone_for_everybody(stage: Stage) -> None:
    await a_team_of_two(stage)
    await stage.lead.types("/pushback team")

    await stage.lead.clicks("Archive the team")

    stage.lead.sees("Leadership trainers is archived.")
    await stage.trainer.types("/pushback team")
    stage.trainer.sees("You are in no team yet.")


# The channel.


async def test_a_lead_is_told_how_to_bring_the_bot_in_and_it_notices(stage: Stage) -> None:
    await a_team(stage.lead, channel=ONBOARDING)
    stage.lead.sees("I am not in #onboarding-redesign", "Type /invite @Pushback there, then check again.")

    await stage.lead.types("/invite @Pushback", at=ONBOARDING)
    await stage.lead.clicks("Check again")

    stage.lead.sees("I am in #onboarding-redesign and can post there.")


async def test_a_channel_that_strangers_read_is_refused(stage: Stage) -> None:
    await a_team(stage.lead, channel=None)
    await stage.lead.clicks("Choose a channel")

    await stage.lead.fills(channel=BRIGHTARC)
    await stage.lead.submits()

    assert stage.lead.errors == {
        "channel": "This channel is shared with another organisation. A digest never goes there. Choose another one."
    }


async def test_an_archived_channel_is_refused_for_a_new_team_too(stage: Stage) -> None:
    await a_team(stage.lead, channel="C06WORKSHOPS")

    assert "is archived" in stage.lead.errors["channel"]


async def test_without_leave_to_look_at_channels_the_digest_stays_at_totals(stage: Stage) -> None:
    stage.desk.scopes.difference_update({"channels:read", "groups:read"})

    await a_team(stage.lead)

    stage.lead.sees("I may not look at channels here", "The digest stays at totals")


async def test_leads_hear_of_an_archived_channel_at_once_and_once(stage: Stage) -> None:
    await a_team(stage.lead)
    await stage.lead.closes(everything=True)

    await stage.lead.types("/archive", at=LEARNING)

    message = await stage.lead.gets("would not arrive")
    assert "#learning-team is archived" in stage.lead.words_in(message)
    await stage.lead.opens_home()
    stage.lead.sees("#learning-team is archived")


async def test_a_channel_that_comes_to_be_shared_never_gets_a_digest(stage: Stage) -> None:
    await a_team(stage.lead)
    stage.desk.channel(LEARNING).is_shared = True

    await stage.lead.clicks("Check again")

    stage.lead.sees("#learning-team is shared with another organisation. I never post a digest there.")
    stage.lead.does_not_see("The next digest comes")


async def test_the_daily_look_finds_what_no_event_told(days: Days) -> None:
    stage = days.stage
    await a_team(stage.lead)
    await days.works()
    stage.desk.channel(LEARNING).members.remove(stage.desk.app.user_id)

    await channels.look_again(days.app.coach, days.app.outbox.clients, days.clock.now())
    await days.comes("2027-03-04 11:00")
    await channels.look_again(days.app.coach, days.app.outbox.clients, days.clock.now())
    await days.works()

    told = [one for one in stage.lead.messages if "would not arrive" in stage.lead.words_in(one)]
    assert len(told) == 1
    assert "I am not in #learning-team" in stage.lead.words_in(told[0])
