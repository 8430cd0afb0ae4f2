import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import Band, BandChart, LineChart, Series, Tone
from app.documents.geometry import Geometry, layout, number, spread, ticks


def drawn(chart: LineChart | BandChart, width: float = 480, height: float = 180) -> Geometry:
    return layout(chart, width, height, lambda words: 5.0 * len(words), 10)


def test_higher_values_stand_higher_and_later_ones_to_the_right() -> None:
    shapes = drawn(LineChart((Series("", (("M3", 1), ("E3", 2), ("M4", 3))),)))
    (line,) = shapes.polylines
    assert [x for x, _ in line.points] == sorted(x for x, _ in line.points)
    assert [y for _, y in line.points] == sorted((y for _, y in line.points), reverse=True)


def test_a_gap_breaks_the_line() -> None:
    points = (("a", 1), ("b", 2), ("c", None), ("d", 3), ("e", 4))
    shapes = drawn(LineChart((Series("", points),)))
    assert [len(line.points) for line in shapes.polylines] == [2, 2]
    assert len(shapes.markers) == 4


def test_a_label_that_one_series_lacks_does_not_break_its_line() -> None:
    shapes = drawn(
        LineChart((Series("", (("a", 1), ("b", 2), ("c", 3))), Series("", (("a", 1), ("c", 2)))))
    )
    assert [len(line.points) for line in shapes.polylines] == [3, 2]


def test_bands_lie_on_each_other_and_carry_their_word() -> None:
    chart = LineChart(
        (Series("R", (("M3", 12),)),), (Band("V", 0, 10, Tone.MUST), Band("IV", 10, 20))
    )
    shapes = drawn(chart)
    low, high = shapes.rectangles
    assert high.y + high.height == pytest.approx(low.y)
    assert {"V", "IV"} <= {label.text for label in shapes.labels}


def test_levels_are_drawn_in_the_middle_of_their_band() -> None:
    chart = BandChart(
        (("laag", Tone.MUST), ("hoog", Tone.DONE)), (("nov", "laag"), ("jun", "hoog"))
    )
    shapes = drawn(chart)
    for box, marker in zip(shapes.rectangles, shapes.markers, strict=True):
        assert marker.y == pytest.approx(box.y + box.height / 2)
    assert [marker.text for marker in shapes.markers] == ["nov: laag", "jun: hoog"]


def test_labels_below_never_touch() -> None:
    points = tuple((f"maand {month}", float(month)) for month in range(60))
    shapes = drawn(LineChart((Series("", points),)))
    row = [label for label in shapes.labels if label.text.startswith("maand")]
    assert 1 < len(row) < 60
    for left, right in itertools.pairwise(row):
        assert left.x + 2.5 * len(left.text) < right.x - 2.5 * len(right.text)


@given(
    st.lists(st.tuples(st.text(max_size=20), st.none() | st.floats(-1e6, 1e6)), max_size=12),
    st.floats(100, 600),
)
def test_nothing_measured_falls_outside_the_chart(
    points: list[tuple[str, float | None]], width: float
) -> None:
    shapes = drawn(LineChart((Series("", tuple(points)),)), width)
    for marker in shapes.markers:
        assert 0 <= marker.x <= width
        assert -0.001 <= marker.y <= 180.001


@given(st.lists(st.floats(0, 100), max_size=6))
def test_names_beside_the_lines_keep_their_distance(wanted: list[float]) -> None:
    placed = sorted(spread(wanted, 10, 0, 100))
    assert all(b - a >= 10 - 1e-6 for a, b in itertools.pairwise(placed))
    assert all(-1e-6 <= each <= 100 + 1e-6 for each in placed)


def test_numbers_are_dutch() -> None:
    assert [number(value) for value in (3.0, 2.5, -0.25, 1200.0)] == ["3", "2,5", "-0,25", "1200"]


def test_ticks_are_round() -> None:
    assert ticks(90, 185) == (100, 120, 140, 160, 180)
