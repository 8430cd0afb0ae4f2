"""Text as a platypus flowable: wraps, splits over pages, and never loses a character.

Used in place of reportlab's `Paragraph`, which parses its text as XML (a lone `</b>` fails the
whole PDF, `<img>` opens local files), cannot do right-to-left, writes no space at the end of a line
(so that readers glue words together), and re-breaks all that is left at every page.
"""

from __future__ import annotations

from typing import Any, Literal

from reportlab.platypus.flowables import Flowable

from app.documents import fonts, text
from app.documents.shaping import Run
from app.documents.style import TextStyle, colour

Align = Literal["left", "middle", "right"]


def draw_runs(
    canvas: Any, x: float, y: float, runs: tuple[Run, ...], size: float, tail: str = ""
) -> None:
    """Draw one line with its baseline at `y`; `tail` is an unseen space for readers and copiers."""
    if not runs:
        return
    pen = canvas.beginText(x, y)
    for run in runs:
        fonts.font(run.font)
        pen.setFont(run.font, size)
        if run.shift is None:
            pen.textOut(run.text)
            x += size * fonts.advance(run.font, run.text)
        else:
            pen.setTextOrigin(x + run.shift[0] * size, y + run.shift[1] * size)
            pen.textOut(run.text)
            pen.setTextOrigin(x, y)
    if tail:
        pen.textOut(tail)
    canvas.drawText(pen)


def draw_line(
    canvas: Any,
    x: float,
    y: float,
    words: str,
    style: TextStyle,
    align: Align = "left",
) -> None:
    """Draw one unbroken line of text; `x` is its left end, its middle or its right end."""
    canvas.setFillColor(colour(style.colour))
    wide = text.width(words, style.face, style.size)
    shift = {"left": 0.0, "middle": wide / 2, "right": wide}[align]
    draw_runs(canvas, x - shift, y, text.runs(words, style.face), style.size)


class TextFlow(Flowable):  # type: ignore[misc]
    """Plain text in one style, with an optional bullet in its indent.

    `outline` (0, 1, 2) puts it in the PDF's outline at that level.
    """

    def __init__(
        self,
        words: str,
        style: TextStyle,
        *,
        bullet: str = "",
        keep_with_next: bool = False,
        outline: int | None = None,
        align: Align = "left",
    ) -> None:
        super().__init__()
        self.words = words
        self.style = style
        self.bullet = bullet
        self.stays_with_next = keep_with_next
        self.outline = outline
        self.align = align
        self.spaceBefore = style.before
        self.spaceAfter = style.after
        self._lines: tuple[text.Line, ...] = ()
        self._room: float | None = None

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Break into lines for this width."""
        if self._room is None:
            self._lines = text.lines(
                self.words,
                self.style.face,
                self.style.size,
                max(available_width - self.style.indent, self.style.size),
            )
            self._room = available_width
        self.width = available_width
        self.height = len(self._lines) * self.style.leading
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The lines that fit, and the others; no line is left alone on either side."""
        self.wrap(available_width, available_height)
        count = len(self._lines)
        fit = int((available_height + 1e-6) / self.style.leading)
        if fit >= count:
            return [self]
        if count - fit == 1:
            fit -= 1
        if fit < min(2, count):
            return []
        return [self.part(0, fit), self.part(fit, count)]

    def part(self, first: int, last: int) -> TextFlow:
        """A flowable with only these lines of this one (which has been wrapped)."""
        head = first == 0
        tail = last == len(self._lines)
        made = TextFlow(
            self.words,
            self.style,
            bullet=self.bullet if head else "",
            keep_with_next=self.stays_with_next and tail,
            outline=self.outline if head else None,
            align=self.align,
        )
        made._lines = self._lines[first:last]
        made._room = self._room
        made.spaceBefore = self.spaceBefore if head else 0
        made.spaceAfter = self.spaceAfter if tail else 0
        return made

    @property
    def line_count(self) -> int:
        """How many lines it has, once wrapped."""
        return len(self._lines)

    def draw(self) -> None:
        """Draw every line, the first at the top."""
        canvas, style = self.canv, self.style
        if canvas.counting:
            return
        canvas.setFillColor(colour(style.colour))
        if self.outline is not None:
            canvas.heading(self.words, self.outline, self.height)
        # The middle of the x-height stands in the middle of the line's height.
        baseline = self.height - style.leading / 2 - style.size * 0.36
        if self.bullet:
            draw_runs(
                canvas, style.indent - 11, baseline, text.runs(self.bullet, style.face), style.size
            )
        several = len(self._lines) > 1
        for line in self._lines:
            x = style.indent
            free = self.width - style.indent - line.width
            if self.align == "right" or (line.right_to_left and several):
                x += free
            elif self.align == "middle":
                x += free / 2
            draw_runs(canvas, x, baseline, line.runs, style.size, " " if line.joiner == " " else "")
            baseline -= style.leading
