"""Recognise who asks, before anything is asked of the coach."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from aiohttp import ClientError
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.coach import people
from bot.coach.coach import Asker, Coach
from bot.coaching.case import Person
from bot.listeners.telling import speak
from bot.locales.words import ENGLISH, base, languages
from bot.surface import ids

FRESH_FOR: Final = timedelta(hours=12)
"""How long what Slack said of a person is believed: zone, language, membership."""

ASKED_AGAIN_AFTER: Final = timedelta(minutes=5)
"""How soon a language that a person chose through another process is known here."""

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_SLACKBOT: Final = "USLACKBOT"  # of whom Slack does not say that it is a bot

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Known:
    """What is remembered of somebody: when Slack told of them, when the store was last asked, and their language."""

    met_at: datetime
    read_at: datetime
    language: str


class Reception(AsyncMiddleware):
    """Asks Slack once in a while who somebody is, and keeps the answer in the store."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._known: dict[Asker, _Known] = {}

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  Bolt's name
    ) -> BoltResponse:
        """Put the coach and who asks into the context, and go on."""
        del resp
        context = req.context
        if not context.user_id:
            return await next()
        asker = Asker(str(context.team_id or context.enterprise_id), context.user_id)
        context["coach"], context["asker"] = self._coach, asker
        speak(context, await self._language(context.client, asker))
        answered = await next()
        if (req.body.get("view") or {}).get("callback_id") == ids.SETTINGS and asker in self._known:
            self._known[asker] = replace(self._known[asker], read_at=_LONG_AGO)
        return answered

    async def _language(self, client: AsyncWebClient, asker: Asker) -> str:
        now, known = self._coach.clock.now(), self._known.get(asker)
        if known is None or abs(now - known.met_at) >= FRESH_FOR:
            person = await self._met(client, asker)
            self._known[asker] = _Known(now, now, person.language)
        elif abs(now - known.read_at) >= ASKED_AGAIN_AFTER:
            found = await people.find(self._coach, asker)
            self._known[asker] = replace(known, read_at=now, language=found.language if found else known.language)
        return self._known[asker].language

    async def _met(self, client: AsyncWebClient, asker: Asker) -> Person:
        try:
            person = await profile(client, asker.workspace_id, asker.user_id)
        except (SlackApiError, ClientError, TimeoutError):
            known = await people.find(self._coach, asker)
            if known:
                return known
            raise
        return await people.recognise(self._coach, asker.workspace_id, person)


async def profile(client: AsyncWebClient, workspace_id: str, user_id: str) -> Person:
    """Return what Slack says of a person: guests and people of other organisations are told apart from members."""
    answer = await client.users_info(user=user_id, include_locale=True)
    user: Payload = answer["user"]
    shown: Payload = user.get("profile", {})
    name = shown.get("real_name") or user.get("real_name") or user.get("name") or user_id
    language = str(user.get("locale") or ENGLISH)
    return Person(
        id=user_id,
        name=name,
        first_name=shown.get("first_name") or name.partition(" ")[0],
        zone=user.get("tz") or "UTC",
        language=language if base(language) in languages() else ENGLISH,
        is_guest=_is_guest(user, workspace_id),
        is_bot=bool(user.get("is_bot")) or user_id == _SLACKBOT,
        is_admin=bool(user.get("is_admin")),
        is_gone=bool(user.get("deleted")),
    )


async def profiles(client: AsyncWebClient, workspace_id: str, user_ids: Iterable[str]) -> dict[str, Person]:
    """Return what Slack says of some people, by user id."""
    return {user_id: await profile(client, workspace_id, user_id) for user_id in set(user_ids)}


def _is_guest(user: Payload, workspace_id: str) -> bool:
    kinds = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot")
    return any(user.get(kind) for kind in kinds) or user.get("team_id", workspace_id) != workspace_id
