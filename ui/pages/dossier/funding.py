"""Bekostiging."""

from app.access.categories import Category
from ui.pages.dossier.category_page import DossierPage


class FundingPage(DossierPage):
    """What the funding is computed from."""

    category = Category.FUNDING
