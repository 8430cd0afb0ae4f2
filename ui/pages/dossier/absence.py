"""Afwezigheid."""

from app.access.categories import Category
from ui.pages.dossier.category_page import DossierPage
from ui.theme import Tone


class AbsencePage(DossierPage):
    """When the pupil was not there."""

    category = Category.ABSENCE
    tones = {
        "absence.sort": {
            "ill": Tone.NEUTRAL,
            "late": Tone.WAITING,
            "authorised": Tone.DONE,
            "unauthorised": Tone.MUST,
        }
    }
