"""Columns that are sealed once more under a compartment's key, and what goes in and out of them.

A sealed column says so in its declaration. Everything that must reach all of them (rotating keys,
checking, destroying) walks the declarations, so that a new one cannot be forgotten.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table, bindparam, select, update

from app.dossier.kinds import Value
from app.vault import CARE, Compartments, SealBroken
from app.vault.schema import Row, metadata

_COMPARTMENT = "compartment"
_DATE = "date"
_CONTENT = "sealed_content"
"""Beside it stands the SHA-256 of the stored bytes."""

_JSON, _RAW = b"j", b"b"
_STEP = 32


def sealed_column(name: str, compartment: str = CARE, *, nullable: bool = True) -> Column[Any]:
    """A column whose values are sealed for their place: table, row id and column."""
    return Column(name, LargeBinary, nullable=nullable, info={_COMPARTMENT: compartment})


def seal_value(
    compartments: Compartments, column: Column[Any], row_id: str, value: Value | bytes
) -> bytes | None:
    """One value for its place; None stays None. Raises KeyMissing."""
    if value is None:
        return None
    return compartments[column.info[_COMPARTMENT]].seal(_place(column, row_id), _encode(value))


def open_value(
    compartments: Compartments, column: Column[Any], row_id: str, sealed: bytes | None
) -> Any:
    """What `seal_value` sealed. Raises SealBroken, KeyMissing."""
    if sealed is None:
        return None
    opened = compartments[column.info[_COMPARTMENT]].open(_place(column, row_id), sealed)
    return _decode(opened)


def seal_row(compartments: Compartments, table: Table, row: Row) -> dict[str, Any]:
    """The row as it is stored: the values of sealed columns sealed; it must hold its `id`."""
    return {
        name: seal_value(compartments, table.c[name], row["id"], value)
        if _is_sealed(table.c[name])
        else value
        for name, value in row.items()
    }


def open_row(compartments: Compartments, table: Table, row: Row) -> dict[str, Any]:
    """The row with its sealed values opened."""
    return {
        name: open_value(compartments, table.c[name], row["id"], value)
        if name in table.c and _is_sealed(table.c[name])
        else value
        for name, value in row.items()
    }


def reseal_all(connection: Connection, old: Compartments, new: Compartments) -> None:
    """Every sealed value of the database from the `old` keys to the `new` ones."""
    for column in _sealed_columns():
        table = column.table
        change = update(table).where(table.c.id == bindparam("row_id"))
        change = change.values({column: bindparam("sealed")})
        for row_id, sealed in _stored(connection, column):
            compartment = column.info[_COMPARTMENT]
            place = _place(column, row_id)
            again = new[compartment].seal(place, old[compartment].open(place, sealed))
            connection.execute(change, {"row_id": row_id, "sealed": again})
            if column.name == _CONTENT:
                # Only a hash that was right is made anew: a document that was changed stays found.
                was = (table.c.id == row_id) & (table.c.sha256 == sha256(sealed).digest())
                connection.execute(update(table).where(was).values(sha256=sha256(again).digest()))


def check_all(connection: Connection, compartments: Compartments) -> tuple[str, ...]:
    """Every sealed value that these keys should open and do not, as Dutch sentences."""
    broken: dict[str, int] = {}
    for column in _sealed_columns():
        if column.info[_COMPARTMENT] not in compartments:
            continue
        compartment = compartments[column.info[_COMPARTMENT]]
        for row_id, sealed in _stored(connection, column):
            try:
                compartment.open(_place(column, row_id), sealed)
            except SealBroken:
                broken[column.table.name] = broken.get(column.table.name, 0) + 1
    return tuple(
        f"In ‘{name}’ {'is 1 beschermd gegeven' if count == 1 else f'zijn {count} beschermde '}"
        f"{'' if count == 1 else 'gegevens'} beschadigd of veranderd."
        for name, count in broken.items()
    )


def _sealed_columns() -> Iterator[Column[Any]]:
    for table in metadata.sorted_tables:
        yield from (column for column in table.c if _is_sealed(column))


def _is_sealed(column: Column[Any]) -> bool:
    return _COMPARTMENT in column.info


def _stored(connection: Connection, column: Column[Any]) -> Iterator[tuple[str, bytes]]:
    """Row ids first: a blob of 25 MB each must not stand in memory together with all others."""
    table = column.table
    ids = connection.execute(select(table.c.id).where(column.is_not(None))).scalars().all()
    for row_id in ids:
        value = connection.execute(select(column).where(table.c.id == row_id)).scalar_one()
        yield row_id, value


def _place(column: Column[Any], row_id: str) -> tuple[str, str, str]:
    return column.table.name, row_id, column.name


def _encode(value: Value | bytes) -> bytes:
    if isinstance(value, bytes):
        return _RAW + value
    plain: object = {_DATE: value.isoformat()} if isinstance(value, date) else value
    text = json.dumps(plain, ensure_ascii=False).encode("utf-8")
    # Blanks to a multiple: else the length alone would tell a yes from a no.
    return _JSON + text + b" " * (-len(text) % _STEP)


def _decode(data: bytes) -> Any:
    if data[:1] == _RAW:
        return data[1:]
    value = json.loads(data[1:])
    return date.fromisoformat(value[_DATE]) if isinstance(value, Mapping) else value
