import json
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient
from starlette.responses import Response
from starlette.types import ASGIApp, Message

from bot.clock import Clock
from bot.envelope import Envelope
from bot.guard import MAX_BODY, Guard, Memory
from bot.listeners import errors, fallback
from bot.web import answer_by
from tests.support.asgi import (
    FORM,
    JSON,
    NOW,
    Answered,
    Headers,
    call,
    command,
    event,
    interaction,
    payload_form,
    post_form,
    post_json,
    signature,
    signed,
    view,
)

EVENT = json.dumps(event()).encode()
COMMAND = urlencode(command()).encode()


class StoppedClock(Clock):
    def __init__(self, at: int = NOW) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.at, UTC)


async def _authorize(context: AsyncBoltContext) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id=context.team_id, bot_user_id="UBOT", bot_token="xoxb-1")


def _bolt() -> AsyncApp:
    client = AsyncWebClient(base_url="http://127.0.0.1:9/", retry_handlers=[])
    app = AsyncApp(
        client=client, authorize=_authorize, process_before_response=True, request_verification_enabled=False
    )
    errors.register(app)
    return app


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def seen() -> list[str]:
    return []


@pytest.fixture
def metered() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def slack(clock: StoppedClock, seen: list[str], metered: list[tuple[str, int]]) -> ASGIApp:
    bolt = _bolt()

    async def count(event: dict[str, Any], ack: AsyncAck) -> None:
        seen.append(event["type"])
        await ack()

    bolt.event("app_home_opened")(count)
    fallback.register(bolt)
    return Guard(
        answer_by(bolt),
        signing_secret="8f742231b10e8888abcd99yyyzzz85a5",
        clock=clock,
        meter=lambda kind, status, _: metered.append((kind, status)),
    )


@dataclass(frozen=True)
class Bad:
    """One request that Slack would not send."""

    name: str
    headers: Headers
    pieces: Sequence[bytes] = (EVENT,)
    method: str = "POST"
    status: int = 400


def _with(headers: Headers, **changes: str | None) -> Headers:
    """Return the headers with some replaced, or left out."""
    named = {name.replace("_", "-").lower(): value for name, value in changes.items()}
    kept = [(name, value) for name, value in headers if name.lower() not in named]
    return [*kept, *((name, value) for name, value in named.items() if value is not None)]


GOOD = signed(EVENT, JSON)


def _methods() -> Iterator[Bad]:
    for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"):
        yield Bad(f"method {method}", GOOD, method=method, status=405)


def _sizes() -> Iterator[Bad]:
    long = b'{"type":"' + b"x" * MAX_BODY + b'"}'
    huge = b"x" * (8 * 1024 * 1024)
    yield Bad("announced too long", [*GOOD, ("Content-Length", str(MAX_BODY + 1))], status=413)
    yield Bad("announced absurdly long", [*GOOD, ("Content-Length", "9" * 18)], status=413)
    yield Bad("too long, unannounced", signed(long, JSON), [long], status=413)
    yield Bad(
        "too long in pieces", signed(long, JSON), [long[at : at + 999] for at in range(0, len(long), 999)], status=413
    )
    yield Bad("longer than announced", [*signed(long, JSON), ("Content-Length", "10")], [long], status=413)
    yield Bad("8 MiB, badly signed", GOOD, [huge], status=413)
    yield Bad("8 MiB form", signed(huge, FORM), [huge], status=413)
    for length in ("-1", "abc", "1e3", "+5", "0x10", "9" * 30, " ", "5, 5", "٣"):
        yield Bad(f"length {length[:9]!r}", [*GOOD, ("Content-Length", length)])
    yield Bad("two lengths", [*GOOD, ("Content-Length", "5"), ("Content-Length", "6")])


def _media_types() -> Iterator[Bad]:
    for media_type in (
        "",
        "text/plain",
        "text/json",
        "application/jsonx",
        "application/xml",
        "application/octet-stream",
        "application/vnd.api+json",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin-1",
        "application/json; charset=utf-16",
        "application/json; profile=x",
        "application/json, application/json",
        "application/json;",
        "*/*",
        "json",
    ):
        yield Bad(f"media type {media_type!r}", _with(GOOD, content_type=media_type), status=415)
    yield Bad("no media type", _with(GOOD, content_type=None), status=415)
    yield Bad("two media types", [*GOOD, ("Content-Type", FORM)])
    for encoding in ("gzip", "br", "deflate", "gzip, gzip"):
        yield Bad(f"compressed by {encoding}", [*GOOD, ("Content-Encoding", encoding)], status=415)


def _signatures() -> Iterator[Bad]:
    good = signature(EVENT)
    for name, wrong in {
        "empty": "",
        "no prefix": good[3:],
        "version 1": "v1" + good[2:],
        "too short": good[:-1],
        "too long": good + "0",
        "upper case": "v0=" + good[3:].upper(),
        "not hexadecimal": "v0=" + "g" * 64,
        "spaces around": f" {good} ",
        "line break": good + "\n",
        "not ASCII": "v0=" + "é" * 64,
        "two in one": f"{good},{good}",
        "all zeros": "v0=" + "0" * 64,
        "one digit off": good[:-1] + ("0" if good[-1] != "0" else "1"),
        "another secret": signature(EVENT, secret="another"),
        "empty secret": signature(EVENT, secret=""),
        "another timestamp": signature(EVENT, at=str(NOW - 1)),
        "another body": signature(b"{}"),
        "empty body": signature(b""),
    }.items():
        yield Bad(f"signature: {name}", _with(GOOD, x_slack_signature=wrong), status=401)
    yield Bad("no signature", _with(GOOD, x_slack_signature=None), status=401)
    yield Bad("two signatures", [*GOOD, ("X-Slack-Signature", good)])
    yield Bad("unsigned", [("Content-Type", JSON)], status=401)
    yield Bad("unsigned command", [("Content-Type", FORM)], [COMMAND], status=401)
    yield Bad("unsigned command posing as a probe", [("Content-Type", FORM)], [COMMAND + b"&ssl_check=1"], status=401)
    yield Bad("unsigned interaction", [("Content-Type", FORM)], [b"payload={}"], status=401)
    yield Bad("endless unsigned probe", [("Content-Type", FORM)], [b"ssl_check=1&token=", b"x" * 2000], status=413)
    yield Bad("one byte more", GOOD, [EVENT + b" "], status=401)
    yield Bad("one byte less", GOOD, [EVENT[:-1]], status=401)
    yield Bad("one bit flipped", GOOD, [EVENT.replace(b"Ev1", b"Ev0")], status=401)
    yield Bad("rewritten", GOOD, [json.dumps(event(), indent=1).encode()], status=401)
    yield Bad("empty instead", GOOD, [b""], status=401)
    yield Bad("sent as a form", _with(GOOD, content_type=FORM), status=400)


def _timestamps() -> Iterator[Bad]:
    for at in (
        "",
        "now",
        "-1774512000",
        "+1774512000",
        "1774512000.5",
        "1_774_512_000",
        "0x69c4e800",
        "01774512000",
        " 1774512000",
        "1774512000\t",
        "١٧٧٤٥١٢٠٠٠",
        "2026-03-26T08:00:00Z",
        "9" * 40,
        "0",
        "NaN",
        "1e9",
        str(NOW * 1000),
        str(NOW - 301),
        str(NOW + 301),
        str(NOW - 86400),
    ):
        yield Bad(f"timestamp {at[:20]!r}", signed(EVENT, JSON, at=at), status=401)
    yield Bad("no timestamp", _with(GOOD, x_slack_request_timestamp=None), status=401)
    yield Bad("two timestamps", [*GOOD, ("X-Slack-Request-Timestamp", str(NOW))])


def _json() -> Iterator[Bad]:
    nested: dict[str, Any] = {}
    for _ in range(80):
        nested = {"a": nested}
    for name, body in {
        "nothing": b"",
        "blank": b"  \n",
        "null": b"null",
        "a list": b"[]",
        "a list of events": b"[" + EVENT + b"]",
        "text": b'"event_callback"',
        "a number": b"1",
        "true": b"true",
        "cut off": EVENT[:-5],
        "followed by more": EVENT + b"x",
        "two objects": EVENT + EVENT,
        "single quotes": b"{'type': 'event_callback'}",
        "NaN": b'{"type": "event_callback", "event_time": NaN}',
        "Infinity": b'{"type": "event_callback", "event_time": Infinity}',
        "minus Infinity": b'{"type": "event_callback", "event_time": -Infinity}',
        "a number beyond floats": b'{"type": "event_callback", "event_time": 1e999}',
        "an integer of 5,000 digits": b'{"type": "event_callback", "event_time": ' + b"9" * 5000 + b"}",
        "a float of 5,000 digits": b'{"type": "event_callback", "event_time": 0.' + b"9" * 5000 + b"}",
        "200,000 brackets": b"[" * 200_000,
        "100,000 nested lists": b"[" * 100_000 + b"]" * 100_000,
        "50,000 nested objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        "nested 80 deep": json.dumps(event(extra=nested)).encode(),
        "a byte order mark": b"\xef\xbb\xbf" + EVENT,
        "invalid UTF-8": EVENT.replace(b"T1", b"\xff\xfe"),
        "a lone continuation byte": EVENT.replace(b"T1", b"\x80"),
        "an overlong slash": EVENT.replace(b"T1", b"\xc0\xaf"),
        "an encoded surrogate": EVENT.replace(b"T1", b"\xed\xa0\x80"),
        "UTF-16": EVENT.decode().encode("utf-16"),
        "a raw NUL": EVENT.replace(b"T1", b"\x00"),
        "a raw line break in a text": EVENT.replace(b"T1", b"T\n1"),
        "binary": bytes(range(256)),
        "HTML": b"<html></html>",
        "a form": COMMAND,
    }.items():
        yield Bad(f"JSON: {name}", signed(body, JSON), [body])


def _events() -> Iterator[Bad]:
    inner = event()["event"]
    for name, payload in {
        "an empty object": {},
        "no type": event(type=None),
        "a type that is a number": event(type=1),
        "a type that is a list": event(type=["event_callback"]),
        "an unknown outer type": event(type="surprise"),
        "an interaction as JSON": interaction("block_actions", actions=[{"action_id": "a"}]),
        "a command as JSON": command(),
        "no event": event(event=None),
        "an event that is a list": event(event=[inner]),
        "an event that is text": event(event="app_home_opened"),
        "an event without a type": event(event={"user": "U1"}),
        "an event whose type is a number": event(event={**inner, "type": 5}),
        "an event whose type is empty": event(event={**inner, "type": ""}),
        "no event id": event(event_id=None),
        "an event id that is a number": event(event_id=7),
        "an empty event id": event(event_id=""),
        "an event id of 300 characters": event(event_id="E" * 300),
        "no workspace": event(team_id=None, authorizations=None),
        "a workspace that is a number": event(team_id=1),
        "a workspace that is an object": event(team_id={"id": "T1"}),
        "a workspace with a NUL": event(team_id="T\x00"),
        "a workspace with a lone surrogate": event(team_id="T\ud800"),
        "a workspace of 100 characters": event(team_id="T" * 100),
        "authorizations that are text": event(authorizations="T1"),
        "authorizations of nothing": event(authorizations=[None]),
        "authorizations of numbers": event(authorizations=[1]),
        "authorizations that nest": event(authorizations=[{"authorizations": [[]]}]),
        "a user that is a number": event(event={**inner, "user": 1}),
        "a user whose id is a list": event(event={**inner, "user": {"id": []}}),
        "a channel that is a list": event(event={**inner, "channel": ["D1"]}),
        "a message that is text": event(event={**inner, "message": "hello"}),
        "an item that is a list": event(event={**inner, "item": [1]}),
        "an event in an event in a list": event(event={**inner, "event": [inner]}),
        "a thread that is a number": event(event={**inner, "thread_ts": 1.5}),
        "a challenge that is missing": {"type": "url_verification"},
        "a challenge that is a number": {"type": "url_verification", "challenge": 5},
    }.items():
        body = json.dumps(payload).encode()
        yield Bad(f"event: {name}", signed(body, JSON), [body])


def _forms() -> Iterator[Bad]:
    deep: list[Any] = []
    for _ in range(80):
        deep = [deep]
    click = interaction("block_actions", actions=[{"action_id": "a"}])
    for name, body in {
        "nothing": b"",
        "no fields": b"abc",
        "JSON": EVENT,
        "an escaped byte that is no UTF-8": COMMAND + b"&x=%FF",
        "an escaped surrogate": COMMAND + b"&x=%ED%A0%80",
        "a raw byte that is no UTF-8": COMMAND + b"&x=\xff",
        "1,000 fields": COMMAND + b"".join(b"&f%d=1" % number for number in range(1000)),
        "a payload twice": payload_form(click) + b"&" + payload_form(click),
        "a payload and a command": payload_form(click) + b"&" + COMMAND,
        "an empty payload": b"payload=",
        "a payload that is no JSON": b"payload=hello",
        "a payload that is cut off": b"payload=%7B%22type%22",
        "a payload that is a list": payload_form([click]),
        "a payload that is null": payload_form(None),
        "a payload that is a number": payload_form(1),
        "a payload nested 80 deep": payload_form({**click, "deep": deep}),
        "a payload of 100,000 brackets": b"payload=" + b"[" * 100_000,
        "a payload with a huge integer": b"payload=%7B%22type%22%3A" + b"9" * 5000 + b"%7D",
        "a command twice": COMMAND + b"&command=%2Fpushback",
        "a command without a slash": urlencode(command(command="pushback")).encode(),
        "an empty command": urlencode(command(command="")).encode(),
        "a command of 300 characters": urlencode(command(command="/" + "p" * 300)).encode(),
        "a command by nobody": urlencode(command(user_id="")).encode(),
        "a command from nowhere": urlencode(command(team_id="")).encode(),
        "a command with a NUL in its workspace": urlencode(command(team_id="T\x00")).encode(),
        "neither": b"a=1&b=2",
    }.items():
        yield Bad(f"form: {name}", signed(body, FORM), [body])


def _interactions() -> Iterator[Bad]:
    action = {"action_id": "case.log", "type": "button"}
    for name, payload in {
        "an empty object": {},
        "no type": interaction("block_actions", type=None),
        "an unknown type": interaction("surprise"),
        "a retired type": interaction("workflow_step_edit", callback_id="c"),
        "an event": event(),
        "no user": interaction("block_actions", actions=[action], user=None),
        "a user that is text": interaction("block_actions", actions=[action], user="U1"),
        "a user without an id": interaction("block_actions", actions=[action], user={}),
        "a user whose id is an object": interaction("block_actions", actions=[action], user={"id": {}}),
        "no workspace": interaction("block_actions", actions=[action], team=None, user={"id": "U1"}),
        "a workspace that is a list": interaction("block_actions", actions=[action], team=[]),
        "no actions": interaction("block_actions"),
        "an empty list of actions": interaction("block_actions", actions=[]),
        "actions of nothing": interaction("block_actions", actions=[None]),
        "actions of text": interaction("block_actions", actions=["case.log"]),
        "actions that are an object": interaction("block_actions", actions=action),
        "an action without an id": interaction("block_actions", actions=[{"type": "button"}]),
        "an action whose id is a number": interaction("block_actions", actions=[{"action_id": 1}]),
        "a second action of nothing": interaction("block_actions", actions=[action, None]),
        "a trigger that is a number": interaction("block_actions", actions=[action], trigger_id=1),
        "a reply address that is a list": interaction("block_actions", actions=[action], response_url=[]),
        "no view": interaction("view_submission"),
        "a view that is a list": interaction("view_submission", view=[]),
        "a view without a callback": interaction("view_submission", view=view(callback_id=None)),
        "a view whose callback is a number": interaction("view_submission", view=view(callback_id=1)),
        "a view without an id": interaction("view_submission", view=view(id=None)),
        "a view whose state is text": interaction("view_submission", view=view(state="values")),
        "a closed view that is text": interaction("view_closed", view="V1"),
        "a shortcut without a callback": interaction("shortcut"),
        "a message shortcut whose message is text": interaction("message_action", callback_id="c", message="hello"),
        "a suggestion without an action": interaction("block_suggestion"),
        "reply addresses of text": interaction("view_submission", view=view(), response_urls=["https://a"]),
    }.items():
        body = payload_form(payload)
        yield Bad(f"interaction: {name}", signed(body, FORM), [body])


BAD = [
    bad
    for kinds in (
        _methods(),
        _sizes(),
        _media_types(),
        _signatures(),
        _timestamps(),
        _json(),
        _events(),
        _forms(),
        _interactions(),
    )
    for bad in kinds
]


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
async def test_what_slack_would_not_send_is_refused_at_once(slack: ASGIApp, seen: list[str], bad: Bad) -> None:
    began = perf_counter()

    answer = await call(slack, method=bad.method, headers=bad.headers, pieces=bad.pieces)

    assert answer.status == bad.status
    assert answer.headers["connection"] == "close"
    assert seen == []
    assert perf_counter() - began < 1


def test_there_are_at_least_134_kinds() -> None:
    assert len({bad.name for bad in BAD}) == len(BAD) >= 134


def _mutations(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield an object with each of its entries, and of its lists' first objects, replaced, one at a time."""
    for name, branch in tree.items():
        for other in (None, 1, -1.5, True, "", "x", [], {}, [None], {"id": None}):
            yield {**tree, name: other}
        if isinstance(branch, dict):
            yield from ({**tree, name: changed} for changed in _mutations(branch))
        if isinstance(branch, list) and branch:
            yield from ({**tree, name: [changed, *branch[1:]]} for changed in _mutations(branch[0]))


@pytest.mark.parametrize(
    "sample",
    [
        event(),
        event(
            event={"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "text": "help", "ts": "1.1"}
        ),
        event(event={"type": "message", "subtype": "message_changed", "channel": "D1", "message": {"user": "U1"}}),
        event(event={"type": "app_uninstalled"}),
        interaction("block_actions", actions=[{"action_id": "a", "block_id": "b", "type": "button"}], view=view()),
        interaction("view_submission", view=view()),
        interaction("view_closed", view=view(), is_cleared=False),
        interaction("shortcut", callback_id="c"),
        interaction("message_action", callback_id="c", message={"type": "message", "user": "U2", "text": "no"}),
        interaction("block_suggestion", action_id="a", block_id="b", value="x"),
        interaction("dialog_submission", callback_id="c", submission={}),
        interaction("interactive_message", callback_id="c", actions=[{"action_id": "a"}]),
    ],
    ids=lambda sample: sample["event"]["type"] if "event" in sample else sample["type"],
)
async def test_nothing_signed_makes_the_server_fail(
    slack: ASGIApp, sample: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    send = post_json if "event" in sample else _post_interaction

    statuses = {(await send(slack, changed)).status for changed in _mutations(sample)}

    assert statuses <= {200, 400}


async def _post_interaction(app: ASGIApp, payload: object) -> Answered:
    return await post_form(app, payload_form(payload))


async def test_an_event_has_its_effect(slack: ASGIApp, seen: list[str], metered: list[tuple[str, int]]) -> None:
    answer = await post_json(slack, event())

    assert answer.status == 200
    assert seen == ["app_home_opened"]
    assert metered == [("event_callback", 200)]


async def test_a_byte_identical_repeat_is_taken_without_effect(slack: ASGIApp, seen: list[str]) -> None:
    answers = [await post_json(slack, event()) for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert seen == ["app_home_opened"]


async def test_the_same_body_signed_later_is_not_a_byte_identical_repeat(slack: ASGIApp, seen: list[str]) -> None:
    await post_json(slack, event())

    await post_json(slack, event(), at=str(NOW + 60))

    assert seen == ["app_home_opened"] * 2  # the inbox, which knows the event's id, gives the second no effect


async def test_a_repeat_after_the_window_is_too_old(slack: ASGIApp, clock: StoppedClock, seen: list[str]) -> None:
    await post_json(slack, event())
    clock.at += 301

    answer = await post_json(slack, event())

    assert answer.status == 401
    assert len(seen) == 1


async def test_what_failed_may_come_again(clock: StoppedClock) -> None:
    attempts: list[Envelope] = []

    async def fail_once(envelope: Envelope) -> Response:
        attempts.append(envelope)
        if len(attempts) == 1:
            raise ConnectionError
        return Response()

    guard = Guard(fail_once, signing_secret="8f742231b10e8888abcd99yyyzzz85a5", clock=clock, meter=lambda *_: None)
    with pytest.raises(ConnectionError):
        await post_json(guard, event())

    answer = await post_json(guard, event())

    assert answer.status == 200
    assert len(attempts) == 2


async def test_a_body_in_pieces_is_read_whole(slack: ASGIApp, seen: list[str]) -> None:
    answer = await call(slack, headers=GOOD, pieces=[EVENT[at : at + 7] for at in range(0, len(EVENT), 7)])

    assert answer.status == 200
    assert seen == ["app_home_opened"]


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "Application/JSON;charset=UTF-8"])
async def test_a_charset_may_be_named(slack: ASGIApp, media_type: str) -> None:
    answer = await call(slack, headers=_with(GOOD, content_type=media_type), pieces=[EVENT])

    assert answer.status == 200


async def test_a_sender_that_hangs_up_is_not_answered(slack: ASGIApp, seen: list[str]) -> None:
    sent: list[Message] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(name.lower().encode(), value.encode()) for name, value in GOOD]
    await slack({"type": "http", "method": "POST", "headers": headers}, receive, send)

    assert sent == []
    assert seen == []


async def test_slack_verifies_the_address(slack: ASGIApp) -> None:
    answer = await post_json(slack, {"type": "url_verification", "challenge": "c-1", "token": "none"})

    assert answer.status == 200
    assert answer.json() == {"challenge": "c-1"}


async def test_slack_checks_the_certificate_without_a_signature(slack: ASGIApp) -> None:
    answer = await call(slack, headers=[("Content-Type", FORM)], pieces=[b"token=none&ssl_check=1"])

    assert answer.status == 200
    assert answer.body == b""


async def test_slack_checks_the_certificate_with_a_signature(slack: ASGIApp) -> None:
    answer = await post_form(slack, b"ssl_check=1&token=none&team_id=T1&command=%2Fpushback")

    assert answer.status == 200


async def test_slack_says_that_it_holds_events_back(slack: ASGIApp) -> None:
    answer = await post_json(slack, {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": NOW})

    assert answer.status == 200


async def test_a_refusal_quotes_nothing_of_the_request(slack: ASGIApp) -> None:
    body = b'{"type": "event_callback", "secret words": '

    answer = await call(slack, headers=signed(body, JSON), pieces=[body])

    assert b"secret" not in answer.body


def test_the_memory_is_bounded() -> None:
    memory = Memory(3)

    first_times = [memory.first_time(thing, now=0, until=10) for thing in (b"1", b"2", b"3", b"4", b"4", b"1")]

    assert first_times == [True, True, True, True, False, True]


def test_the_memory_forgets_what_is_over() -> None:
    memory = Memory(3)
    memory.first_time(b"1", now=0, until=10)

    assert memory.first_time(b"1", now=9, until=10) is False
    assert memory.first_time(b"1", now=10, until=20) is True


@pytest.fixture(autouse=True)
async def _quiet() -> AsyncIterator[None]:
    logging.getLogger("slack_bolt").setLevel(logging.CRITICAL)
    yield
    logging.getLogger("slack_bolt").setLevel(logging.NOTSET)
