"""A few days of work in the demo school, so that log, letters and reports show something.

Everything goes through a desk, as from the window; only the clock is set.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

from app.access.categories import Category
from app.access.policy import Refused
from app.demo import absences, scans
from app.demo.calendar import Calendar
from app.demo.identity import PRIMARY, SECONDARY
from app.demo.moments import Moments
from app.desk import Desk, SchoolDoor
from app.dossier.attachments import NewAttachment
from app.dossier.kinds import Value
from app.dossier.letter_copies import LetterState
from app.dossier.values import PupilSummary
from app.vault import Door, RememberedPositions, SchoolFolder, WrongPassword

_LETTER = {
    "subject": "Informatieavond over het voortgezet onderwijs",
    "text": "Wij nodigen u uit voor een avond over de stap naar het voortgezet onderwijs. De "
    "leerkracht van groep 8 vertelt hoe het advies tot stand komt, en u kunt vragen stellen.\n\n"
    "De avond begint om half acht in de aula. Er is koffie en thee.",
}


class Life:
    """Plays the staff of the school on the working days before today."""

    def __init__(
        self,
        path: Path,
        calendar: Calendar,
        moments: Moments,
        remembered: RememberedPositions,
        password: str,
        kinds: Mapping[str, str],
    ) -> None:
        self._door = SchoolDoor(path, clock=moments, remembered=remembered)
        # The wait after a wrong password is for people at a keyboard.
        self._knock = Door(SchoolFolder(path), now=moments, sleep=lambda _: None)
        self._days = calendar.working_days
        self._moments = moments
        self._password = password
        self._kinds = kinds

    def live(self) -> None:
        """All days, in order."""
        first, second, third, fourth, fifth, sixth, seventh = self._days
        self._report_of_who_moved(first)
        self._lesson(second, "leerkracht8")
        self._hand_over(second)
        self._lesson(third, "leerkracht7", refused=True)
        self._wrong(third, "leerkracht7")
        self._send(third)
        self._lesson(fourth, "leerkracht6")
        self._report_of_who_moves(fourth)
        self._lesson(fifth, "leerkracht45")
        self._letters(fifth)
        self._attachments(fifth)
        self._wrong(fifth, "direkteur")
        self._lesson(sixth, "leerkracht3")
        self._half_informed(sixth)
        self._lesson(seventh, "leerkracht12")
        with self._at("directeur", seventh, 16) as desk:
            desk.verify_log()

    @contextmanager
    def _at(self, name: str, day: date, hour: int, minute: int = 0) -> Iterator[Desk]:
        self._moments.set(day, hour, minute)
        desk = self._door.sign_in(name, self._password)
        assert isinstance(desk, Desk)
        try:
            yield desk
        finally:
            desk.close()

    def _wrong(self, day: date, name: str) -> None:
        self._moments.set(day, 12, 34)
        with suppress(WrongPassword):
            self._knock.sign_in(name, "Regenboog!")

    def _lesson(self, day: date, name: str, *, refused: bool = False) -> None:
        """A teacher looks at two pupils of the own group and notes that one is ill."""
        with self._at(name, day, 8, 20) as desk:
            # In the first week of August the groups of the new year have nobody in them yet.
            own = [pupil for pupil in desk.pupils.all() if pupil.own]
            own = [p for p in own if p.number == self._kinds["showcase"]] + own[3:5]
            self._look(desk, own, (Category.ABSENCE, Category.RESULTS))
            for pupil in own[-1:]:
                ill: dict[str, Value] = {
                    "from_date": day,
                    "half_day": "whole",
                    "sort": "ill",
                    "reported_by": "ouder",
                }
                desk.entries.add(pupil.id, "absence", ill)
            if refused:
                self._refused(desk, "showcase", Category.RESULTS)
                self._refused(desk, "research", Category.RESEARCH)

    def _look(
        self, desk: Desk, pupils: Sequence[PupilSummary], categories: Sequence[Category]
    ) -> None:
        for pupil in pupils:
            desk.pupils.head(pupil.id)
            for category in categories:
                desk.entries.page(pupil.id, category)

    def _refused(self, desk: Desk, kind: str, category: Category) -> None:
        pupil = desk.pupils.by_number(self._kinds[kind])
        with suppress(Refused):
            desk.entries.page(pupil.id, category)

    def _report_of_who_moved(self, day: date) -> None:
        """The report of a pupil who left some weeks ago: signed off, with letters."""
        with self._at("ib", day, 13) as desk:
            pupil = desk.pupils.by_number(self._kinds["moved_away"])
            made = desk.reports.begin(pupil.id, "po_po", *PRIMARY[0])
            desk.reports.finalise(pupil.id, made.id)
            desk.letters.make([pupil.id], "okr")

    def _hand_over(self, day: date) -> None:
        with self._at("administratie", day, 14) as desk:
            pupil = desk.pupils.by_number(self._kinds["moved_away"])
            for copy in desk.letter_copies.of_pupil(pupil.id):
                desk.letter_copies.mark(pupil.id, copy.id, LetterState.SENT, day)
            self._look(desk, desk.pupils.all()[9:11], (Category.CONTACT,))
            absences.record(desk, self._kinds, day)

    def _send(self, day: date) -> None:
        with self._at("ib", day, 15) as desk:
            pupil = desk.pupils.by_number(self._kinds["moved_away"])
            report = desk.reports.of_pupil(pupil.id)[0]
            desk.reports.send(pupil.id, report.id, "aangetekend per post", day)
            chosen = [desk.pupils.by_number(self._kinds["showcase"]), *desk.pupils.all()[20:22]]
            self._look(desk, chosen, (Category.HEALTH, Category.TALK))

    def _report_of_who_moves(self, day: date) -> None:
        """The report of a pupil of group 7 who is going to move, with the extra help in it."""
        with self._at("ib", day, 13, 30) as desk:
            pupil = desk.pupils.by_number(self._kinds["moving"])
            made = desk.reports.begin(pupil.id, "po_po", *PRIMARY[0])
            for item in made.items:
                if item.element.code == "support_allocated_given":
                    why = "De nieuwe school kan de leeshulp zo zonder onderbreking voortzetten."
                    desk.reports.weigh(pupil.id, made.id, item.id, True, why)
            desk.reports.finalise(pupil.id, made.id)
            desk.letters.make([pupil.id], "okr")

    def _letters(self, day: date) -> None:
        """An invitation to some parents of group 8, printed; and a report just begun."""
        with self._at("directeur", day, 11) as desk:
            absences.decide(desk, self._kinds)
            tags = ("vietnamese", "divorced_2")
            ids = [desk.pupils.by_number(self._kinds[tag]).id for tag in tags]
            desk.letters.make(ids, "free", _LETTER)
            for pupil_id in ids:
                for copy in desk.letter_copies.of_pupil(pupil_id):
                    desk.letter_copies.mark(pupil_id, copy.id, LetterState.PRINTED, day)
        with self._at("ib", day, 14, 10) as desk:
            pupil = desk.pupils.by_number(self._kinds["vietnamese"])
            desk.reports.begin(pupil.id, "po_vo", *SECONDARY[0])

    def _attachments(self, day: date) -> None:
        """A scanned form with the newest talk, and a drawing that was talked about."""
        with self._at("ib", day, 15, 20) as desk:
            pupil = desk.pupils.by_number(self._kinds["showcase"])
            talks = desk.entries.page(pupil.id, Category.TALK).entries["talk"]
            form = NewAttachment("Gespreksformulier, getekend", scans.scanned_form())
            of = ("talk", talks[0].id) if talks else ("", "")
            desk.attachments.add(pupil.id, Category.TALK, form, *of)
            drawing = NewAttachment("Tekening van thuis", scans.drawing())
            desk.attachments.add(pupil.id, Category.TALK, drawing)

    def _half_informed(self, day: date) -> None:
        """One of two letters was handed over: the report cannot be sent yet."""
        with self._at("administratie", day, 14, 45) as desk:
            pupil = desk.pupils.by_number(self._kinds["moving"])
            copy = desk.letter_copies.of_pupil(pupil.id)[0]
            desk.letter_copies.mark(pupil.id, copy.id, LetterState.HANDED, day)
            self._refused(desk, "drastic", Category.TALK)
