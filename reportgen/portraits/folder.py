"""The portraits of all cities of a run."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from reportgen.errors import Problem, WorkbookError, errors_among
from reportgen.model import City, Portrait
from reportgen.photo import load_photo
from reportgen.portraits.load import load_portrait, texts_in

#: By city, its portrait and the warnings about it.
Portraits = Mapping[City, tuple[Portrait, tuple[Problem, ...]]]


def load_portraits(
    folder: Path, cities: Iterable[City], characters: frozenset[str] | None = None
) -> Portraits:
    """The portraits of `cities`; those that have none get an empty one, with a warning.

    Args:
        folder: of the portraits.
        cities: whose portraits to read.
        characters: what the fonts of the pages can show; by default those that come with the
            program.

    Raises:
        WorkbookError: with all problems, when a portrait cannot be read.
    """
    texts = texts_in(folder)
    portraits = {city: load_portrait(folder, city, characters, texts) for city in cities}
    problems = problems_of(portraits)
    if errors_among(problems):
        raise WorkbookError(*problems)
    return portraits


def problems_of(portraits: Portraits) -> tuple[Problem, ...]:
    """What is wrong with portraits, in their order."""
    return tuple(problem for _, problems in portraits.values() for problem in problems)


def photo_problems(portraits: Iterable[Portrait]) -> tuple[Problem, ...]:
    """What keeps photos from being shown."""
    photos = [portrait.photo for portrait in portraits if portrait.photo]
    return tuple(p for photo in photos for p in load_photo(photo, (0.5, 0.5), 1, 1, 0)[1])
