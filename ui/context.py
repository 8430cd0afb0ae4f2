"""What every page of the workspace gets: the desk, and how to reach the rest of the window."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.access.categories import Category
from app.desk import Desk
from app.desk.drafts import DraftNote
from app.dossier.hint_names import NO_NAMES, SchoolNames
from ui.changes import Changes
from ui.drafts import Drafting
from ui.undo import Undo


@dataclass(frozen=True)
class Target:
    """Where to go: a place of the sidebar, and there perhaps a pupil, a category, a draft.

    `part` names what to show of a place that has no pupils; with `entry_id`, the kind of entry of
    the pupil that is to be pointed at.
    """

    place: str
    pupil_id: str = ""
    category: Category | None = None
    draft: DraftNote | None = None
    part: str = ""
    entry_id: str = ""


@dataclass
class Context:
    """`go` leaves a page only when that page lets it.

    `ground` shows at the foot on which ground the page is open, in the words of the log. `names`
    are of the pupils in the list that was read last: a form points out when one is another child.
    """

    desk: Desk
    go: Callable[[Target], None]
    ground: Callable[[str], None]
    changes: Changes = field(default_factory=Changes)
    names: SchoolNames = NO_NAMES
    drafting: Drafting = field(init=False)
    undo: Undo = field(init=False)

    def __post_init__(self) -> None:
        self.drafting = Drafting(self.desk.drafts)
        self.undo = Undo(self.changes.tell)
