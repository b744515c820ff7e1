"""Charts as Slack draws them. What a chart shows is said in words beside it, for who cannot see it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.surface import kit, limits
from bot.surface.kit import Json

_TYPE: Final = "data_visualization"
_BARS: Final = "▁▂▃▄▅▆▇█"


def pie(title: str, segments: Sequence[tuple[str, int]], others: str) -> Json:
    """Return a whole in its parts; those beyond the sixth are drawn as one, named `others`."""
    drawn = list(segments)
    if len(drawn) > limits.CHART_SEGMENTS:
        kept, rest = drawn[: limits.CHART_SEGMENTS - 1], drawn[limits.CHART_SEGMENTS - 1 :]
        drawn = [*kept, (others, sum(count for _, count in rest))]
    labels = _labels(name for name, _ in drawn)
    points = [{"label": label, "value": count} for label, (_, count) in zip(labels, drawn, strict=True)]
    return _block(title, {"type": "pie", "segments": points})


def lines(title: str, categories: Iterable[str], series: Mapping[str, Sequence[int]]) -> Json:
    """Return several series over the same categories, each series as long as they are many."""
    named = _labels(categories)[-limits.CHART_POINTS :]
    drawn = [
        {
            "name": name,
            "data": [
                {"label": label, "value": value} for label, value in zip(named, values[-len(named) :], strict=True)
            ],
        }
        for name, values in zip(_labels(series), series.values(), strict=True)
    ]
    return _block(title, {"type": "line", "series": drawn, "axis_config": {"categories": named}})


def is_chart(block: Json) -> bool:
    """Tell whether a block is a chart."""
    return bool(block["type"] == _TYPE)


def bars(values: Sequence[int]) -> str:
    """Return a row of bars made of letters, the highest for the largest value: for where Slack draws no chart."""
    most = max(values, default=0)
    return "".join(_BARS[round(value * (len(_BARS) - 1) / most) if most else 0] for value in values)


def _block(title: str, chart: Json) -> Json:
    return {"type": _TYPE, "title": kit.one_line(title, limits.CHART_TITLE), "chart": chart}


def _labels(names: Iterable[str]) -> list[str]:
    """Return names as short as a chart wants them, no two alike."""
    found: list[str] = []
    for name in names:
        label, number = kit.one_line(name, limits.CHART_LABEL), 2
        while label in found:
            ending = f" {number}"
            label, number = kit.one_line(name, limits.CHART_LABEL - len(ending)) + ending, number + 1
        found.append(label)
    return found
