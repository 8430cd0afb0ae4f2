"""User text on its way to and from the screen: cleaned, folded for searching, never as mark-up.

Qt guesses whether a tooltip, label or message is rich text; a name such as `<b>` or
`<img src=…>` must be shown as typed. Widgets therefore use `plain_tooltip` and `label_text`.
"""

import html
import unicodedata
from datetime import date
from typing import Any

# Zs and the joiners stay: names in Indic and Arabic script need ZWJ and ZWNJ.
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
_DROPPED = frozenset({"Cc", "Cs", "Cn", "Co"})


def clean(text: str, *, lines: bool = False) -> str:
    """Without control characters and direction overrides; `lines` keeps line ends and tabs.

    A single line gets a blank where it had a line end, so that no two words stick together.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    if text.isascii() and text.isprintable():
        return text
    if not lines:
        text = text.replace("\n", " ").replace("\t", " ")
    return "".join(
        one
        for one in text
        if one in "\n\t"
        or (one not in _BIDI_CONTROLS and unicodedata.category(one) not in _DROPPED)
    )


def plain_tooltip(text: str) -> str:
    """A tooltip that shows `text` literally and wraps; Qt would else guess at rich text."""
    if not text:
        return ""
    escaped = html.escape(text[:2_000]).replace("\n", "<br>")
    return f"<qt>{escaped}</qt>"


def label_text(text: str) -> str:
    """For buttons, menus and tabs: an ampersand in a name is no mnemonic."""
    return text.replace("&", "&&")


def without_mnemonic(text: str) -> str:
    """The label as it is read aloud: `&Opslaan` becomes `Opslaan`."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def shown(value: Any) -> str:
    """A value as a Dutch reader expects it: dates as 17-03-2015, a decimal comma, ja and nee."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return f"{value.day:02}-{value.month:02}-{value.year:04}"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(value)


def file_size(size: int) -> str:
    """`12 kB`, `3,4 MB`: as a file manager says it, in steps of 1024."""
    if size < 1 << 20:
        return f"{max(1, round(size / (1 << 10)))} kB"
    return f"{size / (1 << 20):.1f} MB".replace(".", ",")


def counted(number: int, one: str, many: str) -> str:
    """`1 leerling`, `24 leerlingen`."""
    return f"{number} {one if number == 1 else many}"
