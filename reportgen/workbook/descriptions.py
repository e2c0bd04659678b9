"""Reads the sheets that describe: what the workbook is, and where its figures come from."""

import re
from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from reportgen.errors import did_you_mean
from reportgen.model import (
    LONGEST_NOTICE,
    SIGNS,
    About,
    Flag,
    Observation,
    ObservationKey,
    Reason,
    Source,
    Table,
)
from reportgen.problems import Problems
from reportgen.workbook import schema
from reportgen.workbook.cell import Cell
from reportgen.workbook.city_list import Cities, find_city
from reportgen.workbook.definitions import (
    Rows,
    entry,
    report_doubles,
    word_of,
)
from reportgen.workbook.meaning import day, text, year
from reportgen.workbook.tables import Row

#: How a source words a sign, by table, city and year (None for all), and sign.
ReasonTexts = Mapping[tuple[Table, str | None, int | None, str], str]

#: The sign that stands for a reason in the workbook; an empty cell is called so.
_SIGNS = {Reason.NOT_DELIVERED: "leer", **SIGNS}
_WORDING = re.compile(
    "|".join(
        f"({re.escape(sign)})" for sign in sorted({*_SIGNS.values(), *Flag}, key=len, reverse=True)
    )
)


def read_about(rows: Rows, problems: Problems) -> About | None:
    """What the workbook says of itself; None when there is nothing or not enough."""
    report_doubles(rows, ("Angabe",), problems)
    values = {text(row["Angabe"], problems): row["Wert"] for row in rows}
    for row in rows:
        name = row["Angabe"].text
        if name and name not in {*schema.ABOUT_LINES, schema.NOTICE}:
            problems.warning(
                "unknown-about",
                f'line "{name}" is not read',
                row["Angabe"].where,
                did_you_mean(name, (*schema.ABOUT_LINES, schema.NOTICE)),
            )
    missing = [line for line in schema.ABOUT_LINES if line not in values] if rows else []
    for line in missing:
        problems.error(
            "missing-about",
            f'sheet "{schema.ABOUT}" has no line "{line}"',
            f"{schema.ABOUT}!A1",
            f'write "{line}" into column A and its value into column B',
        )
    if missing or not rows:
        return None
    notice = values.get(schema.NOTICE)
    return About(
        project=text(values[schema.PROJECT], problems),
        publisher=text(values[schema.PUBLISHER], problems),
        contact=text(values[schema.CONTACT], problems, required=False),
        year=year(values[schema.YEAR], problems) or 0,
        data_date=day(values[schema.DATA_DATE], problems) or date.min,
        # The parts of a version are parted by points, in any language.
        version=text(values[schema.VERSION], problems, most=40, decimal="."),
        notice=text(notice, problems, required=False, most=LONGEST_NOTICE) if notice else "",
        data_date_cell=values[schema.DATA_DATE].where,
    )


def read_sources(
    rows: Rows, cities: Cities, problems: Problems
) -> tuple[tuple[Source, ...], ReasonTexts]:
    """Where the figures come from, and the words that sources have for their signs.

    A source of one city comes after the general ones.
    """
    sources: dict[Source, str] = {}
    texts: dict[tuple[Table, str | None, int | None, str], str] = {}
    for row in rows:
        table = table_of(row["Blatt"], problems)
        for_all = row["Stadt"].is_empty
        city = None if for_all else find_city(row["Stadt"], cities, problems)
        only = None if row["Jahr"].is_empty else year(row["Jahr"], problems)
        citation = entry(row, "Quelle", problems)
        remark = entry(row, "Bemerkung", problems, required=False)
        wordings = _wordings(row, problems)
        if not table or not (for_all or city):
            continue
        slug = city.slug if city else None
        source = Source(table=table, city=slug, year=only, citation=citation, remark=remark)
        if source in sources:
            problems.error(
                "duplicate-source",
                f"the same source stands in {sources[source]} already",
                row["Quelle"].where,
                "remove one of the two rows, or correct it",
            )
        sources.setdefault(source, row["Quelle"].where)
        texts |= {(table, slug, only, sign): words for sign, words in wordings.items()}
    return tuple(sources), texts


def table_of(cell: Cell, problems: Problems) -> Table | None:
    """The data sheet that a row is about, by either of its names."""
    own = schema.own_name(cell.text)
    known = own in set(Table) and own != cell.text
    return Table(own) if known else word_of(cell, Table, "unknown-table", problems)


def _wordings(row: Row, problems: Problems) -> dict[str, str]:
    """The words for each sign, e.g. ``. = nicht schätzbar; s = geschätzt``."""
    cell = row.get(schema.WORDINGS)
    if cell is None or cell.is_empty:
        return {}
    wordings: dict[str, str] = {}
    for part in filter(str.strip, text(cell, problems, most=1000).split(";")):
        sign, equals, words = (each.strip() for each in part.partition("="))
        if _WORDING.fullmatch(sign) and equals and words and sign not in wordings:
            wordings[sign] = words
        else:
            problems.error(
                "bad-sign",
                f'"{part.strip()}" does not say what a sign means',
                cell.where,
                "write e.g. . = nicht schätzbar; signs are - . x ... / () p r s, or leer",
            )
    return wordings


def with_reason_texts(
    observations: Mapping[ObservationKey, Observation], texts: ReasonTexts
) -> Mapping[ObservationKey, Observation]:
    """The observations, each with the words of the source that fits it most closely."""
    if not texts:
        return observations
    return {key: _worded(key, one, texts) for key, one in observations.items()}


def _worded(key: ObservationKey, observation: Observation, texts: ReasonTexts) -> Observation:
    table, city, year, _ = key
    sign = observation.flag or (_SIGNS.get(observation.reason) if observation.reason else None)
    if sign is None or observation.reason_text:
        return observation
    for place in ((city, year), (city, None), (None, year), (None, None)):
        if words := texts.get((table, *place, str(sign))):
            return replace(observation, reason_text=words)
    return observation
