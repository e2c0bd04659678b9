"""What a new workbook holds: the definitions of a domain, its units, and a row for each year."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from msgspec import Struct

from reportgen.layout.domain import Domain
from reportgen.model import City, Table
from reportgen.workbook import schema
from reportgen.workbook.template_texts import TemplateTexts


class Formatted(Struct, frozen=True):
    """A number with the format that says more of it than its digits, e.g. ``0" s"``."""

    value: float
    number_format: str


#: What may be written into a cell, and the rows of each sheet as entries by header. Sheets and
#: headers have their names in the schema.
Entry = str | int | float | date | Formatted | None
Rows = Mapping[str, Sequence[Mapping[str, Entry]]]


class TemplateContent(Struct, frozen=True, kw_only=True):
    """All of a new workbook.

    Attributes:
        rows: of each sheet; a sheet without any is empty.
        columns: headers of the value columns of each data sheet that there is.
        texts: names and explanations.
        origins: rows of the sheet that says where values come from, its header first.
    """

    rows: Rows
    columns: Mapping[Table, Sequence[str]]
    texts: TemplateTexts
    origins: Sequence[Sequence[Entry]] = ()


def content_of(
    domain: Domain,
    cities: Iterable[City] = (),
    years: Collection[int] = (),
    rows: Rows = MappingProxyType({}),
) -> TemplateContent:
    """An empty workbook of a domain.

    Args:
        domain: what is compared.
        cities: units, each of which gets a row for each year in each data sheet.
        years: in any order; the last one is the reporting year.
        rows: of sheets that get these instead.
    """
    cities, years = tuple(cities), sorted(years)
    tables = [table for table in Table if domain.payments or table is not Table.PAYMENTS]
    made: dict[str, Sequence[Mapping[str, Entry]]] = {
        schema.CITIES: rows_of(
            schema.CITIES,
            *((c.ags, c.name, c.abbreviation, c.office or None) for c in cities),
        ),
        schema.AREAS: rows_of(
            schema.AREAS,
            *(
                (a.key, a.short, a.label, a.base, a.law, place, "ja" if a.in_total else "nein")
                for place, a in enumerate(domain.areas, start=1)
            ),
        ),
        schema.INDICATORS: rows_of(
            schema.INDICATORS,
            *(
                (i.key, i.label, i.unit, i.decimals, i.polarity.value, i.source or None)
                for i in domain.indicators
            ),
        ),
        schema.ABOUT: about_rows({schema.YEAR: years[-1] if years else None}),
        **{
            table: [{"Stadt": city.name, "Jahr": year} for city in cities for year in years]
            for table in tables
        },
        **rows,
    }
    areas = tuple(str(row["Kurzbezeichnung"]) for row in made[schema.AREAS])
    indicators = tuple(str(row["Bezeichnung"]) for row in made[schema.INDICATORS])
    columns = {
        Table.POPULATION: domain.groups,
        Table.RECIPIENTS: areas,
        Table.PAYMENTS: areas,
        Table.ECONOMY: indicators,
    }
    return TemplateContent(
        rows=made,
        columns={table: columns[table] for table in tables},
        texts=TemplateTexts(
            nouns=domain.nouns,
            neutral=is_neutral(domain),
            payments=domain.payments,
        ),
    )


def is_neutral(domain: Domain) -> bool:
    """Whether sheets and columns of a domain have neutral names: its units are no cities."""
    return domain.nouns["unit.many"] != schema.CITIES


def about_rows(said: Mapping[str, Entry]) -> tuple[dict[str, Entry], ...]:
    """All lines of the sheet of general statements; those that are not said are to be filled in."""
    known = {schema.VERSION: "1.0", **said}
    lines = (*schema.ABOUT_LINES, schema.NOTICE)
    return rows_of(schema.ABOUT, *((line, known.get(line)) for line in lines))


def rows_of(sheet: str, *rows: tuple[Entry, ...]) -> tuple[dict[str, Entry], ...]:
    """Rows of a sheet with fixed columns, as entries by header; optional ones may be left out."""
    required, optional = schema.DEFINITION_COLUMNS[sheet], schema.OPTIONAL_COLUMNS.get(sheet, ())
    headers = (required, (*required, *optional))
    return tuple(dict(zip(headers[len(row) > len(required)], row, strict=True)) for row in rows)
