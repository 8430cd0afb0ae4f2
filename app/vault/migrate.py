"""Bringing the database to the shape that this version of the program needs, with Alembic.

Alembic is handed our open connection and never a URL: from a URL it would make a plaintext file.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from app.errors import UserError
from app.vault.compartments import Compartments
from app.vault.database import Database

SCRIPTS = Path(__file__).parent / "migrations"
"""Beside this file, in a checkout as in the folder that PyInstaller makes (as data files)."""


def upgrade_to_head(
    database: Database,
    *,
    before: Callable[[], object] | None = None,
    compartments: Compartments | None = None,
    scripts: Path = SCRIPTS,
) -> bool:
    """Run the missing migrations, all or none; True when there were any.

    `before` is called first when there is something to migrate (a backup, or a refusal). A
    migration finds `compartments` in `config.attributes` for what it must seal. Raises UserError
    when the database was made by a newer version of the program.
    """
    head = newest_revision(scripts=scripts)
    current = _current_revision(database)
    if current is not None and not is_known_revision(current, scripts=scripts):
        raise UserError(
            f"De database ‘{database.path}’ is gemaakt met een nieuwere versie van dit "
            "programma. Er is niets gewijzigd. Installeer de nieuwste versie en probeer het "
            "opnieuw."
        )
    if head is None or current == head:
        return False
    if before is not None:
        before()
    config = _config(scripts)
    with database.migration() as connection:
        config.attributes["connection"] = connection
        config.attributes["compartments"] = compartments
        command.upgrade(config, "head")
    return True


def newest_revision(*, scripts: Path = SCRIPTS) -> str | None:
    """The shape of the database that this version of the program makes."""
    return _directory(scripts).get_current_head()


def is_known_revision(revision: str, *, scripts: Path = SCRIPTS) -> bool:
    """Whether this version of the program knows this shape of the database."""
    try:
        _directory(scripts).get_revision(revision)
    except CommandError:
        return False
    return True


def _directory(scripts: Path) -> ScriptDirectory:
    return _own_directory() if scripts == SCRIPTS else _read(scripts)


@cache
def _own_directory() -> ScriptDirectory:
    """Our own scripts, read once: Alembic compiles every one anew, at each sign-in 0.1 s."""
    return _read(SCRIPTS)


def _read(scripts: Path) -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(scripts))


def _config(scripts: Path) -> Config:
    config = Config()
    # Alembic's configuration reads % as the start of a variable.
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _current_revision(database: Database) -> str | None:
    with database.transaction() as connection:
        return MigrationContext.configure(connection).get_current_revision()
