"""How long it takes to count a week for a team of 50, in a workspace of 500 trainers, as years of history go by."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import uvloop

from bot.coaching.calendar import WorkingCalendar
from bot.coaching.digest import Counted, Figure, Part
from bot.store.digest_counts import Period, Scope
from bot.store.store import open_store
from tests.support.databases import Files, cluster
from tests.support.history import END, TEAM, live
from tests.support.stored import HERE

SIZES: Final = (100_000, 1_000_000)  # contacts in the workspace
AIM: Final = 200  # milliseconds
_ROUNDS: Final = 15
_FIRST: Final = END.replace(day=2)
_WEEK: Final = Period(_FIRST, END, WorkingCalendar("UTC"), dict.fromkeys(Part, _FIRST))


def main() -> None:
    """Print the table."""
    print(f"A digest's week, {len(TEAM)} trainers of 500: median and slowest of {_ROUNDS}, in milliseconds", flush=True)  # noqa: T201
    for line in _lines():
        print(line, flush=True)  # noqa: T201  printing is the purpose


def _lines() -> Iterator[str]:
    yield f"{'contacts':>10}  {'':<12}{'median':>8}{'slowest':>9}{'new':>6}{'forward':>9}{'open':>6}{'insight':>9}"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        files, servers = Files(folder), stack.enter_context(cluster())
        for contacts in SIZES:
            (here := folder / str(contacts)).mkdir()
            databases = {
                "SQLite": files.copy_to(here),
                "PostgreSQL": stack.enter_context(servers.database()),
            }
            for engine, url in databases.items():
                times, found, insight = uvloop.run(_measured(url, contacts))
                told = (found.of(figure).cases for figure in (Figure.NEW, Figure.FORWARD, Figure.OPEN))
                new, forward, opened = told
                is_so = "" if median(times) < AIM else f"  NO: below {AIM} ms"
                yield (
                    f"{contacts:>10,}  {engine:<12}{median(times):>8.1f}{max(times):>9.1f}"
                    f"{new:>6}{forward:>9}{opened:>6}{insight:>9.1f}{is_so}"
                )


async def _measured(url: str, contacts: int) -> tuple[list[float], Counted, float]:
    store = open_store(url)
    await live(store, contacts)
    times = []
    for _ in range(_ROUNDS + 1):
        begun = perf_counter()
        async with store.view(HERE) as work:
            found = await work.digest_counts.of(Scope(TEAM), _WEEK)
        times.append((perf_counter() - begun) * 1000)
    begun = perf_counter()
    async with store.view(HERE) as work:
        await work.insights.of_concern("budget", END)
    insight = (perf_counter() - begun) * 1000
    await store.close()
    return times[1:], found, insight  # the first one also wrote the statement


if __name__ == "__main__":
    main()
