"""A member of staff, as the policy and the log know one."""

from dataclasses import dataclass
from datetime import date

from app.access.categories import ROLE_NAMES, Role


@dataclass(frozen=True)
class StaffMember:
    """Who is signed in. `until` is the last day of access, for a substitute."""

    id: str
    name: str
    roles: frozenset[Role]
    until: date | None = None

    @property
    def role_names(self) -> str:
        """The roles in Dutch, for the screen and the log."""
        return ", ".join(ROLE_NAMES[role] for role in Role if role in self.roles)


@dataclass(frozen=True)
class Relation:
    """What a member of staff has to do with a pupil on a day.

    `own_group` is the name of the pupil's present group when the member of staff teaches it.
    """

    own_group: str | None = None
    year_group: str = ""
    former: bool = False


NO_RELATION = Relation()
