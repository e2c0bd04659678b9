"""Reads from which year on the values of a column cannot be compared with earlier ones."""

from collections.abc import Iterable, Mapping, Sequence

from reportgen.errors import did_you_mean
from reportgen.model import Break, ObservationKey, Table
from reportgen.problems import Problems
from reportgen.workbook import schema
from reportgen.workbook.cell import Cell
from reportgen.workbook.definitions import Rows, entry
from reportgen.workbook.descriptions import table_of
from reportgen.workbook.meaning import year
from reportgen.workbook.tables import Row


def read_breaks(
    rows: Rows,
    kinds: Iterable[schema.DataSheet],
    observations: Iterable[ObservationKey],
    problems: Problems,
) -> tuple[Break, ...]:
    """All breaks of series, in the order of the sheet.

    Args:
        rows: of the sheet of breaks.
        kinds: the data sheets, whose columns are known.
        observations: say which years each of them has; those of a sheet that has faults do not.
        problems: takes what is wrong.
    """
    by_table = {kind.table: kind for kind in kinds}
    years: dict[Table, set[int]] = {table: set() for table in Table}
    for table, _, each, _ in observations if rows else ():
        years[table].add(each)
    is_whole = not problems.has_errors
    found: dict[tuple[Table, str, int], str] = {}
    breaks = []
    for row in rows:
        one = _read(row, by_table, problems)
        if one is None:
            continue
        if is_whole:
            _check_year(row[schema.BREAK_YEAR], one.year, sorted(years[one.table]), problems)
        place, where = (one.table, one.key, one.year), row["Spalte"].where
        if place in found:
            problems.error(
                "duplicate-break",
                f"the same break stands in {found[place]} already",
                where,
                "remove one of the two rows, or correct it",
            )
        found.setdefault(place, where)
        breaks.append(one)
    return tuple(breaks)


def _read(row: Row, by_table: Mapping[Table, schema.DataSheet], problems: Problems) -> Break | None:
    table = table_of(row["Blatt"], problems)
    header = entry(row, "Spalte", problems)
    first = year(row[schema.BREAK_YEAR], problems)
    remark = entry(row, "Anmerkung", problems)
    columns = _columns(by_table.get(table)) if table else {}
    if header and columns and header not in columns:
        problems.error(
            "unknown-break-column",
            f'sheet "{row["Blatt"].text}" has no column "{header}" of values',
            row["Spalte"].where,
            did_you_mean(header, columns) or "write the header of the column as it stands there",
        )
    if table is None or first is None or not remark or header not in columns:
        return None
    return Break(table=table, key=columns[header], year=first, remark=remark)


def _columns(kind: schema.DataSheet | None) -> Mapping[str, str]:
    """The key of each column of values, by its header."""
    if kind is None:
        return {}
    return {name: name for name in (*kind.optional, *kind.unread)} | kind.columns


def _check_year(cell: Cell, first: int, years: Sequence[int], problems: Problems) -> None:
    """A break has years on both sides; a sheet of one year has nothing to part."""
    if years[1:] and not years[0] < first <= years[-1]:
        problems.error(
            "break-outside",
            f"{first} parts no years of the sheet, which has {years[0]} to {years[-1]}",
            cell.where,
            "write the first year that cannot be compared with those before, or remove the row",
        )
