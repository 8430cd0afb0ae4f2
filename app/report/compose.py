"""What the dossier offers for a report: candidates per element of the decree. Pure.

The user weighs each of them; this only proposes. Sensitive elements and what is old start excluded.
Letters and mail of parents are not among the sources, so they cannot get in (Rb. Oost-Brabant
2-11-2021, ECLI:NL:RBOBR:2021:5776).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.dossier.absence_count import total, year_before
from app.dossier.calendar import SchoolCalendar
from app.dossier.kinds import KINDS
from app.dossier.results.rules import was_not_taken
from app.dossier.school_year import first_day, school_year_of
from app.dossier.wording import dutch_date, show
from app.report.elements import ELEMENTS, Element
from app.vault.schema import Row

_NORMED = ("monitoring", "progression_test")


@dataclass(frozen=True)
class Source:
    """Everything of the dossier that a report may draw on: rows per kind, newest first.

    `calendar`: the school's, with which absence is counted.
    """

    entries: Mapping[str, Sequence[Row]]
    group_names: Mapping[str, str]
    calendar: SchoolCalendar


@dataclass(frozen=True)
class Candidate:
    """One thing that may go into the report. `cells` is set where the element is a table."""

    element: Element
    source_kind: str
    source_id: str
    source_version: int
    label: str
    text: str
    cells: tuple[str, ...]
    included: bool

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same candidate the next time the dossier is read."""
        return self.element.code, self.source_kind, self.source_id


def candidates(source: Source, report_kind: str, drawn_up_on: date) -> tuple[Candidate, ...]:
    """All candidates in the order of the decree."""
    found: list[Candidate] = []
    for element in ELEMENTS.values():
        if element.needed[report_kind] == "none":
            continue
        if element.source == "absence":
            found.append(_absence(element, source, drawn_up_on))
        elif not element.source:
            found.extend(_of_element(element, source, drawn_up_on))
    return tuple(found)


def _of_element(element: Element, source: Source, drawn_up_on: date) -> Iterator[Candidate]:
    for kind_code in element.from_kinds:
        for row in source.entries.get(kind_code, ()):
            if not _applies(element, row):
                continue
            label, text, cells = _content(element, kind_code, row, source)
            if text or any(cells):
                yield Candidate(
                    element=element,
                    source_kind=kind_code,
                    source_id=row["id"],
                    source_version=row["version"],
                    label=label,
                    text=text,
                    cells=cells,
                    included=not element.sensitive
                    and not _old(element, kind_code, row, drawn_up_on),
                )


def _applies(element: Element, row: Row) -> bool:
    return all((row[name] or "") in values for name, values in element.when.items() if name in row)


def _old(element: Element, kind_code: str, row: Row, drawn_up_on: date) -> bool:
    """Older than the present and two previous school years, without a norm, or never taken."""
    if kind_code == "result" and (row["sort"] not in _NORMED or was_not_taken(row)):
        return True
    if not element.years:
        return False
    this_year = first_day(school_year_of(drawn_up_on))
    oldest = this_year.replace(year=this_year.year - element.years + 1)
    moment = row[KINDS[kind_code].date_field]
    return moment is not None and moment < oldest


def _content(
    element: Element, kind_code: str, row: Row, source: Source
) -> tuple[str, str, tuple[str, ...]]:
    """Label, text and cells of one row for one element."""
    kind = KINDS[kind_code]
    said = {f.name: show(f, row[f.name], source.group_names) for f in kind.fields}
    if kind_code == "enrolment":
        came = f"van {said['previous_school']}" if said["previous_school"] else said["reason_in"]
        gone = f"naar {said['next_school']}" if said["next_school"] else said["reason_out"]
        what = "; ".join(part for part in ("Ingeschreven op deze school", came, gone) if part)
        return what, "", (said["from_date"], said["until_date"], what)
    if kind_code == "placement":
        group = f", groep {said['group_id']}" if said["group_id"] else ""
        what = f"Jaargroep {said['year_group']}{group} ({said['school_year']})"
        return what, "", (said["from_date"], said["until_date"], what)
    if kind_code == "result":
        test = said["test"] or said["sort"]
        level = " / ".join(part for part in (said["level"], said["reference_level"]) if part)
        cells = (said["taken_on"], said["domain"], test, said["moment"], said["ability"], level)
        return f"{said['domain']} {said['moment']}".strip(), "", cells
    if kind_code == "advice" and element.columns:
        return said["sort"], "", (said["given_on"], said["sort"], said["advice"])
    return _narrative(kind_code, said)


def _narrative(kind_code: str, said: Mapping[str, str]) -> tuple[str, str, tuple[str, ...]]:
    """The entries that are told rather than listed."""
    if kind_code == "advice":
        parts = [said["in_context"]] if said["in_context"] else []
        parts += _labelled(("Wens van de ouders", said["wish_parents"]))
        parts += _labelled(("Wens van de leerling", said["wish_pupil"]))
        return said["sort"], "\n".join(parts), ()
    if kind_code == "observation":
        return f"{said['source']}, {said['observed_on']}", said["text"], ()
    if kind_code == "health":
        return said["condition"], said["measure"], ()
    if kind_code == "research":
        if not said["diagnosis"]:
            return "", "", ()
        by = f"Vastgesteld door {said['done_by']}, {said['done_on']}."
        return said["diagnosis"], f"{said['diagnosis']}. {by}", ()
    period = f"{said['from_date']} – {said['until_date'] or 'heden'}"
    parts = [f"{said['subject']} ({said['sort']}, {period})."]
    parts += _labelled(
        ("Doel", said["goal"]), ("Aanpak", said["approach"]), ("Evaluatie", said["evaluation"])
    )
    return said["subject"], "\n".join(parts), ()


def _labelled(*pairs: tuple[str, str]) -> list[str]:
    return [f"{label}: {text}" for label, text in pairs if text]


def _absence(element: Element, source: Source, drawn_up_on: date) -> Candidate:
    """Only relatief verzuim of the twelve months before the report (art. 7), counted here."""
    first = year_before(drawn_up_on)
    absences = source.entries.get("absence", ())
    counted = total(absences, "unauthorised", source.calendar, first, drawn_up_on)
    period = f"van {dutch_date(first)} tot en met {dutch_date(drawn_up_on)}"
    if counted.occasions == 0:
        text = f"Geen ongeoorloofd verzuim {period}."
    else:
        times = "1 keer" if counted.occasions == 1 else f"{counted.occasions} keer"
        days = "1 dagdeel" if counted.half_days == 1 else f"{counted.half_days} dagdelen"
        hours = f", {counted.hours:g} uur".replace(".", ",") if counted.hours else ""
        text = f"{days}{hours} ongeoorloofd verzuim, {times}, {period}."
    return Candidate(element, "absence", "", 0, element.label, text, (), True)
