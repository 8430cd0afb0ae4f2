"""Keeps PySide6 6.12.0 from ending the program on Python 3.11.

Some of its functions give a reference to `None`, `True` or `False` away that they do not have
(about ten of `None` a painted widget, two of `True` a change of pages; 6.11.3 does not). From
Python 3.12 on these are immortal and nothing comes of it (PEP 683); on 3.11 a count reaches zero
after minutes or hours of work, and Python aborts with "deallocating None". The Pdf module that we
need exists on PyPI from 6.12 on only, so we give them on 3.11 what 3.12 gives them: a count that
cannot run out.
"""

import ctypes
import sys

_PLENTY = 1 << 60
_IMMORTAL = (None, True, False)


def protect_immortals() -> None:
    """Raise these reference counts out of reach; does nothing where they are immortal."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython":
        return
    if sys.maxsize < _PLENTY:
        return
    for one in _IMMORTAL:
        count = ctypes.c_ssize_t.from_address(id(one))
        if count.value < _PLENTY // 2:
            count.value += _PLENTY
