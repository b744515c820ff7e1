"""Answer at the address that Slack gives with a click or a command: the only way to a message that one person sees."""

from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import Final
from urllib.parse import urlsplit

from aiohttp import ClientSession, ClientTimeout
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from structlog import get_logger

_HOOKS: Final = ("https", "hooks.slack.com")
_TIMEOUT: Final = ClientTimeout(total=5, sock_connect=3)
_log = get_logger(__name__)


class Reply:
    """Answers one request; takes what Bolt's `respond` takes.

    Bolt's own opens a connection each time, follows redirects and posts wherever the payload says. This one shares
    the client's session and posts only to Slack's hooks or to the host of `SLACK_API_URL`.
    """

    def __init__(self, address: str | None, client: AsyncWebClient) -> None:
        self._address = address
        self._client = client

    def __bool__(self) -> bool:
        return self._address is not None and _origin(self._address) in {_HOOKS, _origin(self._client.base_url)}

    async def __call__(self, **message: object) -> bool:
        """Post a message at the address and say whether Slack took it.

        Raises:
            aiohttp.ClientError, TimeoutError: Slack was not reached.
        """
        if not self or self._address is None:
            _log.warning("reply not sent", reason="no address of Slack's")
            return False
        shared = self._client.session
        async with (
            nullcontext(shared) if shared and not shared.closed else ClientSession() as session,
            session.post(
                self._address,
                json={"response_type": "ephemeral", **message},
                allow_redirects=False,
                timeout=_TIMEOUT,
            ) as answer,
        ):
            if answer.ok:
                return True
            _log.warning("reply not taken", status=answer.status)
            return False


class ReplyMiddleware(AsyncMiddleware):
    """Hands listeners `Reply` under the name `respond`."""

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  Bolt's name
    ) -> BoltResponse | None:
        """Put the reply into the context, and go on."""
        del resp
        req.context["respond"] = Reply(req.context.response_url, req.context.client)
        return await next()


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
