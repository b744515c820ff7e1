"""Where a page is shown: in a new window, on top of the one that asks, or in its place."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.surface.kit import Json

Payload = dict[str, Any]


async def show(client: AsyncWebClient, body: Payload, view: Json) -> None:
    """Open a window for who clicked or typed; on top of the window it was clicked in, if it was in one."""
    if body.get("view", {}).get("type") == "modal":
        await client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=view)


async def replace(client: AsyncWebClient, body: Payload, view: Json) -> None:
    """Redraw the window that a button was clicked in, unless it changed meanwhile."""
    await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)


def instead(view: Json) -> Payload:
    """Return the answer to a submission that shows another page in the same window."""
    return {"response_action": "update", "view": view}


def errors(problems: dict[str, str]) -> Payload:
    """Return the answer to a submission that leaves it as it is and says what is wrong at its fields."""
    return {"response_action": "errors", "errors": problems}
