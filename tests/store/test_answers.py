from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from bot.coaching.case import Answer
from bot.playbook.model import Value
from bot.store.store import Store
from bot.store.values import from_json, to_json
from tests.support.stored import HERE, NOW, begun, counted, furnish

VALUES: dict[str, Value] = {
    "quote": "“Too much” <!channel> \x00 \ud800 👩🏽‍💻 عربي",
    "number": Decimal("12.50"),
    "said_on": date(2026, 3, 26),
    "meeting_at": datetime(2026, 3, 26, 9, 30, tzinfo=UTC),
    "involvement": ("design", "guest"),
    "none_of_these": (),
    "openness_shown": False,
    "long": "x" * 3000,
}


async def test_answers_of_every_kind_come_back_verbatim(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    async with store.work(HERE) as work:
        await work.answers.add(case.id, [Answer(name, value, 1) for name, value in VALUES.items()], NOW)

    async with store.view(HERE) as work:
        assert await work.answers.at(case.id, 1) == VALUES


async def test_answers_of_one_save_take_one_statement(store: Store) -> None:
    await furnish(store)
    case = await begun(store)

    with counted(store) as statements:
        async with store.work(HERE) as work:
            await work.answers.add(case.id, [Answer(name, value, 1) for name, value in VALUES.items()], NOW)
            await work.answers.add(case.id, [], NOW)

    assert len(statements) == 1


async def test_answers_as_of_a_revision_are_those_that_stood_then(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    async with store.work(HERE) as work:
        await work.answers.add(case.id, [Answer("goal", "Growth", 1), Answer("setting", "call", 1)], NOW)
        await work.answers.add(case.id, [Answer("goal", "Savings", 3), Answer("setting", None, 3)], NOW)

    async with store.view(HERE) as work:
        before, first, second, third = [await work.answers.at(case.id, revision) for revision in range(4)]

    assert before == {}
    assert first == second == {"goal": "Growth", "setting": "call"}
    assert third == {"goal": "Savings", "setting": None}


async def test_an_answer_is_never_written_over(store: Store) -> None:
    await furnish(store)
    case = await begun(store)
    async with store.work(HERE) as work:
        await work.answers.add(case.id, [Answer("goal", "Growth", 1)], NOW)

    with pytest.raises(IntegrityError):
        async with store.work(HERE) as work:
            await work.answers.add(case.id, [Answer("goal", "Savings", 1)], NOW)


@given(
    st.text(st.characters(codec=None, categories=None))
    | st.booleans()
    | st.decimals(allow_nan=False)
    | st.dates()
    | st.datetimes(timezones=st.just(UTC))
    | st.lists(st.text()).map(tuple)
)
def test_a_value_reads_back_with_its_type(value: Value) -> None:
    read = from_json(to_json(value))

    assert read == value
    assert type(read) is type(value)


def test_a_form_nobody_wrote_is_refused() -> None:
    with pytest.raises(ValueError, match="no value has this form: dict"):
        from_json('{"colour": "red"}')
