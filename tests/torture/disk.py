"""A disk that forgets: plays a record of writes and syncs, and says what a power cut may leave.

The rules are those of POSIX at its meanest: what was written to a file is safe after a sync of that
file; a name that was made, changed or removed is safe after a sync of its folder; of anything else
any part may be there or not, in any order, down to the single sector of 512 bytes.
"""

import os
import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

SECTOR = 512
_HEADER = struct.Struct("=iiqii")


class Op(IntEnum):
    """As in shim.c."""

    OPEN = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC = 4
    RENAME = 5
    UNLINK = 6
    MKDIR = 7
    RMDIR = 8
    MARK = 9


@dataclass(frozen=True)
class Record:
    """One operation, in the order in which the system did them."""

    op: Op
    handle: int
    number: int
    flags: int
    data: bytes


def read_record(path: Path) -> list[Record]:
    """The record that the shim wrote."""
    content = path.read_bytes()
    records, at = [], 0
    while at + _HEADER.size <= len(content):
        op, handle, number, flags, length = _HEADER.unpack_from(content, at)
        at += _HEADER.size
        records.append(Record(Op(op), handle, number, flags, content[at : at + length]))
        at += length
    return records


@dataclass(eq=False)
class File:
    """A file: what is safe, and what was done since the last sync."""

    safe: bytes = b""
    now: bytearray = field(default_factory=bytearray)
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    """(offset, data) of a write, (size, None) of a truncation."""

    def write(self, offset: int, data: bytes) -> None:
        """Write, growing the file where needed."""
        _put(self.now, offset, data)
        self.since.append((offset, data))

    def truncate(self, size: int) -> None:
        """Make the file exactly `size` long."""
        _cut(self.now, size)
        self.since.append((size, None))

    def sync(self) -> None:
        """All of it is safe now."""
        self.safe = bytes(self.now)
        self.since.clear()

    def left(self, keep: "Keep") -> bytes:
        """What a power cut may leave of it."""
        content = bytearray(self.safe)
        for offset, data in self.since:
            if data is None:
                if keep.this():
                    _cut(content, offset)
                continue
            for start in range(0, len(data), SECTOR):
                if keep.this():
                    _put(content, offset + start, data[start : start + SECTOR])
        return bytes(content)


@dataclass(eq=False)
class Folder:
    """A folder: the names that are safe, and what was done to names since."""

    safe: "dict[str, File | Folder]" = field(default_factory=dict)
    now: "dict[str, File | Folder]" = field(default_factory=dict)
    since: "list[dict[str, File | Folder | None]]" = field(default_factory=list)
    """Each: names that became something else (None: were removed), in one step."""

    def change(self, names: "dict[str, File | Folder | None]") -> None:
        """Change names in one step."""
        _rename(self.now, names)
        self.since.append(names)

    def sync(self) -> None:
        """All names are safe now."""
        self.safe = dict(self.now)
        self.since.clear()

    def left(self, keep: "Keep") -> "dict[str, File | Folder]":
        """The names that a power cut may leave."""
        names = dict(self.safe)
        for step in self.since:
            if keep.this():
                _rename(names, step)
        return names


class Keep:
    """Decides what of the unsynced is kept: a share of it, at random; 0 nothing, 1 all."""

    def __init__(self, share: float, seed: int) -> None:
        self._share = share
        self._random = random.Random(seed)

    def this(self) -> bool:
        """Whether the next thing is kept."""
        return self._random.random() < self._share


class Disk:
    """The folder `place` as it was, and everything that was then done to it."""

    def __init__(self, place: Path) -> None:
        self._place = os.fspath(place)
        self._root = _load(place)
        self._handles: dict[int, File | Folder] = {}

    def play(self, record: Record) -> None:
        """Do one operation."""
        match record.op:
            case Op.OPEN:
                self._open(record)
            case Op.WRITE:
                self._file(record).write(record.number, record.data)
            case Op.TRUNCATE:
                self._file(record).truncate(record.number)
            case Op.SYNC:
                self._handles[record.handle].sync()
            case Op.RENAME:
                self._rename(*record.data.split(b"\0"))
            case Op.UNLINK | Op.RMDIR:
                folder, name = self._parent(record.data)
                folder.change({name: None})
            case Op.MKDIR:
                folder, name = self._parent(record.data)
                folder.change({name: Folder()})

    def leave(self, target: Path, keep: Keep) -> None:
        """Write to `target` what stands there when the power goes now."""
        _leave(self._root, target, keep)

    def _open(self, record: Record) -> None:
        if os.fsdecode(record.data) == self._place:
            self._handles[record.handle] = self._root
            return
        folder, name = self._parent(record.data)
        found = folder.now.get(name)
        if found is None:
            found = File()
            folder.change({name: found})
        elif record.flags & os.O_TRUNC and isinstance(found, File):
            found.truncate(0)
        self._handles[record.handle] = found

    def _rename(self, source: bytes, target: bytes) -> None:
        (folder, old), (other, new) = self._parent(source), self._parent(target)
        if folder is not other:
            raise NotImplementedError("the program renames within one folder only")
        folder.change({old: None, new: folder.now[old]})

    def _file(self, record: Record) -> File:
        found = self._handles[record.handle]
        assert isinstance(found, File)
        return found

    def _parent(self, path: bytes) -> tuple[Folder, str]:
        *folders, name = os.path.relpath(os.fsdecode(path), self._place).split("/")
        folder = self._root
        for part in folders:
            found = folder.now[part]
            assert isinstance(found, Folder)
            folder = found
        return folder, name


def cuts(records: list[Record]) -> Iterator[int]:
    """The moments that matter most: before and after each sync, and each change of names."""
    for at, record in enumerate(records):
        if record.op in (Op.SYNC, Op.RENAME, Op.UNLINK):
            yield at
            yield at + 1


def _load(place: Path) -> Folder:
    folder = Folder()
    for path in place.iterdir():
        content = path.read_bytes() if path.is_file() else b""
        folder.now[path.name] = _load(path) if path.is_dir() else File(content, bytearray(content))
    folder.sync()
    return folder


def _leave(folder: Folder, target: Path, keep: Keep) -> None:
    target.mkdir()
    for name, found in folder.left(keep).items():
        if isinstance(found, Folder):
            _leave(found, target / name, keep)
        else:
            (target / name).write_bytes(found.left(keep))


def _put(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _cut(content: bytearray, size: int) -> None:
    del content[size:]
    content.extend(bytes(size - len(content)))


def _rename(names: "dict[str, File | Folder]", step: "dict[str, File | Folder | None]") -> None:
    for name, found in step.items():
        if found is None:
            names.pop(name, None)
        else:
            names[name] = found
