"""What was found, as rows of a list, and where each row leads. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from app.access.categories import CATEGORY_NAMES, Category
from app.dossier.kinds import KINDS
from app.dossier.search_values import Found, FoundPupil, FoundText
from app.dossier.searching import Snippet
from app.dossier.values import PupilSummary
from ui import text as texts
from ui.context import Target
from ui.widgets.found_list import FoundRow

_PAGE_OF = {
    Category.CUSTODY_PAPERS: Category.CONTACT,
    Category.SHARED_HEALTH: Category.HEALTH,
}
"""The page of the dossier where entries of a narrower category stand."""


def targets_and_rows(found: Sequence[Found]) -> tuple[Mapping[str, Target], list[FoundRow]]:
    """Everything that several searches found, by pupil in the order of a class list."""
    texts_of: dict[str, list[FoundText]] = {}
    pupils: dict[str, FoundPupil] = {}
    for one in found:
        for pupil in one.pupils:
            pupils.setdefault(pupil.pupil.id, pupil)
            texts_of.setdefault(pupil.pupil.id, []).extend(pupil.texts)
    targets: dict[str, Target] = {}
    rows: list[FoundRow] = []
    for pupil_id, pupil in sorted(pupils.items(), key=lambda pair: pair[1].pupil.sort_key):
        targets[pupil_id] = Target("pupils", pupil_id)
        rows.append(FoundRow(pupil_id, name_and_group(pupil.pupil)))
        for text in sorted(texts_of[pupil_id], key=lambda one: one.day or date.min, reverse=True):
            page = _PAGE_OF.get(text.category, text.category)
            key = f"{pupil_id}/{text.kind}/{text.entry_id}/{text.category}"
            targets[key] = Target("pupils", pupil_id, page, part=text.kind, entry_id=text.entry_id)
            rows.append(FoundRow(key, _where(text), tuple(pieces(text.snippet))))
    return targets, rows


def name_and_group(pupil: PupilSummary) -> str:
    """`Hof, Anna van 't · groep 8`."""
    if pupil.former:
        return f"{pupil.list_name} · oud-leerling"
    return f"{pupil.list_name} · groep {pupil.group_name}" if pupil.group_name else pupil.list_name


def pieces(snippet: Snippet) -> Iterator[tuple[str, bool]]:
    """The text cut at its marks."""
    at = 0
    for start, end in snippet.marks:
        if start > at:
            yield snippet.text[at:start], False
        yield snippet.text[start:end], True
        at = end
    if at < len(snippet.text):
        yield snippet.text[at:], False


def _where(text: FoundText) -> str:
    """`Gespreksverslagen · Gesprek · 12-01-2027 · Verslag`."""
    parts = (CATEGORY_NAMES[text.category], KINDS[text.kind].singular)
    day = (texts.shown(text.day),) if text.day else ()
    return " · ".join((*dict.fromkeys(parts), *day, text.snippet.label))
