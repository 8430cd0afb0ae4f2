"""Where the parts of stacked bars stand: pupils per level at each moment."""

from __future__ import annotations

from app.documents.figures import StackedChart, Tone
from app.documents.shapes import Geometry, Label, Measure, Rectangle, Rule

_BAR = 0.6
"""The share of a column that its bar takes."""


def layout_stacks(
    chart: StackedChart, width: float, height: float, measure: Measure, text_height: float
) -> Geometry:
    """The shapes of stacked bars in a box of `width` × `height`; each number stands in its part."""
    plan = _Stacks(chart, width, height, measure, text_height)
    rectangles: list[Rectangle] = []
    rules: list[Rule] = []
    labels: list[Label] = []
    for column in range(len(chart.bars)):
        plan.bar(column, rectangles, rules, labels)
    plan.legend(rectangles, labels)
    rules.append(Rule(plan.left, plan.foot, plan.edge, plan.foot, strong=True))
    return Geometry(tuple(rectangles), tuple(rules), (), (), tuple(labels))


class _Stacks:
    """The margins and the scale of one chart."""

    def __init__(
        self,
        chart: StackedChart,
        width: float,
        height: float,
        measure: Measure,
        text_height: float,
    ) -> None:
        self.chart, self.measure, self.line = chart, measure, text_height
        names = max([measure(name) for name, _ in chart.parts], default=0)
        self.left = 0.0
        self.edge = max(width - names - text_height * 2.2, width * 0.4)
        self.top = text_height * (2.6 if chart.axis else 1.4)
        self.foot = height - text_height * 1.75
        totals = [sum(counts) for _, counts in chart.bars]
        self.scale = (self.foot - self.top) / max([*totals, 1])
        self.column = (self.edge - self.left) / max(len(chart.bars), 1)

    def bar(
        self, at: int, rectangles: list[Rectangle], rules: list[Rule], labels: list[Label]
    ) -> None:
        """One bar, its numbers, its label below and what is missing above."""
        label, counts = self.chart.bars[at]
        left = self.left + self.column * (at + (1 - _BAR) / 2)
        wide, middle = self.column * _BAR, self.left + self.column * (at + 0.5)
        y = self.foot
        for (_, tone), count in zip(self.chart.parts, counts, strict=True):
            high = count * self.scale
            if not count:
                continue
            y -= high
            rectangles.append(Rectangle(left, y, wide, high, tone))
            rules.append(Rule(left, y, left + wide, y))
            if high >= self.line * 0.9:
                labels.append(Label(str(count), middle, y + high / 2, "middle", tone=tone))
        rules += [Rule(x, y, x, self.foot) for x in (left, left + wide)]
        labels.append(Label(label, middle, self.foot + self.line, "middle"))
        missing = self.chart.missing[at] if at < len(self.chart.missing) else 0
        if missing:
            said = f"{missing} {self.chart.missing_word}"
            said = said if self.measure(said) < self.column else f"{missing}?"
            above = y - self.line * 0.7
            labels.append(Label(said, middle, above, "middle", tone=Tone.WAITING))

    def legend(self, rectangles: list[Rectangle], labels: list[Label]) -> None:
        """The parts by name beside the bars, the highest on top, and what is counted."""
        x, size = self.edge + self.line * 0.6, self.line * 0.8
        for place, (name, tone) in enumerate(reversed(self.chart.parts)):
            y = self.top + self.line * (0.5 + 1.3 * place)
            rectangles.append(Rectangle(x, y - size / 2, size, size, tone))
            labels.append(Label(name, x + self.line * 1.2, y, tone=tone))
        if self.chart.axis:
            labels.append(Label(self.chart.axis, 0, self.line * 0.6))
