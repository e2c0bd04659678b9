"""Who a city's peers are: chosen, named by the workbook, or nearest by their economic indicators.

Nearest are the cities with the smallest distance over all economic indicators: the root of the
mean square of the differences in standard deviations, over the indicators that both have, as in
cluster analyses of cities (Euclidean distance of standardised variables).
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from reportgen.indicators.comparison import Indicator
from reportgen.model import (
    FEWEST_PEERS,
    City,
    Dataset,
    PeerChoice,
    PeerOrigin,
    Peers,
)

#: How many cities are taken for the nearest, of how many at least, by how many indicators.
NEAREST, FEWEST_CITIES, FEWEST_INDICATORS = 5, 10, 5


class PeerFinder:
    """Finds the peers of each city of a dataset.

    Args:
        dataset: gives the cities and their groups.
        indicators: the economic ones.
        choice: goes before the workbook, and that before the figures.
    """

    def __init__(
        self, dataset: Dataset, indicators: Iterable[Indicator], choice: PeerChoice
    ) -> None:
        self._cities, self._choice = dataset.cities, choice
        self._indicators = tuple(indicators)
        self._named: dict[str, list[City]] = {}
        for city in dataset.cities:
            self._named.setdefault(city.peer_group, []).append(city)

    def peers(self, row: int) -> Peers | None:
        """The peers of the city in a row of the dataset."""
        city, name = self._cities[row], self._cities[row].peer_group
        if self._choice.cities:
            return _group(city, self._choice.cities, PeerOrigin.CHOSEN)
        if name:
            return _group(city, self._named[name], PeerOrigin.WORKBOOK, name)
        return self._nearest(row) if len(self._cities) >= FEWEST_CITIES else None

    def _nearest(self, row: int) -> Peers | None:
        scores = self._scores
        differences = np.square(scores - scores[row])
        counts = np.count_nonzero(~np.isnan(differences), axis=1)
        squares = np.nansum(differences, axis=1)
        distances = np.where(counts >= FEWEST_INDICATORS, squares / np.maximum(counts, 1), np.inf)
        distances[row] = np.inf
        # Of all that are as near as the last one that is taken, the first in the workbook.
        farthest = np.partition(distances, NEAREST - 1)[NEAREST - 1]
        near = np.flatnonzero(distances <= farthest)
        nearest = near[np.argsort(distances[near], kind="stable")[:NEAREST]]
        if not np.all(np.isfinite(distances[nearest])):
            return None
        # As many as the distance rests on, of the peer with the fewest.
        indicators = int(counts[nearest].min())
        cities = tuple(self._cities[number] for number in sorted(nearest.tolist()))
        return Peers(cities=cities, origin=PeerOrigin.NEAREST, indicators=indicators)

    @cached_property
    def _scores(self) -> "np.typing.NDArray[np.float64]":
        """Standardised economic indicators: a row for each city, NaN where one has no value."""
        scored = []
        for indicator in self._indicators:
            comparison = indicator.comparison(0)
            if comparison.sd and comparison.mean is not None:
                column = np.full(len(self._cities), np.nan)
                values = (comparison.group.values - comparison.mean) / comparison.sd
                column[comparison.group.places] = values
                scored.append(column)
        return np.array(scored).T if scored else np.full((len(self._cities), 0), np.nan)


def _group(city: City, members: Sequence[City], origin: PeerOrigin, name: str = "") -> Peers | None:
    others = tuple(member for member in members if member != city)
    return Peers(cities=others, origin=origin, name=name) if len(others) >= FEWEST_PEERS else None
