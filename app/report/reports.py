"""The use cases of the onderwijskundig rapport: begin, weigh, finalise, inform, send."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import insert, select, update

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.dossier import checks
from app.dossier.acts import Act, act
from app.dossier.filed import file_copy
from app.dossier.ids import new_id
from app.dossier.informing import OkrNotice
from app.dossier.kinds import Field, FieldType
from app.dossier.sealed import seal_value
from app.dossier.wording import dutch_date
from app.errors import UserError
from app.report import pages, store
from app.report.compose import candidates
from app.report.elements import REPORT_KINDS
from app.report.overview import Overview, lines_of
from app.report.tables import report, report_item
from app.report.values import (
    STATE_NAMES,
    Report,
    ReportLine,
    ReportState,
    contents_of,
    receiver_name,
)

_REASON = Field("reason", "Reden", FieldType.TEXT, max_length=500)
_FIXED = "Dit rapport is vastgesteld en kan niet meer veranderen. Begin zo nodig een nieuw rapport."


class Reports:
    """Everything that can be done with a report."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def overview(self) -> Overview:
        """How far the report of every pupil of group 8, and of others who have one, has come.

        One entry in the log for the whole list.
        """
        session = self._session
        ground = session.require(
            Action.READ, Event.SEARCH, category=Category.OKR, object_kind="reports"
        )
        with session.alone(
            Action.READ, Event.SEARCH, category=Category.OKR, object_kind="reports"
        ) as connection:
            return Overview(ground.text, lines_of(session, connection))

    def of_pupil(self, pupil_id: str) -> tuple[ReportLine, ...]:
        """The reports made for one pupil, newest first."""
        with self._act(pupil_id, Action.READ, Event.VIEW) as doing:
            ids = (
                doing.connection.execute(
                    select(report.c.id)
                    .where(report.c.pupil_id == pupil_id)
                    .order_by(report.c.drawn_up_on.desc(), report.c.id)
                )
                .scalars()
                .all()
            )
            return tuple(store.load(doing, report_id).line for report_id in ids)

    def begin(
        self, pupil_id: str, kind: str, to_brin: str, to_branch: str = "00", to_school: str = ""
    ) -> Report:
        """Begin a report to the school where the pupil is or will be enrolled.

        Raises `InvalidEntry` for an impossible BRIN and `UserError` when one is under way already.
        """
        problems: dict[str, str] = {}
        if kind not in REPORT_KINDS:
            problems["kind"] = "Kies waar de leerling heen gaat."
        for name, check in (("to_brin", checks.brin), ("to_branch", checks.branch)):
            try:
                check(to_brin if name == "to_brin" else to_branch)
            except ValueError as problem:
                problems[name] = str(problem)
        school = " ".join(checks.clean_text(to_school).split())
        if len(school) > 200:
            problems["to_school"] = "De naam van de school is te lang: hoogstens 200 tekens."
        if problems:
            raise checks.InvalidEntry(problems)
        with self._act(pupil_id, Action.WRITE, Event.CREATE) as doing:
            going = doing.connection.execute(
                select(report.c.id).where(report.c.pupil_id == pupil_id, report.c.state != "sent")
            ).first()
            if going:
                raise UserError(
                    "Voor deze leerling is al een rapport in de maak. Ga daarmee verder of "
                    "verwijder het "
                    "eerst."
                )
            report_id = new_id()
            doing.connection.execute(
                insert(report).values(
                    id=report_id,
                    pupil_id=pupil_id,
                    kind=kind,
                    to_school=school,
                    to_brin=checks.brin(to_brin),
                    to_branch=checks.branch(to_branch),
                    drawn_up_on=self._session.today,
                    made_by=self._session.staff.id,
                    state=ReportState.CONCEPT.value,
                )
            )
            doing.object_id = report_id
            self._compose(doing, report_id, kind)
            return store.load(doing, report_id)

    def open(self, pupil_id: str, report_id: str) -> Report:
        """The report as it stands."""
        with self._act(pupil_id, Action.READ, Event.VIEW, report_id) as doing:
            return store.load(doing, report_id)

    def refresh(self, pupil_id: str, report_id: str) -> Report:
        """Read the dossier again while the report is a concept; decisions that were made stay."""
        with self._concept(pupil_id, report_id, Event.CHANGE) as doing:
            doing.connection.execute(
                update(report)
                .where(report.c.id == report_id)
                .values(drawn_up_on=self._session.today)
            )
            self._compose(doing, report_id, store.report_row(doing, report_id)["kind"])
            return store.load(doing, report_id)

    def weigh(
        self, pupil_id: str, report_id: str, item_id: str, included: bool, reason: str = ""
    ) -> Report:
        """Decide whether one item is necessary for the new school.

        Including a sensitive one asks why; the program's own items cannot be left out.
        """
        with self._concept(pupil_id, report_id, Event.CHANGE) as doing:
            loaded = store.load(doing, report_id)
            item = next((one for one in loaded.items if one.id == item_id), None)
            if item is None:
                raise UserError(
                    "Dit onderdeel staat niet (meer) in het rapport. Ververs het rapport."
                )
            if item.locked and not included:
                raise UserError("Dit onderdeel hoort altijd in het rapport.")
            try:
                said = checks.check_field(_REASON, reason, self._session.today)
            except ValueError as problem:
                raise checks.InvalidEntry({"reason": str(problem)}) from None
            if included and item.element.sensitive and not said:
                raise checks.InvalidEntry(
                    {"reason": "Schrijf waarom de nieuwe school dit nodig heeft."}
                )
            doing.connection.execute(
                update(report_item)
                .where(report_item.c.id == item_id)
                .values(
                    included=included,
                    reason=seal_value(
                        doing.session.compartments, report_item.c.reason, item_id, said
                    ),
                )
            )
            store.note_categories(doing, report_id)
            doing.text["item"] = item_id
            doing.text["included"] = "ja" if included else "nee"
            return store.load(doing, report_id)

    def discard(self, pupil_id: str, report_id: str) -> None:
        """Throw a concept away."""
        with self._concept(pupil_id, report_id, Event.DELETE) as doing:
            doing.connection.execute(
                report_item.delete().where(report_item.c.report_id == report_id)
            )
            doing.connection.execute(report.delete().where(report.c.id == report_id))

    def finalise(self, pupil_id: str, report_id: str) -> Report:
        """Sign the report off: from now on it does not change. A copy for inspection is filed."""
        with self._act(pupil_id, Action.OKR_FINALISE, Event.FINALISE, report_id) as doing:
            loaded = store.load(doing, report_id)
            if loaded.state is not ReportState.CONCEPT:
                raise UserError(_FIXED)
            if loaded.missing_elements:
                names = ", ".join(element.label for element in loaded.missing_elements)
                raise UserError(
                    f"Het rapport kan nog niet worden vastgesteld. Nog nodig: {names}. Vul dit "
                    f"aan in het "
                    "dossier en kies dan Ververs."
                )
            doing.connection.execute(
                update(report)
                .where(report.c.id == report_id)
                .values(
                    state=ReportState.FINALISED.value,
                    finalised_on=self._session.today,
                    finalised_by=self._session.staff.id,
                )
            )
            content = self._page(doing, store.load(doing, report_id), None)
            filed_id = file_copy(
                doing,
                Category.OKR,
                "okr",
                "Onderwijskundig rapport, ter inzage",
                content,
                sealed=True,
            )
            doing.connection.execute(
                update(report).where(report.c.id == report_id).values(concept_filed_id=filed_id)
            )
            return store.load(doing, report_id)

    def send(self, pupil_id: str, report_id: str, how: str, on: date | None = None) -> Report:
        """Mark as sent, which is refused until every parent with custody has been informed.

        The definitive report is filed as it was sent. The message of a refusal names who is missing
        (WPO art. 42; AP, "Onderwijskundig rapport").
        """
        on = on or self._session.today
        how = " ".join(checks.clean_text(how).split())[:200]
        with self._act(pupil_id, Action.OKR_SEND, Event.SEND, report_id) as doing:
            loaded = store.load(doing, report_id)
            if loaded.state is ReportState.SENT:
                raise UserError(
                    f"Dit rapport is al verzonden op {dutch_date(loaded.sent_on or on)}."
                )
            if loaded.state is ReportState.CONCEPT:
                raise UserError("Stel het rapport eerst vast. Er is niets verzonden.")
            if loaded.informing.refusal:
                raise UserError(
                    f"Verzenden kan nog niet. {loaded.informing.refusal} Er is niets verzonden."
                )
            last_proof = max(proof.on for proof in loaded.informing.proofs)
            if not last_proof <= on <= self._session.today:
                raise UserError(
                    f"Kies een datum van verzenden vanaf {dutch_date(last_proof)}, toen de "
                    f"laatste ouder "
                    "geïnformeerd was, tot en met vandaag. Er is niets gewijzigd."
                )
            doing.connection.execute(
                update(report)
                .where(report.c.id == report_id)
                .values(
                    state=ReportState.SENT.value,
                    sent_on=on,
                    sent_by=self._session.staff.id,
                    sent_how=how or "meegegeven",
                )
            )
            doing.text["to"] = loaded.receiver
            doing.text["how"] = how
            content = self._page(doing, store.load(doing, report_id), None)
            filed_id = file_copy(
                doing,
                Category.OKR,
                "okr",
                "Onderwijskundig rapport, verzonden",
                content,
                sealed=True,
            )
            doing.connection.execute(
                update(report).where(report.c.id == report_id).values(sent_filed_id=filed_id)
            )
            return store.load(doing, report_id)

    def pdf(
        self, pupil_id: str, report_id: str, *, reader: str | None = None, exporting: bool = False
    ) -> bytes:
        """The report as a page: a concept for inspection until every parent has been informed.

        `reader` is the guardian who will read the concept and who sees his or her own contact data;
        without a reader a concept holds nobody's.
        """
        action = Action.PRINT if exporting else Action.READ
        event = Event.PRINT if exporting else Event.VIEW
        with self._act(pupil_id, action, event, report_id) as doing:
            return self._page(doing, store.load(doing, report_id), reader)

    def _page(self, doing: Act, loaded: Report, reader: str | None) -> bytes:
        return pages.render_report(doing, loaded, reader)

    def _compose(self, doing: Act, report_id: str, kind: str) -> None:
        found = candidates(store.sources(doing), kind, self._session.today)
        store.write_items(doing, report_id, found)

    @contextmanager
    def _act(
        self, pupil_id: str, action: Action, event: Event, report_id: str | None = None
    ) -> Iterator[Act]:
        category = Category.OKR if action in (Action.READ, Action.WRITE, Action.PRINT) else None
        with act(
            self._session,
            pupil_id,
            [(action, category)],
            event,
            object_kind="report",
            object_id=report_id,
        ) as doing:
            doing.category = Category.OKR
            yield doing

    @contextmanager
    def _concept(self, pupil_id: str, report_id: str, event: Event) -> Iterator[Act]:
        with self._act(pupil_id, Action.WRITE, event, report_id) as doing:
            if store.report_row(doing, report_id)["state"] != ReportState.CONCEPT.value:
                raise UserError(_FIXED)
            yield doing


def notice(doing: Act) -> OkrNotice | None:
    """What a letter to parents says of the pupil's report that is under way, if there is one."""
    row = doing.connection.execute(
        select(report).where(
            report.c.pupil_id == doing.pupil.id, report.c.state != ReportState.SENT.value
        )
    ).first()
    if row is None:
        return None
    receiver = receiver_name(row.to_school, row.to_brin, row.to_branch)
    return OkrNotice(row.id, receiver, contents_of((row.categories or "").split(",")))


__all__ = ["STATE_NAMES", "ReportLine", "Reports", "notice"]
