"""A team's digest from the operator's terminal: what would be posted, where, or why not; and posted now."""

from dataclasses import dataclass

from bot import posting
from bot.app import App
from bot.coach import digest_plan, digests
from bot.coach.digest_post import rehearse
from bot.coaching.digest_life import Arrival, Sight
from bot.coaching.team import Team
from bot.coaching.team_week import DigestState
from bot.errors import OperatorError
from bot.locales.words import ENGLISH, load_words
from bot.surface.digest import digest_message


@dataclass(frozen=True, slots=True)
class Found:
    """A team, and the workspace it is of."""

    workspace_id: str
    team: Team


async def rehearsed(app: App, name: str) -> tuple[str, ...]:
    """Return in lines what a team's next digest would say now, in which channel and when, and what stands in the way.

    Nothing is written. Slack is asked who reads the channel, as it is before a digest is posted.

    Raises:
        OperatorError: the database cannot be worked with, or there is no such team.
        BotError: Slack does not answer.
    """
    await app.store.check()
    async with app.running():
        found = await _found(app, name)
        team, channel = found.team, found.team.channel
        if channel is None:
            return (f"{team.name} has no channel: nothing is posted.",)
        sight = await posting.sight(await app.outbox.clients(found.workspace_id), channel.id, app.coach)
        async with app.store.view(found.workspace_id) as work:
            occurrence, page = await rehearse(app.coach, work, team, sight)
    digest, held = page.digest, occurrence.state is DigestState.HELD
    return (
        f"Team: {team.name}, workspace {found.workspace_id}",
        f"Week: {occurrence.week}, {digest.first} to {digest.last}",
        f"Due: {team.calendar.wall_time(occurrence.due_at):%Y-%m-%d %H:%M} {team.calendar.zone}",
        f"Channel: #{sight.channel.name or channel.name} ({channel.id})",
        *_whys(team, sight, held=held, is_quiet=digest.is_quiet),
        "",
        digest_message(page, load_words(team.language))["text"],
    )


async def posted(app: App, name: str) -> tuple[str, ...]:
    """Plan a team's next digest for this moment, as a lead does, and send it; return what came of it, in lines.

    Raises:
        OperatorError: the database cannot be worked with, or there is no such team or digest.
        BotError: it was posted already, or none of its days are over.
    """
    await app.store.check()
    async with app.running():
        found, now = await _found(app, name), app.coach.clock.now()
        async with app.store.work(found.workspace_id) as work:
            team = await work.teams.find(found.team.id)
            await digest_plan.plan_next(work, team, now)
            occurrence = await digests.next_of(work, await work.teams.find(team.id))
            if occurrence is None:
                raise OperatorError(f"{team.name} has no channel: choose one with /pushback team in Slack.")
            arrival = (await work.digests.outing(team.id, occurrence.week)).arrival
            await digests.bring_forward(work, team, occurrence, arrival, now)
        while await app.outbox.tick(now):
            pass
        async with app.store.view(found.workspace_id) as work:
            came = await work.digests.find(team.id, occurrence.week)
            outing = await work.digests.outing(team.id, occurrence.week)
    if came.state is DigestState.POSTED and outing.arrival is Arrival.ARRIVED:
        return (f"The digest {came.week} of {team.name} is posted in {came.channel}.",)
    code = f" ({outing.code})" if outing.code else ""
    return (f"The digest {came.week} of {team.name} is {came.state}{code}.",)


def _whys(team: Team, sight: Sight, *, held: bool, is_quiet: bool) -> list[str]:
    """Say why it would not be posted, or not all of it."""
    refusal = load_words(ENGLISH)(f"team.channel.{sight.channel.state}", channel=f"#{sight.channel.name}")
    checks = {
        refusal: not sight.channel.takes_digests,
        "A lead holds it.": held,
        "The week is quiet, and the team wants nothing then.": is_quiet and team.skips_quiet_weeks,
    }
    whys = [f"Not posted: {why}" for why, is_so in checks.items() if is_so]
    return [*whys, *(["Totals only: nobody can see who reads the channel."] if sight.members is None else [])]


async def _found(app: App, name: str) -> Found:
    """Return the team of a name or an id.

    Raises:
        OperatorError: there is none, or more than one.
    """
    async with app.store.survey() as survey:
        named = await survey.teams.named(name)
    if not named:
        raise OperatorError(f"There is no team {name!r}. Teams are made with /pushback team in Slack.")
    if len(named) > 1:
        ids = ", ".join(team_id for _, team_id in named)
        raise OperatorError(f"Several workspaces have a team {name!r}. Name one by its id: {ids}.")
    workspace_id, team_id = named[0]
    async with app.store.view(workspace_id) as work:
        return Found(workspace_id, await work.teams.find(team_id))
