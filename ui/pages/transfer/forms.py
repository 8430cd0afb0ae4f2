"""The two small forms of a report: to which school it goes, and how and when it was sent."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from app.access.categories import Category
from app.dossier import checks
from app.dossier.kinds import Field, FieldType, Kind, Value
from app.dossier.values import CategoryPage, PupilSummary
from app.report.elements import REPORT_KINDS
from app.report.overview import LAST_YEAR_GROUP

WAYS = MappingProxyType(
    {
        "OSO": "via OSO, met het leerlingadministratiesysteem",
        "beveiligd digitaal": "beveiligd digitaal, bijvoorbeeld beveiligde e-mail",
        "per post": "per post",
        "persoonlijk overhandigd": "persoonlijk overhandigd",
    }
)
BEGIN = Kind(
    code="report",
    category=Category.OKR,
    singular="Onderwijskundig rapport",
    plural="Onderwijskundige rapporten",
    title="Onderwijskundig rapport",
    fields=(
        Field(
            "kind",
            "Waar gaat de leerling heen?",
            FieldType.CHOICE,
            required=True,
            choices=REPORT_KINDS,
        ),
        Field("to_school", "Naam van de nieuwe school", FieldType.TEXT, max_length=200),
        Field(
            "to_brin",
            "BRIN van de nieuwe school",
            FieldType.BRIN,
            required=True,
            help="Twee cijfers en twee letters.",
        ),
        Field(
            "to_branch",
            "Vestiging",
            FieldType.BRANCH,
            required=True,
            help="Twee cijfers; 00 is de hoofdvestiging.",
            default="00",
        ),
    ),
)
SEND = Kind(
    code="sending",
    category=Category.OKR,
    singular="Verzending",
    plural="Verzendingen",
    title="Verzending",
    fields=(
        Field("how", "Hoe is het verzonden?", FieldType.CHOICE, required=True, choices=WAYS),
        Field("on", "Wanneer?", FieldType.DATE, required=True),
    ),
)


def begin_problems(kind: Kind, values: Mapping[str, Value], today: date) -> dict[str, str]:
    """What the desk would say of what stands in the form; empty fields are the form's affair."""
    typed = {name: value for name, value in values.items() if value not in (None, "")}
    problems = checks.check(kind, typed, today)[1]
    return {name: text for name, text in problems.items() if name in typed}


def begin_values(pupil: PupilSummary, enrolment: CategoryPage | None) -> dict[str, Any]:
    """What is known already: the sort of transfer by year group, the school by enrolment."""
    values: dict[str, Any] = {"kind": "po_po", "to_branch": "00"}
    if pupil.year_group == LAST_YEAR_GROUP:
        values["kind"] = "po_vo"
    entries = enrolment.entries.get("enrolment", ()) if enrolment else ()
    if entries:
        known = entries[0].values
        for name, source in (
            ("to_school", "next_school"),
            ("to_brin", "next_brin"),
            ("to_branch", "next_branch"),
        ):
            if known.get(source):
                values[name] = known[source]
        kinds = {"secondary": "po_vo", "primary": "po_po", "special": "po_so"}
        values["kind"] = kinds.get(str(known.get("reason_out")), values["kind"])
    return values
