"""Saving a file where the user says: asked on the screen, written whole or not at all."""

import secrets
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import UserError


def ask_where(parent: QWidget, name: str, kind: str = "PDF") -> Path | None:
    """Where to save; `name` is what to propose and never holds a pupil's name.

    `kind` is the sort of file as people call it, and its ending.
    """
    ending = f".{kind.lower()}"
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    folder = QStandardPaths.writableLocation(documents)
    chosen, _ = QFileDialog.getSaveFileName(
        parent, f"{kind} opslaan", str(Path(folder) / f"{name}{ending}"), f"{kind} (*{ending})"
    )
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix.lower() == ending else path.with_name(f"{path.name}{ending}")


def write(path: Path, content: bytes) -> Path:
    """Write the file. A failure leaves what stood there before; raises `UserError`."""
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        try:
            beside.write_bytes(content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError:
        raise UserError(
            "Het bestand kon hier niet worden opgeslagen: er is geen ruimte, geen recht om hier te "
            "schrijven, of het staat nog open. Er is niets veranderd. Kies een andere map."
        ) from None
    return path
