"""The school folder: which file stands where, and `keys/school.json` that names the school."""

from dataclasses import dataclass
from pathlib import Path

from app.errors import UserError
from app.vault.encoding import decode_bytes, encode_bytes, field_number, field_text
from app.vault.files import BACKUP_ADVICE, FileProblem, canonical_json, read_json, write_atomically

FORMAT = "leerlingdossier-school"
VERSION = 2
"""1: key files without compartments and no roster; `app.vault.upgrade` brings it to 2."""

MAX_KDF_MILLISECONDS = 1000


@dataclass(frozen=True)
class SchoolFolder:
    """The paths inside one school folder; makes and reads nothing by itself."""

    path: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.path / "school.db"

    @property
    def keys(self) -> Path:
        """The folder with one key file per slot."""
        return self.path / "keys"

    @property
    def school(self) -> Path:
        """What every key file refers to: the school's id and public key for pending events."""
        return self.keys / "school.json"

    def write_school(self, school: "School") -> None:
        """Put `keys/school.json` there in one step. Raises OSError."""
        write_atomically(self.school, school.to_json())

    @property
    def roster(self) -> Path:
        """Who the slots are, authenticated under the admin key."""
        return self.keys / "roster.json"

    @property
    def ring(self) -> Path:
        """The keys of older generations, sealed under the admin key."""
        return self.keys / "ring.json"

    @property
    def pending(self) -> Path:
        """What happened before anyone was signed in, sealed."""
        return self.keys / "pending"

    @property
    def seal(self) -> Path:
        """The newest position of the access log."""
        return self.path / "seal"

    @property
    def session(self) -> Path:
        """The private key of the running or the next session of the access log."""
        return self.path / "session"

    @property
    def destroyed(self) -> Path:
        """Which dossiers were destroyed."""
        return self.path / "destroyed"

    @property
    def drafts(self) -> Path:
        """Half-written texts: a folder per slot, a sealed file per draft."""
        return self.path / "drafts"

    @property
    def backups(self) -> Path:
        """Dated, encrypted, verified copies."""
        return self.path / "backups"

    @property
    def in_use(self) -> Path:
        """Who has the folder open (information only)."""
        return self.path / "in-use"

    @property
    def lock(self) -> Path:
        """The file on which the operating-system lock stands; its content means nothing."""
        return self.path / "in-use.lock"


@dataclass(frozen=True)
class School:
    """What `keys/school.json` says."""

    school_id: str
    pending_public_key: bytes
    kdf_milliseconds: int
    """What guessing a password once should cost on this school's PCs; 0: slots are never raised."""
    version: int = VERSION

    def to_json(self) -> bytes:
        """The bytes of the file."""
        return canonical_json(
            {
                "format": FORMAT,
                "version": self.version,
                "school": self.school_id,
                "kdf_milliseconds": self.kdf_milliseconds,
                "pending_public_key": encode_bytes(self.pending_public_key),
            }
        )


def is_school(path: Path) -> bool:
    """Whether `path` looks like a school folder (it may still be damaged)."""
    return SchoolFolder(path).school.is_file()


def read_school(folder: SchoolFolder) -> School:
    """Read `keys/school.json`. Raises UserError when this is no school folder, or a damaged one."""
    path = folder.school
    try:
        content = read_json(path)
    except FileNotFoundError as error:
        raise UserError(
            f"De map ‘{folder.path}’ is geen schoolmap van dit programma: ‘keys/school.json’ "
            "ontbreekt. Er is niets gewijzigd. Kies de map waarvan de naam op ‘.school’ eindigt, "
            "of zet haar terug uit een reservekopie."
        ) from error
    if content.get("format") != FORMAT:
        raise FileProblem(path, "hoort niet bij dit programma.", BACKUP_ADVICE)
    version = content.get("version")
    if type(version) is not int or version < 1:
        raise FileProblem(path, "is beschadigd (‘version’).", BACKUP_ADVICE)
    if version > VERSION:
        raise UserError(
            f"De schoolmap ‘{folder.path}’ is gemaakt met een nieuwere versie van dit programma. "
            "Er is niets gewijzigd. Installeer de nieuwste versie en probeer het opnieuw."
        )
    school_id = field_text(path, content, "school", 64)
    if not school_id.isascii() or not school_id.isalnum():
        raise FileProblem(path, "is beschadigd (‘school’).", BACKUP_ADVICE)
    return School(
        school_id=school_id,
        pending_public_key=decode_bytes(path, content, "pending_public_key", 32),
        kdf_milliseconds=(
            0
            if version == 1
            else field_number(path, content, "kdf_milliseconds", 0, MAX_KDF_MILLISECONDS)
        ),
        version=version,
    )
