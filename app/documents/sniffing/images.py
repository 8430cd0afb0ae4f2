"""A picture: really decoded, after its size was looked at."""

import io
import warnings
import zlib
from struct import error as StructError  # noqa: N812 - an exception

from PIL import Image

from app.documents.sniffing.file_types import LIMITS, TYPES, FileType, NotAcceptable

_BEGINS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg"}
_EIGHTH = 8
_DAMAGED = "Deze afbeelding is beschadigd of niet compleet. Er is niets bewaard."


def look(content: bytes) -> FileType | None:
    """The type when it begins as a picture. Raises NotAcceptable when it cannot be shown."""
    code = next((code for begin, code in _BEGINS.items() if content.startswith(begin)), None)
    if code is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=(code.upper(),))
        _decode(picture)
    except Image.DecompressionBombError:
        raise NotAcceptable(_too_many_pixels()) from None
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError):
        raise NotAcceptable(_DAMAGED) from None
    except (StructError, zlib.error, MemoryError, OverflowError):
        raise NotAcceptable(_DAMAGED) from None
    return TYPES[code]


def _decode(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > LIMITS.most_pixels:
        raise NotAcceptable(_too_many_pixels())
    # A JPEG is read whole all the same, but takes a sixty-fourth of the memory.
    picture.draft(None, (width // _EIGHTH or 1, height // _EIGHTH or 1))
    picture.load()


def _too_many_pixels() -> str:
    return (
        f"Deze afbeelding heeft meer dan {LIMITS.most_pixels // 1_000_000} miljoen beeldpunten. Er "
        "is niets bewaard. Scan op een lagere resolutie (300 dpi is genoeg)."
    )
