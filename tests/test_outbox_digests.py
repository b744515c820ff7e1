"""Digests on their way: an answer that is lost, a channel that refuses, workers that die, leads in a hurry."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import update

from bot.coach import digests
from bot.coach.coach import Asker
from bot.coach.digest_plan import KEPT, PREVIEW, look_after
from bot.coaching.calendar import WorkingCalendar
from bot.coaching.digest_life import Occurrence
from bot.coaching.team import ChannelState, Member, Role, Team, TeamChannel
from bot.coaching.team_week import DigestState
from bot.errors import BotError, NotAllowedError
from bot.playground.desk import Message
from bot.store.digests import DIGEST
from bot.store.store import Store
from bot.store.tables import DeliveryRow, DeliveryState
from tests.support.outgoing import MAYA, NOW, TOMAS, PostOffice, new_case, open_post_office

LEARNING, SALES = "C03LEARNING", "C05SALES"
POST, UPDATE, HISTORY = "chat.postMessage", "chat.update", "conversations.history"
WEEK = "2026-W13"  # of the Wednesday before
LOOK, LOOK_AGAIN = NOW + timedelta(seconds=90), NOW + timedelta(seconds=150)
TEAM = Team(
    "t1",
    "North",
    WorkingCalendar("UTC"),
    day=NOW.weekday(),
    hour=time(9),
    channel=TeamChannel(LEARNING, "learning-team", ChannelState.READY, reads_members=True, checked_at=NOW),
    created_by=MAYA.id,
    created_at=NOW,
    next_digest_at=NOW,
)


@pytest.fixture
async def office(store: Store) -> AsyncIterator[PostOffice]:
    """A post office with a team whose digest is due now; Maya leads it, and Tomás is in it."""
    async with open_post_office(store) as opened:
        async with store.work(opened.workspace_id) as work:
            await work.teams.save(TEAM)
            await work.teams.put(Member(TEAM.id, MAYA.id, Role.LEAD))
            await work.teams.put(Member(TEAM.id, TOMAS.id))
        await at(opened, NOW, sends=False)
        yield opened


async def at(office: PostOffice, now: datetime, *, sends: bool = True) -> None:
    """Let a moment come, with a worker at work on it."""
    office.coach.clock.move(now - office.coach.clock.now())
    await look_after(office.coach, now)
    if sends:
        await office.settles(now)


async def kept(office: PostOffice) -> Occurrence:
    async with office.store.view(office.workspace_id) as work:
        return await work.digests.find(TEAM.id, WEEK)


async def row(office: PostOffice) -> DeliveryRow:
    return await office.row(DIGEST, f"{TEAM.id}:{WEEK}")


def posted(office: PostOffice, channel: str = LEARNING) -> list[Message]:
    return office.slack.told(channel)


async def test_a_digest_whose_answer_was_lost_is_found_in_its_channel(office: PostOffice) -> None:
    office.slack.faults.drops(POST)

    await at(office, NOW)
    await at(office, LOOK)

    assert len(posted(office)) == 1
    assert ((await row(office)).state, (await kept(office)).state) == (DeliveryState.SENT, DigestState.POSTED)


async def test_a_digest_that_is_nowhere_to_be_found_is_posted(office: PostOffice) -> None:
    office.slack.faults.drops(POST, is_done=False)

    await at(office, NOW)
    await at(office, LOOK)
    await at(office, LOOK_AGAIN)

    assert len(posted(office)) == 1
    assert (await kept(office)).state is DigestState.POSTED


async def test_where_nobody_may_look_it_is_not_posted_again_and_its_leads_are_told(office: PostOffice) -> None:
    office.slack.faults.drops(POST)
    office.slack.faults.refuses(HISTORY, "missing_scope")

    await at(office, NOW)
    await at(office, LOOK)
    await at(office, LOOK_AGAIN)

    assert (await row(office)).state is DeliveryState.UNCONFIRMED
    assert len(posted(office)) == 1
    assert [one for one in office.told() if "Please look" in one.text]
    with pytest.raises(BotError):
        await digests.post_now(office.coach, Asker(office.workspace_id, MAYA.id), TEAM.id, WEEK)


async def test_another_channel_that_is_chosen_while_the_answer_is_lost_gets_no_second_one(office: PostOffice) -> None:
    office.slack.faults.drops(POST)
    await at(office, NOW)
    async with office.store.work(office.workspace_id) as work:
        team = await work.teams.find(TEAM.id)
        await work.teams.save(replace(team, channel=TeamChannel(SALES, "sales", ChannelState.READY)))

    await at(office, NOW + timedelta(seconds=5))
    await at(office, LOOK)
    await at(office, LOOK_AGAIN)

    assert (len(posted(office)), posted(office, SALES)) == (1, [])
    assert (await kept(office)).channel == LEARNING


async def test_two_outboxes_at_once_post_it_once(office: PostOffice) -> None:
    others = [office.another_outbox() for _ in range(4)]

    await asyncio.gather(*(each.tick(NOW) for each in (office.outbox, *others)))

    assert len(posted(office)) == 1
    assert (await kept(office)).state is DigestState.POSTED


async def test_what_a_worker_posted_and_did_not_live_to_note_is_noted_by_another(office: PostOffice) -> None:
    stands = {"state": DeliveryState.SENT, "slack_channel": LEARNING, "slack_ts": "1.0", "sent_at": NOW}
    await office.changes(update(DeliveryRow).where(DeliveryRow.kind == DIGEST).values(stands))

    await at(office, NOW + timedelta(seconds=5))

    assert (await kept(office)).state is DigestState.POSTED
    assert posted(office) == []


async def test_a_digest_that_somebody_took_away_is_not_posted_again(office: PostOffice) -> None:
    await at(office, NOW)
    office.slack.desk.remove(office.slack.desk.channel(LEARNING), posted(office)[0])
    await office.opens(replace(new_case(), opened_at=NOW - timedelta(days=1)))
    async with office.store.work(office.workspace_id) as work:
        await digests.correct(work, MAYA.id, [NOW.date() - timedelta(days=1)], NOW)

    await at(office, NOW + timedelta(hours=1))

    assert posted(office) == []


async def test_a_channel_where_only_some_may_post_is_told_once_and_tried_when_a_lead_says(office: PostOffice) -> None:
    office.slack.faults.refuses(POST, "restricted_action_read_only_channel")

    await at(office, NOW)
    await at(office, NOW + timedelta(hours=1))
    failed = await kept(office)
    await digests.post_now(office.coach, Asker(office.workspace_id, MAYA.id), TEAM.id, WEEK)
    await at(office, NOW + timedelta(hours=2))

    assert (failed.state, failed.channel) == (DigestState.FAILED, LEARNING)
    assert len(await office.rows(KEPT)) == 1
    assert len(posted(office)) == 1


async def test_only_leads_deal_with_a_digest(office: PostOffice) -> None:
    with pytest.raises(NotAllowedError):
        await digests.hold(office.coach, Asker(office.workspace_id, TOMAS.id), TEAM.id, WEEK)


async def test_a_digest_that_is_held_while_a_worker_takes_it_up_is_not_posted(office: PostOffice) -> None:
    await digests.hold(office.coach, Asker(office.workspace_id, MAYA.id), TEAM.id, WEEK)

    await at(office, NOW)

    assert posted(office) == []
    assert ((await row(office)).state, (await kept(office)).state) == (DeliveryState.CANCELLED, DigestState.HELD)


async def test_a_held_digest_is_not_refused_by_a_channel_it_is_not_sent_to(office: PostOffice) -> None:
    await digests.hold(office.coach, Asker(office.workspace_id, MAYA.id), TEAM.id, WEEK)
    office.slack.desk.channel(LEARNING).is_archived = True

    await at(office, NOW)

    assert (await row(office)).state is DeliveryState.CANCELLED
    assert await office.rows(KEPT) == []


async def test_held_and_released_and_pressed_again_it_is_posted_once(office: PostOffice) -> None:
    lead = Asker(office.workspace_id, MAYA.id)
    await digests.hold(office.coach, lead, TEAM.id, WEEK)
    await at(office, NOW)
    for _ in range(2):
        await digests.release(office.coach, lead, TEAM.id, WEEK)
    await digests.post_now(office.coach, lead, TEAM.id, WEEK)

    await at(office, NOW + timedelta(minutes=1))

    assert len(posted(office)) == 1


async def test_when_the_day_of_a_team_moves_its_digest_moves_and_nothing_is_left_behind(office: PostOffice) -> None:
    await at(office, NOW)
    async with office.store.work(office.workspace_id) as work:
        team = await work.teams.find(TEAM.id)
        await work.teams.save(replace(team, day=4, next_digest_at=NOW + timedelta(days=8)))

    await at(office, NOW + timedelta(minutes=5))

    async with office.store.view(office.workspace_id) as work:
        planned = [each for each in await work.digests.of_team(TEAM.id, 9) if each.state is DigestState.PLANNED]
    assert [each.due_at for each in planned] == [NOW + timedelta(days=8)]


async def test_a_preview_goes_to_leads_only_and_once(office: PostOffice) -> None:
    await at(office, NOW)
    before = NOW + timedelta(days=6)

    await at(office, before)
    await at(office, before + timedelta(minutes=5))

    assert [each.recipient for each in await office.rows(PREVIEW)] == [MAYA.id]
    assert len([one for one in office.told() if "The digest of" in one.text]) == 1
