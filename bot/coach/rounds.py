"""Go round those who wait for something, some at a time, so that whoever cannot be helped keeps nobody else waiting."""

from asyncio import gather
from collections.abc import Awaitable, Callable, Collection
from typing import Final

from structlog import get_logger

from bot.coach.coach import Coach
from bot.store.work import Sweep

AT_ONCE: Final = 50  # that one round helps: what is due to others waits for it

Whom = tuple[str, str]
"""A person or a team, by workspace and id."""

_log = get_logger(__name__)


async def go_round(
    coach: Coach,
    waiting: Callable[[Sweep, Collection[Whom]], Awaitable[tuple[Whom, ...]]],
    helped: Callable[[Whom], Awaitable[None]],
) -> int:
    """Help those who wait, some at a time, and return how many.

    Whoever cannot be helped now keeps nobody else waiting: they are tried again with the next turn.
    """
    count, skipped = 0, set[Whom]()
    while True:
        async with coach.store.sweep() as sweep:
            found = await waiting(sweep, skipped)
        failed = {whom for whom in found if not await _is_done(helped(whom), whom)}
        count += len(found) - len(failed)
        skipped |= failed
        if not failed:
            return count


async def _is_done(work: Awaitable[None], whom: Whom) -> bool:
    (met,) = await gather(work, return_exceptions=True)
    if isinstance(met, Exception):
        _log.error("not caught up with", workspace=whom[0], whom=whom[1], error=type(met).__name__)
    return not isinstance(met, Exception)
