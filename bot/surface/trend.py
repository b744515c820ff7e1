"""The last weeks in words, with bars made of letters: Slack draws charts in messages only."""

from collections.abc import Sequence
from typing import Final

from bot.coaching.digest import TREND_FIGURES, Point
from bot.locales.words import Words
from bot.surface import charts
from bot.surface.digest import short

LEAST: Final = 2
"""Weeks; fewer are no trend."""


def trend_text(trend: Sequence[Point], words: Words) -> str:
    """Return how the four numbers went, a line each."""
    series = zip(*(point.values for point in trend), strict=True)
    lines = [
        words(
            "figures.trend.line",
            name=words(f"digest.trend.{figure}"),
            bars=charts.bars(values),
            values=", ".join(map(str, values)),
        )
        for figure, values in zip(TREND_FIGURES, series, strict=True)
    ]
    return "\n".join([words("figures.trend.title", last=short(trend[-1].last, words)), *lines])
