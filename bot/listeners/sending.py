"""What comes before a file is sent: whether Slack lets the bot, and a key by which it is sent once."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

SCOPE: Final = "files:write"


async def may_send(client: AsyncWebClient) -> bool:
    """Tell whether Slack lets the bot send files: it names the scopes of the token with every answer."""
    answer = await client.auth_test()
    granted = next((value for name, value in answer.headers.items() if name.lower() == "x-oauth-scopes"), SCOPE)
    return SCOPE in {scope.strip() for scope in granted.split(",")}


def receipt(view: Mapping[str, Any]) -> str:
    """Return a key of the window as it was drawn: pressed twice in a hurry, a button sends one file."""
    return sha256(f"{view['id']}:{view['hash']}".encode()).hexdigest()[:32]
