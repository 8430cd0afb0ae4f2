"""The demo school for `demo`, and the main job done on it; needs no window and no Qt."""

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.commands import console
from app.commands.command import World
from app.errors import UserError

_LEFT_BEHIND_AFTER = 3600.0
"""Seconds; nobody is still building a demo school that long."""


@dataclass(frozen=True)
class Demo:
    """The demo school, where its documents are, and who may show pupil `number`."""

    folder: Path
    out: Path
    sign_in_name: str
    password: str
    number: str


def make_demo(place: Path, world: World) -> Demo:
    """Build the demo school in `place` when it is not there, and do the main job on it.

    Says what it does. Raises `UserError`. May be killed at any moment and run again: the school
    gets its name when it is whole, and the main job goes on with what it finds.
    """
    # Late: help must not wait for the database to load.
    from app.access.categories import ROLE_NAMES  # noqa: PLC0415
    from app.demo import main_job, school  # noqa: PLC0415
    from app.vault import is_school  # noqa: PLC0415

    demo = Demo(
        place / school.FOLDER_NAME, place / "out", "ib", school.PASSWORD, school.SHOWCASE_NUMBER
    )

    def say(line: str) -> None:
        console.say(line)

    try:
        _clean(place, school.FOLDER_NAME)
        if not is_school(demo.folder):
            school.build(demo.folder, clock=world.clock, progress=say)
        main_job.run(demo.folder, demo.out, say, clock=world.clock)
    except OSError as error:
        raise UserError(
            f"In de map ‘{place}’ kan niet worden geschreven. Kijk of de schijf vol is, of u er "
            "mag schrijven en of een van de pdf’s nog open staat."
        ) from error
    people = [
        (one.sign_in_name, one.name, ", ".join(ROLE_NAMES[role] for role in one.roles))
        for one in school.STAFF
    ]
    console.say("", f"De oefenschool staat in: {demo.folder}")
    console.say(f"Aanmelden kan als, telkens met het wachtwoord {demo.password}:")
    console.say(*(f"  {line}" for line in console.table(people)), "")
    return demo


def _clean(place: Path, name: str) -> None:
    """Remove what a build left behind that was killed."""
    for folder in place.glob(f".*{name}.*.tmp"):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > _LEFT_BEHIND_AFTER:
                shutil.rmtree(folder)
