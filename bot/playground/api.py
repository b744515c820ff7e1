"""Slack's side of the wire: the Web API, the addresses for later answers, and uploads, as Starlette routes."""

import asyncio
import json
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.playground.desk import Channel, Desk, Exchange, Message, ResponseUrl, SlackError
from bot.playground.faults import Fault, Faults
from bot.playground.methods import METHODS
from bot.playground.referee import Json, refuse_message

_OBJECTS: Final = ("view", "blocks", "attachments", "metadata", "files")
_JSON_TYPE: Final = "application/json; charset=utf-8"


class Api:
    """Answers as Slack does, through the desk; `faults` make it fail."""

    def __init__(self, desk: Desk, faults: Faults | None = None) -> None:
        self.desk = desk
        self.faults = faults or Faults()

    def routes(self) -> list[Route]:
        """Return what Slack serves."""
        return [
            Route("/api/{method}", self._call, methods=["GET", "POST"]),
            Route("/hooks/{team}/{secret}", self._answer, methods=["POST"]),
            Route("/upload/{file_id}", self._upload, methods=["POST"]),
        ]

    async def _call(self, request: Request) -> Response:
        method, began = request.path_params["method"], self.desk.wall.now()
        given: Json = {}
        fault = self.faults.next(method)
        try:
            given = await _arguments(request)
            answer = self._done(method, request, given) if fault is None or fault.is_done else _nothing(fault)
        except SlackError as refused:
            answer = _refusal(refused)
        if fault and fault.stalled_for:
            await asyncio.sleep(fault.stalled_for)
        response = _faulty(fault, answer) if fault else JSONResponse(answer, media_type=_JSON_TYPE)
        response.headers["x-oauth-scopes"] = ",".join(sorted(self.desk.scopes))
        shown = {name: value for name, value in given.items() if name not in {"token", "client_secret"}}
        self.desk.note(
            Exchange(
                at=began,
                to_app=False,
                what=method,
                request=shown,
                status=0 if fault and fault.is_cut else response.status_code,
                answer=fault.garbage if fault and fault.garbage else answer,
                took_ms=(self.desk.wall.now() - began) // timedelta(milliseconds=1),
            )
        )
        return response

    def _done(self, method: str, request: Request, given: Json) -> Json:
        known = METHODS.get(method)
        if known is None:
            raise SlackError("unknown_method", req_method=method)
        if known.needs_token:
            self._check_token(request, given)
        if known.scopes and not self.desk.scopes.intersection(known.scopes):
            raise SlackError("missing_scope", needed=known.scopes[0], provided=",".join(sorted(self.desk.scopes)))
        return {"ok": True, **known.call(self.desk, given)}

    def _check_token(self, request: Request, given: Json) -> None:
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or given.get("token")
        if not token:
            raise SlackError("not_authed")
        if token in self.desk.revoked:
            raise SlackError("token_revoked")
        if token not in self.desk.tokens:
            raise SlackError("invalid_auth")

    async def _answer(self, request: Request) -> Response:
        began, given = self.desk.wall.now(), {}
        try:
            given = await _arguments(request)
            answer_later(self.desk, self.desk.answer_to(request.path_params["secret"]), given)
            response: Response = PlainTextResponse("ok")
        except SlackError as refused:
            response = JSONResponse(_refusal(refused), status_code=404)
        shown = bytes(response.body).decode()
        self.desk.note(
            Exchange(began, to_app=False, what="response_url", request=given, status=response.status_code,
                     answer=shown, took_ms=(self.desk.wall.now() - began) // timedelta(milliseconds=1))
        )  # fmt: skip
        return response

    async def _upload(self, request: Request) -> Response:
        file_id = request.path_params["file_id"]
        if file_id not in self.desk.files:
            return PlainTextResponse("file_not_found", status_code=404)
        name, _ = self.desk.files[file_id]
        form = await request.form()
        parts = [await part.read() for part in form.values() if not isinstance(part, str)]
        content = parts[0] if parts else await request.body()
        if len(content) != self.desk.promised.get(file_id):
            return PlainTextResponse("length_mismatch", status_code=400)
        self.desk.files[file_id] = (name, content)
        return PlainTextResponse("OK")


def answer_later(desk: Desk, answer: ResponseUrl, given: Json) -> None:
    """Do what an app asks for at a `response_url`, or in the body of its answer to a command.

    Raises:
        SlackError: the message is none Slack would take.
    """
    channel = desk.channel(answer.channel)
    source = _source(channel, answer)
    if given.get("delete_original"):
        if source:
            desk.remove(channel, source)
        return
    refusal = refuse_message(given.get("text"), given.get("blocks"))
    if refusal:
        raise SlackError(refusal.error, refusal.messages)
    if given.get("replace_original") and source:
        desk.rewrite(source, given.get("text") or "", given.get("blocks") or [])
        return
    is_private = given.get("response_type", "ephemeral") != "in_channel"
    message = Message(
        desk.next_ts(),
        desk.app.user_id,
        given.get("text") or "",
        given.get("blocks") or [],
        by_app=True,
        seen_by=answer.user if is_private else None,
    )
    desk.post(channel, message)
    answer.ts = answer.ts or message.ts


def _source(channel: Channel, answer: ResponseUrl) -> Message | None:
    return next((message for message in channel.messages if message.ts == answer.ts), None)


async def _arguments(request: Request) -> Json:
    given: Json = dict(request.query_params)
    body = await request.body()
    if body:
        kind = request.headers.get("content-type", "").partition(";")[0].strip()
        given |= _from_json(body) if kind == "application/json" else await _from_form(request, body, kind)
    try:
        written = {name: json.loads(given[name]) for name in _OBJECTS if isinstance(given.get(name), str)}
    except ValueError:
        raise SlackError("invalid_form_data") from None
    return given | written


def _from_json(body: bytes) -> Json:
    try:
        given = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(given, dict):
        raise SlackError("json_not_object")
    return given


async def _from_form(request: Request, body: bytes, kind: str) -> Json:
    if kind == "multipart/form-data":
        return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    raise SlackError("invalid_post_type")


def _refusal(refused: SlackError) -> Json:
    answer: Json = {"ok": False, "error": refused.error, **refused.more}
    if refused.messages:
        answer["response_metadata"] = {"messages": list(refused.messages)}
    return answer


def _nothing(fault: Fault) -> Json:
    return {"ok": False, "error": fault.error or "internal_error"}


def _faulty(fault: Fault, answer: Json) -> Response:
    if fault.is_cut:
        return _CutResponse(json.dumps(answer), media_type=_JSON_TYPE)
    if fault.garbage:
        return PlainTextResponse(fault.garbage, status_code=fault.status)
    response = JSONResponse(answer, status_code=fault.status, media_type=_JSON_TYPE)
    if fault.retry_after is not None:
        response.headers["retry-after"] = str(fault.retry_after)
    return response


class _CutResponse(Response):
    """Announces a whole answer and sends half of it."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body[: len(self.body) // 2], "more_body": True})
