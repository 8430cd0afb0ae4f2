"""Who may do what with which data of which pupil, and on what ground.

One pure function answers; the access log keeps the ground it gives. Rules: need-to-know as the
Autoriteit Persoonsgegevens asks ("Leerlingdossier"), UAVG art. 30 lid 2 a and lid 4 for care.
Everything that is not named here is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.access.categories import CATEGORY_NAMES, ROLE_NAMES, Category, Role
from app.access.people import Relation, StaffMember
from app.errors import UserError


class Action(StrEnum):
    """What is asked of the policy. The first three concern a category, the others stand alone."""

    READ = "read"
    WRITE = "write"
    PRINT = "print"
    ENROL = "enrol"
    IMPORT = "import"
    OKR_FINALISE = "okr_finalise"
    OKR_SEND = "okr_send"
    OKR_LETTER = "okr_letter"
    FREE_LETTER = "free_letter"
    PUPIL_LOG = "pupil_log"
    LOG = "log"
    STAFF = "staff"
    SCHOOL = "school"
    EXPORT_SCHOOL = "export_school"
    FORMER_PUPILS = "former_pupils"
    BACKUP = "backup"


@dataclass(frozen=True)
class Ground:
    """Why access is given, in the words of the log."""

    text: str


@dataclass(frozen=True)
class Refusal:
    """Why access is refused and whom to ask, as one Dutch sentence."""

    reason: str


class Refused(UserError):
    """Access was refused; the attempt is in the log."""


_C = Category
_TEACHING = {_C.ENROLMENT, _C.ABSENCE, _C.CONTACT, _C.RESULTS, _C.TALK, _C.SHARED_HEALTH}
_SUPERVISING = set(_C) - {_C.FUNDING, _C.CUSTODY_PAPERS}
_OFFICE = {_C.NAME, _C.ENROLMENT, _C.PERSONAL_NUMBER, _C.CONTACT, _C.FUNDING, _C.ABSENCE}
_TEACHER_WRITES = {_C.ABSENCE, _C.RESULTS, _C.TALK, _C.CONTACT}

# For the pupils of the own groups.
_OWN: Mapping[tuple[Role, Action], set[Category]] = {
    (role, action): categories
    for role in (Role.TEACHER, Role.SUBSTITUTE)
    for action, categories in (
        (Action.READ, _TEACHING),
        (Action.PRINT, _TEACHING),
        (Action.WRITE, _TEACHER_WRITES),
    )
}
# For every pupil of the school.
_ALL: Mapping[tuple[Role, Action], set[Category]] = {
    (Role.TEACHER, Action.READ): {_C.NAME},
    (Role.SUBSTITUTE, Action.READ): {_C.NAME},
    (Role.SUPERVISOR, Action.READ): _SUPERVISING,
    (Role.SUPERVISOR, Action.PRINT): _SUPERVISING,
    (Role.SUPERVISOR, Action.WRITE): _SUPERVISING - {_C.NAME, _C.ENROLMENT, _C.PERSONAL_NUMBER},
    (Role.HEAD, Action.READ): set(_C),
    (Role.HEAD, Action.PRINT): set(_C),
    (Role.HEAD, Action.WRITE): set(_C),
    (Role.OFFICE, Action.READ): _OFFICE,
    (Role.OFFICE, Action.PRINT): _OFFICE,
    (Role.OFFICE, Action.WRITE): _OFFICE,
}
_ALONE: Mapping[Action, tuple[Role, ...]] = {
    Action.ENROL: (Role.OFFICE, Role.HEAD),
    Action.IMPORT: (Role.OFFICE, Role.HEAD),
    Action.OKR_FINALISE: (Role.SUPERVISOR, Role.HEAD),
    Action.OKR_SEND: (Role.SUPERVISOR, Role.HEAD),
    Action.OKR_LETTER: (Role.SUPERVISOR, Role.HEAD, Role.OFFICE),
    Action.FREE_LETTER: (Role.SUPERVISOR, Role.HEAD, Role.OFFICE),
    Action.PUPIL_LOG: (Role.SUPERVISOR, Role.HEAD),
    Action.LOG: (Role.HEAD,),
    Action.STAFF: (Role.HEAD,),
    Action.SCHOOL: (Role.HEAD,),
    Action.EXPORT_SCHOOL: (Role.HEAD,),
    Action.FORMER_PUPILS: (Role.SUPERVISOR, Role.OFFICE, Role.HEAD),
    Action.BACKUP: (Role.IT, Role.HEAD),
}
_ASK = "Vraag het de directeur."


def _teaches(role: Role) -> bool:
    return role in (Role.TEACHER, Role.SUBSTITUTE)


def decide(
    staff: StaffMember,
    relation: Relation,
    category: Category | None,
    action: Action,
    today: date,
) -> Ground | Refusal:
    """The ground on which `staff` may do this, or the refusal with its reason.

    `category` is None for the actions that stand alone (importing, signing off a report, the log).
    """
    if staff.until is not None and today > staff.until:
        return Refusal(f"Uw toegang eindigde op {staff.until:%d-%m-%Y}. {_ASK}")
    for role in Role:
        if role not in staff.roles:
            continue
        ground = _ground(role, relation, category, action)
        if ground is not None:
            return ground
    return Refusal(_refusal(staff, category, action))


def _ground(
    role: Role, relation: Relation, category: Category | None, action: Action
) -> Ground | None:
    name = ROLE_NAMES[role]
    if category is None:
        if role in _ALONE.get(action, ()):
            return Ground(name)
        if action is Action.FREE_LETTER and _teaches(role) and relation.own_group is not None:
            return Ground(f"groepsleerkracht {relation.own_group}")
        return None
    if category in _ALL.get((role, action), ()):
        return Ground(f"{name}, alle groepen" if category is not Category.NAME else name)
    if relation.own_group is None:
        return None
    own = _OWN.get((role, action), set())
    narrative = category is Category.OKR_NARRATIVE and relation.year_group == "8" and bool(own)
    if category in own or narrative:
        return Ground(f"groepsleerkracht {relation.own_group}")
    return None


_DOING = {
    Action.READ: "inzien",
    Action.WRITE: "wijzigen",
    Action.PRINT: "afdrukken",
}
_ALONE_NAMES = {
    Action.ENROL: "Leerlingen in- en uitschrijven",
    Action.IMPORT: "Importeren",
    Action.OKR_FINALISE: "Een onderwijskundig rapport vaststellen",
    Action.OKR_SEND: "Een onderwijskundig rapport verzenden",
    Action.OKR_LETTER: "Brieven over het onderwijskundig rapport maken",
    Action.FREE_LETTER: "Een brief maken",
    Action.PUPIL_LOG: "Het toegangslog van een leerling inzien",
    Action.LOG: "Het toegangslog inzien",
    Action.STAFF: "Medewerkers beheren",
    Action.SCHOOL: "De schoolgegevens wijzigen",
    Action.EXPORT_SCHOOL: "De hele school exporteren",
    Action.FORMER_PUPILS: "Oud-leerlingen inzien",
    Action.BACKUP: "Een back-up maken",
}


def _refusal(staff: StaffMember, category: Category | None, action: Action) -> str:
    roles = staff.role_names or "geen rol"
    allowed = _who_may(category, action)
    if category is None:
        what = _ALONE_NAMES[action]
    else:
        what = f"{CATEGORY_NAMES[category]} {_DOING.get(action, 'gebruiken')}"
    return f"{what} mag niet als {roles}; dit mag: {allowed}. {_ASK}"


def _who_may(category: Category | None, action: Action) -> str:
    names = []
    for role in Role:
        if category is None:
            if role in _ALONE.get(action, ()):
                names.append(ROLE_NAMES[role])
        elif category in _ALL.get((role, action), ()):
            names.append(ROLE_NAMES[role])
        elif category in _OWN.get((role, action), ()):
            names.append(f"{ROLE_NAMES[role]} van de eigen groep")
    return ", ".join(names) or "niemand"
