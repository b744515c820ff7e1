from datetime import timedelta
from typing import Any

import pytest
from aiohttp import (
    ClientConnectionError,
    ClientConnectorError,
    ClientPayloadError,
    ConnectionTimeoutError,
    ServerDisconnectedError,
    ServerTimeoutError,
)
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.verdict import LATER, Fate, Verdict, backoff, verdict

NOWHERE = ConnectionKey(
    host="slack.com", port=443, is_ssl=True, ssl=True, proxy=None, proxy_auth=None, proxy_headers_hash=None
)


@pytest.mark.parametrize(
    "error",
    [
        ClientConnectorError(NOWHERE, OSError("refused")),
        ConnectionTimeoutError("no connection within three seconds"),
    ],
)
def test_what_never_left_is_sent_again(error: Exception) -> None:
    met = verdict(error)

    assert met == Verdict(Fate.AGAIN, type(error).__name__)


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        ServerTimeoutError(),
        ServerDisconnectedError(),
        ClientConnectionError(),
        ClientPayloadError(),
        AttributeError("'str' object has no attribute 'get'"),
    ],
)
def test_what_left_without_an_answer_may_have_been_sent(error: Exception) -> None:
    met = verdict(error)

    assert met == Verdict(Fate.UNKNOWN, type(error).__name__)


@pytest.mark.parametrize(
    ("status", "content", "code"),
    [
        (500, "Internal Server Error", "http_500"),
        (503, {"ok": False, "error": "service_unavailable"}, "http_503"),
        (502, {"ok": False, "error": "channel_not_found"}, "http_502"),
        (404, None, "http_404"),
        (200, {"ok": False, "error": "internal_error"}, "internal_error"),
        (200, {"ok": False, "error": "fatal_error"}, "fatal_error"),
        (200, {"ok": False, "error": "a_code_of_next_year"}, "a_code_of_next_year"),
        (200, {"ok": False}, "http_200"),
    ],
)
def test_an_answer_that_says_neither_yes_nor_no_is_no_answer(status: int, content: object, code: str) -> None:
    met = verdict(_refused(content, status))

    assert met == Verdict(Fate.UNKNOWN, code)


@pytest.mark.parametrize(
    ("wish", "seconds"),
    [("7", 7), ("0", 1), ("86400", 3600), ("soon", 30), ("-5", 30), (None, 30)],
)
def test_slack_says_how_long_to_wait_within_reason(wish: str | None, seconds: int) -> None:
    headers = {} if wish is None else {"Retry-After": wish}

    met = verdict(_refused({"ok": False, "error": "ratelimited"}, 429, headers))

    assert met == Verdict(Fate.LIMITED, "ratelimited", timedelta(seconds=seconds))


def test_a_limit_is_known_by_its_status_alone() -> None:
    met = verdict(_refused("Too many requests", 429, {"retry-after": "12"}))

    assert met == Verdict(Fate.LIMITED, "ratelimited", timedelta(seconds=12))


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("message_limit_exceeded", "org_login_required", "accesslimited", "request_timeout"), Fate.PUT_OFF),
        (("team_added_to_org",), Fate.PUT_OFF),
        (("token_expired",), Fate.ROTATE),
        (("account_inactive", "token_revoked", "invalid_auth", "not_authed", "missing_scope"), Fate.SUSPENDED),
        (("team_access_not_granted", "no_permission"), Fate.SUSPENDED),
        (("channel_not_found", "is_archived", "not_in_channel", "user_not_found", "cannot_dm_bot"), Fate.FAILED),
        (("messages_tab_disabled", "restricted_action", "restricted_action_read_only_channel"), Fate.FAILED),
        (("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"), Fate.QUARANTINED),
        (("no_text", "invalid_arguments", "metadata_too_large", "view_too_large"), Fate.QUARANTINED),
    ],
)
def test_what_slack_says_decides_what_becomes_of_a_message(codes: tuple[str, ...], expected: Fate) -> None:
    found = {code: verdict(_refused({"ok": False, "error": code})) for code in codes}

    assert {code: met.fate for code, met in found.items()} == dict.fromkeys(codes, expected)
    assert {met.after for met in found.values()} == {LATER if expected is Fate.PUT_OFF else timedelta()}


def test_each_attempt_waits_longer_than_the_one_before() -> None:
    waits = [backoff(attempt).total_seconds() for attempt in range(1, 5)]

    assert waits == [1, 16, 81, 256]


def _refused(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> SlackApiError:  # noqa: ANN401
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="chat.postMessage",
        req_args={},
        data=content,
        headers=headers or {},
        status_code=status,
    )
    return SlackApiError("refused", response)  # type: ignore[no-untyped-call]  # the SDK annotates nothing here
