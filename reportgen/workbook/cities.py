"""Finds cities by what people call them."""

from collections.abc import Sequence

from reportgen.clean_text import one_line
from reportgen.errors import Problem, UsageError, did_you_mean
from reportgen.model import City, Dataset


def find_cities(dataset: Dataset, names: Sequence[str]) -> tuple[City, ...]:
    """The cities of that name, slug or abbreviation, in the workbook's order; without names, all.

    Raises:
        UsageError: for every name that is not one of the workbook's, with the nearest one.
    """
    if not names:
        return dataset.cities
    known = {_folded(n): c for c in dataset.cities for n in (c.abbreviation, c.slug, c.name)}
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


def _folded(name: str) -> str:
    return one_line(name).casefold()
