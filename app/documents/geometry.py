"""Where everything in a chart stands, so that page and screen draw the very same picture.

`layout` needs only a width, a height and a way to measure a label; it returns plain shapes in a
coordinate system with its origin at the top left, y downwards, in the unit of the given width.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, log10

from app.documents.figures import BandChart, Chart, LineChart, StackedChart, Tone, as_lines
from app.documents.shapes import Geometry, Label, Marker, Measure, Polyline, Rectangle, Rule
from app.documents.stacks import layout_stacks

__all__ = [
    "Geometry",
    "Label",
    "Marker",
    "Measure",
    "Polyline",
    "Rectangle",
    "Rule",
    "layout",
    "number",
    "spread",
    "ticks",
]


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
    values += [
        edge
        for step in chart.steps
        for _, *edges in step.edges
        for edge in edges
        if edge is not None
    ]
    low = chart.low if chart.low is not None else min(values, default=0.0)
    high = chart.high if chart.high is not None else max(values, default=1.0)
    # A value outside the asked bounds widens them: a point is never drawn outside the chart.
    low, high = min([low, *values]), max([high, *values])
    if high - low < 1e-9:
        low, high = low - 1, high + 1
    if chart.low is None and chart.high is None and not chart.bands:
        # The outermost steps have no bound of their own: some room shows that they go on.
        high += (high - low) / 10 if chart.steps else 0
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


def layout(
    chart: Chart, width: float, height: float, measure: Measure, text_height: float
) -> Geometry:
    """The shapes of a chart in a box of `width` × `height`.

    `measure` gives a label's width in the same unit; `text_height` is the height of a line of text.
    """
    if isinstance(chart, StackedChart):
        return layout_stacks(chart, width, height, measure, text_height)
    plan = _Plan(chart, width, height, measure, text_height)
    markers, polylines = plan.series()
    legend_markers, legend_labels = plan.legend(markers)
    return Geometry(
        plan.rectangles(),
        plan.rules(),
        polylines,
        (*markers, *legend_markers),
        (
            *plan.axis_labels(),
            *plan.band_labels(),
            *plan.missing_labels(),
            *plan.column_labels(),
            *legend_labels,
        ),
    )


class _Plan:
    """The margins and scales of one chart; each method gives one kind of shape."""

    def __init__(
        self,
        chart: LineChart | BandChart,
        width: float,
        height: float,
        measure: Measure,
        text_height: float,
    ) -> None:
        self.levels = isinstance(chart, BandChart)
        self.chart = as_lines(chart)
        self.measure, self.line = measure, text_height
        self.low, self.high = _bounds(self.chart)
        self.columns = _labels(self.chart)
        self.values = ticks(self.low, self.high, max(2, int(height / (text_height * 3))))
        words = [band.label for band in self.chart.bands]
        words += [step.label for step in self.chart.steps]
        bands = max([measure(word) for word in words], default=0)
        names = max([measure(one.name) for one in self.chart.series], default=0)
        beside = text_height / 2
        if self.levels:
            # Levels are the axis: their names take the place of numbers.
            self.values = ()
            left = bands + text_height
        else:
            left = max([measure(number(value)) for value in self.values], default=0) + text_height
            beside += bands + text_height / 2 if bands else 0
        right = beside + (names + text_height * 1.5 if names else 0)
        self.left = min(left, width * 0.4)
        self.top = text_height * (2 if self.chart.axis else 0.75)
        self.width = max(width - self.left - min(right, width * 0.4), width * 0.2)
        self.height = max(height - self.top - text_height * 1.75, height * 0.2)
        self.edge = self.left + self.width
        self.foot = self.top + self.height
        self.names_at = self.edge + beside + text_height / 2

    def x(self, column: int) -> float:
        return self.left + self.width * (column + 0.5) / max(len(self.columns), 1)

    def y(self, value: float) -> float:
        return self.top + self.height * (self.high - value) / (self.high - self.low)

    def rectangles(self) -> tuple[Rectangle, ...]:
        whole = tuple(
            Rectangle(
                self.left,
                self.y(band.high),
                self.width,
                self.y(band.low) - self.y(band.high),
                band.tone,
            )
            for band in self.chart.bands
        )
        return (*whole, *self._steps())

    def _steps(self) -> list[Rectangle]:
        """Each step as wide as its column, so that bands rise with the moments."""
        wide = self.width / max(len(self.columns), 1)
        found = []
        for step in self.chart.steps:
            for label, low, high in step.edges:
                top = self.y(self.high if high is None else high)
                foot = self.y(self.low if low is None else low)
                left = self.left + wide * self.columns.index(label)
                found.append(Rectangle(left, top, wide, foot - top, step.tone))
        return found

    def rules(self) -> tuple[Rule, ...]:
        heights = [self.y(value) for value in self.values]
        heights += [self.y(band.low) for band in self.chart.bands]
        grid = [Rule(self.left, y, self.edge, y) for y in heights]
        return (*grid, Rule(self.left, self.foot, self.edge, self.foot, strong=True))

    def axis_labels(self) -> list[Label]:
        x = self.left - self.line / 2
        found = [Label(number(value), x, self.y(value), "right") for value in self.values]
        return [*found, Label(self.chart.axis, 0, self.line * 0.6)] if self.chart.axis else found

    def band_labels(self) -> list[Label]:
        x = self.left - self.line / 2 if self.levels else self.edge + self.line / 2
        return self._step_labels(x) + [
            Label(
                band.label,
                x,
                (self.y(band.low) + self.y(band.high)) / 2,
                "right" if self.levels else "left",
                tone=band.tone,
            )
            for band in self.chart.bands
        ]

    def _step_labels(self, x: float) -> list[Label]:
        """Each step by name at the end of its band, kept from touching where bands are thin."""
        named = [step for step in self.chart.steps if step.edges]
        wanted = []
        for step in named:
            _, low, high = step.edges[-1]
            foot = self.y(self.low if low is None else low)
            wanted.append((foot + self.y(self.high if high is None else high)) / 2)
        places = spread(wanted, self.line, self.top + self.line / 2, self.foot - self.line / 2)
        return [
            Label(step.label, x, y, tone=step.tone) for step, y in zip(named, places, strict=True)
        ]

    def missing_labels(self) -> list[Label]:
        """The word for a column in which nothing was measured, or a sign where it does not fit."""
        if not self.chart.missing:
            return []
        wide = self.width / max(len(self.columns), 1)
        word = self.chart.missing if self.measure(self.chart.missing) < wide else "?"
        empty = [
            at
            for at, label in enumerate(self.columns)
            if all(dict(one.points).get(label) is None for one in self.chart.series)
        ]
        y = self.foot - self.line * 0.8
        return [Label(word, self.x(at), y, "middle", tone=Tone.WAITING) for at in empty]

    def column_labels(self) -> list[Label]:
        """Every label, or every second, third … when they would touch."""
        places = [(self.x(at), self.measure(text) / 2) for at, text in enumerate(self.columns)]
        step = 1
        while step < len(places) and any(
            x1 + half1 + self.line / 2 > x2 - half2
            for (x1, half1), (x2, half2) in pairwise(places[::step])
        ):
            step += 1
        y = self.foot + self.line
        return [
            Label(text, places[at][0], y, "middle")
            for at, text in enumerate(self.columns)
            if at % step == 0
        ]

    def series(self) -> tuple[tuple[Marker, ...], tuple[Polyline, ...]]:
        markers: list[Marker] = []
        polylines: list[Polyline] = []
        for index, one in enumerate(self.chart.series):
            found = dict(one.points)
            pieces: list[list[tuple[float, float]]] = [[]]
            for column, label in enumerate(self.columns):
                value = found.get(label)
                if value is not None:
                    pieces[-1].append((self.x(column), self.y(value)))
                    markers.append(Marker(index, *pieces[-1][-1], f"{label}: {self._said(value)}"))
                elif label in found:
                    # Not measured here: no line that suggests it was.
                    pieces.append([])
            polylines += [Polyline(index, tuple(piece)) for piece in pieces if len(piece) > 1]
        return tuple(markers), tuple(polylines)

    def _said(self, value: float) -> str:
        return self.chart.bands[int(value)].label if self.levels else number(value)

    def legend(self, markers: Sequence[Marker]) -> tuple[list[Marker], list[Label]]:
        """The name of each series beside the end of its line, with its marker."""
        numbers = [index for index, one in enumerate(self.chart.series) if one.name]
        ends = {marker.series: marker.y for marker in markers}
        wanted = [ends.get(index, self.foot) for index in numbers]
        places = spread(wanted, self.line * 1.1, self.top, self.foot)
        shown, labels = [], []
        for index, y in zip(numbers, places, strict=True):
            name = self.chart.series[index].name
            shown.append(Marker(index, self.names_at, y, name))
            labels.append(Label(name, self.names_at + self.line * 0.6, y, series=index))
        return shown, labels
