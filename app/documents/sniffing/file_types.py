"""The types of file that may be kept, the limits to all of them, and those that people try."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from app import resources
from app.errors import UserError


class NotAcceptable(UserError):
    """A file that is not kept; the sentence says why and what to do instead, never its name."""


@dataclass(frozen=True)
class FileType:
    """`shown` is how the window shows it: `pdf`, `image`, or empty when it cannot."""

    code: str
    name: str
    ending: str
    media_type: str
    shown: str = ""
    also: tuple[str, ...] = ()
    known_by: tuple[str, ...] = ()

    def has_ending(self, ending: str) -> bool:
        """Whether a file of this type may be called so; without ending it may."""
        return not ending or ending in (self.ending, *self.also)


@dataclass(frozen=True)
class Limits:
    """More than this is refused before it is unpacked or drawn."""

    most_bytes: int
    most_pixels: int
    most_parts: int
    most_unpacked_bytes: int
    most_pdf_stream_bytes: int


@dataclass(frozen=True)
class RefusedType:
    """A type that is not kept, with what to do instead."""

    what: str
    instead: str
    begins: tuple[bytes, ...]
    within: bytes

    def fits(self, content: bytes) -> bool:
        """Whether these are the first bytes of one."""
        return (not self.begins or content.startswith(self.begins)) and (
            self.within in content[:_FIRST]
        )


_FIRST = 32
_DATA = resources.load("attachments.toml")


def _type(code: str, data: Mapping[str, Any]) -> FileType:
    lists = {name: tuple(data.get(name, ())) for name in ("also", "known_by")}
    return FileType(code=code, **{**data, **lists})


LIMITS = Limits(**{name: _DATA[name] for name in Limits.__dataclass_fields__})
TYPES: Mapping[str, FileType] = MappingProxyType(
    {code: _type(code, data) for code, data in _DATA["type"].items()}
)
REFUSED = tuple(
    RefusedType(
        one["what"],
        one["instead"],
        tuple(bytes.fromhex(begin) for begin in one.get("begins", ())),
        one.get("within", "").encode("ascii"),
    )
    for one in _DATA["refused"]
)
_BY_MEDIA_TYPE = {one.media_type: one for one in TYPES.values()}


def type_of(media_type: str) -> FileType:
    """The type of what is kept; of one that a later version kept, what is known of it."""
    unknown = FileType(code="", name="bestand", ending="bin", media_type=media_type)
    return _BY_MEDIA_TYPE.get(media_type, unknown)


def known_by(wanted: str) -> FileType | None:
    """The type that is known by this part or stream."""
    return next((one for one in TYPES.values() if wanted in one.known_by), None)
