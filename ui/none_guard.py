"""Keeps PySide6 6.12.0 from ending the program on Python 3.11.

Its functions that return nothing give a reference to `None` away that they do not have (about ten
a painted widget; 6.11.3 does not). From Python 3.12 on `None` is immortal and nothing comes of it
(PEP 683); on 3.11 its count reaches zero after some minutes of work, and Python aborts with
"deallocating None". The Pdf module that we need exists on PyPI from 6.12 on only, so we give `None`
on 3.11 what 3.12 gives it: a count that cannot run out.
"""

import ctypes
import sys

_PLENTY = 1 << 60


def protect_none() -> None:
    """Raise the reference count of `None` out of reach; does nothing where it is immortal."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    if sys.maxsize < _PLENTY:
        return
    count = ctypes.c_ssize_t.from_address(id(None))
    if count.value < _PLENTY // 2:
        count.value += _PLENTY
