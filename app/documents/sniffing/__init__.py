"""What a file from outside really is, by its content: a name can say anything.

`sniff` gives the type of a file that may be kept, or raises `NotAcceptable` with what to do
instead. Nothing of the file is carried out: no macro, no script, no link. What is looked into is
bounded, so that a file made to fill the memory is refused before it does.

`file_types` (the types, from `resources/attachments.toml`), one file per family (`pdf`, `images`,
`packages`, `compound`, `plain`), and `sniff`, which chooses among them.
"""

from app.documents.sniffing.file_types import LIMITS, FileType, NotAcceptable, type_of
from app.documents.sniffing.sniff import Sniffed, sniff

__all__ = ["LIMITS", "FileType", "NotAcceptable", "Sniffed", "sniff", "type_of"]
