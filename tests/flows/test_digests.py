"""A team's digest, week after week: seen before, held, posted, corrected, refused by a channel, and never doubled."""

import asyncio
from collections.abc import Callable

import pytest

from bot.app import App
from bot.clock import Clock
from bot.playground.desk import Channel, Message
from bot.rehearsal import posted, rehearsed
from tests.flows.test_teams import LEARNING, a_team, invites
from tests.support.days import Days, worker_of
from tests.support.playground import Actor, Stage

SALES = "C05SALES"
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


def channel(stage: Stage, channel_id: str = LEARNING) -> Channel:
    return stage.desk.channel(channel_id)


def written(actor: Actor, text: str) -> list[str]:
    """Return what the bot wrote to somebody, of what contains a text."""
    return [words for one in actor.messages if text in (words := " ".join(actor.words_in(one).split()))]


async def a_team_of_two(weeks: Days) -> None:
    lead, trainer = weeks.stage.lead, weeks.stage.trainer
    await a_team(lead)
    await invites(lead, trainer)
    await lead.closes(everything=True)
    await weeks.works()
    await trainer.clicks("Join")


async def a_case(trainer: Actor, executive: str | None = None) -> None:
    """Begin a case, with somebody outside of Slack unless a Slack user is named."""
    await trainer.types("/pushback We already spend too much on training.")
    await trainer.fills(setting="meeting")
    await trainer.submits()
    if executive:
        await trainer.fills(executive_person=executive, initiative="Onboarding")
    else:
        await trainer.fills(executive_name="Dana Whitfield", executive_role="CFO", initiative="Onboarding")
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

    (preview,) = written(stage.lead, "The digest of")
    assert "comes Mon, 8 Mar 2027 09:00 your time, in #learning-team" in preview
    assert "1 new" in preview
    assert "Hold it" in preview
    assert written(stage.trainer, "The digest of") == []
    assert digests(stage) == []


async def test_a_quiet_week_is_one_line(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await weeks.comes("2027-03-08 09:00")

    await weeks.comes("2027-03-15 09:00")

    _, quiet = digests(stage)
    assert "Quiet week: 0 new, 1 open" in said(stage, quiet)


async def test_a_quiet_week_is_skipped_where_the_team_wants_none(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await stage.lead.types("/pushback team")
    await stage.lead.clicks("Team settings")
    await stage.lead.fills(quiet="skipped")
    await stage.lead.submits()
    await stage.lead.closes(everything=True)

    await weeks.comes("2027-03-08 09:00")
    await a_case(stage.trainer)
    await weeks.comes("2027-03-15 09:00")

    (digest,) = digests(stage)
    assert "8 Mar to 14 Mar" in said(stage, digest)
    assert "late" not in said(stage, digest)


async def test_a_held_digest_comes_when_it_is_released_and_says_that_it_is_late(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await weeks.comes("2027-03-05 09:00")
    await stage.lead.clicks("Hold it")
    await weeks.works()
    assert "is held by Ingrid Solheim" in written(stage.lead, "The digest of")[0]

    await weeks.comes("2027-03-08 09:00")
    assert digests(stage) == []
    await weeks.comes("2027-03-09 14:00")
    await stage.lead.clicks("Release it")
    await weeks.works()

    (digest,) = digests(stage)
    assert "This digest comes late: it was due Mon, 8 Mar 2027." in said(stage, digest)
    assert "is posted in #learning-team" in written(stage.lead, "The digest of")[0]


async def test_what_is_held_too_long_is_told_by_the_next_digest(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await weeks.comes("2027-03-05 09:00")
    await stage.lead.clicks("Hold it")

    await weeks.comes("2027-03-15 09:00")

    (digest,) = digests(stage)
    assert "1 new" in said(stage, digest)
    assert "to 14 Mar" in said(stage, digest)


async def test_two_leads_who_press_at_once_post_it_once(weeks: Days, stage: Stage, apps: list[App]) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await weeks.comes("2027-03-05 09:00")
    another = worker_of(apps[0], weeks.clock)

    await asyncio.gather(stage.lead.clicks("Post now"), stage.lead.clicks("Post now"))
    await asyncio.gather(weeks.worker.tick(weeks.clock.now()), another.tick(weeks.clock.now()))
    await weeks.works()
    await weeks.comes("2027-03-08 09:00")

    (digest,) = digests(stage)
    assert "1 Mar to 4 Mar" in said(stage, digest)


async def test_days_after_a_digest_that_came_early_are_in_the_next_one(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await weeks.comes("2027-03-05 09:00")
    await stage.lead.clicks("Post now")
    await weeks.works()
    await a_case(stage.trainer)

    await weeks.comes("2027-03-15 09:00")

    early, digest = digests(stage)
    assert "Quiet week: 0 new" in said(stage, early)
    assert "5 Mar to 14 Mar" in said(stage, digest)
    assert "1 new" in said(stage, digest)


async def test_a_digest_that_its_channel_refuses_is_kept_and_posted_where_a_lead_says(
    weeks: Days, stage: Stage
) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await weeks.comes("2027-03-07 12:00")
    channel(stage).is_archived = True

    await weeks.comes("2027-03-08 09:00")
    (told,) = written(stage.lead, "Check again")
    assert "#learning-team is archived" in told
    await weeks.comes("2027-03-08 15:00")
    assert len(written(stage.lead, "Check again")) == 1
    await stage.lead.clicks("Change channel")
    channel(stage, SALES).members.append(stage.lead.user_id)
    await stage.lead.fills(channel=SALES)
    await stage.lead.submits()
    await stage.lead.closes(everything=True)
    await weeks.passes("2027-03-08 17:00")

    assert digests(stage) == []
    (digest,) = digests(stage, SALES)
    assert "1 new" in said(stage, digest)
    assert "late" in said(stage, digest)
    assert written(stage.lead, "is posted in #sales-coaching")


async def test_nothing_is_posted_into_a_channel_that_became_shared(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    channel(stage).is_shared = True

    await weeks.comes("2027-03-08 09:00")

    assert digests(stage) == []
    assert written(stage.lead, "is shared with another organisation")


async def test_a_case_whose_executive_reads_along_is_left_out_of_everything(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await a_case(stage.trainer, executive="U05DANA")
    channel(stage).members.append("U05DANA")

    await weeks.comes("2027-03-08 09:00")

    (digest,) = digests(stage)
    assert "1 new" in said(stage, digest)
    assert "1 open" in said(stage, digest)


async def test_where_members_cannot_be_read_a_digest_stays_at_totals(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    stage.desk.scopes -= {"channels:read", "groups:read", "im:read"}

    await weeks.comes("2027-03-08 09:00")

    (digest,) = digests(stage)
    assert "Totals only: I cannot see who reads this channel" in said(stage, digest)


async def test_nothing_of_somebody_who_left_is_counted(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await stage.trainer.types("/pushback team")
    await stage.trainer.clicks("Leave")

    await weeks.comes("2027-03-08 09:00")

    (digest,) = digests(stage)
    assert "0 new, 0 open" in said(stage, digest)


async def test_a_worker_that_was_away_for_hours_posts_late(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await weeks.comes("2027-03-07 12:00")

    await weeks.comes("2027-03-08 20:00")

    (digest,) = digests(stage)
    assert "it was due Mon, 8 Mar 2027" in said(stage, digest)


async def test_a_week_without_a_worker_is_in_the_next_digest(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await weeks.works()

    await weeks.comes("2027-03-10 09:00")
    await weeks.comes("2027-03-15 09:00")

    (digest,) = digests(stage)
    assert "1 new" in said(stage, digest)


async def test_three_weeks_without_a_digest_are_told_to_an_admin_once(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await weeks.comes("2027-03-07 12:00")
    channel(stage).is_archived = True

    for monday in ("2027-03-08", "2027-03-15", "2027-03-22", "2027-03-29", "2027-04-06"):
        await weeks.comes(f"{monday} 09:00")

    (told,) = written(stage.lead, "has got no digest for")
    assert "is archived" in told


async def test_a_contact_that_was_put_right_is_put_right_in_the_digest_too(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await stage.trainer.types("/pushback log")
    await stage.trainer.fills(reaction="other", engagement="resistant")
    await stage.trainer.submits()
    await stage.trainer.closes(everything=True)
    await weeks.comes("2027-03-08 09:00")
    await stage.trainer.opens_home()
    await stage.trainer.clicks("Correct")
    await stage.trainer.fills(engagement="supportive")
    await stage.trainer.submits()
    await stage.trainer.closes(everything=True)

    await weeks.comes("2027-03-08 12:00")

    assert "1 moved forward" in said(stage, digests(stage)[0])
    (digest,) = digests(stage)
    assert "Corrected on Mon, 8 Mar 2027" in said(stage, digest)


async def test_an_operator_sees_what_would_be_posted_and_nothing_is(
    weeks: Days, stage: Stage, apps: list[App], build_app: Callable[[Stage], App]
) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    build_app(stage)

    lines = await rehearsed(apps[1], "leadership trainers")

    assert lines[1:4] == (
        "Week: 2027-W09, 2027-03-01 to 2027-03-07",
        "Due: 2027-03-08 09:00 Europe/Oslo",
        f"Channel: #learning-team ({LEARNING})",
    )
    assert "*1 new*" in lines[-1]
    assert digests(stage) == []


async def test_an_operator_is_told_why_nothing_would_be_posted(
    weeks: Days, stage: Stage, apps: list[App], build_app: Callable[[Stage], App]
) -> None:
    await a_team_of_two(weeks)
    channel(stage).is_archived = True
    build_app(stage)

    lines = await rehearsed(apps[1], "Leadership trainers")

    assert any(line.startswith("Not posted: #learning-team is archived") for line in lines)


async def test_an_operator_posts_a_digest_once(
    weeks: Days, stage: Stage, apps: list[App], build_app: Callable[[Stage], App]
) -> None:
    await a_team_of_two(weeks)
    build_app(stage)

    lines = await posted(apps[1], "Leadership trainers")
    await weeks.comes("2027-03-08 09:00")

    assert lines == (f"The digest 2027-W09 of Leadership trainers is posted in {LEARNING}.",)
    assert len(digests(stage)) == 1
