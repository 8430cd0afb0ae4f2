"""How one pupil grows: per domain and test a line over the moments, against the norms.

Pure. The charts are the same on the screen and on paper (`app.documents`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.access.pupil_data import PupilData
from app.documents import BandChart, LineChart, Series, StepBand, Tone
from app.documents.figures import Chart
from app.dossier import wording
from app.dossier.names import fold
from app.dossier.results import moments, rules
from app.dossier.results.norms import DOMAINS, NormBand, Norms, key_of

# From the highest level to the lowest; the word beside it is the level itself.
TONES = (Tone.DONE, Tone.INFO, Tone.PLAIN, Tone.WAITING, Tone.MUST)
MISSING = "ontbreekt"
_FEWEST = 2
_MEASURED = "monitoring"


@dataclass(frozen=True)
class Point(PupilData):
    """One moment of a line: without a level and a score nothing was measured there."""

    label: str
    ability: float | None = None
    level: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether the moment should have had a result."""
        return self.ability is None and not self.level


@dataclass(frozen=True)
class Line(PupilData):
    """The course of one test of one domain, oldest first."""

    domain: str
    test: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Drawn(PupilData):
    """A chart with its title, and the same in words for who cannot see it."""

    title: str
    chart: Chart
    words: str


def lines(results: Iterable[Mapping[str, Any]], year_group: str, today: date) -> tuple[Line, ...]:
    """The lines of a pupil's results of a monitoring system, in the order of the domains.

    Moments between that were not measured are in it, and those that are due by now.
    """
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for one in sorted(results, key=lambda one: one["taken_on"]):
        if one.get("sort") == _MEASURED and one.get("domain"):
            key = (str(one["domain"]), fold(str(one.get("test") or "")))
            found.setdefault(key, []).append(one)
    order = {domain: number for number, domain in enumerate(DOMAINS)}
    keys = sorted(found, key=lambda key: (order.get(key[0], len(order)), key[1]))
    last = moments.due(year_group, today)
    return tuple(
        Line(domain, str(found[domain, test][-1].get("test") or ""), points)
        for domain, test in keys
        if (points := _points(found[domain, test], last))
    )


def _points(taken: Sequence[Mapping[str, Any]], last: moments.Moment | None) -> tuple[Point, ...]:
    parsed = [moments.parse(str(one.get("moment") or "")) for one in taken]
    if any(one is None for one in parsed) or len(set(parsed)) < len(parsed):
        return tuple(_point(label, one) for label, one in _by_date(taken))
    there = dict(zip(parsed, taken, strict=True))
    return tuple(
        _point(moment.code, there[moment]) if moment in there else Point(moment.code)
        for moment in moments.expected([one for one in parsed if one], last)
    )


def _by_date(taken: Sequence[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """Labelled by moment where that tells results apart, else by date."""
    names = [str(one.get("moment") or "") for one in taken]
    return [
        (name if name and names.count(name) == 1 else wording.dutch_date(one["taken_on"]), one)
        for name, one in zip(names, taken, strict=True)
    ]


def _point(label: str, result: Mapping[str, Any]) -> Point:
    ability = result.get("ability")
    return Point(
        label,
        float(ability) if isinstance(ability, (int, float)) else None,
        str(result.get("level") or ""),
    )


def drawn(line: Line, norms: Norms, *, with_test: bool) -> Drawn | None:
    """The chart of a line; None when there is no course to see.

    Scores over the norm bands of their moments where those are known, else levels over their
    scale, else scores alone.
    """
    title = DOMAINS.get(line.domain, line.domain)
    if with_test and line.test:
        title += f" · {line.test}"
    scored = [one for one in line.points if one.ability is not None]
    bands = norm_bands(line, norms)
    if len(scored) >= _FEWEST and bands:
        made: tuple[Chart, str] | None = _over_norms(line, bands)
    else:
        made = _levels(line) or (_scores(line) if len(scored) >= _FEWEST else None)
    if made is None:
        return None
    return Drawn(title[:1].upper() + title[1:], made[0], f"{title}: {made[1]}")


def charts(
    results: Iterable[Mapping[str, Any]], year_group: str, today: date, norms: Norms
) -> tuple[Drawn, ...]:
    """Every chart there is to see of a pupil."""
    found = lines(results, year_group, today)
    domains = [line.domain for line in found]
    made = (drawn(one, norms, with_test=domains.count(one.domain) > 1) for one in found)
    return tuple(one for one in made if one is not None)


def norm_bands(line: Line, norms: Norms) -> dict[str, NormBand]:
    """The norm of each moment of a line that has one."""
    wanted = {one.label: key_of(line.test, line.domain, one.label) for one in line.points}
    return {label: norms[key] for label, key in wanted.items() if key in norms}


def steps(labels: Iterable[str], bands: Mapping[str, NormBand]) -> tuple[StepBand, ...]:
    """Five bands, I on top, that rise with the norms of the moments."""
    scale = rules.LEVELS[0]
    known = [(label, bands[label].lowest) for label in labels if label in bands]
    return tuple(
        StepBand(
            level,
            tuple(
                (
                    label,
                    lowest[place] if place < len(lowest) else None,
                    lowest[place - 1] if place else None,
                )
                for label, lowest in known
            ),
            TONES[place],
        )
        for place, level in enumerate(scale)
    )


def _over_norms(line: Line, bands: Mapping[str, NormBand]) -> tuple[Chart, str]:
    labels = tuple(one.label for one in line.points)
    chart = LineChart(
        (Series("", tuple((one.label, one.ability) for one in line.points)),),
        labels=labels,
        axis="vaardigheidsscore",
        steps=steps(labels, bands),
        missing=MISSING,
    )
    said = []
    for one in line.points:
        level = one.level
        if one.ability is not None and not level and one.label in bands:
            level = bands[one.label].level(one.ability)
        said.append(_said(one, level))
    return chart, ", ".join(said)


def _levels(line: Line) -> tuple[Chart, str] | None:
    for scale in rules.LEVELS:
        on_scale = [one for one in line.points if one.level in scale]
        if len(on_scale) < _FEWEST:
            continue
        shown = [one for one in line.points if one.level in scale or one.is_missing]
        chart = BandChart(
            tuple(zip(reversed(scale), reversed(TONES), strict=True)),
            tuple((one.label, one.level or None) for one in shown),
            missing=MISSING,
        )
        return chart, ", ".join(
            f"{one.label} niveau {one.level}" if one.level else f"{one.label} {MISSING}"
            for one in shown
        )
    return None


def _scores(line: Line) -> tuple[Chart, str]:
    points = [one for one in line.points if one.ability is not None or one.is_missing]
    chart = LineChart(
        (Series("", tuple((one.label, one.ability) for one in points)),),
        axis="vaardigheidsscore",
        missing=MISSING,
    )
    return chart, ", ".join(_said(one, "") for one in points)


def _said(point: Point, level: str) -> str:
    if point.is_missing:
        return f"{point.label} {MISSING}"
    parts = [point.label]
    if point.ability is not None:
        parts.append(f"vaardigheid {point.ability:g}".replace(".", ","))
    if level:
        parts.append(f"niveau {level}")
    return " ".join(parts)
