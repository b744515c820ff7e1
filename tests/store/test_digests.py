from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.coaching.digest import Batch, Breakdown, Digest, Figure, Line, Memory, Part, Point
from bot.coaching.digest_life import Arrival, Occurrence, Published
from bot.coaching.disclosure import Group
from bot.coaching.team import Section, Standing
from bot.coaching.team_week import DigestState
from bot.errors import NotFoundError
from bot.store.digests import DIGEST, key_of, subject_of
from bot.store.store import Store
from tests.store.test_teams import NORTH, founded, member
from tests.support.stored import ELSEWHERE, HERE, MARA, TOM

DUE = datetime(2027, 3, 8, 8, tzinfo=UTC)
FIRST = Occurrence(NORTH.id, "2027-W09", date(2027, 3, 1), date(2027, 3, 7), DUE, preview_at=DUE - timedelta(days=3))
SECOND = replace(FIRST, week="2027-W10", first=date(2027, 3, 8), last=date(2027, 3, 14), due_at=DUE + timedelta(days=7))
SAID = Published(
    Digest(
        "2027-W09",
        FIRST.first,
        FIRST.last,
        {Figure.NEW: 7, Figure.OPEN: 12},
        next_contact_on=date(2027, 3, 9),
        told={Part.HEARD: Breakdown(FIRST.first, 7, (Group("budget", 4),), 3)},
        trend=(Point(FIRST.last, (7, 1, 0, 12)),),
        lines=(Line("Money was never the point", "Mara Lind"),),
        shows=frozenset({Section.HEARD}),
    ),
    Memory({Part.MOVED: Batch(FIRST.first, (1,))}, (Point(FIRST.last, (7, 1, 0, 12)),), frozenset({"c1"}), DUE),
    frozenset({MARA.id, TOM.id}),
    3,
    "Europe/Oslo",
    date(2027, 3, 8),
)


async def put(store: Store, *occurrences: Occurrence, workspace_id: str = HERE) -> None:
    await founded(store, workspace_id)
    async with store.work(workspace_id) as work:
        for occurrence in occurrences:
            await work.digests.put(occurrence)


async def test_a_digest_is_kept_whole(store: Store) -> None:
    held = replace(FIRST, state=DigestState.HELD, held_by=MARA.id, held_at=DUE)

    await put(store, held)

    async with store.view(HERE) as work:
        assert await work.digests.find(NORTH.id, FIRST.week) == held


async def test_there_is_one_for_each_team_and_week(store: Store) -> None:
    await put(store, FIRST, replace(FIRST, last=date(2027, 3, 4)))

    async with store.view(HERE) as work:
        assert [each.last for each in await work.digests.of_team(NORTH.id, 9)] == [date(2027, 3, 4)]


async def test_what_it_said_comes_back_to_the_letter(store: Store) -> None:
    await put(store, replace(FIRST, state=DigestState.POSTED))

    async with store.work(HERE) as work:
        await work.digests.publish(NORTH.id, FIRST.week, SAID)

    async with store.view(HERE) as work:
        newest = await work.digests.newest(NORTH.id)
    assert newest is not None
    assert (newest[0].revision, newest[1]) == (1, SAID)


async def test_what_changes_of_a_digest_leaves_what_it_said(store: Store) -> None:
    await put(store, FIRST)

    async with store.work(HERE) as work:
        await work.digests.publish(NORTH.id, FIRST.week, SAID)
        await work.digests.put(replace(FIRST, state=DigestState.POSTED))

    async with store.view(HERE) as work:
        assert [said for _, said in await work.digests.posted(NORTH.id, FIRST.last)] == [SAID]
        assert await work.digests.posted(NORTH.id, SECOND.last) == ()


async def test_what_was_never_posted_says_nothing_to_later_ones(store: Store) -> None:
    await put(store, FIRST)

    async with store.work(HERE) as work:
        await work.digests.publish(NORTH.id, FIRST.week, SAID)

    async with store.view(HERE) as work:
        assert await work.digests.newest(NORTH.id) is None
        assert await work.digests.content(NORTH.id, FIRST.week) == SAID


async def test_another_workspaces_digest_is_none_of_ours(store: Store) -> None:
    await put(store, FIRST, workspace_id=ELSEWHERE)

    async with store.view(HERE) as work:
        with pytest.raises(NotFoundError):
            await work.digests.find(NORTH.id, FIRST.week)


async def test_only_what_is_to_come_is_forgotten_when_a_team_moves_its_day(store: Store) -> None:
    await put(store, replace(FIRST, state=DigestState.POSTED), SECOND)

    async with store.work(HERE) as work:
        for each in await work.digests.of_team(NORTH.id, 9):
            await work.digests.remove(each)

    async with store.view(HERE) as work:
        assert [each.week for each in await work.digests.of_team(NORTH.id, 9)] == [FIRST.week]


async def test_what_the_outbox_knows_of_its_message_is_known_here(store: Store) -> None:
    await put(store, FIRST)
    async with store.view(HERE) as work:
        unplanned = await work.digests.outing(NORTH.id, FIRST.week)

    async with store.work(HERE) as work:
        key, subject = key_of(NORTH.id, FIRST.week), subject_of(NORTH.id, FIRST.week)
        await work.deliveries.plan(DIGEST, "C1", key, subject, DUE)
        planned = await work.digests.outing(NORTH.id, FIRST.week)

    assert unplanned.arrival is Arrival.NOWHERE
    assert (planned.arrival, planned.recipient, planned.due_at) == (Arrival.WAITING, "C1", DUE)


async def test_a_team_is_looked_after_until_its_next_digest_is_planned_where_it_goes(store: Store) -> None:
    await founded(store, HERE, member(MARA.id), member(TOM.id, standing=Standing.LEFT))
    due = NORTH.next_digest_at or DUE
    before = due - timedelta(days=2)

    async def waiting() -> tuple[tuple[str, str], ...]:
        async with store.sweep() as sweep:
            return await sweep.digests.to_look_after(before, 10)

    unplanned = await waiting()
    async with store.work(HERE) as work:
        await work.digests.put(replace(FIRST, due_at=due, preview_at=None))
        key, subject = key_of(NORTH.id, FIRST.week), subject_of(NORTH.id, FIRST.week)
        await work.deliveries.plan(DIGEST, "C1", key, subject, due)
    planned = await waiting()
    async with store.work(HERE) as work:
        await work.digests.put(replace(FIRST, due_at=due, preview_at=before))
    to_preview = await waiting()

    assert (unplanned, planned, to_preview) == (((HERE, NORTH.id),), (), ((HERE, NORTH.id),))
