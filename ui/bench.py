"""What the window adds to the daily work: rows for the command `bench`.

Measured from asking for something until it shows and has been painted, as a person sees it: rights,
log, reading, building the widgets, drawing.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from app.access.categories import DOSSIER_CATEGORIES
from app.bench.measuring import Row
from app.dossier.kinds import CATEGORY_TEXTS
from ui.context import Target
from ui.pages.dossier import DossierPage
from ui.pages.pupil_view import OVERVIEW
from ui.pages.pupils_page import PupilsPage
from ui.program import application, settle, sign_in, until

_SAMPLE = 11
_TYPED = ("jan", "yil", "1002", "anna")


def window_rows(folder: Path, name: str, password: str) -> Iterator[Row]:
    """Signs in through the window, which stays open until the last row was taken."""
    app = application()
    window, workspace = sign_in(app, folder, name, password)
    try:
        workspace.go(Target("pupils"))
        settle(app)
        page = workspace.page("pupils")
        assert isinstance(page, PupilsPage)
        yield from _rows(app, page)
    finally:
        window.close()


def _rows(app: QApplication, page: PupilsPage) -> Iterator[Row]:
    keys = page.list.list.keys()
    sample = cycle(keys[:: max(1, len(keys) // _SAMPLE)])
    pupils = {key: _called(page, key) for key in keys[:: max(1, len(keys) // _SAMPLE)]}

    def open_next() -> None:
        pupil = next(sample)
        page.open(pupil)
        _shown(app, page, lambda: page.view.heading.name.text() == pupils[pupil])

    yield Row("venster: leerling openen", open_next, prepare=lambda: settle(app))
    for category in DOSSIER_CATEGORIES:
        yield Row(
            f"venster: pagina {CATEGORY_TEXTS[category].label}",
            lambda key=category.value: _open_tab(app, page, key),  # type: ignore[misc]
            prepare=lambda: _to_overview(app, page),
        )
    typed = cycle(_TYPED)
    yield Row("venster: naam typen, één toets", lambda: _type(app, page, next(typed)))


def _called(page: PupilsPage, key: str) -> str:
    pupil = page.list.find(key)
    return pupil.display_name if pupil else ""


def _to_overview(app: QApplication, page: PupilsPage) -> None:
    page.view.go_to(OVERVIEW)
    settle(app)


def _open_tab(app: QApplication, page: PupilsPage, key: str) -> None:
    page.view.go_to(key)

    def shows() -> bool:
        shown = page.view.page
        return isinstance(shown, DossierPage) and shown.page is not None

    _shown(app, page, shows)


def _type(app: QApplication, page: PupilsPage, text: str) -> None:
    page.list.search.setText(text)
    page.list.search.searched.emit(text)
    page.list.repaint()
    app.processEvents()


def _shown(app: QApplication, widget: QWidget, reached: Callable[[], bool]) -> None:
    until(app, reached)
    app.processEvents()
    widget.repaint()
