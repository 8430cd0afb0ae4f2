"""How the program looks: palette, font and style sheet, light or dark with the system.

`Theme.install(app)` once at the start; `Theme.current()` gives the colours to widgets that paint
themselves, `Theme.instance().changed` tells them to paint again. The colours are data
(`resources/palette.toml`), and so is the style sheet (`resources/style.qss`).
"""

from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from string import Template
from typing import ClassVar

from PySide6.QtCore import QDir, QLibraryInfo, QLocale, QObject, Qt, QTranslator, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app import resources

GRID = 8
RADIUS = 6
CARD_RADIUS = 8
BODY_PIXELS = 13
SMALL_PIXELS = 12
TITLE_PIXELS = 15
NAME_PIXELS = 22

# Looked through per character; the later ones hold what Noto Sans lacks (Arabic, Hebrew, signs).
_FAMILIES = ["Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "DejaVu Sans"]


class Mode(StrEnum):
    """What the user chose; `SYSTEM` follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Tone(StrEnum):
    """What a colour says; always shown together with a word."""

    NEUTRAL = "neutral"
    HERE = "here"
    WAITING = "waiting"
    MUST = "must"
    DONE = "done"


@dataclass(frozen=True)
class Colours:
    """The tokens of `resources/palette.toml` for one mode."""

    page: QColor
    surface: QColor
    hover: QColor
    line: QColor
    control: QColor
    ink: QColor
    muted_ink: QColor
    disabled_ink: QColor
    primary: QColor
    primary_strong: QColor
    on_primary: QColor
    soft_primary: QColor
    waiting_ink: QColor
    waiting_ground: QColor
    must_ink: QColor
    must_strong: QColor
    must_ground: QColor
    on_must: QColor
    done_ink: QColor
    done_ground: QColor
    sidebar: QColor
    sidebar_ink: QColor
    sidebar_muted: QColor
    sidebar_hover: QColor
    sidebar_here: QColor
    sidebar_here_ink: QColor
    sidebar_mark: QColor

    def tone_ink(self, tone: Tone) -> QColor:
        """The ink for words of this tone."""
        return {
            Tone.NEUTRAL: self.muted_ink,
            Tone.HERE: self.primary,
            Tone.WAITING: self.waiting_ink,
            Tone.MUST: self.must_ink,
            Tone.DONE: self.done_ink,
        }[tone]

    def tone_ground(self, tone: Tone) -> QColor:
        """The ground under `tone_ink`."""
        return {
            Tone.NEUTRAL: self.hover,
            Tone.HERE: self.soft_primary,
            Tone.WAITING: self.waiting_ground,
            Tone.MUST: self.must_ground,
            Tone.DONE: self.done_ground,
        }[tone]


def colours_of(mode: str) -> Colours:
    """The tokens of the `light` or `dark` table."""
    table = resources.load("palette.toml")[mode]
    return Colours(**{name: QColor(value) for name, value in table.items()})


def font(pixels: int = BODY_PIXELS, *, bold: bool = False) -> QFont:
    """Noto Sans with its fallbacks, in pixels of the 100 % screen; Qt scales them."""
    made = QFont()
    made.setFamilies(_FAMILIES)
    made.setPixelSize(pixels)
    made.setBold(bold)
    return made


def style_sheet(mode: str) -> str:
    """The style sheet with the tokens of this mode filled in."""
    source = (resources.folder() / "style.qss").read_text(encoding="utf-8")
    colours = colours_of(mode)
    tokens = {one.name: getattr(colours, one.name).name() for one in fields(Colours)}
    return Template(source).substitute(tokens, mode=mode)


class Theme(QObject):
    """The one place that decides between light and dark."""

    changed = Signal()
    _instance: ClassVar["Theme | None"] = None

    def __init__(self, app: QApplication, mode: Mode) -> None:
        super().__init__(app)
        self._app = app
        self._mode = mode
        self._applied = ""
        self._colours = colours_of(Mode.LIGHT)
        self._translators: list[QTranslator] = []

    @classmethod
    def install(cls, app: QApplication, mode: Mode | str = Mode.SYSTEM) -> "Theme":
        """Give the application its fonts, Dutch and look; a second call only sets the mode."""
        theme = cls._instance
        if theme is None or theme._app is not app:
            theme = cls._instance = cls(app, Mode(mode))
            theme._set_up()
        theme.set_mode(mode)
        return theme

    @classmethod
    def instance(cls) -> "Theme":
        """The installed theme."""
        if cls._instance is None:
            raise RuntimeError("Theme.install has not been called")
        return cls._instance

    @classmethod
    def current(cls) -> Colours:
        """The colours of now, for widgets that paint themselves."""
        return cls._instance._colours if cls._instance else colours_of(Mode.LIGHT)

    @property
    def mode(self) -> Mode:
        """What was chosen, which may be `SYSTEM`."""
        return self._mode

    @property
    def is_dark(self) -> bool:
        """Whether the dark palette shows now."""
        return self._applied == Mode.DARK

    def set_mode(self, mode: Mode | str) -> None:
        """Choose; `SYSTEM` follows the desktop from here on."""
        self._mode = Mode(mode)
        hints = self._app.styleHints()
        if self._mode is Mode.SYSTEM:
            hints.unsetColorScheme()
        else:
            # Also for what we do not paint: title bars and the system's own dialogs.
            dark = self._mode is Mode.DARK
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self._apply()

    def _set_up(self) -> None:
        for file in sorted((resources.folder() / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
        QDir.setSearchPaths("controls", [str(resources.folder() / "icons" / "controls")])
        self._app.setStyle(QStyleFactory.create("Fusion"))
        self._app.setFont(font())
        QLocale.setDefault(QLocale(QLocale.Language.Dutch, QLocale.Country.Netherlands))
        folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        translator = QTranslator(self)
        if translator.load("qtbase_nl", str(folder)):
            self._app.installTranslator(translator)
            self._translators.append(translator)
        self._app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def _system_changed(self) -> None:
        if self._mode is Mode.SYSTEM:
            self._apply()

    def _apply(self) -> None:
        wanted = self._mode
        if wanted is Mode.SYSTEM:
            dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
            wanted = Mode.DARK if dark else Mode.LIGHT
        if wanted == self._applied:
            return
        self._applied = wanted
        self._colours = colours_of(wanted)
        self._app.setPalette(_qt_palette(self._colours))
        self._app.setStyleSheet(style_sheet(wanted))
        self.changed.emit()


def _qt_palette(colours: Colours) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    made = QPalette()
    for one, colour in {
        role.Window: colours.page,
        role.WindowText: colours.ink,
        role.Base: colours.surface,
        role.AlternateBase: colours.hover,
        role.Text: colours.ink,
        role.PlaceholderText: colours.muted_ink,
        role.Button: colours.surface,
        role.ButtonText: colours.ink,
        role.BrightText: colours.must_ink,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.ink,
        role.Highlight: colours.primary,
        role.HighlightedText: colours.on_primary,
        role.Accent: colours.primary,
        role.Link: colours.primary,
        role.LinkVisited: colours.primary,
        role.Light: colours.surface,
        role.Midlight: colours.hover,
        role.Mid: colours.line,
        role.Dark: colours.control,
        role.Shadow: colours.line,
    }.items():
        made.setColor(one, colour)
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(group.Disabled, one, colours.disabled_ink)
    return made
