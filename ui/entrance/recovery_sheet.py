"""The recovery code, large, and on paper. It is saved nowhere: whoever has it can open all."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.desk.code_sheets import recovery_sheet
from app.desk.staffing import SheetFacts
from ui.widgets.paper_code import MakeSheet, PaperCode


class RecoverySheet(PaperCode):
    """`facts` is asked when it is printed: until then the school's name may still change."""

    def __init__(
        self, code: str, facts: Callable[[], SheetFacts], parent: QWidget | None = None
    ) -> None:
        def sheet() -> MakeSheet:
            now = facts()
            return lambda: recovery_sheet(code, now)

        super().__init__(code, sheet, "Herstelcode", parent=parent)
