"""Charts (`data_visualization`), laid out for the page: shares of a circle, points of a line, rows of a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.referee import Json

Number = int | float


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of a pie: its share, and where it begins, in percent of the circle."""

    label: str
    value: Number
    share: float
    begins: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A series of a line or an area chart: its points as SVG writes them, in a square of 100."""

    name: str
    points: str
    dots: str


@dataclass(frozen=True, slots=True)
class Chart:
    """What the page draws, and the same as a table."""

    kind: str  # pie, bar, line, area
    slices: tuple[Slice, ...]
    curves: tuple[Curve, ...]
    least: Number  # of the scale
    greatest: Number
    columns: tuple[str, ...]
    rows: tuple[
        tuple[str, tuple[tuple[Number, float], ...]], ...
    ]  # label, then values with their share of the greatest


def laid_out(chart: Json) -> Chart:
    """Lay out what a block's `chart` says."""
    columns, table = _table(chart)
    values = [value for row in table.values() for value in row]
    greatest, least = max([0, *values]), min([0, *values])
    span = greatest - least or 1
    return Chart(
        kind=chart["type"],
        slices=tuple(_slices(table)) if chart["type"] == "pie" else (),
        curves=tuple(_curves(columns, list(table.values()), least, span)) if chart["type"] in {"line", "area"} else (),
        least=least,
        greatest=greatest,
        columns=columns,
        rows=tuple(
            (label, tuple((value, round(100 * max(value, 0) / span, 1)) for value in row))
            for label, row in table.items()
        ),
    )


def _table(chart: Json) -> tuple[tuple[str, ...], Mapping[str, list[Any]]]:
    """Return a chart as the names of its columns and rows of values; what a series does not tell is naught."""
    if chart["type"] == "pie":
        return ("",), {one["label"]: [one["value"]] for one in chart["segments"]}
    found = [{point["label"]: point["value"] for point in series["data"]} for series in chart["series"]]
    labels = chart["axis_config"]["categories"]
    return tuple(series["name"] for series in chart["series"]), {
        label: [one.get(label, 0) for one in found] for label in labels
    }


def _slices(table: Mapping[str, Sequence[Number]]) -> Iterator[Slice]:
    total = sum(max(row[0], 0) for row in table.values()) or 1
    begins = 0.0
    for label, (value,) in table.items():
        share = 100 * max(value, 0) / total
        yield Slice(label, value, round(share, 2), round(begins, 2))
        begins += share


def _curves(names: Sequence[str], rows: Sequence[Sequence[Number]], least: Number, span: Number) -> Iterator[Curve]:
    step = 100 / max(len(rows) - 1, 1)
    for place, name in enumerate(names):
        points = [
            (round(number * step, 2), round(100 - 100 * (row[place] - least) / span, 2))
            for number, row in enumerate(rows)
        ]
        yield Curve(name, " ".join(f"{x},{y}" for x, y in points), " ".join(f"M{x} {y}h0" for x, y in points))
