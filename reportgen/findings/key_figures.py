"""The large numbers of the title page: the first four of a list that have a value."""

from collections.abc import Iterator
from itertools import islice

from reportgen.findings.phrases import Phrase, fill
from reportgen.findings.rules import is_present
from reportgen.findings.wording import Wording
from reportgen.model import ALL_AREAS, Comparison, KeyFigure, Kind, claims

_WANTED = 4


def key_figures(wording: Wording) -> tuple[KeyFigure, ...]:
    """Population, recipients, their density and its rank; areas and indicators in their stead."""
    return tuple(
        KeyFigure(figure=figure.text, label=label.text, numbers=figure.numbers + label.numbers)
        for figure, label in islice(_candidates(wording), _WANTED)
    )


def _candidates(wording: Wording) -> Iterator[tuple[Phrase, Phrase]]:
    profile, texts = wording.profile, wording.texts.key_figures
    population = profile.get(Kind.POPULATION, profile.groups[0])
    if is_present(population):
        date = wording.style.period(population.measure.period)
        people = wording.population().people
        yield wording.value(population), fill(texts.population, people=people, date=date)
    recipients = profile.get(Kind.RECIPIENTS, ALL_AREAS)
    if is_present(recipients):
        yield wording.value(recipients), wording.areas(recipients, texts.recipients)
    density = profile.get(Kind.DENSITY, ALL_AREAS)
    if is_present(density):
        base = wording.base(density).thousand_short
        yield _with_mean(wording, density, fill(texts.total_density, base=base))
        labels = texts.rank_by_total_density, texts.shared_rank_by_total_density
        yield from _rank(wording, density, *labels)
    for density in profile.present(Kind.DENSITY):
        name, base = wording.short_name(density), wording.base(density).thousand_short
        yield _with_mean(wording, density, fill(texts.area_density, name=name, base=base))
        labels = texts.rank_by_area_density, texts.shared_rank_by_area_density
        yield from _rank(wording, density, *labels, name=name)
    for indicator in profile.present(Kind.ECONOMY):
        yield _with_mean(wording, indicator, Phrase(text=wording.short_name(indicator)))


def _with_mean(wording: Wording, comparison: Comparison, label: Phrase) -> tuple[Phrase, Phrase]:
    """The value, its label and what it is compared with."""
    texts, other = wording.texts.key_figures, claims.the_other(comparison)
    if wording.relation(comparison) is not None:
        text = texts.with_mean if wording.is_of_all(comparison) else texts.with_mean_of_some
        label = fill(
            texts.with_city if other else text,
            label=label,
            mean=wording.compared_with(comparison),
            n=wording.number_of_cities(comparison),
            city=other.city.name if other else "",
        )
    return wording.value(comparison), label


def _rank(
    wording: Wording, density: Comparison, label: str, shared: str, **gaps: str
) -> Iterator[tuple[Phrase, Phrase]]:
    """Rank and what it is among; nothing where a rank says nothing."""
    texts = wording.texts.key_figures
    if not claims.has_rank(density):
        return
    text = texts.all_cities if wording.is_of_all(density) else texts.some_cities
    cities = fill(text, n=wording.number_of_cities(density))
    rank = fill(texts.rank, rank=wording.rank(density))
    others = wording.cities_sharing_rank(density, texts.several, most_named=1)
    yield (
        rank,
        fill(shared, cities=cities, others=others, **gaps)
        if others
        else fill(label, cities=cities, **gaps),
    )
