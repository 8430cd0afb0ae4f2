"""Gezondheid en ondersteuning."""

from typing import ClassVar

from app.access.categories import Category
from ui.pages.dossier.category_page import DossierPage
from ui.pages.dossier.columns import Tones
from ui.theme import Tone


class HealthPage(DossierPage):
    """What help is needed; a teacher of the group sees only what is shared."""

    category = Category.HEALTH
    tones: ClassVar[Tones] = {"health.shared_with_group": {True: Tone.HERE}}
