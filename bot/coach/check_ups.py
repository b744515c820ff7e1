"""What is found when somebody asks why nothing comes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.coach import digests, people, planning, teams
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.nudges import past_of
from bot.coaching.check_up import CheckUpPage, SlackFound, TeamCheck
from bot.coaching.nudges import NudgeState
from bot.coaching.team import Team, TeamChannel
from bot.store.work import Work


async def channels_of(coach: Coach, asker: Asker) -> tuple[str, ...]:
    """Return the channels of the teams of who asks, to be looked at."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.member(work, asker)
        own = [each.team for each in await teams.glances_of(work, person) if each.member.has_joined]
        return tuple(team.channel.id for team in own if team.channel)


async def show(
    coach: Coach, asker: Asker, slack: SlackFound, looked_at: Mapping[str, TeamChannel]
) -> Shown[CheckUpPage]:
    """Return what is to come for who asks and for their teams, and what stands in the way."""
    async with coach.store.survey() as survey:
        worker_at = await survey.heartbeats.latest()
    async with coach.store.view(asker.workspace_id) as work:
        person, now = await people.member(work, asker), coach.clock.now()
        diary = await planning.opened(coach, work, person, now)
        planned = await work.nudges.planned(person.id)
        is_paused = diary.preferences.is_paused_on(diary.today)
        not_sent = [item for item in await past_of(diary) if item.state is not NudgeState.NOT_NEEDED]
        own = [each.team for each in await teams.glances_of(work, person) if each.member.has_joined]
        page = CheckUpPage(
            now=now,
            slack=slack,
            worker_at=worker_at,
            suspended=await work.installations.suspended_because(),
            next_reminder_at=min((kept.nudge.due_at for kept, _ in planned if kept.nudge.due_at), default=None),
            is_paused=is_paused,
            paused_until=diary.preferences.paused_until if is_paused else None,
            not_sent=len(not_sent),
            teams=tuple([await team_check(work, _seen(team, looked_at), now) for team in own]),
        )
        return Shown(person, page)


async def team_check(work: Work, team: Team, now: datetime) -> TeamCheck:
    """Return what is to be known of a team's digests."""
    newest = await work.digests.newest(team.id)
    came = newest[0] if newest else None
    undelivered = [
        (each, outing.code)
        for each, outing in await digests.undelivered(work, team, now)
        if came is None or each.due_at >= came.due_at
    ]
    return TeamCheck(team, await digests.next_of(work, team), came, tuple(undelivered))


def _seen(team: Team, looked_at: Mapping[str, TeamChannel]) -> Team:
    found = looked_at.get(team.channel.id) if team.channel else None
    if found is None or team.channel is None:
        return team
    return replace(team, channel=replace(found, name=found.name or team.channel.name))
