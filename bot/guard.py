"""Refuse what Slack did not send before anybody reads it, and give what it sent twice no second effect."""

import asyncio
import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from time import perf_counter
from typing import Final

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.clock import Clock
from bot.envelope import Envelope, MalformedError, is_ssl_check, read_form, read_json

MAX_BODY: Final = 512 * 1024  # bytes; a view is at most 250 kB
MAX_PROBE: Final = 1024  # bytes; of an unsigned probe of the certificate
BODY_SECONDS: Final = 5.0  # for a body to arrive; Slack gives up on us after 3
MAX_AGE: Final = 300  # seconds between the signature and now. Source: Slack, "Verifying requests"
MAX_REMEMBERED: Final = 100_000  # signatures, about 15 MB; a busy server sees fewer in ten minutes
_JSON: Final = b"application/json"
_FORM: Final = b"application/x-www-form-urlencoded"
_SINGLE: Final = frozenset(
    {b"x-slack-signature", b"x-slack-request-timestamp", b"content-type", b"content-length", b"content-encoding"}
)
_TIMESTAMP: Final = re.compile(rb"[1-9][0-9]{8,10}")
_SIGNATURE: Final = re.compile(rb"v0=[0-9a-f]{64}")
_CONTENT_TYPE: Final = re.compile(rb"([a-z/-]+)(?:\s*;\s*charset=\"?utf-8\"?)?\s*", re.IGNORECASE)

Answer = Callable[[Envelope], Awaitable[Response]]
Meter = Callable[[str, int, float], None]
"""Takes the kind of a request, the status of its answer, and the seconds it took."""


class RefusedError(Exception):
    """A request is turned away, with a status and a reason for whoever sent it."""

    def __init__(self, status: int, reason: str, kind: str = "refused") -> None:
        super().__init__(reason)
        self.status = status
        self.kind = kind


class GoneError(Exception):
    """The sender hung up before the request was complete: there is nobody to answer."""


@dataclass(frozen=True, slots=True)
class Head:
    """What the headers of a request say, checked."""

    timestamp: bytes
    signature: bytes
    is_json: bool


class Memory:
    """Remembers for a while what was seen, at most so many things."""

    def __init__(self, size: int) -> None:
        self._until: dict[bytes, float] = {}
        self._size = size

    def first_time(self, thing: bytes, *, now: float, until: float) -> bool:
        """Say whether a thing is new, and remember it."""
        if self._until.pop(thing, now) > now:
            self._until[thing] = until
            return False
        self._forget_old(now)
        self._until[thing] = until
        return True

    def forget(self, thing: bytes) -> None:
        """Forget a thing, so that it may come again."""
        self._until.pop(thing, None)

    def _forget_old(self, now: float) -> None:
        while self._until:
            oldest = next(iter(self._until))
            if len(self._until) < self._size and self._until[oldest] > now:
                return
            del self._until[oldest]


class Guard:
    """The ASGI application that stands where Slack posts. Behind it everything is signed, fresh and well formed."""

    def __init__(self, answer: Answer, *, signing_secret: str, clock: Clock, meter: Meter) -> None:
        self._answer = answer
        self._secret = signing_secret.encode()
        self._clock = clock
        self._meter = meter
        self._memory = Memory(MAX_REMEMBERED)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; see `docs/operating.md`, "What is refused"."""
        began = perf_counter()
        try:
            kind, response = await self._respond(scope, receive)
        except RefusedError as refusal:
            kind = refusal.kind
            response = PlainTextResponse(f"{refusal}\n", refusal.status, {"Connection": "close"})
            if refusal.status == 405:  # noqa: PLR2004  Method Not Allowed
                response.headers["Allow"] = "POST"
        except GoneError:
            return
        await response(scope, receive, send)
        self._meter(kind, response.status_code, perf_counter() - began)

    async def _respond(self, scope: Scope, receive: Receive) -> tuple[str, Response]:
        if scope["method"] != "POST":
            raise RefusedError(405, "Slack posts here; nothing else is answered.")
        headers = read_headers(scope["headers"])
        is_json = read_content_type(headers)
        announced = read_length(headers)
        if not is_json and announced <= MAX_PROBE and b"x-slack-signature" not in headers:
            return await self._probe(receive)
        head = Head(*read_signature(headers), is_json)
        now = self._clock.now().timestamp()
        if abs(now - int(head.timestamp)) > MAX_AGE:
            raise RefusedError(401, "The timestamp is more than five minutes from now.")
        body = await read_body(receive)
        if not is_signed(self._secret, head, body):
            raise RefusedError(401, "The signature does not match the body.")
        envelope = open_envelope(head, body)
        return envelope.kind, await self._once(envelope, head, now)

    async def _probe(self, receive: Receive) -> tuple[str, Response]:
        if not is_ssl_check(await read_body(receive, MAX_PROBE)):
            raise RefusedError(401, "The request is not signed.")
        return "ssl_check", Response()

    async def _once(self, envelope: Envelope, head: Head, now: float) -> Response:
        if envelope.kind == "url_verification":
            return JSONResponse({"challenge": envelope.payload["challenge"]})
        if envelope.kind in {"ssl_check", "app_rate_limited"}:
            return Response()
        if not self._memory.first_time(head.signature, now=now, until=int(head.timestamp) + MAX_AGE + 1):
            return Response()
        answered = False
        try:
            response = await self._answer(envelope)
            answered = True
        finally:
            if not answered:
                self._memory.forget(head.signature)
        return response


def read_headers(raw: list[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Return the headers by lower-case name.

    Raises:
        RefusedError: one that counts comes twice, so that two readers may understand two things.
    """
    headers = dict(raw)
    names = [name for name, _ in raw if name in _SINGLE]
    if len(names) > len(set(names)):
        raise RefusedError(400, "A header comes twice.")
    return headers


def read_content_type(headers: dict[bytes, bytes]) -> bool:
    """Return whether the body is JSON rather than a form.

    Raises:
        RefusedError: it is neither, or is compressed.
    """
    match = _CONTENT_TYPE.fullmatch(headers.get(b"content-type", b""))
    media_type = match[1].lower() if match else b""
    if media_type not in {_JSON, _FORM} or headers.get(b"content-encoding", b"identity") != b"identity":
        raise RefusedError(415, "Slack sends application/json or application/x-www-form-urlencoded, uncompressed.")
    return media_type == _JSON


def read_length(headers: dict[bytes, bytes]) -> int:
    """Return the announced length of the body, 0 when there is none.

    Raises:
        RefusedError: it is too long, or no length.
    """
    announced = headers.get(b"content-length", b"0")
    if not re.fullmatch(rb"[0-9]{1,18}", announced):
        raise RefusedError(400, "The Content-Length is not a number.")
    if int(announced) > MAX_BODY:
        raise RefusedError(413, f"The body is longer than {MAX_BODY} bytes.")
    return int(announced)


def read_signature(headers: dict[bytes, bytes]) -> tuple[bytes, bytes]:
    """Return the timestamp and the signature.

    Raises:
        RefusedError: one is missing, or not of Slack's form.
    """
    timestamp = headers.get(b"x-slack-request-timestamp", b"")
    signature = headers.get(b"x-slack-signature", b"")
    if not _TIMESTAMP.fullmatch(timestamp):
        raise RefusedError(401, "X-Slack-Request-Timestamp is missing or not a number of seconds.")
    if not _SIGNATURE.fullmatch(signature):
        raise RefusedError(401, "X-Slack-Signature is missing or not of the form v0=<64 hexadecimal digits>.")
    return timestamp, signature


async def read_body(receive: Receive, most: int = MAX_BODY) -> bytes:
    """Return the body as it was sent, however it was cut.

    Raises:
        RefusedError: it is too long, or does not arrive.
        GoneError: the sender hung up.
    """
    pieces: list[bytes] = []
    length = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise GoneError
                pieces.append(message.get("body", b""))
                length += len(pieces[-1])
                if length > most:
                    raise RefusedError(413, f"The body is longer than {most} bytes.")
                if not message.get("more_body", False):
                    return b"".join(pieces)
    except TimeoutError:
        raise RefusedError(400, "The body did not arrive in time.") from None


def is_signed(secret: bytes, head: Head, body: bytes) -> bool:
    """Say whether Slack signed these bytes, in a time that tells nothing about the signature."""
    signed = hmac.new(secret, b"v0:" + head.timestamp + b":" + body, sha256).hexdigest()
    return hmac.compare_digest(b"v0=" + signed.encode(), head.signature)


def open_envelope(head: Head, body: bytes) -> Envelope:
    """Return what a signed body says.

    Raises:
        RefusedError: it has not the shape of anything that Slack sends.
    """
    try:
        return read_json(body) if head.is_json else read_form(body)
    except MalformedError as error:
        raise RefusedError(400, f"Malformed: {error}.") from None
