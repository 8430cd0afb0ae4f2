"""The words and tones of the states of a report, and what stands between it and the next step."""

from app.report.overview import OverviewLine
from app.report.values import STATE_NAMES, Report, ReportState
from ui import text as texts
from ui.theme import Tone

NOT_BEGUN = "niet begonnen"
NOT_BEGUN_KEY = "none"
_TONES = {
    ReportState.CONCEPT: Tone.WAITING,
    ReportState.FINALISED: Tone.HERE,
    ReportState.INFORMED: Tone.HERE,
    ReportState.SENT: Tone.DONE,
}
STEPS = ("Samenstellen", "Vaststellen", "Ouders informeren", "Verzenden")


def state_name(state: ReportState | None) -> str:
    """The chip's word."""
    return STATE_NAMES[state] if state else NOT_BEGUN


def state_tone(state: ReportState | None) -> Tone:
    """The chip's colour."""
    return _TONES[state] if state else Tone.NEUTRAL


def to_do(line: OverviewLine) -> str:
    """What is left for this pupil, in one line of the list."""
    if line.state is None:
        return "Rapport beginnen"
    if line.state is ReportState.SENT:
        return f"Verzonden op {texts.shown(line.sent_on)}"
    if line.state is ReportState.INFORMED:
        return "Verzenden"
    if line.obstacles:
        return line.obstacles[0]
    missing = f"Nog niet geïnformeerd: {' en '.join(line.missing)}" if line.missing else ""
    if line.state is ReportState.CONCEPT:
        return "Samenstellen en vaststellen"
    return missing


def step_of(report: Report) -> int:
    """Which of `STEPS` is the one to do now; their number when all is done."""
    if report.state is ReportState.CONCEPT:
        return 0 if report.missing_elements else 1
    return {ReportState.FINALISED: 2, ReportState.INFORMED: 3, ReportState.SENT: 4}[report.state]


def what_now(report: Report) -> str:
    """One sentence: what blocks the next step, or what it is."""
    if report.state is ReportState.SENT:
        how = f", {report.sent_how}" if report.sent_how else ""
        return f"Verzonden op {texts.shown(report.sent_on)}{how}. Een kopie staat in het dossier."
    if report.state is ReportState.INFORMED:
        return "Alle ouders met gezag zijn geïnformeerd. Het rapport kan worden verzonden."
    if report.state is ReportState.FINALISED:
        return report.informing.refusal
    names = ", ".join(element.label for element in report.missing_elements)
    if names:
        return f"Vaststellen kan als dit erin staat: {names}."
    return "Alles wat de wet vraagt, staat erin. Lees het rapport na en stel het dan vast."
