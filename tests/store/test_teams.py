import asyncio
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.coaching.calendar import SUNDAY_TO_THURSDAY, WorkingCalendar
from bot.coaching.sharing import Sharing, SharingLevel
from bot.coaching.team import ChannelState, Member, Role, Section, Standing, Team, TeamChannel
from bot.errors import NotFoundError
from bot.store.store import Store
from tests.support.stored import ELSEWHERE, HERE, MARA, NOW, TOM, begun, furnish

NORTH = Team(
    id="t0north",
    name="North",
    calendar=WorkingCalendar("Asia/Riyadh", SUNDAY_TO_THURSDAY, "DE", "BY"),
    language="en-US",
    currency="USD",
    day=6,
    hour=time(7, 30),
    threshold=4,
    skips_quiet_weeks=True,
    shows=frozenset({Section.HEARD, Section.TREND}),
    channel=TeamChannel("C1", "north", ChannelState.READY, True, True, NOW),
    created_by=MARA.id,
    created_at=NOW,
    next_digest_at=NOW + timedelta(days=3),
)


def member(person_id: str, role: Role = Role.MEMBER, standing: Standing = Standing.JOINED) -> Member:
    return Member(NORTH.id, person_id, role, standing, invited_by=MARA.id, invited_at=NOW, joined_at=NOW)


async def founded(store: Store, workspace_id: str = HERE, *members: Member) -> None:
    await furnish(store, workspace_id)
    async with store.work(workspace_id) as work:
        await work.teams.save(NORTH)
        for each in members or (member(MARA.id, Role.LEAD),):
            await work.teams.put(each)


async def test_a_team_is_kept_whole(store: Store) -> None:
    await founded(store)

    async with store.view(HERE) as work:
        assert await work.teams.find(NORTH.id) == NORTH


async def test_a_team_without_a_channel_has_none(store: Store) -> None:
    await founded(store)

    async with store.work(HERE) as work:
        await work.teams.save(replace(NORTH, channel=None, next_digest_at=None))

    async with store.view(HERE) as work:
        assert (await work.teams.find(NORTH.id)).channel is None


async def test_another_workspaces_team_is_none_of_ours(store: Store) -> None:
    await founded(store, ELSEWHERE)

    async with store.view(HERE) as work:
        with pytest.raises(NotFoundError):
            await work.teams.find(NORTH.id)


async def test_a_person_sees_the_teams_they_belong_to_or_are_invited_to(store: Store) -> None:
    await founded(store, HERE, member(MARA.id, Role.LEAD), member(TOM.id, standing=Standing.INVITED))

    async with store.work(HERE) as work:
        invited = await work.teams.of_person(TOM.id)
        await work.teams.put(member(TOM.id, standing=Standing.LEFT))

    assert [(team.id, mine.standing, mine.name) for team, mine in invited] == [
        (NORTH.id, Standing.INVITED, TOM.name),
    ]
    async with store.view(HERE) as work:
        assert await work.teams.of_person(TOM.id) == ()
        assert len(await work.teams.of_person(MARA.id)) == 1


async def test_an_archived_team_is_nobodys_any_more(store: Store) -> None:
    await founded(store)

    async with store.work(HERE) as work:
        await work.teams.save(replace(NORTH, archived_at=NOW, next_digest_at=None))

    async with store.view(HERE) as work:
        assert await work.teams.of_person(MARA.id) == ()
        assert await work.teams.active() == ()


async def test_leads_come_first_then_members_then_who_is_invited(store: Store) -> None:
    await founded(store, HERE, member(TOM.id, Role.LEAD), member(MARA.id))

    async with store.view(HERE) as work:
        everybody = await work.teams.members(NORTH.id)

    assert [(each.name, each.leads) for each in everybody] == [(TOM.name, True), (MARA.name, False)]


async def test_the_only_lead_of_a_team_is_known(store: Store) -> None:
    await founded(store, HERE, member(MARA.id, Role.LEAD), member(TOM.id, Role.LEAD))

    async with store.work(HERE) as work:
        both = await work.teams.leads_alone(MARA.id)
        await work.teams.put(member(TOM.id))
        alone = await work.teams.leads_alone(MARA.id)

    assert (both, alone) == (frozenset(), frozenset({NORTH.id}))


async def test_what_was_found_of_a_channel_is_kept_for_that_channel_only(store: Store) -> None:
    await founded(store)
    archived = replace(NORTH.channel or TeamChannel(""), state=ChannelState.ARCHIVED)

    async with store.work(HERE) as work:
        assert await work.teams.saw(NORTH.id, archived)
        assert not await work.teams.saw(NORTH.id, replace(archived, id="C2", state=ChannelState.READY))

    async with store.view(HERE) as work:
        assert (await work.teams.find(NORTH.id)).channel == archived
        assert [team.id for team in await work.teams.with_channel("C1")] == [NORTH.id]


async def test_teams_with_a_digest_due_are_found_in_every_workspace(store: Store) -> None:
    await founded(store, HERE)
    await founded(store, ELSEWHERE)

    async with store.sweep() as sweep:
        none_yet = await sweep.teams.due(NOW + timedelta(days=3), 10)
        due = await sweep.teams.due(NOW + timedelta(days=4), 10)
        one = await sweep.teams.due(NOW + timedelta(days=4), 1)

    assert none_yet == ()
    assert {(each.workspace_id, each.team_id) for each in due} == {(HERE, NORTH.id), (ELSEWHERE, NORTH.id)}
    assert len(one) == 1


async def test_a_channel_is_looked_at_again_after_a_while(store: Store) -> None:
    await founded(store)

    async with store.sweep() as sweep:
        fresh = await sweep.teams.unchecked(NOW, 10)
        stale = await sweep.teams.unchecked(NOW + timedelta(days=1), 10)

    assert (len(fresh), len(stale)) == (0, 1)


async def test_two_who_leave_at_once_take_turns(store: Store) -> None:
    await founded(store, HERE, member(MARA.id, Role.LEAD), member(TOM.id, Role.LEAD))

    async def leave(person_id: str) -> int:
        async with store.work(HERE) as work:
            await work.teams.find(NORTH.id)
            leads = [each for each in await work.teams.members(NORTH.id) if each.leads]
            if len(leads) > 1:
                await work.teams.put(member(person_id, standing=Standing.LEFT))
            return len(leads)

    assert sorted(await asyncio.gather(leave(MARA.id), leave(TOM.id))) == [1, 2]


async def test_what_is_shared_of_a_case_is_kept_and_taken_back(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    async with store.work(HERE) as work:
        untouched = await work.sharing.of_case(case.id)
        await work.sharing.save(case.id, Sharing(SharingLevel.NAMED, "It went well."), NOW)
        lines = await work.sharing.lines_of(MARA.id)
        await work.sharing.save(case.id, Sharing(), NOW)
        none_left = await work.sharing.lines_of(MARA.id)

    assert untouched == Sharing()
    assert [(shared.id, sharing.line, sharing.level) for shared, sharing in lines] == [
        (case.id, "It went well.", SharingLevel.NAMED)
    ]
    assert none_left == ()


async def test_a_line_is_sealed(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    async with store.work(HERE) as work:
        await work.sharing.save(case.id, Sharing(SharingLevel.ANONYMOUS, "It went well."), NOW)
        session = work.sharing._desk.session
        raw = (await (await session.connection()).exec_driver_sql("SELECT line FROM case_sharing")).scalar_one()

    assert "went" not in raw
