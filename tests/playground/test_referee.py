from copy import deepcopy

import pytest

from bot.playground.referee import Json, check_view, refuse_message, refuse_view
from tests.playground.fake_bot import button, everything_message, everything_modal, field, home_view, plain, said_modal

SECTION = {"type": "section", "text": plain("Hello")}
OPTIONS = [{"text": plain("One"), "value": "1"}]


def modal(*blocks: Json, **more: object) -> Json:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Go"), "blocks": list(blocks), **more}


def select(**more: object) -> Json:
    return field("a", "Label", {"type": "static_select", "options": OPTIONS, **more})


def typed(**more: object) -> Json:
    return field("a", "Label", {"type": "plain_text_input", **more})


@pytest.mark.parametrize("view", [said_modal("quote", "note"), everything_modal(), modal(SECTION)])
def test_a_modal_within_slacks_rules_is_taken(view: Json) -> None:
    assert refuse_view(view, "modal") is None


def test_a_home_and_a_message_within_slacks_rules_are_taken() -> None:
    assert refuse_view(home_view(), "home") is None
    assert refuse_message("Case", everything_message("https://example.org/a.png")) is None
    assert refuse_message("Only text", None) is None


@pytest.mark.parametrize(
    ("view", "complaint"),
    [
        (modal(SECTION, title=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/title/text]"),
        (modal(SECTION, submit=plain("x" * 25)), "must be less than 25 characters [json-pointer:/view/submit/text]"),
        (modal(SECTION, title={"type": "mrkdwn", "text": "*T*"}), "unsupported type: mrkdwn"),
        (modal(SECTION, private_metadata="x" * 3001), "must be less than 3001 characters"),
        (modal(SECTION, colour="red"), "unexpected field: colour"),
        (modal(*[SECTION] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
        (modal({"type": "marquee"}), "unsupported type: marquee [json-pointer:/view/blocks/0/type]"),
        (modal({"type": "table", "rows": []}), "unsupported type: table"),
        (modal({"type": "section"}), "missing required field: text or fields"),
        (modal({**SECTION, "text": plain("")}), "must be more than 0 characters"),
        (modal({**SECTION, "text": plain("x" * 3001)}), "must be less than 3001 characters"),
        (modal({**SECTION, "accessory": {"type": "plain_text_input"}}), "unsupported type: plain_text_input"),
        (modal({"type": "header", "text": plain("x" * 151)}), "must be less than 151 characters"),
        (modal({"type": "context", "elements": [plain("x")] * 11}), "no more than 10 items allowed"),
        (modal({"type": "actions", "elements": [button("a", "x" * 76)]}), "must be less than 76 characters"),
        (modal({"type": "actions", "elements": [button("a", "A"), button("a", "B")]}), 'action_id "a" already exists'),
        (modal(typed(), typed()), 'block_id "a" already exists'),
        (modal(select(initial_option={"text": plain("Two"), "value": "2"})), "must be equal to one of the options"),
        (modal(select(initial_option={"text": plain("Un"), "value": "1"})), "must be equal to one of the options"),
        (modal(select(options=[])), "must be more than 0 items"),
        (modal(select(options=OPTIONS * 101)), "no more than 100 items allowed"),
        (modal(select(option_groups=[])), "must be more than 0 items"),
        (modal(field("a", "L", {"type": "static_select"})), "must have either options or option_groups"),
        (modal(field("a", "L", {"type": "radio_buttons", "options": OPTIONS * 11})), "no more than 10 items"),
        (modal(field("a", "L", {"type": "datepicker", "initial_date": "26.3.2026"})), "must be a valid date"),
        (modal(field("a", "L", {"type": "datepicker", "initial_date": "2026-02-30"})), "must be a valid date"),
        (modal(field("a", "L", {"type": "timepicker", "initial_time": "9:00"})), "must be a valid time"),
        (modal(field("a", "L", {"type": "datetimepicker", "initial_date_time": "soon"})), "must be a Unix time"),
        (modal(field("a", "L", {"type": "number_input", "is_decimal_allowed": False, "initial_value": "x"})), "number"),
        (
            modal(
                field(
                    "a", "L", {"type": "number_input", "is_decimal_allowed": True, "min_value": "2", "max_value": "1"}
                )
            ),
            "not in order",
        ),
        (modal(field("a", "L", {"type": "button", "text": plain("B")})), "unsupported type: button"),
        (modal(typed(initial_value="x" * 3001)), "must be less than 3001 characters"),
        (modal(typed(max_length=3, initial_value="four")), "must be less than 4 characters"),
        (modal(typed(placeholder=plain("x" * 151))), "must be less than 151 characters"),
        (modal(typed(), submit=None), "must provide an object"),
        (modal({**typed(), "label": plain("x" * 2001)}), "must be less than 2001 characters"),
        (modal({**SECTION, "block_id": "x" * 256}), "must be less than 256 characters"),
        ([], "must provide an object"),
        ({"type": "home", "blocks": []}, 'must be a valid enum value: "modal"'),
    ],
)
def test_what_slack_refuses_in_a_modal_is_refused_at_its_place(view: object, complaint: str) -> None:
    refusal = refuse_view(view, "modal")

    assert refusal is not None
    assert refusal.error == "invalid_arguments"
    assert any(complaint in message for message in refusal.messages), refusal.messages


def test_an_input_needs_a_submit_button() -> None:
    view = modal(typed())
    del view["submit"]

    assert any("missing required field: submit" in complaint for complaint in check_view(view, "modal"))


def test_every_complaint_is_listed_at_once() -> None:
    view = modal({"type": "header", "text": plain("")}, {"type": "marquee"}, title=plain("x" * 30))

    assert len(list(check_view(view, "modal"))) == 3


@pytest.mark.parametrize(
    ("text", "blocks", "error"),
    [
        ("", None, "no_text"),
        ("", [], "no_text"),
        ("x" * 40_001, None, "msg_too_long"),
        (5, None, "invalid_arguments"),
        ("t", [SECTION] * 51, "invalid_blocks"),
        ("t", [{"type": "section", "text": plain("x" * 2900)}] * 5, "msg_blocks_too_long"),
        ("t", [{"type": "table", "rows": [[{"type": "raw_text", "text": "c"}]]}] * 2, "invalid_blocks"),
        ("t", [{"type": "markdown", "text": "x" * 7000}] * 2, "invalid_blocks"),
    ],
)
def test_what_slack_refuses_in_a_message_is_refused(text: object, blocks: object, error: str) -> None:
    refusal = refuse_message(text, blocks)

    assert refusal is not None
    assert refusal.error == error


@pytest.mark.parametrize("junk", [None, 0, "x", [], [[]], {"type": []}, {"type": {}}, True])
def test_junk_anywhere_in_a_view_is_a_complaint_and_never_a_crash(junk: object) -> None:
    whole = everything_modal()

    for spoilt in _spoilt(whole, junk):
        list(check_view(spoilt, "modal"))


def _spoilt(tree: object, junk: object) -> list[object]:
    if isinstance(tree, dict):
        return [{**tree, name: one} for name in tree for one in [junk, *_spoilt(tree[name], junk)]]
    if isinstance(tree, list):
        found: list[object] = []
        for number, branch in enumerate(tree):
            for one in [junk, *_spoilt(branch, junk)]:
                found.append(copy := deepcopy(tree))
                copy[number] = one
        return found
    return [junk]
