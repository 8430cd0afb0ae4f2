"""What a drawn chart is made of: plain shapes with their origin at the top left, y downwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.documents.figures import Tone

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
