"""The report of a talk on paper, to read over and sign.

It goes home with one of the parents, so it holds what was said in the talk and names only: no
address, telephone number or custody of anyone. Of a talk that still has to come it is the agenda.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import select

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action, Refused
from app.access.session import Session
from app.documents import (
    Block,
    Document,
    Heading,
    KeepTogether,
    KeyValues,
    Paragraph,
    SignatureLine,
    Spacer,
    Table,
)
from app.documents import render as render_document
from app.dossier import rows, tables
from app.dossier.acts import Act, act
from app.dossier.filed import file_copy
from app.dossier.guardians import guardians_of
from app.dossier.kinds import KINDS
from app.dossier.school import read_school
from app.dossier.talk_rules import present
from app.dossier.values import PupilData, SavedEntry
from app.dossier.wording import dutch_date, long_date
from app.vault.schema import Row

_TALK = KINDS["talk"]
_AGREED = ("Wat is afgesproken", "Wie doet het", "Klaar op", "Gedaan op")
_SOMEONE = "Ouder of verzorger"


@dataclass(frozen=True)
class TalkReport(PupilData):
    """The PDF, and what to call it."""

    title: str
    pdf: bytes


class TalkReports:
    """Looking at the report of a talk as it goes on paper, printing it, keeping a copy."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def preview(self, pupil_id: str, talk_id: str) -> TalkReport:
        """As it will be printed."""
        return self._made(pupil_id, talk_id, Action.READ, Event.VIEW)

    def pdf(self, pupil_id: str, talk_id: str) -> TalkReport:
        """To print or to save outside the dossier; the log says so."""
        return self._made(pupil_id, talk_id, Action.PRINT, Event.PRINT)

    def keep(self, pupil_id: str, talk_id: str) -> SavedEntry:
        """File a copy in the dossier as it now reads: what was given to the parents."""
        with self._acting(pupil_id, talk_id, Action.WRITE, Event.CREATE) as doing:
            made = _report(doing, talk_id)
            filed_id = file_copy(
                doing, Category.TALK, "talk_report", made.title, made.pdf, sealed=False
            )
            return SavedEntry(pupil_id, "filed", filed_id, Category.TALK)

    def _made(self, pupil_id: str, talk_id: str, right: Action, event: Event) -> TalkReport:
        with self._acting(pupil_id, talk_id, right, event) as doing:
            return _report(doing, talk_id)

    def _acting(
        self, pupil_id: str, talk_id: str, right: Action, event: Event
    ) -> AbstractContextManager[Act]:
        return act(
            self._session,
            pupil_id,
            [(right, Category.TALK)],
            event,
            object_kind=_TALK.code,
            object_id=talk_id,
        )


def _report(doing: Act, talk_id: str) -> TalkReport:
    talk = rows.load_row(doing.connection, doing.session, _TALK, talk_id)
    if talk["pupil_id"] != doing.pupil.id:
        raise Refused(rows.GONE)
    school = read_school(doing.connection)
    name, today = doing.pupil.display_name, doing.session.today
    sort = "Verslag van een gesprek" if talk["report"] else "Agenda van een gesprek"
    document = Document(
        title=sort,
        subtitle=f"{name} · {talk['subject']}",
        blocks=tuple(_blocks(doing, talk, school.name)),
        created=doing.session.clock(),
        header_left=f"{school.name} · {name}",
        footer=f"Vertrouwelijk · afgedrukt op {dutch_date(today)}",
        author=school.name,
    )
    title = f"{sort} op {dutch_date(talk['held_on'])}: {talk['subject']}"
    return TalkReport(title, render_document(document, replace_missing=True))


def _blocks(doing: Act, talk: Row, school: str) -> list[Block]:
    pupil = doing.pupil
    facts = [("School", school), ("Leerling", pupil.display_name)]
    if pupil.group_name:
        facts.append(("Groep", pupil.group_name))
    facts += [("Datum", long_date(talk["held_on"])), ("Wie waren erbij", talk["participants"])]
    blocks: list[Block] = [KeyValues(tuple(facts))]
    for field in ("agenda", "report", "agreements"):
        if talk[field]:
            blocks += [Heading(_TALK.field(field).label, 2), *_paragraphs(talk[field])]
    agreed = _agreements(doing, talk["id"])
    if agreed:
        blocks += [Heading("Afspraken", 2), Table(_AGREED, agreed, (5.0, 2.6, 1.5, 1.5))]
    if talk["parents_view"]:
        label = _TALK.field("parents_view").label
        blocks += [Heading(label, 2), *_paragraphs(talk["parents_view"])]
    if talk["report"]:
        blocks.append(_signatures(doing, talk["participants"], school))
    return blocks


def _paragraphs(text: str) -> list[Block]:
    return [Paragraph(part) for part in text.split("\n\n") if part.strip()]


def _agreements(doing: Act, talk_id: str) -> tuple[tuple[str, ...], ...]:
    table = tables.TABLES["agreement"]
    found = doing.connection.execute(
        select(table.c.what, table.c.who, table.c.due_on, table.c.done_on)
        .where(table.c.talk_id == talk_id, table.c.pupil_id == doing.pupil.id)
        .order_by(table.c.due_on.nulls_last(), table.c.created_at, table.c.id)
    )
    return tuple(
        (
            row.what,
            row.who or "",
            dutch_date(row.due_on) if row.due_on else "",
            dutch_date(row.done_on) if row.done_on else "",
        )
        for row in found
    )


def _signatures(doing: Act, participants: str, school: str) -> Block:
    """A line for each parent who was there, and for the school."""
    there: Sequence[str] = ()
    if doing.may(Action.READ, Category.CONTACT):
        people = [one for one in guardians_of(doing) if not one.deceased]
        there = present([(one.name, one.family_name) for one in people], participants)
    labels = [*(there or (_SOMEONE,)), f"Namens {school}: {doing.session.staff.name}"]
    lines = [SignatureLine(tuple(labels[at : at + 2])) for at in range(0, len(labels), 2)]
    told = Paragraph("Voor gelezen, met datum en handtekening:")
    return KeepTogether((Spacer(16), told, *lines))
