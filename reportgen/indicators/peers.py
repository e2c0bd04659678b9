"""Who a city's peers are: chosen, named by the workbook, or nearest by their economic indicators.

Nearest are the cities with the smallest distance over all economic indicators: the root of the
mean square of the differences in standard deviations, over the indicators that both have, as in
cluster analyses of cities (Euclidean distance of standardised variables).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from reportgen.model import (
    FEWEST_PEERS,
    City,
    Comparison,
    Dataset,
    Kind,
    PeerChoice,
    PeerOrigin,
    Peers,
)

#: How many cities are taken for the nearest, of how many at least, by how many indicators.
NEAREST, FEWEST_CITIES, FEWEST_INDICATORS = 5, 10, 5


def peers_of(
    dataset: Dataset,
    rows: Sequence[int],
    columns: Mapping[tuple[Kind, str], Sequence[Comparison]],
    choice: PeerChoice,
) -> tuple[Peers | None, ...]:
    """The peers of the cities in `rows`.

    Args:
        dataset: gives the cities and their groups.
        rows: numbers of cities.
        columns: the comparisons of each measure, one for each of `rows`.
        choice: goes before the workbook, and that before the figures.
    """
    scores = _scores(dataset, columns)
    return tuple(_peers(dataset, row, scores, choice) for row in rows)


def _peers(
    dataset: Dataset, row: int, scores: "np.typing.NDArray[np.float64]", choice: PeerChoice
) -> Peers | None:
    city = dataset.cities[row]
    if choice.cities:
        return _group(city, choice.cities, PeerOrigin.CHOSEN)
    if city.peer_group:
        members = [other for other in dataset.cities if other.peer_group == city.peer_group]
        return _group(city, members, PeerOrigin.WORKBOOK, city.peer_group)
    if len(dataset.cities) < FEWEST_CITIES:
        return None
    both = ~np.isnan(scores) & ~np.isnan(scores[row])
    counts = both.sum(axis=1)
    squares = np.where(both, np.square(scores - scores[row]), 0.0).sum(axis=1)
    distances = np.where(counts >= FEWEST_INDICATORS, squares / np.maximum(counts, 1), np.inf)
    distances[row] = np.inf
    nearest = np.argsort(distances, kind="stable")[:NEAREST]
    if not np.all(np.isfinite(distances[nearest])):
        return None
    indicators = int(np.count_nonzero(~np.isnan(scores[row])))
    cities = tuple(dataset.cities[number] for number in sorted(nearest.tolist()))
    return Peers(cities=cities, origin=PeerOrigin.NEAREST, indicators=indicators)


def _group(city: City, members: Sequence[City], origin: PeerOrigin, name: str = "") -> Peers | None:
    others = tuple(member for member in members if member != city)
    return Peers(cities=others, origin=origin, name=name) if len(others) >= FEWEST_PEERS else None


def _scores(
    dataset: Dataset, columns: Mapping[tuple[Kind, str], Sequence[Comparison]]
) -> "np.typing.NDArray[np.float64]":
    """Standardised economic indicators: a row for each city, NaN where one has no value."""
    places = {city.slug: place for place, city in enumerate(dataset.cities)}
    scored = []
    for (kind, _), comparisons in columns.items():
        first = comparisons[0] if comparisons else None
        if kind is not Kind.ECONOMY or first is None or not first.sd or first.mean is None:
            continue
        column = np.full(len(places), np.nan)
        for entry in first.group:
            column[places[entry.city.slug]] = (entry.value - first.mean) / first.sd
        scored.append(column)
    return np.array(scored).T if scored else np.full((len(places), 0), np.nan)
