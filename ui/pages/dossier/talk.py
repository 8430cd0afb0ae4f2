"""Gesprekken."""

from typing import ClassVar

from app.access.categories import Category
from ui.pages.dossier.category_page import DossierPage
from ui.pages.dossier.columns import Tones
from ui.theme import Tone


class TalkPage(DossierPage):
    """What was said and agreed with the parents."""

    category = Category.TALK
    tones: ClassVar[Tones] = {"talk.sent_to_parents": {True: Tone.DONE}}
