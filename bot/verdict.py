"""What Slack's answer to a message means for the message: sent, not sent, or nobody knows.

Pure. Slack gives bots no idempotency key, so a lost answer is never taken for a "no".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from aiohttp import ClientConnectorError, ClientError, ConnectionTimeoutError
from slack_sdk.errors import SlackApiError


class Fate(StrEnum):
    """What becomes of a delivery."""

    AGAIN = "again"  # not sent: try again after a while
    PUT_OFF = "put_off"  # not sent, and no fault of the message: the attempt does not count
    LIMITED = "limited"  # put off, and so is all that would use the same method in the same workspace
    SUSPENDED = "suspended"  # put off until the workspace takes something from us again
    ROTATE = "rotate"  # put off until the token is renewed
    ANEW = "anew"  # the message to update is gone: post another in its place
    UNKNOWN = "unknown"  # may have been sent: look for it first
    FAILED = "failed"  # cannot be sent to this recipient
    QUARANTINED = "quarantined"  # the message itself is wrong: ours to mend
    EXPIRED = "expired"  # its window has passed
    CANCELLED = "cancelled"  # nothing to say any more


@dataclass(frozen=True, slots=True)
class Verdict:
    """The fate of a delivery, Slack's word for why, and how long to wait."""

    fate: Fate
    code: str
    after: timedelta = timedelta()


SOON: Final = timedelta(minutes=1)
LATER: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=1)
_SHORTEST, _USUAL, _LONGEST = 1, 30, 3600  # seconds that Retry-After may ask for, and what to wait without it

FAILS: Final = (SlackApiError, ClientError, TimeoutError, AttributeError, ValueError)
"""What a call to Slack raises. The last two are the SDK's, over an answer with status 200 that is no JSON object."""

_LIMITED: Final = frozenset({"ratelimited", "rate_limited"})
_BY_CODE: Final = {
    Fate.PUT_OFF: (
        "message_limit_exceeded",
        "org_login_required",
        "accesslimited",
        "request_timeout",
        "team_added_to_org",
    ),
    Fate.ROTATE: ("token_expired",),
    Fate.SUSPENDED: (
        "account_inactive",
        "token_revoked",
        "invalid_auth",
        "not_authed",
        "team_access_not_granted",
        "no_permission",
        "missing_scope",
    ),
    Fate.FAILED: (
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "restricted_action",  # and what begins so
        "messages_tab_disabled",
        "cannot_dm_bot",
        "user_not_found",
        "user_disabled",
        "not_enabled",  # App Home is switched off
    ),
    Fate.QUARANTINED: (
        "invalid_blocks",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "invalid_arguments",
        "metadata_",
        "invalid_metadata",
        "view_too_large",
    ),
}
"""What Slack says, and what it means."""

_BY_BEGINNING: Final = ("restricted_action", *_BY_CODE[Fate.QUARANTINED])
_AFTER: Final = {Fate.PUT_OFF: LATER}


def verdict(error: Exception) -> Verdict:
    """Return what an error of a call to Slack means for the message."""
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, ClientConnectorError | ConnectionTimeoutError):
        return Verdict(Fate.AGAIN, type(error).__name__)
    return Verdict(Fate.UNKNOWN, type(error).__name__)


def backoff(attempt: int) -> timedelta:
    """Return how long to wait after an attempt: attempt^4 seconds."""
    return timedelta(seconds=attempt**4)


def _answered(error: SlackApiError) -> Verdict:
    response = error.response
    status = int(getattr(response, "status_code", 0) or 0)
    code = _code(response)
    if code in _LIMITED or status == 429:  # noqa: PLR2004  HTTP: too many requests
        return Verdict(Fate.LIMITED, "ratelimited", timedelta(seconds=_wished(getattr(response, "headers", {}))))
    if status >= 500 or not code:  # noqa: PLR2004  HTTP: the server's fault
        return Verdict(Fate.UNKNOWN, f"http_{status}")
    return _meaning(code)


def _meaning(code: str) -> Verdict:
    begins = next((known for known in _BY_BEGINNING if code.startswith(known)), code)
    fate = next((fate for fate, codes in _BY_CODE.items() if code in codes or begins in codes), Fate.UNKNOWN)
    return Verdict(fate, code, _AFTER.get(fate, timedelta()))


def _code(response: object) -> str:
    content = getattr(response, "data", None)
    return str(content.get("error", "")) if isinstance(content, dict) else ""


def _wished(headers: Mapping[str, str]) -> int:
    wished = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    return min(max(int(wished), _SHORTEST), _LONGEST) if str(wished).isdecimal() else _USUAL
