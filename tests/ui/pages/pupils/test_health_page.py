"""Gezondheid: what the group sees stands there word for word; what lapsed is marked."""

from datetime import timedelta

from tests.ui.pages.pupils.conftest import TODAY
from ui.pages.dossier.health import SeenCard

HEALTH = {"noted_on": TODAY, "condition": "Astma", "measure": "Mag even rusten"}


def test_what_the_group_sees_what_lapsed_and_what_parents_did_not_agree_to(open_as) -> None:
    opened = open_as("ib")
    pupil = opened.id_of("Anna")
    add = opened.desk.entries.add
    shared = {**HEALTH, "emergency": "Bel 112", "shared_with_group": True}
    add(pupil, "health", {**shared, "medication": "Qwyx", "medication_agreed": "no"}, "Nodig.")
    old = {"measure": "Voorbij", "valid_until": TODAY - timedelta(days=1)}
    add(pupil, "health", {**shared, **old}, "Nodig.")
    opened.open("Anna")
    page = opened.tab("health")
    seen = page.findChild(SeenCard)
    assert seen.facts.texts() == ("Mag even rusten", "Bel 112")
    headings, rows = page.cards["health"].table.shown_cells()
    notices = {row[headings.index("Let op")] for row in rows}
    assert notices == {"geen toestemming", "verlopen"}


def test_a_teacher_sees_those_words_and_no_marks(open_as) -> None:
    supervisor = open_as("ib")
    pupil = supervisor.id_of("Anna")
    values = {**HEALTH, "emergency": "Bel 112", "shared_with_group": True}
    supervisor.desk.entries.add(pupil, "health", values, "Nodig.")
    supervisor.desk.close()
    opened = open_as("leerkracht8")
    opened.open("Anna")
    page = opened.tab("health")
    assert page.findChild(SeenCard) is None
    headings, rows = page.cards["health"].table.shown_cells()
    assert headings == ("Wat is er in de klas nodig", "Wat te doen in nood")
    assert rows == [("Mag even rusten", "Bel 112")]
