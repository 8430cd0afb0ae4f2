"""Charts on paper: the shapes of `geometry.layout`, drawn straight on the page.

reportlab's own graphics are not used: their labels default to a font that is not embedded.
"""

from __future__ import annotations

from typing import Any

from reportlab.platypus.flowables import Flowable

from app.documents import figures, geometry, style, text
from app.documents.flow import draw_line
from app.documents.style import TextStyle, colour

SMALL = TextStyle(size=style.CHART_SIZE, leading=style.CHART_SIZE * 1.3)
LINE_WIDTH = 1.6
MARKER = 2.8


class ChartFlow(Flowable):  # type: ignore[misc]
    """A chart over the whole width; `alternative_text` waits here for tagging."""

    def __init__(self, chart: figures.Chart, alternative_text: str) -> None:
        super().__init__()
        self.chart = chart
        self.alternative_text = alternative_text
        self.spaceBefore, self.spaceAfter = 4, 12

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as it may be, as high as the chart asks."""
        self.width, self.height = available_width, min(self.chart.height, style.PAGE_HEIGHT / 2)
        return self.width, self.height

    def draw(self) -> None:
        """Bands, then grid, lines, markers, labels."""
        canvas = self.canv
        if canvas.counting:
            return
        shapes = geometry.layout(
            self.chart,
            self.width,
            self.height,
            lambda words: text.width(words, SMALL.face, SMALL.size),
            SMALL.leading,
        )
        top = self.height
        for box in shapes.rectangles:
            canvas.setFillColor(colour(style.TONES[box.tone][1]))
            canvas.rect(box.x, top - box.y - box.height, box.width, box.height, stroke=0, fill=1)
        for rule in shapes.rules:
            canvas.setStrokeColor(colour(style.STRONG_LINE if rule.strong else style.LINE))
            canvas.setLineWidth(0.8 if rule.strong else 0.5)
            canvas.line(rule.x1, top - rule.y1, rule.x2, top - rule.y2)
        canvas.setLineWidth(LINE_WIDTH)
        canvas.setLineJoin(1)
        for line in shapes.polylines:
            canvas.setStrokeColor(colour(_series_ink(line.series)))
            path = canvas.beginPath()
            path.moveTo(line.points[0][0], top - line.points[0][1])
            for x, y in line.points[1:]:
                path.lineTo(x, top - y)
            canvas.drawPath(path)
        for marker in shapes.markers:
            _draw_marker(canvas, marker.series, marker.x, top - marker.y)
        for label in shapes.labels:
            ink = style.MUTED if label.series is None else _series_ink(label.series)
            if label.tone is not figures.Tone.PLAIN:
                ink = style.TONES[label.tone][0]
            used = TextStyle(size=SMALL.size, leading=SMALL.leading, colour=ink)
            draw_line(
                canvas, label.x, top - label.y - SMALL.size * 0.36, label.text, used, label.align
            )


def _series_ink(index: int) -> str:
    return style.SERIES[index % len(style.SERIES)]


def _draw_marker(canvas: Any, series: int, x: float, y: float) -> None:
    """Circle, square, triangle, diamond: series are told apart without colour too."""
    canvas.setFillColor(colour(_series_ink(series)))
    canvas.setStrokeColor(colour(style.SURFACE))
    canvas.setLineWidth(0.8)
    shape = series % 4
    if shape == 0:
        canvas.circle(x, y, MARKER, stroke=1, fill=1)
        return
    corners = {
        1: ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        2: ((-1.15, -0.9), (1.15, -0.9), (0, 1.2)),
        3: ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    }[shape]
    path = canvas.beginPath()
    path.moveTo(x + corners[0][0] * MARKER, y + corners[0][1] * MARKER)
    for across, up in corners[1:]:
        path.lineTo(x + across * MARKER, y + up * MARKER)
    path.close()
    canvas.drawPath(path, stroke=1, fill=1)
    canvas.setLineWidth(LINE_WIDTH)
