"""What the signal of sixteen hours asks of the school, in words."""

from app.dossier.sixteen_hours import HOURS, LESSON_WEEKS, REPORT_WITHIN, Level, Signal
from ui.text import shown
from ui.theme import Tone

TITLES = {
    Level.MUST: f"{HOURS:g} uur verzuim: melden",
    Level.WARN: "Let op: verzuim loopt op",
}
TONES = {Level.MUST: Tone.MUST, Level.WARN: Tone.WAITING, Level.NONE: Tone.NEUTRAL}


def count_of(signal: Signal) -> str:
    """`18 uur ongeoorloofd afwezig van 01-02-2027 tot en met 26-02-2027`."""
    return (
        f"{shown(signal.hours)} uur ongeoorloofd afwezig van {shown(signal.first)} tot en met "
        f"{shown(signal.last)}"
    )


def what_to_do(signal: Signal) -> str:
    """What the school must do, by which day, and why."""
    if signal.level is Level.MUST:
        return (
            f"{count_of(signal)}: dat is {HOURS:g} uur of meer in {LESSON_WEEKS} lesweken na "
            f"elkaar. Meld het uiterlijk {shown(signal.due)} bij leerplicht (via DUO, binnen "
            f"{REPORT_WITHIN} werkdagen), vertel het de ouders, en leg de melding vast bij de "
            "leerling. Daarna begint een nieuwe telling (Leerplichtwet art. 21a)."
        )
    return (
        f"{count_of(signal)}. Vanaf {HOURS:g} uur in {LESSON_WEEKS} lesweken moet de school "
        "melden. Praat nu met de ouders; melden mag ook eerder (Leerplichtwet art. 21a)."
    )
