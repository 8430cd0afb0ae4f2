"""The seal outside the database: written after each commit, read and compared at sign-in."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from app.access.tables import log_entry
from app.vault import Position, RememberedPositions, SealState, Unlocked, read_seal, write_seal

ALARMS = {
    SealState.DATABASE_BEHIND: (
        "De database is ouder dan de laatste keer dat deze school open was: er is een oude kopie "
        "teruggezet of het einde van het toegangslog is weg. Ga na wie dat deed; bewaar deze map."
    ),
    SealState.DIFFERENT: (
        "Het toegangslog is anders dan het zegel: de database is vervangen of veranderd buiten het "
        "programma om. Ga na wie dat deed; bewaar een kopie van deze map."
    ),
    SealState.MISSING: (
        "Het zegel van het toegangslog ontbreekt. Het is opnieuw gemaakt; ga na wie het "
        "verwijderde."
    ),
    SealState.ALTERED: (
        "Het zegel van het toegangslog is beschadigd of veranderd. Het is opnieuw gemaakt; ga na "
        "wie "
        "dat deed."
    ),
}


@dataclass(frozen=True)
class Sealer:
    """Writes the newest position of the log into the seal and this PC's memory."""

    path: Path
    key: bytes
    school_id: str
    remembered: RememberedPositions
    destroyed: str = ""
    """The newest hash of the register of destroyed dossiers."""

    def __call__(self, position: Position) -> None:
        """After each commit. Raises OSError."""
        # Not durable: the seal may lag by what a power cut takes; the save itself may not.
        write_seal(
            self.path,
            self.key,
            self.school_id,
            position,
            durable=False,
            destroyed=self.destroyed,
        )
        self.remembered.remember(self.school_id, position.number)


def digest_at(connection: Connection, number: int) -> str | None:
    """The hash of an entry of the log; None when it is not there."""
    query = select(log_entry.c.hash).where(log_entry.c.number == number)
    found = connection.execute(query).scalar()
    return found.hex() if found else None


def sealed_position(unlocked: Unlocked) -> Position | SealState:
    """The position in the seal of an open school, or what is wrong with it."""
    assert unlocked.database is not None
    return read_seal(unlocked.folder.seal, unlocked.database.key_for("seal"), unlocked.school_id)
