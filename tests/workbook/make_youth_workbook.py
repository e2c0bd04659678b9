"""Makes the committed workbook of made-up figures: youth welfare in twelve districts.

Run as ``python -m tests.workbook.make_youth_workbook``.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random

from openpyxl import Workbook

from reportgen.workbook.plain_rows import reproducible
from reportgen.workbook.template_rows import Entry

DATA = Path(__file__).parents[2] / "data"
YOUTH_WORKBOOK = DATA / "youth-districts" / "youth-districts-2020.xlsx"

NOTICE = "Alle Zahlen sind erfunden."
BASE = "0 bis unter 21"
NAMES = (
    *("Adlerstein", "Birkental", "Dornfeld", "Eschenau", "Falkenried", "Grünwerder"),
    *("Haselbruch", "Kiefernhain", "Lindenmark", "Moorbeke", "Rabenau", "Weidengrund"),
)
DISTRICTS = tuple(f"Musterkreis {name}" for name in NAMES)

Row = Sequence[Entry]

#: Key, short name, label, law, whether it counts in the sum, and persons per 1,000 below 21.
AREAS = (
    ("ambulant", "Ambulante Hilfen", "Ambulante Hilfen zur Erziehung", "§§ 29 bis 31", "ja", 9.5),
    ("pflege", "Vollzeitpflege", "Vollzeitpflege", "§ 33", "ja", 5.2),
    ("heim", "Heimerziehung", "Heimerziehung und betreutes Wohnen", "§ 34", "ja", 4.8),
    (
        *("eingliederung", "Eingliederungshilfe", "Eingliederungshilfe bei seelischer Behinderung"),
        *("§ 35a", "ja", 6.1),
    ),
    ("inobhut", "Inobhutnahme", "Inobhutnahme", "§ 42", "nein", 0.7),
)

#: Key, label, unit, decimals, polarity, usual value and spread.
INDICATORS = (
    ("jugendquote", "Anteil der unter 21-Jährigen", "%", 1, "ohne", 19.5, 1.4),
    ("kinderarmut", "Kinderarmutsquote", "%", 1, "niedrig", 11.5, 3.5),
    ("alleinerziehende", "Haushalte Alleinerziehender", "%", 1, "ohne", 7.2, 1.1),
    ("jugendarbeitslosigkeit", "Jugendarbeitslosenquote (unter 25)", "%", 1, "niedrig", 4.4, 1.3),
    ("schulabgang", "Schulabgänge ohne Abschluss", "%", 1, "niedrig", 6.6, 1.5),
    ("ganztag", "Ganztagsquote (3 bis unter 6)", "%", 1, "hoch", 41.0, 9.0),
)

#: What stands in place of a number.
GAPS: dict[tuple[str, int, str], Entry] = {
    (DISTRICTS[3], 2020, "inobhut"): ".",
    (DISTRICTS[3], 2019, "inobhut"): ".",
    (DISTRICTS[7], 2020, "eingliederung"): None,
    (DISTRICTS[9], 2020, "ambulant"): "412 p",
    (DISTRICTS[9], 2020, "ganztag"): None,
    (DISTRICTS[11], 2020, "inobhut"): 0,
}


def main() -> None:
    """Writes the workbook into the folder `data`."""
    YOUTH_WORKBOOK.write_bytes(reproducible(make()))


def make() -> Workbook:
    """All sheets, with neutral names for units and without payments."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets().items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.freeze_panes = "A2"
        for column in sheet.columns:
            letter = column[0].column_letter  # type: ignore[union-attr]
            sheet.column_dimensions[letter].width = 20
    for cell in workbook["Einheiten"]["A"]:
        cell.number_format = "@"
    workbook.properties.title = "Jugendhilfe in zwölf Musterkreisen: erfundene Zahlen"
    workbook.properties.creator = "reportgen"
    workbook.properties.created = datetime(2020, 1, 1)
    return workbook


def sheets() -> dict[str, list[Row]]:
    """The rows of each sheet with its header."""
    dice = Random(21)
    population: list[Row] = [("Einheit", "Jahr", "insgesamt", BASE)]
    persons: list[Row] = [("Einheit", "Jahr", *(area[1] for area in AREAS))]
    context: list[Row] = [("Einheit", "Jahr", *(indicator[1] for indicator in INDICATORS))]
    for district in DISTRICTS:
        inhabitants = dice.randrange(80_000, 320_000)
        young = dice.uniform(0.175, 0.215)
        levels = [area[5] * dice.uniform(0.65, 1.4) for area in AREAS]
        places = [dice.gauss(0, 0.9) for _ in INDICATORS]
        for year in (2019, 2020):
            total = round(inhabitants * (1 + 0.002 * (year - 2020)))
            below_21 = round(total * (young - 0.001 * (year - 2020)))
            population.append((district, year, total, below_21))
            counted = [round(below_21 / 1000 * n * dice.uniform(0.97, 1.05)) for n in levels]
            persons.append((district, year, *_with_gaps(district, year, AREAS, counted)))
            values = [
                round(usual + spread * place + dice.uniform(-0.2, 0.2), 1)
                for (*_, usual, spread), place in zip(INDICATORS, places, strict=True)
            ]
            context.append((district, year, *_with_gaps(district, year, INDICATORS, values)))
    return {
        "Einheiten": [
            ("Schlüssel", "Einheit", "Kürzel", "Amt"),
            *(
                (f"{99001 + number}", district, district.split()[-1][:3].upper(), "Jugendamt")
                for number, district in enumerate(DISTRICTS)
            ),
        ],
        "Leistungsbereiche": [
            (
                *("Schlüssel", "Kurzbezeichnung", "Bezeichnung", "Bezugsbevölkerung"),
                *("Rechtsgrundlage", "Reihenfolge", "In Summe"),
            ),
            *(
                (key, short, label, BASE, f"{law} SGB VIII", number, counts)
                for number, (key, short, label, law, counts, _) in enumerate(AREAS, start=1)
            ),
        ],
        "Bevölkerung": population,
        "Personen": persons,
        "Indikatoren": [
            ("Schlüssel", "Bezeichnung", "Einheit", "Nachkommastellen", "Polarität", "Quelle"),
            *((*indicator[:5], "erfunden") for indicator in INDICATORS),
        ],
        "Kontext": context,
        "Angaben": [
            ("Angabe", "Wert"),
            ("Projekt", "Vergleich der Jugendhilfe in Landkreisen (Beispiel)"),
            ("Herausgeber", "reportgen"),
            ("Kontakt", None),
            ("Berichtsjahr", 2020),
            ("Datenstand", date(2021, 6, 30)),
            ("Fassung", "1.0"),
            ("Hinweis", NOTICE),
        ],
        "Quellen": [
            ("Blatt", "Einheit", "Jahr", "Quelle", "Bemerkung"),
            *(
                (sheet, None, None, "Erfundene Zahlen", "Mit einem Zufallsgenerator erzeugt.")
                for sheet in ("Bevölkerung", "Personen", "Kontext")
            ),
        ],
    }


def _with_gaps(
    district: str, year: int, columns: Sequence[tuple[Entry, ...]], values: Sequence[Entry]
) -> list[Entry]:
    """The values, with what stands in the place of some."""
    keys = [str(column[0]) for column in columns]
    return [GAPS.get((district, year, key), value) for key, value in zip(keys, values, strict=True)]


if __name__ == "__main__":
    main()
