"""A PDF: its header, its end, and pages that can be found.

Scripts and actions in it are left alone: the window's viewer (QtPdf) carries out none of them.
"""

import io

import pikepdf
from pikepdf.settings import set_qpdf_limits

from app.documents.sniffing.file_types import LIMITS, TYPES, FileType, NotAcceptable

# Blanks or a byte order mark may come first; a PDF behind anything else hides in another type.
_BEFORE = b"\xef\xbb\xbf \t\r\n\0"
_HEADER, _END = b"%PDF-", b"%%EOF"
_FIRST, _LAST = 1_024, 4_096
_DAMAGED = (
    "Deze PDF is beschadigd of niet compleet. Er is niets bewaard. Scan of kopieer hem opnieuw."
)
_LOCKED = (
    "Deze PDF is met een wachtwoord beveiligd. Er is niets bewaard. Bewaar hem zonder wachtwoord; "
    "in het dossier is hij versleuteld."
)

# For the whole process, and once: a small stream can unpack to gigabytes.
set_qpdf_limits(
    flate_max_memory=LIMITS.most_pdf_stream_bytes,
    png_max_memory=LIMITS.most_pdf_stream_bytes,
    run_length_max_memory=LIMITS.most_pdf_stream_bytes,
    tiff_max_memory=LIMITS.most_pdf_stream_bytes,
)


def look(content: bytes) -> FileType | None:
    """The type when it begins as a PDF. Raises NotAcceptable when it is not a whole one."""
    if not content[:_FIRST].lstrip(_BEFORE).startswith(_HEADER):
        return None
    if _END not in content[-_LAST:]:
        raise NotAcceptable(_DAMAGED)
    try:
        with pikepdf.open(io.BytesIO(content)) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError:
        raise NotAcceptable(_LOCKED) from None
    except (pikepdf.PikepdfError, ValueError, RuntimeError, TypeError, MemoryError):
        raise NotAcceptable(_DAMAGED) from None
    if not pages:
        raise NotAcceptable(_DAMAGED)
    return TYPES["pdf"]
