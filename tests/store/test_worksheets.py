from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.coaching.pilot import Verdict
from bot.store.store import Store
from bot.store.tables import WorksheetRow
from bot.store.worksheets import Kind
from tests.support.stored import ELSEWHERE, HERE, MARA, NOW, begun, counted, furnish


@dataclass(frozen=True, slots=True)
class Line:
    what: str
    amount: Decimal | None = None
    from_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    lines: tuple[Line, ...] = ()
    verdict: Verdict | None = None
    at: datetime | None = None
    named: str = "left out in old revisions"


SHEET = Kind("sheet", Sheet)
OTHER = Kind("other", Line)
WHOLE = Sheet(
    lines=(Line("“Too much” عربي 👩🏽‍💻 <b>", Decimal("12.50"), date(2026, 3, 26)), Line("")),
    verdict=Verdict.NO_GO,
    at=datetime(2026, 3, 26, 9, 30, tzinfo=UTC),
)


async def test_a_worksheet_comes_back_as_it_was_saved(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    async with store.work(HERE) as work:
        assert await work.worksheets.add(case.id, SHEET, WHOLE, MARA.id, NOW) == 1

    async with store.view(HERE) as work:
        kept = (await work.worksheets.of_case(case.id)).kept(SHEET)
    assert kept
    assert (kept.content, kept.revision, kept.saved_by, kept.saved_at) == (WHOLE, 1, MARA.id, NOW)


async def test_the_newest_of_every_kind_takes_one_statement_and_older_ones_stay(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    async with store.work(HERE) as work:
        await work.worksheets.add(case.id, SHEET, WHOLE, MARA.id, NOW)
        await work.worksheets.add(case.id, OTHER, Line("beside it"), MARA.id, NOW)
        assert await work.worksheets.add(case.id, SHEET, Sheet(), MARA.id, NOW + timedelta(hours=1)) == 2

    with counted(store) as statements:
        async with store.view(HERE) as work:
            sheets = await work.worksheets.of_case(case.id)
    async with store.view(HERE) as work:
        revisions = await work.worksheets.revisions(case.id, SHEET)

    assert len(statements) == 1
    assert (sheets.of(SHEET), sheets.of(OTHER)) == (Sheet(), Line("beside it"))
    assert [each.content for each in revisions] == [WHOLE, Sheet()]


async def test_what_no_database_can_hold_is_left_out(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    async with store.work(HERE) as work:
        await work.worksheets.add(case.id, OTHER, Line("a\x00b\ud800c"), MARA.id, NOW)

    async with store.view(HERE) as work:
        assert (await work.worksheets.of_case(case.id)).of(OTHER) == Line("abc")


async def test_a_worksheet_is_sealed_and_stays_in_its_workspace(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    async with store.work(HERE) as work:
        await work.worksheets.add(case.id, OTHER, Line("confidential"), MARA.id, NOW)

    async with store.view(ELSEWHERE) as work:
        assert (await work.worksheets.of_case(case.id)).of(OTHER) is None
    async with store.sweep() as sweep:
        rows = await sweep._desk.run(select(WorksheetRow.content))
    assert "confidential" not in rows.scalar_one()


async def test_no_worksheet_without_a_case(store: Store) -> None:
    await furnish(store)

    with pytest.raises(IntegrityError):
        async with store.work(HERE) as work:
            await work.worksheets.add("no such case", OTHER, Line("lost"), MARA.id, NOW)


def test_a_field_that_came_later_has_its_default_in_old_revisions() -> None:
    assert SHEET.read('{"lines": [], "verdict": "go"}') == Sheet(verdict=Verdict.GO)
