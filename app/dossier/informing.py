"""Who must be informed about a report, and who has been.

Parents with custody are equal and are both informed; from 16 years on the pupil acts alone (AP,
"Rechten van leerlingen en ouders"; WPO art. 42 for the report). A custody that is not known is a
reason to ask, not to guess.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.dossier.school_year import age_on
from app.dossier.values import GuardianContact, PupilData

AGE_OF_OWN_RIGHTS = 16
PUPIL_ITSELF = "pupil"


@dataclass(frozen=True)
class Proof(PupilData):
    """That one person was informed: a letter handed over or sent, or a talk, with its date."""

    recipient_id: str
    on: date
    how: str


@dataclass(frozen=True)
class OkrNotice(PupilData):
    """What a letter to parents says of a report: where it goes and what it is about."""

    report_id: str
    receiver: str
    contents: tuple[str, ...]


@dataclass(frozen=True)
class Informing(PupilData):
    """Who must be informed and what stands in the way.

    `recipients` are (id, name); `missing` those without proof; `obstacles` are Dutch sentences
    about the record itself (no guardian, custody unknown).
    """

    recipients: tuple[tuple[str, str], ...]
    proofs: tuple[Proof, ...]
    missing: tuple[tuple[str, str], ...]
    obstacles: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Everyone who must be informed has been, with proof."""
        return not self.missing and not self.obstacles

    @property
    def refusal(self) -> str:
        """Why the report may not be marked as sent; empty when it may."""
        if self.complete:
            return ""
        sentences = list(self.obstacles)
        if self.missing:
            names = " en ".join(name for _, name in self.missing)
            sentences.append(
                f"Nog niet geïnformeerd: {names}. Geef of stuur de brief over het rapport en "
                f"noteer de "
                "datum, of leg het gesprek vast."
            )
        return " ".join(sentences)


def to_inform(
    guardians: Sequence[GuardianContact], pupil_name: str, birth_date: date | None, today: date
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """The people who must be informed as (id, name), and the obstacles in the record."""
    if birth_date is not None and age_on(birth_date, today) >= AGE_OF_OWN_RIGHTS:
        return ((PUPIL_ITSELF, pupil_name),), ()
    living = [one for one in guardians if not one.deceased]
    obstacles = []
    unknown = [one.name for one in living if one.custody == "unknown"]
    if unknown:
        obstacles.append(
            f"Het gezag is onbekend van: {' en '.join(unknown)}. Zoek dat eerst uit en vul het in "
            f"bij "
            "Adressen."
        )
    with_custody = tuple((one.id, one.name) for one in living if one.custody == "yes")
    if not with_custody and not unknown:
        obstacles.append(
            "Er staat geen ouder of andere vertegenwoordiger met gezag in het dossier. Vul die "
            "eerst in "
            "bij Adressen."
        )
    return with_custody, tuple(obstacles)


def informing(
    guardians: Sequence[GuardianContact],
    pupil_name: str,
    birth_date: date | None,
    today: date,
    proofs: Sequence[Proof],
) -> Informing:
    """Put the recipients beside the proofs."""
    recipients, obstacles = to_inform(guardians, pupil_name, birth_date, today)
    informed = {proof.recipient_id for proof in proofs}
    missing = tuple(one for one in recipients if one[0] not in informed)
    return Informing(recipients, tuple(proofs), missing, obstacles)
