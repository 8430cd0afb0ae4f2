"""The columns of a kind's list: its `in_list` fields, as wide as what they hold needs."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtGui import QFontMetrics

from app.dossier.kinds import Field, FieldType, Kind
from app.dossier.values import Entry
from ui.theme import SMALL_PIXELS, Tone, font
from ui.widgets.chip import chip_width
from ui.widgets.data_table import Column

# By "kind.field": the tone of a value; a field that is named here shows as a chip.
Tones = Mapping[str, Mapping[Any, Tone]]
_CELL = 24
_HEAD = 36
_WIDEST_CHOICE = 220
_WIDEST_HEAD = 180
_WIDTHS = {
    FieldType.DATE: "00-00-0000",
    FieldType.SCHOOL_YEAR: "0000-0000",
    FieldType.POSTCODE: "0000 WW",
    FieldType.NUMBER: "0000,0",
    FieldType.INTEGER: "0000",
    FieldType.YEAR_GROUP: "0",
    FieldType.YES_NO: "nee",
    FieldType.GROUP: "0/0 Wxxxxxx",
}
LEAST_STRETCHED = 140
_SHORT_TEXT = 20
_SHORT_WIDTH = 72


def columns_of(kind: Kind, tones: Tones) -> list[Column]:
    """The columns, in the order of the declaration; at least one takes the room that is left."""
    fields = [one for one in kind.fields if one.in_list] or list(kind.fields[:3])
    made = [_column(kind, one, tones) for one in fields]
    if made and all(one.width for one in made):
        last = made[-1]
        made[-1] = Column(last.key, last.label, 0, value=last.value, sort=last.sort, tone=last.tone)
    return made


def _column(kind: Kind, field: Field, tones: Tones) -> Column:
    toned = tones.get(f"{kind.code}.{field.name}")
    ticked = field.type is FieldType.YES_NO

    def shown(entry: Entry) -> str:
        if toned is not None and ticked and not entry.values.get(field.name):
            return ""  # a chip only where there is something to notice
        return entry.display.get(field.name, "")

    return Column(
        field.name,
        field.label,
        _width(field, chip=toned is not None),
        value=shown,
        sort=lambda entry: entry.values.get(field.name),
        tone=_tone_of(field, toned) if toned is not None else None,
    )


def _tone_of(field: Field, toned: Mapping[Any, Tone]) -> Callable[[Entry], Tone]:
    return lambda entry: toned.get(entry.values.get(field.name), Tone.NEUTRAL)


def _width(field: Field, *, chip: bool) -> int:
    body, head = QFontMetrics(font()), QFontMetrics(font(SMALL_PIXELS, bold=True))
    if field.choices:
        wants = [
            chip_width(one) if chip else body.horizontalAdvance(one)
            for one in field.choices.values()
        ]
        room = min(max(wants), _WIDEST_CHOICE) + _CELL
    elif field.type in _WIDTHS:
        room = body.horizontalAdvance(_WIDTHS[field.type]) + _CELL
    elif 0 < field.max_length <= _SHORT_TEXT:
        room = _SHORT_WIDTH
    else:
        return 0
    return max(room, min(head.horizontalAdvance(field.label) + _HEAD, _WIDEST_HEAD))
