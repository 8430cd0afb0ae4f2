"""Two files as a school has them lying about: a scan of a form, and a photograph of a drawing.

Grey lines for words: nobody's handwriting, and nothing that can be read.
"""

import io
from random import Random

from PIL import Image, ImageDraw

_PAPER, _INK, _MARGIN = (250, 249, 245), (90, 98, 110), 70
_A4 = (620, 877)  # at 75 dpi


def scanned_form() -> bytes:
    """One page as PDF."""
    chance = Random(42)  # noqa: S311 - what it looks like, no secret
    page = Image.new("RGB", _A4, _PAPER)
    draw = ImageDraw.Draw(page)
    draw.rectangle((_MARGIN, 60, 380, 78), fill=_INK)
    for line in range(28):
        top = 130 + line * 24
        end = _A4[0] - _MARGIN - chance.randrange(0, 180)
        draw.rectangle((_MARGIN, top, end, top + 7), fill=_INK)
    return _saved(page, "PDF", resolution=75)


def drawing() -> bytes:
    """A house under a sun, as PNG."""
    page = Image.new("RGB", (480, 340), _PAPER)
    draw = ImageDraw.Draw(page)
    draw.ellipse((370, 30, 440, 100), fill=(242, 189, 80))
    draw.rectangle((120, 160, 300, 300), outline=_INK, width=5)
    draw.polygon([(100, 162), (210, 70), (320, 162)], outline=(163, 60, 50), width=5)
    draw.rectangle((190, 220, 235, 300), outline=_INK, width=4)
    draw.line((20, 302, 460, 302), fill=(70, 130, 80), width=6)
    return _saved(page, "PNG")


def _saved(page: Image.Image, sort: str, **options: float) -> bytes:
    out = io.BytesIO()
    page.save(out, sort, **options)
    return out.getvalue()
