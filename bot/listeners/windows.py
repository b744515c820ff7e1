"""Where a page is shown: in a new window, on top of the one that asks, or in its place."""

import json
from typing import Any, Final

from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.surface.kit import Json

Payload = dict[str, Any]

_OVERTAKEN: Final = frozenset({"hash_conflict", "not_found"})
"""What Slack says when a second click comes after the window it was made in."""

_INSTEAD: Final = "instead"
"""What a form carries along when it stands in the place of the window that it changes."""


async def show(client: AsyncWebClient, body: Payload, view: Json) -> None:
    """Open a window for who clicked or typed: on top of the one it was clicked in, in its place where none fits on."""
    below = body.get("view") or {}
    if below.get("type") != "modal":
        await client.views_open(trigger_id=body["trigger_id"], view=view)
    elif is_third(below):
        await replace(client, body, view)
    else:
        await client.views_push(trigger_id=body["trigger_id"], view=view)


async def ask(client: AsyncWebClient, body: Payload, view: Json) -> None:
    """Open a form on top of the window that it changes; in its place where Slack stacks no fourth."""
    if is_third(body["view"]):
        carried = json.loads(view["private_metadata"] or "{}")
        view = {**view, "private_metadata": json.dumps({**carried, _INSTEAD: True})}
    await show(client, body, view)


def is_on_top(view: Payload) -> bool:
    """Tell whether a form, opened by `ask`, stands on the window that it changes, rather than in its place."""
    return _INSTEAD not in json.loads(view["private_metadata"] or "{}")


async def replace(client: AsyncWebClient, body: Payload, view: Json) -> None:
    """Redraw the window that a button was clicked in, unless it was closed or changed meanwhile."""
    try:
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)
    except SlackApiError as error:
        if error.response.get("error") not in _OVERTAKEN:
            raise


async def redraw_below(client: AsyncWebClient, body: Payload, view: Json) -> None:
    """Redraw the window that the clicked one stands on, unless it is gone."""
    try:
        await client.views_update(view_id=body["view"]["previous_view_id"], view=view)
    except SlackApiError as error:
        if error.response.get("error") not in _OVERTAKEN:
            raise


def is_third(view: Payload) -> bool:
    """Say whether a window stands on two others: Slack stacks no fourth."""
    below = view.get("previous_view_id")
    return bool(below) and below != view.get("root_view_id")


async def show_or_replace(client: AsyncWebClient, body: Payload, view: Json) -> None:
    """Redraw the window that a button was clicked in; open one where it was clicked elsewhere."""
    if body.get("view", {}).get("type") == "modal":
        await replace(client, body, view)
    else:
        await show(client, body, view)


async def replace_if_modal(client: AsyncWebClient, body: Payload, view: Json) -> None:
    """Redraw the window that a button was clicked in; a message and App Home are drawn anew by themselves."""
    if body.get("view", {}).get("type") == "modal":
        await replace(client, body, view)


async def settle(ack: AsyncAck, client: AsyncWebClient, view: Payload, answer: Payload) -> None:
    """Answer a submission: its next page comes in the window below, if there is one, and the form closes."""
    below = view.get("previous_view_id")
    if answer["response_action"] == "update" and below and await _redrawn(client, below, answer["view"]):
        await ack()
    else:
        await ack(answer)


async def _redrawn(client: AsyncWebClient, view_id: str, view: Json) -> bool:
    try:
        await client.views_update(view_id=view_id, view=view)
    except SlackApiError as error:
        if error.response.get("error") not in _OVERTAKEN:
            raise
        return False
    return True


def instead(view: Json) -> Payload:
    """Return the answer to a submission that shows another page in the same window."""
    return {"response_action": "update", "view": view}


def errors(problems: dict[str, str]) -> Payload:
    """Return the answer to a submission that leaves it as it is and says what is wrong at its fields."""
    return {"response_action": "errors", "errors": problems}
