"""`session`: the private key with which the running (or the next) session signs the log.

Two places of a fixed size in one file. A key is written into a place and erased from it by
overwriting the same bytes, never by writing another file: on a disk that overwrites in place
nothing of an old key is left. (Memory cells of an SSD and copy-on-write file systems may keep
remnants, as `docs/FORMAT.md` says.) Two places, so that a session can end without a moment in which
no key is on the disk: the next key is written beside the present one, the database is committed,
the present one is erased.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.vault.files import FileProblem, canonical_json, read_limited, write_atomically

PURPOSE = "session"
"""For `Database.key_for`."""

FORMAT = "leerlingdossier-session-key"
VERSION = 1
SEED_LENGTH = 32
PLACE_LENGTH = 4096
"""Bytes from one place to the next: a torn write of one never touches the other."""

_PLACES = 2
_NONCE_LENGTH = 12
_SEALED_LENGTH = _NONCE_LENGTH + SEED_LENGTH + 16
_EMPTY = bytes(PLACE_LENGTH)
_RESTORED = b"leerlingdossier: teruggezette reservekopie\n".ljust(PLACE_LENGTH, b"\0")


class SessionKeyFile:
    """The file `session` of one school, under a key derived from its database key."""

    def __init__(self, path: Path, sealing_key: bytes, school_id: str) -> None:
        self.path = path
        self._cipher: AESGCM | None = AESGCM(sealing_key)
        self._bound = canonical_json({"format": FORMAT, "version": VERSION, "school": school_id})

    def forget(self) -> None:
        """Let go of the sealing key; afterwards nothing can be read or written."""
        self._cipher = None

    def seeds(self) -> tuple[bytes, ...]:
        """The private keys (Ed25519 seeds) that can be read; none when the file is gone or bad."""
        return tuple(seed for seed in self._read() if seed is not None)

    def is_restored(self) -> bool:
        """Whether a restore left its mark here instead of a key."""
        return self._bytes()[:PLACE_LENGTH] == _RESTORED

    def add(self, seed: bytes, *, beside: bytes | None = None) -> None:
        """Write `seed` into a free place, keeping `beside`; on the disk when this returns.

        Raises OSError; what stood in the place of `beside` is unharmed.
        """
        found = self._read()
        if beside is not None and beside in found:
            self._write(1 - found.index(beside), self._sealed(seed))
            return
        # Nothing here is worth keeping (or somebody removed it): whatever it was must not stay.
        self._overwrite_all()
        places = [seed] if beside is None else [beside, seed]
        content = b"".join(self._sealed(one).ljust(PLACE_LENGTH, b"\0") for one in places)
        write_atomically(self.path, content.ljust(_PLACES * PLACE_LENGTH, b"\0"))

    def keep_only(self, seed: bytes) -> None:
        """Erase everything but `seed`. Raises OSError."""
        content, found = self._bytes(), self._read()
        if seed not in found or len(content) != _PLACES * PLACE_LENGTH:
            self.add(seed)
            return
        other = 1 - found.index(seed)
        if content[other * PLACE_LENGTH : (other + 1) * PLACE_LENGTH] != _EMPTY:
            self._write(other, b"")

    def add_under(self, sealing_key: bytes, school_id: str) -> None:
        """Write the key that stands here once more, under the key of a new database.

        For a rotation of the school's keys: then the file serves the old database and the new one,
        and the next sign-in erases what it does not need. Raises OSError.
        """
        for place, seed in enumerate(self._read()):
            if seed is not None:
                renewed = SessionKeyFile(self.path, sealing_key, school_id)
                self._write(1 - place, renewed._sealed(seed))
                return

    def _sealed(self, seed: bytes) -> bytes:
        if len(seed) != SEED_LENGTH:
            raise ValueError("a session's private key must be 32 bytes")
        nonce = os.urandom(_NONCE_LENGTH)
        return nonce + self._open_cipher().encrypt(nonce, seed, self._bound)

    def _open_cipher(self) -> AESGCM:
        if self._cipher is None:
            raise RuntimeError("the key of this file was forgotten")
        return self._cipher

    def _read(self) -> list[bytes | None]:
        """What stands in each place; None for empty, torn, or sealed under another key."""
        content = self._bytes()
        found: list[bytes | None] = []
        for place in range(_PLACES):
            sealed = content[place * PLACE_LENGTH :][:_SEALED_LENGTH]
            try:
                nonce, rest = sealed[:_NONCE_LENGTH], sealed[_NONCE_LENGTH:]
                found.append(self._open_cipher().decrypt(nonce, rest, self._bound))
            except (InvalidTag, ValueError):
                found.append(None)
        return found

    def _bytes(self) -> bytes:
        try:
            return read_limited(self.path, _PLACES * PLACE_LENGTH)
        except (FileNotFoundError, FileProblem):
            # Unreadable is the same as gone: the session that begins is marked for it.
            return b""

    def _write(self, place: int, sealed: bytes) -> None:
        with self._opened() as descriptor:
            os.lseek(descriptor, place * PLACE_LENGTH, os.SEEK_SET)
            _write_all(descriptor, sealed.ljust(PLACE_LENGTH, b"\0"))
            os.fsync(descriptor)

    def _overwrite_all(self) -> None:
        if self.path.is_file() and not self.path.is_symlink():
            with self._opened() as descriptor:
                _write_all(descriptor, bytes(min(self.path.stat().st_size, 2**20)))
                os.fsync(descriptor)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[int]:
        flags = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(self.path, flags)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def mark_restored(path: Path) -> None:
    """Leave the mark that a backup was put back, in the place of any key. Raises OSError.

    The next sign-in then begins a new line of signatures that says so. Called by a restore on the
    folder it made, which has no `session`.
    """
    write_atomically(path, _RESTORED.ljust(_PLACES * PLACE_LENGTH, b"\0"))


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
