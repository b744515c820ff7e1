"""The pages people open in a browser: what Pushback is, adding it to a workspace, and how that went."""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from aiohttp import ClientError
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from structlog import get_logger

from bot.clock import Clock
from bot.config import Settings, is_loopback
from bot.errors import BotError
from bot.locales.words import ENGLISH, Sentence, Words, languages, load_words
from bot.store.installations import Installation
from bot.store.store import Store

SCOPES: Final = (
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
)
"""What `manifest.yaml` asks for, with the reason for each; there those that read channels and history are optional."""

STATE_GOOD_FOR: Final = timedelta(minutes=10)
_STATE_BYTES: Final = 32
_COOKIE: Final = "pushback_install"
_REDIRECT: Final = "/slack/oauth_redirect"
_TEMPLATES: Final = Path(__file__).parent / "web_templates"
_STYLE: Final = "/pushback.css"
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",  # browsers ignore it where there is no https
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a page's one button leads."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of a page: steps, or a text."""

    title: str
    text: str = ""
    steps: Sequence[str] = ()


class Printer:
    """Makes pages in the reader's language."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, auto_reload=False
        )
        self.style = (_TEMPLATES / _STYLE.strip("/")).read_bytes()

    def page(  # noqa: PLR0913  the parts of a page
        self,
        words: Words,
        title: str,
        *,
        lead: Sequence[str] = (),
        action: Link | None = None,
        sections: Sequence[Section] = (),
        status: int = 200,
    ) -> HTMLResponse:
        """Return a page; every text in it is escaped."""
        template = self._environment.get_template("page.html")
        html = template.render(words=words, title=title, lead=lead, action=action, sections=sections)
        return HTMLResponse(html, status, _HEADERS)


class Pages:
    """The pages of one server, and their addresses."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Clock,
        client: AsyncWebClient,
        forget: Callable[[str], None],
    ) -> None:
        """Take what the pages work with; `forget` is told which workspace has a new token."""
        self._settings = settings
        self._store = store
        self._clock = clock
        self._client = client
        self._forget = forget
        self._printer = Printer()

    def routes(self) -> list[Route]:
        """Return where the pages are."""
        routes = [Route("/", self.landing), Route(_STYLE, self.style)]
        if self._settings.serves_many:
            routes += [Route("/slack/install", self.install), Route(_REDIRECT, self.redirected)]
        return routes

    async def landing(self, request: Request) -> Response:
        """Say what Pushback is, how it treats what people write, and where to add it."""
        words = words_of(request)
        steps = [words(f"install.landing.steps.{step}") for step in ("listen", "align", "pilot", "follow")]
        sections = [
            Section(words("install.landing.steps_title"), steps=steps),
            Section(words("install.landing.privacy_title"), words("install.landing.privacy")),
            Section(words("install.landing.support_title"), words("install.landing.support")),
        ]
        lead = [words("install.landing.lead")]
        if not self._settings.serves_many:
            return self._printer.page(
                words,
                words("install.landing.title"),
                lead=[*lead, words("install.landing.by_admin")],
                sections=sections,
            )
        add = Link(words("install.landing.add"), "/slack/install")
        return self._printer.page(words, words("install.landing.title"), lead=lead, action=add, sections=sections)

    async def style(self, request: Request) -> Response:
        """Return the style sheet."""
        del request
        headers = {"Cache-Control": "max-age=3600", "X-Content-Type-Options": "nosniff"}
        return Response(self._printer.style, 200, headers, "text/css")

    async def install(self, request: Request) -> Response:
        """Send the browser to Slack, with a state that only this browser can bring back."""
        del request
        state = secrets.token_urlsafe(_STATE_BYTES)
        now = self._clock.now()
        async with self._store.sweep() as sweep:
            await sweep.oauth_states.forget_expired(now)
            await sweep.oauth_states.keep(state, now + STATE_GOOD_FOR)
        response = RedirectResponse(self._consent(state), 302, {"Cache-Control": "no-store"})
        response.set_cookie(
            _COOKIE,
            state,
            max_age=int(STATE_GOOD_FOR.total_seconds()),
            path=_REDIRECT,
            secure=self._base.startswith("https:"),
            httponly=True,
            samesite="lax",
        )
        return response

    async def redirected(self, request: Request) -> Response:
        """Keep what Slack grants, or say why nothing came of it."""
        words = words_of(request)
        response = await self._outcome(request, words)
        response.delete_cookie(_COOKIE, path=_REDIRECT)
        return response

    async def missing(self, request: Request, error: Exception) -> Response:
        """Say that there is no such page."""
        del error
        words = words_of(request)
        return self._printer.page(words, words("install.missing.title"), status=404)

    async def trouble(self, request: Request, error: Exception) -> Response:
        """Say what went wrong behind a page."""
        words = words_of(request)
        sentence = error.sentence if isinstance(error, BotError) else Sentence("install.cancelled.unreachable")
        return self._sorry(words, words(sentence), status=503)

    async def _outcome(self, request: Request, words: Words) -> Response:
        query = request.query_params
        if not await self._is_own(query.get("state", ""), request.cookies.get(_COOKIE, "")):
            return self._sorry(words, words("install.cancelled.expired"))
        if query.get("error") == "access_denied":
            return self._sorry(words, words("install.cancelled.denied"), status=200)
        try:
            workspace_id, installation = await self._exchange(query.get("code", ""))
        except SlackApiError as error:
            return self._sorry(words, words("install.cancelled.failed", code=_code(error)))
        except (ClientError, TimeoutError):
            return self._sorry(words, words("install.cancelled.unreachable"), status=502)
        async with self._store.work(workspace_id) as work:
            await work.installations.save_installation(installation)
        self._forget(workspace_id)
        _log.info("installed", workspace=workspace_id)
        return self._installed(words, workspace_id, installation)

    async def _is_own(self, state: str, cookie: str) -> bool:
        """Say whether a state was begun in this browser, and consume it."""
        if not state or not compare_digest(state.encode(), cookie.encode()):
            return False
        async with self._store.sweep() as sweep:
            return await sweep.oauth_states.consume(state, self._clock.now())

    async def _exchange(self, code: str) -> tuple[str, Installation]:
        """Return the workspace's (or, installed by an organisation, the organisation's) id and what it granted."""
        client_secret = self._settings.slack_client_secret
        credentials = {
            "client_id": self._settings.slack_client_id,
            "client_secret": client_secret.get_secret_value() if client_secret else "",
            "code": code,
            "redirect_uri": self._base + _REDIRECT,
        }
        granted = await self._client.api_call("oauth.v2.access", data=credentials)
        token = str(granted["access_token"])
        bot = await self._client.auth_test(token=token)
        team: dict[str, Any] = granted.get("team") or granted.get("enterprise") or {}
        lasts = granted.get("expires_in")
        now = self._clock.now()
        return str(team["id"]), Installation(
            bot_token=token,
            bot_user_id=str(granted.get("bot_user_id") or bot.get("user_id")),
            bot_id=str(bot.get("bot_id") or ""),
            installer_id=str((granted.get("authed_user") or {}).get("id", "")),
            installed_at=now,
            workspace_name=str(team.get("name") or ""),
            app_id=str(granted.get("app_id") or ""),
            enterprise_id=(granted.get("enterprise") or {}).get("id"),
            scopes=tuple(filter(None, str(granted.get("scope") or "").split(","))),
            refresh_token=str(granted.get("refresh_token") or ""),
            token_expires_at=now + timedelta(seconds=int(lasts)) if lasts else None,
        )

    def _installed(self, words: Words, workspace_id: str, installation: Installation) -> Response:
        steps = [words(f"install.installed.steps.{step}") for step in ("open", "home", "tell")]
        address = f"{self._slack}/app_redirect?" + urlencode({"app": installation.app_id, "team": workspace_id})
        return self._printer.page(
            words,
            words("install.installed.title", workspace=installation.workspace_name or workspace_id),
            action=Link(words("install.installed.open_slack"), address),
            sections=[Section(words("install.installed.next_title"), steps=steps)],
        )

    def _sorry(self, words: Words, reason: str, status: int = 400) -> Response:
        again = Link(words("install.cancelled.again"), "/slack/install" if self._settings.serves_many else "/")
        return self._printer.page(words, words("install.cancelled.title"), lead=[reason], action=again, status=status)

    def _consent(self, state: str) -> str:
        query = {
            "client_id": self._settings.slack_client_id,
            "scope": ",".join(SCOPES),
            "state": state,
            "redirect_uri": self._base + _REDIRECT,
        }
        return f"{self._slack}/oauth/v2/authorize?{urlencode(query)}"

    @property
    def _base(self) -> str:
        return self._settings.pushback_base_url or f"http://127.0.0.1:{self._settings.port}"

    @property
    def _slack(self) -> str:
        """Slack's own pages: beside its API on this machine, where a stand-in serves both."""
        parts = urlsplit(self._settings.slack_api_url)
        return f"{parts.scheme}://{parts.netloc}" if is_loopback(str(parts.hostname)) else "https://slack.com"


def words_of(request: Request) -> Words:
    """Return the words in the first language the browser asks for that the bot speaks."""
    asked = request.headers.get("accept-language", "")
    known = languages()
    spoken = (part.partition(";")[0].strip().partition("-")[0].lower() for part in asked.split(","))
    return load_words(next((language for language in spoken if language in known), ENGLISH))


def _code(error: SlackApiError) -> str:
    code = str(error.response.get("error"))
    return code if re.fullmatch(r"[a-z_]{1,40}", code) else "unknown"
