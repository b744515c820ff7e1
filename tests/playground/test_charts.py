import pytest

from bot.playground.charts import Curve, Slice, laid_out
from bot.playground.referee import Json, refuse_message
from bot.surface import limits


def segments(count: int) -> Json:
    return {"type": "pie", "segments": [{"label": f"Kind {number}", "value": number} for number in range(count)]}


def series(count: int, points: int = 2, kind: str = "line") -> Json:
    labels = [f"W{number}" for number in range(points)]
    drawn = [
        {"name": f"S{number}", "data": [{"label": label, "value": 3} for label in labels]} for number in range(count)
    ]
    return {"type": kind, "series": drawn, "axis_config": {"categories": labels}}


def block(chart: Json, title: str = "What we heard") -> Json:
    return {"type": "data_visualization", "title": title, "chart": chart}


def test_a_pie_is_drawn_by_shares_that_follow_one_another() -> None:
    drawn = laid_out({"type": "pie", "segments": [{"label": "Budget", "value": 3}, {"label": "Other", "value": 1}]})

    assert drawn.slices == (Slice("Budget", 3, 75.0, 0.0), Slice("Other", 1, 25.0, 75.0))
    assert drawn.rows == (("Budget", ((3, 100.0),)), ("Other", ((1, 33.3),)))


def test_a_line_reaches_from_edge_to_edge_between_least_and_greatest() -> None:
    values = [{"label": "W1", "value": 0}, {"label": "W2", "value": 4}, {"label": "W3", "value": 2}]
    chart = {
        "type": "line",
        "series": [{"name": "New", "data": values}],
        "axis_config": {"categories": ["W1", "W2", "W3"]},
    }

    drawn = laid_out(chart)

    assert drawn.curves == (Curve("New", "0.0,100.0 50.0,0.0 100.0,50.0", "M0.0 100.0h0 M50.0 0.0h0 M100.0 50.0h0"),)
    assert (drawn.least, drawn.greatest) == (0, 4)


def test_what_a_series_does_not_tell_is_naught_and_nothing_at_all_is_drawn_flat() -> None:
    chart = {
        "type": "bar",
        "series": [{"name": "New", "data": [{"label": "W1", "value": 0}]}],
        "axis_config": {"categories": ["W1", "W2"]},
    }

    drawn = laid_out(chart)

    assert drawn.rows == (("W1", ((0, 0.0),)), ("W2", ((0, 0.0),)))
    assert drawn.curves == ()
    assert laid_out(segments(1)).slices == (Slice("Kind 0", 0, 0.0, 0.0),)


@pytest.mark.parametrize(
    ("blocks", "complaint"),
    [
        ([block(segments(limits.CHART_SEGMENTS + 1))], "/blocks/0/chart/segments"),
        ([block(series(limits.CHART_SERIES + 1))], "/blocks/0/chart/series"),
        ([block(series(1, limits.CHART_POINTS + 1))], "/blocks/0/chart/series/0/data"),
        ([block(segments(2), "x" * (limits.CHART_TITLE + 1))], "/blocks/0/title"),
        ([block({"type": "pie", "segments": [{"label": "x" * 21, "value": 1}]})], "/blocks/0/chart/segments/0/label"),
        ([block(segments(2))] * (limits.MESSAGE_CHARTS + 1), "no more than 2 data_visualization"),
        ([block(series(1, kind="radar"))], "unsupported type: radar"),
    ],
)
def test_slack_refuses_a_chart_that_is_too_large(blocks: list[Json], complaint: str) -> None:
    refusal = refuse_message("A week", blocks)

    assert refusal is not None
    assert any(complaint in message for message in refusal.messages)


@pytest.mark.parametrize("kind", ["line", "bar", "area"])
def test_slack_takes_two_charts_of_any_kind(kind: str) -> None:
    largest = block(series(limits.CHART_SERIES, limits.CHART_POINTS, kind))

    assert refuse_message("A week", [block(segments(limits.CHART_SEGMENTS)), largest]) is None
