"""What of one pupil in the file differs from the pupil the school has.

An empty field in the file never erases anything, and what the file cannot know better is left alone
with a remark: an address that differs, and a BSN where the file has an onderwijsnummer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stdnum.nl import onderwijsnummer

from app.dossier.kinds import KINDS, Value
from app.exchange.edexml.fields import masked
from app.exchange.edexml.names import fold
from app.exchange.edexml.plan_values import (
    FieldChange,
    PlannedEnrolment,
    PlannedGroup,
    PlannedPlacement,
)
from app.exchange.edexml.school import ExistingPupil
from app.exchange.edexml.values import (
    FIELD_LABELS,
    HOME_FIELDS,
    LIST_KEY,
    PUPIL_FIELDS,
    EdexPupil,
    EdexSchool,
    Problem,
)

FORMER = "H"
LIST_SOURCE = EdexSchool(school_key=LIST_KEY).source


@dataclass(frozen=True)
class Frame:
    """What is the same for all pupils of one import. `school_year` is "" when nobody knows it.

    `may_change_staff`: whether who imports may also decide who is called what and teaches whom.
    """

    source: str
    school_year: str
    groups: dict[str, PlannedGroup]
    today: date
    may_change_staff: bool = True

    @property
    def of_list(self) -> bool:
        """Whether this is a list, in which the key is the leerlingnummer."""
        return self.source == LIST_SOURCE

    @property
    def first_day(self) -> date:
        """1 August of the file's school year, or of the present one."""
        return _first_day(self.school_year) if self.school_year else _august(self.today)


def _first_day(school_year: str) -> date:
    return date(int(school_year[:4]), 8, 1)


def _august(day: date) -> date:
    return date(day.year if day.month >= 8 else day.year - 1, 8, 1)


def change(field: str, old: Value, new: Value) -> FieldChange:
    """A change with its label and texts."""
    return FieldChange(field, FIELD_LABELS[field], old, new, _text(field, old), _text(field, new))


def _text(field: str, value: Value) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if field == "sex":
        return KINDS["pupil"].field("sex").choices.get(str(value), str(value))
    return str(value)


def _empty(field: str, value: Value) -> bool:
    return not value or (field == "sex" and value == "unknown")


def _same(field: str, old: Value, new: Value) -> bool:
    if field == "initials":
        return fold(str(old or "")) == fold(str(new or ""))
    return (old or "") == (new or "")


def keeps_bsn(field: str, old: Value, new: Value) -> bool:
    """A BSN replaces an onderwijsnummer, never the other way round."""
    if field != "personal_number" or not old or not new:
        return False
    return onderwijsnummer.is_valid(str(new)) and not onderwijsnummer.is_valid(str(old))


def field_changes(pupil: EdexPupil, existing: ExistingPupil, source: str) -> Iterator[FieldChange]:
    """The fields of the pupil itself, its home address and its key."""
    for field in PUPIL_FIELDS:
        new, old = getattr(pupil, field), existing.values.get(field)
        if not (_empty(field, new) or _same(field, old, new) or keeps_bsn(field, old, new)):
            yield change(field, old, new)
    if not differing_home(pupil, existing):
        for field, text in home_of(pupil).items():
            if not existing.home.get(field):
                yield change(field, "", text)
    stored = (existing.source_key, existing.source_school)
    own = pupil.source_key == existing.number and source == LIST_SOURCE
    if pupil.source_key and not own and stored != (pupil.source_key, source):
        yield change("source_key", existing.source_key, pupil.source_key)


def remarks(pupil: EdexPupil, existing: ExistingPupil) -> Iterator[Problem]:
    """What differs and is left alone, for the user to look at."""
    differing = differing_home(pupil, existing)
    if differing:
        yield Problem(
            pupil.label,
            FIELD_LABELS[differing],
            home_of(pupil)[differing],
            f"In het dossier staat een andere {FIELD_LABELS[differing].lower()}. Het adres is niet"
            " gewijzigd; vraag het na.",
        )
    number = existing.text("personal_number")
    if keeps_bsn("personal_number", number, pupil.personal_number):
        yield Problem(
            pupil.label,
            FIELD_LABELS["personal_number"],
            masked(pupil.personal_number),
            "In het dossier staat al een BSN; het onderwijsnummer uit het bestand is niet"
            " overgenomen.",
        )
    prefix = existing.text("prefix")
    if prefix and not pupil.prefix and pupil.surname not in ("", existing.text("surname")):
        yield Problem(
            pupil.label,
            FIELD_LABELS["prefix"],
            "",
            f"De achternaam wijzigt en het bestand heeft geen tussenvoegsel; “{prefix}” blijft"
            " staan."
            " Kijk de naam na.",
        )
    known = {one.from_date for one in existing.enrolments}
    if existing.former and pupil.until_date is None and pupil.from_date in {None, *known}:
        yield Problem(
            pupil.label,
            FIELD_LABELS["until_date"],
            "",
            "Deze leerling is hier uitgeschreven, maar staat in het bestand zonder laatste dag."
            " De uitschrijving blijft staan; kijk na wat klopt.",
        )


def home_of(pupil: EdexPupil) -> dict[str, str]:
    """What the file says of the home address."""
    return {name: text for name in HOME_FIELDS if (text := getattr(pupil, name))}


def differing_home(pupil: EdexPupil, existing: ExistingPupil) -> str:
    """The first field of the home address that the dossier has otherwise; "" when there is none.

    Then the whole address stays: half of one and half of another is no address.
    """
    for name, text in reversed(home_of(pupil).items()):
        known = existing.home.get(name, "")
        if known and fold(known) != fold(text):
            return name
    return ""


def has_home(pupil: EdexPupil, existing: ExistingPupil) -> bool:
    """Whether the dossier has all that the file says of the home address."""
    return all(existing.home.get(name) for name in home_of(pupil)) and not differing_home(
        pupil, existing
    )


def new_enrolment(pupil: EdexPupil, frame: Frame) -> PlannedEnrolment:
    """The enrolment of a pupil the school does not have yet."""
    if pupil.from_date is not None:
        return PlannedEnrolment(pupil.from_date, pupil.until_date)
    first = frame.first_day
    if pupil.until_date is not None and pupil.until_date < first:
        first = _august(pupil.until_date)
    return PlannedEnrolment(first, pupil.until_date, estimated=True)


def enrolment_change(
    pupil: EdexPupil, existing: ExistingPupil, frame: Frame
) -> PlannedEnrolment | None:
    """What the file adds to the enrolments: a date, or a new one for a pupil that came back."""
    first, last = pupil.from_date, pupil.until_date
    if first is None and last is None:
        return None
    if not existing.enrolments:
        return new_enrolment(pupil, frame)
    same = [one for one in existing.enrolments if first is not None and one.from_date == first]
    latest = max(existing.enrolments, key=lambda one: one.from_date or date.min)
    one = same[0] if same else latest
    if not same and first is not None:
        came_back = one.until_date is not None and first > one.until_date
        before = last is not None and one.from_date is not None and last < one.from_date
        if came_back or before:
            return PlannedEnrolment(first, last)
    begin = first or one.from_date
    end = last or one.until_date
    if begin is None or (end is not None and end < begin):
        return None
    if (begin, end) == (one.from_date, one.until_date):
        return None
    return PlannedEnrolment(begin, end, adds=False, replaces_from=one.from_date)


def enrolment_fields(
    planned: PlannedEnrolment | None, existing: ExistingPupil
) -> Iterator[FieldChange]:
    """An enrolment as changes for the preview."""
    if planned is None:
        return
    old = next(
        (
            one
            for one in existing.enrolments
            if not planned.adds and one.from_date == planned.replaces_from
        ),
        None,
    )
    old_from, old_until = (old.from_date, old.until_date) if old is not None else (None, None)
    if old_from != planned.from_date:
        yield change("from_date", old_from, planned.from_date)
    if old_until != planned.until_date:
        yield change("until_date", old_until, planned.until_date)


def placement_change(
    pupil: EdexPupil, existing: ExistingPupil | None, frame: Frame
) -> PlannedPlacement | None:
    """The place in a group of the file's school year, when it is new or another."""
    group = frame.groups.get(pupil.group_key)
    year_group = "" if pupil.year_group == FORMER else pupil.year_group
    if not frame.school_year or (group is None and not year_group):
        return None
    first = max(frame.first_day, pupil.from_date or frame.first_day)
    if pupil.until_date is not None and pupil.until_date < first:
        return None
    present = existing.placement(frame.school_year) if existing is not None else None
    if present is None:
        return PlannedPlacement(frame.school_year, group, year_group, first)
    moves = group is not None and group.existing_id != present.group_id
    if not moves and year_group in ("", present.year_group):
        return None
    during = moves and bool(present.group_id) and _august(frame.today) == frame.first_day
    return PlannedPlacement(
        school_year=frame.school_year,
        group=group,
        year_group=year_group or present.year_group,
        from_date=max(first, frame.today) if during else first,
        replaces=True,
        moves=moves,
    )


def placement_fields(
    planned: PlannedPlacement | None, existing: ExistingPupil, group_names: dict[str, str]
) -> Iterator[FieldChange]:
    """A place in a group as changes for the preview."""
    if planned is None:
        return
    present = existing.placement(planned.school_year)
    old_group = group_names.get(present.group_id, "") if present is not None else ""
    old_year_group = present.year_group if present is not None else ""
    if planned.group is not None and (present is None or planned.moves):
        yield change("group", old_group, planned.group.name)
    if planned.year_group and planned.year_group != old_year_group:
        yield change("year_group", old_year_group, planned.year_group)
