"""What the daily work asks of the database: no table is read through, nothing is asked per row."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from app.access.categories import DOSSIER_CATEGORIES, Category
from app.access.log import Event, LogEvent
from app.access.policy import Action
from app.desk import Desk
from app.dossier.bulk import BulkWriter
from app.dossier.digest import with_digests
from tests.transfer_school import COMPLETE, GROUP_7, TODAY, TransferSchool, pupil_id

WHY = "Voorbereiden van het gesprek met de ouders."
TALK = {"subject": "Voortgang", "participants": "ouders", "report": "Goed."}
# The tables in which the text index keeps its words: what it asks there is its own affair.
OF_INDEX = "text_index_"
# Read as a whole: small, of the school and not of its pupils; and no table at all.
SMALL = ("school_group", "staff", "group_staff", "CONSTANT", "(subquery-1)")


@pytest.fixture(scope="module")
def desk(built_school: TransferSchool, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("statements")
    path = shutil.copytree(built_school.path, folder / built_school.path.name)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("LEERLINGDOSSIER_STATE", str(folder / "state"))
        desk = TransferSchool(path).desk("directeur")
        _much(desk, pupil_id(desk, COMPLETE))
        yield desk
        desk.close()


def _much(desk: Desk, pupil: str) -> None:
    """Thirty of several kinds, which the other pupil has one or none of."""
    with desk._session.alone(Action.IMPORT, Event.IMPORT) as connection:
        writer = BulkWriter(desk._session, connection)
        for number in range(30):
            day = date(2026, 9, 1) + timedelta(days=number)
            writer.add("talk", {**TALK, "held_on": day}, pupil_id=pupil)
            sick = {"from_date": day, "half_day": "whole", "sort": "ill"}
            writer.add("absence", sick, pupil_id=pupil)
            health = {"noted_on": day, "condition": "Astma", "measure": "Rust"}
            writer.add("health", health, pupil_id=pupil, reason="Nodig in de klas.")
        writer.flush()
        created = LogEvent(Event.CREATE, pupil_id=pupil)
        desk._session.record(connection, *with_digests(connection, [created]))


@contextmanager
def traced(desk: Desk) -> Iterator[list[str]]:
    """Every statement that reaches SQLite meanwhile, with its values."""
    said: list[str] = []
    database = desk._session.database
    with database.raw_connection() as raw:
        raw.set_trace_callback(lambda one: said.append(one) if OF_INDEX not in one else None)
    yield said
    with database.raw_connection() as raw:
        raw.set_trace_callback(None)


Work = Callable[[Desk, str], object]
WORK: dict[str, Work] = {
    "head": lambda desk, pupil: desk.pupils.head(pupil),
    **{
        category.value: lambda desk, pupil, one=category: desk.entries.page(pupil, one)
        for category in DOSSIER_CATEGORIES
    },
    "save": lambda desk, pupil: desk.entries.add(pupil, "talk", {**TALK, "held_on": TODAY}),
    "search": lambda desk, _pupil: desk.search.in_texts("voortgang", WHY),
    "search care": lambda desk, _pupil: desk.search.in_care("bestaatniet", WHY),
}
WHOLE = {"search care": ("pupil", "enrolment", "placement")}
"""Goes through every pupil that one may read."""


@pytest.mark.parametrize("name", WORK)
def test_no_table_is_read_through(desk: Desk, name: str) -> None:
    pupil = pupil_id(desk, COMPLETE)
    with traced(desk) as said:
        WORK[name](desk, pupil)
    asked = [one for one in said if one.startswith(("SELECT", "UPDATE", "DELETE"))]
    assert asked
    allowed = (*SMALL, *WHOLE.get(name, ()))
    with desk._session.database.raw_connection() as raw:
        for statement in asked:
            plan = raw.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()
            scanned = {step[3].split()[1] for step in plan if step[3].startswith("SCAN")}
            assert scanned <= {*allowed, *newest(statement), "text_index"}, statement


def newest(statement: str) -> tuple[str, ...]:
    """The last row of the log, by its number: a scan that ends at once."""
    last = "FROM log_entry ORDER BY log_entry.number DESC" in " ".join(statement.split())
    return ("log_entry",) if last and "LIMIT 1" in statement else ()


@pytest.mark.parametrize("name", [one for one in WORK if not one.startswith("search")])
def test_a_full_dossier_asks_no_more_than_an_empty_one(desk: Desk, name: str) -> None:
    counts = []
    for number in (COMPLETE, GROUP_7):
        pupil = pupil_id(desk, number)
        with traced(desk) as said:
            WORK[name](desk, pupil)
        counts.append(len(said))
    # What is beside an entry is asked once for all entries of a kind, when there are any.
    assert counts[0] <= counts[1] + 6
    assert counts[0] < 90


def test_many_hits_ask_no_more_than_one(desk: Desk) -> None:
    counts = []
    for word in ("voortgang", "wisniewska"):
        with traced(desk) as said:
            assert desk.search.in_texts(word, WHY).pupils
        counts.append(len(said))
    assert counts[0] <= counts[1] + 6


def test_the_list_asks_the_same_for_any_number_of_pupils(desk: Desk) -> None:
    with traced(desk) as said:
        assert len(desk.pupils.all()) == 5
    assert len(said) < 20
    assert Category.NAME.value in "".join(said)
