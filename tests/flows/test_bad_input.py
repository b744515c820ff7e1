"""What is malformed, forged, replayed or strange: said in a sentence where a person waits, and nothing is lost."""

from typing import Any

import pytest

from bot.store.store import Store
from tests.support.playground import Actor, Stage
from tests.support.stories import TITLE, a_case_at, a_resting_case, case_file, cases_of, goes_on_to, title_of

STRANGE = {
    "control characters": "No\x00 money\x07 for this",
    "half characters": "No \ud800 money \udfff for this",
    "3,000 characters": "spend too much " * 200,
    "right to left": "אין לנו תקציב לזה \u202eכרגע",
    "emoji": "Not now 👩🏽\u200d💻 🙅🏿\u200d♂️",
    "mentions": "<!channel> <@U05DANA> <#C01GENERAL> <https://evil.example|click>",
    "markup": "*bold* _it_ ~no~ `code` &amp; <b> > quote",
    "templates": "{{ trainer.first_name }} {% for x in [] %} {0} %s",
}


@pytest.fixture(params=list(STRANGE.values()), ids=list(STRANGE))
def quote(request: pytest.FixtureRequest) -> str:
    text: str = request.param
    return text


async def test_strange_words_are_stored_verbatim_and_shown_harmlessly(
    trainer: Actor, stage: Stage, store: Store, quote: str
) -> None:
    await trainer.types("/pushback")
    await trainer.fills(quote=quote)
    await trainer.submits()
    await goes_on_to(trainer, "Their goal")
    await trainer.closes()
    await trainer.types("/pushback brief")
    await trainer.closes()
    await trainer.opens_home()

    file = await case_file(store, stage)
    assert file.answers["quote"].value == quote
    assert file.interactions[0].quote == quote
    drawn = str(stage.desk.homes[trainer.user_id].payload)
    assert not any(live in drawn for live in ("<!channel>", "<@U05DANA>", "<#C01GENERAL>", "<https://evil"))


async def test_a_quote_that_was_shown_cleaned_is_not_changed_by_sending_it_back(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    quote = STRANGE["control characters"] + STRANGE["half characters"]
    await trainer.types("/pushback")
    await trainer.fills(quote=quote)
    await trainer.submits()
    await trainer.clicks("Back")

    await trainer.submits()

    file = await case_file(store, stage)
    assert file.answers["quote"].value == quote
    assert len(file.interactions) == 1


async def test_a_correction_that_leaves_strange_words_alone_keeps_them_verbatim(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    quote = STRANGE["control characters"] + STRANGE["half characters"]
    await trainer.types("/pushback")
    await trainer.fills(quote=quote)
    await trainer.submits()
    await trainer.closes()
    await trainer.opens_home()

    await trainer.clicks("Correct")
    await trainer.fills(engagement="neutral")
    await trainer.submits()

    (contact,) = (await case_file(store, stage)).interactions
    assert contact.quote == quote


async def test_every_text_field_takes_strange_words(trainer: Actor, stage: Stage, store: Store) -> None:
    strange = "Δ\x00 <!here> \ud800 *x* 👩🏽\u200d💻"
    await trainer.types("/pushback No money")
    while title_of(trainer) != "Saved":
        typed = {
            block["block_id"]: strange
            for block in (trainer.modal or {})["blocks"]
            if block["type"] == "input"
            and block["element"]["type"] == "plain_text_input"
            and block["block_id"].partition("#")[0] not in {"pilot_size", "pilot_weeks"}
        }
        chosen = {
            "What I hear": {"primary_concern": "budget"},
            "Say it back": {"said_back": "confirmed"},
            "Evidence": {"evidence_kind": "data"},
        }
        await trainer.fills(**typed, **chosen.get(title_of(trainer), {}))
        await trainer.submits()
        assert not trainer.errors, trainer.errors
    await trainer.closes()

    file = await case_file(store, stage)
    assert file.evidence[0].what == strange
    assert file.promises[0].what == strange
    assert file.answers["goal"].value == strange
    await trainer.gets("Δ")
    for act in ("/pushback brief", "/pushback log", "/pushback"):
        await trainer.types(act)
        await trainer.closes()


async def test_a_quote_too_long_for_a_field_is_said_by_slack_and_kept(trainer: Actor) -> None:
    await trainer.types("/pushback")
    await trainer.fills(quote="x" * 3001)

    await trainer.submits()

    assert trainer.errors == {"quote": "too_long"}


async def test_words_too_long_for_the_field_open_the_coach_cut(trainer: Actor) -> None:
    await trainer.types(f"/pushback {'spend too much ' * 300}")

    assert title_of(trainer) == "What was said"
    assert len(str(trainer.values["quote"])) == 3000


async def test_an_impossible_day_is_said_at_its_field_and_nothing_is_lost(
    trainer: Actor, stage: Stage, store: Store
) -> None:
    await trainer.types("/pushback No money")

    reply = await _submits(stage, trainer, said_on={"type": "datepicker", "selected_date": "2026-02-31"})

    assert reply["errors"] == {"said_on": "This is not a day in the calendar. Please choose another."}
    assert await cases_of(store, stage) == ()


async def test_an_option_that_was_never_offered_is_refused_at_its_field(trainer: Actor, stage: Stage) -> None:
    await trainer.types("/pushback No money")

    reply = await _submits(stage, trainer, setting={"type": "static_select", "selected_option": {"value": "moon"}})

    assert reply["errors"] == {"setting": "Please choose from the answers that are offered."}


async def test_a_concern_that_does_not_exist_does_not_break_the_case(trainer: Actor, stage: Stage) -> None:
    await a_case_at(trainer, "What I hear")

    forged = {"type": "static_select", "selected_option": {"value": "no_such_concern"}}
    reply = await _submits(stage, trainer, **{"primary_concern#2": forged})

    assert list(reply["errors"].values()) == ["Please choose from the answers that are offered."]


async def test_an_executive_of_somebody_else_cannot_be_chosen(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_case_at(stage.other_trainer, "What I hear")
    theirs = (await case_file(store, stage, stage.other_trainer.user_id)).case.executive
    assert theirs is not None
    await a_case_at(trainer, "Who and what")
    await trainer.fills(initiative="onboarding redesign")

    forged = {"type": "radio_buttons", "selected_option": {"value": theirs.id}}
    reply = await _submits(stage, trainer, **{"executive_known#1": forged})

    assert "This executive is not there any more. Name them again." in str(reply)
    assert (await case_file(store, stage)).case.executive is None


@pytest.mark.parametrize("button", ["case.continue", "case.log", "case.brief", "case.close"])
async def test_a_button_with_another_trainers_case_finds_nothing(
    trainer: Actor, stage: Stage, store: Store, button: str
) -> None:
    await a_resting_case(stage.other_trainer)
    (theirs,) = await cases_of(store, stage, stage.other_trainer.user_id)

    await _presses(stage, trainer, button, theirs.id)

    trainer.sees("This case is not there any more.")
    trainer.does_not_see(TITLE)


async def test_a_window_with_another_trainers_case_changes_nothing(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(stage.other_trainer)
    (theirs,) = await cases_of(store, stage, stage.other_trainer.user_id)
    await a_case_at(trainer, "Who and what")
    view = stage.desk.top_view(trainer.user_id)
    assert view is not None
    view.payload["private_metadata"] = f'{{"case":"{theirs.id}","step":"who","rev":1}}'
    await trainer.fills(executive_name="Mallory", initiative="mine")

    await trainer.submits()

    trainer.sees("This case is not there any more.")
    assert await cases_of(store, stage, stage.other_trainer.user_id) == (theirs,)


async def test_a_contact_of_another_trainer_cannot_be_corrected(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(stage.other_trainer)
    (contact,) = (await case_file(store, stage, stage.other_trainer.user_id)).interactions

    await _presses(stage, trainer, "interaction.correct", contact.id)

    trainer.sees("is not there any more.")
    trainer.does_not_see(contact.quote)


async def test_an_unknown_button_is_answered_with_a_sentence(trainer: Actor, stage: Stage) -> None:
    await _presses(stage, trainer, "moon.shoot", "1")

    trainer.sees("This button belongs to an older message and no longer does anything.")


async def test_an_unknown_window_is_answered_with_a_sentence(trainer: Actor, stage: Stage) -> None:
    await trainer.types("/pushback No money")
    view = stage.desk.top_view(trainer.user_id)
    assert view is not None
    view.payload["callback_id"] = "older"

    await trainer.submits()

    trainer.sees("This window is from an older version and was not saved.")


async def test_metadata_that_makes_no_sense_is_no_crash(trainer: Actor, stage: Stage) -> None:
    await trainer.types("/pushback No money")
    view = stage.desk.top_view(trainer.user_id)
    assert view is not None
    view.payload["private_metadata"] = '{"case":"nowhere","step":"moon","rev":"x"}'

    await trainer.submits()

    trainer.sees("Something went wrong on our side")


async def test_a_button_of_a_case_closed_meanwhile_says_so(trainer: Actor, stage: Stage, store: Store) -> None:
    await a_resting_case(trainer)
    (case,) = await cases_of(store, stage)
    await trainer.opens_home()
    await trainer.clicks("Close case")
    await trainer.fills(outcome="convinced")
    await trainer.submits()
    await trainer.closes()

    for button in ("case.continue", "case.log", "case.close"):
        await _presses(stage, trainer, button, case.id)
        trainer.sees("This case is closed.")
        await trainer.closes()


async def _submits(stage: Stage, trainer: Actor, **forged: object) -> Any:  # noqa: ANN401  JSON
    """Submit the window with values that no person could have given."""
    view = stage.desk.top_view(trainer.user_id)
    assert view is not None
    values = {**view.values, **{block: {"answer": value} for block, value in forged.items()}}
    shown = {
        "id": view.id,
        "type": "modal",
        "hash": view.hash,
        "callback_id": view.payload["callback_id"],
        "private_metadata": view.payload["private_metadata"],
        "root_view_id": view.root_id,
        "previous_view_id": None,
        "state": {"values": values},
    }
    act = stage.acts._act("view_submission", stage.desk.user(trainer.user_id))
    reply = await stage.acts._interact("step", {**act, "trigger_id": "1.1", "view": shown, "response_urls": []})
    assert not reply.trouble
    return reply.answer()


async def _presses(stage: Stage, trainer: Actor, action: str, value: str) -> None:
    """Press a button that stands in no message."""
    payload = {
        **stage.acts._act("block_actions", stage.desk.user(trainer.user_id)),
        "container": {"type": "view"},
        "trigger_id": stage.desk.trigger(trainer.user_id),
        "actions": [{"type": "button", "action_id": action, "block_id": "x", "value": value, "action_ts": "1.1"}],
    }
    assert not (await stage.acts._interact(action, payload)).trouble
