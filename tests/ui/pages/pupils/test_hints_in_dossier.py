"""A hint in the form of an entry, from typing to where the reason for keeping the words shows."""

from app.dossier.kinds import CATEGORY_TEXTS
from ui.widgets.labels import PlainLabel


def test_a_reason_for_the_name_of_another_child_is_saved_shown_and_not_asked_again(
    open_as,
) -> None:
    opened = open_as("directeur")
    opened.open("Anna")
    page = opened.tab("talk")
    kind = page.page.kinds[0]
    page.edit(kind, None)
    opened.settle()
    form = page.sheet.form(kind.code)
    shown = [label.text() for label in page.sheet.findChildren(PlainLabel)]
    assert CATEGORY_TEXTS[page.category].whole in shown
    for name, text in (("subject", "Ruzie"), ("participants", "ouders")):
        form.input(name).set_raw(text)
    form.input("held_on").set_raw("1-10-2025")
    opened.qtbot.keyClicks(form.input("report").widget, "Anna en Sita maakten het goed.")
    opened.qtbot.waitUntil(lambda: bool(form.hints("report")))
    line = form.hints("report")[0]
    assert "‘Sita’" in line.words.text()
    assert "Anna" not in line.words.text()
    opened.qtbot.keyClicks(line.reason, "ouders vroegen hoe het afliep")
    page.sheet.submit()
    opened.settle()
    card = page.cards[kind.code]
    card.table.view.selectRow(0)
    opened.settle()
    why = "ouders vroegen hoe het afliep (de naam van een ander kind, bij Verslag)"
    assert why in card.details.facts.texts()
    page.edit(kind, card.table.current())
    opened.settle()
    form = page.sheet.form(kind.code)
    opened.qtbot.keyClicks(form.input("report").widget, "BSN 123456782. ")
    opened.qtbot.waitUntil(lambda: bool(form.hints("report")))
    assert ["‘123456782’" in one.words.text() for one in form.hints("report")] == [True]
    form.input("report").set_raw("Anna en Sita maakten het goed.")
    opened.qtbot.waitUntil(lambda: form.hints("report") == ())
    page.sheet.cancel()
    opened.settle()
