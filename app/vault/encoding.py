"""Fields of the JSON files: base64 bytes, texts and numbers; a wrong one names its file."""

import base64
import binascii
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.vault.files import BACKUP_ADVICE, FileProblem


def encode_bytes(value: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(value).decode("ascii")


def _wrong(path: Path, name: str) -> FileProblem:
    return FileProblem(path, f"is beschadigd (‘{name}’).", BACKUP_ADVICE)


def decode_bytes(
    path: Path, content: Mapping[str, Any], name: str, length: int | None = None
) -> bytes:
    """The bytes of field `name`, of exactly `length` bytes when that is given."""
    value = content.get(name)
    if not isinstance(value, str):
        raise _wrong(path, name)
    try:
        data = base64.b64decode(value.encode("ascii"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _wrong(path, name) from error
    if length is not None and len(data) != length:
        raise _wrong(path, name)
    return data


def field_text(path: Path, content: Mapping[str, Any], name: str, longest: int) -> str:
    """The text of field `name`: not empty, at most `longest` characters."""
    value = content.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest:
        raise _wrong(path, name)
    return value


def field_number(
    path: Path, content: Mapping[str, Any], name: str, lowest: int, highest: int
) -> int:
    """The whole number of field `name`, from `lowest` up to and including `highest`."""
    value = content.get(name)
    if type(value) is not int or not lowest <= value <= highest:
        raise _wrong(path, name)
    return value
