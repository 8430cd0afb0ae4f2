"""How backups are said on the screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.desk.backup_state import BackupContents, BackupState, PlaceState
from app.vault.backup_places import BackupInfo, Where
from ui.text import counted, shown
from ui.theme import Tone

_PLACES = {Where.HERE: "in de schoolmap", Where.SECOND: "tweede plaats", Where.ELSEWHERE: "elders"}
_MEGABYTE = 1024 * 1024
_DAYS_SHOWN = 5


def moment(backup: BackupInfo) -> str:
    """`01-03-2027 om 08:15`, in the time of the school."""
    made = backup.made_at.astimezone()
    return f"{shown(made.date())} om {made:%H:%M}"


def size(backup: BackupInfo) -> str:
    """`3,4 MB`."""
    return f"{shown(round(backup.size / _MEGABYTE, 1))} MB"


def place(backup: BackupInfo) -> str:
    """Where it stands."""
    return _PLACES[backup.where]


@dataclass(frozen=True)
class Listed:
    """A backup as one row, though it may stand in more than one place; `info` is the nearest."""

    info: BackupInfo
    places: str


def listed(backups: Sequence[BackupInfo]) -> list[Listed]:
    """One row a backup, newest first."""
    rows: dict[str, list[BackupInfo]] = {}
    for one in backups:
        rows.setdefault(one.name, []).append(one)
    nearest = [
        sorted(found, key=lambda one: one.where is not Where.HERE) for found in rows.values()
    ]
    return [Listed(found[0], " en ".join(map(place, found))) for found in nearest]


def day_ago(day: date, today: date) -> str:
    """`vandaag`, `gisteren`, `12 dagen geleden`."""
    days = (today - day).days
    if days <= 1:
        return "vandaag" if days <= 0 else "gisteren"
    return f"{days} dagen geleden"


def state_line(state: PlaceState, today: date) -> tuple[str, Tone]:
    """How one place stands, as words and a tone."""
    newest = f"de laatste {day_ago(state.newest, today)}" if state.newest else "nog geen"
    if not state.reachable:
        return f"niet aangesloten; {newest}", Tone.MUST if state.too_old else Tone.WAITING
    return newest, Tone.MUST if state.too_old else Tone.DONE


def foot_line(state: BackupState, today: date) -> str:
    """For the foot of the window."""
    newest = state.here.newest
    said = f"reservekopie {day_ago(newest, today)}" if newest else "nog geen reservekopie"
    if state.second is not None and state.second.too_old:
        said += ", tweede plaats te oud"
    if state.clock:
        said += ", kijk de klok van deze pc na"
    return f"Alles opgeslagen · {said}"


def holds_line(contents: BackupContents) -> str:
    """What a backup holds beside what there is now."""
    held, now = contents.holds, contents.now
    pupils = counted(held.pupils, "leerling", "leerlingen")
    entries = counted(held.entries, "gegeven", "gegevens")
    said = f"Zij bevat {pupils} en {entries}; nu zijn dat er {now.pupils} en {now.entries}."
    if held.newest:
        said += f" De laatste regel in haar toegangslog is van {shown(held.newest)}."
    return said


def lost_lines(contents: BackupContents) -> list[str]:
    """What putting it back loses, in numbers, for the card and the question."""
    if not contents.same_history:
        return [_OTHER_HISTORY]
    days = [one for one in contents.lost if one.changes]
    if not days:
        return ["Er is sindsdien niets gewijzigd; alleen regels van het toegangslog vervallen."]
    total = contents.lost_changes
    verb = "gaat" if total == 1 else "gaan"
    lines = [f"{_changes(total)} op {counted(len(days), 'dag', 'dagen')} {verb} verloren."]
    earlier = len(days) - _DAYS_SHOWN
    if earlier > 0:
        before = sum(one.changes for one in days[:earlier])
        lines.append(f"Op {counted(earlier, 'eerdere dag', 'eerdere dagen')}: {_changes(before)}")
    return lines + [f"{shown(one.day)}: {_changes(one.changes)}" for one in days[-_DAYS_SHOWN:]]


def _changes(number: int) -> str:
    return counted(number, "wijziging", "wijzigingen")


_OTHER_HISTORY = (
    "Deze reservekopie is niet van dezelfde reeks als wat er nu staat. Alles van nu dat er niet in "
    "zit, gaat verloren."
)
KEPT = (
    "Medewerkers, wachtwoorden en vernietigde dossiers blijven zoals ze vandaag zijn.",
    "Wat er nu staat wordt bewaard bij de reservekopieën, met het toegangslog.",
    "Daarna meldt u zich opnieuw aan.",
)
"""What a restore leaves alone; part of the question."""
