"""What the headteacher should do about keys: a sentence each, and what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.desk.key_log import RecoveryState, is_due


class About(StrEnum):
    """What an advice asks for."""

    KEY_FILES = "key_files"
    NEW_CODE = "new_code"
    TRY_CODE = "try_code"
    ROTATION = "rotation"
    HEADS = "heads"
    LEFT = "left"


@dataclass(frozen=True)
class Advice:
    """One thing to do, in Dutch."""

    about: About
    text: str


_WORDS = {
    About.NEW_CODE: (
        "De herstelcode is gebruikt. Maak een nieuwe, druk haar af en bewaar haar in de kluis; het "
        "oude papier werkt dan niet meer."
    ),
    About.TRY_CODE: (
        "De herstelcode is langer dan een jaar niet geprobeerd. Pak het papier en kijk of de code "
        "nog werkt."
    ),
    About.ROTATION: (
        "U hebt iemand sleutels afgenomen. Wie een kopie van de schoolmap bewaarde, heeft ze nog. "
        "Wijzig alle sleutels; niemand hoeft daarvoor iets te doen."
    ),
    About.HEADS: (
        "Er is één directeur. Geef nog iemand de rol directeur: wie zijn wachtwoord vergeet, kan "
        "anders alleen met de herstelcode worden geholpen."
    ),
}

_LEFT = (
    "De laatste dag van {0} is voorbij. {0} kan zich niet meer aanmelden, maar heeft nog wel "
    "sleutels. Verwijder de aanmelding, of geef een andere laatste dag."
)


def key_advice(
    problems: Sequence[str],
    recovery: RecoveryState,
    *,
    heads: int,
    rotation_due: bool,
    left: Sequence[str],
    today: date,
) -> tuple[Advice, ...]:
    """What to do, the most pressing first; `problems` are those of the key files.

    `left`: who has a key file still and a last day that has passed.
    """
    due = {
        About.NEW_CODE: recovery.must_be_renewed,
        About.TRY_CODE: not recovery.must_be_renewed and is_due(recovery.proven_on, today),
        About.ROTATION: rotation_due,
        About.HEADS: heads == 1,
    }
    said = [Advice(about, _WORDS[about]) for about, is_it in due.items() if is_it]
    gone = [Advice(About.LEFT, _LEFT.format(name)) for name in left]
    return (*(Advice(About.KEY_FILES, one) for one in problems), *said, *gone)
