"""Choosing by the first bytes which family a file is of, and saying when its name tells another."""

from dataclasses import dataclass

from app.documents.sniffing import compound, images, packages, pdf, plain
from app.documents.sniffing.file_types import LIMITS, REFUSED, FileType, NotAcceptable

_LOOKERS = (images.look, packages.look, compound.look, pdf.look)
_LONGEST_ENDING = 8
_UNKNOWN = (
    "Dit soort bestand kan niet in het dossier. Het mogen zijn: PDF, PNG, JPEG, Word, Excel, "
    "PowerPoint, ODF en tekst (.txt). Er is niets bewaard."
)


@dataclass(frozen=True)
class Sniffed:
    """What a file is; `note` is a remark for whoever adds it, mostly empty."""

    type: FileType
    note: str = ""


def sniff(content: bytes, name: str = "") -> Sniffed:
    """What this is. `name` only decides about plain text and is compared. Raises NotAcceptable."""
    if not content:
        raise NotAcceptable("Dit bestand is leeg. Er is niets bewaard.")
    if len(content) > LIMITS.most_bytes:
        raise NotAcceptable(too_large())
    ending = ending_of(name)
    found = _look(content, ending)
    if found.has_ending(ending):
        return Sniffed(found)
    note = f"De naam eindigt op .{ending}, maar de inhoud is: {found.name}. Zo wordt het bewaard."
    return Sniffed(found, note)


def too_large() -> str:
    """The sentence for what is larger than may be kept."""
    return (
        f"Dit bestand is groter dan {LIMITS.most_bytes >> 20} MB. Er is niets bewaard. Scan op een "
        "lagere resolutie of deel het op."
    )


def ending_of(name: str) -> str:
    """The ending of a file name in small letters, without the dot; empty when it has none.

    The year in *gesprek 12.03.2026* is none.
    """
    ending = name.rpartition(".")[2].lower() if "." in name.lstrip(".") else ""
    whole = ending.isascii() and ending.isalnum() and len(ending) <= _LONGEST_ENDING
    return ending if whole and not ending.isdigit() else ""


def _look(content: bytes, ending: str) -> FileType:
    for look in _LOOKERS:
        found = look(content)
        if found is not None:
            return found
    for refused in REFUSED:
        if refused.fits(content):
            raise NotAcceptable(f"Dit is {refused.what}. Er is niets bewaard. {refused.instead}")
    found = plain.look(content, ending)
    if found is None:
        raise NotAcceptable(_UNKNOWN)
    return found
