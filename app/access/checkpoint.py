"""Where a log begins whose old entries were removed, and the entry that vouches for it."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.access.tables import log_checkpoint, log_session
from app.vault.files import canonical_json
from app.vault.schema import Row

FORMAT = "leerlingdossier-log-checkpoint"
OBJECT_KIND = "log_checkpoint"


@dataclass(frozen=True)
class Checkpoint:
    """The last entry that was removed, its session, and the key that session announced."""

    number: int
    hash: bytes
    session: int
    next_public_key: bytes
    root_public_key: bytes
    made_at: str

    def digest(self) -> bytes:
        """SHA-256 of its canonical JSON."""
        content = {
            "format": FORMAT,
            "number": self.number,
            "hash": self.hash.hex(),
            "session": self.session,
            "next_public_key": self.next_public_key.hex(),
            "root_public_key": self.root_public_key.hex(),
            "made_at": self.made_at,
        }
        return hashlib.sha256(canonical_json(content)).digest()

    @property
    def object_id(self) -> str:
        """What the entry that vouches for it names: number and digest."""
        return f"{self.number}:{self.digest().hex()}"

    def is_vouched_by(self, entry: Row) -> bool:
        """Whether this entry of the log says that the log was cut here."""
        return (entry["object_kind"], entry["object_id"]) == (OBJECT_KIND, self.object_id)


def read_checkpoint(connection: Connection) -> Checkpoint | None:
    """The checkpoint; None as long as nothing was removed."""
    newest = select(log_checkpoint).order_by(log_checkpoint.c.number.desc()).limit(1)
    row = connection.execute(newest).mappings().first()
    return Checkpoint(**row) if row else None


def root_key(connection: Connection) -> bytes | None:
    """The public key that the log began with; None when no session has one."""
    checkpoint = read_checkpoint(connection)
    if checkpoint is not None:
        return checkpoint.root_public_key
    first = select(log_session.c.public_key).where(log_session.c.public_key.is_not(None))
    return connection.execute(first.order_by(log_session.c.number).limit(1)).scalar()
