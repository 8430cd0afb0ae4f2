"""The results of a pupil and of a group on paper: charts, then the numbers behind them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.access.categories import Category
from app.access.log import Event
from app.access.policy import Action
from app.access.session import Session
from app.documents import (
    Block,
    Document,
    Figure,
    Heading,
    KeepTogether,
    Note,
    PageBreak,
    Paragraph,
    Table,
    Tone,
    render,
)
from app.dossier import reading
from app.dossier.acts import Act, Asked, act, acts
from app.dossier.kinds import KINDS
from app.dossier.results import norm_table
from app.dossier.results.advice import AdviceState, signal_of
from app.dossier.results.class_view import (
    ClassView,
    PupilResults,
    average_chart,
    spread_chart,
    table,
)
from app.dossier.results.group import members
from app.dossier.results.growth import Drawn, charts
from app.dossier.results.norms import Norms, by_key
from app.dossier.results.overview import GroupOverview, overview_of
from app.dossier.results.sheet import SORTS
from app.dossier.school import read_school
from app.dossier.values import Entry
from app.dossier.wording import long_date
from app.errors import UserError

_WANTED: Asked = [(Action.PRINT, Category.RESULTS)]
_KIND = "results_sheet"
_RESULT, _ADVICE = KINDS["result"], KINDS["advice"]
_ADVICE_COLUMNS = ("given_on", "sort", "advice")
ADVICE_SORTS: Mapping[str, str] = _ADVICE.field("sort").choices
_NOTHING = "Er zijn nog geen resultaten vastgelegd."


class ResultSheets:
    """Overviews to print. Making one is logged as printing: the PDF can leave the school."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def pupil(self, pupil_id: str) -> bytes:
        """The results of one pupil as PDF."""
        with act(self._session, pupil_id, _WANTED, Event.PRINT, object_kind=_KIND) as doing:
            pupil = doing.pupil
            results = reading.entries(doing, _RESULT)
            advices = reading.entries(doing, _ADVICE)
            norms = by_key(norm_table.read(doing.connection))
            drawn = charts(
                (one.values for one in results), pupil.year_group, self._session.today, norms
            )
            blocks: list[Block] = [*_advice(advices), *_figures(drawn)]
            blocks += _tables(results)
            group = f"groep {pupil.group_name}" if pupil.group_name else "niet in een groep"
            return self._pdf(doing, f"Resultaten van {pupil.display_name}", group, blocks)

    def group(self, group_id: str) -> bytes:
        """The results of a group as PDF: per test how its levels are spread and its average."""
        with self._session.transaction() as connection:
            found = members(connection, self._session, group_id)
        with acts(self._session, found, _WANTED, Event.PRINT, object_kind=_KIND) as doing:
            if not doing:
                raise UserError("In deze groep zit niemand. Er is geen overzicht gemaakt.")
            overview = overview_of(doing)
            norms = by_key(overview.norms)
            blocks: list[Block] = []
            for number, view in enumerate(overview.views):
                blocks += [PageBreak()] if number else []
                blocks += _view(view, norms)
            blocks += _last_group(overview)
            name = doing[0].pupil.group_name
            return self._pdf(doing[0], f"Resultaten van groep {name}", "", blocks)

    def _pdf(self, doing: Act, title: str, about: str, blocks: Sequence[Block]) -> bytes:
        school, today = read_school(doing.connection), long_date(self._session.today)
        return render(
            Document(
                title,
                tuple(blocks) or (Paragraph(_NOTHING),),
                self._session.clock(),
                subtitle=", ".join(part for part in (about, today) if part),
                header_left=school.name,
                footer=f"Vertrouwelijk · gemaakt door {self._session.staff.name} op {today}",
            ),
            replace_missing=True,
        )


def _figures(drawn: Iterable[Drawn]) -> list[Block]:
    return [KeepTogether((Heading(one.title, 2), Figure(one.chart, one.words))) for one in drawn]


def _advice(advices: Sequence[Entry]) -> list[Block]:
    signal = signal_of(one.values for one in advices)
    if signal.state is AdviceState.NOTHING:
        return []
    tone = Tone.MUST if signal.state.asks else Tone.INFO
    return [Note(signal.text, tone, signal.word[:1].upper() + signal.word[1:])]


def _tables(results: Sequence[Entry]) -> list[Block]:
    """A table per sort of result, without columns in which nothing stands."""
    found: list[Block] = []
    for sort, said in SORTS.items():
        entries = [one for one in results if one.values.get("sort") == sort]
        names = [name for name in said["list"] if any(one.display.get(name) for one in entries)]
        if names:
            header = tuple(_RESULT.field(name).label for name in names)
            rows = tuple(tuple(one.display.get(name, "") for name in names) for one in entries)
            found += [Heading(said["plural"], 2), Table(header, rows)]
    return found


def _view(view: ClassView, norms: Norms) -> list[Block]:
    head, rows = table(view)
    drawn = [spread_chart(view), average_chart(view, norms)]
    title = view.title[:1].upper() + view.title[1:]
    figures = [Figure(one.chart, one.words, one.title) for one in drawn if one is not None]
    return [KeepTogether((Heading(title, 2), *figures)), Table(head, rows), *_missing(view)]


def _missing(view: ClassView) -> list[Block]:
    newest = view.moments[-1]
    if not newest.missing:
        return []
    names = "; ".join(newest.missing)
    return [Note(f"Zonder resultaat bij {newest.moment}: {names}.", Tone.WAITING)]


def _last_group(overview: GroupOverview) -> list[Block]:
    pupils: Sequence[PupilResults] = overview.last_group
    if not pupils:
        return []
    header = ("Leerling", *(label.capitalize() for label in ADVICE_SORTS.values()), "Wat volgt")
    rows: list[tuple[Any, ...]] = [
        (one.name, *(one.advices.get(sort, "") for sort in ADVICE_SORTS), one.signal.word)
        for one in pupils
    ]
    return [Heading("Adviezen van groep 8", 2), Table(header, tuple(rows))]
