"""After a start code: choosing a password, before anything is opened."""

from collections.abc import Callable

from app.access.passwords import Strength, strength
from app.desk.desk import Desk
from app.desk.it_desk import ItDesk
from app.dossier.checks import InvalidEntry
from app.vault import FirstSignIn, Unlocked


class MustChoosePassword:
    """The start code was right. Holds no lock; going away leaves the start code as it is."""

    def __init__(
        self, first: FirstSignIn, school: str, opened: Callable[[Unlocked], Desk | ItDesk]
    ) -> None:
        self._first = first
        self._school = school
        self._opened = opened

    @property
    def name(self) -> str:
        """The sign-in name."""
        return self._first.name

    def strength(self, password: str) -> Strength:
        """How good this password would be."""
        return strength(password, (self._school, self.name))

    def choose(self, password: str) -> Desk | ItDesk:
        """Take this password and open the school.

        Raises InvalidEntry for one that is easy to guess; UserError as signing in does.
        """
        measured = self.strength(password)
        if not measured.good:
            raise InvalidEntry({"password": measured.sentence})
        return self._opened(self._first.choose(password))
