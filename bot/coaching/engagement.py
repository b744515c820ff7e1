"""Engagement: how the executive stands to the initiative, and how that moved.

It moves only with an interaction as evidence, so everything here is read off interactions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from bot.coaching.case import Engagement, Interaction

_RISING: Final = (Engagement.RESISTANT, Engagement.NEUTRAL, Engagement.SUPPORTIVE, Engagement.LEADING)


class Direction(StrEnum):
    """Where a move leads. *Unaware* lies beside the others, not below them."""

    CLOSER = "closer"
    AWAY = "away"
    AWARE = "aware"  # out of unaware, to wherever
    UNAWARE = "unaware"  # back into it: a new person in the role, or a forgotten talk


@dataclass(frozen=True, slots=True)
class Move:
    """One move from one level to another."""

    before: Engagement
    after: Engagement

    @property
    def direction(self) -> Direction:
        """Tell where the move leads."""
        if self.before is Engagement.UNAWARE:
            return Direction.AWARE
        if self.after is Engagement.UNAWARE:
            return Direction.UNAWARE
        return Direction.CLOSER if _RISING.index(self.after) > _RISING.index(self.before) else Direction.AWAY


def move(before: Engagement, after: Engagement | None) -> Move | None:
    """Return the move between two levels; None when nothing moved or nothing was observed."""
    return Move(before, after) if after is not None and after is not before else None


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
        if made := move(level, each.engagement_after):
            history.append((each.happened_on, made.before, made.after))
            level = made.after
    return tuple(history)
