"""How each sort of absence is shown: a letter, a word and a tone; and how half-days are told."""

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import Qt

from app.dossier.calendar import AFTERNOON, MORNING, WHOLE
from app.dossier.half_days import Mark
from app.dossier.kinds import KINDS
from ui.theme import Tone

WORDS = KINDS["absence"].field("sort").choices
LETTERS = {"ill": "Z", "late": "L", "authorised": "G", "unauthorised": "O"}
KEYS = {getattr(Qt.Key, f"Key_{letter}"): sort for sort, letter in LETTERS.items()}
TONES = {
    "ill": Tone.HERE,
    "late": Tone.WAITING,
    "authorised": Tone.DONE,
    "unauthorised": Tone.MUST,
}
WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
PART_NAMES = {MORNING: "ochtend", AFTERNOON: "middag", WHOLE: "hele dag"}
PRESENT = "aanwezig"


def short_day(day: date) -> str:
    """`ma 16-11`."""
    return f"{WEEKDAYS[day.weekday()][:2]} {day:%d-%m}"


def full_day(day: date) -> str:
    """`maandag 16-11-2026`."""
    return f"{WEEKDAYS[day.weekday()]} {day:%d-%m-%Y}"


def word_of(mark: Mark | None) -> str:
    """`ziek`, `te laat, 10 minuten`, `aanwezig`."""
    if mark is None:
        return PRESENT
    minutes = f", {mark.minutes} minuten" if mark.minutes else ""
    return f"{WORDS[mark.sort]}{minutes}"


def letter_of(mark: Mark) -> str:
    """`Z`, `L 10`."""
    return f"{LETTERS[mark.sort]} {mark.minutes}" if mark.minutes else LETTERS[mark.sort]


def tally(marks: Iterable[Mark | None]) -> str:
    """`26 aanwezig, 3 ziek, 1 te laat`."""
    counted = dict.fromkeys(("", *WORDS), 0)
    for mark in marks:
        counted[mark.sort if mark else ""] += 1
    said = [f"{counted['']} {PRESENT}"]
    said += [f"{number} {WORDS[sort]}" for sort, number in counted.items() if sort and number]
    return ", ".join(said)
