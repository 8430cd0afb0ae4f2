"""The health sheet of a group: what its teacher must do in the class room, and in an emergency.

Holds what the intern begeleider shared with the group and nothing else, whoever prints it: a sheet
in a class room is read by whoever stands there (AVG art. 5 lid 1 c and f; UAVG art. 30 lid 4).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.documents import Block, Note, Paragraph, Table, Tone
from app.dossier.values import PupilData
from app.dossier.wording import dutch_date


@dataclass(frozen=True)
class SharedHealth(PupilData):
    """One entry as it is shared with the group."""

    pupil: str
    measure: str
    emergency: str
    valid_until: date | None


def blocks(shared: Sequence[SharedHealth], others: int) -> tuple[Block, ...]:
    """The sheet; `others` is how many pupils of the group have nothing on it."""
    if not shared:
        return (Note("Over de kinderen van deze groep is niets met de groep gedeeld.", Tone.INFO),)
    rows = tuple(
        (
            one.pupil,
            one.measure,
            one.emergency or "geen aparte instructie",
            dutch_date(one.valid_until) if one.valid_until else "geen einddatum",
        )
        for one in shared
    )
    rest = (
        f"Over de andere {others} kinderen van de groep is niets gedeeld."
        if others > 1
        else "Over het andere kind van de groep is niets gedeeld."
    )
    return (
        Note(
            "Bewaar dit blad achter slot, geef het niet mee, en vernietig het als er een nieuw is.",
            Tone.MUST,
            "Alleen voor wie voor deze groep staat",
        ),
        Table(
            ("Leerling", "In de klas nodig", "Wat te doen in nood", "Geldig tot en met"),
            rows,
            (3, 5, 5, 2.4),
        ),
        *((Paragraph(rest, "muted"),) if others else ()),
    )
