"""Office files of before 2007: a Compound File ([MS-CFB]) whose directory says what is in it.

Macros in a PowerPoint file lie packed inside its one stream and are not seen here; those of Word
and Excel have a storage of their own.
"""

import struct
from collections.abc import Iterator

from app.documents.sniffing.file_types import FileType, NotAcceptable, known_by
from app.documents.sniffing.packages import LOCKED, MACROS

_BEGIN = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER_BYTES, _IN_HEADER, _ENTRY_BYTES = 512, 109, 128
_SECTOR_SHIFTS = (9, 12)
_LAST_REGULAR = 0xFFFFFFFA
_USED = (1, 2, 5)  # storage, stream, root
_MACRO_NAMES = frozenset({"Macros", "VBA", "_VBA_PROJECT_CUR", "_VBA_PROJECT"})
_LOCKED_NAMES = frozenset({"EncryptedPackage", "EncryptionInfo"})
_UNKNOWN = (
    "Dit bestand is van Office of Outlook, maar niet van een soort die in het dossier kan. Er is "
    "niets bewaard. Bewaar het als PDF."
)
_DAMAGED = "Dit bestand is beschadigd of niet compleet. Er is niets bewaard."


def look(content: bytes) -> FileType | None:
    """The type when it begins as a compound file. Raises NotAcceptable unless Office wrote it."""
    if not content.startswith(_BEGIN):
        return None
    try:
        names = _File(content).names()
    except (struct.error, IndexError, ValueError):
        raise NotAcceptable(_DAMAGED) from None
    if names & _LOCKED_NAMES:
        raise NotAcceptable(LOCKED)
    if names & _MACRO_NAMES:
        raise NotAcceptable(MACROS)
    found = next((one for name in sorted(names) if (one := known_by(name))), None)
    if found is None:
        raise NotAcceptable(_UNKNOWN)
    return found


class _File:
    def __init__(self, content: bytes) -> None:
        self._content = content
        (shift,) = struct.unpack_from("<H", content, 30)
        if shift not in _SECTOR_SHIFTS:
            raise ValueError("no compound file has such sectors")
        self._bytes = 1 << shift
        self._most = len(content) // self._bytes + 1
        self._table = [number for sector in self._table_sectors() for number in self._ints(sector)]

    def names(self) -> frozenset[str]:
        """Of every stream and storage."""
        (first,) = struct.unpack_from("<I", self._content, 48)
        return frozenset(
            name for sector in self._chain(first) for name in self._names_in(self._sector(sector))
        )

    def _names_in(self, sector: bytes) -> Iterator[str]:
        for start in range(0, len(sector) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            length, kind = struct.unpack_from("<HB", sector, start + 64)
            if kind in _USED and 2 <= length <= 64:
                yield sector[start : start + length - 2].decode("utf-16-le", "replace")

    def _table_sectors(self) -> list[int]:
        """Where the table of sectors stands: the first ones in the header, more in a chain."""
        more, count = struct.unpack_from("<II", self._content, 68)
        found = list(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 76))
        for _ in range(min(count, self._most)):
            if more > _LAST_REGULAR:
                break
            *numbers, more = self._ints(more)
            found += numbers
        return [one for one in found if one <= _LAST_REGULAR][: self._most]

    def _chain(self, sector: int) -> Iterator[int]:
        """A file that leads round in a circle comes to an end all the same."""
        for _ in range(self._most):
            if sector > _LAST_REGULAR:
                return
            yield sector
            sector = self._table[sector]

    def _ints(self, sector: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self._bytes // 4}I", self._sector(sector))

    def _sector(self, number: int) -> bytes:
        start = max(_HEADER_BYTES, self._bytes) + number * self._bytes
        return self._content[start : start + self._bytes]
