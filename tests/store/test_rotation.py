from dataclasses import replace
from datetime import time

from bot.coaching.case import Answer, Commitment, Evidence, Outcome, RequestedChange, Side
from bot.coaching.nudges import own
from bot.coaching.sharing import Sharing, SharingLevel
from bot.store.installations import Installation
from bot.store.rotation import sealed_columns
from bot.store.sheets import PILOT
from bot.store.store import Store, open_store
from bot.store.work import Work
from tests.store.test_digests import FIRST, SAID
from tests.store.test_pilots import LOCK, PILOT_SHEET
from tests.store.test_shelf import ITEM
from tests.store.test_teams import NORTH
from tests.support.databases import KEY, OTHER_KEY
from tests.support.stored import HERE, MARA, NOW, TODAY, begun, contact, furnish


async def test_resealing_brings_everything_under_the_first_key(database_url: str) -> None:
    old = open_store(database_url, [])
    case_id = await _with_something_in_every_sealed_column(old)
    async with old.view(HERE) as work:
        before = await _all_of_it(work, case_id)
    await old.close()
    both, new = open_store(database_url, [KEY]), open_store(database_url, [OTHER_KEY])

    once = await both.reseal()
    rotated = open_store(database_url, [OTHER_KEY, KEY])
    again = await rotated.reseal()

    assert once == again == len(list(sealed_columns()))
    assert await rotated.reseal() == 0
    async with new.view(HERE) as work:
        assert await _all_of_it(work, case_id) == before
    for store in (both, rotated, new):
        await store.close()


async def _with_something_in_every_sealed_column(store: Store) -> str:
    await furnish(store)
    case = await begun(store, next_action="Say it", outcome=Outcome.DECLINED, outcome_reason="No", closed_at=NOW)
    async with store.work(HERE) as work:
        await work.installations.save_installation(Installation("xoxb-1", "U1", "U2", NOW, refresh_token="xoxe-1"))
        await work.answers.add(case.id, [Answer("quote", "Too much.", 1), Answer("goal", None, 1)], NOW)
        await work.interactions.add(contact(case, quote="Too much.", second_act="Spoke up"))
        await work.evidence.add(case.id, Evidence("e", "data", "Errors halved", "Plant 2"))
        await work.changes.add(case.id, RequestedChange("c", "Shorter", "No time"))
        await work.promises.add(case.id, Commitment("p", Side.ME, "Send it"))
        await work.nudges.put(MARA.id, [replace(own(case.id, "n", "Send it", TODAY, time(9)), note="Sent.")], NOW)
        revision = await work.worksheets.add(case.id, PILOT, PILOT_SHEET, MARA.id, NOW)
        await work.pilots.lock(case.id, replace(LOCK, reason="Another decider"), revision)
        await work.shelf.add(ITEM)
        await work.shelf.remove(ITEM, NOW)
        await work.shelf.add(replace(ITEM, id="s2"))
        await work.sharing.save(case.id, Sharing(SharingLevel.ANONYMOUS, "It was never about money.", NOW), NOW)
        await work.teams.save(NORTH)
        await work.digests.put(FIRST)
        await work.digests.publish(FIRST.team_id, FIRST.week, SAID)
    return case.id


async def _all_of_it(work: Work, case_id: str) -> tuple[object, ...]:
    return (
        await work.cases.file(case_id, MARA.id),
        await work.installations.installation(),
        await work.nudges.of_case(case_id),
        await work.worksheets.revisions(case_id, PILOT),
        await work.pilots.locks(case_id),
        await work.shelf.of(MARA.id),
        await work.shelf.revisions(ITEM.id),
        await work.sharing.of_case(case_id),
        await work.digests.content(FIRST.team_id, FIRST.week),
    )
