"""The base of every value in which something of a pupil or guardian leaves the database.

One type, so that a test can find every function that hands such a value out, and prove of each
that it cannot be reached without an entry in the log. It stands here because the lines of the log
name pupils too; the values of the dossier are built on it in `app.dossier.values`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class PupilData:
    """The base of every value that holds something of a pupil or guardian."""
