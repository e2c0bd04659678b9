"""Profiles of a few small cities, and findings as readable text."""

from collections.abc import Iterator, Mapping
from functools import cache

from msgspec.structs import replace

from reportgen.findings import group, money, sentences, write
from reportgen.findings.wording import Wording
from reportgen.indicators import compute
from reportgen.layout.load import Layout, load_layout
from reportgen.model import Break, Finding, Findings, Profile, Quote, Section, Table
from tests.datasets import TOTAL, UNDER_65, Cell, Cells, dataset

#: Recipients of SGB II, GSiAE and HzP by the name of the city.
Recipients = Mapping[str, tuple[Cell, Cell, Cell]]

#: By name of the city, a value for each year.
Years = Mapping[str, tuple[Cell, ...]]

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
    """The sentences of a section, those of the densities as if they had no message."""
    look = layout(language)
    wording, thresholds = Wording(city, look), look.look.thresholds
    phrases = {
        Section.EXTRACT: lambda: group.on_group(wording),
        Section.RECIPIENTS: lambda: sentences.on_recipients(wording),
        Section.PAYMENTS: lambda: sentences.on_payments(wording),
        Section.DENSITIES: lambda: sentences.on_densities(wording),
        Section.ECONOMY: lambda: sentences.on_economy(wording, thresholds),
        Section.MONEY: lambda: money.statements(wording),
    }[section]()
    return [phrase.as_finding(section).sentence for phrase in phrases]


def readable(said: Findings) -> str:
    """All that is said of a city, one piece a line."""
    return "\n".join(_lines(said)) + "\n"


def texts(said: Findings) -> Iterator[tuple[str, tuple[Quote, ...]]]:
    """Every text that carries numbers, with them."""
    for tile in said.tiles:
        yield f"{tile.label} {tile.unit}: {tile.figure}", tile.numbers
    for finding in every_finding(said):
        yield finding.sentence, finding.numbers


def every_finding(said: Findings) -> Iterator[Finding]:
    """All sentences, those that may be headlines first."""
    yield from [said.headline] if said.headline else []
    yield from (highlight.finding for highlight in said.highlights)
    yield from said.messages.values()
    for found in said.statements.values():
        yield from found


def message(city: Profile, section: Section, language: str = "de") -> str:
    """The heading of a section; empty where it has none."""
    said = findings(city, language).messages.get(section)
    return said.sentence if said else ""


def headline(city: Profile, language: str = "de") -> str:
    """The message of the whole; empty where there is none."""
    said = findings(city, language).headline
    return said.sentence if said else ""


def highlights(city: Profile, language: str = "de") -> dict[str, str]:
    """The findings of the title page by their kind."""
    return {str(h.kind): h.finding.sentence for h in findings(city, language).highlights}


def _lines(said: Findings) -> Iterator[str]:
    yield "headline"
    yield f"  {said.headline.sentence if said.headline else ''}"
    yield "tiles"
    yield from (f"  {tile.label} | {tile.unit} | {tile.figure}" for tile in said.tiles)
    yield "highlights"
    yield from (f"  {h.label}: {h.finding.sentence}" for h in said.highlights)
    for section in (s for s in Section if s in said.messages or s in said.statements):
        yield section
        if section in said.messages:
            yield f"  # {said.messages[section].sentence}"
        yield from (f"  {finding.sentence}" for finding in said.statements.get(section, ()))
    yield "notes"
    yield from (f"  {section}: {note}" for section, note in said.notes.items())


def over_years(
    unemployment: Years,
    *,
    recipients: Years | None = None,
    rent: Years | None = None,
    breaks: tuple[tuple[str, int], ...] = (),
    people: int = INHABITANTS,
) -> Profile:
    """The profile of the first of some cities for 2020, with earlier years.

    Args:
        unemployment, rent: by name of the city, a value for each of the last years up to 2020.
        recipients: of SGB II likewise; without them there are 500 in the last one.
        breaks: keys of indicators, each with the year that its values begin anew in.
        people: inhabitants of each city in each year, all of them under 65.
    """
    cities = "".join(unemployment)
    persons = recipients or dict.fromkeys(cities, (500,))

    def cells(key: str, columns: Years) -> dict[tuple[str, int, str], Cell]:
        return {
            (city, 2021 - len(values) + place, key): cell
            for city, values in columns.items()
            for place, cell in enumerate(values)
        }

    population = dict.fromkeys(cities, (people,) * max(map(len, persons.values())))
    data = dataset(
        cities,
        population=cells(TOTAL, population) | cells(UNDER_65, population),
        recipients=cells("sgb2", persons),
        economy=cells("unemployment", unemployment) | cells("rent", rent or {}),
    )
    found = tuple(Break(table=Table.ECONOMY, key=k, year=y, remark="") for k, y in breaks)
    return compute(replace(data, breaks=found), 2020)[0]


def _cells(
    by_city: Mapping[str, tuple[Cell, ...]], year: int, keys: tuple[str, ...]
) -> dict[tuple[str, int, str], Cell]:
    return {
        (city, year, key): cell
        for city, cells in by_city.items()
        for key, cell in zip(keys, cells, strict=True)
    }
