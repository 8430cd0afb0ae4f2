"""Who may do what with which data of which pupil, and on what ground.

One pure function answers; the access log keeps the ground it gives. Rules: need-to-know as the
Autoriteit Persoonsgegevens asks ("Leerlingdossier"), UAVG art. 30 lid 2 a and lid 4 for care.
Everything that is not named here is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.access.categories import CATEGORY_NAMES, ROLE_NAMES, TEACHING_ROLES, Category, Role
from app.access.people import Relation, StaffMember
from app.errors import UserError


class Action(StrEnum):
    """What is asked of the policy. The first three concern a category, the others stand alone."""

    READ = "read"
    WRITE = "write"
    PRINT = "print"
    ENROL = "enrol"
    IMPORT = "import"
    FORMER_PUPILS = "former_pupils"
    OKR_FINALISE = "okr_finalise"
    OKR_SEND = "okr_send"
    OKR_LETTER = "okr_letter"
    FREE_LETTER = "free_letter"
    EMERGENCY = "emergency"
    ACKNOWLEDGE = "acknowledge"
    ACCEPT_ALTERED = "accept_altered"
    PUPIL_LOG = "pupil_log"
    LOG = "log"
    LOG_TRIM = "log_trim"
    REQUESTS = "requests"
    DESTROY = "destroy"
    STAFF = "staff"
    KEYS = "keys"
    SCHOOL = "school"
    ROLL_OVER = "roll_over"
    LEAVE = "leave"
    NORMS = "norms"
    EXPORT_SCHOOL = "export_school"
    BACKUP = "backup"
    RESTORE = "restore"
    CHECK = "check"


WITH_CATEGORY = (Action.READ, Action.WRITE, Action.PRINT)


@dataclass(frozen=True)
class Ground:
    """Why access is given, in the words of the log."""

    text: str


@dataclass(frozen=True)
class Refusal:
    """Why access is refused and whom to ask, in Dutch."""

    reason: str


class Refused(UserError):
    """Access was refused; the attempt is in the log."""


_C = Category
_TEACHING = {_C.ENROLMENT, _C.ABSENCE, _C.CONTACT, _C.RESULTS, _C.TALK, _C.SHARED_HEALTH}
_SUPERVISING = set(_C) - {_C.FUNDING, _C.CUSTODY_PAPERS}
_OFFICE = {_C.ENROLMENT, _C.PERSONAL_NUMBER, _C.CONTACT, _C.FUNDING, _C.ABSENCE}
_TEACHER_WRITES = {_C.ABSENCE, _C.RESULTS, _C.TALK, _C.CONTACT}

# For the pupils of the own groups. Printing follows reading.
_OWN: Mapping[tuple[Role, Action], set[Category]] = {
    (role, action): categories
    for role in TEACHING_ROLES
    for action, categories in ((Action.READ, _TEACHING), (Action.WRITE, _TEACHER_WRITES))
}
# For every pupil of the school, former pupils too except for who teaches.
_ALL: Mapping[tuple[Role, Action], set[Category]] = {
    (Role.TEACHER, Action.READ): {_C.NAME},
    (Role.SUBSTITUTE, Action.READ): {_C.NAME},
    (Role.SUPERVISOR, Action.READ): _SUPERVISING,
    (Role.SUPERVISOR, Action.WRITE): _SUPERVISING - {_C.NAME, _C.ENROLMENT, _C.PERSONAL_NUMBER},
    (Role.HEAD, Action.READ): set(_C),
    (Role.HEAD, Action.WRITE): set(_C),
    (Role.OFFICE, Action.READ): _OFFICE | {_C.NAME},
    (Role.OFFICE, Action.WRITE): _OFFICE,
}
_LAST_YEAR_GROUP = "8"


@dataclass(frozen=True)
class _Alone:
    """An action that stands alone: what it is called in a refusal, and the roles that may."""

    name: str
    roles: tuple[Role, ...]


_CARE_AND_HEAD = (Role.SUPERVISOR, Role.HEAD)
_ALONE: Mapping[Action, _Alone] = {
    Action.ENROL: _Alone("Leerlingen in- en uitschrijven", (Role.OFFICE, Role.HEAD)),
    Action.IMPORT: _Alone("Importeren", (Role.OFFICE, Role.HEAD)),
    Action.FORMER_PUPILS: _Alone(
        "Oud-leerlingen inzien", (Role.SUPERVISOR, Role.OFFICE, Role.HEAD)
    ),
    Action.OKR_FINALISE: _Alone("Een onderwijskundig rapport vaststellen", _CARE_AND_HEAD),
    Action.OKR_SEND: _Alone("Een onderwijskundig rapport verzenden", _CARE_AND_HEAD),
    Action.OKR_LETTER: _Alone(
        "Brieven over het onderwijskundig rapport maken",
        (Role.SUPERVISOR, Role.HEAD, Role.OFFICE),
    ),
    # A teacher also, about pupils of the own groups: it shows nothing but their addresses.
    Action.FREE_LETTER: _Alone("Een brief maken", (Role.SUPERVISOR, Role.HEAD, Role.OFFICE)),
    # Whoever is with the children; the reason that goes with it is asked where the card is opened.
    Action.EMERGENCY: _Alone("Een noodkaart openen", (*TEACHING_ROLES, *_CARE_AND_HEAD)),
    Action.ACKNOWLEDGE: _Alone("Noodtoegang beoordelen", (Role.HEAD,)),
    Action.ACCEPT_ALTERED: _Alone("Een veranderd dossier aanvaarden", (Role.HEAD,)),
    Action.PUPIL_LOG: _Alone("Het toegangslog van een leerling inzien", _CARE_AND_HEAD),
    Action.LOG: _Alone("Het toegangslog inzien", (Role.HEAD,)),
    Action.LOG_TRIM: _Alone("Oude regels uit het toegangslog verwijderen", (Role.HEAD,)),
    Action.REQUESTS: _Alone("Verzoeken van ouders en leerlingen behandelen", (Role.HEAD,)),
    Action.DESTROY: _Alone("Dossiers vernietigen", (Role.HEAD,)),
    Action.STAFF: _Alone("Medewerkers beheren", (Role.HEAD,)),
    Action.KEYS: _Alone("Sleutels beheren", (Role.HEAD,)),
    Action.SCHOOL: _Alone("De schoolgegevens wijzigen", (Role.HEAD,)),
    # The headteacher alone decides on leave (Leerplichtwet 1969 art. 11 f and g, 13a, 14).
    Action.LEAVE: _Alone("Over verlof beslissen", (Role.HEAD,)),
    Action.NORMS: _Alone("Normen van toetsen invoeren", _CARE_AND_HEAD),
    Action.ROLL_OVER: _Alone("De groepen naar een nieuw schooljaar brengen", (Role.HEAD,)),
    Action.EXPORT_SCHOOL: _Alone("De hele school exporteren", (Role.HEAD,)),
    Action.BACKUP: _Alone("Een back-up maken", (Role.IT, Role.HEAD)),
    Action.RESTORE: _Alone("Een back-up terugzetten", (Role.IT, Role.HEAD)),
    Action.CHECK: _Alone("De schoolmap controleren", (Role.IT, Role.HEAD)),
}


def decide(
    staff: StaffMember,
    relation: Relation,
    category: Category | None,
    action: Action,
    today: date,
) -> Ground | Refusal:
    """The ground on which `staff` may do this, or the refusal with its reason.

    `category` is None for the actions that stand alone (importing, signing off a report, the log).
    Several roles add up. A substitute needs an end date: what has none would never end.
    """
    if staff.until is not None and today > staff.until:
        return Refusal(f"Uw toegang eindigde op {staff.until:%d-%m-%Y}. {_ASK_HEAD}")
    endless = staff.until is None and Role.SUBSTITUTE in staff.roles
    roles = [role for role in Role if role in staff.roles]
    for role in roles:
        if endless and role is Role.SUBSTITUTE:
            continue
        ground = _ground(role, relation, category, _right(action))
        if ground is not None:
            return ground
    if endless and roles == [Role.SUBSTITUTE]:
        return Refusal(f"Bij uw rol vervanger hoort een einddatum, en die ontbreekt. {_ASK_HEAD}")
    return Refusal(_reason(staff, relation, category, action))


def _right(action: Action) -> Action:
    """Printing follows reading."""
    return Action.READ if action is Action.PRINT else action


def _ground(
    role: Role, relation: Relation, category: Category | None, action: Action
) -> Ground | None:
    name, teaches = ROLE_NAMES[role], role in TEACHING_ROLES
    own = f"groepsleerkracht {relation.own_group}" if relation.own_group is not None else ""
    if category is None:
        if action is Action.EMERGENCY and teaches and relation.former:
            return None
        if action in _ALONE and role in _ALONE[action].roles:
            return Ground(name)
        return Ground(own) if action is Action.FREE_LETTER and teaches and own else None
    if category in _ALL.get((role, action), ()):
        if teaches and relation.former:
            return None
        return Ground(f"{name}, alle groepen" if category is not Category.NAME else name)
    narrative = category is Category.OKR_NARRATIVE and relation.year_group == _LAST_YEAR_GROUP
    of_own = _OWN.get((role, action), set())
    return Ground(own) if own and (category in of_own or (narrative and of_own)) else None


# ------------------------------------------------------------------------- the words of a refusal

_ASK_HEAD = "Vraag het de directeur."
# Whom to ask, nearest first: care before office before head.
_NEAREST = (Role.SUPERVISOR, Role.OFFICE, Role.HEAD)
_DOING = {Action.READ: "inzien", Action.WRITE: "wijzigen", Action.PRINT: "afdrukken"}


def _reason(
    staff: StaffMember, relation: Relation, category: Category | None, action: Action
) -> str:
    what = _what(category, action)
    roles = staff.role_names or "geen rol"
    ask = _whom_to_ask(staff, category, action)
    if staff.roles.intersection(TEACHING_ROLES):
        if relation.former and (category is Category.NAME or action is Action.EMERGENCY):
            return f"{what} mag niet als {roles}: dit is een oud-leerling. {ask}"
        if relation.own_group is None and _with_own_group(category, action):
            return (
                f"{what} mag niet als {roles}: deze leerling zit dit schooljaar niet in uw eigen "
                f"groep. {ask}"
            )
    return f"{what} mag niet als {roles}; dit mag: {_who_may(category, action)}. {ask}"


def _what(category: Category | None, action: Action) -> str:
    if category is not None:
        return f"{CATEGORY_NAMES[category]} {_DOING.get(action, 'gebruiken')}"
    return _ALONE[action].name if action in _ALONE else "Dit"


def _with_own_group(category: Category | None, action: Action) -> bool:
    if category is None:
        return action is Action.FREE_LETTER
    return category in _OWN.get((Role.TEACHER, _right(action)), ())


def _for_all(role: Role, category: Category | None, action: Action) -> bool:
    if category is None:
        return action in _ALONE and role in _ALONE[action].roles
    return category in _ALL.get((role, _right(action)), ())


def _whom_to_ask(staff: StaffMember, category: Category | None, action: Action) -> str:
    others = [one for one in _NEAREST if one not in staff.roles and _for_all(one, category, action)]
    return f"Vraag het de {ROLE_NAMES[others[0]]}." if others else _ASK_HEAD


def _who_may(category: Category | None, action: Action) -> str:
    names = []
    for role in Role:
        if _for_all(role, category, action):
            names.append(ROLE_NAMES[role])
        elif role in TEACHING_ROLES and _with_own_group(category, action):
            names.append(f"{ROLE_NAMES[role]} van de eigen groep")
    return ", ".join(names) or "niemand"
