"""The playground's page and Slack's side of the wire, as one ASGI application for this computer only."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import quote, urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.playground.acts import Acts, Raw
from bot.playground.api import Api
from bot.playground.backstage import Backstage, StuckError
from bot.playground.desk import Desk, SlackError
from bot.playground.drawing import FOLDER, Drawing, Place
from bot.playground.faults import Faults
from bot.playground.fields import Key
from bot.playground.levers import Levers
from bot.playground.scene import User

_LOCAL_NAMES: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE_HEADERS: Final = {
    "content-security-policy": (
        "default-src 'self'; img-src 'self' https: data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def build_playground(
    desk: Desk,
    acts: Acts,
    faults: Faults | None = None,
    levers: Levers | None = None,
) -> Starlette:
    """Build the playground: the page at `/`, Slack's Web API at `/api/`, and what both need.

    With `levers` the page has a *Backstage*: the clock, what makes Slack fail, the worker and
    its book. The application closes `acts` when its lifespan ends; whoever mounts it inside another
    application, which runs no lifespan, closes them. Requests from other computers, and such as other web sites
    make a browser send, are refused.
    """
    faults = faults or Faults()
    backstage = Backstage(desk, faults, levers) if levers else None
    page = Page(desk, acts, Drawing(desk, backstage))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with acts:
            yield

    return Starlette(
        routes=[*page.routes(), *Api(desk, faults).routes()],
        middleware=[Middleware(OnlyHere)],
        lifespan=lifespan,
    )


class OnlyHere:
    """Lets in what comes from this computer and is meant for it.

    A foreign `Host` is how a web site rebinds its name to 127.0.0.1; a foreign `Origin` or a cross-site fetch is how
    it makes a visitor's browser press buttons here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with 403."""
        if scope["type"] == "http" and not _is_from_here(Request(scope)):
            await PlainTextResponse("The playground answers this computer only.\n", 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class Page:
    """The page of one desk, and the acts that it sends."""

    def __init__(self, desk: Desk, acts: Acts, drawing: Drawing) -> None:
        self.desk = desk
        self.acts = acts
        self.drawing = drawing

    def routes(self) -> list[Route | Mount]:
        """Return what a browser may ask for."""
        return [
            Route("/", self._begin),
            Route("/as/{user}/{place}", self._show),
            Route("/as/{user}/{place}/parts", self._refresh),
            Route("/as/{user}/{place}/{act}", self._act, methods=["POST"]),
            Route("/as/{user}/{place}/backstage/{lever}", self._pull, methods=["POST"]),
            Route("/files/{file_id}", self._file),
            Mount("/static", StaticFiles(directory=FOLDER / "static")),
        ]

    async def _begin(self, _request: Request) -> Response:
        me = self.desk.players[0]
        talk = [one for one in self.desk.channels_of(me.id) if not one.is_direct and one.messages]
        busiest = max(talk, key=lambda channel: len(channel.messages), default=self.desk.app_channel(me.id))
        return RedirectResponse(f"/as/{me.id}/{busiest.id}", 303)

    async def _show(self, request: Request) -> Response:
        found = self._found(request)
        if found is None:
            return RedirectResponse("/", 303)
        return HTMLResponse(self.drawing.page(*found), headers=_SAFE_HEADERS)

    async def _refresh(self, request: Request) -> Response:
        found = self._found(request)
        if found is None:
            return PlainTextResponse("There is no such place.\n", 404)
        if request.query_params.get("seen") == str(self.desk.version):
            return await self._behind(request, *found)
        return await self._parts(request, *found)

    async def _act(self, request: Request) -> Response:
        found, act = self._found(request), _ACTS.get(request.path_params["act"])
        if found is None or act is None:
            return PlainTextResponse("There is no such act.\n", 404)
        if not _is_json(request):
            return PlainTextResponse("Acts are sent as JSON.\n", 415)
        try:
            await act(self.acts, *found, json.loads(await request.body()))
        except (SlackError, KeyError, TypeError, ValueError) as error:
            # The page is older than the desk: the view was closed or redrawn meanwhile. The answer redraws it.
            self.desk.complain(found[0].id, str(error) if isinstance(error, SlackError) else "not_found")
        return await self._parts(request, *found)

    async def _pull(self, request: Request) -> Response:
        found, backstage = self._found(request), self.drawing.backstage
        if found is None or backstage is None:
            return PlainTextResponse("There is nothing behind this stage.\n", 404)
        if not _is_json(request):
            return PlainTextResponse("Levers are pulled with JSON.\n", 415)
        try:
            await backstage.pull(request.path_params["lever"], found[0], json.loads(await request.body()))
        except StuckError as stuck:
            return await self._parts(request, *found, said=str(stuck))
        except (KeyError, TypeError, ValueError, OverflowError):
            return PlainTextResponse("There is no such lever.\n", 400)
        return await self._parts(request, *found)

    async def _file(self, request: Request) -> Response:
        file_id = request.path_params["file_id"]
        if file_id not in self.desk.files:
            return PlainTextResponse("There is no such file.\n", 404)
        name, content = self.desk.files[file_id]
        headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}", **_SAFE_HEADERS}
        return Response(content, media_type="application/octet-stream", headers=headers)

    def _found(self, request: Request) -> tuple[User, Place] | None:
        me = self.desk.users.get(request.path_params["user"])
        place = self.drawing.place(me.id, request.path_params["place"]) if me and me.plays else None
        return (me, place) if me and place else None

    async def _parts(self, request: Request, me: User, place: Place, *, said: str = "") -> Response:
        with_exchanges = request.query_params.get("exchanges") == "1"
        behind = await self._drawn_behind(request, me, place)
        version, troubles = self.desk.version, self.drawing.troubles(me)
        parts = self.drawing.parts(me, place, with_exchanges=with_exchanges) | behind
        return _answer(version, parts, [*troubles, *([said] if said else [])])

    async def _behind(self, request: Request, me: User, place: Place) -> Response:
        """Answer a page on which nothing changed but what is behind the stage, if it looks there."""
        behind = await self._drawn_behind(request, me, place)
        return _answer(self.desk.version, behind) if behind else Response(status_code=204)

    async def _drawn_behind(self, request: Request, me: User, place: Place) -> dict[str, str]:
        backstage = self.drawing.backstage
        if backstage is None or request.query_params.get("backstage") != "1":
            return {}
        return {"backstage": self.drawing.behind(me, place, await backstage.glance())}


Act = Callable[[Acts, User, Place, Mapping[str, Any]], Awaitable[None]]


async def _say(acts: Acts, me: User, place: Place, given: Mapping[str, Any]) -> None:
    text = str(given["text"]).strip()
    if text.startswith("/"):
        await acts.command(me.id, place.channel.id, text)
    elif text:
        await acts.say(me.id, place.channel.id, text)


async def _shortcut(acts: Acts, me: User, place: Place, given: Mapping[str, Any]) -> None:
    await acts.shortcut(me.id, place.channel.id, str(given["ts"]), str(given["callback_id"]))


async def _open(acts: Acts, me: User, place: Place, _given: Mapping[str, Any]) -> None:
    if place.tab:
        await acts.open_home(me.id, place.tab)


async def _press(acts: Acts, me: User, place: Place, given: Mapping[str, Any]) -> None:
    key, raw = (str(given["block"]), str(given["action"])), given.get("value")
    if given.get("message"):
        await acts.press_in_message(me.id, place.channel.id, str(given["message"]), key, raw)
    else:
        await acts.press_in_view(me.id, str(given["view"]), key, raw, _fields(given))


async def _submit(acts: Acts, me: User, _place: Place, given: Mapping[str, Any]) -> None:
    view = acts.desk.top_view(me.id)
    if view is None or view.id != given["view"]:
        raise SlackError("not_found")
    await acts.submit(me.id, _fields(given))


async def _dismiss(acts: Acts, me: User, _place: Place, given: Mapping[str, Any]) -> None:
    view = acts.desk.top_view(me.id)
    if view is not None and view.id == given["view"]:
        await acts.dismiss(me.id, everything=bool(given.get("everything")))


_ACTS: Final[Mapping[str, Act]] = {
    "dismiss": _dismiss,
    "open": _open,
    "press": _press,
    "say": _say,
    "shortcut": _shortcut,
    "submit": _submit,
}


def _answer(version: int, parts: Mapping[str, str], troubles: Sequence[str] = ()) -> Response:
    return JSONResponse({"version": version, "parts": parts, "troubles": troubles}, headers=_SAFE_HEADERS)


def _is_json(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0] == "application/json"


def _fields(given: Mapping[str, Any]) -> dict[Key, Raw]:
    return {(str(block), str(action)): raw for block, action, raw in given.get("fields", [])}


def _is_from_here(request: Request) -> bool:
    if request.client and not _is_loopback(request.client.host):
        return False
    if _name(f"//{request.headers.get('host', '')}") not in _LOCAL_NAMES:
        return False
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        return False
    return request.headers.get("sec-fetch-site", "none") in {"none", "same-origin"} or request.method == "GET"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _name(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
