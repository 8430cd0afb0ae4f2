"""Signed sessions: each sign-in session vouches for its entries, and its key is then erased.

Public-key forward security (Logcrypt, Holt 2006). While a session runs, its Ed25519 private key
stands in the file `session` and in memory; at its close it signs what the log then says and the
next session's public key. After that nobody can sign for it again, whoever it is and whatever keys
they hold. A line of sessions begins anew, visibly, when the key is not there: at the first sign-in,
after a backup was put back, after the file was lost.
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.access.log import content_hash
from app.vault.files import canonical_json
from app.vault.schema import Row

FORMAT = "leerlingdossier-session"
VERSION = 1
CONTENT_SUM_LENGTH = 32

_FINGERPRINT_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U."""
_FINGERPRINT_GROUPS, _GROUP_LENGTH = 4, 4
_BITS_PER_CHARACTER = 5


class Began(StrEnum):
    """How a session's key came to be; all but FOLLOWS begin a new line of signatures."""

    FIRST = "first"
    FOLLOWS = "follows"
    RESTORED = "restored"
    LOST = "lost"


class ClosedHow(StrEnum):
    """When a session was signed."""

    SIGN_OUT = "sign_out"
    LOCK = "lock"
    LATER = "later"
    """By the next sign-in, after a crash."""
    DOUBTFUL = "doubtful"
    """By the next sign-in, which found that seal and database did not agree."""


def new_seed() -> bytes:
    """A new private key, 32 random bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(seed: bytes) -> bytes:
    """What belongs to it and may be known."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def fingerprint(key: bytes) -> str:
    """A public key in four groups of four characters (80 bits of its SHA-256), for the eye."""
    count = _FINGERPRINT_GROUPS * _GROUP_LENGTH
    bits = int.from_bytes(hashlib.sha256(key).digest()[: count * _BITS_PER_CHARACTER // 8], "big")
    characters = [
        _FINGERPRINT_ALPHABET[(bits >> shift) & 31]
        for shift in range((count - 1) * _BITS_PER_CHARACTER, -1, -_BITS_PER_CHARACTER)
    ]
    groups = range(0, count, _GROUP_LENGTH)
    return "-".join("".join(characters[start : start + _GROUP_LENGTH]) for start in groups)


class ContentSum:
    """The sum modulo 2^256 of the content hashes of a session's entries, whatever their order.

    It only tells apart what a forger did: the same sum behind another head means that entries
    changed places. What proves the order is the head of the chain.
    """

    def __init__(self) -> None:
        self._sum = 0

    def add(self, row: Row) -> None:
        """Count one entry of the log."""
        self._sum = (self._sum + int.from_bytes(content_hash(row), "big")) % 2**256

    @classmethod
    def of(cls, rows: Iterable[Row]) -> bytes:
        """The sum over these entries."""
        total = cls()
        for row in rows:
            total.add(row)
        return total.digest()

    def digest(self) -> bytes:
        """32 bytes, big-endian."""
        return self._sum.to_bytes(CONTENT_SUM_LENGTH, "big")


def statement(session: Row, school_id: str) -> bytes:
    """What a closed session signs: the canonical JSON of its row in `log_session`."""
    return canonical_json(
        {
            "format": FORMAT,
            "version": VERSION,
            "school": school_id,
            **{
                name: value.hex() if isinstance(value, bytes) else value
                for name, value in ((name, session[name]) for name in SIGNED)
            },
        }
    )


SIGNED = (
    "number",
    "began",
    "opened_at",
    "staff_id",
    "workstation",
    "first_entry",
    "previous",
    "last_entry",
    "head",
    "content_sum",
    "public_key",
    "next_public_key",
    "closed_at",
    "closed_how",
)


def sign(seed: bytes, session: Row, school_id: str) -> bytes:
    """The 64-byte signature of a session that closes."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(statement(session, school_id))


def is_signed(session: Row, school_id: str) -> bool:
    """Whether the signature of a closed session is that of its own public key over its row."""
    try:
        Ed25519PublicKey.from_public_bytes(session["public_key"]).verify(
            session["signature"], statement(session, school_id)
        )
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True
