"""Guardians of one pupil, as letters and reports need them, and their coming and going."""

import re
from collections.abc import Sequence

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from app.dossier import names, rows, tables
from app.dossier.acts import Act
from app.dossier.kinds import KINDS
from app.dossier.values import GuardianContact
from app.vault import savepoint
from app.vault.schema import Row

_KIND = KINDS["guardian"]


def guardians_of(doing: Act) -> tuple[GuardianContact, ...]:
    """All guardians on record for the act's pupil, those to be called first in front."""
    return guardians_by_pupil(doing.connection, [doing.pupil.id])[doing.pupil.id]


def guardians_by_pupil(
    connection: Connection, pupil_ids: Sequence[str]
) -> dict[str, tuple[GuardianContact, ...]]:
    """As `guardians_of`, for several pupils in one statement; who has none gets an empty tuple."""
    person, link = tables.guardian, tables.guardianship
    query = (
        select(person, link.c.pupil_id, link.c.relationship, link.c.custody, link.c.lives_with)
        .join(link, link.c.guardian_id == person.c.id)
        .where(link.c.pupil_id.in_(pupil_ids))
        .order_by(link.c.emergency_order.nulls_last(), person.c.surname, person.c.id)
    )
    found: dict[str, list[GuardianContact]] = {pupil_id: [] for pupil_id in pupil_ids}
    for row in connection.execute(query).mappings():
        found[row["pupil_id"]].append(_contact(row))
    return {pupil_id: tuple(contacts) for pupil_id, contacts in found.items()}


def address_lines(row: Row) -> tuple[str, ...]:
    """Street and number, postcode and city, country: only what is there."""
    lines = (
        " ".join(part for part in (row["street"], row["house_number"]) if part),
        "  ".join(part for part in (row["postcode"], row["city"]) if part),
        (row["country"] or "").upper(),
    )
    return tuple(line for line in lines if line)


def same_address(one: Sequence[str], other: Sequence[str]) -> bool:
    """Equal but for capitals, blanks and signs: two people may have typed them."""
    return _bare(one) == _bare(other)


def _bare(lines: Sequence[str]) -> str:
    return re.sub(r"[\W_]", "", "".join(lines)).casefold()


def home_address(doing: Act) -> Row | None:
    """The present home address of the act's pupil, the newest if there are more."""
    address = tables.TABLES["address"]
    query = (
        select(address)
        .where(
            address.c.pupil_id == doing.pupil.id,
            address.c.sort == "home",
            address.c.until_date.is_(None) | (address.c.until_date >= doing.session.today),
        )
        .order_by(address.c.from_date.desc().nulls_last())
    )
    return doing.connection.execute(query).mappings().first()


def _contact(row: Row) -> GuardianContact:
    return GuardianContact(
        id=row["id"],
        name=names.formal_name(row),
        family_name=" ".join(part for part in (row["prefix"], row["surname"]) if part),
        salutation=row["salutation"] or "none",
        relationship=KINDS["guardianship"].field("relationship").choices[row["relationship"]],
        custody=row["custody"],
        deceased=bool(row["deceased"]),
        lives_with=bool(row["lives_with"]),
        address=address_lines(row),
        address_secret=bool(row["address_secret"]),
        phone=row["phone"] or "",
        email=row["email"] or "",
        phone_secret=bool(row["phone_secret"]),
    )


def delete_if_alone(doing: Act, guardian_id: str) -> None:
    """Delete a guardian who is linked to no pupil any more and named in no letter or talk."""
    link = tables.guardianship
    linked = select(link.c.id).where(link.c.guardian_id == guardian_id).limit(1)
    if doing.connection.execute(linked).first():
        return
    row = rows.load_row(doing.connection, doing.session, _KIND, guardian_id)
    try:
        with savepoint(doing.connection):
            rows.delete_row(doing.connection, doing.session, _KIND, row)
    except IntegrityError:
        return


def restore_if_gone(doing: Act, guardian_id: str) -> None:
    """Bring a guardian back with the link that is being restored."""
    person = tables.guardian
    if not doing.connection.execute(select(person.c.id).where(person.c.id == guardian_id)).first():
        rows.restore_row(doing.connection, doing.session, _KIND, guardian_id)
