"""Measure how long a brief takes to set as PDF, and how large it is: `python -m tests.bench.brief`."""

from dataclasses import replace
from statistics import median
from time import perf_counter, process_time
from typing import Final

from bot.coaching.brief_pages import BriefPage
from bot.surface.brief_pdf import brief_pdf
from bot.surface.paper import paper_of
from tests.surface.briefs import FULL, SPARSE, WORDS, longest

ROUNDS: Final = 30
MOST_MILLISECONDS: Final = 300
MOST_KILOBYTES: Final = 200


def main() -> None:
    """Print a line for each brief: the first time it is set, then with other words each time."""
    print("| brief as PDF | first, ms | p50 ms | CPU ms | kB |  |\n|---|---|---|---|---|---|", flush=True)  # noqa: T201
    for name, page in (("sparse", SPARSE), ("full", FULL), ("longest", longest())):
        first, _, _ = _timed(page)
        timed = [_timed(_another(page, number)) for number in range(ROUNDS)]
        took, cpu, kilobytes = (median(each) for each in zip(*timed, strict=True))
        judged = "" if took < MOST_MILLISECONDS and kilobytes < MOST_KILOBYTES else "missed"
        line = f"| {name} | {first:.0f} | {took:.0f} | {cpu:.0f} | {kilobytes:.0f} | {judged} |"
        print(line, flush=True)  # noqa: T201  printing is the purpose


def _another(page: BriefPage, number: int) -> BriefPage:
    """Return a brief that was not set before: other words in every part that people type."""
    said = f"{number}: {page.quote}"
    return replace(
        page, quote=said, goal=said, restatement=said, ask=said, title_initiative=f"{page.title_initiative} {number}"
    )


def _timed(page: BriefPage) -> tuple[float, float, float]:
    """Return how many milliseconds a brief took, by the clock and of the processor, and its size in kB."""
    began, busy = perf_counter(), process_time()
    made = brief_pdf(paper_of(page, WORDS), WORDS)
    return (perf_counter() - began) * 1000, (process_time() - busy) * 1000, len(made) / 1000


if __name__ == "__main__":
    main()
