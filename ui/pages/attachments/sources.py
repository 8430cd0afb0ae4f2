"""Where the bytes of a new attachment come from: a file of this computer, or what was pasted."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData
from PySide6.QtGui import QImage

from app.dossier import incoming

_PASTED = "Geplakte afbeelding.png"


def _nothing_to_tell(_done: int, _total: int) -> None:
    pass


@dataclass(frozen=True)
class Source:
    """A file is read again when it is kept, so that many large ones do not wait in memory."""

    path: Path | None = None
    content: bytes = b""

    def read(self, step: incoming.Step = _nothing_to_tell) -> bytes:
        """The bytes. Raises NotAcceptable."""
        return incoming.read(self.path, step) if self.path else self.content

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name if self.path else _PASTED


def holds_files(data: QMimeData) -> bool:
    """Whether `sources_in` would find something, without making it."""
    return any(url.isLocalFile() for url in data.urls()) or data.hasImage()


def sources_in(data: QMimeData) -> list[Source]:
    """The files, or else the picture, that is being dragged or pasted."""
    files = [Source(Path(url.toLocalFile())) for url in data.urls() if url.isLocalFile()]
    if files or not data.hasImage():
        return files
    image = QImage(data.imageData())
    return [] if image.isNull() else [Source(content=_as_png(image))]


def _as_png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())
