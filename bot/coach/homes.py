"""App Home: a person's cases, contacts and executives at a glance."""

from bot.coach import digests, people, sharing, teams
from bot.coach.coach import Asker, Coach, Shown
from bot.coach.nudges import past_of
from bot.coach.planning import items_of, opened
from bot.coaching import card, twins
from bot.coaching.case import Case, Person
from bot.coaching.nudges import NudgeState
from bot.coaching.pages import CaseCard, ClosedPage, HomePage
from bot.store.work import Work

RECENT = 8
"""Interactions listed on App Home."""

COMING = 4
"""Reminders listed there; the others are a click away."""

MISSED = 3
"""Likewise, of those that were not sent, or may not have arrived."""


async def show(coach: Coach, asker: Asker) -> Shown[HomePage | ClosedPage]:
    """Return the App Home of who asks; a closed one for guests and strangers."""
    async with coach.store.view(asker.workspace_id) as work:
        person = await people.met(work, asker)
        return Shown(person, await home_of(coach, work, person) if people.is_member(person) else ClosedPage())


async def home_of(coach: Coach, work: Work, person: Person) -> HomePage:
    """Return a person's App Home, for a use case's own transaction."""

    async def glance(case: Case) -> CaseCard:
        return card.glance(case, await coach.pinned(work, case, person.language))

    diary = await opened(coach, work, person, coach.clock.now())
    is_paused = diary.preferences.is_paused_on(diary.today)
    planned = await work.nudges.planned(person.id)
    open_cases = twins.told_apart(await work.cases.open_of(person.id), person)
    known = {case.id: case for case in open_cases}
    glances = await teams.glances_of(work, person)
    has_team = any(each.member.has_joined for each in glances)
    return HomePage(
        first_name=person.first_name,
        cases=tuple([await glance(case) for case in open_cases]),
        recent=tuple(
            [
                (interaction, await glance(known.get(case.id, case)))
                for interaction, case in await work.interactions.recent(person.id, limit=RECENT)
            ]
        ),
        executives=await work.executives.histories(person.id),
        nudges=await items_of(diary, planned[:COMING]),
        not_sent=tuple(item for item in await past_of(diary) if item.state is not NudgeState.NOT_NEEDED)[:MISSED],
        is_paused=is_paused,
        paused_until=diary.preferences.paused_until if is_paused else None,
        teams=glances,
        led=await digests.glances(work, [each.team for each in glances if each.member.leads], coach.clock.now()),
        shared=await sharing.levels_of(work, open_cases) if has_team else {},
    )
