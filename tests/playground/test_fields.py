import pytest

from bot.playground.fields import first_value, held_value, problems, raw_value, still_held, values_of
from bot.playground.referee import Json
from tests.playground.fake_bot import button, field, option

OPTIONS = [option("a", "Accept"), option("h", "Hold")]


@pytest.mark.parametrize(
    ("element", "raw", "held"),
    [
        ({"type": "plain_text_input"}, "x", {"value": "x"}),
        ({"type": "plain_text_input"}, "", {"value": None}),
        ({"type": "static_select", "options": OPTIONS}, "h", {"selected_option": OPTIONS[1]}),
        ({"type": "static_select", "option_groups": [{"options": OPTIONS}]}, "a", {"selected_option": OPTIONS[0]}),
        ({"type": "radio_buttons", "options": OPTIONS}, "", {"selected_option": None}),
        ({"type": "checkboxes", "options": OPTIONS}, ["a", "h"], {"selected_options": OPTIONS}),
        ({"type": "multi_static_select", "options": OPTIONS}, [], {"selected_options": []}),
        ({"type": "datepicker"}, "2026-03-26", {"selected_date": "2026-03-26"}),
        ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"type": "datetimepicker"}, "2026-06-26T09:00", {"selected_date_time": 1782460800}),
        ({"type": "datetimepicker"}, "1782460800", {"selected_date_time": 1782460800}),
        ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
        ({"type": "multi_users_select"}, ["U1"], {"selected_users": ["U1"]}),
        ({"type": "number_input"}, "12.5", {"value": "12.5"}),
    ],
)
def test_a_value_is_held_in_slacks_shape(element: Json, raw: str | list[str], held: Json) -> None:
    assert held_value(element, raw, "Europe/London") == {"type": element["type"], **held}


def test_a_value_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        held_value({"type": "static_select", "options": OPTIONS}, "nothing")


def test_a_moment_is_shown_in_the_persons_zone() -> None:
    held = held_value({"type": "datetimepicker"}, "2026-06-26T09:00", "Europe/London")

    assert raw_value(held, "Europe/London") == "2026-06-26T09:00"
    assert raw_value(held, "America/Chicago") == "2026-06-26T03:00"


def test_buttons_hold_no_value_and_inputs_begin_with_their_initial_one() -> None:
    blocks = [
        {"type": "actions", "block_id": "b", "elements": [button("go", "Go")]},
        field("quote", "Quote", {"type": "plain_text_input", "initial_value": "first"}),
    ]

    values = values_of(blocks, {})

    assert values == {"quote": {"answer": {"type": "plain_text_input", "value": "first"}}}


def test_an_option_that_is_no_longer_offered_is_forgotten() -> None:
    element = {"type": "static_select", "options": OPTIONS}
    held = {("r", "answer"): held_value(element, "a")}

    assert still_held([field("r", "R", element)], held) == held
    assert still_held([field("r", "R", {**element, "options": OPTIONS[1:]})], held) == {}
    assert still_held([field("r#2", "R", element)], held) == {}


@pytest.mark.parametrize(
    ("element", "raw", "code"),
    [
        ({"type": "plain_text_input"}, "", "missing"),
        ({"type": "plain_text_input", "min_length": 3}, "ab", "too_short"),
        ({"type": "plain_text_input", "max_length": 3}, "abcd", "too_long"),
        ({"type": "number_input", "is_decimal_allowed": True}, "many", "not_a_number"),
        ({"type": "number_input", "is_decimal_allowed": True}, "NaN", "not_a_number"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "not_whole"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}, "0", "too_low"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "1"}, "2", "too_high"),
        ({"type": "email_text_input"}, "dana", "not_an_address"),
        ({"type": "url_text_input"}, "example", "not_a_link"),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U1", "U2"], "too_many"),
        ({"type": "checkboxes", "options": OPTIONS}, [], "missing"),
        ({"type": "plain_text_input", "max_length": 3}, "abc", None),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "1"}, "1.5", None),
    ],
)
def test_slack_objects_before_the_app_is_asked(element: Json, raw: str | list[str], code: str | None) -> None:
    blocks = [field("f", "F", element, optional=False)]
    values = values_of(blocks, {("f", "answer"): held_value(element, raw)})

    assert problems(blocks, values).get("f") == code


def test_an_optional_field_may_stay_empty() -> None:
    blocks = [field("f", "F", {"type": "plain_text_input", "min_length": 3})]

    assert first_value(blocks[0]["element"])["value"] is None
    assert problems(blocks, values_of(blocks, {})) == {}
