"""Care details cannot be had with the keys of roles that may not see them, in any copy."""

import itertools
import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import inspect

from app.access.categories import Category, Role
from app.access.policy import Refused
from app.desk import Desk, MustChoosePassword, SchoolDoor
from app.desk.drafts import DraftForm
from app.dossier import sealed, tables
from app.dossier.attachments import NewAttachment
from app.dossier.checks import InvalidEntry
from app.dossier.kinds import KINDS
from app.vault import CARE, TEACHING, Compartments, Door, SchoolFolder, SealBroken
from app.vault.schema import metadata
from tests.documents.reading import everything as text_of
from tests.outside import decrypted, raw_database, unlocked
from tests.transfer_school import COMPLETE, TransferSchool, begun, inform_all, pupil_id

DAY = date(2027, 2, 1)
SECRET = "Zwaluwgeheim"
"""Marks what only care roles may read; every use has its own number behind it."""
CHOSEN = "paard lantaarn kwartel trommel"
SHARED = "Kievitdeel"
"""Marks what is shared with the group or stands on the emergency card."""


def mark(what: str, counter: "itertools.count[int]") -> str:
    return f"{what}{next(counter)}x"


def health(counter: "itertools.count[int]", *, group: bool, card: bool) -> dict[str, object]:
    return {
        "noted_on": DAY,
        "condition": mark(SECRET, counter),
        "measure": mark(SHARED if group else SECRET, counter),
        "emergency": mark(SHARED if group or card else SECRET, counter),
        "medication": mark(SECRET, counter),
        "medication_agreed": "no",
        "shared_with_group": group,
        "on_emergency_card": card,
    }


@pytest.fixture
def journey(school: TransferSchool) -> TransferSchool:
    """Care details in every place that a copy of them can have."""
    n = itertools.count(1)
    desk = school.desk("ib")
    pupil = pupil_id(desk, COMPLETE)
    for group, card in itertools.product((True, False), repeat=2):
        values = health(n, group=group, card=card)
        desk.entries.add(pupil, "health", values, mark(SECRET, n))
    support = {
        "from_date": DAY,
        "sort": "obstacle",
        "domain": "learning",
        "subject": mark(SECRET, n),
        "goal": mark(SECRET, n),
        "approach": mark(SECRET, n),
        "evaluation": mark(SECRET, n),
    }
    why = {("approach", "justice"): mark(SECRET, n)}
    kept = desk.entries.add(pupil, "support", support, mark(SECRET, n), kept=why).entry_id
    changed = {**support, "goal": mark(SECRET, n)}
    why = {("goal", "bsn"): mark(SECRET, n)}
    desk.entries.change(pupil, "support", kept, 1, changed, mark(SECRET, n), kept=why)
    gone = desk.entries.add(pupil, "support", support, mark(SECRET, n)).entry_id
    desk.entries.delete(pupil, "support", gone, mark(SECRET, n))
    asked = {"wrong": mark(SECRET, n), "requested_by": mark(SECRET, n), "requested_on": DAY}
    right = {**support, "goal": mark(SECRET, n)}
    desk.entries.change(pupil, "support", kept, 2, right, mark(SECRET, n), correction=asked)
    said = {"given_by": mark(SECRET, n), "given_on": DAY, "text": mark(SECRET, n)}
    desk.statements.add(pupil, "support", kept, said)
    left = desk.statements.add(pupil, "support", kept, said).entry_id
    desk.statements.delete(pupil, left, mark(SECRET, n))
    research = {
        "done_on": DAY,
        "done_by": mark(SECRET, n),
        "question": mark(SECRET, n),
        "conclusion": mark(SECRET, n),
        "diagnosis": mark(SECRET, n),
        "consent": "yes",
    }
    done = desk.entries.add(pupil, "research", research, mark(SECRET, n)).entry_id
    to_research = ("research", "research", done)
    for where in (("health",), ("okr",), to_research):
        of, *entry = where
        text = NewAttachment(mark(SECRET, n), mark(SECRET, n).encode(), f"{mark(SECRET, n)}.txt")
        kept = desk.attachments.add(pupil, Category(of), text, *entry).entry_id
        desk.attachments.rename(pupil, kept, mark(SECRET, n))
    desk.attachments.delete(pupil, kept)
    desk.attachments.undo_delete(pupil, kept)
    received = {"received_on": DAY, "sort": "okr", "from_school": mark(SECRET, n)}
    desk.entries.add(pupil, "received_report", received, files=[text])
    report = begun(desk)
    for item in report.items:
        if not item.locked:
            desk.reports.weigh(pupil, report.id, item.id, True, mark(SECRET, n))
    desk.reports.finalise(pupil, report.id)
    inform_all(desk, report)
    desk.reports.send(pupil, report.id, "post")
    letter = {"subject": mark(SECRET, n), "text": mark(SECRET, n), "care": "yes"}
    desk.letters.make([pupil], "free", letter)
    form = DraftForm("entry", mark(SECRET, n), mark(SECRET, n), pupil, "health", "health")
    desk.drafts.save("", form, {"entry": {"condition": mark(SECRET, n)}})
    desk.close()
    return school


def everything_but_the_database(folder: Path) -> bytes:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return b"\n".join(path.read_bytes() for path in files)


def test_no_care_word_stands_in_the_decrypted_database_or_beside_it(
    journey: TransferSchool,
) -> None:
    data = decrypted(journey.path) + everything_but_the_database(journey.path)
    # That a child has a limitation or a situation at home is said by the name of the element alone.
    for word in (SECRET, SHARED, "obstacles", "diagnosed_limitations", "home_situation"):
        assert word.encode() not in data
        assert word.encode("utf-16-le") not in data


@pytest.mark.parametrize("who", ["leerkracht8", "administratie"])
def test_the_keys_of_teacher_and_office_open_no_care_word(
    journey: TransferSchool, who: str
) -> None:
    """With every sealed value in hand and every key that their files and passwords give."""
    values = sealed_values(journey.path)
    with unlocked(journey.path, who) as opened:
        assert CARE not in opened.compartments
        assert (TEACHING in opened.compartments) is (who == "leerkracht8")
        tried = [opened.compartments[name] for name in (TEACHING,) if name in opened.compartments]
        found = [
            text
            for table, column, row_id, value in values
            for text in _opened(tried, (table, row_id, column), value)
        ]
    assert not any(SECRET in text for text in found)
    assert any(SHARED in text for text in found) is (who == "leerkracht8")


def test_backups_changed_keys_and_the_it_slot_give_no_care_word_either(
    journey: TransferSchool, tmp_path: Path
) -> None:
    head = journey.desk("directeur")
    code = head.staffing.add("Sven de Haas", "ict", [Role.IT]).code
    backup = head.safety.backup_now()
    head.rotate_keys()
    first = SchoolDoor(journey.path).sign_in("ict", code)
    assert isinstance(first, MustChoosePassword)
    first.choose(CHOSEN).close()
    with Door(SchoolFolder(journey.path)).sign_in("ict", CHOSEN) as opened:  # type: ignore[union-attr]
        assert opened.database is None
        assert not {CARE, TEACHING} & set(opened.school_keys)
    old = tmp_path / "Kopie.school"
    shutil.copytree(backup.folder.path, old)
    for path in (journey.path, old):
        data = decrypted(path) + everything_but_the_database(path)
        assert SECRET.encode() not in data
        assert SHARED.encode() not in data
        values = sealed_values(path)
        with unlocked(path, "leerkracht8") as opened:
            held = [opened.compartments[TEACHING]]
            found = [
                text
                for table, column, row_id, value in values
                for text in _opened(held, (table, row_id, column), value)
            ]
        assert any(SHARED in text for text in found)
        assert not any(SECRET in text for text in found)


def test_the_care_keys_do_open_every_one_of_them(journey: TransferSchool) -> None:
    """Else the tests above would hold for a database of noise."""
    values = sealed_values(journey.path)
    with unlocked(journey.path, "ib") as opened:
        both = [opened.compartments[CARE], opened.compartments[TEACHING]]
        found = [
            _opened(both, (table, row_id, column), value) for table, column, row_id, value in values
        ]
    assert all(len(one) == 1 for one in found)
    together = "".join(text for (text,) in found)
    assert len({word for word in together.split('"') if word.startswith(SECRET)}) > 15


def sealed_values(path: Path) -> list[tuple[str, str, str, bytes]]:
    columns = [
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.c
        if "compartment" in column.info
    ]
    with raw_database(path) as connection:
        return [
            (table, column, row_id, value)
            for table, column in columns
            for row_id, value in connection.execute(
                f'SELECT id, "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'
            )
        ]


def _opened(compartments, place, value) -> list[str]:  # type: ignore[no-untyped-def]
    texts = []
    for one in compartments:
        try:
            texts.append(one.open(place, value).decode("utf-8", "replace"))
        except SealBroken:
            continue
    return texts


def test_two_sealed_values_cannot_be_exchanged(journey: TransferSchool) -> None:
    place = ("support", "approach")
    with raw_database(journey.path) as connection:
        (one, first), (other, second) = connection.execute(
            "SELECT id, approach FROM support WHERE approach IS NOT NULL LIMIT 2"
        ).fetchall()
    with unlocked(journey.path, "ib") as opened:
        care = opened.compartments[CARE]
        assert care.open((place[0], one, place[1]), first)
        for wrong in (
            (place[0], other, place[1]),
            (place[0], one, "goal"),
            ("health", one, place[1]),
        ):
            with pytest.raises(SealBroken):
                care.open(wrong, first)
        with pytest.raises(SealBroken):
            care.open((place[0], one, place[1]), second)


def test_every_kind_with_care_details_seals_every_field() -> None:
    care_kinds = {code for code, kind in KINDS.items() if kind.compartment == CARE}
    assert care_kinds == {"health", "support", "research", "received_report"}
    for code in care_kinds:
        table = tables.TABLES[code]
        for name in [*(field.name for field in KINDS[code].fields), "reason"]:
            assert table.c[name].info["compartment"] == CARE


def test_the_migrations_make_the_tables_that_the_program_declares(school: TransferSchool) -> None:
    with unlocked(school.path, "directeur") as opened:
        assert opened.database is not None
        with opened.database.transaction() as connection:
            there = inspect(connection)
            for table in metadata.sorted_tables:
                stored = {one["name"]: one for one in there.get_columns(table.name)}
                assert set(stored) == {column.name for column in table.c}, table.name
                for column in table.c:
                    wanted = column.nullable and not column.primary_key
                    assert stored[column.name]["nullable"] is wanted, column


def test_the_teacher_reads_what_is_shared_and_withdrawing_deletes_the_copy(
    journey: TransferSchool,
) -> None:
    teacher = journey.desk("leerkracht8")
    pupil = pupil_id(teacher, COMPLETE)
    shared = teacher.entries.page(pupil, Category.HEALTH).entries["health"]
    teacher.close()
    assert len(shared) == 2
    assert SECRET not in repr(shared)
    desk = journey.desk("ib")
    for entry in desk.entries.page(pupil, Category.HEALTH).entries["health"]:
        if entry.values["shared_with_group"]:
            values = {**entry.values, "shared_with_group": False}
            desk.entries.change(pupil, "health", entry.id, entry.version, values, entry.reason)
    desk.close()
    teacher = journey.desk("leerkracht8")
    assert teacher.entries.page(pupil, Category.HEALTH).entries["health"] == ()
    teacher.close()
    with raw_database(journey.path) as connection:
        left = connection.execute("SELECT DISTINCT audience FROM shared_copy").fetchall()
    assert left == [("emergency",)]


def test_deleting_a_shared_entry_deletes_its_copies_and_undoing_makes_them_again(
    desk: Desk,
) -> None:
    pupil = pupil_id(desk, COMPLETE)
    n = itertools.count(1)
    values = health(n, group=True, card=True)
    entry = desk.entries.add(pupil, "health", values, "nodig").entry_id
    counted = []
    for act, why in ((desk.entries.delete, ["Vergissing."]), (desk.entries.undo_delete, [])):
        act(pupil, "health", entry, *why)
        with desk._session.transaction() as connection:
            counted.append(len(connection.execute(tables.shared_copy.select()).all()))
    assert counted == [0, 2]
    assert desk.entries.one(pupil, "health", entry).values["condition"] == values["condition"]


def test_a_card_without_an_instruction_is_refused_at_its_field(desk: Desk) -> None:
    values = {**health(itertools.count(1), group=False, card=True), "emergency": ""}
    with pytest.raises(InvalidEntry) as refused:
        desk.entries.add(pupil_id(desk, COMPLETE), "health", values, "nodig")
    assert set(refused.value.problems) == {"emergency"}


def test_the_office_makes_the_letter_about_a_report_and_no_letter_with_care_details(
    journey: TransferSchool,
) -> None:
    office = journey.desk("administratie")
    pupil = pupil_id(office, COMPLETE)
    letters = office.letter_copies.of_pupil(pupil)
    assert letters
    assert SECRET not in repr(letters)
    with pytest.raises(Refused):
        office.letters.make([pupil], "free", {"subject": "a", "text": "b", "care": "yes"})
    office.close()


def test_the_supervisor_opens_the_sealed_letter_and_report_as_they_were_made(
    journey: TransferSchool,
) -> None:
    desk = journey.desk("ib")
    pupil = pupil_id(desk, COMPLETE)
    (sealed_letter, *_) = [
        one for one in desk.letter_copies.of_pupil(pupil) if one.category is Category.HEALTH
    ]
    assert SECRET in sealed_letter.subject
    assert SECRET in text_of(desk.filed.content(pupil, sealed_letter.filed_id))
    reports = desk.entries.page(pupil, Category.OKR).filed
    sent = next(one for one in reports if "verzonden" in one.title)
    assert SECRET in text_of(desk.filed.content(pupil, sent.id))
    desk.close()


def test_new_keys_open_everything_after_resealing_and_old_ones_nothing(
    journey: TransferSchool,
) -> None:
    new = Compartments({CARE: b"c" * 32, TEACHING: b"t" * 32})
    with unlocked(journey.path, "ib") as opened:
        assert opened.database is not None
        with opened.database.transaction() as connection:
            assert sealed.check_all(connection, opened.compartments) == ()
            sealed.reseal_all(connection, opened.compartments, new)
            assert sealed.check_all(connection, new) == ()
            broken = sealed.check_all(connection, opened.compartments)
    assert any("‘filed’" in one for one in broken)
    assert any("‘shared_copy’" in one for one in broken)


def test_a_changed_sealed_value_is_counted_by_the_check(journey: TransferSchool) -> None:
    with raw_database(journey.path) as connection:
        connection.execute("UPDATE research SET conclusion = zeroblob(60)")
    with unlocked(journey.path, "ib") as opened:
        assert opened.database is not None
        with opened.database.transaction() as connection:
            (said,) = sealed.check_all(connection, opened.compartments)
    assert "‘research’ is 1 beschermd gegeven" in said


def test_the_length_of_a_sealed_value_does_not_tell_yes_from_no(journey: TransferSchool) -> None:
    with raw_database(journey.path) as connection:
        lengths = connection.execute(
            "SELECT DISTINCT length(shared_with_group) FROM health"
        ).fetchall()
    assert len(lengths) == 1
