"""Care details of a database of the first version are sealed when it is brought up to date."""

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from app.dossier import tables
from app.dossier.encoded import loads
from app.dossier.kinds import KINDS
from app.dossier.letter_copies import letter
from app.dossier.rows import select_rows
from app.dossier.sealed import check_all, open_row
from app.dossier.sharing import Audience, shared_rows
from app.report.tables import report, report_item
from app.vault import CARE, TEACHING, Compartments, Database
from app.vault.migrate import SCRIPTS, upgrade_to_head
from tests.outside import decrypted_pages

KEYS = {CARE: b"c" * 32, TEACHING: b"t" * 32}
META = {"version": 1, "created_at": "2026-01-01T00:00:00Z", "created_by": "s",
        "changed_at": "2026-01-02T00:00:00Z", "changed_by": "s"}  # fmt: skip
SECRET = "Reigergeheim"
HEALTH = {"noted_on": "2026-09-01", "condition": SECRET, "measure": "Rust", "emergency": None,
          "medication": SECRET, "valid_until": "2027-09-01", "shared_with_group": 1,
          "reason": SECRET}  # fmt: skip


def insert(connection: sa.Connection, table: str, **values: Any) -> None:
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def fill(connection: sa.Connection) -> None:
    """One of everything that the first version kept readable."""
    insert(connection, "pupil", id="p", number="1", surname="Een", **META)
    insert(connection, "health", id="h", pupil_id="p", **HEALTH, **META)
    insert(connection, "health", id="h2", pupil_id="p", **{**HEALTH, "shared_with_group": 0},
           **META)  # fmt: skip
    insert(connection, "support", id="s", pupil_id="p", from_date="2026-09-01", sort="remedial",
           subject=SECRET, reason=SECRET, **META)  # fmt: skip
    insert(connection, "research", id="r", pupil_id="p", done_on="2026-09-01", done_by=SECRET,
           question=SECRET, conclusion=SECRET, consent="yes", reason=SECRET, **META)  # fmt: skip
    earlier = {"id": "h", "pupil_id": "p", **HEALTH, "shared_with_group": True, **META}
    common = {
        "entry_id": "h",
        "pupil_id": "p",
        "version": 1,
        "event": "change",
        "at": "x",
        "by": "s",
    }
    insert(connection, "history", id="y", kind="health", row=json.dumps(earlier), **common)
    insert(connection, "history", id="z", kind="absence", row='{"note": "griep"}', **common)
    insert(connection, "report", id="o", pupil_id="p", kind="po_vo", to_school="", to_brin="12AB",
           to_branch="00", drawn_up_on="2026-11-01", made_by="s", state="concept")  # fmt: skip
    insert(connection, "report_item", id="i", report_id="o", position=0, element="obstacles",
           source_kind="support", source_id="s", source_version=1, label=SECRET, text=SECRET,
           cells=json.dumps([SECRET]), included=1, reason=None)  # fmt: skip
    for filed, sort, said in (("f", "okr", SECRET), ("g", "letter", "")):
        insert(connection, "filed", id=filed, pupil_id="p", category="okr", sort=sort,
               title="Titel", media_type="application/pdf", content=f"%PDF {said}".encode(),
               sha256=b"oud", made_at="x", made_by="s")  # fmt: skip
    insert(connection, "letter", id="l", pupil_id="p", recipient_name="Mevrouw Een",
           template="okr", subject="Rapport", filed_id="g", state="made", state_on="2026-11-01",
           made_on="2026-11-01", made_by="s")  # fmt: skip


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "school.db", b"k" * 32, new=True)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with database.migration() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with database.transaction() as connection:
        fill(connection)
    upgrade_to_head(database, compartments=Compartments(KEYS))
    yield database
    database.dispose()


@pytest.fixture
def session() -> Any:
    """As much of a session as opening sealed rows asks for."""
    return SimpleNamespace(compartments=Compartments(KEYS), today=date(2026, 11, 24))


def test_everything_opens_as_it_was(upgraded: Database, session: Any) -> None:
    with upgraded.transaction() as connection:
        assert check_all(connection, session.compartments) == ()
        rows = {
            row["id"]: row
            for code in ("health", "support", "research")
            for row in select_rows(connection, session, KINDS[code], sa.true())
        }
        kept = connection.execute(tables.history.select()).mappings().all()
        items = connection.execute(report_item.select()).mappings().all()
        filled = connection.execute(sa.select(report.c.categories)).scalar()
        files = connection.execute(tables.filed.select()).mappings().all()
        (sent,) = connection.execute(letter.select()).mappings().all()
        shared = shared_rows(connection, session, "p", Audience.GROUP)
    assert rows["h"]["condition"] == SECRET
    assert rows["h"]["valid_until"] == date(2027, 9, 1)
    assert (rows["h"]["shared_with_group"], rows["h2"]["shared_with_group"]) == (True, False)
    assert rows["h"]["emergency"] is None
    assert rows["s"]["sort"] == "remedial"
    assert rows["r"]["done_on"] == date(2026, 9, 1)
    ((kind, copy),) = shared
    assert {field.name: copy[field.name] for field in kind.fields} == {
        "measure": "Rust",
        "emergency": None,
    }
    earlier = {row["id"]: open_row(session.compartments, tables.history, row) for row in kept}
    assert loads(KINDS["health"], earlier["y"]["sealed_row"])["noted_on"] == date(2026, 9, 1)
    assert earlier["y"]["row"] is None
    assert earlier["z"]["row"] == '{"note": "griep"}'
    (item,) = [open_row(session.compartments, report_item, row) for row in items]
    assert (item["text"], json.loads(item["cells"]), item["pupil_id"]) == (SECRET, [SECRET], "p")
    assert (item["element"], item["source_kind"]) == ("obstacles", "support")
    assert filled == "support"
    assert item["reason"] is None
    opened = {row["id"]: open_row(session.compartments, tables.filed, row) for row in files}
    assert opened["f"]["sealed_content"] == f"%PDF {SECRET}".encode()
    assert opened["f"]["sealed_title"] == "Titel"
    stored = next(row for row in files if row["id"] == "f")
    assert stored["sha256"] == sha256(stored["sealed_content"]).digest()
    assert (opened["g"]["title"], opened["g"]["content"]) == ("Titel", b"%PDF ")
    assert (sent["category"], sent["recipient_name"]) == ("okr", "Mevrouw Een")


def test_no_care_word_is_left_in_any_page_not_even_a_free_one(upgraded: Database) -> None:
    pages = decrypted_pages(upgraded)
    assert b"CREATE TABLE" in pages
    assert SECRET.encode() not in pages


def test_without_the_keys_nothing_is_changed(tmp_path: Path) -> None:
    database = Database(tmp_path / "school.db", b"k" * 32, new=True)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with database.migration() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with database.transaction() as connection:
        fill(connection)
    with pytest.raises(RuntimeError, match="key"):
        upgrade_to_head(database)
    with database.transaction() as connection:
        kept = connection.exec_driver_sql("SELECT condition FROM health").scalars().all()
    assert set(kept) == {SECRET}
    database.dispose()
