import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.coaching.pages import Entry, Field, StepPage
from bot.locales.words import Sentence, load_words
from bot.playbook.model import Collection, Kind, Stage, Value
from bot.surface.step import step_errors, step_modal
from tests.support import samples

WORDS = load_words("en")


def test_the_modal_tells_where_the_conversation_stands() -> None:
    page = replace(samples.empty_step_page(), step=samples.step(stage=Stage.ALIGN), initiative="Onboarding")

    place = _drawn(page)["blocks"][0]

    assert [element["text"] for element in place["elements"]] == [
        "Stage 2 of 4:  Listen › *Align* › Pilot › Follow up",  # noqa: RUF001
        "Onboarding",
    ]


def test_scaling_is_a_stage_only_once_it_is_reached() -> None:
    page = replace(samples.empty_step_page(), step=samples.step(stage=Stage.SCALE))

    place = _drawn(page)["blocks"][0]

    assert place["elements"][0]["text"].endswith("Follow up › *Scale*")  # noqa: RUF001


def test_the_modal_carries_case_step_and_revision() -> None:
    page = replace(samples.empty_step_page(), case_id="c1", revision=4)

    assert json.loads(_drawn(page)["private_metadata"]) == {"case": "c1", "step": "said", "rev": 4}


def test_slack_tells_when_it_is_closed() -> None:
    assert _drawn(samples.empty_step_page())["notify_on_close"] is True


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (Kind.TEXT, "Noor", {"type": "plain_text_input", "multiline": False, "initial_value": "Noor"}),
        (Kind.LONG_TEXT, "a\nb", {"type": "plain_text_input", "multiline": True, "initial_value": "a\nb"}),
        (Kind.NUMBER, Decimal("1200.5"), {"type": "plain_text_input", "initial_value": "1,200.5"}),
        (Kind.MONEY, Decimal(80000), {"type": "plain_text_input", "initial_value": "80,000"}),
        (Kind.PERCENT, Decimal(60), {"type": "plain_text_input", "initial_value": "60%"}),
        (Kind.DATE, date(2026, 3, 26), {"type": "datepicker", "initial_date": "2026-03-26"}),
        (Kind.DATETIME, datetime(2026, 3, 26, tzinfo=UTC), {"type": "datetimepicker", "initial_date_time": 1774483200}),
        (Kind.PERSON, "U0EXEC", {"type": "users_select", "initial_user": "U0EXEC"}),
    ],
)
def test_a_question_shows_its_answer_as_people_give_it(kind: Kind, value: Value, expected: dict[str, object]) -> None:
    element = _element(samples.field(kind, value))

    assert expected.items() <= element.items()


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.YES_NO])
def test_a_question_without_an_answer_begins_empty(kind: Kind) -> None:
    element = _element(samples.field(kind))

    assert not [name for name in element if name.startswith("initial")]


@pytest.mark.parametrize(
    ("kind", "count", "expected"),
    [
        (Kind.CHOICE, 4, "radio_buttons"),
        (Kind.CHOICE, 5, "static_select"),
        (Kind.CHOICES, 10, "checkboxes"),
        (Kind.CHOICES, 11, "multi_static_select"),
    ],
)
def test_few_options_are_all_in_sight_and_many_are_a_menu(kind: Kind, count: int, expected: str) -> None:
    assert _element(samples.field(kind, count=count))["type"] == expected


@pytest.mark.parametrize(("value", "label"), [(True, "Yes"), (False, "No")])
def test_yes_and_no_are_both_answers(value: bool, label: str) -> None:
    element = _element(samples.field(Kind.YES_NO, value))

    assert element["initial_option"]["text"]["text"] == label


def test_a_choice_without_options_is_not_asked() -> None:
    page = replace(samples.empty_step_page(), fields=(samples.field(Kind.CHOICE, count=0),))

    assert [block["type"] for block in _drawn(page)["blocks"]] == ["context"]


def test_an_input_that_starts_anew_has_another_name() -> None:
    page = replace(samples.empty_step_page(), fields=(replace(samples.field(Kind.TEXT, name="quote"), reset=2),))

    assert _drawn(page)["blocks"][-1]["block_id"] == "quote#2"


def test_what_was_collected_can_be_removed_after_a_question() -> None:
    entries = (Entry("e1", "Pilot in Lyon", "Case study · no source"),)
    page = replace(samples.empty_step_page(), step=samples.step(collects=Collection.EVIDENCE), entries=entries)

    title, entry = _drawn(page)["blocks"][1:3]

    assert title["text"]["text"] == "*1 saved so far*"
    assert entry["text"]["text"] == "Pilot in Lyon\n_Case study · no source_"
    assert (entry["accessory"]["action_id"], entry["accessory"]["value"]) == ("entry.remove", "e1")
    assert entry["accessory"]["confirm"]["text"]["text"] == "Pilot in Lyon"


def test_of_very_many_entries_the_newest_are_shown_and_the_others_counted() -> None:
    entries = tuple(Entry(f"e{number}", f"Proof {number}") for number in range(50))
    page = replace(samples.empty_step_page(), step=samples.step(collects=Collection.EVIDENCE), entries=entries)

    blocks = _drawn(page)["blocks"]

    assert blocks[1]["text"]["text"] == "*50 saved so far*\nand 30 more"
    assert blocks[-2]["text"]["text"] == "Proof 49"


@pytest.mark.parametrize(
    ("page", "actions"),
    [
        (samples.empty_step_page(), []),
        (replace(samples.empty_step_page(), can_go_back=True), ["step.back"]),
        (replace(samples.empty_step_page(), step=samples.step(skippable=True)), ["step.skip"]),
        (replace(samples.empty_step_page(), step=samples.step(collects=Collection.PROMISES)), ["entry.add"]),
    ],
)
def test_only_ways_that_are_open_are_offered(page: StepPage, actions: list[str]) -> None:
    rows = [block for block in _drawn(page)["blocks"] if block["type"] == "actions"]

    assert [button["action_id"] for row in rows for button in row["elements"]] == actions


def test_an_error_stands_at_its_field_even_where_the_field_was_renumbered() -> None:
    problems = {"quote": Sentence("help.unknown", {"typed": "x"}), "goal": Sentence("kit.close")}

    errors = step_errors(problems, WORDS, ["quote#2", "goal"])

    assert errors == {"quote#2": "I do not know “x” as a command.", "goal": "Close"}


def _drawn(page: StepPage) -> dict[str, Any]:
    return step_modal(page, WORDS)


def _element(field: Field) -> dict[str, Any]:
    block = _drawn(replace(samples.empty_step_page(), fields=(field,)))["blocks"][-1]
    return dict(block["element"])
