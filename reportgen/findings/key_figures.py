"""The large numbers of the title page: the first four of a list that have a value."""

from collections.abc import Iterator
from itertools import islice

from reportgen.findings.phrases import Phrase, fill
from reportgen.findings.rules import is_present
from reportgen.findings.wording import Wording
from reportgen.model import ALL_AREAS, Base, Comparison, KeyFigure, Kind

_WANTED = 4


def key_figures(wording: Wording) -> tuple[KeyFigure, ...]:
    """Population, recipients, their density and its rank; areas and indicators in their stead."""
    return tuple(
        KeyFigure(figure=figure.text, label=label.text, numbers=figure.numbers + label.numbers)
        for figure, label in islice(_candidates(wording), _WANTED)
    )


def _candidates(wording: Wording) -> Iterator[tuple[Phrase, Phrase]]:
    profile, texts = wording.profile, wording.texts.key_figures
    population = profile.get(Kind.POPULATION, Base.TOTAL)
    if is_present(population):
        date = wording.style.period(population.measure.period)
        yield wording.value(population), fill(texts.population, date=date)
    recipients = profile.get(Kind.RECIPIENTS, ALL_AREAS)
    if is_present(recipients):
        yield wording.value(recipients), wording.scope(recipients, texts.recipients)
    density = profile.get(Kind.DENSITY, ALL_AREAS)
    if is_present(density):
        yield _with_mean(wording, density, fill(texts.total_density))
        labels = texts.rank_by_total_density, texts.shared_rank_by_total_density
        yield from _rank(wording, density, *labels)
    for density in profile.present(Kind.DENSITY):
        name, base = wording.short_name(density), wording.base(density, texts.bases)
        yield _with_mean(wording, density, fill(texts.area_density, name=name, base=base))
        labels = texts.rank_by_area_density, texts.shared_rank_by_area_density
        yield from _rank(wording, density, *labels, name=name)
    for indicator in profile.present(Kind.ECONOMY):
        yield _with_mean(wording, indicator, Phrase(text=wording.short_name(indicator)))


def _with_mean(wording: Wording, comparison: Comparison, label: Phrase) -> tuple[Phrase, Phrase]:
    if comparison.n > 1:
        mean = wording.mean(comparison)
        label = fill(wording.texts.key_figures.with_mean, label=label, mean=mean)
    return wording.value(comparison), label


def _rank(
    wording: Wording, density: Comparison, label: str, shared: str, **gaps: str
) -> Iterator[tuple[Phrase, Phrase]]:
    """Rank and what it is among; nothing when no other city reports."""
    texts = wording.texts.key_figures
    if density.n < 2:
        return
    cities = wording.cities(density, texts.all_cities, texts.some_cities)
    rank = fill(texts.rank, rank=wording.rank(density))
    others = wording.cities_sharing_rank(density, texts.several, most_named=1)
    yield rank, fill(shared if others else label, cities=cities, others=others, **gaps)
