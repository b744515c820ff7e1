"""The only place that builds Block Kit, so that every surface keeps Slack's limits.

What people typed is cleaned, escaped where Slack would read markup, and clipped to the room there is. The bot's own
words are never clipped: where they do not fit, `TooLongError` says so, and a test fails before a person sees it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Final

from bot.coaching.verbatim import showable
from bot.locales.words import Sentence, Words
from bot.playbook.model import Option
from bot.surface import ids, limits

Json = dict[str, Any]

_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows: left open, they would garble the bot's own words around them."""

_BROKEN_ENTITY: Final = re.compile(r"&[a-z]*$")
_SPACES: Final = re.compile(r"\s+")
_CUT: Final = "…"

_DESCRIBED: Final = 40
"""A longer menu is searched by its labels; with descriptions, two of them would fill a view's 250 kB."""


class TooLongError(ValueError):
    """One of the bot's own texts does not fit where it stands: shorten it in its locale or playbook."""


# Texts


def clip(text: str, limit: int) -> str:
    """Return what people typed, cleaned for showing and cut to a length."""
    shown = _TURNING.sub("", showable(text))
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + _CUT


def one_line(text: str, limit: int) -> str:
    """Return what people typed on one line, cut to a length."""
    return clip(_SPACES.sub(" ", text).strip(), limit)


def escape(text: str, limit: int = limits.SECTION_TEXT) -> str:
    """Return what people typed, harmless in mrkdwn, and not longer than `limit` after escaping."""
    safe = _TURNING.sub("", showable(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return safe if len(safe) <= limit else _BROKEN_ENTITY.sub("", safe[: limit - 1]).rstrip() + _CUT


def escape_line(text: str, limit: int) -> str:
    """Return what people typed on one line, harmless in mrkdwn."""
    return escape(_SPACES.sub(" ", text).strip(), limit)


def quoted(text: str, limit: int) -> str:
    """Return somebody's words as a mrkdwn quotation; its marks come on top of `limit`. Blank lines are left out."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(f"> {line}" for line in escape("\n".join(filter(None, lines)), limit).split("\n"))


def say(sentence: Sentence, words: Words) -> str:
    """Say a sentence in mrkdwn: what people typed into its values stays harmless."""
    return words(sentence.key, **{name: _harmless(value, words) for name, value in sentence.values.items()})


def bullets(lines: Iterable[str]) -> str:
    """Return lines of mrkdwn as a list."""
    return "\n".join(f"• {line}" for line in lines)


def heading(title: str, text: str) -> str:
    """Return mrkdwn under a bold line."""
    return f"*{title}*\n{text}"


def _harmless(value: object, words: Words) -> object:
    if isinstance(value, Sentence):
        return say(value, words)
    return escape(value, limits.SECTION_TEXT // 4) if isinstance(value, str) else value


def _fitting(text: str, limit: int, place: str) -> str:
    if len(text) > limit:
        raise TooLongError(f"{place} takes {limit} characters, this has {len(text)}: {text}")
    return text


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def _mrkdwn(text: str) -> Json:
    # `verbatim`: Slack does not look for links, channels and people in what somebody typed.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


# Blocks


def header(text: str) -> Json:
    """Return a large line; user text is welcome."""
    return {"type": "header", "text": _plain(one_line(text, limits.HEADER_TEXT))}


def section(text: str, *, accessory: Json | None = None) -> Json:
    """Return one paragraph of mrkdwn, with a button beside it if wanted."""
    block: Json = {"type": "section", "text": _mrkdwn(_fitting(text, limits.SECTION_TEXT, "A section"))}
    return {**block, "accessory": accessory} if accessory else block


def sections(text: str) -> list[Json]:
    """Return a mrkdwn text of any length, as few paragraphs as possible to a block; none when it is blank."""
    return [section(piece) for piece in _pieces(text.strip(), limits.SECTION_TEXT)]


def columns(fields: Sequence[str]) -> Json:
    """Return short mrkdwn texts in two columns."""
    return {"type": "section", "fields": [_mrkdwn(_fitting(text, limits.FIELD_TEXT, "A field")) for text in fields]}


def context(*texts: str) -> Json:
    """Return small print in mrkdwn."""
    elements = [_mrkdwn(_fitting(text, limits.CONTEXT_TEXT, "A context line")) for text in texts]
    return {"type": "context", "elements": elements}


def divider() -> Json:
    """Return a thin line."""
    return {"type": "divider"}


def actions(*buttons: Json) -> Json:
    """Return buttons in a row. Those with the same action get a number, because Slack wants them distinct."""
    seen: dict[str, int] = {}
    for button_ in buttons:
        name = str(button_["action_id"])
        seen[name] = seen.get(name, 0) + 1
        button_["action_id"] = ids.numbered(name, seen[name] if seen[name] > 1 else 0)
    return {"type": "actions", "elements": list(buttons)}


def _pieces(text: str, limit: int) -> Iterator[str]:
    while len(text) > limit:
        cut = next(at for at in (*(text.rfind(gap, 1, limit) for gap in ("\n\n", "\n", " ")), limit) if at > 0)
        if cut == limit:
            cut -= len(text[:limit]) - len(_BROKEN_ENTITY.sub("", text[:limit]))
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text


# Buttons


def button(  # noqa: PLR0913  a button has these parts
    label: str, action: str, value: str = "", *, primary: bool = False, about: str = "", confirm: Json | None = None
) -> Json:
    """Return a button. `about` completes the label for those who hear it: which of many things it is for."""
    element: Json = {
        "type": "button",
        "text": _plain(_fitting(label, limits.BUTTON_TEXT, "A button")),
        "action_id": action,
    }
    if value:
        element["value"] = clip(value, limits.BUTTON_VALUE)
    if primary:
        element["style"] = "primary"
    if about:
        element["accessibility_label"] = one_line(about, limits.ACCESSIBILITY_LABEL)
    if confirm:
        element["confirm"] = confirm
    return element


def confirmation(title: str, text: str, *, do: str, leave: str) -> Json:
    """Return the question that is asked before a button does its work; `text` may hold user text."""
    return {
        "title": _plain(_fitting(title, limits.CONFIRM_TITLE, "A confirmation's title")),
        "text": _plain(clip(text, limits.CONFIRM_TEXT)),
        "confirm": _plain(_fitting(do, limits.CONFIRM_BUTTON, "A confirmation's button")),
        "deny": _plain(_fitting(leave, limits.CONFIRM_BUTTON, "A confirmation's button")),
        "style": "danger",
    }


def menu(
    label: str, action: str, options: Sequence[Option], chosen: str | None = None, *, confirm: Json | None = None
) -> Json:
    """Return a menu among buttons: what is chosen in it is done at once, or once it is confirmed."""
    element = {**_placed(_choosing("static_select", options, chosen), label), "action_id": action}
    return {**element, "confirm": confirm} if confirm else element


# Inputs


def question(label: str, name: str, element: Json, *, hint: str = "", required: bool = False) -> Json:
    """Return an input with its label; `name` comes back as the block's id."""
    block: Json = {
        "type": "input",
        "block_id": name,
        "label": _plain(clip(label, limits.LABEL)),
        "element": {**element, "action_id": ids.ANSWER},
        "optional": not required,
    }
    return {**block, "hint": _plain(clip(hint, limits.HINT))} if hint else block


def text_input(initial: str = "", *, long: bool = False, placeholder: str = "") -> Json:
    """Return a field to type in."""
    element: Json = {"type": "plain_text_input", "multiline": long, "max_length": limits.INPUT_TEXT}
    if initial := showable(initial)[: limits.INPUT_TEXT]:
        element["initial_value"] = initial
    return _placed(element, placeholder)


def radio(options: Sequence[Option], chosen: str | None = None) -> Json:
    """Return options to choose one of, all in sight."""
    return _choosing("radio_buttons", options[: limits.RADIO_OPTIONS], chosen)


def select(options: Sequence[Option], chosen: str | None = None, *, placeholder: str) -> Json:
    """Return options to choose one of, in a menu that can be searched."""
    return _placed(_choosing("static_select", _offered(options, (chosen,)), chosen), placeholder)


def grouped_select(groups: Mapping[str, Sequence[Option]], chosen: str | None = None, *, placeholder: str) -> Json:
    """Return options to choose one of, by group, in a menu that can be searched. A hundred fit in each group."""
    drawn = {
        label: [_option(option) for option in options[: limits.GROUP_OPTIONS]]
        for label, options in list(groups.items())[: limits.OPTION_GROUPS]
    }
    named = [
        {"label": _plain(one_line(label, limits.GROUP_LABEL)), "options": options} for label, options in drawn.items()
    ]
    element: Json = {"type": "static_select", "option_groups": named}
    initial = [option for options in drawn.values() for option in options if option["value"] == chosen]
    return _placed({**element, "initial_option": initial[0]} if initial else element, placeholder)


def checkboxes(options: Sequence[Option], chosen: Sequence[str] = ()) -> Json:
    """Return options to choose any of, all in sight."""
    return _choosing_any("checkboxes", options[: limits.CHECKBOXES_OPTIONS], chosen)


def multi_select(options: Sequence[Option], chosen: Sequence[str] = (), *, placeholder: str) -> Json:
    """Return options to choose any of, in a menu that can be searched."""
    return _placed(_choosing_any("multi_static_select", _offered(options, chosen), chosen), placeholder)


def date_picker(day: date | None, *, placeholder: str) -> Json:
    """Return a calendar."""
    element: Json = {"type": "datepicker"}
    if day:
        element["initial_date"] = day.isoformat()
    return _placed(element, placeholder)


def time_picker(hour: time | None, *, placeholder: str) -> Json:
    """Return a clock."""
    element: Json = {"type": "timepicker"}
    if hour:
        element["initial_time"] = f"{hour:%H:%M}"
    return _placed(element, placeholder)


def moment_picker(moment: datetime | None) -> Json:
    """Return a calendar with a clock."""
    element: Json = {"type": "datetimepicker"}
    if moment:
        element["initial_date_time"] = int(moment.timestamp())
    return element


def person_select(user_id: str | None, *, placeholder: str) -> Json:
    """Return the people of the workspace to choose one of."""
    element: Json = {"type": "users_select"}
    if user_id:
        element["initial_user"] = user_id
    return _placed(element, placeholder)


def people_select(*, placeholder: str, most: int) -> Json:
    """Return the people of the workspace to choose some of."""
    return _placed({"type": "multi_users_select", "max_selected_items": most}, placeholder)


def channel_select(channel_id: str | None, *, placeholder: str) -> Json:
    """Return the channels that a person can see, none of them shared with another organisation, to choose one of."""
    filtered = {"include": ["public", "private"], "exclude_external_shared_channels": True}
    element: Json = {"type": "conversations_select", "filter": filtered}
    if channel_id:
        element["initial_conversation"] = channel_id
    return _placed(element, placeholder)


def _placed(element: Json, placeholder: str) -> Json:
    if not placeholder:
        return element
    return {**element, "placeholder": _plain(_fitting(placeholder, limits.PLACEHOLDER, "A placeholder"))}


def _offered(options: Sequence[Option], chosen: Sequence[str | None]) -> list[Option]:
    """Keep as many options as a menu takes: those chosen, then the first ones, in their order."""
    wanted = [option.id for option in sorted(options, key=lambda option: option.id not in chosen)]
    kept = frozenset(wanted[: limits.SELECT_OPTIONS])
    offered = [option for option in options if option.id in kept]
    return offered if len(offered) <= _DESCRIBED else [replace(option, description="") for option in offered]


def _choosing(kind: str, options: Sequence[Option], chosen: str | None) -> Json:
    drawn = [_option(option) for option in options]
    element: Json = {"type": kind, "options": drawn}
    initial = [option for option in drawn if option["value"] == chosen]
    return {**element, "initial_option": initial[0]} if initial else element


def _choosing_any(kind: str, options: Sequence[Option], chosen: Sequence[str]) -> Json:
    drawn = [_option(option) for option in options]
    element: Json = {"type": kind, "options": drawn}
    initial = [option for option in drawn if option["value"] in chosen]
    return {**element, "initial_options": initial} if initial else element


def _option(option: Option) -> Json:
    drawn: Json = {"text": _plain(one_line(option.label, limits.OPTION_TEXT)), "value": option.id}
    if option.description:
        drawn["description"] = _plain(one_line(option.description, limits.OPTION_DESCRIPTION))
    return drawn


# Surfaces


def metadata(**parts: object) -> str:
    """Return what a modal carries along unseen."""
    return _fitting(_packed(parts), limits.PRIVATE_METADATA, "Metadata")


def fits_metadata(**parts: object) -> bool:
    """Tell whether a modal can carry these along."""
    return len(_packed(parts)) <= limits.PRIVATE_METADATA


def _packed(parts: Mapping[str, object]) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def modal(  # noqa: PLR0913  a modal has these parts
    kind: str,
    title: str,
    blocks: Sequence[Json],
    *,
    close: str,
    submit: str = "",
    carried: str = "",
    tells: bool = False,
) -> Json:
    """Return a modal of a kind (its `callback_id`); `carried` comes back unseen, `tells` lets Slack tell of closing."""
    view: Json = {
        "type": "modal",
        "callback_id": kind,
        "title": _plain(_fitting(title, limits.VIEW_TITLE, "A modal's title")),
        "close": _plain(_fitting(close, limits.VIEW_BUTTON, "A modal's button")),
        "blocks": _held(blocks, limits.MODAL_BLOCKS, "A modal"),
        "private_metadata": carried,
        "notify_on_close": tells,
    }
    if submit:
        view["submit"] = _plain(_fitting(submit, limits.VIEW_BUTTON, "A modal's button"))
    return view


def home(blocks: Sequence[Json]) -> Json:
    """Return App Home."""
    return {"type": "home", "blocks": _held(blocks, limits.HOME_BLOCKS, "App Home")}


def message(text: str, blocks: Sequence[Json]) -> Json:
    """Return a message; `text` (mrkdwn) is what notifications and screen readers say."""
    held = _held(blocks, limits.MESSAGE_BLOCKS_SAFE, "A message")
    return {"text": _fitting(text, limits.MESSAGE_TEXT, "A message's text"), "blocks": held}


def _held(blocks: Sequence[Json], limit: int, place: str) -> list[Json]:
    if len(blocks) > limit:
        raise TooLongError(f"{place} takes {limit} blocks, these are {len(blocks)}")
    return list(blocks)
