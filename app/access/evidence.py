"""The whole log for a verifier that is not ours: JSON lines, without free texts (FORMAT.md)."""

import json

from sqlalchemy import Connection, select

from app.access.checkpoint import read_checkpoint, root_key
from app.access.log import CHAINED, head
from app.access.signing import SIGNED
from app.access.tables import log_entry, log_session
from app.vault.schema import Row

FORMAT = "leerlingdossier-log-evidence"
VERSION = 1


def export(connection: Connection, school_id: str) -> bytes:
    """A header, the checkpoint if there is one, every session, every entry; bytes as hex.

    A running session stands in it without a signature. `newest` is what the seal says or will say.
    """
    checkpoint, root, newest = read_checkpoint(connection), root_key(connection), head(connection)
    records: list[dict[str, object]] = [
        {
            "kind": "log",
            "format": FORMAT,
            "version": VERSION,
            "school": school_id,
            "root_public_key": root.hex() if root else None,
            "newest": {"number": newest.number, "hash": newest.digest},
        }
    ]
    if checkpoint is not None:
        records.append({"kind": "checkpoint", **_hexed(vars(checkpoint))})
    for kind, table, names in (
        ("session", log_session, (*SIGNED, "signature")),
        ("entry", log_entry, (*CHAINED, "hash")),
    ):
        rows = connection.execute(select(table).order_by(table.c.number)).mappings()
        records += [{"kind": kind, **_hexed({name: row[name] for name in names})} for row in rows]
    return "".join(json.dumps(one) + "\n" for one in records).encode("ascii")


def _hexed(row: Row) -> dict[str, object]:
    return {name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()}
