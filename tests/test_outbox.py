import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import ClientSession, ClientTimeout
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import delete, update
from structlog.testing import capture_logs

from bot.coach import deliveries, helping
from bot.coach.coach import Asker
from bot.outbox import Clients, Outbox
from bot.playground.faults import Faults
from bot.postman import MARK
from bot.recording import ATTEMPTS, CRASHES
from bot.store.store import Store, open_store
from bot.store.tables import CaseRow, DeliveryRow, DeliveryState
from bot.suspending import resume
from tests.support.databases import KEY
from tests.support.outgoing import MAYA, NOW, PLAYBOOK, TOMAS, PostOffice, new_case, open_post_office, unhurried
from tests.support.playground import address_of, listen
from tests.support.stored import counted

POST, UPDATE, PUBLISH = "chat.postMessage", "chat.update", "views.publish"
HISTORY, OPEN = "conversations.history", "conversations.open"
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
LOOK, LOOK_AGAIN = NOW + 90 * SECOND, NOW + 150 * SECOND

Lay = Callable[[Faults], None]
LOST_ANSWERS: dict[str, Lay] = {
    "the connection breaks": lambda faults: faults.drops(POST),
    "it is no JSON": lambda faults: faults.garbles(POST),
    "it is a server error": lambda faults: faults.fails(POST, is_done=True),
}
NEVER_DONE: dict[str, Lay] = {
    "the connection breaks": lambda faults: faults.drops(POST, is_done=False),
    "it is a server error": lambda faults: faults.fails(POST, status=503),
    "slack has an error of its own": lambda faults: faults.refuses(POST, "internal_error"),
    "slack says what nobody knows": lambda faults: faults.refuses(POST, "a_code_of_next_year"),
}


@pytest.fixture
async def office(store: Store) -> AsyncIterator[PostOffice]:
    async with open_post_office(store) as opened:
        yield opened


# Sent.


async def test_a_case_card_is_posted_with_a_mark_and_nothing_unfurled(office: PostOffice) -> None:
    await office.opens()

    await office.settles()

    (message,) = office.told()
    row = await office.row()
    (asked,) = office.slack.asked(POST)
    assert (row.state, row.slack_ts, row.attempt) == (DeliveryState.SENT, message.ts, 1)
    assert message.metadata == {"event_type": MARK, "event_payload": {"id": row.id}}
    assert (asked["unfurl_links"], asked["unfurl_media"]) == (False, False)
    assert "Onboarding" in message.text


async def test_app_home_is_refreshed_with_the_card(office: PostOffice) -> None:
    await office.opens()

    await office.settles()

    assert "Onboarding" in str(office.slack.desk.homes[MAYA.id].payload)
    assert (await office.row(deliveries.HOME)).state is DeliveryState.SENT


async def test_a_save_updates_the_card_in_place(office: PostOffice) -> None:
    case = await office.opens()
    await office.settles()

    await office.saves(case, "Onboarding, in four weeks")
    await office.settles()

    (message,) = office.told()
    assert "four weeks" in message.text
    assert len(office.slack.asked(POST)) == 1


async def test_saves_in_quick_succession_make_one_message(office: PostOffice) -> None:
    case = await office.opens()
    case = await office.saves(case, "Onboarding, in three weeks")
    await office.saves(case, "Onboarding, in four weeks")

    await office.settles()

    assert ["four weeks" in message.text for message in office.told()] == [True]
    assert office.slack.asked(UPDATE) == []


async def test_a_card_saved_while_it_is_sent_is_brought_up_to_date(office: PostOffice) -> None:
    case = await office.opens()
    office.slack.faults.stalls(POST, seconds=0.2)

    turn = asyncio.create_task(office.outbox.tick(NOW))
    await _until(office.told)
    await office.saves(case, "Onboarding, in four weeks")
    await turn
    await office.settles()

    assert ["four weeks" in message.text for message in office.told()] == [True]
    assert (len(office.slack.asked(POST)), len(office.slack.asked(UPDATE))) == (1, 1)


async def test_words_in_the_messages_tab_are_answered_once_however_often_slack_repeats_them(office: PostOffice) -> None:
    asker = Asker(office.workspace_id, MAYA.id)

    for _ in range(2):
        await helping.answer(office.coach, asker, "Ev1")
        await office.settles(office.coach.clock.now())

    assert len(office.told()) == 1
    assert len(office.slack.asked(POST) + office.slack.asked(UPDATE)) == 1


async def test_a_card_that_was_deleted_in_slack_is_posted_anew(office: PostOffice) -> None:
    case = await office.opens()
    await office.settles()
    office.removes(office.told()[0])

    await office.saves(case, "Onboarding, in four weeks")
    await office.settles()

    (message,) = office.told()
    row = await office.row()
    assert "four weeks" in message.text
    assert (row.state, row.slack_ts) == (DeliveryState.SENT, message.ts)


async def test_the_card_of_an_erased_case_is_not_sent(office: PostOffice) -> None:
    await office.opens()
    await office.changes(delete(CaseRow))

    await office.settles()

    assert office.told() == []
    assert (await office.row()).state is DeliveryState.CANCELLED


async def test_who_became_a_guest_gets_nothing_more(office: PostOffice) -> None:
    await office.opens()
    async with office.store.work(office.workspace_id) as work:
        await work.people.save(replace(MAYA, is_guest=True))

    await office.settles()

    assert office.told() == []
    assert {row.state for row in await office.rows()} == {DeliveryState.CANCELLED}


# Lost answers.


@pytest.mark.parametrize("lay", LOST_ANSWERS.values(), ids=LOST_ANSWERS)
async def test_a_card_whose_answer_was_lost_is_found_and_not_sent_again(office: PostOffice, lay: Lay) -> None:
    await office.opens()
    lay(office.slack.faults)

    await office.settles()
    before = (await office.row()).state
    await office.settles(LOOK - SECOND)
    looked_early = office.slack.asked(HISTORY)
    await office.settles(LOOK)

    (message,) = office.told()
    row = await office.row()
    assert (before, looked_early) == (DeliveryState.UNKNOWN, [])
    assert (row.state, row.slack_ts) == (DeliveryState.SENT, message.ts)
    assert len(office.slack.asked(POST)) == 1


async def test_a_card_whose_answer_does_not_come_is_found_and_not_sent_again(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.stalls(POST, seconds=0.4)
    async with ClientSession(timeout=ClientTimeout(total=0.2)) as session:
        impatient = Outbox(office.coach, _client_at(office.slack.api_url, session), pace=unhurried())
        await impatient.tick(NOW)

    await office.settles(LOOK)

    row = await office.row()
    assert (row.state, row.attempt) == (DeliveryState.SENT, 1)
    assert len(office.told()) == 1


@pytest.mark.parametrize("lay", NEVER_DONE.values(), ids=NEVER_DONE)
async def test_a_card_that_is_not_found_twice_is_sent_again(office: PostOffice, lay: Lay) -> None:
    await office.opens()
    lay(office.slack.faults)

    await office.settles()
    await office.settles(LOOK)
    await office.settles(LOOK_AGAIN - SECOND)
    meanwhile = office.told()
    await office.settles(LOOK_AGAIN)

    row = await office.row()
    assert meanwhile == []
    assert len(office.told()) == 1
    assert (row.state, row.attempt) == (DeliveryState.SENT, 2)


async def test_looking_that_fails_is_no_proof_of_absence(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.fails(POST)
    office.slack.faults.fails(HISTORY, times=3)

    for look in range(6):
        await office.settles(NOW + look * 2 * MINUTE)
    looked = (await office.row()).state
    await office.settles(NOW + 12 * MINUTE)

    assert looked is DeliveryState.SENT
    assert len(office.slack.asked(HISTORY)) == 5
    assert len(office.told()) == 1


async def test_a_card_is_found_behind_many_newer_messages(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.drops(POST)
    await office.settles()
    desk = office.slack.desk
    for number in range(230):
        desk.say(desk.app_channel(MAYA.id), MAYA.id, f"Note {number}")

    await office.settles(LOOK)

    assert (await office.row()).slack_ts == office.told()[0].ts
    assert len(office.slack.asked(HISTORY)) == 3


async def test_a_card_is_found_where_slacks_clock_is_behind(office: PostOffice) -> None:
    office.slack.desk.clock.move(-2 * MINUTE)
    await office.opens()
    office.slack.faults.drops(POST)
    await office.settles()

    await office.settles(LOOK)

    assert (await office.row()).state is DeliveryState.SENT


async def test_where_the_bot_may_not_look_it_does_not_send_again(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.drops(POST)
    _forbid_looking(office)

    for hours in range(30):
        await office.settles(LOOK + timedelta(hours=hours))

    assert (await office.row()).state is DeliveryState.UNCONFIRMED
    assert len(office.slack.asked(POST)) == 1


@pytest.mark.parametrize("code", ["user_not_found", "no_permission"])
async def test_where_there_is_no_conversation_to_look_in_it_does_not_send_again(office: PostOffice, code: str) -> None:
    await office.opens()
    office.slack.faults.drops(POST)
    office.slack.faults.refuses(OPEN, code)

    await office.settles()
    await office.settles(LOOK)

    assert (await office.row()).state is DeliveryState.UNCONFIRMED


async def test_after_a_day_in_which_nobody_could_look_a_card_is_unconfirmed(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.drops(POST)
    office.slack.faults.fails(HISTORY, times=100)

    await office.settles()
    await _began(office, timedelta(hours=23))
    await office.settles(LOOK)
    before = (await office.row()).state
    await _began(office, timedelta(hours=25))
    await office.settles(LOOK_AGAIN)

    assert (before, (await office.row()).state) == (DeliveryState.UNKNOWN, DeliveryState.UNCONFIRMED)


async def test_a_clock_that_jumps_a_day_ahead_ends_no_search(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.drops(POST)
    office.slack.faults.fails(HISTORY, times=2)

    await office.settles()
    await office.settles(NOW + timedelta(days=1, hours=1))
    await office.settles(NOW + timedelta(days=2, hours=2))
    before = (await office.row()).state
    await office.settles(NOW + timedelta(days=2, hours=3))

    assert (before, (await office.row()).state) == (DeliveryState.UNKNOWN, DeliveryState.SENT)
    assert len(office.told()) == 1


async def test_one_failed_look_after_a_day_in_which_nobody_looked_ends_no_search(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.drops(POST)
    office.slack.faults.fails(HISTORY)

    await office.settles()
    await _began(office, timedelta(days=3))
    await office.settles(NOW + timedelta(days=3))
    before = (await office.row()).state
    await office.settles(NOW + timedelta(days=3, minutes=1))

    assert (before, (await office.row()).state) == (DeliveryState.UNKNOWN, DeliveryState.SENT)


async def test_a_card_is_looked_for_when_the_app_is_installed_again(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.drops(POST)
    await office.settles()

    office.is_installed = False
    await office.settles(LOOK)
    office.is_installed = True
    await office.settles(LOOK_AGAIN)

    assert (await office.row()).slack_ts == office.told()[0].ts


async def test_a_save_after_an_unconfirmed_card_posts_a_card(office: PostOffice) -> None:
    case = await office.opens()
    office.slack.faults.drops(POST, is_done=False)
    _forbid_looking(office)
    await office.settles()
    await office.settles(LOOK)

    await office.saves(case, "Onboarding, in four weeks", LOOK)
    await office.settles(LOOK)

    (message,) = office.told()
    assert "four weeks" in message.text
    assert (await office.row()).state is DeliveryState.SENT


async def test_a_save_while_the_fate_of_a_card_is_unknown_is_shown_where_it_is_found(office: PostOffice) -> None:
    case = await office.opens()
    office.slack.faults.drops(POST)
    await office.settles()

    await office.saves(case, "Onboarding, in four weeks")
    await office.settles()
    meanwhile = [message.text for message in office.told()]
    await office.settles(LOOK)

    assert "four weeks" not in meanwhile[0]
    assert ["four weeks" in message.text for message in office.told()] == [True]


async def test_a_save_while_the_fate_of_a_card_is_unknown_is_not_lost_where_the_bot_may_not_look(
    office: PostOffice,
) -> None:
    case = await office.opens()
    office.slack.faults.drops(POST, is_done=False)
    _forbid_looking(office)
    await office.settles()

    await office.saves(case, "Onboarding, in four weeks")
    await office.settles(LOOK)

    assert ["four weeks" in message.text for message in office.told()] == [True]


async def test_an_update_whose_answer_was_lost_is_repeated_without_looking(office: PostOffice) -> None:
    case = await office.opens()
    await office.settles()
    office.slack.faults.drops(UPDATE)

    await office.saves(case, "Onboarding, in four weeks")
    await office.settles()
    await office.settles(NOW + 2 * SECOND)

    assert ["four weeks" in message.text for message in office.told()] == [True]
    assert (len(office.slack.asked(UPDATE)), office.slack.asked(HISTORY)) == (2, [])


async def test_a_card_that_replaces_a_deleted_one_is_not_posted_twice_when_its_answer_is_lost(
    office: PostOffice,
) -> None:
    case = await office.opens()
    await office.settles()
    office.removes(office.told()[0])
    office.slack.faults.drops(POST)

    await office.saves(case, "Onboarding, in four weeks")
    for minutes in range(10):
        await office.settles(NOW + minutes * MINUTE)

    assert len(office.told()) == 1
    assert (await office.row()).slack_ts == office.told()[0].ts


# Refused.


async def test_slack_sets_the_pace_of_one_method_for_all_of_a_workspace(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.limits(POST, retry_after=40)
    await office.settles()

    await office.opens(new_case(TOMAS), NOW + SECOND)
    await office.settles(NOW + 39 * SECOND)
    asked, homes = len(office.slack.asked(POST)), set(office.slack.desk.homes)
    await office.settles(NOW + 60 * SECOND)

    assert (asked, homes) == (1, {MAYA.id, TOMAS.id})
    assert [len(office.told(person)) for person in (MAYA, TOMAS)] == [1, 1]
    assert {row.attempt for row in await office.rows()} == {1}


async def test_what_never_reached_slack_is_tried_five_times_each_time_later(office: PostOffice) -> None:
    with listen() as taken:
        nowhere = address_of(taken)
    outbox = Outbox(office.coach, _client_at(f"{nowhere}/api/", office.session), pace=unhurried())
    await office.opens()

    waits, now = [], NOW
    for _ in range(ATTEMPTS - 1):
        await outbox.tick(now)
        next_at = (await office.row()).next_at
        waits.append((next_at - now).total_seconds())
        now = next_at + MINUTE * 2
    await outbox.tick(now)

    assert [0.8 * mean <= wait <= 1.2 * mean for wait, mean in zip(waits, (1, 16, 81, 256), strict=True)] == [True] * 4
    row = await office.row()
    assert (row.state, row.attempt, row.last_code) == (DeliveryState.FAILED, 5, "ClientConnectorError")


async def test_a_workspace_that_refuses_the_token_is_left_alone_until_it_is_there_again(office: PostOffice) -> None:
    await office.opens()
    office.slack.desk.revoked.add(office.slack.token)

    with capture_logs() as logs:
        for quarter in range(8):
            await office.settles(NOW + quarter * 15 * MINUTE)
    waiting, because, asked = await office.row(), await _suspended(office), len(office.slack.asked(POST))
    still = await resume(office.store, office.client, also_those_with_a_good_token=False)
    office.slack.desk.revoked.clear()
    resumed = await resume(office.store, office.client, also_those_with_a_good_token=False)
    await office.settles(NOW + timedelta(hours=3))

    assert (waiting.state, waiting.attempt, waiting.last_code) == (DeliveryState.PLANNED, 0, "token_revoked")
    assert (because, asked, still, resumed) == ("token_revoked", 1, 0, 1)
    assert [line["code"] for line in logs if line["event"] == "workspace suspended"] == ["token_revoked"]
    assert len(office.told()) == 1


async def test_who_installed_the_bot_is_told_once_that_it_may_not_write_any_more(office: PostOffice) -> None:
    await office.installed_by(TOMAS)
    await office.opens()
    office.slack.faults.refuses(POST, "no_permission")

    await office.settles()
    resumed = await resume(office.store, office.client, also_those_with_a_good_token=False)

    assert (await _suspended(office), resumed) == ("no_permission", 0)
    assert ["no_permission" in message.text for message in office.told(TOMAS)] == [True]
    assert await resume(office.store, office.client, also_those_with_a_good_token=True) == 1


async def test_a_token_that_has_expired_is_renewed_once_and_the_card_sent(office: PostOffice) -> None:
    renewed: list[str] = []

    async def renew(workspace_id: str) -> bool:
        renewed.append(workspace_id)
        return True

    outbox = Outbox(office.coach, office.client, renew)
    await office.opens()
    office.slack.faults.refuses(POST, "token_expired")

    await outbox.tick(NOW)

    assert renewed == [office.workspace_id]
    assert (await office.row()).state is DeliveryState.SENT


async def test_a_workspace_whose_token_cannot_be_renewed_is_suspended(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.refuses(POST, "token_expired")

    await office.settles()

    assert await _suspended(office) == "token_expired"
    assert (await office.row()).state is DeliveryState.PLANNED


async def test_a_suspended_workspace_gets_its_card_when_it_installs_again(office: PostOffice) -> None:
    await office.opens()
    async with office.store.work(office.workspace_id) as work:
        await work.installations.suspend("account_inactive")

    await office.settles(NOW + timedelta(days=3))
    meanwhile = office.slack.asked(POST)
    async with office.store.work(office.workspace_id) as work:
        await work.installations.resume()
    await office.settles(NOW + timedelta(days=4))

    assert meanwhile == []
    assert len(office.told()) == 1


async def test_a_workspace_that_removed_the_app_keeps_what_it_waits_for(office: PostOffice) -> None:
    await office.opens()
    office.is_installed = False

    for hours in range(10):
        await office.settles(NOW + timedelta(hours=hours))
    waiting = await office.row()
    office.is_installed = True
    await office.settles(NOW + timedelta(hours=11))

    assert (waiting.state, waiting.attempt) == (DeliveryState.PLANNED, 0)
    assert len(office.told()) == 1


async def test_a_person_who_cannot_be_written_to_is_not_tried_again_until_there_is_something_new(
    office: PostOffice,
) -> None:
    case = await office.opens()
    office.slack.faults.refuses(POST, "messages_tab_disabled")

    await office.settles()
    await office.settles(NOW + timedelta(days=1))
    failed = (await office.row()).state
    await office.saves(case, "Onboarding, in four weeks", NOW + timedelta(days=2))
    await office.settles(NOW + timedelta(days=2))

    assert failed is DeliveryState.FAILED
    assert len(office.told()) == 1


async def test_whoever_cannot_be_reached_three_times_is_given_a_rest_of_a_day(office: PostOffice) -> None:
    office.slack.faults.refuses(POST, "messages_tab_disabled", times=3)
    for _ in range(3):
        await office.opens()
        await office.settles()
    homes = len(office.slack.asked(PUBLISH))

    fourth = await office.opens(at=NOW + MINUTE)
    await office.settles(NOW + MINUTE)
    resting = await office.row(subject_id=fourth.id)
    await office.settles(NOW + timedelta(days=2))

    assert (resting.state, resting.last_code, resting.attempt) == (DeliveryState.PLANNED, "paused", 0)
    assert len(office.told()) == 1
    assert homes == 6  # with each card, and to show that it did not arrive


async def test_what_somebody_asks_for_is_answered_even_while_they_are_given_a_rest(office: PostOffice) -> None:
    office.slack.faults.refuses(POST, "cannot_dm_bot", times=3)
    for _ in range(3):
        await office.opens()
        await office.settles()

    await helping.answer(office.coach, Asker(office.workspace_id, MAYA.id), "Ev1")
    await office.settles(office.coach.clock.now())

    assert (await office.row(deliveries.HELP)).state is DeliveryState.SENT


# Windows.


async def test_what_is_too_late_is_not_sent_but_counted(office: PostOffice) -> None:
    await office.opens()
    await office.changes(update(DeliveryRow).values(expires_at=NOW + MINUTE))

    await office.settles(NOW + MINUTE + SECOND)

    row = await office.row()
    assert (row.state, row.last_code, office.told()) == (DeliveryState.EXPIRED, "too_late", [])


async def test_what_stands_in_slack_is_put_right_however_late(office: PostOffice) -> None:
    case = await office.opens()
    await office.settles()
    await office.saves(case, "Onboarding, in four weeks")
    await office.changes(update(DeliveryRow).values(expires_at=NOW + MINUTE))

    await office.settles(NOW + timedelta(days=1))

    assert ["four weeks" in message.text for message in office.told()] == [True]


@pytest.mark.parametrize("code", ["message_limit_exceeded", "ratelimited"])
async def test_nothing_is_put_off_beyond_its_window(office: PostOffice, code: str) -> None:
    await office.opens()
    await office.changes(update(DeliveryRow).values(expires_at=NOW + 20 * SECOND))
    office.slack.faults.refuses(POST, code)

    await office.settles()

    row = await office.row()
    assert (row.state, row.last_code) == (DeliveryState.EXPIRED, code)


async def test_a_card_that_is_found_nowhere_is_not_sent_again_after_its_window(office: PostOffice) -> None:
    await office.opens()
    await office.changes(update(DeliveryRow).values(expires_at=NOW + 2 * MINUTE))
    office.slack.faults.drops(POST, is_done=False)

    await office.settles()
    await office.settles(LOOK)
    await office.settles(LOOK_AGAIN)

    assert ((await office.row()).state, office.told()) == (DeliveryState.EXPIRED, [])


async def test_a_card_whose_blocks_slack_refuses_is_sent_as_plain_text(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.refuses(POST, "invalid_blocks")

    await office.settles()

    (message,) = office.told()
    assert ("Onboarding" in message.text, message.blocks) == (True, [])
    assert (await office.row()).state is DeliveryState.SENT


async def test_a_card_that_slack_refuses_as_plain_text_too_is_put_aside(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.refuses(POST, "invalid_blocks", times=2)

    with capture_logs() as logs:
        await office.settles()
    await office.settles(NOW + timedelta(days=1))

    assert "put aside: Slack refuses it even as plain text" in [line["event"] for line in logs]
    assert (await office.row()).state is DeliveryState.QUARANTINED
    assert len(office.slack.asked(POST)) == 2


# Many workers, and dead ones.


async def test_slacks_pace_is_kept_by_every_process(office: PostOffice, database_url: str) -> None:
    beside = open_store(database_url, [KEY])
    await office.opens()
    office.slack.faults.limits(POST, retry_after=40)
    await office.settles()

    await office.opens(new_case(TOMAS), NOW + SECOND)
    await office.another_outbox(beside).tick(NOW + SECOND)
    await beside.close()

    assert len(office.slack.asked(POST)) == 1


async def test_a_pause_that_a_moved_clock_made_long_is_not_kept(office: PostOffice) -> None:
    await office.opens()
    office.slack.faults.limits(POST, retry_after=40)
    await office.settles()

    await office.opens(new_case(TOMAS), NOW - timedelta(hours=3))
    await office.settles(NOW - timedelta(hours=3))

    assert len(office.told(TOMAS)) == 1


async def test_what_is_not_being_sent_yet_when_the_process_is_told_to_stop_is_put_back(office: PostOffice) -> None:
    await office.opens()
    outbox = office.another_outbox()

    async def slow(workspace_id: str) -> AsyncWebClient:
        outbox.is_closing = True
        return await office.client(workspace_id)

    outbox.clients = slow
    await outbox.tick(NOW)

    row = await office.row()
    assert (row.state, row.attempt, row.last_code) == (DeliveryState.PLANNED, 0, "stopping")
    assert (await outbox.tick(NOW), office.told()) == (0, [])


async def test_what_answers_a_click_is_sent_without_what_waited_longer(office: PostOffice) -> None:
    old = await office.opens()
    new = await office.opens(new_case(TOMAS), NOW + timedelta(hours=1))

    await office.outbox.send_fresh(NOW + timedelta(hours=1))

    assert (await office.row(subject_id=old.id)).state is DeliveryState.PLANNED
    assert (await office.row(subject_id=new.id)).state is DeliveryState.SENT


@pytest.mark.parametrize("died_before", [0, CRASHES - 1])
async def test_a_card_whose_worker_died_after_sending_is_not_sent_again(office: PostOffice, died_before: int) -> None:
    await office.opens()
    await office.changes(update(DeliveryRow).values(crash_count=died_before))
    office.slack.faults.stalls(POST, seconds=0.2)
    dying = asyncio.create_task(office.outbox.tick(NOW))
    await _until(office.told)
    dying.cancel()
    await asyncio.wait([dying])

    survivor = office.another_outbox()
    await survivor.tick(NOW + MINUTE)
    leased = (await office.row()).state
    await office.ages()
    for minutes in range(2, 8):
        await survivor.tick(NOW + minutes * MINUTE)

    row = await office.row()
    assert leased is DeliveryState.SENDING
    assert (row.state, row.crash_count) == (DeliveryState.SENT, died_before + 1)
    assert len(office.told()) == 1


async def test_an_app_home_whose_worker_died_is_published_again_without_looking(office: PostOffice) -> None:
    async with office.store.work(office.workspace_id) as work:
        await deliveries.plan_home(work, MAYA.id, NOW)
    async with office.store.sweep() as sweep:
        await sweep.sending.claim("dead", NOW, 10)
    await office.ages()

    await office.settles(NOW)
    await office.settles(LOOK)

    assert MAYA.id in office.slack.desk.homes
    assert office.slack.asked(OPEN) == []


async def test_a_worker_that_lost_its_lease_writes_nothing(office: PostOffice) -> None:
    await office.opens()
    other = office.another_outbox()

    async def slow(workspace_id: str) -> AsyncWebClient:
        await office.ages()
        await other.tick(NOW)
        return await office.client(workspace_id)

    await Outbox(office.coach, slow).tick(NOW)

    row = await office.row()
    assert (row.state, row.slack_ts, row.last_code) == (DeliveryState.UNKNOWN, None, "lease_lost")


async def test_a_worker_that_was_asleep_puts_back_what_it_can_no_longer_send_in_time(office: PostOffice) -> None:
    await office.opens()
    hours = iter(range(100))
    asleep = Outbox(office.coach, office.client, stopwatch=lambda: next(hours) * 3600.0)

    await asleep.tick(NOW)
    put_back = await office.row()
    await office.settles()

    assert (put_back.state, put_back.attempt, put_back.last_code) == (DeliveryState.PLANNED, 0, "lease_short")
    assert len(office.told()) == 1


async def test_what_nobody_foresaw_stops_one_card_and_not_the_others(office: PostOffice) -> None:
    await office.opens(new_case(TOMAS))
    async with office.store.work(office.workspace_id) as work:
        await work.playbooks.keep(PLAYBOOK, "unreadable", {"playbook.yaml": "id: executive-pushback"})
    broken = await office.opens(replace(new_case(), playbook_version="unreadable"))

    for minutes in range(0, 60, 3):
        try:
            await office.outbox.tick(NOW + minutes * MINUTE)
        except ExceptionGroup as met:
            (error, *_) = met.exceptions
            assert "delivery " in error.__notes__[0]
        await office.ages()

    assert (len(office.told(TOMAS)), office.told(MAYA)) == (1, [])
    assert (await office.row(subject_id=broken.id)).state is DeliveryState.QUARANTINED


async def test_a_web_process_and_a_worker_never_send_the_same_card(office: PostOffice, database_url: str) -> None:
    cases = [await office.opens(new_case(owner)) for owner in (MAYA, TOMAS) for _ in range(12)]
    beside = open_store(database_url, [KEY])
    worker = office.another_outbox(beside)

    for _ in range(4):
        await asyncio.gather(office.outbox.tick(NOW), worker.tick(NOW))
    await beside.close()

    rows = await office.rows()
    told = office.told(MAYA) + office.told(TOMAS)
    assert {row.state for row in rows} == {DeliveryState.SENT}
    assert len(office.slack.asked(POST)) == len(cases)
    assert {message.ts for message in told} == {row.slack_ts for row in rows}


async def test_a_card_and_app_home_are_sent_with_few_statements(office: PostOffice) -> None:
    case = await office.opens()
    await office.settles()
    await office.saves(case, "Onboarding, in four weeks")

    with counted(office.store) as statements:
        await office.outbox.tick(NOW)

    # 3 to claim and 1 for what is paused; 4 to read the card and 1 to record it; 10 to read App Home and 1 to record it
    assert len(statements) == 20


def _forbid_looking(office: PostOffice) -> None:
    office.slack.desk.scopes.difference_update({"im:history", "channels:history", "groups:history"})


async def _began(office: PostOffice, ago: timedelta) -> None:
    """Let the attempts have begun some time ago, by the database's clock."""
    await office.changes(update(DeliveryRow).values(attempt_started_at=office.coach.clock.now() - ago))


async def _suspended(office: PostOffice) -> str:
    async with office.store.view(office.workspace_id) as work:
        return await work.installations.suspended_because()


def _client_at(address: str, session: ClientSession) -> Clients:
    async def client(workspace_id: str) -> AsyncWebClient:
        del workspace_id
        return AsyncWebClient(token="xoxb-playground", base_url=address, session=session, retry_handlers=[])

    return client


async def _until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(3):
        while not holds():  # noqa: ASYNC110  the stand-in has no event to wait for
            await asyncio.sleep(0.005)
