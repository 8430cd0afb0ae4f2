"""What importing a file would do to a school: a pure function from values to values.

`plan` decides nothing twice and writes nothing. Questions stay open until
`ImportPlan.with_answers`; whoever carries the plan out leaves the open ones alone. Importing the
same file again gives a plan that changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from app.errors import UserError
from app.exchange.edexml.changes import (
    FORMER,
    Frame,
)
from app.exchange.edexml.groups import joinable, plan_groups
from app.exchange.edexml.match import match_pupils
from app.exchange.edexml.plan_values import (
    Answer,
    ChangedPupil,
    ChangedStaff,
    Decision,
    NewPupil,
    NewStaff,
    PlannedGroup,
    Question,
    UnchangedPupil,
    UnchangedStaff,
)
from app.exchange.edexml.school import ExistingPupil, ExistingSchool
from app.exchange.edexml.sort import Sorted
from app.exchange.edexml.staff_plan import plan_staff
from app.exchange.edexml.values import (
    FIELD_LABELS,
    EdexFile,
    EdexPupil,
    NotTaken,
    Problem,
)
from app.exchange.edexml.warnings import warnings_about

# How far ahead a date may lie; nobody is born tomorrow, and no school plans ten years ahead.
_YEARS_AHEAD = {"birth_date": 0, "year_group_3_start": 10, "from_date": 10, "until_date": 10}


@dataclass(frozen=True)
class ImportPlan:
    """Everything the preview shows and the desk carries out, in the order of the file."""

    file: EdexFile
    school: ExistingSchool
    today: date
    school_year: str
    source_school: str
    groups: tuple[PlannedGroup, ...]
    joinable: tuple[str, ...]
    new_pupils: tuple[NewPupil, ...]
    changed_pupils: tuple[ChangedPupil, ...]
    unchanged_pupils: tuple[UnchangedPupil, ...]
    questions: tuple[Question, ...]
    skipped: tuple[str, ...]
    absent: tuple[ExistingPupil, ...]
    new_staff: tuple[NewStaff, ...]
    changed_staff: tuple[ChangedStaff, ...]
    unchanged_staff: tuple[UnchangedStaff, ...]
    problems: tuple[Problem, ...]
    not_taken: tuple[NotTaken, ...]
    warnings: tuple[str, ...]
    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    separate: frozenset[str] = frozenset()

    @property
    def new_groups(self) -> tuple[PlannedGroup, ...]:
        """The groups that must be added."""
        return tuple(group for group in self.groups if not group.existing_id)

    @property
    def changes_nothing(self) -> bool:
        """Whether carrying this out would leave the school as it is."""
        return not (
            self.new_groups
            or self.new_pupils
            or self.changed_pupils
            or self.new_staff
            or self.changed_staff
        )

    def with_answers(self, answers: Mapping[str, Answer]) -> "ImportPlan":
        """The same plan with these questions answered as well, by the id of the question.

        Raises `UserError` when two people in the file are said to be one at the school, `KeyError`
        for an unknown question and `ValueError` for somebody who is no candidate of it.
        """
        open_questions = {question.id: question for question in self.questions}
        for name, answer in answers.items():
            _check(open_questions[name], answer)
        return _build(
            self.file, self.school, self.today, {**self.answers, **answers}, self.separate
        )

    def with_separate_groups(self, names: AbstractSet[str]) -> "ImportPlan":
        """The same plan with the combination groups of these names kept apart per year group."""
        return _build(self.file, self.school, self.today, self.answers, frozenset(names))


def plan(file: EdexFile, school: ExistingSchool, today: date) -> ImportPlan:
    """What importing `file` into `school` would do, with groups of equal name joined."""
    return _build(file, school, today, {}, frozenset())


def _check(question: Question, answer: Answer) -> None:
    if answer.decision is not Decision.SAME:
        return
    found = [one for one in question.candidates if one.id == answer.existing_id]
    if not found:
        raise ValueError("the answer names somebody who is no candidate of this question")
    if not found[0].available:
        raise UserError(_twice())


def _twice() -> str:
    return (
        "Twee mensen uit het bestand zijn aan dezelfde persoon van de school gekoppeld."
        " Er is niets geïmporteerd. Kies bij een van beide een ander antwoord."
    )


def _build(
    file: EdexFile,
    school: ExistingSchool,
    today: date,
    answers: Mapping[str, Answer],
    separate: frozenset[str],
) -> ImportPlan:
    school_year = file.school.school_year or school.school_year
    groups = plan_groups(file, school, school_year, separate)
    source = file.school.source or school.source
    by_key = {key: one for one in groups for key in one.keys}
    frame = Frame(source, school_year, by_key, today, school.may_change_staff)
    problems = list(file.problems)
    pupils = tuple(_once(_checked(file.pupils, today, problems), problems))
    verdicts = match_pupils(pupils, school.pupils, frame)
    work = Sorted(school, frame, answers, problems)
    for pupil in pupils:
        work.settle(pupil, verdicts[pupil.position])
    work.finish()
    staff = plan_staff(file.staff, school.staff, frame, answers)
    chosen = [one.existing.id for one in work.changed]
    chosen += [one.existing.id for one in work.unchanged]
    members = [one.existing.id for one in staff.changed]
    members += [one.existing.id for one in staff.unchanged]
    if len(set(chosen)) < len(chosen) or len(set(members)) < len(members):
        raise UserError(_twice())
    known = work.candidates.union(chosen)
    return ImportPlan(
        file=file,
        school=school,
        today=today,
        school_year=school_year,
        source_school=source,
        groups=groups,
        joinable=joinable(file),
        new_pupils=work.new,
        changed_pupils=tuple(work.changed),
        unchanged_pupils=tuple(work.unchanged),
        questions=(*_availability(work.questions, set(chosen)), *staff.questions),
        skipped=tuple(work.skipped),
        absent=tuple(
            one
            for one in school.pupils
            if file.list_of != "staff" and not one.former and one.id not in known
        ),
        new_staff=tuple(staff.new),
        changed_staff=tuple(staff.changed),
        unchanged_staff=tuple(staff.unchanged),
        problems=tuple(problems),
        not_taken=file.not_taken,
        warnings=tuple(warnings_about(file, school, work.new, staff.left_alone)),
        answers=MappingProxyType(dict(answers)),
        separate=separate,
    )


def _checked(
    pupils: Iterable[EdexPupil], today: date, problems: list[Problem]
) -> Iterator[EdexPupil]:
    """What only a clock can tell: dates too far ahead, former pupils without a last day."""
    for pupil in pupils:
        if pupil.year_group == FORMER and pupil.until_date is None:
            sentence = (
                "Het bestand noemt dit een oud-leerling, maar zonder laatste dag. De leerling komt"
                " zonder groep binnen; vul de datum van uitschrijving zelf in."
            )
            problems.append(Problem(pupil.label, FIELD_LABELS["until_date"], "", sentence))
        far: dict[str, Any] = {}
        for name, years in _YEARS_AHEAD.items():
            day = getattr(pupil, name)
            if day is not None and day > _ahead(today, years):
                sentence = "Deze datum ligt te ver in de toekomst; dit veld blijft leeg."
                label = FIELD_LABELS[name]
                problems.append(Problem(pupil.label, label, f"{day:%d-%m-%Y}", sentence))
                far[name] = None
        yield replace(pupil, **far)


def _ahead(today: date, years: int) -> date:
    if years == 0:
        return today
    return date(today.year + years, today.month, min(today.day, 28))


def _once(pupils: Iterable[EdexPupil], problems: list[Problem]) -> Iterator[EdexPupil]:
    """Leave out a keyless pupil that stands in the file again with exactly the same fields."""
    seen = set()
    for pupil in pupils:
        same = replace(pupil, position=0, label="")
        if not pupil.source_key and not pupil.eckid and same in seen:
            sentence = (
                "Deze leerling staat twee keer in het bestand; de tweede keer is overgeslagen."
            )
            problems.append(Problem(pupil.label, FIELD_LABELS["name"], "", sentence))
            continue
        seen.add(same)
        yield pupil


def _availability(questions: Iterable[Question], chosen: set[str]) -> Iterator[Question]:
    for question in questions:
        candidates = tuple(
            replace(one, available=one.id not in chosen) for one in question.candidates
        )
        yield replace(question, candidates=candidates)
