"""Files that a command reads and writes outside the school folder."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.errors import UserError

PASSWORD_LIMIT = 4 * 1024
"""In bytes."""

TEXT_LIMIT = 100 * 1024
"""In bytes; a letter holds far less."""


def read_password(path: Path) -> str:
    """The password in a text file, without the line end that an editor puts after it."""
    return _read(path, PASSWORD_LIMIT).removesuffix("\n").removesuffix("\r")


def read_text(path: Path) -> str:
    """The text of a letter."""
    return _read(path, TEXT_LIMIT)


def _read(path: Path, limit: int) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise UserError(
            f"Het bestand ‘{path}’ kan niet worden gelezen. Er is niets gewijzigd. Controleer de "
            "naam en of u er rechten op hebt."
        ) from error
    if len(data) > limit:
        raise UserError(
            f"Het bestand ‘{path}’ is te groot: hier past hoogstens {limit // 1024} kB in. Er is "
            "niets gewijzigd. Controleer of dit het goede bestand is."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError(
            f"Het bestand ‘{path}’ is geen tekst in UTF-8. Er is niets gewijzigd. Bewaar het in "
            "uw tekstprogramma opnieuw met de codering UTF-8."
        ) from error


def path_ending_in(*endings: str) -> Callable[[str], Path]:
    """For argparse: a file name with one of these endings.

    What stands there is overwritten without asking, so a slip must not cost another kind of file.
    """

    def check(text: str) -> Path:
        path = Path(text)
        if path.suffix.lower() not in endings:
            raise argparse.ArgumentTypeError(
                f"de naam van dit bestand eindigt op {' of '.join(endings)}"
            )
        return path

    return check


def check_target(path: Path, school: Path) -> None:
    """Can a file be written at `path`? Asked before any work is done.

    Never inside a school folder, this one or another: what stands there is for the program alone.
    """
    # Late: only a command that goes on to open the database pays for loading it.
    from app.vault import is_school  # noqa: PLC0415

    try:
        place = path.parent.resolve(strict=True)
        if place.is_relative_to(school.resolve()) or any(
            map(is_school, (place, *place.parents, path))
        ):
            raise UserError(
                f"‘{path}’ ligt in de map van een school, en daar schrijft alleen het programma "
                "zelf in. Er is niets gemaakt. Kies een andere map."
            )
        if path.exists() and not path.is_file():
            raise UserError(
                f"‘{path}’ bestaat al en is geen gewoon bestand. Er is niets gemaakt. Kies een "
                "andere naam."
            )
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        raise UserError(
            f"In de map van ‘{path}’ kan niet worden geschreven. Er is niets gemaakt. Controleer "
            "of de map bestaat en of u er mag schrijven."
        ) from error


def write_target(path: Path, content: bytes, kept: str) -> None:
    """Put the whole content there in one step, over an earlier one of the same name.

    `kept` is a sentence on what the failed command did do.
    """
    from app.vault.files import write_atomically  # noqa: PLC0415 - see `check_target`

    try:
        write_atomically(path, content)
    except OSError as error:
        raise UserError(
            f"‘{path}’ kon niet worden geschreven; wat daar stond is er nog. {kept} Kijk of de "
            "schijf vol is en of het bestand ergens open staat."
        ) from error
