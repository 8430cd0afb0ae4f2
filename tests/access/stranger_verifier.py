"""A second verifier of the access log, written from docs/FORMAT.md alone (Access log, Evidence).

Knows nothing of the program: the standard library, `cryptography`, and an exported file. Run as
`python stranger_verifier.py log.jsonl [fingerprint] [newest number:newest hash]`.
"""

import hashlib
import json
import sys
from itertools import pairwise

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ENTRY = (  # noqa: SIM905
    "number time session staff_id role workstation event pupil_id category object_kind object_id "
    "ground outcome digest text_hash previous"
).split()
RAW = {"digest", "text_hash", "previous"}
SIGNED = (  # noqa: SIM905
    "number began opened_at staff_id workstation first_entry previous last_entry head content_sum "
    "public_key next_public_key closed_at closed_how"
).split()
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def hash_of(entry: dict, names: list[str]) -> bytes:
    data = b""
    for name in names:
        value = entry[name]
        if value is None:
            data += b"\xff\xff\xff\xff"
            continue
        part = bytes.fromhex(value) if name in RAW else str(value).encode()
        data += len(part).to_bytes(4, "big") + part
    return hashlib.sha256(data).digest()


def fingerprint(public_key: str) -> str:
    bits = int.from_bytes(hashlib.sha256(bytes.fromhex(public_key)).digest()[:10], "big")
    text = "".join(ALPHABET[(bits >> (75 - 5 * place)) & 31] for place in range(16))
    return "-".join(text[start : start + 4] for start in range(0, 16, 4))


def signature_holds(session: dict, school: str) -> bool:
    said = {name: session[name] for name in SIGNED}
    said |= {"format": "leerlingdossier-session", "version": 1, "school": school}
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(session["public_key"]))
        key.verify(bytes.fromhex(session["signature"]), canonical(said))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def problems(export: bytes, known_fingerprint: str = "", seen: tuple[int, str] | None = None):
    """Yields what is wrong; nothing when all is as it was written."""
    records = [json.loads(line) for line in export.splitlines()]
    header, school = records[0], records[0]["school"]
    entries = [one for one in records if one["kind"] == "entry"]
    sessions = [one for one in records if one["kind"] == "session"]
    start = next((one for one in records if one["kind"] == "checkpoint"), None)
    signed = [one for one in sessions if one["public_key"] is not None]

    number, previous = (start["number"], start["hash"]) if start else (0, "00" * 32)
    for entry in entries:
        number += 1
        if (entry["number"], entry["previous"]) != (number, previous):
            yield f"entry {number}: the chain breaks"
            return
        if hash_of(entry, ENTRY).hex() != entry["hash"]:
            yield f"entry {number}: not what was hashed"
            return
        previous = entry["hash"]
    if header["newest"] != {"number": number, "hash": previous}:
        yield "the end is not what the export says"

    if start is not None:
        names = ("number", "hash", "session", "next_public_key", "root_public_key", "made_at")
        said = {"format": "leerlingdossier-log-checkpoint"} | {name: start[name] for name in names}
        wanted = f"{start['number']}:{hashlib.sha256(canonical(said)).hexdigest()}"
        if not any((e["event"], e["object_id"]) == ("trim", wanted) for e in entries):
            yield "old entries were removed and no entry says so"
    root = start["root_public_key"] if start else signed[0]["public_key"] if signed else None
    if root != header["root_public_key"] or known_fingerprint not in ("", fingerprint(root)):
        yield "the log begins with another key"

    announced = start["next_public_key"] if start else None
    by_number = {entry["number"]: entry for entry in entries}
    first_number = start["number"] + 1 if start else 1
    for session in signed:
        name = f"session {session['number']}"
        follows = session["began"] == "follows"
        if follows and session["public_key"] != announced:
            yield f"{name}: its key was not announced"
        if session["began"] == "first" and announced is not None:
            yield f"{name}: not the first"
        announced = session["next_public_key"] or announced
        if session["signature"] is None:
            continue
        if not signature_holds(session, school):
            yield f"{name}: the signature is not good"
        own = [by_number.get(n) for n in range(session["first_entry"], session["last_entry"] + 1)]
        if None in own or own[-1]["hash"] != session["head"] or own[0] is None:
            yield f"{name}: its entries are not those it signed"
            continue
        content = [name for name in ENTRY if name not in ("number", "previous")]
        total = sum(int.from_bytes(hash_of(entry, content), "big") for entry in own) % 2**256
        if f"{total:064x}" != session["content_sum"] or own[0]["previous"] != session["previous"]:
            yield f"{name}: its entries are not those it signed"
    for one, other in pairwise(signed):
        broken_off = one["signature"] is None and other["began"] in ("lost", "restored")
        ends = other["first_entry"] - 1 if broken_off else one["last_entry"]
        if (one["signature"] is None and not broken_off) or other["first_entry"] != ends + 1:
            yield f"session {other['number']}: does not follow on the one before"
    if start and signed and signed[0]["first_entry"] != first_number:
        yield "the first session does not begin where the log begins"
    if signed and signed[-1]["first_entry"] > number:
        yield "a session without entries"
    if seen is not None and by_number.get(seen[0], {}).get("hash") != seen[1]:
        yield f"entry {seen[0]}: not the one that was seen"


if __name__ == "__main__":
    with open(sys.argv[1], "rb") as file:  # noqa: PTH123
        exported = file.read()
    where = sys.argv[3].split(":") if len(sys.argv) > 3 else None
    found = list(
        problems(exported, *sys.argv[2:3], *([(int(where[0]), where[1])] if where else []))
    )
    print("\n".join(found) or "intact")
    sys.exit(bool(found))
