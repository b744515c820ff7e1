"""Recognise who asks, before anything is asked of the coach."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
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

FRESH_FOR: Final = timedelta(hours=12)
"""How long what Slack said of a person is believed: zone, language, membership."""

_SLACKBOT: Final = "USLACKBOT"  # of whom Slack does not say that it is a bot

Payload = dict[str, Any]


class Reception(AsyncMiddleware):
    """Asks Slack once in a while who somebody is, and keeps the answer in the store."""

    def __init__(self, coach: Coach) -> None:
        self._coach = coach
        self._known: dict[Asker, tuple[datetime, str]] = {}  # when, and the person's language

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
        if context.user_id:
            asker = Asker(str(context.team_id or context.enterprise_id), context.user_id)
            context["coach"], context["asker"] = self._coach, asker
            speak(context, await self._language(context.client, asker))
        return await next()

    async def _language(self, client: AsyncWebClient, asker: Asker) -> str:
        now = self._coach.clock.now()
        seen_at, language = self._known.get(asker, (None, ENGLISH))
        if seen_at and abs(now - seen_at) < FRESH_FOR:
            return language
        person = await self._met(client, asker)
        self._known[asker] = (now, person.language)
        return person.language

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
