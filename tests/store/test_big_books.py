"""A book of twenty thousand rows, of which a turn reads those it needs and no more, by what the database says."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from bot.store.store import Store, open_store
from bot.store.tables import DeliveryState
from bot.store.work import Sweep
from tests.bench.book import BEGINS, NOW, fill
from tests.support.databases import KEY, Cluster, Files
from tests.support.plans import plans

ROWS = 20_000
WHOLE = re.compile(r"(Seq Scan on|SCAN) (delivery|nudge|inbox)\b")

Ask = Callable[[Sweep], Awaitable[object]]
ASKED: dict[str, tuple[Ask, str]] = {
    "what died": (lambda sweep: sweep.sending.reap(NOW, NOW), "ix_delivery_open"),
    "what is in doubt": (lambda sweep: sweep.sending.claim_unknown("ann", NOW, 10), "ix_delivery_open"),
    "what is due": (lambda sweep: sweep.sending.claim("ann", NOW, 10), "ix_delivery_open"),
    "what was planned just now": (
        lambda sweep: sweep.sending.claim("ann", NOW, 10, but=["T1"], since=NOW - timedelta(minutes=1)),
        "ix_delivery_open",
    ),
    "what is due, in turn": (
        lambda sweep: sweep.sending.claim_in_turn("ann", NOW, 10, after="T3", but=["T1"]),
        "ix_delivery_open_by_workspace",
    ),
    "what is too late": (lambda sweep: sweep.sending.expire(NOW, 1000), "ix_delivery_open"),
    "who was missed": (lambda sweep: sweep.nudges.overdue(NOW, 100), "ix_nudge_open"),
    "whose message was given up": (
        lambda sweep: sweep.nudges.stranded("nudge", [DeliveryState.FAILED], NOW, 100),
        "ix_delivery_settled",
    ),
    "how long the oldest waits": (lambda sweep: sweep.book.oldest_due(NOW), "ix_delivery_open"),
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def big_url(
    request: pytest.FixtureRequest, sqlite: Files, postgresql: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """A database with many rows, half of them settled."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = sqlite.copy_to(tmp_path_factory.mktemp("big"))
        else:
            url = stack.enter_context(postgresql.database())
        fill(url, ROWS, settled_from=ROWS // 2)
        yield url


@pytest.fixture
async def big_store(big_url: str) -> AsyncIterator[Store]:
    opened = open_store(big_url, [KEY])
    yield opened
    await opened.close()


@pytest.mark.parametrize(("ask", "index"), ASKED.values(), ids=ASKED)
async def test_a_turn_reads_by_an_index_and_never_the_whole_book(big_store: Store, ask: Ask, index: str) -> None:
    (plan,) = await plans(big_store, ask, has_many_rows=True)

    assert index in plan, plan
    assert not WHOLE.search(plan), plan


async def test_what_is_forgotten_is_found_by_an_index_and_never_in_the_whole_book(big_store: Store) -> None:
    forgets = await plans(big_store, lambda sweep: sweep.forget_some(BEGINS), has_many_rows=True)

    assert not WHOLE.search("\n".join(forgets[1:])), forgets
    assert ("ix_nudge_settled" in forgets[1], "ix_delivery_settled" in forgets[2]) == (True, True), forgets
