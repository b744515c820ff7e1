"""Back, skip, correct, leave, resume: nothing that was answered is lost, whatever the window does."""

from dataclasses import replace
from typing import Any

import pytest

from bot.coaching.case import Outcome
from bot.store.store import Store
from tests.support.playground import Actor, Stage
from tests.support.stories import (
    QUOTE,
    TITLE,
    a_case_at,
    a_finished_case,
    a_resting_case,
    case_file,
    cases_of,
    title_of,
)


async def test_back_never_loses_later_answers(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Promises")
    before = (await case_file(store, stage)).answers

    while title_of(trainer) != "What was said":
        await trainer.clicks("Back")

    after = (await case_file(store, stage)).answers
    assert {name: answer.value for name, answer in after.items()} == {
        name: answer.value for name, answer in before.items()
    }


async def test_answers_stand_in_their_fields_when_one_comes_back(trainer: Actor) -> None:
    await a_case_at(trainer, "Evidence")

    await trainer.clicks("Back")

    standing = {block.partition("#")[0]: value for block, value in trainer.values.items()}
    assert standing["goal_measure"] == "Complaints per 1,000 orders"
    assert standing["result_area"] == "retention"


async def test_what_was_typed_is_kept_when_going_back(trainer: Actor) -> None:
    await a_case_at(trainer, "Their goal")
    await trainer.fills(goal="Half a goal")

    await trainer.clicks("Back")
    await trainer.submits()

    assert title_of(trainer) == "Their goal"
    assert "Half a goal" in trainer.values.values()


async def test_who_it_is_is_kept_when_going_back(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Who and what")
    await trainer.fills(executive_person="U05DANA", executive_role="CFO", initiative="onboarding redesign")

    await trainer.clicks("Back")

    executive = (await case_file(store, stage)).case.executive
    assert executive is not None
    assert executive.name == "Dana Whitfield"


async def test_a_proposed_concern_is_not_confirmed_by_going_back(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "What I hear")
    assert trainer.values["primary_concern#2"]

    await trainer.clicks("Back")

    assert (await case_file(store, stage)).case.primary_concern is None


async def test_the_first_step_has_nothing_before_it(trainer: Actor, stage: Stage, store: Store) -> None:
    await trainer.types(f"/pushback {QUOTE}")

    trainer.does_not_see("Back")
    await _forges_click(stage, trainer, "step.back")

    assert title_of(trainer) == "What was said"
    assert trainer.values["quote"] == QUOTE
    assert await cases_of(store, stage) == ()


async def test_an_answer_can_be_corrected_and_the_old_one_is_kept(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Evidence")
    old = await case_file(store, stage)
    await trainer.clicks("Back")

    await trainer.fills(goal="Open two sites")
    await trainer.submits()

    file = await case_file(store, stage)
    assert file.answers["goal"].value == "Open two sites"
    async with store.view(stage.desk.team.id) as work:
        before = await work.answers.at(file.case.id, old.case.revision)
    assert before["goal"] == "Open the second site without losing a customer"


async def test_a_corrected_quote_is_a_new_revision_of_the_first_contact(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await a_case_at(trainer, "Who and what")
    await trainer.clicks("Back")

    await trainer.fills(quote="Nobody can show me the use of it.")
    await trainer.submits()

    (contact,) = (await case_file(store, stage)).interactions
    async with store.view(stage.desk.team.id) as work:
        old, new = await work.interactions.revisions(contact.id)
    assert (old.quote, new.quote) == (QUOTE, "Nobody can show me the use of it.")


async def test_closing_the_window_loses_nothing_that_was_submitted(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(trainer, "Evidence")

    await trainer.closes()

    card = await trainer.gets(TITLE)
    assert "Go on at “Evidence”" in trainer.words_in(card)
    await trainer.clicks("Continue")
    assert title_of(trainer) == "Evidence"
    assert "goal" in (await case_file(store, stage)).answers


async def test_a_window_closed_untouched_leaves_no_case(trainer: Actor, stage: Stage, store: Store) -> None:
    await trainer.types("/pushback")

    await trainer.closes()

    assert await cases_of(store, stage) == ()
    assert trainer.messages == []


async def test_what_was_typed_but_not_sent_is_there_on_resuming(trainer: Actor) -> None:
    await a_case_at(trainer, "Their goal")
    await trainer.fills(goal="Half a goal")
    await trainer.closes()

    await trainer.types("/pushback")
    await trainer.submits()

    assert title_of(trainer) == "Their goal"
    assert "Half a goal" in trainer.values.values()


async def test_the_later_window_wins_only_where_it_changed_something_and_says_so(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await a_case_at(trainer, "Evidence")
    await trainer.clicks("Back")
    first = _window(stage, trainer)
    await _opens_another(trainer)
    await trainer.fills(goal="Two sites", goal_measure="Complaints", intersection="Practice")
    await trainer.submits()

    _in_front(stage, trainer, first)
    await trainer.fills(goal="Three sites")
    await trainer.submits()

    trainer.sees(
        "Another window had saved this meanwhile. Your newer answer replaces it: A goal they own, in their words.",
        "Another window has changed this meanwhile, and it stays:",
        "How do they measure it?",
    )
    answers = (await case_file(store, stage)).answers
    assert answers["goal"].value == "Three sites"
    assert answers["goal_measure"].value == "Complaints"
    assert answers["intersection"].value == "Practice"


async def test_where_windows_met_is_also_said_when_the_case_rests(trainer: Actor, stage: Stage) -> None:
    await a_case_at(trainer, "Say it back")
    first = _window(stage, trainer)
    await _opens_another(trainer)
    await trainer.fills(restatement="Another line.", said_back="not_yet")
    await trainer.submits()

    _in_front(stage, trainer, first)
    await trainer.fills(restatement="My line.", said_back="not_yet")
    await trainer.submits()

    trainer.sees("That is enough for today", "Your newer answer replaces it: The line to say back.")


async def test_the_same_submission_again_changes_nothing_and_shows_the_same(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await a_case_at(trainer, "Say it back")
    await trainer.fills(restatement="A line.", said_back="not_yet")
    await trainer.submits()
    once = await case_file(store, stage)

    reply = await _repeats_last(stage, "view_submission step")

    assert reply["view"]["callback_id"] == "summary"
    assert await case_file(store, stage) == once


async def test_a_first_submission_again_begins_no_second_case(trainer: Actor, stage: Stage, store: Store) -> None:
    await trainer.types(f"/pushback {QUOTE}")
    await trainer.submits()

    reply = await _repeats_last(stage, "view_submission step")

    assert reply["view"]["title"]["text"] == "Who and what"
    assert len(await cases_of(store, stage)) == 1
    assert len((await case_file(store, stage)).interactions) == 1


async def test_a_logged_contact_again_is_logged_once(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    await trainer.types("/pushback log")
    await trainer.fills(reaction="agreed")
    await trainer.submits()
    once = await case_file(store, stage)

    reply = await _repeats_last(stage, "view_submission log")

    assert reply["view"]["callback_id"] == "summary"
    assert await case_file(store, stage) == once


@pytest.mark.parametrize(
    ("title", "button", "action"),
    [
        ("Evidence", "Save and add another", "entry.add"),
        ("Evidence", "Back", "step.back"),
        ("Evidence", "Skip this step", "step.skip"),
        ("Promises", "Skip this step", "step.skip"),
    ],
)
async def test_a_click_again_changes_nothing(  # noqa: PLR0913, PLR0917  the fixtures and what is clicked
    trainer: Actor, stage: Stage, store: Store, title: str, button: str, action: str
) -> None:
    await a_case_at(trainer, title)
    if button == "Save and add another":
        await trainer.fills(evidence_kind="data", evidence_what="Complaints fell")
    await trainer.clicks(button)
    once, shown = await case_file(store, stage), trainer.shown

    await _repeats_last(stage, f"block_actions {action}")

    assert await case_file(store, stage) == once
    assert trainer.shown == shown


@pytest.mark.parametrize("outcome", list(Outcome))
async def test_a_case_is_closed_with_its_outcome(trainer: Actor, stage: Stage, store: Store, outcome: Outcome) -> None:
    await a_resting_case(trainer)
    (case,) = await cases_of(store, stage)
    await trainer.gets(TITLE)
    await trainer.clicks("Close case")

    await trainer.fills(outcome=str(outcome), reason="The budget is frozen.")
    await trainer.submits()

    trainer.sees("Closed:")
    async with store.view(stage.desk.team.id) as work:
        closed = await work.cases.find(case.id, trainer.user_id)
    assert (closed.outcome, closed.outcome_reason) == (outcome, "The budget is frozen.")
    assert closed.closed_at is not None
    card = trainer.words_in(await trainer.gets("Closed:"))
    assert "The budget is frozen." not in card
    assert "Continue" not in card


async def test_a_case_opened_by_mistake_is_discarded_with_all_there_was(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await a_resting_case(trainer)
    (case,) = await cases_of(store, stage)
    card = await trainer.gets(TITLE)
    await trainer.clicks("Close case")

    await trainer.clicks("It was opened by mistake")

    trainer.sees("The case is discarded. Nothing of it is kept, and it is in no figures.")
    async with store.view(stage.desk.team.id) as work:
        assert not await work.cases.exists(case.id)
        assert await work.interactions.recent(trainer.user_id) == ()
    assert await trainer.gets("opened by mistake. Nothing of it is kept") is card
    await trainer.closes()
    await trainer.opens_home()
    trainer.does_not_see(TITLE)


async def test_declining_needs_a_reason(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    await trainer.gets(TITLE)
    await trainer.clicks("Close case")

    await trainer.fills(outcome="declined")
    await trainer.submits()

    assert trainer.errors == {"reason": "Please note why they declined. It helps with the next attempt."}
    assert len(await cases_of(store, stage)) == 1


async def test_a_pilot_agreed_without_a_rule_is_closed_with_a_reminder(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await trainer.gets(TITLE)
    await trainer.clicks("Close case")

    await trainer.fills(outcome="pilot_agreed")
    await trainer.submits()

    trainer.sees("Closed: Pilot agreed", "The pilot has no written rule yet.")


async def test_a_window_on_a_case_that_was_closed_meanwhile_says_so_and_keeps_its_words(
    trainer: Actor, stage: Stage
) -> None:
    await a_case_at(trainer, "Their goal")
    await trainer.fills(goal="Open the second site")
    first = _window(stage, trainer)
    stage.desk.close_all(trainer.user_id)
    await _closes_the_case(trainer)

    _in_front(stage, trainer, first)
    await trainer.submits()

    trainer.sees("This case is closed. Reopen it on its card, or type /pushback to start a new one.")
    await trainer.closes()
    assert "Open the second site" in trainer.values.values()


async def test_a_closed_case_is_not_offered_any_more(trainer: Actor) -> None:
    await a_resting_case(trainer)
    await _closes_the_case(trainer)

    await trainer.types("/pushback")

    assert title_of(trainer) == "What was said"


async def test_a_closed_case_can_be_reopened_from_its_card(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    await _closes_the_case(trainer)
    await trainer.opens_messages()
    await trainer.gets("Closed:")

    await trainer.clicks("Reopen")

    assert title_of(trainer) == "Say it back"
    (case,) = await cases_of(store, stage)
    assert case.outcome is None
    await trainer.closes()
    await trainer.types("/pushback log")
    await trainer.fills(reaction="agreed")
    await trainer.submits()
    trainer.sees("Noted.")


async def test_a_fourth_window_takes_the_place_of_the_third(trainer: Actor) -> None:
    await a_finished_case(trainer)
    await trainer.types("/pushback")
    await trainer.submits()
    await trainer.clicks("Skip this step")

    for _ in range(3):
        await trainer.clicks("Brief")
        await trainer.clicks("Continue")
        assert title_of(trainer) == "Promises"
        await trainer.clicks("Skip this step")

    assert title_of(trainer) == "Saved"


async def _closes_the_case(trainer: Actor) -> None:
    await trainer.opens_home()
    await trainer.clicks("Close case")
    await trainer.fills(outcome="convinced")
    await trainer.submits()
    await trainer.closes()


def _window(stage: Stage, trainer: Actor) -> Any:  # noqa: ANN401  the stand-in's view
    view = stage.desk.top_view(trainer.user_id)
    assert view is not None
    return replace(view)


def _in_front(stage: Stage, trainer: Actor, view: Any) -> None:  # noqa: ANN401
    """Put a window of another device in front."""
    stage.desk.views[trainer.user_id] = [view]


async def _opens_another(trainer: Actor) -> None:
    """Open the case on another device."""
    await trainer.types("/pushback")
    await trainer.submits()


async def _repeats_last(stage: Stage, what: str) -> Any:  # noqa: ANN401  JSON
    """Send once more what Slack sent last of this kind, signed anew."""
    last = next(one for one in reversed(stage.desk.exchanges) if one.to_app and one.what == what)
    reply = await stage.acts._interact(what.partition(" ")[2], {**last.request, "is_repeated": True})
    assert not reply.trouble
    return reply.answer()


async def _forges_click(stage: Stage, trainer: Actor, action: str) -> None:
    view = stage.desk.top_view(trainer.user_id)
    assert view is not None
    forged = {"type": "button", "action_id": action, "block_id": "x", "value": "said", "action_ts": "1.1"}
    payload = {
        **stage.acts._act("block_actions", stage.desk.user(trainer.user_id)),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": stage.desk.trigger(trainer.user_id, view.id),
        "view": {
            "id": view.id,
            "type": "modal",
            "hash": view.hash,
            "callback_id": "step",
            "private_metadata": view.payload["private_metadata"],
            "root_view_id": view.root_id,
            "previous_view_id": None,
            "state": {"values": view.values},
        },
        "actions": [forged],
    }
    assert not (await stage.acts._interact(action, payload)).trouble
