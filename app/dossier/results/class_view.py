"""A group at a glance: how its levels are spread at each moment, and its average score.

Pure: over what `overview` read, for the screen and for paper.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from app.access.pupil_data import PupilData
from app.documents import LineChart, Series, StackedChart
from app.dossier.names import fold
from app.dossier.results import moments, rules
from app.dossier.results.advice import AdviceSignal
from app.dossier.results.growth import MISSING, TONES, Drawn, steps
from app.dossier.results.norms import DOMAINS, Norms, key_of, suggested_level

_MEASURED = "monitoring"
_MOST_MOMENTS = 8
Taken: TypeAlias = Mapping[tuple[str, moments.Moment], Mapping[str, Any]]


@dataclass(frozen=True)
class PupilResults(PupilData):
    """What one pupil of the group has. `advices` are the newest per sort, in words."""

    pupil_id: str
    name: str
    year_group: str
    results: tuple[Mapping[str, Any], ...]
    advices: Mapping[str, str]
    signal: AdviceSignal


@dataclass(frozen=True)
class MomentSpread(PupilData):
    """One moment of a test: how many pupils have each level (highest first), and who has none.

    `missing` names those of the group who were due and have no result, not even "niet gemaakt".
    """

    moment: str
    levels: tuple[int, ...]
    average: float | None
    measured: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ClassView(PupilData):
    """One test of one domain for the whole group, oldest moment first."""

    domain: str
    test: str
    scale: tuple[str, ...]
    moments: tuple[MomentSpread, ...]

    @property
    def title(self) -> str:
        """Domain and test."""
        return f"{DOMAINS.get(self.domain, self.domain)} · {self.test or 'zonder naam'}"


def views(pupils: Sequence[PupilResults], norms: Norms, today: date) -> tuple[ClassView, ...]:
    """One view per test that the group made, in the order of the domains."""
    found: dict[tuple[str, str], dict[tuple[str, moments.Moment], Mapping[str, Any]]] = {}
    names: dict[tuple[str, str], str] = {}
    for pupil in pupils:
        for one in pupil.results:
            moment = moments.parse(str(one.get("moment") or ""))
            if one.get("sort") == _MEASURED and one.get("domain") and moment is not None:
                key = (str(one["domain"]), fold(str(one.get("test") or "")))
                names[key] = str(one.get("test") or "")
                found.setdefault(key, {})[pupil.pupil_id, moment] = one
    order = {domain: number for number, domain in enumerate(DOMAINS)}
    return tuple(
        _view(key, names[key], found[key], pupils, norms, today)
        for key in sorted(found, key=lambda key: (order.get(key[0], len(order)), key[1]))
    )


def _view(
    key: tuple[str, str],
    test: str,
    taken: Taken,
    pupils: Sequence[PupilResults],
    norms: Norms,
    today: date,
) -> ClassView:
    levels = [str(one.get("level") or "") or suggested_level(norms, one) for one in taken.values()]
    scale = max(rules.LEVELS, key=lambda scale: sum(1 for level in levels if level in scale))
    shown = sorted({moment for _, moment in taken})[-_MOST_MOMENTS:]
    return ClassView(
        key[0],
        test,
        scale,
        tuple(_spread(moment, taken, pupils, norms, scale, today) for moment in shown),
    )


def _spread(
    moment: moments.Moment,
    taken: Taken,
    pupils: Sequence[PupilResults],
    norms: Norms,
    scale: tuple[str, ...],
    today: date,
) -> MomentSpread:
    made_by = {one.year_group for one in pupils if (one.pupil_id, moment) in taken}
    there = [taken[one.pupil_id, moment] for one in pupils if (one.pupil_id, moment) in taken]
    levels = [str(one.get("level") or "") or suggested_level(norms, one) for one in there]
    scores = [
        float(one["ability"]) for one in there if isinstance(one.get("ability"), (int, float))
    ]
    return MomentSpread(
        moment.code,
        tuple(levels.count(level) for level in scale),
        sum(scores) / len(scores) if scores else None,
        sum(1 for one in there if rules.has_outcome(one)),
        tuple(one.name for one in pupils if _is_missing(one, moment, taken, made_by, today)),
    )


def _is_missing(
    pupil: PupilResults,
    moment: moments.Moment,
    taken: Taken,
    made_by: Container[str],
    today: date,
) -> bool:
    """Should this pupil have made it, and is nothing there?

    A moment of the present year group that is due or that others of it made, or an earlier one
    after the pupil's first: who came to the school later lacks nothing.
    """
    group = pupil.year_group
    if (pupil.pupil_id, moment) in taken or not group.isdigit():
        return False
    last = moments.due(group, today)
    is_due = last is not None and moment <= last
    if int(group) == moment.year_group:
        return is_due or group in made_by
    own = [one for pupil_id, one in taken if pupil_id == pupil.pupil_id]
    return is_due and bool(own) and min(own) < moment


def spread_chart(view: ClassView) -> Drawn:
    """How the levels are spread, as bars."""
    low_to_high = tuple(reversed(tuple(zip(view.scale, TONES, strict=True))))
    chart = StackedChart(
        low_to_high,
        tuple((one.moment, tuple(reversed(one.levels))) for one in view.moments),
        tuple(len(one.missing) for one in view.moments),
        "zonder",
        axis="leerlingen per niveau",
    )
    words = "; ".join(
        f"{one.moment}: "
        + ", ".join(f"{n} × {lv}" for lv, n in zip(view.scale, one.levels, strict=True) if n)
        + (f", {len(one.missing)} zonder" if one.missing else "")
        for one in view.moments
    )
    return Drawn("Verdeling over de niveaus", chart, f"{view.title}. {words}")


def average_chart(view: ClassView, norms: Norms) -> Drawn | None:
    """The average ability score over the moments; None with fewer than two."""
    scored = [one for one in view.moments if one.average is not None]
    if len(scored) < 2:
        return None
    labels = tuple(one.moment for one in view.moments)
    bands = {
        label: norms[key]
        for label in labels
        if (key := key_of(view.test, view.domain, label)) in norms
    }
    points = tuple((one.moment, one.average) for one in view.moments)
    chart = LineChart(
        (Series("", points),),
        labels=labels,
        axis="gemiddelde vaardigheidsscore",
        steps=steps(labels, bands) if bands else (),
        missing=MISSING,
    )
    words = ", ".join(
        f"{one.moment} {shown_number(one.average)}" for one in view.moments if one.average
    )
    return Drawn("Gemiddelde van de groep", chart, f"{view.title}. Gemiddelde: {words}")


def shown_number(value: float | None) -> str:
    """An average with one decimal, the Dutch way."""
    return "" if value is None else f"{value:.1f}".replace(".", ",")


def table(view: ClassView) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The charts as a table: heading and rows."""
    head = ("Afname", *view.scale, "Gemiddeld", "Gemaakt", "Zonder resultaat")
    rows = tuple(
        (
            one.moment,
            *(str(count) for count in one.levels),
            shown_number(one.average),
            str(one.measured),
            str(len(one.missing)),
        )
        for one in view.moments
    )
    return head, rows
