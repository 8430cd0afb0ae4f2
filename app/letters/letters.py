"""The use cases of letters: look who gets one, make them, file the copies."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.documents import AddressWindow, Block, Bullets, Letter, Letterhead, Paragraph
from app.documents import render_letters as render
from app.dossier import checks, tables
from app.dossier.acts import Act, acts
from app.dossier.filed import file_copy
from app.dossier.guardians import address_lines, guardians_of, home_address
from app.dossier.informing import OkrNotice
from app.dossier.kinds import Field, FieldType
from app.dossier.letter_copies import (
    CARE_CATEGORIES,
    OKR_LETTER,
    LetterCopy,
    category_of,
    keep_letter,
    letters_of,
)
from app.dossier.school import read_school
from app.dossier.values import PupilData, SchoolSettings
from app.dossier.wording import long_date
from app.errors import UserError
from app.letters.recipients import Recipient, Skipped, recipients
from app.letters.templates import Template, fill, template

DAYS_TO_REACT = 14
FREE_LETTER = "free"
CARE_MARK, YES = "care", "yes"
"""A free letter whose values say so holds care details: sealed, and for who may write those."""

_SUBJECT = Field("subject", "Onderwerp", FieldType.TEXT, required=True, max_length=150)
_TEXT = Field("text", "Tekst", FieldType.LONG_TEXT, required=True)

Notices = Callable[[Act], OkrNotice | None]


@dataclass(frozen=True)
class Addressed(PupilData):
    """Who gets a letter about one pupil, at which address, and who does not and why.

    `earlier` are the letters about the same report that were made before, newest first.
    """

    pupil_id: str
    pupil_name: str
    recipients: tuple[Recipient, ...]
    skipped: tuple[Skipped, ...]
    obstacle: str = ""
    earlier: tuple[LetterCopy, ...] = ()


@dataclass(frozen=True)
class Batch(PupilData):
    """Letters that were made: the PDF, and whom they went to."""

    pdf: bytes
    addressed: tuple[Addressed, ...]
    letter_ids: tuple[str, ...] = field(default=())

    @property
    def count(self) -> int:
        """How many letters there are in the PDF."""
        return sum(len(one.recipients) for one in self.addressed)


class Letters:
    """Letters about one pupil or a selection; all are made or none."""

    def __init__(self, session: Session, notices: Notices) -> None:
        self._session = session
        self._notices = notices

    def who(self, pupil_ids: Sequence[str], code: str) -> tuple[Addressed, ...]:
        """Who would get this letter and why others would not, before anything is made."""
        wanted = _wanted(code)
        with acts(self._session, pupil_ids, wanted, Event.VIEW, object_kind="recipients") as doing:
            return tuple(self._addressed(one, code) for one in doing)

    def preview(
        self, pupil_ids: Sequence[str], code: str, values: Mapping[str, str] | None = None
    ) -> Batch:
        """The letters as they would be made; nothing is filed."""
        return self._make(pupil_ids, code, values or {}, keep=False)

    def make(
        self, pupil_ids: Sequence[str], code: str, values: Mapping[str, str] | None = None
    ) -> Batch:
        """Make the letters and file a copy of each in its dossier."""
        return self._make(pupil_ids, code, values or {}, keep=True)

    def _make(
        self, pupil_ids: Sequence[str], code: str, values: Mapping[str, str], *, keep: bool
    ) -> Batch:
        if not pupil_ids:
            raise UserError("Kies eerst een of meer leerlingen.")
        chosen = template(code)
        typed = self._typed(code, values)
        event = Event.PRINT if keep else Event.VIEW
        care = code == FREE_LETTER and values.get(CARE_MARK) == YES
        with acts(
            self._session, pupil_ids, _wanted(code, care=care), event, object_kind="letter"
        ) as doing:
            school = read_school(doing[0].connection)
            pages: list[Letter] = []
            addressed: list[Addressed] = []
            letter_ids: list[str] = []
            for one in doing:
                one.category = category_of(code, care=care)
                one.text["template"] = code
                found = self._addressed(one, code)
                if found.obstacle:
                    raise UserError(f"{found.obstacle} Er is geen brief gemaakt.")
                addressed.append(found)
                for recipient in found.recipients:
                    page = self._letter(one, school, chosen, recipient, typed)
                    pages.append(page)
                    if keep:
                        letter_ids.append(self._keep(one, school, chosen, recipient, page))
            pdf = self._render(school, pages)
        return Batch(pdf, tuple(addressed), tuple(letter_ids))

    def _typed(self, code: str, values: Mapping[str, str]) -> dict[str, str]:
        if code != FREE_LETTER:
            return {}
        typed: dict[str, str] = {}
        problems: dict[str, str] = {}
        for one in (_SUBJECT, _TEXT):
            try:
                checked = checks.check_field(one, values.get(one.name, ""), self._session.today)
                typed[one.name] = str(checked)
            except ValueError as problem:
                problems[one.name] = str(problem)
        if problems:
            raise checks.InvalidEntry(problems)
        return typed

    def _addressed(self, doing: Act, code: str) -> Addressed:
        born = doing.connection.execute(
            select(tables.pupil.c.birth_date).where(tables.pupil.c.id == doing.pupil.id)
        ).scalar()
        name = doing.pupil.display_name
        home = home_address(doing)
        found, skipped = recipients(
            guardians_of(doing),
            name,
            address_lines(home) if home else (),
            born,
            self._session.today,
            home_secret=bool(home and home["secret"]),
        )
        obstacle = ""
        notice = self._notices(doing) if code == OKR_LETTER else None
        earlier = letters_of(doing, notice.report_id) if notice else ()
        if not found:
            why = "; ".join(f"{one.name}: {one.why}" for one in skipped)
            why = why or "er staat geen ouder of verzorger in het dossier"
            obstacle = f"Voor {name} is er niemand aan wie de brief mag: {why}."
        elif code == OKR_LETTER and notice is None:
            obstacle = (
                f"Voor {name} is nog geen onderwijskundig rapport in de maak. Begin dat eerst bij "
                "OKR."
            )
        return Addressed(doing.pupil.id, name, found, skipped, obstacle, earlier)

    def _letter(
        self,
        doing: Act,
        school: SchoolSettings,
        chosen: Template,
        recipient: Recipient,
        typed: Mapping[str, str],
    ) -> Letter:
        notice = self._notices(doing) if chosen.code == OKR_LETTER else None
        values = {
            "pupil": doing.pupil.display_name,
            "greeting": recipient.greeting,
            "receiver": notice.receiver if notice else "",
            "contents": "\n".join(notice.contents) if notice else "",
            "deadline": long_date(self._session.today + timedelta(days=DAYS_TO_REACT)),
            **typed,
        }
        lines = (
            school.street,
            f"{school.postcode}  {school.city}".strip(),
            school.phone,
            school.email,
        )
        return Letter(
            letterhead=Letterhead(school.name, tuple(line for line in lines if line)),
            address=(recipient.name, *recipient.address),
            date=long_date(self._session.today),
            subject=fill(chosen.subject, values),
            salutation=values["greeting"],
            blocks=tuple(_blocks(chosen, values)),
            signatures=(f"{self._session.staff.name}\n{self._session.staff.role_names}",),
            window=AddressWindow.RIGHT if school.address_right else AddressWindow.LEFT,
        )

    def _keep(
        self,
        doing: Act,
        school: SchoolSettings,
        chosen: Template,
        recipient: Recipient,
        page: Letter,
    ) -> str:
        notice = self._notices(doing) if chosen.code == OKR_LETTER else None
        assert doing.category is not None  # set by `_make`
        filed_id = file_copy(
            doing,
            doing.category,
            "letter",
            f"Brief aan {recipient.name}: {page.subject}",
            self._render(school, [page]),
            sealed=doing.category in CARE_CATEGORIES,
        )
        return keep_letter(
            doing,
            guardian_id=recipient.guardian_id,
            recipient_name=recipient.name,
            template=chosen.code,
            category=doing.category,
            subject=page.subject,
            filed_id=filed_id,
            report_id=notice.report_id if notice else None,
        )

    def _render(self, school: SchoolSettings, pages: Sequence[Letter]) -> bytes:
        return render(
            pages, created=self._session.clock(), author=school.name, replace_missing=True
        )


def _wanted(code: str, *, care: bool = False) -> list[tuple[Action, Category | None]]:
    if care:
        return [(Action.WRITE, Category.HEALTH)]
    about_report = template(code).code == OKR_LETTER
    return [(Action.OKR_LETTER if about_report else Action.FREE_LETTER, None)]


def _blocks(chosen: Template, values: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = []
    for paragraph in chosen.body:
        text = fill(paragraph, values)
        if paragraph == "{contents}":
            blocks.append(Bullets(tuple(text.split("\n"))))
        else:
            blocks.extend(Paragraph(part) for part in re.split(r"\n\s*\n", text))
    return blocks
