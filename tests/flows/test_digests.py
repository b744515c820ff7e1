"""A team's digest, week after week: seen before, held, posted, corrected, refused by a channel, and never doubled."""

import pytest

from bot.app import App
from bot.clock import Clock
from bot.playground.desk import Message
from tests.flows.test_teams import LEARNING, a_team, invites
from tests.support.days import Days
from tests.support.playground import Actor, Stage

OSLO = "Europe/Oslo"


@pytest.fixture
async def weeks(stage: Stage, apps: list[App], clock: Clock) -> Days:
    """Weeks in Oslo from Wednesday 3 March 2027 on, with a worker that works when it is told to."""
    await apps[0].shift.end()
    begun = Days(apps[0], stage, clock, OSLO)
    begun.jumps("2027-03-03 10:00")
    return begun


def digests(stage: Stage, channel: str = LEARNING) -> list[Message]:
    return stage.slack.told(channel)


def said(stage: Stage, message: Message) -> str:
    return " ".join(stage.lead.words_in(message).split())


def previews(actor: Actor, text: str = "comes") -> list[str]:
    return [
        words for one in actor.messages if (words := actor.words_in(one)).startswith("The digest of") and text in words
    ]


async def a_team_of_two(weeks: Days) -> None:
    lead, trainer = weeks.stage.lead, weeks.stage.trainer
    await a_team(lead)
    await invites(lead, trainer)
    await lead.closes(everything=True)
    await weeks.works()
    await trainer.clicks("Join")


async def a_case(trainer: Actor, quote: str = "We already spend too much on training.") -> None:
    await trainer.types(f"/pushback {quote}")
    await trainer.fills(setting="meeting")
    await trainer.submits()
    await trainer.closes(everything=True)


async def test_the_first_digest_comes_on_monday_at_nine_and_counts_the_week(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await weeks.comes("2027-03-05 10:00")

    await weeks.comes("2027-03-08 09:00")

    (digest,) = digests(stage)
    assert "Leadership trainers: 1 Mar to 7 Mar" in said(stage, digest)
    assert "1 new" in said(stage, digest)
    assert "1 open" in said(stage, digest)


async def test_leads_and_nobody_else_see_it_the_working_day_before(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)

    await weeks.comes("2027-03-05 09:00")

    (preview,) = previews(stage.lead)
    assert "Hold it" in preview
    assert "1 new" in preview
    assert previews(stage.trainer) == []
    assert digests(stage) == []
