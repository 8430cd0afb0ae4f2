"""A document: a title, blocks, and what stands around them on every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from reportlab.platypus.flowables import Flowable

from app.documents import blocks, pages, style
from app.documents.flow import TextFlow
from app.documents.shaping import BOX
from app.documents.story import flowables, story
from app.documents.text import MissingCharacters, described, missing_characters


@dataclass(frozen=True)
class Document:
    """One PDF. `created` comes from the caller: equal documents give equal bytes.

    `title` is drawn above the first block (`show_title`) and is the file's title; `subtitle` stands
    below it. `header_left` and `footer` stand on every page. `watermark` is one word or two across
    every page.
    """

    title: str
    blocks: tuple[blocks.Block, ...]
    created: datetime
    subtitle: str = ""
    header_left: str = ""
    footer: str = ""
    watermark: str = ""
    page_numbers: bool = True
    show_title: bool = True
    author: str = ""
    subject: str = ""
    language: str = "nl-NL"


def render(document: Document, *, replace_missing: bool = False) -> bytes:
    """The document as PDF.

    Raises `MissingCharacters` if a text holds a character that no bundled font has; with
    `replace_missing` a box is drawn in its place and the document says at its end which they were.
    """
    missing = missing_characters(document)
    if missing and not replace_missing:
        raise MissingCharacters(missing)

    def flows(width: float) -> list[Flowable]:
        return [
            *_title(document),
            *story(document.blocks, width),
            *missing_notice(missing, width),
        ]

    section = pages.Section(
        story=flows,
        header=document.header_left,
        footer=document.footer,
        watermark=document.watermark,
        page_numbers=document.page_numbers,
    )
    metadata = pages.Metadata(
        document.title, document.language, document.author, document.subject, document.created
    )
    return pages.build([section], metadata)


def _title(document: Document) -> list[Flowable]:
    if not document.show_title:
        return []
    flows = [TextFlow(document.title, style.TITLE)]
    if document.subtitle:
        flows.append(TextFlow(document.subtitle, style.SUBTITLE))
    else:
        flows[-1].spaceAfter = style.SUBTITLE.after
    return flows


def missing_notice(missing: frozenset[str], width: float) -> list[Flowable]:
    """What a reader must know about the boxes in the text; nothing if there are none."""
    if not missing:
        return []
    words = (
        f"In dit document staat {BOX} op de plaats van tekens die niet gedrukt konden worden: "
        f"{described(missing)}."
    )
    return flowables(blocks.Paragraph(words, "small"), width)
