"""When nudges come: by the trainer's own calendar, zone and hour, also where clocks change and workers stop."""

from datetime import date

import pytest

from bot.store.store import Store
from tests.support.days import Days
from tests.support.playground import Actor, Given, Stage
from tests.support.stories import a_promising_case, a_resting_case, cases_of, logs


async def test_another_zone_moves_what_is_planned_and_shows_the_new_moments(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)

    await _sets(trainer, zone="America/New_York")

    trainer.sees("Saved.", "These reminders have moved:", "Thu, 4 Mar 2027 09:00")
    await trainer.closes()
    await days.comes("2027-03-04 13:59")
    assert days.nudges == []
    await days.comes("2027-03-04 14:00")
    assert len(days.nudges) == 1


async def test_the_zone_that_was_chosen_is_the_one_everywhere(days: Days, stage: Stage, store: Store) -> None:
    trainer = days.trainer
    await _sets(trainer, zone="Pacific/Auckland")
    await trainer.closes()

    await a_resting_case(trainer)

    await days.works()
    await trainer.types("/pushback nudges")
    trainer.sees("Why? You were in touch on Wed, 3 Mar 2027.", "Thu, 4 Mar 2027 09:00")
    await trainer.closes()
    card = trainer.words_in(trainer.messages[-1])
    assert "Updated Wed, 3 Mar 2027 23:" in card
    await trainer.types("/pushback settings")
    trainer.sees("As in Slack (Europe/London)")
    (case,) = await cases_of(store, stage)
    async with store.view(stage.desk.team.id) as work:
        file, owner = await work.cases.opened(case.id, trainer.user_id)
    assert (owner.zone, owner.zone_in_slack) == ("Pacific/Auckland", "Europe/London")
    assert file.interactions[0].happened_on == date(2027, 3, 3)


async def test_whoever_goes_back_to_slacks_zone_is_reminded_by_it_again(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await _sets(trainer, zone="America/New_York")
    await trainer.closes()

    await _sets(trainer, zone="slack")
    await trainer.closes()
    await days.comes("2027-03-04 09:00")

    assert len(days.nudges) == 1


@pytest.mark.parametrize(
    ("chosen", "comes"),
    [
        ({"nudge_hour": "14:30"}, "2027-03-04 14:30"),
        ({"opens": "11:00"}, "2027-03-04 11:00"),
        ({"weekdays": ["6", "0", "1", "2"]}, "2027-03-07 09:00"),
        ({"days_off": "2027-03-04 - 2027-03-07"}, "2027-03-08 09:00"),
    ],
)
async def test_hours_working_days_and_days_off_move_what_is_planned(
    days: Days, chosen: dict[str, Given], comes: str
) -> None:
    await a_resting_case(days.trainer)

    await _sets(days.trainer, **chosen)

    days.trainer.sees("These reminders have moved:")
    await days.trainer.closes()
    await days.passes(f"{comes[:11]}00:30")
    assert days.nudges == []
    await days.comes(comes)
    assert "Sum up Wed, 3 Mar 2027" in days.nudged


async def test_public_holidays_of_the_country_are_no_days_for_reminders(days: Days) -> None:
    trainer = days.trainer
    days.jumps("2027-03-25 10:00")
    await a_resting_case(trainer)

    await _sets(trainer, country="GB")
    await trainer.fills(region="ENG")
    await trainer.submits()
    await trainer.closes()
    await days.passes("2027-03-29 18:00")
    over_easter = len(days.nudges)
    await days.comes("2027-03-30 09:00")

    assert (over_easter, len(days.nudges)) == (0, 1)


async def test_settings_that_leave_no_hour_are_refused_at_their_field(days: Days) -> None:
    await _sets(days.trainer, opens="09:00", closes="10:00")

    assert "closes" in days.trainer.errors


async def test_nine_stays_nine_when_clocks_go_forward(days: Days) -> None:
    days.jumps("2027-03-25 10:00")
    await a_promising_case(days.trainer, "me", date(2027, 3, 30))
    await days.trainer.closes()

    await days.passes("2027-03-29 08:59")
    before = len(days.nudges)
    await days.comes("2027-03-29 09:00")

    assert len(days.nudges) == before + 1
    assert days.clock.now().hour == 8


async def test_nine_stays_nine_when_clocks_go_back(days: Days) -> None:
    days.jumps("2027-10-28 10:00")
    await a_promising_case(days.trainer, "me", date(2027, 11, 2))
    await days.trainer.closes()

    await days.passes("2027-11-01 08:59")
    before = len(days.nudges)
    await days.comes("2027-11-01 09:00")

    assert len(days.nudges) == before + 1
    assert days.clock.now().hour == 9


async def test_three_days_without_a_worker_end_in_one_message_that_says_it_is_late(days: Days) -> None:
    trainer = days.trainer
    days.jumps("2027-03-25 10:00")
    await a_resting_case(trainer)
    await a_resting_case(trainer, "Rajiv Menon", "COO")

    await days.comes("2027-03-29 10:00")

    (message,) = days.nudges
    assert "I could not reach you for a while, so this comes late." in days.nudged
    assert "This was due on Fri, 26 Mar 2027." in days.nudged
    assert len({one["value"] for block in message.blocks for one in block.get("elements", ()) if "value" in one}) == 4
    await days.passes("2027-03-30 18:00")
    assert len(days.nudges) == 1


async def test_a_worker_that_comes_back_at_night_waits_for_the_morning(days: Days) -> None:
    await a_resting_case(days.trainer)

    await days.comes("2027-03-04 22:00")
    at_night = len(days.nudges)
    await days.passes("2027-03-05 09:00")

    assert (at_night, len(days.nudges)) == (0, 1)
    assert "so this comes late" in days.nudged


async def test_a_meeting_that_passed_meanwhile_is_asked_about_and_not_prepared_for(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await logs(trainer, reaction="wants_changes", next_contact_on=date(2027, 3, 9))
    await trainer.closes()

    await days.comes("2027-03-10 11:00")

    (message,) = days.nudges
    assert "How did it go on Tue, 9 Mar 2027?" in trainer.words_in(message)
    assert "You talk with Dana" not in trainer.words_in(message)
    await trainer.types("/pushback nudges")
    trainer.sees("Not sent", "It could not be sent before the meeting on Tue, 9 Mar 2027.")
    await trainer.closes()
    await trainer.opens_home()
    trainer.sees("It could not be sent before the meeting on Tue, 9 Mar 2027.")


async def test_a_pause_keeps_still_until_its_day_and_resumes_with_one_message(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await a_resting_case(trainer, "Rajiv Menon", "COO")
    await trainer.types("/pushback pause")
    await trainer.fills(until=date(2027, 3, 8))
    await trainer.submits()
    await trainer.closes()

    await days.passes("2027-03-08 08:59")
    meanwhile = len(days.nudges)
    await days.comes("2027-03-08 09:00")

    assert meanwhile == 0
    assert len(days.nudges) == 1
    assert "There are" in days.nudged


async def test_a_pause_can_be_asked_for_with_its_day(days: Days) -> None:
    await days.trainer.types("/pushback pause until 2027-03-15")

    assert days.trainer.values["until"] == "2027-03-15"
    await days.trainer.submits()
    days.trainer.sees("They come again from Mon, 15 Mar 2027.")


async def test_a_pause_without_an_end_lasts_until_it_is_resumed(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await trainer.types("/pushback pause")
    await trainer.submits()
    await trainer.closes()
    await days.passes("2027-03-05 10:00")
    assert days.nudges == []

    await trainer.opens_home()
    await trainer.clicks("Resume")
    trainer.sees("Reminders")
    await trainer.closes()
    await days.passes("2027-03-09 18:00")

    assert len(days.nudges) == 1
    assert "said back" in days.nudged


async def test_yesterday_is_no_end_of_a_pause(days: Days) -> None:
    await days.trainer.types("/pushback pause")
    await days.trainer.fills(until=date(2027, 3, 2))

    await days.trainer.submits()

    assert "until" in days.trainer.errors


async def test_a_weekly_cap_keeps_the_most_important_and_the_list_tells_what_was_left_out(days: Days) -> None:
    trainer = days.trainer
    await _sets(trainer, weekly_cap="1")
    await trainer.closes()
    days.jumps("2027-03-08 10:00")
    await a_promising_case(trainer, "me", date(2027, 3, 12))
    await trainer.closes()

    await days.passes("2027-03-14 18:00")

    assert len(days.nudges) == 1
    assert "You promised it for Fri, 12 Mar 2027" in days.nudged


async def test_the_next_day_is_the_first_on_which_another_message_comes(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await days.comes("2027-03-04 09:00")
    await trainer.types("/pushback nudges")
    await trainer.clicks("Add a reminder")

    await trainer.fills(text="Book the room", day=date(2027, 3, 4), hour="15:00")
    await trainer.submits()

    trainer.sees("Fri, 5 Mar 2027 09:00")
    await trainer.closes(everything=True)
    await days.passes("2027-03-04 20:00")
    assert len(days.nudges) == 1


async def _sets(trainer: Actor, **chosen: Given) -> None:
    await trainer.types("/pushback settings")
    await trainer.fills(**chosen)
    await trainer.submits()
