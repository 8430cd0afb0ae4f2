"""Resultaten: what was measured and seen, how it goes over time, and what an advice asks."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.access.categories import Category
from app.dossier.kinds import Field, Kind
from app.dossier.results import growth, norms, sheet
from app.dossier.results.advice import AdviceSignal, AdviceState, signal_of
from app.dossier.results.norms import NormBand
from app.dossier.values import CategoryPage, Entry
from ui import task
from ui.form_fields import Choices
from ui.forms import EntryForm
from ui.pages.dossier.category_page import DossierPage, Part
from ui.pages.form_sheet import Section
from ui.pages.outcome import Outcome, attempt
from ui.pages.results.advices import TONES
from ui.pages.results.paper import ResultsPaper
from ui.theme import GRID
from ui.widgets.buttons import button
from ui.widgets.card import Card
from ui.widgets.chart_grid import ChartGrid
from ui.widgets.chip import Chip
from ui.widgets.inputs import ChoiceInput
from ui.widgets.labels import PlainLabel

_RESULT = "result"
_FIRST_SORT = "monitoring"
Norms = tuple[NormBand, ...]


class ResultsPage(DossierPage):
    """A card per sort of result; above them what the advices ask, and a chart per domain."""

    category = Category.RESULTS
    _domain = ""
    _norms: Norms = ()

    def read_more(self, page: CategoryPage) -> Norms:
        return self.context.desk.norms.all()

    def parts(self, page: CategoryPage) -> Sequence[Part]:
        found: list[Part] = []
        for part in super().parts(page):
            entries = [one for one in part.entries if self._shows(one)]
            if part.kind.code == _RESULT:
                found += parts_of(part.kind, entries)
            else:
                found.append(replace(part, entries=entries))
        return found

    def before_cards(self, page: CategoryPage, more: Norms) -> Sequence[QWidget]:
        self._norms = more
        results = page.entries.get(_RESULT, ())
        signal = signal_of(one.values for one in page.entries.get("advice", ()))
        drawn = growth.charts(
            (one.values for one in results if self._shows(one)),
            page.pupil.year_group,
            self.context.desk.today,
            norms.by_key(more),
        )
        found: list[QWidget] = []
        if signal.state is not AdviceState.NOTHING:
            found.append(_signal_card(signal))
        if results:
            found.append(self._bar(results))
        if drawn:
            found.append(ChartGrid([(one.title, one.chart, one.words) for one in drawn]))
        return found

    def sections(self, kind: Kind, entry: Entry | None, given: Choices) -> Sequence[Section]:
        found = super().sections(kind, entry, given)
        if kind.code == _RESULT:
            suggest_level(found[0].form, self._norms)
        return found

    def _shows(self, entry: Entry) -> bool:
        return not self._domain or entry.values.get("domain", self._domain) == self._domain

    def _bar(self, results: Sequence[Entry]) -> QWidget:
        """Which domain shows, and the way to paper."""
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        used = {str(one.values.get("domain")) for one in results}
        domains = [one for one in norms.DOMAINS.items() if one[0] in used]
        self.domain = ChoiceInput(domains, self._domain or None, empty="Alle gebieden")
        self.domain.setAccessibleName("Gebied dat u ziet")
        self.domain.currentIndexChanged.connect(lambda _index: self._filter())
        self.print_button = button("Overzicht al&s PDF", "outline", "pdf", self.make_pdf)
        row.addWidget(self.domain)
        row.addStretch(1)
        row.addWidget(self.print_button)
        return bar

    def _filter(self) -> None:
        self._domain = self.domain.code() or ""
        if self.page is not None:
            self._arrange(self.page, self._norms)
            self.domain.setFocus(Qt.FocusReason.OtherFocusReason)

    def make_pdf(self) -> None:
        """The overview of this pupil as PDF; making it is logged."""
        desk = self.context.desk
        task.run(
            self,
            attempt(lambda: desk.result_sheets.pupil(self.pupil.id)),
            self._show_paper,
            busy=self.print_button,
            message="Overzicht wordt gemaakt…",
        )

    def _show_paper(self, outcome: Outcome[bytes]) -> None:
        if outcome.value is None:
            self.message_bar.must(outcome.refused)
            return
        paper = ResultsPaper(outcome.value, f"Resultaten van {self.pupil.display_name}")
        paper.closed.connect(self._back)
        paper.saved.connect(self.message_bar.done)
        self._faces.show_over(paper)
        paper.back_button.setFocus()


def parts_of(kind: Kind, entries: Sequence[Entry]) -> list[Part]:
    """A card per sort of result that there is; the first sort also when there is nothing."""
    found = []
    for sort, said in sheet.SORTS.items():
        of_sort = [one for one in entries if one.values.get("sort") == sort]
        if of_sort or (sort == _FIRST_SORT and not entries):
            key = kind.code if sort == _FIRST_SORT else f"{kind.code}:{sort}"
            listed = [
                name
                for name in said["list"]
                if not of_sort or any(one.display.get(name) for one in of_sort)
            ]
            found.append(Part(key, _kind_of(kind, sort, said["plural"], listed), of_sort))
    return found


def _kind_of(kind: Kind, sort: str, plural: str, listed: Sequence[str]) -> Kind:
    """The kind with the columns of a sort; what is added from its card begins as that sort."""

    def of_sort(field: Field) -> Field:
        default = sort if field.name == "sort" else field.default
        return replace(field, in_list=field.name in listed, default=default)

    return replace(kind, plural=plural, fields=tuple(of_sort(one) for one in kind.fields))


def suggest_level(form: EntryForm, bands: Sequence[NormBand]) -> None:
    """Fill in the level of the norms while nobody chose another."""
    known = norms.by_key(bands)
    level = form.input("level")
    suggested = {"level": ""}

    def follow() -> None:
        if level.raw() != suggested["level"]:
            return  # somebody chose
        values: Mapping[str, object] = form.values()
        found = norms.suggested_level(known, values)
        if found != suggested["level"]:
            suggested["level"] = found
            level.set_value(found or None)

    form.changed.connect(follow)


def _signal_card(signal: AdviceSignal) -> Card:
    card = Card("Schooladvies en doorstroomtoets")
    row = QHBoxLayout()
    row.setSpacing(GRID)
    row.addWidget(Chip(signal.word, TONES[signal.state]), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(signal.text, wrap=True), 1)
    card.body.addLayout(row)
    return card
