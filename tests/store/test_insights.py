from dataclasses import replace
from datetime import UTC, date, datetime

from bot.coaching.calendar import WorkingCalendar
from bot.coaching.case import Case, Engagement, Interaction
from bot.coaching.insight import Reach, Trial
from bot.coaching.team import Team
from bot.store.ids import new_id
from bot.store.store import Store
from tests.support.plans import plans_within
from tests.support.stored import ELSEWHERE, HERE, NOW, TOM, begun, furnish

TODAY = date(2026, 3, 26)
MONDAY, TUESDAY = date(2026, 3, 23), date(2026, 3, 24)


def seen(case: Case, on: date, after: Engagement | None, tactic: str | None) -> Interaction:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Interaction(new_id(), case.id, on, at, engagement_after=after, tactic=tactic)


async def test_a_tactic_was_tried_where_its_effect_was_seen(store: Store) -> None:
    await furnish(store)
    case = await begun(store, primary_concern="budget")
    other = await begun(store, primary_concern="budget", owner_id=TOM.id)
    async with store.work(HERE) as work:
        await work.interactions.add(seen(case, MONDAY, Engagement.NEUTRAL, "involve"))
        await work.interactions.add(seen(case, TUESDAY, Engagement.SUPPORTIVE, None))
        await work.interactions.add(seen(other, MONDAY, Engagement.RESISTANT, "involve"))
        await work.interactions.add(seen(other, TUESDAY, None, "case_study"))

    async with store.view(HERE) as work:
        trials, reach = await work.insights.of_concern("budget", TODAY)

    assert trials == (Trial("involve", MONDAY, 2, 1), Trial("involve", TUESDAY, 1, 1))
    assert reach == {"involve": Reach(cases=2, trainers=2)}


async def test_another_concern_an_old_case_and_another_workspace_count_for_nothing(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)
    long_ago = datetime(2024, 1, 1, tzinfo=UTC)
    cases = [
        await begun(store, primary_concern="stability"),
        await begun(store, primary_concern="budget", opened_at=long_ago),
    ]
    elsewhere = await begun(store, ELSEWHERE, primary_concern="budget")
    async with store.work(HERE) as work:
        for case in cases:
            await work.interactions.add(seen(case, MONDAY, Engagement.NEUTRAL, "involve"))
    async with store.work(ELSEWHERE) as work:
        await work.interactions.add(seen(elsewhere, MONDAY, Engagement.NEUTRAL, "involve"))

    async with store.view(HERE) as work:
        found = await work.insights.of_concern("budget", TODAY)

    assert found == ((), {})


async def test_a_concern_is_looked_up_by_an_index(store: Store) -> None:
    await furnish(store)

    (plan,) = await plans_within(store, HERE, lambda work: work.insights.of_concern("budget", TODAY))

    assert "Seq Scan on" not in plan
    assert "SCAN cases" not in plan
    assert "SCAN interaction" not in plan


def a_team(name: str, threshold: int) -> Team:
    calendar = WorkingCalendar("Europe/Oslo")
    return Team(new_id(), name, calendar, threshold=threshold, created_by=TOM.id, created_at=NOW)


async def test_the_strictest_team_says_among_how_many_each_hides(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)
    async with store.work(HERE) as work:
        assert await work.insights.strictest_threshold() == 0
        for number, threshold in enumerate((3, 5, 9)):
            team = a_team(f"Team {number}", threshold)
            await work.teams.save(replace(team, archived_at=NOW if threshold == 9 else None))
    async with store.work(ELSEWHERE) as work:
        await work.teams.save(a_team("Theirs", 8))

    async with store.view(HERE) as work:
        assert await work.insights.strictest_threshold() == 5
