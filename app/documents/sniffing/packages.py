"""Office files that are a ZIP: Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300).

Only two small parts are unpacked, up to a limit; of all others the directory says the size.
"""

import io
import zipfile
import zlib

from app.documents.sniffing.file_types import LIMITS, TYPES, FileType, NotAcceptable

_BEGIN = b"PK\x03\x04"
_CONTENT_TYPES, _MIMETYPE, _MANIFEST = "[Content_Types].xml", "mimetype", "META-INF/manifest.xml"
_MOST_READ = 1 << 20
_ENCRYPTED_FLAG = 0x1
_MACRO_TYPES = (b"macroEnabled", b"vbaProject", b"macrosheet")
_MACRO_PARTS = ("basic/", "scripts/")
_DAMAGED = "Dit bestand is beschadigd of niet compleet. Er is niets bewaard."
LOCKED = (
    "Dit bestand is met een wachtwoord beveiligd. Er is niets bewaard. Bewaar het zonder "
    "wachtwoord; in het dossier is het versleuteld."
)
MACROS = (
    "Dit bestand heeft macro's: programma's die iets kunnen doen zodra iemand het opent. Er is "
    "niets bewaard. Bewaar het zonder macro's of als PDF."
)
_JUST_A_ZIP = (
    "Dit is een ingepakt bestand en geen Word-, Excel-, PowerPoint- of ODF-bestand. Er is niets "
    "bewaard. Pak het eerst uit en voeg de bestanden los toe."
)
_TOO_MUCH = "Dit bestand bevat uitgepakt te veel. Er is niets bewaard. Bewaar het als PDF."


def look(content: bytes) -> FileType | None:
    """The type when it begins as a ZIP. Raises NotAcceptable unless it is an office file."""
    if not content.startswith(_BEGIN):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return _look_into(package)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError):
        raise NotAcceptable(_DAMAGED) from None
    except (NotImplementedError, RuntimeError, LookupError):  # a method or password of later days
        raise NotAcceptable(_DAMAGED) from None


def _look_into(package: zipfile.ZipFile) -> FileType:
    parts = {one.filename: one for one in package.infolist()}
    if len(package.infolist()) > LIMITS.most_parts:
        raise NotAcceptable(_TOO_MUCH)
    if sum(one.file_size for one in parts.values()) > LIMITS.most_unpacked_bytes:
        raise NotAcceptable(_TOO_MUCH)
    if any(one.flag_bits & _ENCRYPTED_FLAG for one in parts.values()):
        raise NotAcceptable(LOCKED)
    if _CONTENT_TYPES in parts:
        return _office_open_xml(package, parts)
    if _MIMETYPE in parts:
        return _open_document(package, parts)
    raise NotAcceptable(_JUST_A_ZIP)


def _office_open_xml(package: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> FileType:
    said = _read(package, parts[_CONTENT_TYPES])
    if any(one in said for one in _MACRO_TYPES) or any(
        name.lower().endswith("vbaproject.bin") for name in parts
    ):
        raise NotAcceptable(MACROS)
    for one in TYPES.values():
        if any(part.encode("ascii") in said for part in one.known_by):
            return one
    raise NotAcceptable(_JUST_A_ZIP)


def _open_document(package: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> FileType:
    said = _read(package, parts[_MIMETYPE]).strip().decode("ascii", "replace")
    found = next((one for one in TYPES.values() if one.media_type == said), None)
    if found is None or "content.xml" not in parts:
        raise NotAcceptable(_JUST_A_ZIP)
    if any(one.lower().startswith(_MACRO_PARTS) and not one.endswith("/") for one in parts):
        raise NotAcceptable(MACROS)
    if _MANIFEST in parts and b"encryption-data" in _read(package, parts[_MANIFEST]):
        raise NotAcceptable(LOCKED)
    return found


def _read(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with package.open(part) as opened:
        read = opened.read(_MOST_READ + 1)
    if len(read) > _MOST_READ:
        raise NotAcceptable(_TOO_MUCH)
    return read
