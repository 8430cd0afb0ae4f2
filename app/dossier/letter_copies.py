"""The letters of a dossier: who got what, how far it came, and what counts as proof."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    Column,
    Date,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.dossier import rows, tables
from app.dossier.acts import Act, act
from app.dossier.informing import PUPIL_ITSELF, Proof
from app.dossier.values import PupilData
from app.dossier.wording import dutch_date
from app.errors import UserError
from app.vault.schema import metadata

letter = Table(
    "letter",
    metadata,
    Column("id", String, primary_key=True),
    Column("pupil_id", String, ForeignKey("pupil.id"), nullable=False),
    # Empty: addressed to the pupil itself.
    Column("guardian_id", String, ForeignKey("guardian.id")),
    Column("recipient_name", Text, nullable=False),
    Column("template", String, nullable=False),
    Column("subject", Text, nullable=False),
    Column("report_id", String),
    Column("filed_id", String, ForeignKey("filed.id"), nullable=False),
    Column("state", String, nullable=False),
    Column("state_on", Date, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("made_by", String, nullable=False),
    Index("ix_letter_pupil_id", "pupil_id"),
)


class LetterState(StrEnum):
    """How far a letter came; only the last two are proof."""

    MADE = "made"
    PRINTED = "printed"
    HANDED = "handed"
    SENT = "sent"


STATE_NAMES = {
    LetterState.MADE: "gemaakt",
    LetterState.PRINTED: "afgedrukt",
    LetterState.HANDED: "meegegeven",
    LetterState.SENT: "verstuurd",
}
PROVEN = (LetterState.HANDED, LetterState.SENT)


@dataclass(frozen=True)
class LetterCopy(PupilData):
    """One letter that was made."""

    id: str
    pupil_id: str
    recipient_id: str
    recipient_name: str
    template: str
    subject: str
    report_id: str | None
    filed_id: str
    state: LetterState
    state_on: date
    made_on: date


def category_of(template: str) -> Category:
    """Where a letter's copy is filed."""
    return Category.OKR if template == "okr" else Category.CONTACT


def keep_letter(
    doing: Act,
    *,
    guardian_id: str | None,
    recipient_name: str,
    template: str,
    subject: str,
    filed_id: str,
    report_id: str | None,
) -> str:
    """Record a letter that was made, within the act that made it."""
    letter_id = rows.new_id()
    today = doing.session.today
    doing.connection.execute(
        insert(letter).values(
            id=letter_id,
            pupil_id=doing.pupil.id,
            guardian_id=guardian_id,
            recipient_name=recipient_name,
            template=template,
            subject=subject,
            report_id=report_id,
            filed_id=filed_id,
            state=LetterState.MADE.value,
            state_on=today,
            made_on=today,
            made_by=doing.session.staff.id,
        )
    )
    return letter_id


def letters_of(doing: Act, report_id: str | None = None) -> tuple[LetterCopy, ...]:
    """All letters of the act's pupil, newest first; with a report's id only those about it."""
    query = select(letter).where(letter.c.pupil_id == doing.pupil.id)
    if report_id is not None:
        query = query.where(letter.c.report_id == report_id)
    found = doing.connection.execute(query.order_by(letter.c.made_on.desc(), letter.c.id))
    return tuple(
        LetterCopy(
            id=row.id,
            pupil_id=row.pupil_id,
            recipient_id=row.guardian_id or PUPIL_ITSELF,
            recipient_name=row.recipient_name,
            template=row.template,
            subject=row.subject,
            report_id=row.report_id,
            filed_id=row.filed_id,
            state=LetterState(row.state),
            state_on=row.state_on,
            made_on=row.made_on,
        )
        for row in found
    )


def proofs_for(doing: Act, report_id: str, since: date) -> tuple[Proof, ...]:
    """Letters about this report that were handed over or sent, and talks about it since `since`."""
    proofs = [
        Proof(one.recipient_id, one.state_on, f"brief {STATE_NAMES[one.state]}")
        for one in letters_of(doing, report_id)
        if one.state in PROVEN
    ]
    talk = tables.TABLES["talk"]
    talks = doing.connection.execute(
        select(talk.c.held_on, talk.c.informed_guardian, talk.c.informed_guardian_2).where(
            talk.c.pupil_id == doing.pupil.id,
            talk.c.held_on >= since,
            talk.c.held_on <= doing.session.today,
        )
    )
    for row in talks:
        for guardian_id in (row.informed_guardian, row.informed_guardian_2):
            if guardian_id:
                proofs.append(Proof(guardian_id, row.held_on, "gesprek"))
    return tuple(proofs)


class LetterCopies:
    """Looking at letters and noting how far they came."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_pupil(self, pupil_id: str) -> tuple[LetterCopy, ...]:
        """The letters of one pupil that the reader may see."""
        wanted = [(Action.READ, Category.OKR), (Action.READ, Category.CONTACT)]
        with act(self._session, pupil_id, wanted, Event.VIEW, object_kind="letters") as doing:
            return tuple(
                one
                for one in letters_of(doing)
                if doing.may(Action.READ, category_of(one.template))
                or (one.template == "okr" and doing.may(Action.OKR_LETTER, None))
            )

    def mark(self, pupil_id: str, letter_id: str, state: LetterState, on: date) -> None:
        """Note that a letter was printed, handed over or sent, and when."""
        with self._session.transaction() as connection:
            row = connection.execute(
                select(letter.c.pupil_id, letter.c.template).where(letter.c.id == letter_id)
            ).first()
        if row is None or row.pupil_id != pupil_id:
            raise UserError("Deze brief bestaat niet (meer). Ververs de lijst.")
        action = Action.OKR_LETTER if row.template == "okr" else Action.FREE_LETTER
        event = Event.INFORM if state in PROVEN else Event.CHANGE
        with act(
            self._session,
            pupil_id,
            [(action, None)],
            event,
            object_kind="letter",
            object_id=letter_id,
        ) as doing:
            doing.category = category_of(row.template)
            made_on = doing.connection.execute(
                select(letter.c.made_on).where(letter.c.id == letter_id)
            ).scalar_one()
            if not made_on <= on <= self._session.today:
                raise UserError(
                    f"Kies een datum tussen {dutch_date(made_on)}, toen de brief gemaakt is, en vandaag. "
                    "Er is niets gewijzigd."
                )
            doing.text["state"] = f"{STATE_NAMES[state]} op {dutch_date(on)}"
            doing.connection.execute(
                update(letter)
                .where(letter.c.id == letter_id)
                .values(state=state.value, state_on=on)
            )
