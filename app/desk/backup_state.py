"""What is said of backups: how things stand, and what one of them holds."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.dossier.backup_contents import Holds, LostDay
from app.vault.backup_places import BackupInfo


@dataclass(frozen=True)
class PlaceState:
    """One place of backups on a day. `newest` is the day of the last good one, as far as known."""

    path: Path
    reachable: bool
    newest: date | None
    too_old: bool


@dataclass(frozen=True)
class BackupState:
    """How things stand: in the school folder, and at the second place when one is set."""

    here: PlaceState
    second: PlaceState | None
    clock: str = ""
    """Why the clock of this PC may be wrong, in Dutch; empty when nothing speaks against it."""

    @property
    def warns(self) -> bool:
        """Whether somebody should do something."""
        too_old = self.here.too_old or (self.second is not None and self.second.too_old)
        return too_old or bool(self.clock)


@dataclass(frozen=True)
class BackupContents:
    """What one backup holds, what the school holds now, and what putting it back would lose.

    `same_history` False: the backup is of another history of this school, so nothing can be said
    of what would be lost but that it is everything of today that it does not hold.
    """

    info: BackupInfo
    holds: Holds
    now: Holds
    lost: tuple[LostDay, ...]
    same_history: bool

    @property
    def lost_changes(self) -> int:
        """How many acts that changed something would be undone."""
        return sum(one.changes for one in self.lost)
