"""Look at a team's channel shortly before its figures are posted, or shown to somebody, and say them accordingly."""

from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from bot import channels
from bot.coach import digest_post, digests, figures
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.contents import Content
from bot.coach.digest_plan import PREVIEW
from bot.coaching.digest_life import Refusal, Sight
from bot.errors import NotAllowedError, NotFoundError
from bot.store.digests import DIGEST
from bot.store.sending import Claim
from bot.verdict import SOON, Fate, Verdict

KINDS: Final = frozenset({DIGEST, PREVIEW, figures.SENT_AS})
"""Deliveries whose channel is looked at before they say anything."""


async def sight(client: AsyncWebClient, channel_id: str, coach: Coach) -> Sight:
    """Look at a channel, and who reads along in it.

    Raises:
        BotError: Slack does not answer.
    """
    found = await channels.look(client, channel_id, coach.clock.now())
    return Sight(found, await channels.members(client, channel_id) if found.reads_members else None)


async def content(coach: Coach, client: AsyncWebClient, claim: Claim) -> Shown[Content] | Verdict | None:
    """Return what a delivery says now that a channel was looked at for.

    A verdict tells why a digest is not posted; None, that nothing is left to say.

    Raises:
        BotError: Slack does not answer, or the database is busy.
    """
    told = _figures if claim.kind == figures.SENT_AS else _digest
    return await told(coach, client, claim)


async def _digest(coach: Coach, client: AsyncWebClient, claim: Claim) -> Shown[Content] | Verdict | None:
    channel_id = await digest_post.channel_of(coach, claim)
    if channel_id is None:
        return None
    seen = await sight(client, channel_id, coach)
    if claim.kind == PREVIEW:
        found = await digests.preview(coach, claim, seen)
        return None if found is None else Shown(*found)
    said = await digest_post.content(coach, claim, seen)
    match said:
        case Refusal(code, is_final=True):
            return Verdict(Fate.FAILED, code)
        case Refusal(code):
            return Verdict(Fate.PUT_OFF, code, SOON)
        case None:
            return None
        case Shown():
            return Shown(said.person, said.page)


async def _figures(coach: Coach, client: AsyncWebClient, claim: Claim) -> Shown[Content] | None:
    asked = figures.asked_by(claim)
    try:
        channel_id = await figures.channel_of(coach, Asker(claim.workspace_id, claim.recipient), asked)
    except (NotAllowedError, NotFoundError):
        return None
    found = await figures.file_of(coach, claim, await sight(client, channel_id, coach) if channel_id else None)
    return None if found is None else Shown(found.person, found.page)
