import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from bot.coaching.case import (
    Answer,
    Commitment,
    Engagement,
    Evidence,
    Executive,
    Outcome,
    RequestedChange,
    Ruling,
    Side,
)
from bot.errors import BotError, NotFoundError
from bot.playbook.model import Stage
from bot.store.store import Store, open_store
from tests.support.databases import KEY
from tests.support.stored import ANNA, HERE, MARA, NOW, TODAY, TOM, begun, contact, counted, furnish, new_case


async def test_a_case_reads_back_as_it_was_kept(store: Store) -> None:
    await furnish(store)
    case = replace(
        new_case(),
        primary_concern="budget",
        other_concerns=("time", "trust"),
        engagement=Engagement.NEUTRAL,
        next_action="Say back: “Too much.”",
        next_contact_on=TODAY,
        outcome=Outcome.DECLINED,
        outcome_reason="No budget this year",
        closed_at=NOW + timedelta(days=1),
    )

    async with store.work(HERE) as work:
        await work.cases.add(case)

    async with store.view(HERE) as work:
        assert await work.cases.find(case.id, MARA.id) == case


async def test_open_cases_come_latest_touched_first_in_one_statement(store: Store) -> None:
    await furnish(store)
    older = await begun(store)
    newer = await begun(store, updated_at=NOW + timedelta(minutes=1), executive=None)
    await begun(store, outcome=Outcome.CONVINCED, closed_at=NOW)
    await begun(store, owner_id=TOM.id)

    with counted(store) as statements:
        async with store.view(HERE) as work:
            found = await work.cases.open_of(MARA.id)

    assert found == (newer, older)
    assert len(statements) == 1


async def test_a_case_of_somebody_else_is_gone(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    async with store.view(HERE) as work:
        for case_id, owner_id in ((case.id, TOM.id), ("nowhere", MARA.id)):
            with pytest.raises(NotFoundError) as raised:
                await work.cases.find(case_id, owner_id)
            assert raised.value.sentence.key == "errors.case_gone"


async def test_a_case_file_holds_all_that_was_recorded_and_takes_three_statements(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    evidence = (Evidence("z", "data", "Errors halved", "Plant 2", TODAY), Evidence("a", "case_study", "Acme"))
    changes = (RequestedChange("c1", "Shorter", "No time", Ruling.ADAPT), RequestedChange("c2", "Later"))
    promises = (Commitment("p1", Side.ME, "Send the page", TODAY, NOW), Commitment("p2", Side.THEM, "Read it"))
    first = contact(case, happened_on=TODAY - timedelta(days=3))
    second = contact(case)
    corrected = contact(case, happened_on=TODAY - timedelta(days=3), corrects=first.id, quote="Far too much.")
    async with store.work(HERE) as work:
        answers = [Answer("quote", "Too much.", 1), Answer("pilot_size", Decimal("12.50"), 1)]
        await work.answers.add(case.id, answers, NOW)
        await work.answers.add(case.id, [Answer("pilot_size", None, 2)], NOW)
        for entry in evidence:
            await work.evidence.add(case.id, entry)
        for change in changes:
            await work.changes.add(case.id, change)
        for promise in promises:
            await work.promises.add(case.id, promise)
        for interaction in (first, second, corrected):
            await work.interactions.add(interaction)

    with counted(store) as statements:
        async with store.view(HERE) as work:
            file = await work.cases.file(case.id, MARA.id)

    assert file.case == case
    assert file.answers == {"quote": answers[0], "pilot_size": Answer("pilot_size", None, 2)}
    assert (file.evidence, file.changes, file.promises) == (evidence, changes, promises)
    assert file.interactions == (corrected, second)
    assert len(statements) == 3


async def test_a_case_file_comes_with_its_owner_in_the_same_statements(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    with counted(store) as statements:
        async with store.view(HERE) as work:
            file, owner = await work.cases.opened(case.id, MARA.id)

    assert (file.case, owner) == (case, MARA)
    assert len(statements) == 3


async def test_a_file_keeps_to_its_own_case(store: Store) -> None:
    await furnish(store)
    case, other = await begun(store), await begun(store)
    async with store.work(HERE) as work:
        await work.answers.add(other.id, [Answer("quote", "No.", 1)], NOW)
        await work.evidence.add(other.id, Evidence("e", "data", "x"))
        await work.interactions.add(contact(other))

    async with store.view(HERE) as work:
        file = await work.cases.file(case.id, MARA.id)

    assert (file.answers, file.evidence, file.interactions) == ({}, (), ())


async def test_a_save_is_read_in_the_same_transaction(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    async with store.work(HERE) as work:
        before = await work.cases.find(case.id, MARA.id)
        moved = replace(before, stage=Stage.ALIGN, revision=2)
        await work.cases.save(moved)
        after = await work.cases.find(case.id, MARA.id)

    assert after == moved


async def test_a_save_over_a_newer_one_is_refused(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    async with store.work(HERE) as work:
        await work.cases.save(replace(case, revision=2, initiative="first"))

    with pytest.raises(BotError) as raised:
        async with store.work(HERE) as work:
            await work.cases.save(replace(case, revision=2, initiative="second"))

    assert raised.value.sentence.key == "errors.case_changed"
    async with store.view(HERE) as work:
        assert (await work.cases.find(case.id, MARA.id)).initiative == "first"


async def test_two_windows_on_one_case_take_turns(store: Store) -> None:
    await furnish(store)
    case = await begun(store, executive=None)
    both_are_in = asyncio.Barrier(2) if store._path is None else None

    async def window(initiative: str) -> None:
        async with store.work(HERE) as work:
            if both_are_in:
                await both_are_in.wait()
            found = await work.cases.find(case.id, MARA.id)
            await work.cases.save(replace(found, revision=found.revision + 1, initiative=found.initiative + initiative))

    await asyncio.gather(window(" A"), window(" B"))

    async with store.view(HERE) as work:
        found = await work.cases.find(case.id, MARA.id)
    assert found.revision == 3
    assert sorted(found.initiative.split()[-2:]) == ["A", "B"]


async def test_who_waited_for_a_case_sees_the_executive_it_has_since(postgresql_url: str) -> None:
    first, second = open_store(postgresql_url, [KEY]), open_store(postgresql_url, [KEY])
    await furnish(first)
    case = await begun(first, executive=None)
    async with first.work(HERE) as work:
        await work.cases.save(replace(await work.cases.find(case.id, MARA.id), revision=2, executive=ANNA))

        async def wait() -> Executive | None:
            async with second.work(HERE) as other:
                return (await other.cases.find(case.id, MARA.id)).executive

        waiting = asyncio.create_task(wait())
        await asyncio.sleep(0.2)

    executive = await waiting

    assert executive == ANNA
    await first.close()
    await second.close()


async def test_a_case_needs_its_owner_its_executive_and_its_playbook_to_be_kept(store: Store) -> None:
    await furnish(store)

    for missing in ({"owner_id": "U0NOBODY"}, {"executive": Executive("nobody", "N")}, {"playbook_version": "00"}):
        with pytest.raises(IntegrityError):
            await begun(store, **missing)


async def test_a_closed_case_has_an_outcome(store: Store) -> None:
    await furnish(store)

    with pytest.raises(IntegrityError):
        await begun(store, closed_at=NOW)


async def test_a_case_exists_whoever_owns_it(store: Store) -> None:
    await furnish(store)
    case = await begun(store, owner_id=TOM.id)

    async with store.view(HERE) as work:
        assert await work.cases.exists(case.id)
        assert not await work.cases.exists("nowhere")


async def test_discarding_a_case_erases_what_was_recorded_about_it_and_no_other(store: Store) -> None:
    await furnish(store)
    mistaken, other = await begun(store), await begun(store)
    async with store.work(HERE) as work:
        await work.interactions.add(contact(mistaken))
        await work.answers.add(mistaken.id, (Answer("quote", "Too much.", 1),), NOW)
        await work.promises.add(mistaken.id, Commitment("p1", Side.ME, "Send the outline", TODAY))

    async with store.work(HERE) as work:
        await work.cases.discard(mistaken.id)

    async with store.view(HERE) as work:
        assert await work.cases.open_of(MARA.id) == (other,)
        assert await work.interactions.recent(MARA.id) == ()
        assert await work.promises.of(mistaken.id) == ()
