"""Sorting the pupils of a file into what happens to each of them, and giving them numbers."""

from collections.abc import Iterable, Mapping
from datetime import date

from app.dossier.kinds import KINDS
from app.exchange.edexml.changes import (
    Frame,
    enrolment_change,
    enrolment_fields,
    field_changes,
    new_enrolment,
    placement_change,
    placement_fields,
    remarks,
)
from app.exchange.edexml.identifiers import Pair, without_taken
from app.exchange.edexml.match import Verdict
from app.exchange.edexml.plan_values import (
    Answer,
    ChangedPupil,
    Decision,
    NewPupil,
    PlannedEnrolment,
    Question,
    Subject,
    UnchangedPupil,
)
from app.exchange.edexml.school import ExistingPupil, ExistingSchool
from app.exchange.edexml.values import EdexPupil, Problem

_FIRST_NUMBER = 1001


class Sorted:
    """The pupils, sorted into what happens to them."""

    def __init__(
        self,
        school: ExistingSchool,
        frame: Frame,
        answers: Mapping[str, Answer],
        problems: list[Problem],
    ) -> None:
        self._frame = frame
        self._answers = answers
        self._problems = problems
        self._existing = {one.id: one for one in school.pupils}
        self._group_names = {group.id: group.name for group in school.groups}
        self._pairs: list[Pair] = []
        self._answered: set[int] = set()
        self.new: tuple[NewPupil, ...] = ()
        self.changed: list[ChangedPupil] = []
        self.unchanged: list[UnchangedPupil] = []
        self.questions: list[Question] = []
        self.skipped: list[str] = []
        self.candidates: set[str] = set()

    def settle(self, pupil: EdexPupil, verdict: Verdict) -> None:
        """Put one pupil where it belongs, with the user's answer if there was a question."""
        if not verdict.sentence:
            self._pairs.append((pupil, verdict.existing))
            return
        self.candidates.update(one.id for one in verdict.candidates)
        name = f"pupil-{pupil.position}"
        answer = self._answers.get(name)
        if answer is None:
            self.questions.append(
                Question(name, Subject.PUPIL, pupil.label, verdict.sentence, verdict.candidates)
            )
        elif answer.decision is Decision.ADD:
            self._answered.add(pupil.position)
            self._pairs.append((pupil, None))
        elif answer.decision is Decision.SAME:
            self._pairs.append((pupil, self._existing[answer.existing_id]))
        else:
            self.skipped.append(pupil.label)

    def finish(self) -> None:
        """When everybody is settled: what changes for those we have, and who is new."""
        pairs, problems = without_taken(self._pairs, self._existing.values(), self._frame.source)
        self._problems.extend(problems)
        for pupil, existing in pairs:
            if existing is not None:
                self._compare(pupil, existing)
        self.new = self._numbered([pupil for pupil, existing in pairs if existing is None])

    def _compare(self, pupil: EdexPupil, existing: ExistingPupil) -> None:
        frame = self._frame
        enrolment = enrolment_change(pupil, existing, frame)
        placement = placement_change(pupil, existing, frame)
        changes = (
            *field_changes(pupil, existing, frame.source),
            *enrolment_fields(enrolment, existing),
            *placement_fields(placement, existing, self._group_names),
        )
        self._problems.extend(remarks(pupil, existing))
        if not changes:
            self.unchanged.append(UnchangedPupil(pupil, existing))
            return
        former = enrolment is not None and _leaves(enrolment, existing, frame.today)
        self.changed.append(
            ChangedPupil(pupil, existing, changes, frame.source, enrolment, placement, former)
        )

    def _numbered(self, pupils: list[EdexPupil]) -> tuple[NewPupil, ...]:
        """The new pupils with their numbers: the key where it can serve, else the next free one.

        Those who came from an answered question are numbered last, so that answering never gives
        another pupil another number than the preview showed.
        """
        numbers = _Numbers(one.number for one in self._existing.values())
        wanted = sorted(pupils, key=lambda one: one.position in self._answered)
        given = {one.position: numbers.take(one.source_key) for one in wanted}
        for pupil in wanted:
            given[pupil.position] = given[pupil.position] or numbers.next()
        return tuple(self._added(pupil, given[pupil.position]) for pupil in pupils)

    def _added(self, pupil: EdexPupil, number: str) -> NewPupil:
        enrolment = new_enrolment(pupil, self._frame)
        placement = placement_change(pupil, None, self._frame)
        former = _left(enrolment.until_date, self._frame.today)
        return NewPupil(pupil, number, self._frame.source, enrolment, placement, former)


def _left(until: date | None, today: date) -> bool:
    return until is not None and until < today


def _leaves(planned: PlannedEnrolment, existing: ExistingPupil, today: date) -> bool:
    """Whether this makes the pupil a former pupil; an enrolment of long ago does not."""
    later = any(one.from_date and one.from_date > planned.from_date for one in existing.enrolments)
    return _left(planned.until_date, today) and not later


class _Numbers:
    """The leerlingnummers in use."""

    def __init__(self, used: Iterable[str]) -> None:
        self._used = set(used)

    def take(self, key: str) -> str:
        """The key as number when it is short, plain and free; else ""."""
        plain = key.isascii() and key.replace("-", "").replace(".", "").isalnum()
        if not plain or len(key) > KINDS["pupil"].field("number").max_length or key in self._used:
            return ""
        self._used.add(key)
        return key

    def next(self) -> str:
        """The number after the highest plain number in use."""
        highest = [int(one) for one in self._used if one.isdecimal() and len(one) <= 9]
        number = str(max([_FIRST_NUMBER - 1, *highest]) + 1)
        self._used.add(number)
        return number
