"""Charts as values: what is measured, over which bands. `geometry` lays them out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Tone(StrEnum):
    """What a colour means; always shown together with a word."""

    PLAIN = "plain"
    INFO = "info"
    WAITING = "waiting"
    MUST = "must"
    DONE = "done"


@dataclass(frozen=True)
class Series:
    """One line: (label on the horizontal axis, value). `None` is a gap in the line."""

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
class StepBand:
    """A named stretch of the vertical axis whose edges differ per label, as norms per moment do.

    `edges` holds (label, low, high); `None` is the edge of the chart. A label without norms is not
    in it.
    """

    label: str
    edges: tuple[tuple[str, float | None, float | None], ...]
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class LineChart:
    """Values over time, over bands such as norm groups.

    `labels` orders the horizontal axis; empty takes the labels as the series bring them. `low` and
    `high` bound the vertical axis; without them the data decide. `height` is in points. `missing`
    is the word in a column where no series has a value.
    """

    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()
    labels: tuple[str, ...] = ()
    axis: str = ""
    low: float | None = None
    high: float | None = None
    height: float = 180
    steps: tuple[StepBand, ...] = ()
    missing: str = ""


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
    missing: str = ""


@dataclass(frozen=True)
class StackedChart:
    """Bars of parts on each other: (label, number of each part), such as pupils per level.

    `parts` runs from the lowest to the highest; `missing` is how many of each bar were not
    measured, said above it in the word `missing_word`.
    """

    parts: tuple[tuple[str, Tone], ...]
    bars: tuple[tuple[str, tuple[int, ...]], ...]
    missing: tuple[int, ...] = ()
    missing_word: str = ""
    axis: str = ""
    height: float = 180


Chart: TypeAlias = LineChart | BandChart | StackedChart


def as_lines(chart: LineChart | BandChart) -> LineChart:
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
        missing=chart.missing,
    )
