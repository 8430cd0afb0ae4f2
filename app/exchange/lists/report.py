"""The report of what was not taken over, to save or to print.

It names rows and reasons only: who stands in a row the list itself says, so the report holds
nothing of any pupil and may be laid beside it.
"""

from collections.abc import Iterable
from datetime import datetime

from app.documents import Document, Paragraph, Table, render, spreadsheet
from app.exchange.edexml.values import Problem
from app.exchange.lists.lines import row_of

_HEADINGS = ("Rij", "Gegeven", "Wat ermee gebeurt")
_TITLE = "Niet overgenomen uit de lijst"
_WHERE = "De nummers zijn die van de rijen in het bestand. Namen staan hier met opzet niet in."


def _rows(problems: Iterable[Problem]) -> list[tuple[str, str, str]]:
    told = sorted((row_of(one), one.field, one.sentence) for one in problems)
    return [(str(row) if row else "–", name, said) for row, name, said in told]


def as_csv(problems: Iterable[Problem]) -> bytes:
    """For a spreadsheet, in the order of the rows."""
    return spreadsheet.as_csv(_HEADINGS, _rows(problems))


def as_pdf(problems: Iterable[Problem], file_name: str, created: datetime) -> bytes:
    """For paper."""
    table = Table(_HEADINGS, tuple(_rows(problems)), (0.6, 2, 5))
    blocks = (Paragraph(_WHERE, "muted"), table)
    document = Document(_TITLE, blocks, created, subtitle=file_name)
    return render(document, replace_missing=True)
