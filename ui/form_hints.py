"""Below a text field, while it is typed in: what probably does not belong there, and why.

It never keeps anyone from saving. Who needs the words says so on the line below; that reason is
saved with the entry, and the same is not pointed out again in that field.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.dossier.hint_names import NO_NAMES, SchoolNames
from app.dossier.kept_remarks import Kept, fields_with_text
from app.dossier.kinds import Field, Kind
from app.dossier.text_hints import Hint, find_hints
from ui import icons
from ui.form_fields import TextField
from ui.form_rows import FieldRow
from ui.theme import GRID, Theme, Tone
from ui.widgets.inputs import LineInput
from ui.widgets.labels import PlainLabel

_ICON_PIXELS = 16
_REASON_MOST = 500
_RAW = "kept:"
_Place = tuple[str, str]

__all__ = ["FormHints", "HintLine", "Kept", "Watching"]


@dataclass(frozen=True)
class Watching:
    """Whose dossier a form is about, the names of the school, and the reasons that were kept."""

    names: SchoolNames = NO_NAMES
    pupil_id: str = ""
    kept: Kept = field(default_factory=dict)


class HintLine(QWidget):
    """One hint: what is pointed out, and the line for why it is needed all the same."""

    def __init__(self, about: Field, reason: str) -> None:
        super().__init__()
        self._about = about
        self._icon = QLabel()
        self._icon.setFixedSize(_ICON_PIXELS, _ICON_PIXELS)
        self.words = PlainLabel("", "small", wrap=True)
        self.reason = LineInput(reason, most=_REASON_MOST)
        label = PlainLabel("Toch nodig, omdat", "small")
        label.setBuddy(self.reason)
        why = QHBoxLayout()
        why.setSpacing(GRID)
        why.addWidget(label)
        why.addWidget(self.reason, 1)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.words)
        right.addLayout(why)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(6)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(right, 1)
        Theme.instance().changed.connect(self._draw)
        self._draw()

    def show_hint(self, hint: Hint) -> None:
        """Say this; it is announced when it was not said yet."""
        said = hint.text
        if said == self.words.text():
            return
        self.words.setText(said)
        name = f"Toch nodig, omdat: {hint.rule.title} bij {self._about.label}"
        self.reason.setAccessibleName(name)
        self.reason.setAccessibleDescription(said)
        event = QAccessibleAnnouncementEvent(self, said)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)

    def _draw(self) -> None:
        ink = Theme.current().tone_ink(Tone.WAITING)
        drawn = icons.pixmap("warning", ink, _ICON_PIXELS, self.devicePixelRatioF())
        self._icon.setPixmap(drawn)


class FormHints(QObject):
    """The hints of one form; `changed` comes when a reason is typed."""

    changed = Signal()

    def __init__(
        self, kind: Kind, rows: Mapping[str, FieldRow], watching: Watching, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._watching = watching
        self._rows = {one.name: rows[one.name] for one in fields_with_text(kind)}
        self._lines: dict[_Place, HintLine] = {}
        self._reasons: dict[_Place, str] = {}
        self._looked_at: dict[str, str] = {}

    def check(self, saved: Mapping[str, str]) -> None:
        """Look again at each text that was changed; what is stored already is left in peace."""
        for name, row in self._rows.items():
            text = row.input.raw()
            if text == saved.get(name, ""):
                text = ""
            if self._looked_at.get(name, "") != text:
                self._looked_at[name] = text
                self._show(name, row, self._hints_in(text, row.input.field))

    def kept(self) -> Kept:
        """The reasons that were typed for what is pointed out now."""
        return {place: text for place in self._lines if (text := self._reasons[place].strip())}

    def raw(self) -> dict[str, str]:
        """Every reason as it was typed, for a draft."""
        return {
            f"{_RAW}{name}:{rule}": text for (name, rule), text in self._reasons.items() if text
        }

    def set_raw(self, raw: Mapping[str, str]) -> None:
        """Put back the reasons of a draft."""
        for key, text in raw.items():
            if key.startswith(_RAW):
                name, _, rule = key.removeprefix(_RAW).partition(":")
                self._reasons[name, rule] = text
        for place, line in self._lines.items():
            line.reason.set_text_value(self._reasons[place])

    def lines(self, name: str) -> tuple[HintLine, ...]:
        """What shows under a field."""
        return tuple(line for (field_name, _), line in self._lines.items() if field_name == name)

    def _hints_in(self, text: str, about: Field) -> Sequence[Hint]:
        watching = self._watching
        accepted = {rule for name, rule in watching.kept if name == about.name}
        return find_hints(text, self._kind, about, watching.names, watching.pupil_id, accepted)

    def _show(self, name: str, row: FieldRow, hints: Sequence[Hint]) -> None:
        wanted = {(name, hint.rule.code): hint for hint in hints}
        for place in [one for one in self._lines if one[0] == name and one not in wanted]:
            line = self._lines.pop(place)
            line.hide()
            line.deleteLater()
        for place, hint in wanted.items():
            if place not in self._lines:
                self._add(place, row)
            self._lines[place].show_hint(hint)
        row.say_more(" ".join(hint.text for hint in hints))
        if isinstance(row.input, TextField):
            spans = [span for hint in hints for span in hint.spans]
            row.input.text.underline(spans, Theme.current().tone_ink(Tone.WAITING))

    def _add(self, place: _Place, row: FieldRow) -> None:
        line = HintLine(row.input.field, self._reasons.setdefault(place, ""))
        before = self.lines(place[0])
        self._lines[place] = line
        row.add_below(line)
        last = before[-1].reason if before else row.input.widget
        QWidget.setTabOrder(last, line.reason)
        line.reason.textChanged.connect(lambda text: self._typed(place, text))
        line.reason.refused.connect(row.note)

    def _typed(self, place: _Place, text: str) -> None:
        self._reasons[place] = text
        self.changed.emit()
