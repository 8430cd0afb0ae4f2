"""Taking lines of the access log out: for a spreadsheet, and in the government's vocabulary."""

import hashlib
import json
from collections.abc import Sequence

from app.access.journal import HEADER, LogLine, cells
from app.access.log import timestamp
from app.documents import spreadsheet


def as_csv(lines: Sequence[LogLine]) -> bytes:
    """UTF-8 with BOM and semicolons, as a Dutch spreadsheet opens it."""
    return spreadsheet.as_csv(HEADER, [cells(line) for line in lines])


def as_json_lines(lines: Sequence[LogLine], school_id: str) -> bytes:
    """One JSON object a line, oldest first, with the field names of *Logboek dataverwerkingen*.

    A trace is a session. The data subject is the pupil's random id in this school, never a name or
    number; the processing activity is a URN of the dossier's category, for the school's register.
    What that standard has no word for stands under `leerlingdossier.`.
    """
    found = [_record(line, school_id) for line in reversed(lines)]
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in found).encode("utf-8")


def _record(line: LogLine, school_id: str) -> dict[str, object]:
    at = timestamp(line.at)
    attributes = {
        "dpl.core.processing_activity_id": (
            f"urn:leerlingdossier:{line.codes.category or line.codes.object_kind or 'school'}"
        ),
        "leerlingdossier.number": line.number,
        "leerlingdossier.staff_id": line.staff_id,
        "leerlingdossier.role": line.role,
        "leerlingdossier.workstation": line.workstation,
        "leerlingdossier.ground": line.ground,
        "leerlingdossier.refused": line.refused,
    }
    if line.pupil_id:
        attributes["dpl.core.data_subject_id"] = line.pupil_id
        attributes["dpl.core.data_subject_id_type"] = "urn:leerlingdossier:pupil"
    return {
        "trace_id": _id(school_id, "session", line.session, length=16),
        "span_id": _id(school_id, "entry", line.number, length=8),
        # A refusal is no fault of the system, so by the standard it is not an ERROR.
        "status_code": "STATUS_CODE_UNSET" if line.refused else "STATUS_CODE_OK",
        "name": line.codes.event,
        "start_time": at,
        "end_time": at,
        "resource": {"attributes": {"service.name": "leerlingdossier"}},
        "attributes": attributes,
    }


def _id(school_id: str, what: str, number: int, *, length: int) -> str:
    """The same entry has the same id in every export; `length` in bytes."""
    text = f"{school_id}/{what}/{number}"
    return hashlib.sha256(text.encode()).hexdigest()[: 2 * length]
