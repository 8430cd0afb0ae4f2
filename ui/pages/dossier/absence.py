"""Afwezigheid."""

from typing import ClassVar

from app.access.categories import Category
from ui.pages.dossier.category_page import DossierPage
from ui.pages.dossier.columns import Tones
from ui.theme import Tone


class AbsencePage(DossierPage):
    """When the pupil was not there."""

    category = Category.ABSENCE
    tones: ClassVar[Tones] = {
        "absence.sort": {
            "ill": Tone.NEUTRAL,
            "late": Tone.WAITING,
            "authorised": Tone.DONE,
            "unauthorised": Tone.MUST,
        }
    }
