"""What a command writes and asks: results on standard output, all else on standard error.

So results can be sent to a file. Names in all the letters
of the world must not stop a command on a terminal that has only some of them, and control
characters that somebody typed somewhere (a sign-in name before sign-in, say) must not reach the
terminal as commands.
"""

import contextlib
import errno
import getpass
import io
import os
import sys
import unicodedata
import warnings
from collections.abc import Sequence
from typing import TextIO

from app.errors import UserError

LONGEST_CELL = 60
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")
_NO_KEYBOARD = (
    "Er is hier niemand die een naam of wachtwoord kan typen. Er is niets gewijzigd. Geef "
    "--user NAAM en --password-file BESTAND mee."
)


def say(*lines: str) -> bool:
    """Write results; False when nobody reads them any more (as after `| head`).

    The command then goes on: the work must not depend on who watches. Raises `UserError` when the
    output cannot be kept, as on a full disk.
    """
    try:
        return _write(sys.stdout, "".join(f"{line}\n" for line in lines))
    except OSError as error:
        _let_go(sys.stdout)
        raise UserError(
            "De uitvoer kon niet worden geschreven. Kijk of de schijf vol is. Wat al was "
            "opgeslagen, is bewaard."
        ) from error


def complain(*lines: str) -> None:
    """Write a warning or the reason of a refusal."""
    with contextlib.suppress(OSError):
        _write(sys.stderr, "".join(f"{line}\n" for line in lines))


def _write(stream: TextIO | None, text: str) -> bool:
    if stream is None or stream.closed:
        return False
    encoding = stream.encoding or "utf-8"
    safe = "".join(letter for letter in text if letter == "\n" or not _is_control(letter))
    try:
        stream.write(safe.encode(encoding, "replace").decode(encoding))
        stream.flush()
    except OSError as error:
        # Windows says EINVAL where others say EPIPE.
        if error.errno != errno.EPIPE and not (sys.platform == "win32" and error.errno == 22):
            raise
        _let_go(stream)
        return False
    return True


def _let_go(stream: TextIO | None) -> None:
    """Send the rest nowhere: Python would try again at its very end, and complain."""
    with contextlib.suppress(AttributeError, OSError, ValueError, io.UnsupportedOperation):
        assert stream is not None
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _is_control(letter: str) -> bool:
    return letter in _BIDI or unicodedata.category(letter) == "Cc"


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows under each other, each cell on one line of at most `LONGEST_CELL` letters.

    The last column is free: nothing stands after it.
    """
    tidy = [[*(_cut(cell) for cell in row[:-1]), _one_line(row[-1])] for row in rows]
    widths = [max(_width(cell) for cell in column) for column in zip(*tidy, strict=True)]
    return ["  ".join(map(_padded, row, widths)).rstrip() for row in tidy]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _one_line(cell: str) -> str:
    return " ".join("".join(c for c in cell if c in "\n\t" or not _is_control(c)).split())


def _cut(cell: str) -> str:
    line = _one_line(cell)
    return line if len(line) <= LONGEST_CELL else f"{line[: LONGEST_CELL - 1]}…"


def _width(text: str) -> int:
    """Columns on a terminal: marks take none, wide letters two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def ask(question: str) -> str:
    """One line from the keyboard. The question goes to standard error."""
    with contextlib.suppress(OSError):
        _write(sys.stderr, question)
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise UserError(_NO_KEYBOARD)
    return line.rstrip("\r\n")


def ask_password(question: str) -> str:
    """A line that is not shown while it is typed; refuses where it would be shown."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(question)
        except (EOFError, getpass.GetPassWarning):
            raise UserError(_NO_KEYBOARD) from None
