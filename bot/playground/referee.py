"""Refuse what Slack refuses: payload in, Slack's own kind of complaint out.

Pure. It is stricter than Slack in one way only: a block or an element it does not know is refused, also where Slack
has learnt it meanwhile. Every complaint ends in a JSON pointer to the place, as Slack's do.

Source: docs.slack.dev/reference/block-kit, /reference/views; `bot.surface.limits` for the numbers.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final, Literal

from bot.surface import limits

Json = dict[str, Any]
Surface = Literal["message", "modal", "home"]
Check = Callable[[Any, str], Iterator[str]]
"""Takes a value and the JSON pointer to it; yields what is wrong with it."""

SURFACES: Final[frozenset[Surface]] = frozenset({"message", "modal", "home"})
_MESSAGE: Final[frozenset[Surface]] = frozenset({"message"})
_TEN_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer `ok: false`: Slack's error code, and what it says about the arguments."""

    error: str
    messages: tuple[str, ...] = ()


def refuse_view(view: object, surface: Literal["modal", "home"]) -> Refusal | None:
    """Judge a view as `views.*` does; None when Slack would take it."""
    found = tuple(check_view(view, surface))
    return Refusal("invalid_arguments", found) if found else None


def refuse_message(text: object, blocks: object, *, most_text: int = limits.MESSAGE_TEXT_REFUSED) -> Refusal | None:
    """Judge a message as `chat.*` does; None when Slack would take it."""
    if not text and not blocks:
        return Refusal("no_text")
    if text is not None and not isinstance(text, str):
        return Refusal("invalid_arguments", (_say("must be a string", "/text"),))
    if len(text or "") > most_text:
        return Refusal("msg_too_long")
    return None if blocks is None else _refuse_blocks(blocks)


def refuse_upload(name: object, length: object) -> Refusal | None:
    """Judge the announcement of a file as `files.getUploadURLExternal` does; None when Slack would take it."""
    if not isinstance(name, str) or not name.strip():
        return Refusal("invalid_arguments", (_say("missing required field: filename", "/filename"),))
    if not str(length).isdecimal() or int(str(length)) < 1:
        return Refusal("invalid_arguments", (_say("must be the number of bytes, at least 1", "/length"),))
    return Refusal("file_upload_size_restricted") if int(str(length)) > limits.FILE_BYTES else None


def refuse_files(files: object) -> Refusal | None:
    """Judge the files that `files.completeUploadExternal` is to show; None when Slack would take them."""
    found = tuple(_several(_shape({"id": _string(50)}, {"title": _string(limits.FILE_TITLE)}), 10)(files, "/files"))
    return Refusal("invalid_arguments", found) if found else None


def _refuse_blocks(blocks: object) -> Refusal | None:
    found = tuple(check_blocks(blocks, "message", "/blocks"))
    if found:
        return Refusal("invalid_blocks", found)
    if sum(map(len, _texts(blocks))) > limits.MESSAGE_BLOCKS_TEXT:
        return Refusal("msg_blocks_too_long")
    return None


def check_view(view: object, surface: Literal["modal", "home"], at: str = "/view") -> Iterator[str]:
    """Yield everything that is wrong with a view."""
    if not isinstance(view, dict):
        yield _say("must provide an object", at)
        return
    if view.get("type") != surface:
        yield _say(f'must be a valid enum value: "{surface}"', f"{at}/type")
        return
    yield from (_MODAL if surface == "modal" else _HOME)(view, at)
    blocks = view.get("blocks")
    if not isinstance(blocks, list):
        return
    yield from check_blocks(blocks, surface, f"{at}/blocks")
    kinds = [block.get("type") for block in blocks if isinstance(block, dict)]
    if surface == "modal" and "input" in kinds and "submit" not in view:
        yield _say("missing required field: submit, because the view has an input", at)
    if sum(1 for _, element in elements_of(blocks) if element.get("focus_on_load") is True) > 1:
        yield _say("only one element may have focus_on_load", f"{at}/blocks")
    if len(json.dumps(view).encode()) > limits.VIEW_BYTES:
        yield _say(f"must be less than {limits.VIEW_BYTES} bytes", at)


def check_blocks(blocks: object, surface: Surface, at: str) -> Iterator[str]:
    """Yield everything that is wrong with the blocks of one payload."""
    most = {"message": limits.MESSAGE_BLOCKS, "modal": limits.MODAL_BLOCKS, "home": limits.HOME_BLOCKS}[surface]
    if not isinstance(blocks, list):
        yield _say("must provide an array", at)
        return
    if len(blocks) > most:
        yield _say(f"no more than {most} items allowed", at)
    for number, block in enumerate(blocks):
        yield from _check_block(block, surface, f"{at}/{number}")
    known = [block for block in blocks if isinstance(block, dict)]
    yield from _repeated("block_id", [block.get("block_id") for block in known], at)
    for number, block in enumerate(known):
        ids = [element.get("action_id") for _, element in elements_of([block])]
        yield from _repeated("action_id", ids, f"{at}/{number}")
    yield from _too_many(known, at)


def elements_of(blocks: Iterable[object]) -> Iterator[tuple[Json, Json]]:
    """Yield every interactive element with the block it stands in."""
    for block in blocks:
        if not isinstance(block, dict):
            continue
        several = block.get("elements") if block.get("type") == "actions" else None
        for element in [block.get("accessory"), block.get("element"), *(several if isinstance(several, list) else [])]:
            if isinstance(element, dict) and element.get("type") != "image":
                yield block, element


def options_of(element: Mapping[str, Any]) -> list[Json]:
    """List the options of an element, those in groups included."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(option for group in groups for option in group.get("options") or [])]


def _check_block(block: object, surface: Surface, at: str) -> Iterator[str]:
    if not isinstance(block, dict):
        yield _say("must provide an object", at)
        return
    kind = str(block.get("type"))
    if kind not in _BLOCKS or surface not in _BLOCKS[kind][0]:
        yield _say(f"unsupported type: {kind}", f"{at}/type")
        return
    yield from _BLOCKS[kind][1](block, at)


def _too_many(blocks: list[Json], at: str) -> Iterator[str]:
    for kind, most in (("table", limits.MESSAGE_TABLES), ("data_visualization", limits.MESSAGE_CHARTS)):
        if sum(1 for block in blocks if block.get("type") == kind) > most:
            yield _say(f"no more than {most} {kind} allowed", at)
    markdown = sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown")
    if markdown > limits.MARKDOWN_TEXT:
        yield _say(f"must be less than {limits.MARKDOWN_TEXT + 1} characters of markdown", at)


def _repeated(name: str, ids: list[Any], at: str) -> Iterator[str]:
    given = [one for one in ids if one]
    for one in sorted({str(one) for one in given if given.count(one) > 1}):
        yield _say(f'{name} "{one}" already exists', at)


def _texts(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        if isinstance(tree.get("text"), str):
            yield tree["text"]
        yield from (text for branch in tree.values() for text in _texts(branch))
    elif isinstance(tree, list):
        yield from (text for branch in tree for text in _texts(branch))


def _say(problem: str, at: str) -> str:
    return f"{problem} [json-pointer:{at}]"


# What a value may be.


def _string(most: int, least: int = 1) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:  # noqa: ANN401
        if not isinstance(value, str):
            yield _say("must be a string", at)
        elif len(value) < least:
            yield _say(f"must be more than {least - 1} characters", at)
        elif len(value) > most:
            yield _say(f"must be less than {most + 1} characters", at)

    return check


def _boolean(value: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    if not isinstance(value, bool):
        yield _say("must be a boolean", at)


def _anything(_value: Any, _at: str) -> Iterator[str]:  # noqa: ANN401
    yield from ()


def _whole(least: int, most: int) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:  # noqa: ANN401
        if isinstance(value, bool) or not isinstance(value, int):
            yield _say("must be an integer", at)
        elif not least <= value <= most:
            yield _say(f"must be between {least} and {most}", at)

    return check


def _one_of(*values: str) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:  # noqa: ANN401
        if value not in values:
            yield _say(f"must be a valid enum value: {', '.join(values)}", at)

    return check


def _parses(reads: Callable[[Any], object], what: str) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:  # noqa: ANN401
        try:
            reads(value)
        except (TypeError, ValueError, InvalidOperation):
            yield _say(f"must be {what}", at)

    return check


def _several(item: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:  # noqa: ANN401
        if not isinstance(value, list):
            yield _say("must provide an array", at)
            return
        if len(value) < least:
            yield _say(f"must be more than {least - 1} items", at)
        if len(value) > most:
            yield _say(f"no more than {most} items allowed", at)
        for number, one in enumerate(value):
            yield from item(one, f"{at}/{number}")

    return check


def _shape(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    known = {**required, **(optional or {})}

    def check(value: Any, at: str) -> Iterator[str]:  # noqa: ANN401
        if not isinstance(value, dict):
            yield _say("must provide an object", at)
            return
        for name in required:
            if name not in value:
                yield _say(f"missing required field: {name}", at)
        for name, one in value.items():
            if name in known:
                yield from known[name](one, f"{at}/{name}")
            else:
                yield _say(f"unexpected field: {name}", at)

    return check


def _in_turn(*checks: Check) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:  # noqa: ANN401
        for one in checks:
            found = tuple(one(value, at))
            yield from found
            if found:  # the next may rely on what this one proves
                return

    return check


def _by_type(table: Mapping[str, Check]) -> Check:
    def check(value: Any, at: str) -> Iterator[str]:  # noqa: ANN401
        if not isinstance(value, dict):
            yield _say("must provide an object", at)
        elif str(value.get("type")) not in table:
            yield _say(f"unsupported type: {value.get('type')}", f"{at}/type")
        else:
            yield from table[str(value["type"])](value, at)

    return check


# Composition objects.

_KIND: Final[Check] = _anything  # `type` was looked at already


def _plain(most: int) -> Check:
    return _by_type({"plain_text": _shape({"type": _KIND, "text": _string(most)}, {"emoji": _boolean})})


def _text(most: int) -> Check:
    return _by_type(
        {
            "plain_text": _shape({"type": _KIND, "text": _string(most)}, {"emoji": _boolean}),
            "mrkdwn": _shape({"type": _KIND, "text": _string(most)}, {"verbatim": _boolean}),
        }
    )


def _option(text: Check, description: Check, extra: Mapping[str, Check] | None = None) -> Check:
    return _shape({"text": text, "value": _string(limits.OPTION_VALUE)}, {"description": description, **(extra or {})})


_PLAIN_OPTION: Final = _option(_plain(limits.OPTION_TEXT), _plain(limits.OPTION_DESCRIPTION))
_RICH_OPTION: Final = _option(_text(limits.OPTION_TEXT), _text(limits.OPTION_DESCRIPTION))
_MENU_OPTION: Final = _option(
    _plain(limits.OPTION_TEXT), _plain(limits.OPTION_DESCRIPTION), {"url": _string(limits.BUTTON_URL)}
)
_GROUP: Final = _shape({"label": _plain(limits.GROUP_LABEL), "options": _several(_PLAIN_OPTION, limits.GROUP_OPTIONS)})
_CONFIRM: Final = _shape(
    {
        "title": _plain(limits.CONFIRM_TITLE),
        "text": _text(limits.CONFIRM_TEXT),
        "confirm": _plain(limits.CONFIRM_BUTTON),
        "deny": _plain(limits.CONFIRM_BUTTON),
    },
    {"style": _one_of("primary", "danger")},
)
_DISPATCH: Final = _shape(
    {"trigger_actions_on": _several(_one_of("on_enter_pressed", "on_character_entered"), 2)},
)


# Elements.


def _day(value: str) -> date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(value)
    return date.fromisoformat(value)


def _hour(value: str) -> time:
    if not re.fullmatch(r"\d{2}:\d{2}", value):
        raise ValueError(value)
    return time.fromisoformat(value)


def _stamp(value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or len(str(value)) != _TEN_DIGITS:
        raise ValueError(value)


def _number(value: str) -> Decimal:
    number = Decimal(value)
    if not isinstance(value, str) or not number.is_finite():
        raise ValueError(value)
    return number


_DATE: Final = _parses(_day, "a valid date, YYYY-MM-DD")
_TIME: Final = _parses(_hour, "a valid time, HH:MM")
_MOMENT: Final = _parses(_stamp, "a Unix time of ten digits")
_NUMBER: Final = _parses(_number, "a number in a string")
_ID: Final = _string(limits.ACTION_ID)


def _element(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    common = {"action_id": _ID, "confirm": _CONFIRM, "focus_on_load": _boolean}
    return _shape({"type": _KIND, **required}, {**common, **(optional or {})})


def _among_its_options(element: Json, at: str) -> Iterator[str]:
    options = options_of(element)
    first = element.get("initial_option")
    if first is not None and first not in options:
        yield _say("must be equal to one of the options", f"{at}/initial_option")
    firsts = element.get("initial_options")
    if isinstance(firsts, list):
        for number, one in enumerate(firsts):
            if one not in options:
                yield _say("must be equal to one of the options", f"{at}/initial_options/{number}")


def _options_or_groups(element: Json, at: str) -> Iterator[str]:
    if ("options" in element) == ("option_groups" in element):
        yield _say("must have either options or option_groups", at)


def _lengths_agree(element: Json, at: str) -> Iterator[str]:
    least, most, first = element.get("min_length", 0), element.get("max_length"), element.get("initial_value", "")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        yield _say("min_length must not exceed max_length", at)
    if isinstance(most, int) and isinstance(first, str) and len(first) > most:
        yield _say(f"must be less than {most + 1} characters", f"{at}/initial_value")


def _numbers_agree(element: Json, at: str) -> Iterator[str]:
    try:
        least, first, most = (
            _number(element[name]) if name in element else None for name in ("min_value", "initial_value", "max_value")
        )
    except (TypeError, ValueError, InvalidOperation):
        return
    ordered = [one for one in (least, first, most) if one is not None]
    if ordered != sorted(ordered):
        yield _say("min_value, initial_value and max_value are not in order", at)
    if element.get("is_decimal_allowed") is False and any(one % 1 for one in ordered):
        yield _say("must be an integer, because is_decimal_allowed is false", at)


_PLACEHOLDER: Final = {"placeholder": _plain(limits.PLACEHOLDER)}
_CHOICE_OF: Final = {
    "options": _several(_PLAIN_OPTION, limits.SELECT_OPTIONS),
    "option_groups": _several(_GROUP, limits.OPTION_GROUPS),
    **_PLACEHOLDER,
}
_TYPED: Final = {"dispatch_action_config": _DISPATCH, **_PLACEHOLDER}
_MOST_CHOSEN: Final = {"max_selected_items": _whole(1, limits.SELECT_OPTIONS)}

_ELEMENTS: Final[Mapping[str, Check]] = {
    "button": _element(
        {"text": _plain(limits.BUTTON_TEXT)},
        {
            "value": _string(limits.BUTTON_VALUE, 0),
            "url": _string(limits.BUTTON_URL),
            "style": _one_of("primary", "danger"),
            "accessibility_label": _string(limits.ACCESSIBILITY_LABEL),
        },
    ),
    "static_select": _in_turn(
        _element({}, {**_CHOICE_OF, "initial_option": _PLAIN_OPTION}), _options_or_groups, _among_its_options
    ),
    "multi_static_select": _in_turn(
        _element(
            {},
            {**_CHOICE_OF, **_MOST_CHOSEN, "initial_options": _several(_PLAIN_OPTION, limits.SELECT_OPTIONS)},
        ),
        _options_or_groups,
        _among_its_options,
    ),
    "radio_buttons": _in_turn(
        _element({"options": _several(_RICH_OPTION, limits.RADIO_OPTIONS)}, {"initial_option": _RICH_OPTION}),
        _among_its_options,
    ),
    "checkboxes": _in_turn(
        _element(
            {"options": _several(_RICH_OPTION, limits.CHECKBOXES_OPTIONS)},
            {"initial_options": _several(_RICH_OPTION, limits.CHECKBOXES_OPTIONS)},
        ),
        _among_its_options,
    ),
    "overflow": _element({"options": _several(_MENU_OPTION, limits.OVERFLOW_OPTIONS)}),
    "datepicker": _element({}, {"initial_date": _DATE, **_PLACEHOLDER}),
    "timepicker": _element({}, {"initial_time": _TIME, "timezone": _string(100), **_PLACEHOLDER}),
    "datetimepicker": _element({}, {"initial_date_time": _MOMENT}),
    "users_select": _element({}, {"initial_user": _string(50), **_PLACEHOLDER}),
    "multi_users_select": _element(
        {}, {"initial_users": _several(_string(50), limits.SELECT_OPTIONS, 0), **_MOST_CHOSEN, **_PLACEHOLDER}
    ),
    "channels_select": _element({}, {"initial_channel": _string(50), "response_url_enabled": _boolean, **_PLACEHOLDER}),
    "conversations_select": _element(
        {},
        {
            "initial_conversation": _string(50),
            "default_to_current_conversation": _boolean,
            "response_url_enabled": _boolean,
            "filter": _anything,
            **_PLACEHOLDER,
        },
    ),
    "plain_text_input": _in_turn(
        _element(
            {},
            {
                "initial_value": _string(limits.INPUT_TEXT, 0),
                "multiline": _boolean,
                "min_length": _whole(0, limits.INPUT_TEXT),
                "max_length": _whole(1, limits.INPUT_TEXT),
                **_TYPED,
            },
        ),
        _lengths_agree,
    ),
    "number_input": _in_turn(
        _element(
            {"is_decimal_allowed": _boolean},
            {"initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER, **_TYPED},
        ),
        _numbers_agree,
    ),
    "email_text_input": _element({}, {"initial_value": _string(limits.INPUT_TEXT), **_TYPED}),
    "url_text_input": _element({}, {"initial_value": _string(limits.INPUT_TEXT), **_TYPED}),
    "image": _shape({"type": _KIND, "alt_text": _string(limits.IMAGE_ALT)}, {"image_url": _string(limits.IMAGE_URL)}),
}
_CHOOSERS: Final = (
    "static_select",
    "multi_static_select",
    "radio_buttons",
    "checkboxes",
    "datepicker",
    "timepicker",
    "users_select",
    "multi_users_select",
    "channels_select",
    "conversations_select",
)
_TYPERS: Final = ("plain_text_input", "number_input", "email_text_input", "url_text_input")


def _elements(*kinds: str) -> Check:
    return _by_type({kind: _ELEMENTS[kind] for kind in kinds})


# Rich text.

_STYLE: Final = _shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), _boolean))
_RICH_PART: Final = _by_type(
    {
        "text": _shape({"type": _KIND, "text": _string(limits.SECTION_TEXT)}, {"style": _STYLE}),
        "link": _shape(
            {"type": _KIND, "url": _string(limits.BUTTON_URL)},
            {"text": _string(limits.SECTION_TEXT), "style": _STYLE, "unsafe": _boolean},
        ),
        "user": _shape({"type": _KIND, "user_id": _string(50)}, {"style": _STYLE}),
        "channel": _shape({"type": _KIND, "channel_id": _string(50)}, {"style": _STYLE}),
        "emoji": _shape({"type": _KIND, "name": _string(100)}, {"unicode": _string(100), "style": _STYLE}),
        "date": _shape(
            {"type": _KIND, "timestamp": _whole(0, 10**10), "format": _string(200)},
            {"url": _string(limits.BUTTON_URL), "fallback": _string(limits.SECTION_TEXT), "style": _STYLE},
        ),
    }
)
_RICH_PARTS: Final = _several(_RICH_PART, 1000, 0)
_RICH_SECTION: Final = _shape({"type": _KIND, "elements": _RICH_PARTS})
_BORDER: Final = {"border": _whole(0, 1)}
_RICH_TEXT: Final = _shape(
    {
        "type": _KIND,
        "elements": _several(
            _by_type(
                {
                    "rich_text_section": _RICH_SECTION,
                    "rich_text_quote": _shape({"type": _KIND, "elements": _RICH_PARTS}, _BORDER),
                    "rich_text_preformatted": _shape({"type": _KIND, "elements": _RICH_PARTS}, _BORDER),
                    "rich_text_list": _shape(
                        {
                            "type": _KIND,
                            "style": _one_of("bullet", "ordered"),
                            "elements": _several(_by_type({"rich_text_section": _RICH_SECTION}), 1000),
                        },
                        {"indent": _whole(0, 8), "offset": _whole(0, 1000), **_BORDER},
                    ),
                }
            ),
            1000,
        ),
    },
    {"block_id": _string(limits.BLOCK_ID)},
)


# Blocks.


def _has_text_or_fields(block: Json, at: str) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield _say("missing required field: text or fields", at)


def _figure(value: Any, at: str) -> Iterator[str]:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        yield _say("must be a number", at)


def _block(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    return _shape({"type": _KIND, **required}, {"block_id": _string(limits.BLOCK_ID), **(optional or {})})


_POINTS: Final = _several(_shape({"label": _string(limits.CHART_LABEL), "value": _figure}), limits.CHART_POINTS)
_SERIES_CHART: Final = _shape(
    {
        "type": _KIND,
        "series": _several(_shape({"name": _string(limits.CHART_LABEL), "data": _POINTS}), limits.CHART_SERIES),
        "axis_config": _shape(
            {"categories": _several(_string(limits.CHART_LABEL), limits.CHART_POINTS)},
            {"x_label": _string(limits.CHART_TITLE), "y_label": _string(limits.CHART_TITLE)},
        ),
    }
)
_CHART: Final = _by_type(
    {
        "pie": _shape(
            {
                "type": _KIND,
                "segments": _several(
                    _shape({"label": _string(limits.CHART_LABEL), "value": _figure}), limits.CHART_SEGMENTS
                ),
            }
        ),
        "bar": _SERIES_CHART,
        "line": _SERIES_CHART,
        "area": _SERIES_CHART,
    }
)
_CELL: Final = _by_type({"raw_text": _shape({"type": _KIND, "text": _string(10_000)}), "rich_text": _RICH_TEXT})
_COLUMN: Final = _shape({}, {"align": _one_of("left", "center", "right"), "is_wrapped": _boolean})

_BLOCKS: Final[Mapping[str, tuple[frozenset[Surface], Check]]] = {
    "section": (
        SURFACES,
        _in_turn(
            _block(
                {},
                {
                    "text": _text(limits.SECTION_TEXT),
                    "fields": _several(_text(limits.FIELD_TEXT), limits.SECTION_FIELDS),
                    "accessory": _elements("button", "overflow", "image", *_CHOOSERS),
                    "expand": _boolean,
                },
            ),
            _has_text_or_fields,
        ),
    ),
    "header": (SURFACES, _block({"text": _plain(limits.HEADER_TEXT)})),
    "context": (
        SURFACES,
        _block(
            {
                "elements": _several(
                    _by_type(
                        {
                            "plain_text": _plain(limits.CONTEXT_TEXT),
                            "mrkdwn": _text(limits.CONTEXT_TEXT),
                            "image": _ELEMENTS["image"],
                        }
                    ),
                    limits.CONTEXT_ELEMENTS,
                )
            }
        ),
    ),
    "divider": (SURFACES, _block({})),
    "actions": (
        SURFACES,
        _block(
            {
                "elements": _several(
                    _elements("button", "overflow", "datetimepicker", *_CHOOSERS), limits.ACTIONS_ELEMENTS
                )
            }
        ),
    ),
    "input": (
        SURFACES,
        _block(
            {"label": _plain(limits.LABEL), "element": _elements("datetimepicker", *_CHOOSERS, *_TYPERS)},
            {"hint": _plain(limits.HINT), "optional": _boolean, "dispatch_action": _boolean},
        ),
    ),
    "image": (
        SURFACES,
        _block(
            {"alt_text": _string(limits.IMAGE_ALT), "image_url": _string(limits.IMAGE_URL)},
            {"title": _plain(limits.IMAGE_TITLE)},
        ),
    ),
    "rich_text": (SURFACES, _RICH_TEXT),
    "markdown": (_MESSAGE, _block({"text": _string(limits.MARKDOWN_TEXT)})),
    "table": (
        _MESSAGE,
        _block(
            {"rows": _several(_several(_CELL, limits.TABLE_CELLS), limits.TABLE_ROWS)},
            {"column_settings": _several(_COLUMN, limits.TABLE_CELLS)},
        ),
    ),
    "data_visualization": (_MESSAGE, _block({"title": _string(limits.CHART_TITLE), "chart": _CHART})),
}

_SHARED: Final[Mapping[str, Check]] = {
    "private_metadata": _string(limits.PRIVATE_METADATA, 0),
    "callback_id": _string(limits.CALLBACK_ID),
    "external_id": _string(limits.EXTERNAL_ID),
}
_HOME: Final = _shape({"type": _KIND, "blocks": _anything}, _SHARED)
_MODAL: Final = _shape(
    {"type": _KIND, "title": _plain(limits.VIEW_TITLE), "blocks": _anything},
    {
        **_SHARED,
        "submit": _plain(limits.VIEW_BUTTON),
        "close": _plain(limits.VIEW_BUTTON),
        "clear_on_close": _boolean,
        "notify_on_close": _boolean,
        "submit_disabled": _boolean,
    },
)
