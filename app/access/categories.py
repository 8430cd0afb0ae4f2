"""The words in which access is granted: categories of data, actions, roles, relations.

The nine categories follow the Autoriteit Persoonsgegevens; the narrower ones (`name`,
`personal_number`, `custody_papers`, `shared_health`, `okr_narrative`, `emergency_card`) exist
because need-to-know cuts through them.
"""

from enum import StrEnum


class Category(StrEnum):
    """What kind of data; `name` is what every member of staff may see of every pupil."""

    NAME = "name"
    ENROLMENT = "enrolment"
    PERSONAL_NUMBER = "personal_number"
    ABSENCE = "absence"
    CONTACT = "contact"
    CUSTODY_PAPERS = "custody_papers"
    FUNDING = "funding"
    OKR = "okr"
    OKR_NARRATIVE = "okr_narrative"
    HEALTH = "health"
    SHARED_HEALTH = "shared_health"
    EMERGENCY_CARD = "emergency_card"
    RESULTS = "results"
    TALK = "talk"
    RESEARCH = "research"


DOSSIER_CATEGORIES = (
    Category.ENROLMENT,
    Category.ABSENCE,
    Category.CONTACT,
    Category.FUNDING,
    Category.OKR,
    Category.HEALTH,
    Category.RESULTS,
    Category.TALK,
    Category.RESEARCH,
)


class Role(StrEnum):
    """What someone is employed to do; a person may have several."""

    TEACHER = "teacher"
    SUBSTITUTE = "substitute"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    OFFICE = "office"
    IT = "it"


TEACHING_ROLES = (Role.TEACHER, Role.SUBSTITUTE)

ROLE_NAMES = {
    Role.TEACHER: "leerkracht",
    Role.SUBSTITUTE: "vervanger",
    Role.SUPERVISOR: "intern begeleider",
    Role.HEAD: "directeur",
    Role.OFFICE: "administratie",
    Role.IT: "ICT-beheer",
}

CATEGORY_NAMES = {
    Category.NAME: "Naam en groep",
    Category.ENROLMENT: "In- en uitschrijving",
    Category.PERSONAL_NUMBER: "BSN of onderwijsnummer",
    Category.ABSENCE: "Afwezigheid",
    Category.CONTACT: "Adresgegevens",
    Category.CUSTODY_PAPERS: "Gezagsstukken",
    Category.FUNDING: "Bekostigingsgegevens",
    Category.OKR: "Onderwijskundig rapport",
    Category.OKR_NARRATIVE: "Beschrijving in het onderwijskundig rapport",
    Category.HEALTH: "Gezondheid en ondersteuning",
    Category.SHARED_HEALTH: "Gezondheid, gedeeld met de groep",
    Category.EMERGENCY_CARD: "Noodkaart",
    Category.RESULTS: "Vorderingen en resultaten",
    Category.TALK: "Gespreksverslagen",
    Category.RESEARCH: "Psychologisch onderzoek",
}
