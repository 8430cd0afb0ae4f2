"""Taking a copy out of the program: why, where, and that nothing protects it there."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.documents.sniffing import type_of
from app.dossier.values import FiledDocument
from ui import task
from ui.context import Context
from ui.pages import pdf_file
from ui.widgets.ask_line import AskLine, ask_line

_WHAT_HAPPENS = (
    "De kopie is buiten het dossier niet versleuteld: wie bij de map kan, kan haar lezen.",
    "Wijzigt u de kopie, dan verandert het dossier niet. Verwijder haar zodra u klaar bent.",
)
_WHY = "Waarvoor is de kopie nodig? Dit komt in het toegangslog; schrijf niets over de inhoud."
_DONE = (
    "Kopie opgeslagen buiten het dossier. Zij is daar niet versleuteld: verwijder haar zodra u "
    "haar niet meer nodig hebt."
)


def take_out(owner: QWidget, context: Context, document: FiledDocument) -> None:
    """Ask why and where, and write the copy; the log comes first."""
    desk = context.desk
    dialog = AskLine(
        owner,
        "Opslaan buiten het programma",
        _WHY,
        desk.filed.reason_problem,
        "&Kiezen waar…",
        _WHAT_HAPPENS,
    )
    reason = ask_line(dialog)
    if reason is None:
        return
    # A title may hold a name, and what stands outside should not tell whose it is.
    path = pdf_file.ask_where(owner, "bijlage", type_of(document.media_type).ending.upper())
    if path is None:
        return

    def work() -> Path:
        content = desk.filed.export(document.pupil_id, document.id, reason)
        return pdf_file.write(path, content)

    task.run(owner, work, lambda _path: tell(owner, _DONE), message="Wordt opgeslagen…")


def tell(owner: QWidget, text: str) -> None:
    """Say it in the nearest message bar."""
    widget: QWidget | None = owner
    while widget is not None:
        bar = getattr(widget, "message_bar", None)
        if bar is not None:
            bar.done(text)
            return
        widget = widget.parentWidget()
