"""Finds cities by what people call them."""

from collections.abc import Mapping, Sequence

from reportgen.clean_text import one_line
from reportgen.errors import Problem, UsageError, did_you_mean
from reportgen.model import FEWEST_PEERS, City, Dataset, PeerChoice


def find_cities(dataset: Dataset, names: Sequence[str]) -> tuple[City, ...]:
    """The cities of that name, slug or abbreviation, in the workbook's order; without names, all.

    Raises:
        UsageError: for every name that is not one of the workbook's, with the nearest one.
    """
    if not names:
        return dataset.cities
    known = _known(dataset)
    cities = [city.name for city in dataset.cities]
    unknown = [
        Problem(
            code="unknown-city",
            message=f'the workbook has no city "{name}"',
            where=dataset.file,
            hint=did_you_mean(name, cities) or "`reportgen cities WORKBOOK` lists them",
        )
        for name in names
        if _folded(name) not in known
    ]
    if unknown:
        raise UsageError(*unknown)
    wanted = {known[_folded(name)] for name in names}
    return tuple(city for city in dataset.cities if city in wanted)


def choose_peers(
    dataset: Dataset, peers: Sequence[str], reference: str, wanted: Sequence[City]
) -> PeerChoice:
    """What a run says of peers.

    Args:
        dataset: whose cities may be named.
        peers: names, slugs or abbreviations, each alone or with others between commas.
        reference: the same of one city; empty for none.
        wanted: cities that are compared with their peers; each is none of its own.

    Raises:
        UsageError: a city is not in the workbook, or one of `wanted` has fewer than two peers.
    """
    known = _known(dataset)
    names = [
        name for each in peers for name in ([each] if _folded(each) in known else each.split(","))
    ]
    cities = find_cities(dataset, names) if names else ()
    (other,) = find_cities(dataset, [reference]) if reference else (None,)
    few = [city for city in wanted if len({*cities} - {city}) < FEWEST_PEERS]
    if names and few:
        raise UsageError(
            Problem(
                code="small-peer-group",
                message=f"{few[0].name} would have fewer than {FEWEST_PEERS} peers",
                where="--peers",
                hint=f"name {FEWEST_PEERS + 1} cities or more; one city alone is a --reference",
            )
        )
    return PeerChoice(cities=cities, reference=other)


def _known(dataset: Dataset) -> Mapping[str, City]:
    return {_folded(n): c for c in dataset.cities for n in (c.abbreviation, c.slug, c.name)}


def _folded(name: str) -> str:
    return one_line(name).casefold()
