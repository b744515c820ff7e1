"""What a trainer does with a nudge: done, put off, not needed, answered by what they log."""

from asyncio import gather
from datetime import date
from typing import Any

from bot.store.store import Store
from tests.support.days import Days
from tests.support.playground import Stage
from tests.support.stories import a_promising_case, a_resting_case, case_file, cases_of, logs, title_of

PROMISED = date(2027, 3, 10)


async def test_done_settles_an_item_in_its_place(days: Days, stage: Stage) -> None:
    await a_resting_case(days.trainer)
    await a_resting_case(days.trainer, "Rajiv Menon", "COO")
    await days.comes("2027-03-04 09:00")
    (message,) = days.nudges

    await days.trainer.clicks("Done")
    await days.works()

    assert [one.ts for one in days.nudges] == [message.ts]
    assert "There is 1 thing to do today." in days.nudged
    assert "Done:" in days.nudged
    assert stage.slack.asked("chat.update")[-1]["ts"] == message.ts


async def test_done_on_a_promise_keeps_the_promise(days: Days, stage: Stage, store: Store) -> None:
    await a_promising_case(days.trainer, "me", PROMISED)
    await days.trainer.closes()
    await days.passes("2027-03-09 09:00")

    await days.trainer.clicks("Done")
    await days.works()

    (promise,) = (await case_file(store, stage)).promises
    assert promise.kept_at is not None
    card = next(one for one in days.trainer.messages if one not in days.nudges)
    assert "Kept" not in days.trainer.words_in(card)
    assert "That is all for today." in days.nudged


async def test_a_promise_that_is_kept_before_is_not_reminded_of(days: Days) -> None:
    await a_promising_case(days.trainer, "me", PROMISED)
    await days.trainer.closes()
    await days.works()

    await days.trainer.clicks("Kept")
    await days.passes("2027-03-16 09:00")

    assert all("You promised it" not in days.trainer.words_in(one) for one in days.nudges)


async def test_tomorrow_brings_the_same_nudge_a_day_later(days: Days) -> None:
    await a_resting_case(days.trainer)
    await days.comes("2027-03-04 09:00")

    await days.trainer.clicks("Tomorrow")
    await days.works()
    later = days.nudged
    await days.passes("2027-03-05 09:00")

    assert "Later, Fri, 5 Mar 2027 09:00" in later
    assert len(days.nudges) == 2
    assert "Sum up Wed, 3 Mar 2027" in days.nudged
    assert "That is all for today." in days.trainer.words_in(days.nudges[0])


async def test_the_next_working_day_is_no_day_of_the_weekend(days: Days) -> None:
    await a_resting_case(days.trainer)
    await days.comes("2027-03-04 09:00")
    await days.trainer.clicks("Tomorrow")
    await days.comes("2027-03-05 09:00")

    await days.trainer.clicks("Next working day")
    await days.works()
    await days.passes("2027-03-08 08:59")
    before = len(days.nudges)
    await days.comes("2027-03-08 09:00")

    assert (before, len(days.nudges)) == (2, 3)


async def test_a_nudge_is_put_off_to_a_moment_that_is_picked_and_is_still_the_same_one(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await days.comes("2027-03-04 09:00")

    await trainer.clicks("Pick a moment")
    await trainer.fills(day=date(2027, 3, 9), hour="14:30")
    await trainer.submits()
    trainer.sees("Tue, 9 Mar 2027 14:30", "3 reminders are planned.")
    await trainer.closes()
    await days.passes("2027-03-09 14:30")

    assert "Sum up Wed, 3 Mar 2027" in days.nudged
    assert sum("Sum up Wed, 3 Mar 2027" in trainer.words_in(one) for one in days.nudges) == 2


async def test_today_is_no_moment_to_put_a_nudge_off_to(days: Days) -> None:
    await a_resting_case(days.trainer)
    await days.comes("2027-03-04 09:00")

    await days.trainer.clicks("Pick a moment")
    await days.trainer.fills(day=date(2027, 3, 4))
    await days.trainer.submits()

    assert days.trainer.errors == {"day": "Choose a day from tomorrow on: I send one message a day at most."}


async def test_a_nudge_that_is_not_needed_goes_with_its_reason_and_the_list_tells_it(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await days.comes("2027-03-04 09:00")

    await trainer.clicks("Not needed")
    await trainer.fills(reason="other", note="I summed it up on the phone <there>.")
    await trainer.submits()

    trainer.sees("Not sent, or not needed", "You said that it is not needed: “I summed it up on the phone <there>.”")
    await trainer.closes()
    await days.works()
    assert "Not needed:" in days.nudged


async def test_a_nudge_that_is_not_needed_asks_why(days: Days) -> None:
    await a_resting_case(days.trainer)
    await days.comes("2027-03-04 09:00")
    await days.trainer.clicks("Not needed")

    await days.trainer.submits()

    assert "reason" in days.trainer.errors


async def test_logging_from_a_nudge_silences_what_it_answers(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await logs(trainer, reaction="wants_changes", next_contact_on=date(2027, 3, 4))
    await trainer.closes()
    await days.passes("2027-03-05 09:00")
    assert "How did it go on Thu, 4 Mar 2027?" in days.nudged

    await trainer.clicks("Log what happened")
    assert title_of(trainer) == "What happened"
    await trainer.fills(reaction="agreed")
    await trainer.submits()
    await trainer.closes()
    await days.works()

    assert "Settled meanwhile:" in days.nudged
    assert "How did it go" not in trainer.words_in(days.nudges[-1]).partition("Settled meanwhile")[0]


async def test_who_just_logged_is_not_asked_about_it(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await logs(trainer, reaction="wants_changes", next_contact_on=date(2027, 3, 4))
    await trainer.closes()
    days.jumps("2027-03-04 16:00")

    await logs(trainer, reaction="refused")
    await trainer.closes()
    await days.passes("2027-03-10 18:00")

    assert all("How did it go" not in trainer.words_in(one) for one in days.nudges)


async def test_silence_is_counted_from_the_newest_contact(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await days.passes("2027-03-16 10:00")

    await logs(trainer, reaction="wants_changes")
    await trainer.closes()
    await days.passes("2027-03-30 08:59")
    before = [trainer.words_in(one) for one in days.nudges]
    await days.comes("2027-03-30 09:00")

    assert all("Nothing since" not in words for words in before)
    assert "Nothing since Tue, 16 Mar 2027." in days.nudged


async def test_open_leads_to_where_the_case_stands(days: Days) -> None:
    await a_resting_case(days.trainer)
    await days.comes("2027-03-04 09:00")

    await days.trainer.clicks("Open")

    assert title_of(days.trainer) == "Say it back"


async def test_an_own_reminder_is_added_changed_and_left_out(days: Days) -> None:
    trainer = days.trainer
    await trainer.types("/pushback nudges")
    trainer.sees("Nothing is planned.")
    await trainer.clicks("Add a reminder")
    await trainer.fills(text="Send the revised outline", day=date(2027, 3, 8), hour="09:00")
    await trainer.submits()
    trainer.sees("Mon, 8 Mar 2027 09:00", "Send the revised outline", "You asked me to remind you")

    await trainer.clicks("Change")
    await trainer.fills(text="Send the outline to Dana", day=date(2027, 3, 9), hour="10:15")
    await trainer.submits()
    trainer.sees("1 reminder is planned.", "Tue, 9 Mar 2027 10:15", "Send the outline to Dana")
    trainer.does_not_see("Send the revised outline", "Not sent")
    await trainer.closes(everything=True)
    await days.passes("2027-03-09 10:15")
    assert "Send the outline to Dana" in days.nudged

    await trainer.types("/pushback nudges")
    await trainer.clicks("Add a reminder")
    await trainer.fills(text="Book the room", day=date(2027, 3, 12))
    await trainer.submits()
    await trainer.clicks("Leave out")
    trainer.sees("Nothing is planned.")
    await trainer.closes(everything=True)
    await days.passes("2027-03-15 18:00")
    assert len(days.nudges) == 1


async def test_an_own_reminder_belongs_to_a_case_of_ones_own(days: Days) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await trainer.types("/pushback nudges")
    await trainer.clicks("Add a reminder")
    await trainer.fills(text="Ask for the room", day=date(2027, 3, 8), case="CFO, onboarding redesign")
    await trainer.submits()
    trainer.sees("CFO, onboarding redesign · Your own reminder")
    await trainer.closes(everything=True)

    await trainer.opens_home()
    await trainer.clicks("Close case")
    await trainer.fills(outcome="declined", reason="No budget.")
    await trainer.submits()
    await trainer.closes()
    await days.passes("2027-03-09 09:00")

    assert all("Ask for the room" not in trainer.words_in(one) for one in days.nudges)


async def test_an_own_reminder_needs_words_and_a_day_to_come(days: Days) -> None:
    await days.trainer.types("/pushback nudges")
    await days.trainer.clicks("Add a reminder")

    await days.trainer.fills(text=" ", day=date(2027, 3, 2))
    await days.trainer.submits()

    assert days.trainer.errors["day"] == "Choose a day that is still to come."


async def test_a_click_that_is_repeated_changes_nothing_twice(days: Days, stage: Stage) -> None:
    await a_resting_case(days.trainer)
    await days.comes("2027-03-04 09:00")
    await days.trainer.clicks("Tomorrow")
    await days.works()
    once = days.nudged

    await _again(stage)
    await days.works()

    assert days.nudged == once


async def test_what_is_settled_in_several_windows_at_once_is_settled_everywhere(days: Days, stage: Stage) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await a_resting_case(trainer, "Rajiv Menon", "COO")
    await days.comes("2027-03-04 09:00")
    values = [
        one["value"]
        for block in days.nudges[-1].blocks
        for one in block.get("elements", ())
        if one.get("action_id") == "nudge.done"
    ]

    await gather(*(_presses(stage, "U01MAYA", "nudge.done", value) for value in (*values, *values)))
    await days.works()

    assert len(values) == 2
    assert "That is all for today." in days.nudged


async def test_what_is_settled_is_not_put_off_by_a_window_that_was_left_open(days: Days, stage: Stage) -> None:
    trainer = days.trainer
    await a_resting_case(trainer)
    await days.comes("2027-03-04 09:00")
    message = days.nudges[-1]
    (later,) = [one for block in message.blocks for one in block.get("elements", ()) if one["type"] == "static_select"]
    await trainer.clicks("Done")

    await _presses(stage, "U01MAYA", later["action_id"], later["options"][0]["value"])
    await days.passes("2027-03-05 08:00")

    await trainer.types("/pushback nudges")
    trainer.does_not_see("Sum up")


async def test_the_nudge_of_somebody_else_is_out_of_reach(days: Days, stage: Stage, store: Store) -> None:
    await a_promising_case(days.trainer, "me", PROMISED)
    await days.trainer.closes()
    await days.passes("2027-03-09 09:00")
    before = days.nudged
    await stage.other_trainer.opens_home()
    value = next(
        one["value"]
        for block in days.nudges[-1].blocks
        for one in block.get("elements", ())
        if one.get("action_id") == "nudge.done"
    )

    await _presses(stage, "U02TOMAS", "nudge.done", value)
    await days.works()

    assert days.nudged == before
    (case,) = await cases_of(store, stage)
    assert (await case_file(store, stage)).promises[0].kept_at is None
    assert case.owner_id == "U01MAYA"


async def _again(stage: Stage) -> None:
    """Send the newest click once more, as Slack does when an answer was lost."""
    last = next(one for one in reversed(stage.desk.exchanges) if one.to_app and one.what.startswith("block_actions"))
    reply = await stage.acts._interact(last.what.partition(" ")[2], {**last.request, "is_repeated": True})
    assert not reply.trouble


async def _presses(stage: Stage, user_id: str, action_id: str, value: str) -> None:
    """Press a button that this person does not have in front of them."""
    pressed: dict[str, Any] = {"action_id": action_id, "block_id": "x", "action_ts": "1.1"}
    if action_id == "nudge.later":
        pressed |= {"type": "static_select", "selected_option": {"value": value}}
    else:
        pressed |= {"type": "button", "value": value}
    payload = {
        **stage.acts._act("block_actions", stage.desk.user(user_id)),
        "container": {"type": "message"},
        "trigger_id": stage.desk.trigger(user_id),
        "actions": [pressed],
    }
    assert not (await stage.acts._interact(action_id, payload)).trouble


async def test_a_case_that_is_discarded_reminds_of_nothing_and_leaves_the_days_message(days: Days) -> None:
    await a_resting_case(days.trainer)
    await a_resting_case(days.trainer, "Rajiv Menon", "COO")
    await days.comes("2027-03-04 09:00")
    (message,) = days.nudges

    await _discards_the_newest(days)
    told = days.nudged
    await _discards_the_newest(days)

    assert "There is 1 thing to do today." in told
    assert "Nothing of it is kept." in days.trainer.words_in(message)
    await days.passes("2027-04-03 09:00")
    assert days.nudges == []


async def _discards_the_newest(days: Days) -> None:
    await days.trainer.opens_home()
    await days.trainer.clicks("Close case")
    await days.trainer.clicks("It was opened by mistake")
    await days.trainer.closes()
    await days.works()
