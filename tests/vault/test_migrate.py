"""Migrations: all or none, with a backup before, children kept, newer databases refused."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy

from app.errors import UserError
from app.vault import Database
from app.vault.migrate import SCRIPTS, upgrade_to_head

FIRST = """
revision = "0001"
down_revision = None
import sqlalchemy as sa
from alembic import op
def upgrade():
    key = sa.Column("id", sa.Integer, primary_key=True)
    op.create_table("parent", key, sa.Column("x", sa.Text))
    op.create_table(
        "child",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("parent_id", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE")),
    )
"""
SECOND = """
revision = "0002"
down_revision = "0001"
import sqlalchemy as sa
from alembic import op
def upgrade():
    with op.batch_alter_table("parent") as batch:
        batch.alter_column("x", nullable=False, existing_type=sa.Text)
"""
FAILING = """
revision = "0003"
down_revision = "0002"
from alembic import op
def upgrade():
    op.execute("CREATE TABLE half_done (x)")
    op.execute("INSERT INTO does_not_exist VALUES (1)")
"""
ORPHANING = """
revision = "0003"
down_revision = "0002"
from alembic import op
def upgrade():
    op.execute("DELETE FROM parent")
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    folder = tmp_path / "100% migrations"
    (folder / "versions").mkdir(parents=True)
    shutil.copy(SCRIPTS / "env.py", folder)
    return folder


def tables(database: Database) -> list[str]:
    with database.transaction() as connection:
        return sorted(sqlalchemy.inspect(connection).get_table_names())


def test_without_migrations_nothing_happens(database: Database, scripts: Path) -> None:
    assert not upgrade_to_head(database, scripts=scripts)
    assert tables(database) == ["note"]


def test_rebuilding_a_parent_keeps_its_children(database: Database, scripts: Path) -> None:
    (scripts / "versions" / "0001.py").write_text(FIRST)
    assert upgrade_to_head(database, scripts=scripts)
    with database.transaction() as connection:
        connection.exec_driver_sql("INSERT INTO parent VALUES (1, 'a')")
        connection.exec_driver_sql("INSERT INTO child VALUES (1, 1), (2, 1)")
    (scripts / "versions" / "0002.py").write_text(SECOND)
    before: list[str] = []
    assert upgrade_to_head(database, before=lambda: before.append("backup"), scripts=scripts)
    assert before == ["backup"]
    with database.transaction() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM child").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert not upgrade_to_head(database, before=lambda: before.append("again"), scripts=scripts)
    assert before == ["backup"]


@pytest.mark.parametrize("script", [FAILING, ORPHANING])
def test_a_failing_migration_changes_nothing(
    database: Database, scripts: Path, script: str
) -> None:
    for number, text in ((1, FIRST), (2, SECOND)):
        (scripts / "versions" / f"000{number}.py").write_text(text)
    upgrade_to_head(database, scripts=scripts)
    with database.transaction() as connection:
        connection.exec_driver_sql("INSERT INTO parent VALUES (1, 'a')")
        connection.exec_driver_sql("INSERT INTO child VALUES (1, 1)")
    existing = tables(database)
    (scripts / "versions" / "0003.py").write_text(script)
    with pytest.raises((RuntimeError, sqlalchemy.exc.OperationalError)):
        upgrade_to_head(database, scripts=scripts)
    assert tables(database) == existing
    with database.transaction() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM parent").scalar() == 1
        revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        assert revision == "0002"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_database_of_a_newer_program_is_refused_and_left_alone(
    database: Database, scripts: Path
) -> None:
    (scripts / "versions" / "0001.py").write_text(FIRST)
    upgrade_to_head(database, scripts=scripts)
    (scripts / "versions" / "0001.py").unlink()
    shutil.rmtree(scripts / "versions" / "__pycache__", ignore_errors=True)
    with pytest.raises(UserError, match="nieuwere versie"):
        upgrade_to_head(database, scripts=scripts)


def test_the_schema_that_the_program_ships_can_be_made(database: Database) -> None:
    upgrade_to_head(database)
    upgrade_to_head(database)
    with database.transaction() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
