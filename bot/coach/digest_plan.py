"""Digests as rows: planned ahead, shown to their leads, settled when their message is, kept where it was refused."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.coach.coach import Coach
from bot.coach.deliveries import plan_home
from bot.coach.rounds import AT_ONCE, Whom, go_round
from bot.coaching import digest_life as life
from bot.coaching import team as rules
from bot.coaching.digest_life import Arrival, Occurrence
from bot.coaching.team import Team
from bot.coaching.team_week import DigestState
from bot.errors import NotFoundError
from bot.store.digests import DIGEST, Outing, key_of, subject_of
from bot.store.sending import Claim
from bot.store.work import Sweep, Work

PREVIEW: Final = "digest_preview"
KEPT: Final = "digest_kept"
SILENCE: Final = "digest_silence"

RECENT: Final = 12
"""Digests of a team that are looked through: longer ago none is open, and no silence begins."""


def subject(claim: Claim) -> tuple[str, str]:
    """Return the team and the week that a delivery is about."""
    team_id, _, week = claim.subject_id.partition(":")
    return team_id, week


async def team_of(work: Work, team_id: str) -> Team | None:
    """Return a team that still works; None: there is none."""
    try:
        team = await work.teams.find(team_id)
    except NotFoundError:
        return None
    return team if team.is_active else None


async def occurrence_of(work: Work, team_id: str, week: str) -> Occurrence | None:
    """Return the digest of a team and week; None: its day was changed meanwhile."""
    try:
        return await work.digests.find(team_id, week)
    except NotFoundError:
        return None


async def look_after(coach: Coach, now: datetime) -> int:
    """Do what is to be done about digests: plan them, show them to leads, settle them; return for how many teams."""

    async def waiting(sweep: Sweep, but: Collection[Whom]) -> tuple[Whom, ...]:
        return await sweep.digests.to_look_after(now, AT_ONCE, but=but)

    return await go_round(coach, waiting, lambda whom: _look_after(coach, *whom, now))


async def settled(coach: Coach, claim: Claim) -> None:
    """Note what became of a digest's message, and what follows from it."""
    team_id, week = subject(claim)
    async with coach.store.work(claim.workspace_id) as work:
        team, occurrence = await team_of(work, team_id), await occurrence_of(work, team_id, week)
        if team is not None and occurrence is not None:
            await _settle(work, team, occurrence, coach.clock.now())


async def plan_next(work: Work, team: Team, now: datetime) -> None:
    """Plan the digests of a team up to the next one, for when and where they are to come by now."""
    if team.channel is None or not team.is_active:
        return
    there = {each.week: each for each in await work.digests.of_team(team.id, RECENT)}
    weeks = life.weeks_ahead(team, now, await work.teams.published_until(team.id))
    for week in weeks:
        before = there.get(week.name)
        occurrence = life.planned(team, week, before, now)
        if occurrence != before:
            await work.digests.put(occurrence)
        if occurrence.state is DigestState.PLANNED:
            await plan_message(work, team, occurrence, occurrence.due_at)
        if occurrence.preview_at and (before is None or occurrence.preview_at != before.preview_at):
            await _plan_previews(work, team, occurrence, occurrence.preview_at)
    names = {week.name for week in weeks}
    for each in there.values():
        if each.week not in names and each.due_at > now:
            await work.digests.remove(each)
    if team.next_digest_at != weeks[-1].due_at:
        await work.teams.save(replace(team, next_digest_at=weeks[-1].due_at))


async def plan_message(work: Work, team: Team, occurrence: Occurrence, at: datetime) -> None:
    """Plan a digest's message for a moment, unless it is planned so, may be arriving, or stands."""
    outing = await work.digests.outing(team.id, occurrence.week)
    if team.channel is None or outing.arrival in {Arrival.UNDER_WAY, Arrival.ARRIVED, Arrival.UNSURE}:
        return
    if outing.arrival is Arrival.WAITING and (outing.recipient, outing.due_at) == (team.channel.id, at):
        return
    await work.deliveries.plan(
        DIGEST,
        team.channel.id,
        dedupe_key=key_of(team.id, occurrence.week),
        subject_id=subject_of(team.id, occurrence.week),
        due_at=at,
        expires_at=at + life.WINDOW,
    )


async def tell_leads(work: Work, occurrence: Occurrence, now: datetime) -> None:
    """Bring up to date where leads see a digest: its preview, what they were told of it, App Home."""
    for lead in rules.leads(await work.teams.members(occurrence.team_id)):
        for kind in (PREVIEW, KEPT):
            await work.deliveries.plan_update(_notice_key(kind, occurrence, lead.person_id), now)
        await plan_home(work, lead.person_id, now)


async def _look_after(coach: Coach, workspace_id: str, team_id: str, now: datetime) -> None:
    async with coach.store.work(workspace_id) as work:
        team = await team_of(work, team_id)
        if team is None:
            return
        for each in await work.digests.of_team(team_id, RECENT):
            if each.state is DigestState.PLANNED and each.due_at <= now:
                await _settle(work, team, each, now)
        team = await work.teams.find(team_id)
        await _free(work, team, now)
        await plan_next(work, team, now)
        for each in await work.digests.of_team(team_id, RECENT):
            if each.preview_at and each.preview_at <= now:
                await _plan_previews(work, team, each, now)
                await work.digests.put(replace(each, preview_at=None))


async def _settle(work: Work, team: Team, occurrence: Occurrence, now: datetime) -> None:
    if occurrence.state is not DigestState.PLANNED:
        return
    outing = await work.digests.outing(team.id, occurrence.week)
    match outing.arrival:
        case Arrival.ARRIVED | Arrival.UNSURE:
            came = life.posted(occurrence, outing.recipient, outing.sent_at or now)
        case Arrival.REFUSED:
            team, came = await _refused(work, team, occurrence, outing, now)
        case Arrival.TOO_LATE:
            came = life.missed(occurrence)
        case Arrival.NOWHERE:
            await plan_message(work, team, occurrence, max(now, occurrence.due_at))
            return
        case _:
            return
    await work.digests.put(came)
    if outing.arrival is Arrival.UNSURE:
        await _tell_kept(work, occurrence, now)
    await tell_leads(work, came, now)
    if came.is_delivered:
        await plan_next(work, team, now)
    else:
        await _tell_of_silence(work, team, now)


async def _refused(
    work: Work, team: Team, occurrence: Occurrence, outing: Outing, now: datetime
) -> tuple[Team, Occurrence]:
    """Keep a digest that its channel refused. Its leads are told, unless they know that nothing arrives there."""
    found, channel = life.state_of(outing.code), team.channel
    is_known = False
    if found is not None and channel is not None and channel.id == outing.recipient:
        is_known = channel.state is found
        seen = replace(channel, state=found, checked_at=now)
        await work.teams.saw(team.id, seen)
        team = replace(team, channel=seen)
    if not is_known:
        await _tell_kept(work, occurrence, now)
    return team, life.failed(occurrence, None if found else outing.recipient)


async def _free(work: Work, team: Team, now: datetime) -> None:
    """Post the newest digest that was refused, now that there is a channel that may take it."""
    if team.channel is None or not team.channel.takes_digests:
        return
    kept = [
        each
        for each in await work.digests.of_team(team.id, RECENT)
        if each.state is DigestState.FAILED and each.channel != team.channel.id
    ]
    for each in kept[1:]:
        await work.digests.put(life.missed(each))
    for each in kept[:1]:
        freed = replace(each, state=DigestState.PLANNED, channel=None)
        await work.digests.put(freed)
        await plan_message(work, team, freed, now)


async def _plan_previews(work: Work, team: Team, occurrence: Occurrence, at: datetime) -> None:
    """Plan what leads see of a digest before; one who has it already gets no second one."""
    for lead in rules.leads(await work.teams.members(team.id)):
        await work.deliveries.plan_once(
            PREVIEW,
            lead.person_id,
            dedupe_key=_notice_key(PREVIEW, occurrence, lead.person_id),
            subject_id=subject_of(team.id, occurrence.week),
            due_at=at,
            expires_at=occurrence.due_at,
        )


async def _tell_kept(work: Work, occurrence: Occurrence, now: datetime) -> None:
    for lead in rules.leads(await work.teams.members(occurrence.team_id)):
        await work.deliveries.plan_once(
            KEPT,
            lead.person_id,
            dedupe_key=_notice_key(KEPT, occurrence, lead.person_id),
            subject_id=subject_of(occurrence.team_id, occurrence.week),
            due_at=now,
        )


async def _tell_of_silence(work: Work, team: Team, now: datetime) -> None:
    """Tell an admin, once, that a team has got no digest for weeks."""
    recent = await work.digests.of_team(team.id, RECENT)
    silent = life.silent_weeks(recent, now)
    if silent < life.SILENT:
        return
    delivered = next((each.week for each in recent if each.is_delivered), "")
    for person_id in await _admins(work, team):
        await work.deliveries.plan_once(
            SILENCE,
            person_id,
            dedupe_key=f"{SILENCE}:{team.id}:{delivered}:{person_id}",
            subject_id=team.id,
            due_at=now,
        )


async def _admins(work: Work, team: Team) -> tuple[str, ...]:
    """Return who is told what a workspace's admin should know: who installed the bot, else admins it has met."""
    installation = await work.installations.installation()
    if installation and await work.people.find(installation.installer_id):
        return (installation.installer_id,)
    return await work.people.admins() or (team.created_by,)


def _notice_key(kind: str, occurrence: Occurrence, person_id: str) -> str:
    return f"{kind}:{occurrence.team_id}:{occurrence.week}:{person_id}"
