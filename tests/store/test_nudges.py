import asyncio
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from bot.coaching.case import Case
from bot.coaching.nudges import Nudge, NudgeState, Reason, own
from bot.errors import BotError, NotFoundError
from bot.playbook.model import NudgeKind
from bot.store.nudges import Kept
from bot.store.store import Store, open_store
from bot.store.tables import NudgeRow
from tests.support.databases import KEY
from tests.support.plans import plans
from tests.support.stored import ANNA, ELSEWHERE, HERE, MARA, NOW, TODAY, TOM, begun, counted, furnish

DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=1)
RECAP = Nudge("", "recap:1", NudgeKind.RECAP, TODAY - DAY, TODAY, TODAY + 7 * DAY, due_at=NOW)
FULL = replace(
    RECAP,
    key="own:1",
    kind=NudgeKind.OWN,
    state=NudgeState.DROPPED,
    hour=time(14, 30),
    is_late=True,
    sent_at=LATER,
    reason=Reason.TOO_LATE,
    text="Send the outline \x00 \ud800 🚀",
    note="They have it <already> \x00 \ud800",
)


@pytest.mark.parametrize("nudge", [RECAP, FULL, replace(RECAP, due_at=None)])
async def test_a_nudge_reads_back_as_it_was_kept(store: Store, nudge: Nudge) -> None:
    await furnish(store)
    case = await begun(store)
    nudge = replace(nudge, case_id=case.id)

    (kept,) = await _put(store, nudge)

    async with store.view(HERE) as work:
        assert await work.nudges.find(kept.id, MARA.id) == kept == Kept(kept.id, nudge)


async def test_any_number_of_nudges_is_kept_in_one_statement(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    nudges = [replace(RECAP, case_id=case.id, key=f"recap:{number}") for number in range(50)]
    before = await _put(store, *nudges[:20])

    with counted(store) as statements:
        after = await _put(store, *(replace(nudge, day=TODAY + DAY) for nudge in nudges))

    assert len(statements) == 1
    assert [kept.id for kept in after[:20]] == [kept.id for kept in before]
    async with store.view(HERE) as work:
        assert set(await work.nudges.open_of(MARA.id)) == set(after)


async def test_keeping_nothing_asks_nothing(store: Store) -> None:
    with counted(store) as statements:
        assert await _put(store) == ()

    assert statements == []


async def test_two_who_plan_the_same_nudge_keep_it_once(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    nudge = replace(RECAP, case_id=case.id)

    first, second = await asyncio.gather(_put(store, nudge), _put(store, nudge))

    async with store.view(HERE) as work:
        assert await work.nudges.of_case(case.id) == first == second


async def test_the_same_key_is_another_nudge_for_another_case_or_person(store: Store) -> None:
    await furnish(store)
    one, other = await begun(store), await begun(store)

    async with store.work(HERE) as work:
        await work.nudges.put(MARA.id, [RECAP, replace(RECAP, case_id=one.id), replace(RECAP, case_id=other.id)], NOW)
        await work.nudges.put(TOM.id, [RECAP], NOW)

    assert len(await _rows(store)) == 4


async def test_planning_reads_what_is_open_and_all_of_the_case_that_changed(store: Store) -> None:
    await furnish(store)
    changed, other = await begun(store), await begun(store)
    done = replace(RECAP, state=NudgeState.DONE)
    await _put(
        store,
        replace(RECAP, case_id=changed.id, key="open", due_at=LATER),
        replace(done, case_id=changed.id, key="done"),
        replace(RECAP, case_id=other.id, key="other open", state=NudgeState.LATER),
        replace(done, case_id=other.id, key="other done"),
        replace(RECAP, key="no case", due_at=LATER + DAY),
    )

    with counted(store) as statements:
        async with store.view(HERE) as work:
            found = await work.nudges.open_of(MARA.id, and_all_of=[changed.id])

    assert len(statements) == 1
    assert {kept.nudge.key for kept in found} == {"open", "done", "other open", "no case"}
    async with store.view(HERE) as work:
        assert {kept.nudge.key for kept in await work.nudges.open_of(MARA.id)} == {"open", "other open", "no case"}
        assert {kept.nudge.key for kept in await work.nudges.of_case(changed.id)} == {"open", "done"}


async def test_whoever_plans_waits_for_who_plans_already(database_url: str) -> None:
    waiting = f"{database_url}&options=-c%20lock_timeout%3D50" if "postgres" in database_url else database_url
    one, other = open_store(database_url, [KEY]), open_store(waiting, [KEY])
    await furnish(one)

    async with one.work(HERE) as work:
        await work.nudges.open_of(MARA.id)
        if database_url.startswith("postgresql"):  # SQLite lets nobody else write at all
            with pytest.raises(BotError):
                await _open_in_work(other)
            await begun(other)  # what only refers to the person need not wait
    await _open_in_work(other)

    for store in (one, other):
        await store.close()


async def test_a_nudge_is_its_persons_own(store: Store) -> None:
    await furnish(store)
    (kept,) = await _put(store, RECAP)

    async with store.view(HERE) as work:
        with pytest.raises(NotFoundError) as raised:
            await work.nudges.find(kept.id, TOM.id)
        assert await work.nudges.open_of(TOM.id) == ()

    assert raised.value.sentence.key == "errors.nudge_gone"


async def test_nothing_of_another_workspace_is_reminded_of(store: Store) -> None:
    await furnish(store)
    await furnish(store, ELSEWHERE)
    (kept,) = await _put(store, RECAP)

    async with store.work(ELSEWHERE) as work:
        with pytest.raises(NotFoundError):
            await work.nudges.find(kept.id, MARA.id)
        told = await work.nudges.tell(MARA.id, TODAY, LATER, NOW)
        found = (
            await work.nudges.open_of(MARA.id),
            await work.nudges.planned(MARA.id),
            await work.nudges.on_day(MARA.id, TODAY),
            await work.nudges.recent_dropped(MARA.id, NOW),
        )

    assert told == 0
    assert found == ((),) * 4


async def test_what_is_due_goes_into_the_message_of_a_day_with_its_cases(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    await _put(
        store,
        replace(RECAP, key="second", due_at=NOW),
        replace(RECAP, case_id=case.id, key="first", due_at=NOW - DAY, state=NudgeState.LATER),
        replace(RECAP, key="tomorrow", due_at=NOW + DAY),
        replace(RECAP, key="held", due_at=None),
        replace(RECAP, key="done", state=NudgeState.DONE),
    )

    with counted(store) as statements:
        async with store.work(HERE) as work:
            told = await work.nudges.tell(MARA.id, TODAY, LATER, NOW)
            held = await work.nudges.on_day(MARA.id, TODAY)

    assert (told, len(statements)) == (2, 2)
    assert [(kept.nudge.key, found) for kept, found in held] == [("first", case), ("second", None)]
    assert {(kept.nudge.state, kept.nudge.sent_at, kept.told_on) for kept, _ in held} == {(NudgeState.SENT, NOW, TODAY)}


async def test_a_message_still_holds_what_was_settled_or_put_off_from_it(store: Store) -> None:
    await furnish(store)
    await _put(store, RECAP, replace(RECAP, key="other"))
    await _tell(store)
    async with store.view(HERE) as work:
        (one, _), (other, _) = await work.nudges.on_day(MARA.id, TODAY)

    await _put(
        store,
        replace(one.nudge, state=NudgeState.DONE),
        replace(other.nudge, state=NudgeState.LATER, day=TODAY + DAY, due_at=NOW + DAY),
    )

    async with store.view(HERE) as work:
        held = await work.nudges.on_day(MARA.id, TODAY)
        planned = await work.nudges.planned(MARA.id)
    assert {kept.nudge.state for kept, _ in held} == {NudgeState.DONE, NudgeState.LATER}
    assert [kept.id for kept, _ in planned] == [other.id]


async def test_what_went_out_meanwhile_is_not_planned_again_but_can_be_settled(store: Store) -> None:
    await furnish(store)
    (kept,) = await _put(store, RECAP)
    await _tell(store)

    await _put(store, replace(kept.nudge, due_at=NOW + DAY))
    unmoved = await _find(store, kept.id)
    await _put(store, replace(kept.nudge, state=NudgeState.DONE))
    settled = await _find(store, kept.id)

    assert (unmoved.nudge.state, unmoved.nudge.due_at) == (NudgeState.SENT, NOW)
    assert (settled.nudge.state, settled.told_on) == (NudgeState.DONE, TODAY)


async def test_what_a_message_did_not_say_after_all_is_planned_again(store: Store) -> None:
    await furnish(store)
    kept, done = await _put(store, RECAP, replace(RECAP, key="done"))
    await _tell(store)
    await _put(store, replace(done.nudge, state=NudgeState.DONE))

    async with store.work(HERE) as work:
        taken_back = await work.nudges.take_back(MARA.id, TODAY, LATER)

    assert taken_back == 1
    assert await _find(store, kept.id) == kept
    assert (await _find(store, done.id)).nudge.state is NudgeState.DONE


async def test_the_list_shows_what_is_planned_and_what_was_dropped_or_called_off_with_cases(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    dropped = replace(RECAP, case_id=case.id, state=NudgeState.DROPPED, reason=Reason.TOO_LATE)
    await _put(store, replace(RECAP, key="late", due_at=LATER), replace(RECAP, case_id=case.id, key="soon"))
    await _put(store, replace(dropped, key="long ago"), at=NOW - 30 * DAY)
    await _put(store, replace(dropped, key="before"), at=NOW - DAY)
    await _put(store, replace(dropped, key="now"), at=NOW)
    called_off = replace(dropped, state=NudgeState.NOT_NEEDED, reason=Reason.TOO_MANY)
    await _put(store, replace(called_off, key="called off"), at=NOW - 2 * DAY)
    await _put(store, replace(called_off, key="left out", reason=None), at=NOW)

    with counted(store) as statements:
        async with store.view(HERE) as work:
            planned = await work.nudges.planned(MARA.id)
            past = await work.nudges.recent_dropped(MARA.id, NOW - 7 * DAY)

    assert len(statements) == 2
    assert [(kept.nudge.key, found) for kept, found in planned] == [("soon", case), ("late", None)]
    assert [kept.nudge.key for kept, _ in past] == ["now", "before", "called off"]
    assert {_name(found) for _, found in past} == {ANNA.name}


async def test_the_words_of_an_own_nudge_are_not_readable_in_the_database(store: Store) -> None:
    await furnish(store)

    await _put(store, own("", "n1", "Send the outline", TODAY, time(9)))

    (row,) = await _rows(store)
    assert row.text.startswith("aes:")


async def test_the_longest_overdue_are_caught_up_with_first(store: Store) -> None:
    for workspace_id in (HERE, ELSEWHERE):
        await furnish(store, workspace_id)
    await _plan_for(store, HERE, MARA.id, NOW - DAY, NOW - 3 * DAY)
    await _plan_for(store, HERE, TOM.id, LATER)
    await _plan_for(store, ELSEWHERE, TOM.id, NOW - 2 * DAY)

    async with store.sweep() as sweep:
        everybody = await sweep.nudges.overdue(NOW, 10)
        some = await sweep.nudges.overdue(NOW, 1)
        others = await sweep.nudges.overdue(NOW, 1, but=[(HERE, MARA.id), (HERE, TOM.id)])

    assert everybody == ((HERE, MARA.id), (ELSEWHERE, TOM.id))
    assert some == ((HERE, MARA.id),)
    assert others == ((ELSEWHERE, TOM.id),)


async def test_a_workspace_where_many_are_overdue_keeps_no_other_one_waiting(store: Store) -> None:
    for workspace_id in (HERE, ELSEWHERE):
        await furnish(store, workspace_id)
    await _plan_for(store, HERE, MARA.id, NOW - 4 * DAY)
    await _plan_for(store, HERE, TOM.id, NOW - 3 * DAY)
    await _plan_for(store, ELSEWHERE, MARA.id, NOW - DAY)

    async with store.sweep() as sweep:
        everybody = await sweep.nudges.overdue(NOW, 10)

    assert everybody == ((HERE, MARA.id), (ELSEWHERE, MARA.id), (HERE, TOM.id))


async def test_nobody_in_a_suspended_workspace_is_overdue(store: Store) -> None:
    await furnish(store)
    await _plan_for(store, HERE, MARA.id, NOW - DAY)
    async with store.work(HERE) as work:
        await work.installations.suspend("token_revoked")

    async with store.sweep() as sweep:
        assert await sweep.nudges.overdue(NOW, 10) == ()


async def test_who_is_overdue_is_found_by_the_index_on_what_is_open(store: Store) -> None:
    (plan,) = await plans(store, lambda sweep: sweep.nudges.overdue(NOW, 10, but=[(HERE, MARA.id)]))

    assert "ix_nudge_open" in plan, plan
    assert not any(word in plan for word in ("Sort", "TEMP B-TREE")), plan


async def _put(store: Store, *nudges: Nudge, at: datetime = NOW) -> tuple[Kept, ...]:
    async with store.work(HERE) as work:
        return await work.nudges.put(MARA.id, nudges, at)


async def _plan_for(store: Store, workspace_id: str, person_id: str, *moments: datetime) -> None:
    nudges = [replace(RECAP, key=f"recap:{moment}", due_at=moment) for moment in moments]
    async with store.work(workspace_id) as work:
        await work.nudges.put(person_id, nudges, NOW)


async def _tell(store: Store, day: date = TODAY) -> None:
    async with store.work(HERE) as work:
        await work.nudges.tell(MARA.id, day, LATER, NOW)


async def _find(store: Store, nudge_id: str) -> Kept:
    async with store.view(HERE) as work:
        return await work.nudges.find(nudge_id, MARA.id)


async def _open_in_work(store: Store) -> None:
    async with store.work(HERE) as work:
        await work.nudges.open_of(MARA.id)


async def _rows(store: Store) -> list[NudgeRow]:
    async with store.view(HERE) as work:
        return list((await work.nudges._desk.run(select(NudgeRow))).scalars())


def _name(case: Case | None) -> str:
    return case.executive.name if case and case.executive else ""
