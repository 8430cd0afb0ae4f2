"""Small files, and the carrying out of a plan in memory."""

from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

from app.exchange.edexml import (
    ExistingEnrolment,
    ExistingGroup,
    ExistingPlacement,
    ExistingPupil,
    ExistingSchool,
    ExistingStaff,
    ImportPlan,
    home_of,
)

SAMPLES = Path(__file__).parents[1] / "samples"
SHARED = Path(__file__).parents[3] / "shared"
TODAY = date(2026, 11, 23)
EMPTY = ExistingSchool("2026-2027", "99ZZ", "00")
HEAD = (
    "<school><schooljaar>2026-2027</schooljaar><brincode>99ZZ</brincode>"
    "<dependancecode>00</dependancecode><xsdversie>2.1</xsdversie></school>"
)
GROUPS = (
    '<groep key="g7"><naam>7A</naam><jaargroep>7</jaargroep></groep>'
    '<groep key="g8"><naam>8A</naam><jaargroep>8</jaargroep></groep>'
)


def edex(pupils: str, *, groups: str = GROUPS, staff: str = "", head: str = HEAD) -> str:
    """A file around these pupils."""
    return (
        f"<EDEX>{head}<groepen>{groups}</groepen><leerlingen>{pupils}</leerlingen>"
        f"<leerkrachten>{staff}</leerkrachten></EDEX>"
    )


def pupil(key: str = "1", **fields: str) -> str:
    """A pupil of group 8; `fields` by element name, "_" for "-"; "" leaves an element out."""
    known = {
        "achternaam": "Vries",
        "voorvoegsel": "de",
        "roepnaam": "Anna",
        "geboortedatum": "2015-03-04",
        "geslacht": "2",
        "jaargroep": "8",
        "instroomdatum": "2019-08-20",
    }
    group = fields.pop("groep", "g8")
    children = "".join(
        f"<{name}>{value}</{name}>" for name, value in {**known, **fields}.items() if value
    )
    return f'<leerling key="{key}">{children}<groep key="{group}"/></leerling>'


def applied(plan: ImportPlan) -> ExistingSchool:
    """The school after carrying the plan out, as the desk would."""
    school = plan.school
    ids = count(len(school.groups) + len(school.pupils) + len(school.staff) + 1)
    added = [ExistingGroup(f"id{next(ids)}", one.name, one.school_year) for one in plan.new_groups]
    groups = (*school.groups, *added)
    group_ids = {(one.name, one.school_year): one.id for one in added}

    def group_id(group) -> str:
        if group is None:
            return ""
        return group.existing_id or group_ids[(group.name, group.school_year)]

    def placed(placement, before=()):
        if placement is None:
            return before
        present = [one for one in before if one.school_year == placement.school_year]
        stays = present[-1].group_id if present and placement.group is None else ""
        place = ExistingPlacement(
            placement.school_year, group_id(placement.group) or stays, placement.year_group
        )
        return (*before, place)

    pupils = {one.id: one for one in school.pupils}
    for one in plan.changed_pupils:
        old = one.existing
        enrolments = old.enrolments
        if one.enrolment is not None:
            new = ExistingEnrolment(one.enrolment.from_date, one.enrolment.until_date)
            kept = enrolments
            if not one.enrolment.adds:
                kept = tuple(
                    entry for entry in enrolments if entry.from_date != one.enrolment.replaces_from
                )
            enrolments = (*kept, new)
        pupils[old.id] = replace(
            old,
            values={**old.values, **one.values},
            source_key=one.new_source_key or old.source_key,
            source_school=one.source_school if one.new_source_key else old.source_school,
            home={**old.home, **one.new_home},
            enrolments=enrolments,
            placements=placed(one.placement, old.placements),
            former=one.former or old.former,
        )
    for one in plan.new_pupils:
        values = dict(one.values)
        identity = f"id{next(ids)}"
        pupils[identity] = ExistingPupil(
            id=identity,
            number=str(values.pop("number")),
            source_key=one.pupil.source_key,
            source_school=one.source_school,
            values=values,
            home=home_of(one.pupil),
            enrolments=(ExistingEnrolment(one.enrolment.from_date, one.enrolment.until_date),),
            placements=placed(one.placement),
            former=one.former,
        )
    staff = {one.id: one for one in school.staff}
    for one in plan.changed_staff:
        keyed = any(change.field == "source_key" for change in one.changes)
        staff[one.existing.id] = replace(
            one.existing,
            name=one.member.name,
            source_key=one.member.source_key if keyed else one.existing.source_key,
            source_school=one.source_school if keyed else one.existing.source_school,
            group_ids=one.existing.group_ids | {group_id(group) for group in one.new_groups},
        )
    for one in plan.new_staff:
        identity = f"id{next(ids)}"
        staff[identity] = ExistingStaff(
            identity,
            one.member.name,
            one.member.source_key,
            one.source_school,
            frozenset(group_id(group) for group in one.groups),
        )
    return replace(
        school, groups=groups, pupils=tuple(pupils.values()), staff=tuple(staff.values())
    )
