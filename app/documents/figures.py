"""Charts as values, and their geometry, so that page and screen draw the very same picture.

`layout` needs only a width, a height and a way to measure a label; it returns plain shapes in a
coordinate system with its origin at the top left, y downwards, in the unit of the given width.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import ceil, floor, log10
from typing import Literal, TypeAlias


class Tone(StrEnum):
    """What a colour means; always shown together with a word."""

    PLAIN = "plain"
    INFO = "info"
    WAITING = "waiting"
    MUST = "must"
    DONE = "done"


@dataclass(frozen=True)
class Series:
    """One line: (label on the horizontal axis, value). `None` is a gap: no point, no line over it."""

    name: str
    points: tuple[tuple[str, float | None], ...]


@dataclass(frozen=True)
class Band:
    """A named stretch of the vertical axis, from `low` up to `high`."""

    label: str
    low: float
    high: float
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class LineChart:
    """Values over time, over bands such as norm groups.

    `labels` orders the horizontal axis; empty takes the labels as the series bring them. `low` and
    `high` bound the vertical axis; without them the data decide. `height` is in points.
    """

    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()
    labels: tuple[str, ...] = ()
    axis: str = ""
    low: float | None = None
    high: float | None = None
    height: float = 180


@dataclass(frozen=True)
class BandChart:
    """Results that are levels, not numbers: a step line over named bands.

    `levels` runs from the lowest to the highest; a point's value is the name of a level.
    """

    levels: tuple[tuple[str, Tone], ...]
    points: tuple[tuple[str, str | None], ...]
    name: str = ""
    axis: str = ""
    height: float = 160


Chart: TypeAlias = LineChart | BandChart
Measure: TypeAlias = Callable[[str], float]


@dataclass(frozen=True)
class Rectangle:
    """A band's ground; `tone` chooses its colour."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone


@dataclass(frozen=True)
class Rule:
    """A thin line of the grid or of an axis."""

    x1: float
    y1: float
    x2: float
    y2: float
    strong: bool = False


@dataclass(frozen=True)
class Polyline:
    """An unbroken piece of the series with this number."""

    series: int
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Marker:
    """One measured value, with a label that a screen can show as tool tip."""

    series: int
    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Label:
    """Text at a point; `y` is the middle of its height. `series` gives it that line's colour."""

    text: str
    x: float
    y: float
    align: Literal["left", "middle", "right"] = "left"
    series: int | None = None
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Geometry:
    """Everything to draw, in the order in which to draw it."""

    rectangles: tuple[Rectangle, ...]
    rules: tuple[Rule, ...]
    polylines: tuple[Polyline, ...]
    markers: tuple[Marker, ...]
    labels: tuple[Label, ...]


def as_lines(chart: Chart) -> LineChart:
    """The same chart with levels turned into bands one unit high."""
    if isinstance(chart, LineChart):
        return chart
    place = {name: index + 0.5 for index, (name, _) in enumerate(chart.levels)}
    return LineChart(
        series=(
            Series(
                chart.name,
                tuple(
                    (label, place[level] if level is not None else None)
                    for label, level in chart.points
                ),
            ),
        ),
        bands=tuple(
            Band(name, index, index + 1, tone) for index, (name, tone) in enumerate(chart.levels)
        ),
        axis=chart.axis,
        low=0,
        high=max(len(chart.levels), 1),
        height=chart.height,
    )


def number(value: float) -> str:
    """A number as it is written in Dutch: comma, no needless zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def ticks(low: float, high: float, count: int = 5) -> tuple[float, ...]:
    """Round numbers from `low` to `high`, about `count` of them."""
    step = _step((high - low) / max(count, 1))
    first = ceil(low / step - 1e-9)
    last = floor(high / step + 1e-9)
    return tuple(round(index * step, 10) for index in range(first, last + 1))


def _step(rough: float) -> float:
    scale = 10.0 ** floor(log10(rough))
    return next(scale * factor for factor in (1, 2, 5, 10) if rough <= scale * factor * 1.0001)


def _bounds(chart: LineChart) -> tuple[float, float]:
    values = [value for one in chart.series for _, value in one.points if value is not None]
    values += [edge for band in chart.bands for edge in (band.low, band.high)]
    low = chart.low if chart.low is not None else min(values, default=0.0)
    high = chart.high if chart.high is not None else max(values, default=1.0)
    # A value outside the asked bounds widens them: a point is never drawn outside the chart.
    low, high = min([low, *values]), max([high, *values])
    if high <= low:
        low, high = low - 1, high + 1
    if chart.low is None and chart.high is None and not chart.bands:
        step = _step((high - low) / 5)
        floor_at_zero = low >= 0
        low, high = floor(low / step - 0.25) * step, ceil(high / step) * step
        low = max(low, 0.0) if floor_at_zero else low
    return low, high


def _labels(chart: LineChart) -> tuple[str, ...]:
    found = dict.fromkeys(chart.labels)
    for one in chart.series:
        found.update(dict.fromkeys(label for label, _ in one.points))
    return tuple(found)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions as near to `wanted` as they can be with `gap` between them, inside the bounds."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = [0.0] * len(wanted)
    position = low - gap
    for index in order:
        position = max(wanted[index], position + gap)
        placed[index] = position
    position = high + gap
    for index in reversed(order):
        position = min(placed[index], position - gap)
        placed[index] = position
    return placed


def layout(  # noqa: PLR0914
    chart: Chart, width: float, height: float, measure: Measure, text_height: float
) -> Geometry:
    """The shapes of a chart in a box of `width` × `height`.

    `measure` gives a label's width in the same unit; `text_height` is the height of a line of text.
    """
    bare = isinstance(chart, BandChart)
    lines = as_lines(chart)
    low, high = _bounds(lines)
    columns = _labels(lines)
    named = [one for one in lines.series if one.name]
    values = () if bare else ticks(low, high, max(2, int(height / (text_height * 3))))
    left = max([measure(number(value)) for value in values], default=0) + text_height
    if bare:
        left = max([measure(band.label) for band in lines.bands], default=0) + text_height
    right_names = max([measure(one.name) for one in named], default=0)
    right_bands = 0.0 if bare else max([measure(band.label) for band in lines.bands], default=0)
    right = text_height / 2
    right += right_bands + text_height / 2 if right_bands else 0
    beside = right + text_height / 2  # where the names of the series begin, from the plot's edge
    right += right_names + text_height * 1.5 if right_names else 0
    right = min(right, width * 0.45)
    top = text_height * (2 if lines.axis else 0.75)
    bottom = text_height * 1.75
    plot_width = max(width - left - right, width * 0.2)
    plot_height = max(height - top - bottom, height * 0.2)
    edge = left + plot_width

    def x_of(index: int) -> float:
        return left + plot_width * (index + 0.5) / max(len(columns), 1)

    def y_of(value: float) -> float:
        return top + plot_height * (high - value) / (high - low)

    rectangles = tuple(
        Rectangle(left, y_of(band.high), plot_width, y_of(band.low) - y_of(band.high), band.tone)
        for band in lines.bands
    )
    rules = [Rule(left, y_of(value), edge, y_of(value)) for value in values]
    rules += [Rule(left, y_of(band.low), edge, y_of(band.low)) for band in lines.bands]
    rules.append(Rule(left, top + plot_height, edge, top + plot_height, strong=True))
    labels = [
        Label(number(value), left - text_height / 2, y_of(value), "right") for value in values
    ]
    if lines.axis:
        labels.append(Label(lines.axis, 0, text_height * 0.6))
    for band in lines.bands:
        middle = (y_of(band.low) + y_of(band.high)) / 2
        if bare:
            labels.append(
                Label(band.label, left - text_height / 2, middle, "right", tone=band.tone)
            )
        else:
            labels.append(Label(band.label, edge + text_height / 2, middle, tone=band.tone))
    labels += _column_labels(columns, x_of, measure, top + plot_height + text_height, text_height)

    polylines: list[Polyline] = []
    markers: list[Marker] = []
    last: list[float] = []
    level_names = [band.label for band in lines.bands]
    for index, one in enumerate(lines.series):
        found = dict(one.points)
        piece: list[tuple[float, float]] = []
        for column, label in enumerate(columns):
            value = found.get(label)
            if value is None:
                if label in found:
                    polylines += [Polyline(index, tuple(piece))] if len(piece) > 1 else []
                    piece = []
                continue
            piece.append((x_of(column), y_of(value)))
            said = level_names[int(value)] if bare else number(value)
            markers.append(Marker(index, *piece[-1], f"{label}: {said}"))
        polylines += [Polyline(index, tuple(piece))] if len(piece) > 1 else []
        own = [marker.y for marker in markers if marker.series == index]
        if one.name:
            last.append(own[-1] if own else top + plot_height)
    places = spread(last, text_height * 1.1, top, top + plot_height)
    numbers = [index for index, one in enumerate(lines.series) if one.name]
    for index, y in zip(numbers, places, strict=True):
        name = lines.series[index].name
        markers.append(Marker(index, edge + beside, y, name))
        labels.append(Label(name, edge + beside + text_height * 0.6, y, series=index))
    return Geometry(rectangles, tuple(rules), tuple(polylines), tuple(markers), tuple(labels))


def _column_labels(
    columns: Sequence[str],
    x_of: Callable[[int], float],
    measure: Measure,
    y: float,
    gap: float,
) -> list[Label]:
    """Every label, or every second, third … when they would touch."""
    places = [(x_of(index), measure(text) / 2) for index, text in enumerate(columns)]
    step = 1
    while step < len(columns):
        shown = places[::step]
        if all(x1 + half1 + gap / 2 <= x2 - half2 for (x1, half1), (x2, half2) in pairwise(shown)):
            break
        step += 1
    return [
        Label(text, places[index][0], y, "middle")
        for index, text in enumerate(columns)
        if index % max(step, 1) == 0
    ]
