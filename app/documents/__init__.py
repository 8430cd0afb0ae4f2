"""Pages: what a document says goes in as values, a PDF comes out. Knows nothing of pupils.

A caller builds frozen blocks (`blocks`), puts them in a `Document` or a `Letter` and calls `render`
or `render_letters`. What a block *means* (a heading, a header row, a list) is kept until the last
step, so that tagging the PDF for screen readers changes this room only.

Inside, from the ground up: `style` (palette and sizes), `fonts` (bundled, always embedded), `text`
(any user text made safe and broken into lines), `shaping` (right-to-left, accents), `figures` and
`geometry` with `shapes` and `stacks` (charts as values and where their lines stand, shared with
the screen), `flow`, `rows`, `tables` and `charts` (drawing), `story` (blocks into flowables),
`pages` (page furniture and the build), and on top `document` and `letters`.
May import `app.errors` and `app.resources`, nothing else of `app`.
"""

from app.documents.blocks import (
    Block,
    Bullets,
    Figure,
    Heading,
    KeepTogether,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    SignatureLine,
    Spacer,
    Table,
)
from app.documents.document import Document, render
from app.documents.figures import Band, BandChart, LineChart, Series, StackedChart, StepBand, Tone
from app.documents.letters import AddressWindow, Letter, Letterhead, render_letters
from app.documents.text import MissingCharacters, missing_characters

__all__ = [
    "AddressWindow",
    "Band",
    "BandChart",
    "Block",
    "Bullets",
    "Document",
    "Figure",
    "Heading",
    "KeepTogether",
    "KeyValues",
    "Letter",
    "Letterhead",
    "LineChart",
    "MissingCharacters",
    "Note",
    "PageBreak",
    "Paragraph",
    "Series",
    "SignatureLine",
    "Spacer",
    "StackedChart",
    "StepBand",
    "Table",
    "Tone",
    "missing_characters",
    "render",
    "render_letters",
]
