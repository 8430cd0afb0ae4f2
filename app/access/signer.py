"""The running session's key: taken up at sign-in, used once at the close, then erased.

Order at a close: the next key is written beside the present one; the database is committed with the
signature; the present key is erased. A crash in between leaves a folder that the next sign-in
resolves: it looks which public key the database expects, takes the private key that fits, and
erases the others.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from app.access import log
from app.access.signing import Began, ClosedHow, ContentSum, new_seed, public_key, sign
from app.access.tables import log_entry, log_session
from app.errors import UserError
from app.vault.schema import Row
from app.vault.session_key import SessionKeyFile

ALARMS = {
    Began.RESTORED: (
        "Er is een reservekopie teruggezet. Vanaf nu begint een nieuwe reeks handtekeningen onder "
        "het toegangslog; de vorige is daar afgebroken."
    ),
    Began.LOST: (
        "De sleutel waarmee het toegangslog wordt ondertekend, is weg of hoort bij een andere "
        "stand van de database. Vanaf nu begint een nieuwe reeks handtekeningen. Ga na wie het "
        "bestand ‘session’ of de database verving; bewaar een kopie van deze map."
    ),
}


class Signer:
    """Holds one session's private key, from `begin` to `end`."""

    def __init__(self, keys: SessionKeyFile, school_id: str, *, doubtful: bool = False) -> None:
        """`doubtful`: seal and database do not agree, which a session signed afterwards says."""
        self.school_id = school_id
        self.keys = keys
        """Replaced when the school's keys change while somebody is signed in."""
        self._late = ClosedHow.DOUBTFUL if doubtful else ClosedHow.LATER
        self._seed = b""
        self.number = 0
        self.began = Began.FOLLOWS

    @property
    def alarm(self) -> str:
        """What must be said about how this session began; empty when it follows the last."""
        return ALARMS.get(self.began, "")

    def begin(
        self, connection: Connection, *, staff_id: str, workstation: str, now: datetime
    ) -> int:
        """Take up the key, sign a session that a crash left open, add the new row; its number.

        Raises UserError when no key can be written.
        """
        last = _newest(connection)
        try:
            self._take_key(connection, last, now)
        except OSError as error:
            raise UserError(
                f"Het bestand ‘{self.keys.path}’ kan niet worden geschreven, en zonder dat kan "
                "het toegangslog niet worden ondertekend. Er is niets gewijzigd. Kijk of de schijf "
                "vol is en of u er mag schrijven, en meld u opnieuw aan."
            ) from error
        head = log.head(connection)
        self.number = last["number"] + 1 if last else 1
        connection.execute(
            insert(log_session).values(
                number=self.number,
                began=self.began.value,
                opened_at=log.timestamp(now),
                staff_id=staff_id,
                workstation=workstation,
                first_entry=head.number + 1,
                previous=bytes.fromhex(head.digest),
                last_entry=head.number,
                public_key=public_key(self._seed),
            )
        )
        return self.number

    def end(self, connection: Connection, *, now: datetime, how: ClosedHow) -> None:
        """Sign within the closing transaction; call `erase` after its commit.

        When the next key cannot be written, the session stays open and the next sign-in signs it.
        """
        row = _newest(connection)
        with suppress(OSError):
            if row is not None and row["number"] == self.number and self._seed:
                self._seed = self._close(connection, row, self._seed, now, how)

    def erase(self) -> None:
        """After the commit: leave only the key that the database now expects on the disk."""
        # What cannot be erased now is erased at the next sign-in, which keeps only what fits.
        with suppress(OSError):
            self.keys.keep_only(self._seed)

    def forget(self) -> None:
        """Drop the key from memory, as far as Python can."""
        self._seed = b""
        self.keys.forget()

    def _take_key(self, connection: Connection, last: dict[str, Any] | None, now: datetime) -> None:
        seeds = {public_key(seed): seed for seed in self.keys.seeds()}
        if last is None or last["public_key"] is None:
            self.began = Began.FIRST
            found = next(iter(seeds.values()), None)
        elif last["signature"] is None:
            found = seeds.get(last["public_key"])
            if found is not None:
                found = self._close(connection, last, found, now, self._late)
        else:
            found = seeds.get(last["next_public_key"])
        if found is None:
            if self.began is not Began.FIRST:
                self.began = Began.RESTORED if self.keys.is_restored() else Began.LOST
            found = new_seed()
            self.keys.add(found)
        self._seed = found

    def _close(
        self, connection: Connection, row: Row, seed: bytes, now: datetime, how: ClosedHow
    ) -> bytes:
        """Sign this session with `seed`; the private key of the next."""
        following = new_seed()
        self.keys.add(following, beside=seed)
        head = log.head(connection)
        entries = select(log_entry).where(log_entry.c.number >= row["first_entry"])
        closed = {
            **row,
            "last_entry": head.number,
            "head": bytes.fromhex(head.digest),
            "content_sum": ContentSum.of(connection.execute(entries).mappings()),
            "next_public_key": public_key(following),
            "closed_at": log.timestamp(now),
            "closed_how": how.value,
        }
        closed["signature"] = sign(seed, closed, self.school_id)
        connection.execute(
            update(log_session).where(log_session.c.number == row["number"]).values(closed)
        )
        return following


def _newest(connection: Connection) -> dict[str, Any] | None:
    newest = select(log_session).order_by(log_session.c.number.desc()).limit(1)
    row = connection.execute(newest).mappings().first()
    return dict(row) if row else None
