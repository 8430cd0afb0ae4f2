"""A school folder as version 1 of the program made it, for the tests of the upgrade."""

import json
import shutil
from pathlib import Path

from app.vault import Database
from app.vault.migrate import SCRIPTS, upgrade_to_head

from .conftest import School

VERSION_1_KEYS = ("database", "pending")


def turn_into_version_1(school: School, scratch: Path) -> None:
    """Take away what version 1 did not have, and begin the database at its first revision."""
    with school.signed_in() as unlocked:
        key = unlocked.school_keys["database"]
    for path in school.folder.keys.glob("*.json"):
        content = json.loads(path.read_bytes())
        if "school_keys" in content:
            held = content["school_keys"]["1"]
            kept = {name: held[name] for name in held if name in VERSION_1_KEYS}
            path.write_text(json.dumps({**content, "school_keys": {"1": kept}}))
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
