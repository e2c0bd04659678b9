"""Small exports of our own in the shapes that offices publish, and a recipe for them."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl

Entry = str | float | None

#: A text in Latin-1: title, two stacked header rows with a unit row, marks, a total and a footer.
TEXT = """\
Tabelle 1-2-3: Hilfen
Stichtag 31.12.2021;;;;
;;Hilfen;Hilfen;Bevölkerung
;;ambulant;stationär;insgesamt
;;Anzahl;Anzahl;Anzahl
01001000;Kälte, Stadt;1.204;13;20.000
01002000;Wärme;-;.;30.500
01003000;Licht;7;0;9.000
;Insgesamt;1.211;13;59.500
__________
Die Angaben sind vorläufig;
und gerundet.
"""

RECIPE = """\
[about]
project = "Hilfen"
publisher = "Amt"
year = 2021
data_date = 2022-03-01
version = "1"

[units]
key = '\\d{8}'

[[areas]]
key = "out"
short = "ambulant"
label = "Hilfen ambulant"
base = "insgesamt"
law = "SGB VIII"

[[areas]]
key = "in"
short = "stationär"
label = "Hilfen stationär"
base = "0 bis unter 65"
law = "SGB VIII"

[[sources]]
file = "hilfen*.csv"
citation = "Amt für Statistik"
encoding = "latin-1"
header = [3, 4, 5]
end = '_+'
year = { cell = "A2", pattern = '\\d{4}' }
key = { column = "A" }
name = { column = "B" }
units = "add"
thousands = "."
marks = { "-" = "zero", "." = "confidential" }
leave_out = [{ reason = "total", column = "B", pattern = "Insgesamt" }]
columns = [
  { header = "Hilfen | ambulant | Anzahl", recipients = "out" },
  { header = "Hilfen | stationär | Anzahl", recipients = "in" },
  { header = "Bevölkerung | insgesamt | Anzahl", population = "insgesamt" },
  { letter = "E", population = "0 bis unter 65" },
]
"""

#: An indicator; goes before the sources of a recipe.
RATE = """\
[[indicators]]
key = "rate"
label = "Quote"
unit = "%"
decimals = 1
polarity = "niedrig"

"""


def write(folder: Path, recipe: str = RECIPE, **files: str) -> Path:
    """Puts a recipe and text files in Latin-1 into a folder; the recipe's place."""
    folder.mkdir(exist_ok=True)
    for name, text in (files or {"hilfen": TEXT}).items():
        (folder / f"{name}.csv").write_bytes(text.encode("latin-1"))
    path = folder / "recipe.toml"
    path.write_text(recipe, encoding="utf-8")
    return path


def lay_out_export(folder: Path) -> None:
    """Puts a file, its recipe and a list into a folder under the names that documents use."""
    (folder / "export.csv").write_bytes(TEXT.encode("latin-1"))
    (folder / "data/liste.csv").write_text("05315000;Köln;K\n05111000;Düsseldorf;D\n", "utf-8")
    for name in ("recipe.toml", "rezept.toml"):
        recipe = RECIPE.replace("hilfen*.csv", "export.csv")
        (folder / name).write_text(recipe, encoding="utf-8")


def excel(path: Path, rows: Sequence[Sequence[Entry]], *merged: str, sheet: str = "Daten") -> Path:
    """An xlsx file with one sheet."""
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append(list(row))
    for cells in merged:
        page.merge_cells(cells)
    workbook.save(path)
    return path


def ods(path: Path, rows: str) -> Path:
    """An OpenDocument file with one sheet; `rows` is its XML."""
    path.write_bytes(ods_file(rows))
    return path


def ods_file(rows: str) -> bytes:
    """Its content."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{names}:office:1.0"'
        f' xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0"'
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
        ' office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Daten">'
        f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
        for path, media in (("/", kind), ("content.xml", "text/xml"))
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0" manifest:version="1.2">'
        f"{entries}</manifest:manifest>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for entry, text in (
            *(("mimetype", kind), ("content.xml", content)),
            ("META-INF/manifest.xml", manifest),
        ):
            archive.writestr(zipfile.ZipInfo(entry), text)
    return packed.getvalue()


def ods_row(*cells: Entry) -> str:
    """A row of an OpenDocument sheet."""
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(entry: Entry) -> str:
    if entry is None:
        return "<table:table-cell/>"
    if isinstance(entry, str):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{entry}</text:p></table:table-cell>"
        )
    return f'<table:table-cell office:value-type="float" office:value="{entry}"/>'
