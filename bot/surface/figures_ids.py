"""The names by which Slack tells what was pressed in the window with figures."""

from typing import Final

from bot.coaching.figures import Asked, Range

FIGURES: Final = "figures"  # the modal

FIGURES_OPEN: Final = "figures.open"
FIGURES_CHOOSE: Final = "figures.choose"  # a menu: whose, or which days
FIGURES_SEND: Final = "figures.send"


def value(asked: Asked) -> str:
    """Return what a button or an option about figures answers."""
    return f"{asked.range}:{asked.whose}"


def read_value(answered: str) -> Asked:
    """Return whose figures of which days are wanted.

    Raises:
        ValueError: this is no answer about figures.
    """
    range_, _, whose = answered.partition(":")
    return Asked(Range(range_), whose)
