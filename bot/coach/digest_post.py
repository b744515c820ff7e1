"""What a digest says at the moment it is posted, worked out from what is known then, and kept before it is said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.coach import digest_plan
from bot.coach.coach import Coach, Shown
from bot.coaching import digest as rules
from bot.coaching import digest_life as life
from bot.coaching.calendar import WorkingCalendar
from bot.coaching.case import Person
from bot.coaching.digest import Digest, Figure, Memory, Part, Terms
from bot.coaching.digest_life import Arrival, Occurrence, Published, Refusal, Sight
from bot.coaching.digest_pages import DigestPage
from bot.coaching.team import Team
from bot.coaching.team_week import DigestState, TeamWeek
from bot.store.digest_counts import Period, Scope
from bot.store.sending import Claim
from bot.store.work import Work

_OF_THE_MOMENT: Final = (
    Figure.RUNNING,
    Figure.OVERDUE,
    Figure.CONTACTS_AHEAD,
    Figure.DECISIONS_AHEAD,
    Figure.PROMISES_AHEAD,
)
"""What was so when the digest was posted, and has changed since for good reasons: no correction touches it."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest, and what is to be remembered once it is posted."""

    digest: Digest
    memory: Memory
    owners: frozenset[str]


async def channel_of(coach: Coach, claim: Claim) -> str | None:
    """Return the channel that a delivery about a digest needs to be looked at; None: nothing is left to say."""
    team_id, _ = digest_plan.subject(claim)
    async with coach.store.view(claim.workspace_id) as work:
        team = await digest_plan.team_of(work, team_id)
        return team.channel.id if team and team.channel else None


async def content(coach: Coach, claim: Claim, sight: Sight) -> Shown[DigestPage] | Refusal | None:
    """Return what a digest says now; or why it is not posted now; None when there is nothing to say.

    What it says is kept with it before it is said. From then on whoever asks sees it as on its way.
    """
    team_id, week = digest_plan.subject(claim)
    async with coach.store.work(claim.workspace_id) as work:
        team = await digest_plan.team_of(work, team_id)
        occurrence = await digest_plan.occurrence_of(work, team_id, week)
        if team is None or occurrence is None:
            return None
        if claim.slack_ts:
            return await _correction(coach, work, team, occurrence) if sight.channel.takes_digests else None
        if occurrence.state is not DigestState.PLANNED or team.channel is None or team.channel.id != claim.recipient:
            return None
        if not sight.channel.takes_digests:
            return Refusal(life.code_of(sight.channel.state))
        return await _to_post(coach, work, team, occurrence, sight)


async def so_far(coach: Coach, work: Work, team: Team, occurrence: Occurrence, sight: Sight) -> Digest:
    """Return what a digest would say now, its totals only: what is told by kind is told once."""
    going_on = await _going_on(work, occurrence) or occurrence
    return rules.totals_of((await compose(coach, work, team, going_on, sight)).digest)


async def rehearse(coach: Coach, work: Work, team: Team, sight: Sight) -> tuple[Occurrence, DigestPage]:
    """Return the digest that is due, else the next one, as it would be posted now; nothing is written."""
    now = coach.clock.now()
    weeks = life.weeks_ahead(team, now, await work.teams.published_until(team.id))
    week = next((each for each in reversed(weeks) if each.due_at <= now), weeks[0])
    there = await digest_plan.occurrence_of(work, team.id, week.name)
    occurrence = there or life.planned(team, week, None, now)
    made = await compose(coach, work, team, await _going_on(work, occurrence) or occurrence, sight)
    published = Published(
        made.digest, made.memory, threshold=team.threshold, was_due_on=life.was_due_on(occurrence, now, team)
    )
    return occurrence, page_of(coach, team, published)


async def compose(coach: Coach, work: Work, team: Team, occurrence: Occurrence, sight: Sight) -> Composed:
    """Count a team's days, and say of them what may be said."""
    now, newest = coach.clock.now(), await work.digests.newest(team.id)
    memory = newest[1].memory if newest else Memory()
    members = await work.teams.members(team.id)
    owners = frozenset(member.person_id for member in members if member.has_joined)
    week = TeamWeek(occurrence.week, occurrence.first, occurrence.last, occurrence.due_at, occurrence.due_at)
    since = rules.counted_since(week, memory)
    begins, _ = rules.moments(min((*since.values(), week.first)), week.last, team.calendar)
    read = sight.members or frozenset()
    watched = await work.digest_counts.watched(owners, read, begins) - memory.left_out
    scope = Scope(owners, watched, memory.left_out)
    lines = await work.digest_counts.lines(scope, memory.lines_read_at or begins)
    told = replace(scope, told=frozenset(line.case_id for line in lines))
    counts = work.digest_counts
    playbook = coach.newest(team.language)
    digest, remembered = rules.compose(
        week,
        await counts.of(told, Period(week.first, week.last, team.calendar, since)),
        Terms(
            team.threshold,
            team.shows,
            {Part.HEARD: len(playbook.concerns), Part.MOVED: len(playbook.tactics)},
            watched,
            is_at_totals=sight.members is None,
        ),
        memory,
        lines=lines,
        before=[
            (last, await counts.of(scope, Period(first, last, team.calendar)))
            for first, last in rules.weeks_before(week, memory)
        ],
        now=now,
    )
    return Composed(digest, remembered, owners)


def page_of(coach: Coach, team: Team, published: Published) -> DigestPage:
    """Return a published digest with the names that go with it, in the team's language."""
    playbook = coach.newest(team.language)
    return DigestPage(
        published.digest,
        team.name,
        published.threshold,
        _names(playbook.concerns),
        _names(playbook.tactics),
        published.was_due_on,
        published.corrected_on,
    )


def reader(team: Team, channel_id: str) -> Person:
    """Return whom a digest is for: the channel, in the team's language and zone."""
    return Person(channel_id, team.name, "", team.calendar.zone, team.language)


async def _to_post(
    coach: Coach, work: Work, team: Team, occurrence: Occurrence, sight: Sight
) -> Shown[DigestPage] | Refusal | None:
    now = coach.clock.now()
    going_on = await _going_on(work, occurrence)
    if going_on is None:
        await work.digests.put(life.missed(occurrence))
        return None
    if await _is_overtaking(work, going_on):
        return Refusal("one_at_a_time", is_final=False)
    made = await compose(coach, work, team, going_on, sight)
    published = Published(
        made.digest,
        made.memory,
        made.owners,
        team.threshold,
        team.calendar.zone,
        life.was_due_on(occurrence, now, team),
    )
    is_skipped = made.digest.is_quiet and team.skips_quiet_weeks
    await work.digests.put(replace(going_on, state=DigestState.SKIPPED) if is_skipped else going_on)
    await work.digests.publish(team.id, occurrence.week, published)
    if is_skipped:
        await digest_plan.plan_next(work, team, now)
        return None
    return Shown(reader(team, sight.channel.id), page_of(coach, team, published))


async def _going_on(work: Work, occurrence: Occurrence) -> Occurrence | None:
    others = await work.digests.of_team(occurrence.team_id, digest_plan.RECENT)
    return life.going_on(occurrence, await work.teams.published_until(occurrence.team_id), others)


async def _is_overtaking(work: Work, occurrence: Occurrence) -> bool:
    """Give up what older digests were kept: this one tells of their days. True while one of them may be arriving."""
    for other in await work.digests.of_team(occurrence.team_id, digest_plan.RECENT):
        if other.is_kept and other.due_at < occurrence.due_at:
            if (await work.digests.outing(other.team_id, other.week)).arrival is Arrival.UNDER_WAY:
                return True
            await work.digests.put(life.missed(other))
    return False


async def _correction(coach: Coach, work: Work, team: Team, occurrence: Occurrence) -> Shown[DigestPage] | None:
    """Return the newest digest with its totals as they are known now; None where nothing changed, or it is older."""
    newest = await work.digests.newest(team.id)
    if newest is None or newest[0].week != occurrence.week or occurrence.state is not DigestState.POSTED:
        return None
    published = newest[1]
    scope = Scope(published.owners, left_out=published.memory.left_out)
    period = Period(published.digest.first, published.digest.last, WorkingCalendar(published.zone))
    fixed = _corrected(published.digest, rules.corrected(published.digest, await work.digest_counts.of(scope, period)))
    if fixed.numbers == published.digest.numbers:
        return None
    corrected = replace(
        published,
        digest=fixed,
        memory=rules.remembering(published.memory, fixed),
        corrected_on=_today(team, coach.clock.now()),
    )
    await work.digests.publish(team.id, occurrence.week, corrected)
    return Shown(reader(team, occurrence.channel or ""), page_of(coach, team, corrected))


def _corrected(posted: Digest, fixed: Digest) -> Digest:
    kept = {figure: posted.number(figure) for figure in _OF_THE_MOMENT}
    return replace(fixed, numbers={**fixed.numbers, **kept}, next_contact_on=posted.next_contact_on)


def _today(team: Team, now: datetime) -> date:
    return team.calendar.day_of(now)


def _names(things: Mapping[str, object]) -> dict[str, str]:
    return {name: str(getattr(thing, "name", name)) for name, thing in things.items()}
