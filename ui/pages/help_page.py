"""Hulp: the manual, from the files that come with the program."""

from pathlib import Path

from PySide6.QtWidgets import QTextBrowser, QWidget

from app import resources
from ui.context import Context
from ui.pages.page import Page
from ui.widgets.heading import Heading

_MANUAL = "handleiding.md"


def manual() -> Path:
    """The manual stands in docs/ of a checkout and beside the resources of an installed program."""
    for folder in (resources.folder().parent / "docs" / "handleiding", resources.folder()):
        if (folder / _MANUAL).is_file():
            return folder / _MANUAL
    raise FileNotFoundError(_MANUAL)


class HelpPage(Page):
    """Our own text only; links stay inside it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.body.addWidget(Heading("Hulp", "De handleiding"))
        self.browser = QTextBrowser()
        self.browser.setAccessibleName("Handleiding")
        self.browser.setOpenLinks(False)
        self.browser.setMarkdown(manual().read_text(encoding="utf-8"))
        self.browser.anchorClicked.connect(lambda url: self.browser.scrollToAnchor(url.fragment()))
        self.body.addWidget(self.browser, 1)
