"""The letters of a dossier: who got what, how far it came, and what counts as proof."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import (
    Column,
    Connection,
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
from app.access.policy import Action, Refused
from app.access.session import Session
from app.dossier import tables
from app.dossier.acts import Act, Asked, acts
from app.dossier.ids import new_id
from app.dossier.informing import PUPIL_ITSELF, Proof
from app.dossier.sealed import open_row, seal_row, sealed_column
from app.dossier.values import PupilData
from app.dossier.wording import dutch_date
from app.errors import UserError
from app.vault.schema import Row, metadata

letter = Table(
    "letter",
    metadata,
    Column("id", String, primary_key=True),
    Column("pupil_id", String, ForeignKey("pupil.id"), nullable=False),
    # Empty: addressed to the pupil itself.
    Column("guardian_id", String, ForeignKey("guardian.id")),
    Column("category", String, nullable=False),
    # Who and about what, or their sealed form where the letter holds care details.
    Column("recipient_name", Text),
    sealed_column("sealed_recipient_name"),
    Column("template", String, nullable=False),
    Column("subject", Text),
    sealed_column("sealed_subject"),
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
OKR_LETTER = "okr"
"""The template of the letter about a report."""

CARE_CATEGORIES = (Category.HEALTH, Category.RESEARCH)
"""A letter that is filed here is sealed."""

PROVEN = (LetterState.HANDED, LetterState.SENT)


@dataclass(frozen=True)
class LetterCopy(PupilData):
    """One letter that was made."""

    id: str
    pupil_id: str
    recipient_id: str
    recipient_name: str
    template: str
    category: Category
    subject: str
    report_id: str | None
    filed_id: str
    state: LetterState
    state_on: date
    made_on: date


def category_of(template: str, *, care: bool = False) -> Category:
    """Where a letter's copy is filed; `care`: it holds care details.

    The letter about a report names its legal categories only, so that the office can make it.
    """
    if care:
        return Category.HEALTH
    return Category.OKR if template == OKR_LETTER else Category.CONTACT


def keep_letter(
    doing: Act,
    *,
    guardian_id: str | None,
    recipient_name: str,
    template: str,
    category: Category,
    subject: str,
    filed_id: str,
    report_id: str | None,
) -> str:
    """Record a letter that was made, within the act that made it.

    One filed under a care category is sealed: who got it and about what, too.
    """
    letter_id = new_id()
    today = doing.session.today
    said = {"recipient_name": recipient_name, "subject": subject}
    if category in CARE_CATEGORIES:
        said = {f"sealed_{name}": text for name, text in said.items()}
    doing.connection.execute(
        insert(letter).values(
            **seal_row(doing.session.compartments, letter, {"id": letter_id, **said}),
            pupil_id=doing.pupil.id,
            guardian_id=guardian_id,
            template=template,
            category=category.value,
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
    query = query.order_by(letter.c.made_on.desc(), letter.c.id)
    found = doing.connection.execute(query).mappings()
    compartments = doing.session.compartments
    return tuple(
        _copy(open_row(compartments, letter, row)) for row in found if _may_see(doing, row)
    )


def _copy(row: Row) -> LetterCopy:
    return LetterCopy(
        id=row["id"],
        pupil_id=row["pupil_id"],
        recipient_id=row["guardian_id"] or PUPIL_ITSELF,
        recipient_name=row["sealed_recipient_name"] or row["recipient_name"],
        template=row["template"],
        category=Category(row["category"]),
        subject=row["sealed_subject"] or row["subject"],
        report_id=row["report_id"],
        filed_id=row["filed_id"],
        state=LetterState(row["state"]),
        state_on=row["state_on"],
        made_on=row["made_on"],
    )


@dataclass(frozen=True)
class ProofWanted:
    """A report of which parents must know; talks count from `since`, the day it was drawn up."""

    report_id: str
    pupil_id: str
    since: date


def proofs_for(doing: Act, report_id: str, since: date) -> tuple[Proof, ...]:
    """Letters about this report that were handed over or sent, and talks about it since `since`."""
    wanted = ProofWanted(report_id, doing.pupil.id, since)
    return proofs_by_report(doing.connection, [wanted], doing.session.today)[report_id]


def proofs_by_report(
    connection: Connection, wanted: Sequence[ProofWanted], today: date
) -> dict[str, tuple[Proof, ...]]:
    """As `proofs_for`, for several reports in two statements."""
    found: dict[str, list[Proof]] = {one.report_id: [] for one in wanted}
    letters = connection.execute(
        select(letter)
        .where(
            letter.c.report_id.in_(list(found)), letter.c.state.in_([one.value for one in PROVEN])
        )
        .order_by(letter.c.made_on.desc(), letter.c.id)
    )
    for letter_row in letters.mappings():
        how = f"brief {STATE_NAMES[LetterState(letter_row['state'])]}"
        told_id = letter_row["guardian_id"] or PUPIL_ITSELF
        found[letter_row["report_id"]].append(Proof(told_id, letter_row["state_on"], how))
    talk = tables.TABLES["talk"]
    talks = connection.execute(
        select(
            talk.c.pupil_id, talk.c.held_on, talk.c.informed_guardian, talk.c.informed_guardian_2
        ).where(talk.c.pupil_id.in_([one.pupil_id for one in wanted]), talk.c.held_on <= today)
    ).all()
    for asked in wanted:
        for row in talks:
            if row.pupil_id == asked.pupil_id and row.held_on >= asked.since:
                told = (row.informed_guardian, row.informed_guardian_2)
                found[asked.report_id] += [
                    Proof(guardian_id, row.held_on, "gesprek")
                    for guardian_id in told
                    if guardian_id
                ]
    return {report_id: tuple(proofs) for report_id, proofs in found.items()}


class LetterCopies:
    """Looking at letters and noting how far they came."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_pupil(self, pupil_id: str) -> tuple[LetterCopy, ...]:
        """The letters of one pupil that the reader may see."""
        return self.of_pupils([pupil_id])

    def of_pupils(self, pupil_ids: Sequence[str]) -> tuple[LetterCopy, ...]:
        """As `of_pupil`, for a selection; each pupil gets its own entry in the log."""
        wanted = [(Action.READ, Category.OKR), (Action.READ, Category.CONTACT)]
        chosen = list(dict.fromkeys(pupil_ids))
        with acts(self._session, chosen, wanted, Event.VIEW, object_kind="letters") as doing:
            return tuple(one for reading in doing for one in letters_of(reading))

    def mark(self, pupil_id: str, letter_id: str, state: LetterState, on: date) -> None:
        """Note that a letter was printed, handed over or sent, and when."""
        self.mark_all([(pupil_id, letter_id)], state, on)

    def mark_all(self, letters: Sequence[tuple[str, str]], state: LetterState, on: date) -> None:
        """As `mark`, for several (pupil, letter); all are marked or none, each is logged."""
        if not letters:
            return
        found: dict[str, Row] = {}

        def wanted(connection: Connection) -> Asked:
            found.update(_existing(connection, letters))
            return [_right_to_mark(found.values())]

        with acts(
            self._session,
            [pupil_id for pupil_id, _ in letters],
            wanted,
            Event.INFORM if state in PROVEN else Event.CHANGE,
            object_kind="letter",
        ) as doing:
            first = max(row["made_on"] for row in found.values())
            if not first <= on <= self._session.today:
                raise UserError(
                    f"Kies een datum tussen {dutch_date(first)}, toen de brief gemaakt is, en "
                    f"vandaag. "
                    "Er is niets gewijzigd."
                )
            for one, (_, letter_id) in zip(doing, letters, strict=True):
                one.object_id = letter_id
                one.category = Category(found[letter_id]["category"])
                one.text["state"] = f"{STATE_NAMES[state]} op {dutch_date(on)}"
                one.connection.execute(
                    update(letter)
                    .where(letter.c.id == letter_id)
                    .values(state=state.value, state_on=on)
                )


def _existing(connection: Connection, letters: Sequence[tuple[str, str]]) -> dict[str, Row]:
    """The rows of these (pupil, letter) by the letter's id; `Refused` when one is not there."""
    query = select(letter).where(letter.c.id.in_([letter_id for _, letter_id in letters]))
    found: dict[str, Row] = {row["id"]: row for row in connection.execute(query).mappings()}
    if any(
        letter_id not in found or found[letter_id]["pupil_id"] != pupil_id
        for pupil_id, letter_id in letters
    ):
        raise Refused("Deze brief bestaat niet (meer). Ververs de lijst.")
    return found


def _right_to_mark(letters: Collection[Row]) -> tuple[Action, Category | None]:
    """Who may make letters about reports may make free ones too."""
    if any(Category(row["category"]) in CARE_CATEGORIES for row in letters):
        return Action.WRITE, Category.HEALTH
    about_report = any(row["template"] == OKR_LETTER for row in letters)
    return (Action.OKR_LETTER if about_report else Action.FREE_LETTER), None


def _may_see(reading: Act, row: Row) -> bool:
    return reading.may(Action.READ, Category(row["category"])) or (
        row["template"] == OKR_LETTER and reading.may(Action.OKR_LETTER, None)
    )
