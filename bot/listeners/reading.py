"""Read what Slack brings: from a payload to plain values, and to the forms that the coach takes."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from html import unescape
from typing import Any

from bot.coach.cases import Closing
from bot.coach.interactions import LogForm
from bot.coach.nudges import LaterForm, NotNeededForm, OwnForm, When
from bot.coach.seats import Quoted
from bot.coach.steps import Form
from bot.coaching.case import Engagement, Outcome, Person, Reaction
from bot.coaching.choices import Choices
from bot.coaching.contacts import Contact
from bot.coaching.nudge_pages import NotNeeded
from bot.surface import ids

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen in the chooser."""

    purpose: str
    case_id: str  # or `ids.NEW_CASE`
    quote: str


def action(name: str) -> re.Pattern[str]:
    """Return the pattern of an action's id: several buttons of one block carry numbers."""
    return re.compile(rf"{re.escape(name)}(#\d+)?")


def clicked(body: Payload) -> str:
    """Return the value of the button that was clicked: the id of the thing it is for."""
    return str(body["actions"][0].get("value", ""))


def picked(body: Payload) -> str:
    """Return what was picked from a menu."""
    return str(body["actions"][0]["selected_option"]["value"])


def click(body: Payload) -> str:
    """Return a key that is unlike for every click, and alike when Slack brings the same one again."""
    return str(body.get("trigger_id") or body["actions"][0].get("action_ts", ""))


def message(body: Payload) -> Quoted:
    """Read a message: its words as they were typed (Slack hands them over with its own characters escaped), and whose.

    What an app wrote is nobody's.
    """
    written = body["message"]
    return Quoted(
        text=unescape(str(written.get("text") or "")),
        by="" if written.get("bot_id") else str(written.get("user") or ""),
        at=datetime.fromtimestamp(float(written["ts"]), UTC),
    )


def choice(view: Payload) -> Choice:
    """Read the chooser."""
    there, along = values(view), carried(view)
    return Choice(
        str(along.get("purpose", "resume")), str(there["case"]), str(there.get("quote") or along.get("quote") or "")
    )


def form(view: Payload, people: Mapping[str, Person] | None = None) -> Form:
    """Read a step. `people` are the Slack users it names, as far as they are known."""
    along = carried(view)
    return Form(
        case_id=along.get("case"),
        step_id=str(along["step"]),
        revision=int(along["rev"]),
        values=values(view),
        view_id=str(view["id"]),
        receipt=receipt(view),
        people=people or {},
        said_by=str(along.get("by") or ""),
    )


def log(view: Payload) -> LogForm:
    """Read a logged contact."""
    there, along = values(view), carried(view)
    contact = Contact(
        reaction=Reaction(text(there, "reaction")) if there.get("reaction") else None,
        engagement=Engagement(text(there, "engagement")) if there.get("engagement") else None,
        tactic=text(there, "tactic") or None,
        next_contact_on=day(there, "next_contact_on"),
        quote=text(there, "quote"),
        second_act=text(there, "second_act") if "second_act" in there else None,
        happened_on=day(there, "happened_on"),
    )
    return LogForm(str(along.get("case") or there["case"]), contact, receipt(view), along.get("corrects"))


def closing(view: Payload) -> Closing:
    """Read how a case ended."""
    there = values(view)
    outcome = Outcome(text(there, "outcome")) if there.get("outcome") else None
    return Closing(str(carried(view)["case"]), outcome, text(there, "reason"), receipt(view))


def later(view: Payload) -> LaterForm:
    """Read another moment for a nudge."""
    return LaterForm(str(carried(view)["nudge"]), _when(values(view)), receipt(view))


def not_needed(view: Payload) -> NotNeededForm:
    """Read why a nudge is not needed."""
    there = values(view)
    reason = NotNeeded(text(there, "reason")) if there.get("reason") else None
    return NotNeededForm(str(carried(view)["nudge"]), reason, text(there, "note"), receipt(view))


def own_nudge(view: Payload) -> OwnForm:
    """Read a nudge of one's own."""
    there = values(view)
    return OwnForm(
        text=text(there, "text"),
        when=_when(there),
        receipt=receipt(view),
        case_id=unless(there, "case", ids.NONE),
        nudge_id=str(carried(view).get("nudge") or ""),
    )


def settings(view: Payload) -> Choices:
    """Read how a person wants to be reminded."""
    there = values(view)
    return Choices(
        zone=unless(there, "zone", ids.AS_IN_SLACK),
        language=unless(there, "language", ids.AS_IN_SLACK),
        weekdays=several(there, "weekdays"),
        country=unless(there, "country", ids.NONE),
        region=unless(there, "region", ids.NONE),
        days_off=text(there, "days_off"),
        nudge_hour=time.fromisoformat(text(there, "nudge_hour")),
        opens=time.fromisoformat(text(there, "opens")),
        closes=time.fromisoformat(text(there, "closes")),
        weekly_cap=unless(there, "weekly_cap", ids.NONE),
        kinds_off=several(there, "kinds_off"),
    )


def pause(view: Payload) -> date | None:
    """Read until when nudges shall rest; None: until resumed."""
    return day(values(view), "until")


def people(view: Payload) -> Iterator[str]:
    """Name the Slack users that a form names, and whose message it began with."""
    if said_by := carried(view).get("by"):
        yield said_by
    for block in view["state"]["values"].values():
        for element in block.values():
            if element.get("selected_user"):
                yield element["selected_user"]


def values(view: Payload) -> dict[str, object]:
    """Return what stands in a form, by field; None where a field is empty."""
    blocks = view["state"]["values"].items()
    return {ids.stem(block_id): _value(element) for block_id, block in blocks for element in block.values()}


def _value(element: Payload) -> object:
    match element:
        case {"selected_option": chosen}:
            return chosen["value"] if chosen else None
        case {"selected_options": chosen}:
            return [option["value"] for option in chosen or ()]
        case {"selected_date": picked} | {"selected_date_time": picked} | {"selected_time": picked}:
            return picked
        case {"selected_user": named} | {"selected_users": named} | {"selected_conversation": named}:
            return named
        case _:
            return element.get("value")


def _when(there: Mapping[str, object]) -> When:
    hour = text(there, "hour")
    return When(day=day(there, "day"), hour=time.fromisoformat(hour) if hour else None)


def unless(there: Mapping[str, object], name: str, nothing: str) -> str:
    """Return what was chosen; empty for the option that stands for nothing of it."""
    chosen = text(there, name)
    return "" if chosen == nothing else chosen


def several(there: Mapping[str, object], name: str) -> tuple[str, ...]:
    """Return the options that were chosen."""
    chosen = there.get(name)
    return tuple(map(str, chosen)) if isinstance(chosen, list) else ()


def text(there: Mapping[str, object], name: str) -> str:
    """Return what was typed or chosen; empty when nothing was."""
    return str(there.get(name) or "")


def day(there: Mapping[str, object], name: str) -> date | None:
    """Return the day that was picked."""
    return date.fromisoformat(text(there, name)) if there.get(name) else None


def carried(view: Payload) -> dict[str, Any]:
    """Return what a modal carried along unseen."""
    found = json.loads(view["private_metadata"] or "{}")
    return found if isinstance(found, dict) else {}


def receipt(view: Payload) -> str:
    """Return a key that is unlike for every submission, and alike when the same one comes again.

    The view's hash alone would not do: it stays when a submission was refused and is sent again, corrected.
    """
    content = sha256(json.dumps(view["state"]["values"], sort_keys=True).encode()).hexdigest()
    return f"{view['id']}:{view['hash']}:{content[:32]}"
