"""Who is written to, by rule. Pure.

Parents with custody are each informed with a letter of their own; a parent without custody or
one who died is not written to; a pupil of 16 or older is written to itself (AP). No letter ever
shows the address of another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.dossier.guardians import same_address
from app.dossier.informing import AGE_OF_OWN_RIGHTS
from app.dossier.school_year import age_on
from app.dossier.values import GuardianContact, PupilData


@dataclass(frozen=True)
class Recipient(PupilData):
    """One envelope. `guardian_id` is None when it is for the pupil itself.

    `why` says in Dutch why this person is written to, at this address; `problem` why this letter
    cannot be posted (no address): it can still be handed over.
    """

    guardian_id: str | None
    name: str
    greeting: str
    address: tuple[str, ...]
    problem: str = ""
    why: str = ""


@dataclass(frozen=True)
class Skipped(PupilData):
    """Someone who gets no letter, and why (Dutch)."""

    name: str
    why: str


_GREETINGS = {"mevrouw": "Geachte mevrouw {name},", "meneer": "Geachte heer {name},"}
_TITLES = {"mevrouw": "Mevrouw ", "meneer": "De heer "}
_AT_PUPILS = "heeft gezag; woont op het adres van de leerling"
_NO_ADDRESS = "Er is geen adres bekend: geef deze brief mee."


def recipients(
    guardians: Sequence[GuardianContact],
    pupil_name: str,
    pupil_address: tuple[str, ...],
    birth_date: date | None,
    today: date,
    *,
    home_secret: bool = False,
) -> tuple[tuple[Recipient, ...], tuple[Skipped, ...]]:
    """Everyone who gets a letter at an own address, and those who do not.

    The pupil's home address stands in for a parent without an own one only when the pupil lives
    there, and never when it is, or may be, the secret address of another guardian.
    """
    if birth_date is not None and age_on(birth_date, today) >= AGE_OF_OWN_RIGHTS:
        why = "de leerling is 16 of ouder en krijgt de brief zelf"
        self_ = Recipient(None, pupil_name, f"Beste {pupil_name},", pupil_address,
                          "" if pupil_address else _NO_ADDRESS, "is 16 of ouder")  # fmt: skip
        return (self_,), tuple(Skipped(one.name, why) for one in guardians)
    found: list[Recipient] = []
    skipped: list[Skipped] = []
    for one in guardians:
        why = _why_not(one)
        if why:
            skipped.append(Skipped(one.name, why))
            continue
        closed = any(
            other is not one and _keeps_secret(other, pupil_address, home_secret=home_secret)
            for other in guardians
        )
        address = one.address or (pupil_address if one.lives_with and not closed else ())
        found.append(
            Recipient(
                one.id,
                f"{_TITLES.get(one.salutation, '')}{one.name}",
                _greeting(one),
                address,
                "" if address else _NO_ADDRESS,
                "heeft gezag" if one.address or not address else _AT_PUPILS,
            )
        )
    return tuple(found), tuple(skipped)


def _keeps_secret(
    guardian: GuardianContact, pupil_address: tuple[str, ...], *, home_secret: bool
) -> bool:
    """Whether the pupil's home is this guardian's, or may be, and must stay unknown to others."""
    if same_address(guardian.address, pupil_address):
        return guardian.address_secret or home_secret
    return home_secret and not guardian.address and not guardian.deceased


def _why_not(guardian: GuardianContact) -> str:
    if guardian.deceased:
        return "overleden"
    if guardian.custody == "no":
        return "heeft geen gezag"
    if guardian.custody == "unknown":
        return "gezag onbekend: zoek dat eerst uit"
    return ""


def _greeting(guardian: GuardianContact) -> str:
    """A prefix that opens a name gets its capital: Geachte mevrouw Van 't Hof."""
    pattern = _GREETINGS.get(guardian.salutation)
    if pattern is None:
        return f"Geachte {guardian.name},"
    name = guardian.family_name
    return pattern.format(name=name[:1].upper() + name[1:])
