"""The access log on paper: as a list, by day for a parent, and what stands out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.access import journal
from app.access.journal import LogFilter, LogLine
from app.access.parents import Day
from app.access.unusual import Unusual
from app.access.verify import Verification
from app.documents import (
    Block,
    Bullets,
    Document,
    Heading,
    KeepTogether,
    Note,
    Paragraph,
    Table,
    Tone,
    render,
)
from app.dossier.wording import dutch_date, long_date

EXPORT_LIMIT = 5_000
"""The newest lines that go on paper; a file for a spreadsheet holds all."""

_COLUMNS = (
    ("Tijd", 1.5),
    ("Wie", 1.7),
    ("Wat", 1.6),
    ("Leerling", 1.7),
    ("Onderdeel", 2.2),
    ("Grond", 1.8),
    ("Uitkomst", 1.4),
)
_PUPIL_COLUMN = 3
_FOR_PARENTS = (
    "Dit overzicht zegt wie op school wat met het dossier deed. Medewerkers staan er met hun taak "
    "in. Wat op een dag vaker gebeurde, staat er één keer, met hoe vaak."
)
_NOBODY = "In deze periode keek niemand in het dossier."
_STANDS_OUT = (
    "Dit zijn regels die opvallen. Dat betekent niet dat er iets mis is: vaak is er een goede "
    "reden. Ga bij vragen eerst met de medewerker in gesprek."
)


@dataclass(frozen=True)
class Paper:
    """What is the same on each page: whose school, which day."""

    school: str
    today: date
    created: datetime

    def lines(
        self, title: str, wanted: LogFilter, lines: Sequence[LogLine], checked: Verification
    ) -> bytes:
        """A list, newest first, below the outcome of a check."""
        return self._render(
            title,
            Note(checked.sentence, Tone.DONE if checked.intact else Tone.MUST),
            *(Note(remark, Tone.WAITING) for remark in checked.remarks),
            Paragraph(_explanation(wanted, len(lines)), "muted"),
            _table(lines[:EXPORT_LIMIT], with_pupil=wanted.pupil_id is None),
        )

    def days(self, pupil: str, wanted: LogFilter, days: Sequence[Day]) -> bytes:
        """For a parent: a heading a day, a sentence an act."""
        told = [_of_day(day) for day in days] or [Paragraph(_NOBODY)]
        return self._render(
            f"Wie keek in het dossier van {pupil}",
            Paragraph(_FOR_PARENTS),
            *([Paragraph(_period(wanted), "muted")] if _period(wanted) else []),
            *told,
        )

    def unusual(self, wanted: LogFilter, found: Sequence[Unusual]) -> bytes:
        """What stands out, with why."""
        rows = [(", ".join(one.reasons), *_row(one.line)[:5]) for one in found[:EXPORT_LIMIT]]
        header = ("Waarom", *(name for name, _ in _COLUMNS[:5]))
        weights = (1.8, *(weight for _, weight in _COLUMNS[:5]))
        return self._render(
            "Toegangslog: wat opvalt",
            Paragraph(_STANDS_OUT),
            Paragraph(_period(wanted) or "Alles.", "muted"),
            Table(header, tuple(rows), weights) if rows else Paragraph("Niets valt op."),
        )

    def _render(self, title: str, *blocks: Block) -> bytes:
        return render(
            Document(
                title=title,
                subtitle=f"{self.school}, {dutch_date(self.today)}",
                header_left=self.school,
                blocks=blocks,
                created=self.created,
                author=self.school,
            ),
            replace_missing=True,
        )


def _of_day(day: Day) -> Block:
    sentences = tuple(f"{one[:1].upper()}{one[1:]}" for one in day.sentences)
    return KeepTogether((Heading(long_date(day.day), 2), Bullets(sentences)))


def _table(lines: Sequence[LogLine], *, with_pupil: bool) -> Table:
    """One row a line; the log of one pupil needs no column for the pupil."""
    keep = [i for i in range(len(_COLUMNS)) if with_pupil or i != _PUPIL_COLUMN]
    rows = (_row(line) for line in lines)
    return Table(
        tuple(_COLUMNS[i][0] for i in keep),
        tuple(tuple(row[i] for i in keep) for row in rows),
        tuple(_COLUMNS[i][1] for i in keep),
    )


def _row(line: LogLine) -> tuple[str, ...]:
    parts = [line.category]
    if line.object_kind.casefold() != line.category.casefold():
        parts.append(line.object_kind)
    what = "\n".join(part for part in parts if part)
    said = f"{line.outcome}: {line.text}" if line.refused else line.outcome
    who = f"{line.staff}\n{line.role}"
    return (journal.local(line.at), who, line.event, line.pupil, what, line.ground, said)


def _explanation(wanted: LogFilter, count: int) -> str:
    shown = "1 regel" if count == 1 else f"{min(count, EXPORT_LIMIT)} regels"
    more = f" (de nieuwste {EXPORT_LIMIT})" if count > EXPORT_LIMIT else ""
    said = (f"{shown}{more}, nieuwste eerst.", _period(wanted), "Tijden zijn die van de school.")
    return " ".join(one for one in said if one)


def _period(wanted: LogFilter) -> str:
    if wanted.first and wanted.last:
        return f"Van {dutch_date(wanted.first)} tot en met {dutch_date(wanted.last)}."
    if wanted.first:
        return f"Vanaf {dutch_date(wanted.first)}."
    if wanted.last:
        return f"Tot en met {dutch_date(wanted.last)}."
    return ""
