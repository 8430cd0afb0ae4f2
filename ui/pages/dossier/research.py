"""Psychologisch onderzoek."""

from app.access.categories import Category
from ui.pages.dossier.category_page import DossierPage


class ResearchPage(DossierPage):
    """Question and conclusion of a study, with the consent."""

    category = Category.RESEARCH
