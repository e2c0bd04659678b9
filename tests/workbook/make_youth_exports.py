"""Makes raw files of three offices with the made-up figures of the example on youth welfare.

Run as ``python -m tests.workbook.make_youth_exports``.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

from reportgen.workbook.plain_rows import reproducible
from reportgen.workbook.template_rows import Entry
from tests.importing.made_exports import ods_file, ods_row
from tests.workbook.make_youth_workbook import AREAS, DATA, DISTRICTS, INDICATORS, sheets

RAW = DATA / "youth-districts" / "raw"

YEARS = (2019, 2020)


def main() -> None:
    """Writes the files into the folder of the example."""
    write(RAW)


def write(folder: Path) -> None:
    """All three files, and the list of districts that somebody writes who imports them."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hilfen.xlsx").write_bytes(reproducible(_help()))
    (folder / "bevoelkerung.csv").write_bytes(_population().encode("latin-1"))
    units = "".join(";".join(map(str, row)) + "\n" for row in sheets()["Einheiten"])
    (folder / "kreise.csv").write_text(units, encoding="utf-8")
    (folder / "kontext.ods").write_bytes(ods_file("".join(_context())))


def _key(district: str) -> str:
    return f"{99001 + DISTRICTS.index(district)}"


def _rows(sheet: str) -> dict[tuple[str, int], tuple[Entry, ...]]:
    return {(str(row[0]), int(str(row[1]))): tuple(row[2:]) for row in sheets()[sheet][1:]}


def _help() -> Workbook:
    """A title, a header of two rows with a year above five areas, a total and a footnote."""
    workbook, rows = Workbook(), _rows("Personen")
    sheet = workbook.worksheets[0]
    sheet.title = "Hilfen"
    sheet.append(["Junge Menschen in Hilfen nach Kreisen (erfundene Zahlen)"])
    sheet.append([])
    sheet.append(["Nr.", "Kreis", *(y if n == 0 else None for y in YEARS for n in range(5))])
    sheet.append([None, None, *(area[1] for _ in YEARS for area in AREAS)])
    for cells in ("A3:A4", "B3:B4", "C3:G3", "H3:L3"):
        sheet.merge_cells(cells)
    for district in DISTRICTS:
        values = [_shown(value) for year in YEARS for value in rows[district, year]]
        sheet.append([_key(district), district, *values])
    sums = [
        sum(v for row in sheet.iter_rows(min_row=5, min_col=c, max_col=c, values_only=True)
            for v in row if isinstance(v, int))
        for c in range(3, 13)
    ]  # fmt: skip
    sheet.append([None, "Kreise zusammen", *sums])
    sheet.append(["p = vorläufig, . = geheim, - = nichts, k. A. = keine Angabe"])
    workbook.properties.creator = "reportgen"
    workbook.properties.created = datetime(2020, 1, 1)
    return workbook


def _shown(value: Entry) -> Entry:
    """A value as the office writes it."""
    return "k. A." if value is None else "-" if value == 0 else value


def _population() -> str:
    """A text with semicolons and points before thousands, one row a district and year."""
    lines = ["Bevölkerung am 31.12. (erfundene Zahlen);;;;", ";;;;"]
    lines.append("Kreisschlüssel;Kreis;Stichtag;Bevölkerung insgesamt;darunter unter 21 Jahren")
    for (district, year), (total, young) in _rows("Bevölkerung").items():
        numbers = ";".join(f"{n:,}".replace(",", ".") for n in (total, young))
        lines.append(f"{_key(district)};{district};31.12.{year};{numbers}")
    return "\r\n".join(lines) + "\r\n"


def _context() -> Iterator[str]:
    """An OpenDocument sheet with a row for each district and year."""
    yield ods_row("Kreis", "Jahr", *(indicator[1] for indicator in INDICATORS))
    for (district, year), values in _rows("Kontext").items():
        shown = (_shown(v) for v in values)
        yield ods_row(district, year, *(v if isinstance(v, str) else float(str(v)) for v in shown))


if __name__ == "__main__":
    main()
