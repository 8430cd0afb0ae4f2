"""Reading a file of this computer that someone wants to keep in a dossier.

It is looked at when it is chosen and read again when it is kept: what stands in between (a network
drive, another program) may have changed it, and many large files must not wait in memory together.
"""

import stat
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from app.documents.sniffing import LIMITS, FileType, NotAcceptable, sniff
from app.documents.sniffing.sniff import ending_of, too_large

TITLE_MOST = 120
NO_TITLE = "Bijlage"
Step = Callable[[int, int], None]
_TURN = 1 << 20
_UNREADABLE = (
    "Dit bestand kan niet worden gelezen: het is weg, staat nog open in een ander programma of mag "
    "niet worden geopend. Er is niets bewaard en het bestand is niet veranderd."
)
_NO_FILE = "Dit is geen gewoon bestand. Er is niets bewaard. Kies een bestand in deze map."
_FOLDER = "Dit is een map. Er is niets bewaard. Kies of sleep de bestanden die erin staan."
_LINK = "Dit is een snelkoppeling. Er is niets bewaard. Kies het bestand zelf."


@dataclass(frozen=True)
class Candidate:
    """A file that may be kept: what it is, and a remark for whoever adds it."""

    type: FileType
    size: int
    note: str = ""


def look_into(content: bytes, name: str = "") -> Candidate:
    """What these bytes are. Raises NotAcceptable, with a sentence that does not name the file."""
    found = sniff(content, name)
    return Candidate(found.type, len(content), found.note)


def read(path: Path, step: Step = lambda _done, _total: None) -> bytes:
    """The bytes, no more than may be kept. `step` hears how far it is and may stop it by raising.

    Raises NotAcceptable for a folder, a link, what is too large, and what cannot be read.
    """
    try:
        total = _regular(path)
        parts: list[bytes] = []
        done = 0
        with path.open("rb") as opened:
            while part := opened.read(_TURN):
                parts.append(part)
                done += len(part)
                if done > LIMITS.most_bytes:
                    raise NotAcceptable(too_large())
                step(done, max(total, done))
    except (OSError, ValueError):  # ValueError: no name of a file, such as one with a NUL
        raise NotAcceptable(_UNREADABLE) from None
    return b"".join(parts)


def _regular(path: Path) -> int:
    said = path.lstat()
    if stat.S_ISLNK(said.st_mode):
        raise NotAcceptable(_LINK)
    if stat.S_ISDIR(said.st_mode):
        raise NotAcceptable(_FOLDER)
    if not stat.S_ISREG(said.st_mode):
        raise NotAcceptable(_NO_FILE)
    if said.st_size > LIMITS.most_bytes:
        raise NotAcceptable(too_large())
    return said.st_size


def title_of(name: str) -> str:
    """What a file name tells people: no folders, no ending, nothing that cannot be seen."""
    last = PureWindowsPath(name).name
    ending = ending_of(last)
    stem = last[: -len(ending) - 1] if ending else last
    return seen_only(stem.replace("_", " "))[:TITLE_MOST].strip(" .") or NO_TITLE


def seen_only(text: str) -> str:
    """One line of what can be seen: a mark that turns the reading direction hides what it says."""
    kept = (
        " " if one.isspace() else one
        for one in unicodedata.normalize("NFC", text)
        if one.isspace() or one in _JOINERS or unicodedata.category(one) not in _UNSEEN
    )
    return " ".join("".join(kept).split())


# Control, format (with the marks that turn the reading direction), surrogates, private, unassigned.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
# Names in Indic and Arabic script need these two.
_JOINERS = "\u200c\u200d"
