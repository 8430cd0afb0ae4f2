"""Who may do what: the table and the list of actions, written out by hand, cell by cell.

The tables below were copied from the description of the law and the roles, not from the program.
What they do not name must be refused: every test runs over all roles, relations, categories and
actions there are.
"""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.categories import Category, Role
from app.access.people import NO_RELATION, Relation, StaffMember
from app.access.policy import WITH_CATEGORY, Action, Ground, Refusal, decide

TODAY = date(2026, 11, 23)
LAST_DAY = date(2027, 7, 31)
RELATIONS = {
    "own": Relation(own_group="5", year_group="5"),
    "own, group 8": Relation(own_group="7/8B", year_group="8"),
    "other": Relation(year_group="5"),
    "other, group 8": Relation(year_group="8"),
    "former": Relation(former=True),
}

SHORT = {
    "na": Category.NAME,
    "en": Category.ENROLMENT,
    "bs": Category.PERSONAL_NUMBER,
    "ab": Category.ABSENCE,
    "co": Category.CONTACT,
    "cu": Category.CUSTODY_PAPERS,
    "fu": Category.FUNDING,
    "ok": Category.OKR,
    "on": Category.OKR_NARRATIVE,
    "he": Category.HEALTH,
    "sh": Category.SHARED_HEALTH,
    "em": Category.EMERGENCY_CARD,
    "re": Category.RESULTS,
    "ta": Category.TALK,
    "ps": Category.RESEARCH,
}
ALL = "na en bs ab co cu fu ok on he sh em re ta ps"
CARE = "na en bs ab co       ok on he sh em re ta ps"
CARE_WRITES = " ab co       ok on he sh em re ta ps"
OFFICE = "na en bs ab co    fu"
OFFICE_WRITES = "en bs ab co    fu"
# role, relation: reads and prints, writes
TABLE = {
    (Role.TEACHER, "own"): ("na en ab co sh re ta", "ab co re ta"),
    (Role.TEACHER, "own, group 8"): ("na en ab co sh re ta on", "ab co re ta on"),
    (Role.TEACHER, "other"): ("na", ""),
    (Role.TEACHER, "other, group 8"): ("na", ""),
    (Role.TEACHER, "former"): ("", ""),
    (Role.SUBSTITUTE, "own"): ("na en ab co sh re ta", "ab co re ta"),
    (Role.SUBSTITUTE, "own, group 8"): ("na en ab co sh re ta on", "ab co re ta on"),
    (Role.SUBSTITUTE, "other"): ("na", ""),
    (Role.SUBSTITUTE, "other, group 8"): ("na", ""),
    (Role.SUBSTITUTE, "former"): ("", ""),
    (Role.SUPERVISOR, "own"): (CARE, CARE_WRITES),
    (Role.SUPERVISOR, "own, group 8"): (CARE, CARE_WRITES),
    (Role.SUPERVISOR, "other"): (CARE, CARE_WRITES),
    (Role.SUPERVISOR, "other, group 8"): (CARE, CARE_WRITES),
    (Role.SUPERVISOR, "former"): (CARE, CARE_WRITES),
    (Role.HEAD, "own"): (ALL, ALL),
    (Role.HEAD, "own, group 8"): (ALL, ALL),
    (Role.HEAD, "other"): (ALL, ALL),
    (Role.HEAD, "other, group 8"): (ALL, ALL),
    (Role.HEAD, "former"): (ALL, ALL),
    (Role.OFFICE, "own"): (OFFICE, OFFICE_WRITES),
    (Role.OFFICE, "own, group 8"): (OFFICE, OFFICE_WRITES),
    (Role.OFFICE, "other"): (OFFICE, OFFICE_WRITES),
    (Role.OFFICE, "other, group 8"): (OFFICE, OFFICE_WRITES),
    (Role.OFFICE, "former"): (OFFICE, OFFICE_WRITES),
    (Role.IT, "own"): ("", ""),
    (Role.IT, "own, group 8"): ("", ""),
    (Role.IT, "other"): ("", ""),
    (Role.IT, "other, group 8"): ("", ""),
    (Role.IT, "former"): ("", ""),
}
# Who may do what stands alone, whatever the pupil.
ACTIONS = {
    Action.ENROL: "office head",
    Action.IMPORT: "office head",
    Action.FORMER_PUPILS: "supervisor office head",
    Action.OKR_FINALISE: "supervisor head",
    Action.OKR_SEND: "supervisor head",
    Action.OKR_LETTER: "supervisor office head",
    Action.FREE_LETTER: "supervisor office head",  # and who teaches the pupil, see below
    Action.EMERGENCY: "teacher substitute supervisor head",  # teaching roles: no former pupils
    Action.ACKNOWLEDGE: "head",
    Action.ACCEPT_ALTERED: "head",
    Action.PUPIL_LOG: "supervisor head",
    Action.LOG: "head",
    Action.LOG_TRIM: "head",
    Action.REQUESTS: "head",
    Action.DESTROY: "head",
    Action.STAFF: "head",
    Action.KEYS: "head",
    Action.SCHOOL: "head",
    Action.ROLL_OVER: "head",
    Action.LEAVE: "head",
    Action.NORMS: "supervisor head",
    Action.EXPORT_SCHOOL: "head",
    Action.BACKUP: "it head",
    Action.RESTORE: "it head",
    Action.CHECK: "it head",
}


def person(*roles: Role, until: date | None = LAST_DAY) -> StaffMember:
    return StaffMember("id", "Naam", frozenset(roles), until)


def granted(
    staff: StaffMember, relation: Relation, category: Category | None, action: Action
) -> bool:
    return isinstance(decide(staff, relation, category, action, TODAY), Ground)


def expected_alone(role: Role, relation: str, action: Action) -> bool:
    teaches = role in (Role.TEACHER, Role.SUBSTITUTE)
    if action is Action.FREE_LETTER and teaches:
        return relation in ("own", "own, group 8")
    if action is Action.EMERGENCY and teaches:
        return relation != "former"
    return role.value in ACTIONS[action].split()


def test_the_tables_name_every_role_relation_category_and_action() -> None:
    assert set(TABLE) == set(product(Role, RELATIONS))
    assert set(SHORT.values()) == set(Category)
    assert set(ACTIONS) | set(WITH_CATEGORY) == set(Action)


@pytest.mark.parametrize(("role", "relation"), TABLE, ids=str)
def test_every_cell_of_the_table(role: Role, relation: str) -> None:
    reads, writes = (cell.split() for cell in TABLE[role, relation])
    for short, category in SHORT.items():
        asked = (person(role), RELATIONS[relation], category)
        assert granted(*asked, Action.READ) == (short in reads), category
        assert granted(*asked, Action.PRINT) == (short in reads), category
        assert granted(*asked, Action.WRITE) == (short in writes), category


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_that_stands_alone(action: Action) -> None:
    for role, relation in TABLE:
        allowed = granted(person(role), RELATIONS[relation], None, action)
        assert allowed == expected_alone(role, relation, action), (role, relation)


def test_what_is_asked_in_no_such_way_is_refused() -> None:
    """An action that stands alone through a category, or reading of no category at all."""
    for (role, relation), action, category in product(TABLE, ACTIONS, Category):
        assert not granted(person(role), RELATIONS[relation], category, action)
    for (role, relation), action in product(TABLE, WITH_CATEGORY):
        assert not granted(person(role), RELATIONS[relation], None, action)


def test_someone_without_a_role_may_nothing_and_is_told_so() -> None:
    for relation, category, action in product(RELATIONS.values(), (None, *Category), Action):
        decision = decide(person(), relation, category, action, TODAY)
        assert isinstance(decision, Refusal)
        assert "Vraag het de" in decision.reason


@given(
    st.frozensets(st.sampled_from(Role)),
    st.sampled_from(sorted(RELATIONS)),
    st.sampled_from((None, *Category)),
    st.sampled_from(Action),
)
def test_several_roles_give_exactly_what_each_of_them_gives(
    roles: frozenset[Role], relation: str, category: Category | None, action: Action
) -> None:
    together = granted(person(*roles), RELATIONS[relation], category, action)
    assert together == any(
        granted(person(role), RELATIONS[relation], category, action) for role in roles
    )


@given(
    st.frozensets(st.sampled_from(Role), min_size=1),
    st.sampled_from(sorted(RELATIONS)),
    st.sampled_from((None, *Category)),
    st.sampled_from(Action),
    st.integers(1, 4000),
)
def test_after_the_last_day_nobody_may_anything(
    roles: frozenset[Role], relation: str, category: Category | None, action: Action, days: int
) -> None:
    gone = person(*roles, until=TODAY - timedelta(days=days))
    refusal = decide(gone, RELATIONS[relation], category, action, TODAY)
    assert isinstance(refusal, Refusal)
    assert f"{gone.until:%d-%m-%Y}" in refusal.reason
    assert "Vraag het de directeur." in refusal.reason


def test_a_substitute_works_until_the_last_day_and_on_it() -> None:
    substitute, own = person(Role.SUBSTITUTE, until=TODAY), RELATIONS["own"]
    for days, expected in ((-30, Ground), (-1, Ground), (0, Ground), (1, Refusal)):
        day = TODAY + timedelta(days=days)
        decision = decide(substitute, own, Category.RESULTS, Action.READ, day)
        assert isinstance(decision, expected), days


def test_a_substitute_without_an_end_date_may_nothing_as_a_substitute() -> None:
    endless = person(Role.SUBSTITUTE, until=None)
    refusal = decide(endless, RELATIONS["own"], Category.RESULTS, Action.READ, TODAY)
    assert refusal == Refusal(
        "Bij uw rol vervanger hoort een einddatum, en die ontbreekt. Vraag het de directeur."
    )
    both = person(Role.SUBSTITUTE, Role.OFFICE, until=None)
    assert granted(both, RELATIONS["own"], Category.FUNDING, Action.READ)
    assert not granted(both, RELATIONS["own"], Category.RESULTS, Action.READ)


@pytest.mark.parametrize(
    ("role", "relation", "category", "action", "text"),
    [
        (Role.TEACHER, "own, group 8", Category.TALK, Action.READ, "groepsleerkracht 7/8B"),
        (
            Role.TEACHER,
            "own, group 8",
            Category.OKR_NARRATIVE,
            Action.WRITE,
            "groepsleerkracht 7/8B",
        ),
        (Role.TEACHER, "other", Category.NAME, Action.READ, "leerkracht"),
        (Role.TEACHER, "own", None, Action.FREE_LETTER, "groepsleerkracht 5"),
        (Role.SUBSTITUTE, "other", None, Action.EMERGENCY, "vervanger"),
        (
            Role.SUPERVISOR,
            "other",
            Category.RESEARCH,
            Action.READ,
            "intern begeleider, alle groepen",
        ),
        (Role.HEAD, "former", None, Action.DESTROY, "directeur"),
    ],
)
def test_the_ground_says_in_what_quality(
    role: Role, relation: str, category: Category | None, action: Action, text: str
) -> None:
    ground = decide(person(role), RELATIONS[relation], category, action, TODAY)
    assert ground == Ground(text)


REFUSALS = {
    (Role.TEACHER, "other", Category.TALK, Action.READ): (
        "Gespreksverslagen inzien mag niet als leerkracht: deze leerling zit dit schooljaar "
        "niet in uw eigen groep. Vraag het de intern begeleider."
    ),
    (Role.TEACHER, "own", Category.RESEARCH, Action.READ): (
        "Psychologisch onderzoek inzien mag niet als leerkracht; dit mag: intern begeleider, "
        "directeur. Vraag het de intern begeleider."
    ),
    (Role.TEACHER, "own", Category.ENROLMENT, Action.WRITE): (
        "In- en uitschrijving wijzigen mag niet als leerkracht; dit mag: directeur, "
        "administratie. Vraag het de administratie."
    ),
    (Role.TEACHER, "former", Category.NAME, Action.READ): (
        "Naam en groep inzien mag niet als leerkracht: dit is een oud-leerling. Vraag het de "
        "intern begeleider."
    ),
    (Role.SUPERVISOR, "other", Category.FUNDING, Action.PRINT): (
        "Bekostigingsgegevens afdrukken mag niet als intern begeleider; dit mag: directeur, "
        "administratie. Vraag het de administratie."
    ),
    (Role.OFFICE, "other", None, Action.OKR_SEND): (
        "Een onderwijskundig rapport verzenden mag niet als administratie; dit mag: intern "
        "begeleider, directeur. Vraag het de intern begeleider."
    ),
    (Role.OFFICE, "other", Category.TALK, Action.READ): (
        "Gespreksverslagen inzien mag niet als administratie; dit mag: leerkracht van de eigen "
        "groep, vervanger van de eigen groep, intern begeleider, directeur. Vraag het de intern "
        "begeleider."
    ),
    (Role.SUPERVISOR, "other", None, Action.LOG): (
        "Het toegangslog inzien mag niet als intern begeleider; dit mag: directeur. Vraag het "
        "de directeur."
    ),
    (Role.IT, "other", Category.NAME, Action.READ): (
        "Naam en groep inzien mag niet als ICT-beheer; dit mag: leerkracht, vervanger, intern "
        "begeleider, directeur, administratie. Vraag het de intern begeleider."
    ),
}


@pytest.mark.parametrize("asked", REFUSALS, ids=str)
def test_a_refusal_says_why_and_whom_to_ask(
    asked: tuple[Role, str, Category | None, Action],
) -> None:
    role, relation, category, action = asked
    refusal = decide(person(role), RELATIONS[relation], category, action, TODAY)
    assert refusal == Refusal(REFUSALS[asked])


def test_nobody_is_sent_to_ask_someone_with_the_own_role() -> None:
    for role, category in product(Role, Category):
        decision = decide(person(role), NO_RELATION, category, Action.WRITE, TODAY)
        if isinstance(decision, Refusal):
            name = {Role.SUPERVISOR: "intern begeleider", Role.OFFICE: "administratie"}.get(role)
            assert name is None or not decision.reason.endswith(f"Vraag het de {name}.")
