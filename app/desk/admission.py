"""Whether the staff in the database and the keys in the folder agree about who may do what.

Whoever holds the database key can write in the table of staff outside the program; who holds which
keys, only a headteacher decides (`app.vault.roster`). So a role counts with its keys or not at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.access.categories import ROLE_NAMES, Role
from app.access.people import StaffMember
from app.desk.staff_rows import who_can_sign_in
from app.vault import (
    LAST_DAY_PASSED,
    ROLES_WITHOUT_KEYS,
    STAFF_ALTERED,
    Roster,
    SlotInfo,
    Unlocked,
    missing_keys,
)


@dataclass(frozen=True)
class NotAdmitted:
    """Why someone with a good password stays out: for the screen, and its kind for `pending`."""

    kind: str
    text: str


SCHOOL_ALTERED = (
    "Medewerkers, rollen, groepen of schoolgegevens zijn buiten het programma om veranderd, of er "
    "is een ouder stuk van de database teruggezet. Kijk ze na bij Reservekopieën; bewaar een kopie "
    "van deze map."
)
_KEPT_OUT = (
    "Medewerkers, rollen of groepen zijn buiten het programma om veranderd, of er is een ouder "
    "stuk van de database teruggezet. Er is niets gewijzigd; de poging komt in het toegangslog. "
)


def not_admitted(
    staff: StaffMember | None, unlocked: Unlocked, today: date, *, altered: bool
) -> NotAdmitted | None:
    """None for who may come in: has the keys of all roles, and the last day has not passed.

    While the table of staff is not as the log says (`altered`) only who holds the admin key comes
    in; who is kept out then by what stands in that table hears of the recovery code.
    """
    if altered and not unlocked.is_admin:
        return NotAdmitted(STAFF_ALTERED, f"{_KEPT_OUT}Laat de directeur zich aanmelden.")
    refused = _refused(staff, unlocked, today)
    if altered and (refused is not None or staff is None or Role.HEAD not in staff.roles):
        return NotAdmitted(
            STAFF_ALTERED,
            f"{_KEPT_OUT}Daardoor kunt u nu zelf niet naar binnen. Meld u aan met de herstelcode, "
            "en zet een reservekopie terug of kijk alles na en aanvaard het.",
        )
    return refused


def _refused(staff: StaffMember | None, unlocked: Unlocked, today: date) -> NotAdmitted | None:
    if staff is None:
        return NotAdmitted(
            ROLES_WITHOUT_KEYS,
            "Deze aanmelding hoort bij niemand in deze school. Er is niets gewijzigd. Vraag de "
            "directeur om u opnieuw toe te voegen.",
        )
    roles = tuple(role.value for role in staff.roles)
    if missing_keys(unlocked.school_keys, roles):
        return NotAdmitted(
            ROLES_WITHOUT_KEYS,
            f"Volgens de database bent u {staff.role_names}, maar uw sleutelbestand heeft de "
            "sleutels van die rollen niet: een van beide is buiten het programma om veranderd, of "
            "een wijziging is niet afgemaakt. Er is niets gewijzigd; de poging komt in het "
            "toegangslog. Vraag de directeur om uw rollen opnieuw in te stellen.",
        )
    if staff.until is not None and today > staff.until:
        return NotAdmitted(
            LAST_DAY_PASSED,
            f"Uw toegang eindigde op {staff.until:%d-%m-%Y}. Er is niets gewijzigd. Werkt u hier "
            "nog, vraag dan de directeur om een andere laatste dag.",
        )
    return None


def differences(connection: Connection, roster: Roster | None) -> tuple[str, ...]:
    """Where the table of staff differs from the roster, a Dutch sentence each with the way out.

    Nothing without a roster: that it is missing is said elsewhere.
    """
    if roster is None:
        return ()
    rows = {row["slot_id"]: row for row in who_can_sign_in(connection)}
    said = []
    for slot_id, row in rows.items():
        name, roles, member = row["name"], set(row["roles"].split(",")), roster.member(slot_id)
        if member is None:
            said.append(
                f"{name} staat bij Medewerkers met een aanmelding, maar niet op de lijst van wie "
                "sleutels heeft. Verwijder deze medewerker, en voeg hem of haar zo nodig opnieuw "
                "toe."
            )
        elif roles != set(member.roles):
            said.append(
                f"De rollen van {name} in de database ({_in_dutch(roles)}) zijn anders dan die "
                f"waarvoor sleutels zijn gegeven ({_in_dutch(member.roles)}): er is buiten het "
                "programma om aan veranderd, of een wijziging is niet afgemaakt. Zet een "
                "reservekopie terug, of stel de rollen van deze medewerker opnieuw in (na het "
                "aanvaarden bij Reservekopieën, als daarom wordt gevraagd)."
            )
    left = {one.slot_id: one.name for one in roster.staff() if one.slot_id not in rows}
    return (*said, *(_phantom(one, name) for one, name in left.items()))


def unclaimed(connection: Connection, key_files: Iterable[SlotInfo]) -> tuple[str, ...]:
    """The ids of key files that belong to no member of staff."""
    claimed = {row["slot_id"] for row in who_can_sign_in(connection)}
    return tuple(one.slot_id for one in key_files if one.is_staff and one.slot_id not in claimed)


def _phantom(slot_id: str, name: str) -> str:
    return (
        f"Op de lijst van wie sleutels heeft staat ‘{name}’ (‘{slot_id}.json’), die niet bij "
        "Medewerkers staat: het toevoegen is niet afgemaakt. Er kan niemand mee binnenkomen. Stel "
        "de lijst opnieuw vast zonder vinkje bij dit bestand; dan wordt het opgeruimd."
    )


def _in_dutch(roles: Iterable[str]) -> str:
    names = {role.value: ROLE_NAMES[role] for role in Role}
    return ", ".join(names.get(one, one) for one in sorted(roles))
