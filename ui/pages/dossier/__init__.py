"""The dossier: one file per category, all of the shape of `category_page.DossierPage`.

`PAGES` is the one list of them, in the order of the tabs. A new category is a file here and a line
in the list; a new field or kind is neither: it comes from `app.dossier.kinds`.
"""

from ui.pages.dossier.absence import AbsencePage
from ui.pages.dossier.category_page import DossierPage
from ui.pages.dossier.contact import ContactPage
from ui.pages.dossier.enrolment import EnrolmentPage
from ui.pages.dossier.funding import FundingPage
from ui.pages.dossier.health import HealthPage
from ui.pages.dossier.okr import OkrPage
from ui.pages.dossier.research import ResearchPage
from ui.pages.dossier.results import ResultsPage
from ui.pages.dossier.talk import TalkPage

PAGES: tuple[type[DossierPage], ...] = (
    EnrolmentPage,
    AbsencePage,
    ContactPage,
    FundingPage,
    OkrPage,
    HealthPage,
    ResultsPage,
    TalkPage,
    ResearchPage,
)
