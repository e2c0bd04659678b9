"""Profiles of a few small cities, and findings as readable text."""

from collections.abc import Iterator, Mapping
from functools import cache

from reportgen.findings import write
from reportgen.indicators import compute
from reportgen.layout.load import Layout, load_layout
from reportgen.model import Findings, Profile, Section
from tests.datasets import TOTAL, UNDER_65, Cell, Cells, dataset

#: Recipients of SGB II, GSiAE and HzP by the name of the city.
Recipients = Mapping[str, tuple[Cell, Cell, Cell]]

#: A small city has this many inhabitants.
INHABITANTS = 10_000


def profile(
    now: Recipients,
    *,
    before: Recipients | None = None,
    payments: Recipients | None = None,
    economy: Mapping[str, tuple[Cell, Cell]] | None = None,
    under_65: Cell | None = None,
    people: int = INHABITANTS,
) -> Profile:
    """The profile of the first of some cities.

    Args:
        now, before: recipients of the reporting year and of the year before.
        payments: by area like recipients.
        economy: unemployment and rent.
        under_65: inhabitants below 65 in each city; by default four of five.
        people: inhabitants of each city.
    """
    younger = people * 4 // 5 if under_65 is None else under_65
    cities = "".join(now)
    population: Cells = {
        (city, 2020, base): number
        for city in cities
        for base, number in ((TOTAL, people), (UNDER_65, younger))
    }
    areas, indicators = ("sgb2", "gsiae", "hzp"), ("unemployment", "rent")
    return compute(
        dataset(
            cities,
            population=population,
            recipients={**_cells(now, 2020, areas), **_cells(before or {}, 2019, areas)},
            payments=_cells(payments or {}, 2020, areas),
            economy=_cells(economy or {}, 2020, indicators),
        ),
        2020,
    )[0]


@cache
def layout(language: str = "de") -> Layout:
    """The layout that comes with the program."""
    return load_layout(language=language)


def findings(city: Profile, language: str = "de") -> Findings:
    """What is said of a city in the layout that comes with the program."""
    return write(city, layout(language))


def statements(city: Profile, section: Section, language: str = "de") -> list[str]:
    """The sentences under the heading of a section."""
    return [f.sentence for f in findings(city, language).statements[section]]


def readable(said: Findings) -> str:
    """All that is said of a city, one piece a line."""
    return "\n".join(_lines(said)) + "\n"


def _lines(said: Findings) -> Iterator[str]:
    yield "key figures"
    yield from (f"  {figure.figure}: {figure.label}" for figure in said.key_figures)
    yield "at a glance"
    yield from (f"  {finding.sentence}" for finding in said.at_a_glance)
    for section, sentences in said.statements.items():
        yield section
        yield from (f"  {finding.sentence}" for finding in sentences)
    yield "notes"
    yield from (f"  {section}: {note}" for section, note in said.notes.items())


def _cells(
    by_city: Mapping[str, tuple[Cell, ...]], year: int, keys: tuple[str, ...]
) -> dict[tuple[str, int, str], Cell]:
    return {
        (city, year, key): cell
        for city, cells in by_city.items()
        for key, cell in zip(keys, cells, strict=True)
    }
