"""The seal outside the database and this PC's memory: written after a commit, read at sign-in."""

from contextlib import suppress
from dataclasses import dataclass, field, replace

from app.access.checkpoint import root_key
from app.access.log import log_state
from app.access.session import Session
from app.access.signing import fingerprint
from app.access.verify import Witnesses
from app.vault import (
    Database,
    FileUnreadable,
    FolderLost,
    Position,
    RememberedPositions,
    SealState,
    SessionKeyFile,
    Unlocked,
    compare,
    read_seal,
    write_seal,
)
from app.vault.seal import PURPOSE as SEAL_PURPOSE
from app.vault.session_key import PURPOSE as SESSION_KEY

_KEEP = "Ga na wie dat deed; bewaar een kopie van deze map."
ALARMS = {
    SealState.CUT_OFF: (
        "Het einde van het toegangslog is weg: de database weet zelf nog van regels die er niet "
        f"meer zijn. {_KEEP}"
    ),
    SealState.DATABASE_BEHIND: (
        "De database is ouder dan het zegel: er is een oude database teruggezet, of het einde van "
        f"het toegangslog is eruit gehaald. {_KEEP}"
    ),
    SealState.FOLDER_BEHIND: (
        "Deze pc heeft een nieuwer toegangslog gezien: de hele schoolmap is ouder en dus "
        f"teruggezet, of het einde van het log is weg en het zegel opnieuw gemaakt. {_KEEP}"
    ),
    SealState.DIFFERENT: (
        "Het toegangslog is anders dan het zegel: de database is vervangen of veranderd buiten het "
        f"programma om. {_KEEP}"
    ),
    SealState.DIVERGED: (
        "Het toegangslog is anders dan deze pc onthield: de hele schoolmap is teruggezet en daarna "
        f"weer gebruikt, of het log is herschreven. {_KEEP}"
    ),
    SealState.MISSING: (
        "Het zegel van het toegangslog ontbreekt. Het is opnieuw gemaakt; ga na wie het "
        "verwijderde."
    ),
    SealState.ALTERED: (
        "Het zegel van het toegangslog is beschadigd of veranderd. Het is opnieuw gemaakt; ga na "
        "wie dat deed."
    ),
}
OTHER_ROOT = (
    "Het toegangslog begint met een andere sleutel dan deze pc onthield: het hele log is "
    f"vervangen. {_KEEP} Vergelijk het kenmerk van het log met dat op het blad met de herstelcode."
)


@dataclass
class Sealer:
    """Writes the newest position of the log into the seal and this PC's memory."""

    unlocked: Unlocked = field(repr=False)
    """Derives the key each time: so it follows a change of keys, and nothing is left after."""
    remembered: RememberedPositions
    destroyed: str = ""
    """The newest hash of the register of destroyed dossiers."""
    sealed: Position | None = None
    """What this session sealed last; None when it has not yet."""

    def __call__(self, position: Position) -> None:
        """After each commit. Raises OSError."""
        unlocked = self.unlocked
        database, school_id = unlocked.database, unlocked.school_id
        # Closed meanwhile: a seal that lags by a commit is no alarm, and a restore wrote its own.
        if database is not None and not database.is_closed:
            key = database.key_for(SEAL_PURPOSE)
            # On the disk too: a power cut could else leave an empty seal, an alarm about nothing.
            write_seal(unlocked.folder.seal, key, school_id, position, destroyed=self.destroyed)
            self.sealed = position
        self.remembered.remember(school_id, position)

    def check(self) -> None:
        """A guard of the database: the seal is still the one that this session wrote last.

        Whoever opened the school in between has sealed a later position. Raises FolderLost, or
        UserError when the seal cannot be read just now.
        """
        if self.sealed is None:
            return
        path, found = self.unlocked.folder.seal, sealed_position(self.unlocked)
        if found is SealState.MISSING and not path.parent.is_dir():
            raise FileUnreadable(path)  # the share went away, and the seal with it
        if found != self.sealed:
            raise FolderLost(_OTHER_SEAL)


_OTHER_SEAL = (
    "Het zegel van het toegangslog is intussen door iets anders geschreven of veranderd: een "
    "andere pc heeft deze school geopend, of een kopie is teruggezet. Wat u eerder hebt "
    "opgeslagen, is bewaard; het laatste is niet opgeslagen en er is niets geschreven. Uw tekst "
    "blijft als concept bewaard. Meld u opnieuw aan en sla hem opnieuw op."
)


def sealed_position(unlocked: Unlocked) -> Position | SealState:
    """The position in the seal of an open school, or what is wrong with it."""
    assert unlocked.database is not None
    return read_seal(
        unlocked.folder.seal, unlocked.database.key_for(SEAL_PURPOSE), unlocked.school_id
    )


def witnesses(unlocked: Unlocked, remembered: RememberedPositions) -> Witnesses:
    """All that stands outside the database, for a check of the log."""
    return Witnesses(
        school_id=unlocked.school_id,
        sealed=sealed_position(unlocked),
        remembered=remembered.newest(unlocked.school_id),
        root=remembered.root(unlocked.school_id),
    )


def session_keys(unlocked: Unlocked, database: Database) -> SessionKeyFile:
    """The file with the key that signs the session."""
    key = database.key_for(SESSION_KEY)
    return SessionKeyFile(unlocked.folder.session, key, unlocked.school_id)


@dataclass(frozen=True)
class AtSignIn:
    """How seal and this PC's memory agreed with the database before they were written anew."""

    witnesses: Witnesses
    alarm: str = ""
    """What must be said; empty when all is well."""


def look_at_log(
    unlocked: Unlocked, database: Database, remembered: RememberedPositions
) -> AtSignIn:
    """What the seal and this PC's memory say about the log, before anything is added to it."""
    outside = witnesses(unlocked, remembered)
    with database.transaction() as connection:
        log = log_state(connection)
        state = compare(log, outside.sealed or SealState.MISSING, outside.remembered)
        root = root_key(connection)
    if log.newest.number == 0 and state is SealState.MISSING:
        return AtSignIn(replace(outside, sealed=None))  # nothing was ever sealed
    found = replace(outside, found=state, found_after=log.newest.number)
    if state not in ALARMS and root and outside.root not in ("", fingerprint(root)):
        return AtSignIn(found, OTHER_ROOT)
    return AtSignIn(found, ALARMS.get(state, ""))


def remember_root(session: Session, unlocked: Unlocked, remembered: RememberedPositions) -> None:
    """Keep on this PC the fingerprint of the key that the log begins with."""
    with session.transaction() as connection:
        root = root_key(connection)
    if root:
        # A PC that can keep nothing is one witness less; the sign-in goes on.
        with suppress(OSError):
            remembered.remember_root(unlocked.school_id, fingerprint(root))
