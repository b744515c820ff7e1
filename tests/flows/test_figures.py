"""`/pushback digest`: figures for whoever asks, private to them, and as a file."""

import pytest

from bot.app import App
from bot.clock import Clock
from tests.flows.test_digests import OSLO, a_case, a_team_of_two
from tests.support.days import Days
from tests.support.playground import Actor, Stage


@pytest.fixture
async def weeks(stage: Stage, apps: list[App], clock: Clock) -> Days:
    """Weeks in Oslo from Wednesday 3 March 2027 on, with a worker that works when it is told to."""
    await apps[0].shift.end()
    begun = Days(apps[0], stage, clock, OSLO)
    begun.jumps("2027-03-03 10:00")
    return begun


def files_of(actor: Actor) -> list[tuple[str, str]]:
    """List the files in somebody's conversation with the bot, by name."""
    desk = actor.stage.desk
    found = [desk.files[one.file] for one in desk.app_channel(actor.user_id).messages if one.file]
    return [(name, content.decode("utf-8-sig")) for name, content in found]


async def test_a_trainer_sees_their_own_cases_with_nothing_merged(stage: Stage) -> None:
    await a_case(stage.trainer)

    await stage.trainer.types("/pushback digest")

    stage.trainer.sees("My own cases:", "1 new", "1 open", "Only you see this.")


async def test_nobody_sees_the_cases_of_others_as_their_own(stage: Stage) -> None:
    await a_case(stage.trainer)

    await stage.other_trainer.types("/pushback digest this week")

    stage.other_trainer.sees("0 new", "0 open")


async def test_a_lead_sees_the_week_of_their_team_so_far_in_totals(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)

    await stage.lead.types("/pushback digest this week")

    stage.lead.sees("Leadership trainers: 1 Mar to 7 Mar", "1 new", "So far, and totals only.")
    stage.lead.does_not_see("What we heard")


async def test_a_member_chooses_their_team_and_other_days(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await weeks.comes("2027-03-08 09:00")
    await stage.trainer.types("/pushback digest")

    await stage.trainer.clicks("Leadership trainers")
    stage.trainer.sees("Leadership trainers: 8 Mar to 14 Mar", "0 new")
    await stage.trainer.clicks("Last week")

    stage.trainer.sees("Leadership trainers: 1 Mar to 7 Mar", "1 new", "As one digest told it.")


async def test_a_month_is_the_sum_of_what_its_digests_told(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await weeks.comes("2027-03-08 09:00")
    await a_case(stage.trainer)
    await weeks.comes("2027-03-15 09:00")
    weeks.jumps("2027-04-01 10:00")

    await stage.lead.types("/pushback digest last month")

    stage.lead.sees("Leadership trainers: 1 Mar to 14 Mar", "2 new", "2 open", "The sum of what 2 digests told.")


async def test_days_of_which_no_digest_told_have_no_figures(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)

    await stage.lead.types("/pushback digest last quarter")

    stage.lead.sees("No digest was posted for these days")


async def test_somebody_who_has_left_a_team_sees_nothing_of_it_any_more(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await stage.trainer.types("/pushback digest")
    await stage.lead.types("/pushback team")
    await stage.lead.clicks("Members")
    await stage.lead.clicks("Take off the team")

    await stage.trainer.clicks("Leadership trainers")

    stage.trainer.sees("This team is not there any more")


async def test_figures_come_as_a_file_for_a_spreadsheet(weeks: Days, stage: Stage) -> None:
    await a_case(stage.trainer)
    await stage.trainer.types("/pushback digest")

    await stage.trainer.clicks("Send me a spreadsheet")
    await weeks.works()

    stage.trainer.sees("The file is on its way")
    ((name, content),) = files_of(stage.trainer)
    assert name == "figures-my-own-cases-2027-03-01-2027-03-07.csv"
    assert "Totals,New cases,2027-03-01,2027-03-07,1\n" in content


async def test_a_team_s_file_says_what_its_window_says(weeks: Days, stage: Stage) -> None:
    await a_team_of_two(weeks)
    await a_case(stage.trainer)
    await stage.lead.types("/pushback digest")

    await stage.lead.clicks("Send me a spreadsheet")
    await weeks.works()

    ((name, content),) = files_of(stage.lead)
    assert name == "figures-leadership-trainers-2027-03-01-2027-03-07.csv"
    assert "Totals,New cases,2027-03-01,2027-03-07,1\n" in content
    assert "Main concern" not in content


async def test_without_leave_to_send_files_the_lines_stand_in_the_window(stage: Stage) -> None:
    stage.desk.scopes.discard("files:write")
    await stage.trainer.types("/pushback digest")

    await stage.trainer.clicks("Send me a spreadsheet")

    stage.trainer.sees("I may not send files in this workspace yet.", "Totals,New cases,")
    assert stage.slack.asked("files.getUploadURLExternal") == []


async def test_leave_that_was_taken_back_meanwhile_is_said_in_the_file_s_place(weeks: Days, stage: Stage) -> None:
    await stage.trainer.types("/pushback digest")
    await stage.trainer.clicks("Send me a spreadsheet")
    stage.desk.scopes.discard("files:write")

    await weeks.works()

    assert files_of(stage.trainer) == []
    await stage.trainer.gets("so your figures stay here")


@pytest.mark.parametrize("typed", ["digest last mnth", "digset last week", "digest tomorrow"])
async def test_a_slip_of_the_finger_offers_the_digest(stage: Stage, typed: str) -> None:
    await stage.trainer.types(f"/pushback {typed}")

    stage.trainer.sees("Did you mean /pushback digest")
