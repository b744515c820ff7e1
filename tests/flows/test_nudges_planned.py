"""What is planned with every save, said at once, and comes at its local moment."""

from datetime import date

import pytest

from tests.support.days import Days
from tests.support.stories import (
    LINE,
    QUOTE,
    TITLE,
    a_case_at,
    a_promising_case,
    a_resting_case,
    goes_on_to,
    logs,
)

WEDNESDAY, FRIDAY, NEXT_WEDNESDAY = date(2027, 3, 3), date(2027, 3, 5), date(2027, 3, 10)


async def test_saving_a_case_says_what_it_will_remind_of_with_local_times(days: Days) -> None:
    await a_promising_case(days.trainer, "me", NEXT_WEDNESDAY, meets_on=date(2027, 3, 12))

    days.trainer.sees(
        "I will remind you",
        "Thu, 4 Mar 2027 09:00: Sum up Wed, 3 Mar 2027",
        "Tue, 9 Mar 2027 09:00: You promised it for Wed, 10 Mar 2027: Send the one-page outline",
        "Thu, 11 Mar 2027 09:00: You talk with Dana on Fri, 12 Mar 2027.",
        "Mon, 15 Mar 2027 09:00: How did it go on Fri, 12 Mar 2027?",
        "Fri, 26 Mar 2027 09:00: Nothing since Fri, 12 Mar 2027.",
    )


async def test_the_promises_meetings_and_silences_of_a_case_come_at_nine_on_their_days(days: Days) -> None:
    trainer = days.trainer
    await a_promising_case(trainer, "me", NEXT_WEDNESDAY, meets_on=date(2027, 3, 12))
    await trainer.closes()

    arrived = [await _arrives(days, f"2027-03-{day:02} 09:00") for day in (4, 9, 11, 15, 26)]

    assert [next(start for start in _STARTS if start in words) for words in arrived] == [
        "Sum up Wed, 3 Mar 2027",
        "You promised it",
        "You talk with Dana",
        "How did it go",
        "Nothing since",
    ]
    assert "Your one ask: “Eight weeks with the north depot”" in arrived[2]
    assert len(days.nudges) == len(arrived)


async def test_nothing_comes_a_minute_early(days: Days) -> None:
    await a_resting_case(days.trainer)

    await days.passes("2027-03-04 08:59")

    assert days.nudges == []


async def test_what_the_executive_promised_is_asked_for_on_the_working_day_after(days: Days) -> None:
    await a_promising_case(days.trainer, "them", FRIDAY)
    await days.trainer.closes()

    await days.passes("2027-03-08 09:00")

    assert "They promised it for Fri, 5 Mar 2027: Send the one-page outline" in days.nudged


async def test_a_logged_contact_says_what_it_will_remind_of(days: Days) -> None:
    await a_resting_case(days.trainer)

    await logs(days.trainer, reaction="wants_changes", next_contact_on=NEXT_WEDNESDAY)

    days.trainer.sees("Noted.", "I will remind you", "Tue, 9 Mar 2027 09:00: You talk with Dana on Wed, 10 Mar 2027.")


async def test_a_line_that_waits_to_be_said_back_is_brought_to_mind(days: Days) -> None:
    await a_resting_case(days.trainer)

    await days.passes("2027-03-05 09:00")

    assert "Their concern still waits to be said back to them." in days.nudged
    assert LINE in days.nudged


async def test_a_yes_is_thanked_for_on_the_next_working_day(days: Days) -> None:
    days.jumps("2027-03-05 15:00")
    await a_resting_case(days.trainer)
    await logs(days.trainer, reaction="agreed")
    await days.trainer.closes()

    await days.passes("2027-03-08 09:00")

    assert "Thank Dana for the yes." in days.nudged


async def test_a_pilot_is_accompanied_from_before_its_start_to_three_months_after(days: Days) -> None:
    trainer = days.trainer
    await a_case_at(trainer, "A small test")
    await trainer.fills(pilot_starts_on=date(2027, 3, 15))
    await goes_on_to(trainer, "The rule")
    await trainer.fills(pilot_decision_on=date(2027, 5, 14))
    await goes_on_to(trainer, "Saved")
    await trainer.closes()

    during = [await _comes(days, day) for day in ("2027-03-11", "2027-04-12", "2027-05-06", "2027-05-12")]
    await logs(trainer, reaction="agreed_to_pilot")
    await trainer.closes()
    await trainer.opens_home()
    await trainer.clicks("Continue")
    await trainer.fills(pilot_result="go")
    await trainer.submits()
    await trainer.closes()
    afterwards = [await _comes(days, day) for day in ("2027-06-08", "2027-07-08", "2027-08-09")]

    for words, text in zip(
        [*during, *afterwards],
        [
            "The pilot starts on Mon, 15 Mar 2027.",
            "Half the pilot is behind you.",
            "The pilot ends on Sun, 9 May 2027.",
            "Fri, 14 May 2027 is the day of the decision.",
            "A month after the pilot",
            "Two months after the pilot",
            "Three months after the pilot",
        ],
        strict=True,
    ):
        assert text in words


async def test_no_quote_stands_in_any_nudge(days: Days) -> None:
    await a_resting_case(days.trainer)
    await logs(days.trainer, reaction="wants_changes", quote="Half of it is theory.")
    await days.trainer.closes()

    await days.passes("2027-03-22 09:00")

    assert days.nudges
    for message in days.nudges:
        assert QUOTE not in f"{message.text}{message.blocks}"
        assert "Half of it is theory" not in f"{message.text}{message.blocks}"


async def test_what_falls_on_one_day_is_one_message_each_item_with_its_own_buttons(days: Days) -> None:
    await a_resting_case(days.trainer)
    await a_resting_case(days.trainer, "Rajiv Menon", "COO")

    await days.passes("2027-03-04 09:00")

    (message,) = days.nudges
    assert "There are 2 things to do today." in days.nudged
    buttons = [one["value"] for block in message.blocks for one in block.get("elements", ()) if "value" in one]
    assert len(set(buttons)) == 2
    assert len(buttons) == 2 * 4


async def test_a_case_that_is_closed_reminds_of_nothing_but_thanks(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await trainer.opens_home()
    await trainer.clicks("Close case")
    await trainer.fills(outcome="convinced")
    await trainer.submits()
    trainer.sees("Thu, 4 Mar 2027 09:00: Thank Dana for the yes.")
    await trainer.closes()

    await days.passes("2027-03-30 09:00")

    assert len(days.nudges) == 1
    assert "Thank Dana for the yes." in days.nudged


async def test_a_case_that_is_reopened_reminds_again(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await trainer.opens_home()
    await trainer.clicks("Close case")
    await trainer.fills(outcome="declined", reason="No budget until May.")
    await trainer.submits()

    await trainer.clicks("Reopen")

    await trainer.closes(everything=True)
    await days.passes("2027-03-30 09:00")
    assert "Thank Dana" not in days.nudged
    assert len(days.nudges) > 0


async def test_the_list_tells_what_is_planned_and_why(days: Days) -> None:
    await a_resting_case(days.trainer)

    await days.trainer.types("/pushback nudges")

    days.trainer.sees(
        "3 reminders are planned.",
        "Thu, 4 Mar 2027 09:00",
        f"{TITLE} · After a contact",
        "Why? You were in touch on Wed, 3 Mar 2027.",
        "Why? Their concern is still to be said back to them; you last worked on it on Wed, 3 Mar 2027.",
    )


async def test_home_lists_the_next_reminders(days: Days) -> None:
    await a_resting_case(days.trainer)

    await days.trainer.opens_home()

    days.trainer.sees("Reminders", "Thu, 4 Mar 2027 09:00 · CFO, onboarding redesign: Sum up Wed")


async def test_what_was_answered_in_a_window_that_is_still_open_is_not_reminded_of(days: Days) -> None:
    await a_resting_case(days.trainer)
    await days.passes("2027-03-05 08:50")
    told = len(days.nudges)
    await days.trainer.types("/pushback")
    await days.trainer.submits()
    await days.trainer.fills(said_back="confirmed")
    await days.trainer.submits()

    await days.comes("2027-03-05 09:00")

    assert len(days.nudges) == told


async def test_leaving_a_step_of_a_resting_case_brings_nothing_new(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await trainer.types("/pushback nudges")
    planned = trainer.shown
    await trainer.closes()

    await trainer.types("/pushback")
    await trainer.submits()
    await trainer.closes()
    await trainer.types("/pushback nudges")

    assert trainer.shown == planned


@pytest.mark.parametrize("kind", ["recap", "restate"])
async def test_a_kind_that_is_switched_off_does_not_come(days: Days, kind: str) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await trainer.types("/pushback settings")
    await trainer.fills(kinds_off=[kind])
    await trainer.submits()
    await trainer.closes()

    await days.passes("2027-03-10 09:00")

    assert len(days.nudges) == 1
    assert {"recap": "Sum up", "restate": "said back"}[kind] not in days.nudged


_STARTS = ("Sum up Wed, 3 Mar 2027", "You promised it", "You talk with Dana", "How did it go", "Nothing since")


async def _comes(days: Days, day: str) -> str:
    """Let a morning come without what the days before brought, and return what comes with it."""
    await days.comes(f"{day[:8]}{int(day[8:]) - 1:02} 12:00")
    await days.comes(f"{day} 09:00")
    return days.nudged


async def _arrives(days: Days, moment: str) -> str:
    """Let the days pass to a minute before a moment, and return what comes with it."""
    await days.passes(f"{moment[:11]}08:59")
    before = len(days.nudges)
    await days.comes(moment)
    assert len(days.nudges) == before + 1, f"nothing came at {moment}"
    return days.nudged
