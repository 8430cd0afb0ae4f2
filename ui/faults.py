"""What a person sees of a bug of ours: a calm sentence and a code, never a traceback.

The code is computed from the kind of error and the line where it arose, so the same bug has the
same code on every PC. What goes to standard error names the code, the kind and the places, never
the message of the error: that could hold what someone typed.
"""

import hashlib
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from app.errors import UserError

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Fault:
    """What to say about an exception. `code` is empty for a `UserError`."""

    text: str
    code: str = ""


def _places(error: BaseException) -> list[str]:
    found: list[str] = []
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        name = str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name
        found.append(f"{name.replace(chr(92), '/')}:{frame.lineno}")
    return found


def fault_of(error: BaseException) -> Fault:
    """The sentence for this exception; notes a bug on standard error."""
    if isinstance(error, UserError):
        return Fault(str(error))
    places = _places(error)
    where = f"{type(error).__name__} {places[-1] if places else ''}"
    digits = hashlib.sha256(where.encode()).hexdigest().upper()
    code = f"{digits[:3]}-{digits[3:6]}"
    if sys.stderr is not None:
        print(f"fout {code}: {type(error).__name__}: {' > '.join(places)}", file=sys.stderr)
    return Fault(
        "Er ging iets mis in het programma. Wat al was opgeslagen, is bewaard. Probeer het nog "
        f"een keer; blijft het misgaan, geef dan foutcode {code} door aan wie de computer beheert.",
        code,
    )


def install_hook(show: Callable[[Fault], None]) -> None:
    """Send what nobody caught to `show` instead of to the screen as a traceback."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        show(fault_of(error))

    sys.excepthook = hook
