"""App Home for those who lead a team, and for those who are in one: when the digest comes, and how the weeks went."""

import pytest

from bot.app import App
from bot.clock import Clock
from tests.flows.test_digests import OSLO, a_case, a_team_of_two
from tests.flows.test_teams import LEARNING
from tests.support.days import Days
from tests.support.playground import Actor, Stage


@pytest.fixture
async def weeks(stage: Stage, apps: list[App], clock: Clock) -> Days:
    """Weeks in Oslo from Wednesday 3 March 2027 on, with a worker that works when it is told to."""
    await apps[0].shift.end()
    begun = Days(apps[0], stage, clock, OSLO)
    begun.jumps("2027-03-03 10:00")
    return begun


async def at_home(actor: Actor) -> None:
    await actor.closes(everything=True) if actor.modal else None
    await actor.opens_home()


async def test_a_lead_sees_the_next_digest_and_what_it_would_say(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await at_home(stage.lead)
    stage.lead.sees("The next digest comes Mon, 8 Mar 2027 09:00 your time, in #learning-team")

    await stage.lead.clicks("Preview")

    stage.lead.sees("Leadership trainers: 1 Mar to 7 Mar", "1 new", "So far, and totals only.")


async def test_a_lead_holds_the_next_digest_from_there_and_releases_it(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await at_home(stage.lead)

    await stage.lead.clicks("Hold it")
    await weeks.works()
    stage.lead.sees("The digest of 1 Mar to 7 Mar is held.")
    await stage.lead.clicks("Release it")
    await weeks.works()

    stage.lead.does_not_see("is held")


async def test_a_digest_that_was_not_posted_is_seen_there(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    stage.desk.channel(LEARNING).is_archived = True

    await weeks.comes("2027-03-08 09:00")

    await at_home(stage.lead)
    stage.lead.sees("The digest of 1 Mar to 7 Mar was not posted.")


async def test_the_last_weeks_stand_there_as_bars_and_figures(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await weeks.comes("2027-03-08 09:00")

    await at_home(stage.lead)

    stage.lead.sees("Week by week, up to 7 Mar", "▁▁▁▁▁▁▁█ New: 0, 0, 0, 0, 0, 0, 0, 1")


async def test_a_member_sees_the_figures_and_holds_nothing(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await at_home(stage.trainer)
    stage.trainer.does_not_see("Hold it", "Week by week")

    await stage.trainer.clicks("Figures")

    stage.trainer.sees("Leadership trainers: 1 Mar to 7 Mar")
