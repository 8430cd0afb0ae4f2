"""A school folder as version 1 of the program made it, for the tests of the upgrade."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

from app.vault import Database
from app.vault.keyfile import read_key_file
from app.vault.migrate import SCRIPTS, upgrade_to_head

from .conftest import PASSWORD, School

VERSION_1_KEYS = ("database", "pending")


def turn_into_version_1(school: School, scratch: Path) -> None:
    """Take away what version 1 did not have, and begin the database at its first revision."""
    with school.signed_in() as unlocked:
        key = unlocked.school_keys["database"]
        school_id = unlocked.school_id
    for path in school.folder.keys.glob("*.json"):
        if path in (school.folder.school, school.folder.roster):
            continue
        slot = read_key_file(path, school_id)
        if slot.known:
            slot = slot.wrapped_again(slot.unwrap(PASSWORD), PASSWORD, known=b"")
        held = slot.school_keys[1]
        kept = {name: held[name] for name in held if name in VERSION_1_KEYS}
        replace(slot, school_keys={1: kept}).write(school.folder.keys)
    school.folder.roster.unlink()
    content = json.loads(school.folder.school.read_bytes())
    del content["kdf_milliseconds"]
    school.folder.school.write_text(json.dumps({**content, "version": 1}))
    first = scratch / "scripts"
    (first / "versions").mkdir(parents=True)
    shutil.copy(SCRIPTS / "env.py", first)
    shutil.copy(SCRIPTS / "versions" / "0001_first_tables.py", first / "versions")
    school.folder.database.unlink()
    database = Database(school.folder.database, key, new=True)
    upgrade_to_head(database, scripts=first)
    with database.transaction() as connection:
        connection.exec_driver_sql(
            "INSERT INTO staff (id, name, roles) VALUES ('1', 'Van vroeger', 'teacher')"
        )
    database.dispose()
