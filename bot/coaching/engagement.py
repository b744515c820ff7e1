"""Engagement: how the executive stands to the initiative, and how that moved.

It moves only with an interaction as evidence, so everything here is read off interactions.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final

from bot.coaching.case import Engagement, Interaction


class Direction(StrEnum):
    """Which way a move went."""

    FORWARD = "forward"
    BACK = "back"


_SCALE: Final = (Engagement.RESISTANT, Engagement.NEUTRAL, Engagement.SUPPORTIVE, Engagement.LEADING)
"""From against to for. *Unaware* stands beside it: who knows of nothing is neither for nor against."""


def direction(before: Engagement, after: Engagement) -> Direction | None:
    """Tell whether a move went forward or back; None when it went neither way.

    Along resistant, neutral, supportive, leading it goes one way or the other. Who was unaware and is now neutral or
    better moved forward: they heard of it and are not against it. Who was unaware and now resists did not move back:
    they took a stand for the first time. Nobody becomes unaware: what was thought of them was wrong, they did not move.
    """
    if before is after or after is Engagement.UNAWARE:
        return None
    if before is Engagement.UNAWARE:
        return None if after is Engagement.RESISTANT else Direction.FORWARD
    return Direction.FORWARD if _SCALE.index(after) > _SCALE.index(before) else Direction.BACK


def needs_second_act(before: Engagement, after: Engagement | None, second_act: str) -> bool:
    """Tell whether a move to *leading* still lacks what else the executive did: one act may be courtesy."""
    return before is not Engagement.LEADING and after is Engagement.LEADING and not second_act.strip()


def reached(interactions: Iterable[Interaction], start: Engagement = Engagement.RESISTANT) -> Engagement:
    """Return the level after these interactions (current ones, oldest first); `start` when none observed any."""
    observed = [each.engagement_after for each in interactions if each.engagement_after]
    return observed[-1] if observed else start


def moves(
    interactions: Iterable[Interaction], start: Engagement = Engagement.RESISTANT
) -> tuple[tuple[date, Engagement, Engagement], ...]:
    """Return the moves of one case (its current interactions, oldest first) with the day of each.

    Each move begins where the one before it ended, not at the level noted when it was logged: a correction of an
    earlier interaction moves the beginning of the later one.
    """
    level = start
    history: list[tuple[date, Engagement, Engagement]] = []
    for each in interactions:
        if each.engagement_after and each.engagement_after is not level:
            history.append((each.happened_on, level, each.engagement_after))
            level = each.engagement_after
    return tuple(history)
