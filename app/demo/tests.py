"""An invented test of a monitoring system, with invented norms. No publisher's are in it."""

from app.dossier.results.norms import NormBand

TEST = "Regenboogtoets"
# Domain: year group of the first test, ability there, growth per half-year.
DOMAINS = {
    "technical_reading": (3, 22.0, 8.0),
    "spelling": (3, 190.0, 17.0),
    "arithmetic": (3, 118.0, 16.5),
    "reading": (4, 122.0, 8.5),
    "vocabulary": (4, 55.0, 5.0),
}
_HALVES = {"B": 0.6, "M": 1, "E": 2}
# How far from the average the best fifth begins, and so on, in standard deviations.
_BOUNDS = (0.84, 0.25, -0.25, -0.84)
_LAST_GROUP = 8


def ability(domain: str, moment: str, year_group: int, score: float) -> int:
    """The ability score of who is `score` standard deviations from the average at this moment."""
    first, base, growth = DOMAINS[domain]
    return round(base + growth * (2 * (year_group - first) + _HALVES[moment] + score))


def norm(domain: str, moment: str, year_group: int) -> NormBand:
    """The norm of one moment of one domain."""
    one, two, three, four = (float(ability(domain, moment, year_group, bound)) for bound in _BOUNDS)
    return NormBand(TEST, domain, f"{moment}{year_group}", (one, two, three, four))


def norms() -> tuple[NormBand, ...]:
    """Every norm of the invented test."""
    return tuple(
        norm(domain, moment, year_group)
        for domain, (first, _, _) in DOMAINS.items()
        for year_group in range(first, _LAST_GROUP + 1)
        for moment in _HALVES
    )
