"""The palette can be read, in light and in dark, and every icon can be drawn."""

import re

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QToolButton

from app import resources
from ui import icons
from ui.theme import Theme, Tone, colours_of, style_sheet

PAIRS = [
    ("ink", "page"),
    ("ink", "surface"),
    ("ink", "hover"),
    ("ink", "soft_primary"),
    ("muted_ink", "page"),
    ("muted_ink", "surface"),
    ("muted_ink", "hover"),
    ("muted_ink", "soft_primary"),
    ("primary", "page"),
    ("primary", "surface"),
    ("primary", "hover"),
    ("primary", "soft_primary"),
    ("on_primary", "primary"),
    ("on_primary", "primary_strong"),
    ("must_ink", "surface"),
    ("must_ink", "page"),
    ("on_must", "must_ink"),
    ("on_must", "must_strong"),
    ("ink", "waiting_ground"),
    ("ink", "must_ground"),
    ("ink", "done_ground"),
    ("primary", "done_ground"),
    ("waiting_ink", "surface"),
    ("sidebar_ink", "sidebar"),
    ("sidebar_ink", "sidebar_hover"),
    ("sidebar_muted", "sidebar"),
    ("sidebar_here_ink", "sidebar_here"),
    ("sidebar", "sidebar_mark"),
]
LINES = [
    ("control", "surface"),
    ("control", "page"),
    ("primary", "surface"),
    ("primary", "page"),
    ("sidebar_mark", "sidebar"),
    ("sidebar_mark", "sidebar_here"),
]


def _luminance(colour: QColor) -> float:
    parts = [
        one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4
        for one in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_ink_can_be_read_on_its_ground(mode: str, ink: str, ground: str) -> None:
    colours = colours_of(mode)
    assert contrast(getattr(colours, ink), getattr(colours, ground)) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_can_be_read(mode: str, tone: Tone) -> None:
    colours = colours_of(mode)
    assert contrast(colours.tone_ink(tone), colours.tone_ground(tone)) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_every_line_with_a_meaning_can_be_seen(mode: str, line: str, ground: str) -> None:
    colours = colours_of(mode)
    assert contrast(getattr(colours, line), getattr(colours, ground)) >= 3


def test_the_two_modes_have_the_same_tokens() -> None:
    palette = resources.load("palette.toml")
    assert palette["light"].keys() == palette["dark"].keys()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_drawn_controls_use_the_palette(mode: str) -> None:
    known = {str(value).lower() for value in resources.load("palette.toml")[mode].values()}
    files = list((resources.folder() / "icons" / "controls").glob(f"{mode}-*.svg"))
    assert files
    for file in files:
        used = {one.lower() for one in re.findall(r"#[0-9A-Fa-f]{6}", file.read_text())}
        assert used <= known, file.name


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_style_sheet_names_only_controls_that_exist(mode: str) -> None:
    for name in re.findall(r"url\(controls:([^)]+)\)", style_sheet(mode)):
        assert (resources.folder() / "icons" / "controls" / name).is_file()


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_draws_something(qapp: QApplication, name: str) -> None:
    image = icons.pixmap(name, QColor("#000000"), 20).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20))


def test_icons_and_palette_follow_a_change_of_mode(qapp: QApplication) -> None:
    target = QToolButton()
    icons.set_icon(target, "print", "primary")
    before = target.icon().pixmap(20, 20).toImage()
    Theme.instance().set_mode("dark")
    try:
        assert Theme.instance().is_dark
        assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#14191C")
        assert target.icon().pixmap(20, 20).toImage() != before
    finally:
        Theme.instance().set_mode("light")


def test_noto_sans_is_the_letter_of_the_program(qapp: QApplication) -> None:
    assert "Noto Sans" in qapp.font().families()
    assert qapp.font().pixelSize() == 13
