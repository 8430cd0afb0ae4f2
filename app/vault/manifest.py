"""`manifest`: what a backup holds, with the SHA-256 of each file.

Whoever has no key of the database (ICT) can so see whether a copy is still what it was. It is not
authenticated: against someone who changes a copy on purpose the pages' own HMACs and the seal
stand, which need a key.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from app.errors import UserError
from app.vault.encoding import field_text
from app.vault.files import FileProblem, canonical_json, read_json, write_atomically

NAME = "manifest"
FORMAT = "leerlingdossier-backup"
VERSION = 1
_BLOCK = 1024 * 1024
_MOST_FILES = 500


@dataclass(frozen=True)
class FileHash:
    """Size in bytes and SHA-256 (hex) of one file."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """`files` by their path inside the backup, with forward slashes."""

    school_id: str
    made_at: datetime
    why: str
    files: dict[str, FileHash]

    def write(self, folder: Path) -> None:
        """Write it. Raises OSError."""
        write_atomically(
            folder / NAME,
            canonical_json(
                {
                    "format": FORMAT,
                    "version": VERSION,
                    "school": self.school_id,
                    "made_at": self.made_at.astimezone(UTC).isoformat(),
                    "why": self.why,
                    "files": {
                        name: {"size": one.size, "sha256": one.sha256}
                        for name, one in self.files.items()
                    },
                }
            ),
        )

    def problems(self, folder: Path) -> tuple[str, ...]:
        """What is not as it was, one short Dutch sentence a file; empty when all is well."""
        return tuple(
            problem
            for name, expected in sorted(self.files.items())
            if (problem := _problem(folder / name, name, expected))
        )


def describe(folder: Path, *, school_id: str, made_at: datetime, why: str) -> Manifest:
    """The manifest of the files that stand in `folder` now. Raises OSError."""
    files = {
        path.relative_to(folder).as_posix(): hash_of(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != NAME
    }
    return Manifest(school_id, made_at, why, files)


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a backup; None when it has none (made before there were any).

    Raises FileProblem when it is damaged, UserError when a newer program made it.
    """
    path = folder / NAME
    try:
        content = read_json(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    wrong = FileProblem(path, "is beschadigd.", "Kies een andere reservekopie.")
    if content.get("format") != FORMAT or type(content.get("version")) is not int:
        raise wrong
    if content["version"] > VERSION:
        raise UserError(
            f"De reservekopie ‘{folder.name}’ is gemaakt met een nieuwere versie van dit programma."
            " Er is niets gewijzigd. Installeer de nieuwste versie en probeer het opnieuw."
        )
    files = content.get("files")
    if not isinstance(files, dict) or len(files) > _MOST_FILES:
        raise wrong
    try:
        made_at = datetime.fromisoformat(field_text(path, content, "made_at", 40))
        hashes = {_inside(name): _hash(one) for name, one in files.items()}
    except ValueError as error:
        raise wrong from error
    if made_at.tzinfo is None:
        raise wrong
    school_id = field_text(path, content, "school", 64)
    return Manifest(school_id, made_at, field_text(path, content, "why", 60), hashes)


def hash_of(path: Path) -> FileHash:
    """Size and SHA-256 of a file. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return FileHash(size, digest.hexdigest())


def _problem(path: Path, name: str, expected: FileHash) -> str:
    try:
        if path.is_symlink():
            return f"‘{name}’ is een verwijzing."
        found = hash_of(path)
    except FileNotFoundError:
        return f"‘{name}’ ontbreekt."
    except OSError:
        return f"‘{name}’ kan niet worden gelezen."
    if found.size != expected.size:
        return f"‘{name}’ is niet meer even groot."
    if not hmac.compare_digest(found.sha256, expected.sha256):
        return f"‘{name}’ is veranderd."
    return ""


def _inside(name: str) -> str:
    """The name of a file in the backup; ValueError for one that leads out of it."""
    parts = name.split("/")
    if len(parts) > 2 or any(part in ("", ".", "..") for part in parts) or set(name) & set("\\:"):
        raise ValueError("a name that leads elsewhere")
    return name


def _hash(content: object) -> FileHash:
    if not isinstance(content, dict):
        raise ValueError("not an object")
    size, sha256 = content.get("size"), content.get("sha256")
    if type(size) is not int or size < 0 or not isinstance(sha256, str) or len(sha256) != 64:
        raise ValueError("not a size and a hash")
    return FileHash(size, sha256)
