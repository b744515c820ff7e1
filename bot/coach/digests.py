"""A team's digests, as its leads deal with them: seen before, held, posted now, corrected, and read again."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from bot.coach import digest_plan, digest_post, people
from bot.coach.coach import Asker, Coach
from bot.coach.digest_plan import RECENT, occurrence_of, team_of
from bot.coaching import digest_life as life
from bot.coaching import team as rules
from bot.coaching.case import Person
from bot.coaching.digest_life import Arrival, Occurrence, Published, Sight
from bot.coaching.digest_notices import DigestPreview, DigestSilence, DigestTrouble
from bot.coaching.digest_pages import LeadGlance
from bot.coaching.team import Team
from bot.coaching.team_week import DigestState
from bot.errors import NotFoundError
from bot.store.digests import Outing, key_of
from bot.store.sending import Claim
from bot.store.work import Work

_LATELY: Final = timedelta(weeks=4)
_UNDELIVERED: Final = (DigestState.FAILED, DigestState.MISSED)
_SHOWN: Final = 3

# Reading, for those who show digests. Who may read, the caller checks.


async def posted(work: Work, team: Team, since: date) -> tuple[tuple[Occurrence, Published], ...]:
    """Return what a team's digests said whose last day is not before a day, oldest first; quiet weeks among them."""
    return await work.digests.posted(team.id, since)


async def next_of(work: Work, team: Team) -> Occurrence | None:
    """Return the digest of a team that is to come next, held or not; None: it has no channel."""
    recent = await work.digests.of_team(team.id, RECENT)
    coming = [each for each in recent if each.due_at == team.next_digest_at and each.is_kept]
    return coming[0] if coming else None


async def undelivered(work: Work, team: Team, now: datetime) -> tuple[tuple[Occurrence, Outing], ...]:
    """Return the recent digests of a team that did not come when they were due, or may not have, newest first."""
    recent = [each for each in await work.digests.of_team(team.id, RECENT) if each.due_at <= now]
    found = [(each, await work.digests.outing(team.id, each.week)) for each in recent]
    return tuple((each, outing) for each, outing in found if not each.is_delivered or outing.arrival is Arrival.UNSURE)


async def glances(work: Work, teams: Iterable[Team], now: datetime) -> dict[str, LeadGlance]:
    """Return where the digests of some teams stand, for their leads, in one statement."""
    by_id = {team.id: team for team in teams}
    if not by_id:
        return {}
    lately = await work.digests.lately(tuple(by_id), now - _LATELY)
    return {
        team_id: LeadGlance(
            next((each for each in found if each.due_at == by_id[team_id].next_digest_at and each.is_kept), None),
            tuple(each for each in found if each.due_at <= now and each.state in _UNDELIVERED)[:_SHOWN],
            newest.digest.trend if newest else (),
        )
        for team_id, (found, newest) in lately.items()
    }


# What leads do.


async def hold(coach: Coach, asker: Asker, team_id: str, week: str) -> None:
    """Hold a digest back until a lead releases it, or the next one tells of its days."""
    async with coach.store.work(asker.workspace_id) as work:
        person, _, occurrence, outing = await _led(work, asker, team_id, week)
        await work.digests.put(life.held(occurrence, outing.arrival, person.id, coach.clock.now()))
        await digest_plan.tell_leads(work, occurrence, coach.clock.now())


async def release(coach: Coach, asker: Asker, team_id: str, week: str) -> None:
    """Let a held digest come at its time, or now where that has passed."""
    async with coach.store.work(asker.workspace_id) as work:
        _, team, occurrence, _ = await _led(work, asker, team_id, week)
        released, now = life.released(occurrence), coach.clock.now()
        if released != occurrence:
            await work.digests.put(released)
            await digest_plan.plan_message(work, team, released, max(now, released.due_at))
        await digest_plan.tell_leads(work, occurrence, now)


async def post_now(coach: Coach, asker: Asker, team_id: str, week: str) -> None:
    """Post a digest at once, of the days that are over; pressed twice, or by two leads, it is posted once."""
    async with coach.store.work(asker.workspace_id) as work:
        _, team, occurrence, outing = await _led(work, asker, team_id, week)
        await bring_forward(work, team, occurrence, outing.arrival, coach.clock.now())


async def bring_forward(work: Work, team: Team, occurrence: Occurrence, arrival: Arrival, now: datetime) -> None:
    """Plan a digest for this moment, for a use case's own transaction.

    Raises:
        BotError: it is on its way, posted, no more to come, or about days that have not begun.
    """
    forward = life.brought_forward(occurrence, arrival, team.calendar.day_of(now))
    await work.digests.put(forward)
    await digest_plan.plan_message(work, team, forward, now)
    await digest_plan.tell_leads(work, occurrence, now)


async def correct(work: Work, owner_id: str, days: Iterable[date], now: datetime) -> None:
    """Edit the newest digests in place that count what a trainer just put right, once no more is put right.

    `days` are those that it was about, and is about now.
    """
    touched = tuple(days)
    for team, member in await work.teams.of_person(owner_id):
        newest = await work.digests.newest(team.id) if member.has_joined else None
        if newest is None:
            continue
        occurrence, published = newest
        is_in_it = any(occurrence.first <= day <= occurrence.last for day in touched)
        if is_in_it and owner_id in published.owners and occurrence.state is DigestState.POSTED:
            await work.deliveries.plan_update(key_of(team.id, occurrence.week), now + life.CORRECTED_AFTER)


# What messages say.


async def preview(coach: Coach, claim: Claim, sight: Sight) -> tuple[Person, DigestPreview] | None:
    """Return what a lead sees of a digest; None where they lead its team no more, or it will not come."""
    team_id, week = digest_plan.subject(claim)
    async with coach.store.view(claim.workspace_id) as work:
        found = await _notice(work, claim.recipient, team_id, week)
        if found is None:
            return None
        person, team, occurrence = found
        outing, now = await work.digests.outing(team_id, week), coach.clock.now()
        holder = await work.people.find(occurrence.held_by or "")
        is_coming = occurrence.state in {DigestState.PLANNED, DigestState.HELD}
        is_open = occurrence.is_kept and outing.arrival in {Arrival.WAITING, Arrival.REFUSED, Arrival.NOWHERE}
        page = DigestPreview(
            team,
            occurrence,
            sight.channel,
            await digest_post.so_far(coach, work, team, occurrence, sight) if is_coming else None,
            holder.name if holder else "",
            is_open and life.may_come_early(occurrence, team.calendar.day_of(now)),
            outing.arrival,
        )
        return person, page


async def trouble(work: Work, person: Person, claim: Claim) -> DigestTrouble | None:
    """Return what a lead is told of a digest that was refused, or may have been; None: they lead its team no more."""
    team_id, week = digest_plan.subject(claim)
    found = await _notice(work, person.id, team_id, week)
    if found is None:
        return None
    _, team, occurrence = found
    outing = await work.digests.outing(team_id, week)
    return DigestTrouble(team, occurrence, outing.arrival, outing.code)


async def silence(work: Work, claim: Claim, now: datetime) -> DigestSilence | None:
    """Return what an admin is told of a team that gets no digests; None: it gets them again, or is no more."""
    team = await team_of(work, claim.subject_id)
    if team is None:
        return None
    recent = await work.digests.of_team(team.id, RECENT)
    weeks = life.silent_weeks(recent, now)
    if weeks < life.SILENT:
        return None
    delivered = next((each for each in recent if each.is_delivered), None)
    due = [each for each in recent if each.due_at <= now]
    outing = await work.digests.outing(team.id, due[0].week) if due else Outing()
    return DigestSilence(team, weeks, delivered.last if delivered else None, outing.code, team.next_digest_at)


async def _notice(work: Work, person_id: str, team_id: str, week: str) -> tuple[Person, Team, Occurrence] | None:
    person, team = await work.people.find(person_id), await team_of(work, team_id)
    occurrence = await occurrence_of(work, team_id, week)
    if person is None or not people.is_member(person) or team is None or occurrence is None:
        return None
    member = await work.teams.member(team_id, person_id)
    return (person, team, occurrence) if member is not None and member.leads else None


async def _led(work: Work, asker: Asker, team_id: str, week: str) -> tuple[Person, Team, Occurrence, Outing]:
    """Return a digest for a lead of its team to deal with.

    Raises:
        NotFoundError: there is no such team or digest, or the team is none of theirs.
        NotAllowedError: they do not lead it.
    """
    person, team = await people.member(work, asker), await team_of(work, team_id)
    member = await work.teams.member(team_id, person.id)
    if team is None or member is None:
        raise NotFoundError("errors.team_gone")
    rules.require_lead(member)
    return person, team, await work.digests.find(team_id, week), await work.digests.outing(team_id, week)
