"""Keys that work on every page: open a pupil, begin the report of a talk."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.access.categories import TEACHING_ROLES, Category
from app.access.policy import Action
from app.desk import Desk
from app.dossier.values import PupilSummary
from ui.context import Context, Target
from ui.pupil_chooser import PupilChooser

OPEN_KEYS, TALK_KEYS = "Ctrl+O", "Ctrl+G"


def writes_talks(desk: Desk) -> bool:
    """Whether there can be a pupil of whom this person may write talks."""
    teaches = bool(desk.person.roles.intersection(TEACHING_ROLES))
    return teaches or desk.may(Action.WRITE, Category.TALK)


def install(owner: QWidget, context: Context) -> None:
    """Let the keys work as long as `owner` is there and has the keyboard."""
    _shortcut(owner, OPEN_KEYS, lambda: choose_pupil(owner, context))
    if writes_talks(context.desk):
        _shortcut(owner, TALK_KEYS, lambda: begin_talk(owner, context))


def choose_pupil(owner: QWidget, context: Context) -> None:
    """Ask whom to open, and open the overview."""
    _ask(owner, context, "Leerling openen", lambda _one: True, Target("pupils"))


def begin_talk(owner: QWidget, context: Context) -> None:
    """Ask with whose parents the talk is, and open the form."""
    desk = context.desk
    _ask(
        owner,
        context,
        "Gespreksverslag: over welke leerling?",
        lambda one: desk.may_for(one, Category.TALK, Action.WRITE),
        Target("pupils", category=Category.TALK, part="talk"),
    )


def _ask(
    owner: QWidget,
    context: Context,
    title: str,
    allowed: Callable[[PupilSummary], bool],
    target: Target,
) -> None:
    chooser = PupilChooser(context, title, allowed, owner)
    chooser.chosen.connect(lambda pupil_id: context.go(replace(target, pupil_id=pupil_id)))
    chooser.open()
    chooser.load()


def _shortcut(owner: QWidget, keys: str, act: Callable[[], object]) -> None:
    QShortcut(QKeySequence(keys), owner).activated.connect(act)
