"""Read what Slack sends, and refuse what only looks like it, so that nothing behind has to doubt its shape.

Slack speaks three ways: events as JSON, interactions as JSON in the `payload` field of a form, slash commands as a
form. Source: https://docs.slack.dev/interactivity/handling-user-interaction, https://docs.slack.dev/apis/events-api
"""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NoReturn, cast
from urllib.parse import parse_qsl

Payload = dict[str, object]

MAX_DEPTH: Final = 64  # Bolt walks payloads recursively; a message of nested rich text is below 20
MAX_FIELDS: Final = 100
MAX_NUMBER: Final = 32  # characters; an integer of 5,000 digits takes longer to read than the whole request
EVENTS: Final = frozenset({"event_callback", "url_verification", "app_rate_limited"})
INTERACTIONS: Final = frozenset(
    {
        "block_actions",
        "block_suggestion",
        "dialog_cancellation",
        "dialog_submission",
        "dialog_suggestion",
        "interactive_message",
        "message_action",
        "shortcut",
        "view_closed",
        "view_submission",
    }
)
COMMAND: Final = "command"

_CALLED_BACK: Final = INTERACTIONS - {"block_actions", "block_suggestion", "view_closed", "view_submission"}
_ID: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_LINE: Final = re.compile(r"[^\x00-\x1f\ud800-\udfff]{0,255}")
_IDS: Final = ("team_id", "enterprise_id", "user_id", "channel_id", "app_installed_team_id")
_LINES: Final = (
    "action_id",
    "bot_id",
    "callback_id",
    "command",
    "event_id",
    "function_execution_id",
    "subtype",
    "thread_ts",
    "trigger_id",
    "type",
)
_PARTIES: Final = ("team", "enterprise", "user", "channel")
_OBJECTS: Final = (
    "assistant_thread",
    "event",
    "function_data",
    "item",
    "message",
    "previous_message",
    "state",
    "view",
)
_LISTS: Final = ("actions", "authorizations", "response_urls")


class MalformedError(Exception):
    """Slack would not send this; the text says what is wrong, without quoting it."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One request of Slack's: its kind (the outer type, or `command`) and what it carries."""

    kind: str
    payload: Payload


def read_json(body: bytes) -> Envelope:
    """Read an event.

    Raises:
        MalformedError: it is not JSON, or not an event.
    """
    return _event(_object(_text(body)))


def read_form(body: bytes) -> Envelope:
    """Read an interaction or a slash command.

    Raises:
        MalformedError: it is not a form, or neither of the two.
    """
    fields = _fields(_text(body))
    if "payload" not in fields:
        return _command(dict(fields))
    if fields.keys() != {"payload"}:
        raise MalformedError("an interaction comes in the field payload alone")
    return _interaction(_object(fields["payload"]))


def read_socket(payload: object) -> Envelope:
    """Read what came over a Socket Mode connection, where it is parsed already.

    Raises:
        MalformedError: it is no event, interaction or command.
    """
    if not isinstance(payload, dict) or _is_deep(payload):
        raise MalformedError("the JSON is not an object, or is nested too deeply")
    if payload.get("type") in EVENTS:
        return _event(payload)
    return _command(payload) if "command" in payload else _interaction(payload)


def is_ssl_check(body: bytes) -> bool:
    """Say whether this is Slack's probe of the certificate, which is not signed and has no effect."""
    fields = body.split(b"&")
    return b"ssl_check=1" in fields and all(field.startswith((b"ssl_check=", b"token=")) for field in fields)


def _event(payload: Payload) -> Envelope:
    kind = _kind(payload, EVENTS)
    if kind == "url_verification":
        _required(payload, "challenge")
    elif kind == "event_callback":
        _required(payload, "event_id")
        _required(_part(payload, "event"), "type")
        _check(payload)
        _require_workspace(payload)
    return Envelope(kind, payload)


def _interaction(payload: Payload) -> Envelope:
    kind = _kind(payload, INTERACTIONS)
    _check(payload)
    _require_workspace(payload)
    _required(_part(payload, "user"), "id")
    if kind in {"block_actions", "interactive_message"} and not _entries(payload, "actions"):
        raise MalformedError("actions is missing")
    if kind == "block_actions":
        for action in _entries(payload, "actions"):
            _required(action, "action_id")
    elif kind == "block_suggestion":
        _required(payload, "action_id")
    elif kind in _CALLED_BACK:
        _required(payload, "callback_id", may_be_empty=True)
    else:
        view = _part(payload, "view")
        _required(view, "id")
        _required(view, "callback_id", may_be_empty=True)
    return Envelope(kind, payload)


def _command(payload: Payload) -> Envelope:
    if payload.get("ssl_check") == "1":
        return Envelope("ssl_check", payload)
    if not _required(payload, "command").startswith("/"):
        raise MalformedError("command does not begin with a slash")
    _check(payload)
    _require_workspace(payload)
    _required(payload, "user_id")
    return Envelope(COMMAND, payload)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedError("the body is not UTF-8") from None


def _fields(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError:  # also a UnicodeDecodeError of an escaped byte
        raise MalformedError("the body is not a form") from None
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise MalformedError("a field comes twice")
    return fields


def _object(text: str) -> Payload:
    try:
        tree = json.loads(text, parse_int=_integer, parse_float=_float, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise MalformedError("the body is not JSON") from None
    if not isinstance(tree, dict):
        raise MalformedError("the JSON is not an object")
    if _is_deep(tree):
        raise MalformedError("the JSON is nested too deeply")
    return tree


def _integer(digits: str) -> int:
    if len(digits) > MAX_NUMBER:
        _no_number(digits)
    return int(digits)


def _float(digits: str) -> float:
    number = float(digits) if len(digits) <= MAX_NUMBER else math.inf
    if not math.isfinite(number):
        _no_number(digits)
    return number


def _no_number(digits: str) -> NoReturn:
    raise MalformedError(f"a number of {len(digits)} characters is none that Slack sends")


def _is_deep(tree: Payload) -> bool:
    level: list[object] = [tree]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer) if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def _inside(node: object) -> Iterator[object]:
    return iter(node.values() if isinstance(node, dict) else cast("list[object]", node))


def _kind(payload: Payload, known: frozenset[str]) -> str:
    kind = payload.get("type")
    if not isinstance(kind, str) or kind not in known:
        raise MalformedError("type is missing, or none that Slack sends this way")
    return kind


def _check(tree: Payload) -> None:
    """Refuse a tree in which an entry that Bolt or the bot reads is not of the kind that Slack documents."""
    for name in _IDS:
        _text_or_nothing(tree, name, _ID)
    for name in _LINES:
        _text_or_nothing(tree, name, _LINE)
    for name in _PARTIES:
        party = tree.get(name)
        if isinstance(party, dict):
            _text_or_nothing(party, "id", _ID)
            _check(party)
        else:
            _text_or_nothing(tree, name, _ID)
    for name in _OBJECTS:
        if tree.get(name) is not None:
            _check(_part(tree, name))
    for name in _LISTS:
        for entry in _entries(tree, name):
            _check(entry)
    if not isinstance(tree.get("response_url", ""), str | None):
        raise MalformedError("response_url is not text")


def _text_or_nothing(tree: Payload, name: str, form: re.Pattern[str]) -> None:
    value = tree.get(name)
    if value is not None and not (isinstance(value, str) and (not value or form.fullmatch(value))):
        raise MalformedError(f"{name} is not what Slack sends there")


def _part(tree: Payload, name: str) -> Payload:
    part = tree.get(name)
    if not isinstance(part, dict):
        raise MalformedError(f"{name} is not an object")
    return part


def _entries(tree: Payload, name: str) -> list[Payload]:
    entries = tree.get(name)
    if entries is None:
        return []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise MalformedError(f"{name} is not a list of objects")
    return entries


def _required(tree: Payload, name: str, *, may_be_empty: bool = False) -> str:
    value = tree.get(name)
    if not isinstance(value, str) or not (value or may_be_empty):
        raise MalformedError(f"{name} is missing")
    return value


def _require_workspace(payload: Payload) -> None:
    """Refuse what names no workspace, or organisation: everything is read and kept for one."""
    parties = [payload, *_entries(payload, "authorizations")[:1]]
    parties += [party for name in ("team", "enterprise", "user") if isinstance(party := payload.get(name), dict)]
    names = {party.get(name) for party in parties for name in ("team_id", "enterprise_id")}
    names |= {party.get("id") for party in parties[1:] if party is not payload.get("user")}
    if not any(names):
        raise MalformedError("no workspace is named")
