"""What an interactive element holds: from a raw value to the shape Slack sends, and whether Slack would take it.

Pure. A *raw* value is what a form gives: a string, a list of strings, or None. A *held* value is one entry of
`state.values`: `{"type": "datepicker", "selected_date": "2026-03-26"}`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.playground.referee import Json, elements_of, options_of

Key = tuple[str, str]
"""A block id and an action id."""

_SINGLE: Final = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "channels_select": ("selected_channel", "initial_channel"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
}
_SEVERAL: Final = {
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
}
_OPTIONS: Final = frozenset({"static_select", "radio_buttons", "multi_static_select", "checkboxes"})
TYPED: Final = frozenset({"plain_text_input", "number_input", "email_text_input", "url_text_input"})


def holds_a_value(element: Mapping[str, Any]) -> bool:
    """Tell whether Slack lists this element in `state.values`; buttons and menus it does not."""
    return element["type"] in _SINGLE or element["type"] in _SEVERAL


def first_value(element: Mapping[str, Any]) -> Json:
    """Return what an element holds before anybody touched it."""
    kind = element["type"]
    if kind in _SEVERAL:
        name, initial = _SEVERAL[kind]
        return {"type": kind, name: list(element.get(initial, []))}
    name, initial = _SINGLE[kind]
    return {"type": kind, name: element.get(initial)}


def held_value(element: Mapping[str, Any], raw: object, zone: str = "UTC") -> Json:
    """Return what an element holds once a person has given it a raw value.

    Raises:
        ValueError: the value is none the element offers.
    """
    kind = element["type"]
    if kind in _SEVERAL:
        several = [raw] if isinstance(raw, str) else list(raw) if isinstance(raw, Iterable) else []
        given = [str(one) for one in several if one != ""]
        return {
            "type": kind,
            _SEVERAL[kind][0]: [_option(element, one) for one in given] if kind in _OPTIONS else given,
        }
    text = None if raw is None or raw == "" else str(raw)
    return {"type": kind, _SINGLE[kind][0]: None if text is None else _one(element, text, zone)}


def values_of(blocks: Iterable[Json], held: Mapping[Key, Json]) -> dict[str, dict[str, Json]]:
    """Return `state.values` of a payload's blocks: what is held, else what each element begins with."""
    values: dict[str, dict[str, Json]] = {}
    for block, element in elements_of(blocks):
        if holds_a_value(element):
            key = (block["block_id"], element["action_id"])
            values.setdefault(key[0], {})[key[1]] = held.get(key) or first_value(element)
    return values


def still_held(blocks: Iterable[Json], held: Mapping[Key, Json]) -> dict[Key, Json]:
    """Keep what a person gave where block id, action id and type stayed the same, and the option is still offered."""
    kept: dict[Key, Json] = {}
    for block, element in elements_of(blocks):
        key = (block["block_id"], element["action_id"])
        if key in held and held[key]["type"] == element["type"] and _is_offered(element, held[key]):
            kept[key] = held[key]
    return kept


def problems(blocks: Iterable[Json], values: Mapping[str, Mapping[str, Json]]) -> dict[str, str]:
    """Return by block id the code of what Slack itself objects to before it bothers the app.

    Codes: `missing`, `too_short`, `too_long`, `too_many`, `not_a_number`, `not_whole`, `too_low`, `too_high`,
    `not_an_address`, `not_a_link`.
    """
    found = {}
    for block, element in elements_of(blocks):
        if block["type"] == "input":
            problem = _problem(block, element, values[block["block_id"]][element["action_id"]])
            if problem:
                found[block["block_id"]] = problem
    return found


def raw_value(held: Mapping[str, Any], zone: str = "UTC") -> str | list[str]:
    """Return what a form shows for a held value."""
    name = (_SINGLE.get(held["type"]) or _SEVERAL[held["type"]])[0]
    value = held.get(name)
    if isinstance(value, list):
        return [one["value"] if isinstance(one, dict) else str(one) for one in value]
    if isinstance(value, dict):
        return str(value["value"])
    if value is not None and held["type"] == "datetimepicker":
        return datetime.fromtimestamp(value, ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")
    return "" if value is None else str(value)


def _one(element: Mapping[str, Any], text: str, zone: str) -> object:
    if element["type"] in _OPTIONS:
        return _option(element, text)
    if element["type"] == "datepicker":
        return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC).date().isoformat()
    if element["type"] == "timepicker":
        return datetime.strptime(text, "%H:%M").replace(tzinfo=UTC).strftime("%H:%M")
    if element["type"] == "datetimepicker":
        return (
            int(text)
            if text.isdecimal()
            else int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp())
        )
    return text


def _option(element: Mapping[str, Any], value: str) -> Json:
    for option in options_of(element):
        if option["value"] == value:
            return option
    raise ValueError(value)


def _is_offered(element: Mapping[str, Any], held: Json) -> bool:
    if element["type"] not in _OPTIONS:
        return True
    chosen = held.get("selected_options", [held.get("selected_option")])
    return all(one is None or one in options_of(element) for one in chosen)


def _problem(block: Json, element: Json, held: Json) -> str:
    value = raw_value(held)
    if not value:
        return "" if block.get("optional") else "missing"
    if isinstance(value, list):
        return "too_many" if len(value) > element.get("max_selected_items", len(value)) else ""
    return _PROBLEMS.get(element["type"], _none)(element, value)


def _none(_element: Json, _value: str) -> str:
    return ""


def _text_problem(element: Json, value: str) -> str:
    if len(value) < element.get("min_length", 0):
        return "too_short"
    return "too_long" if len(value) > element.get("max_length", 3000) else ""


def _number_problem(element: Json, value: str) -> str:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "not_a_number"
    if not number.is_finite():
        return "not_a_number"
    if not element["is_decimal_allowed"] and number % 1:
        return "not_whole"
    if "min_value" in element and number < Decimal(element["min_value"]):
        return "too_low"
    return "too_high" if "max_value" in element and number > Decimal(element["max_value"]) else ""


def _address_problem(_element: Json, value: str) -> str:
    return "" if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "not_an_address"


def _link_problem(_element: Json, value: str) -> str:
    return "" if re.fullmatch(r"https?://\S+", value) else "not_a_link"


_PROBLEMS: Final[Mapping[str, Callable[[Json, str], str]]] = {
    "plain_text_input": _text_problem,
    "number_input": _number_problem,
    "email_text_input": _address_problem,
    "url_text_input": _link_problem,
}
