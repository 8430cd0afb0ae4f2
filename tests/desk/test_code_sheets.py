"""The sheets hold the code, readable, and what to do with it."""

from app.desk.code_sheets import recovery_sheet, start_code_sheet
from app.desk.staffing import IssuedCode, SheetFacts
from app.vault import StartCode, generate_recovery_code
from tests.documents.reading import everything
from tests.transfer_school import clock


def test_a_start_code_sheet_says_who_where_and_how() -> None:
    code = str(StartCode.generate())
    issued = IssuedCode("1", "Thị Ngọc <b>", "ngoc", code)
    text = everything(start_code_sheet(issued, SheetFacts("De Regenboog", clock(), "AB12 CD34")))
    for said in (*code.split("-"), "Thị Ngọc <b>", "ngoc", "De Regenboog", "AB12 CD34"):
        assert said in text


def test_a_recovery_sheet_holds_every_group() -> None:
    code = generate_recovery_code()
    text = everything(recovery_sheet(code, SheetFacts("De Regenboog", clock(), "")))
    for group in code.split("-"):
        assert group in text
    assert "Vingerafdruk" not in text
