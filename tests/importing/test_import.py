"""`reportgen import` writes a workbook that loads, with the origin of every value."""

from pathlib import Path

import openpyxl

from reportgen.importing.recipe_check import read_recipe
from reportgen.importing.run import run_recipe
from reportgen.importing.write import workbook_of
from reportgen.model import Reason, Table
from reportgen.workbook import load_workbook
from tests.importing.made_exports import RATE, RECIPE, TEXT, excel, ods, ods_row, write
from tests.running import run

Cells = list[tuple[object, ...]]


def sheet(path: Path, name: str) -> Cells:
    return list(openpyxl.load_workbook(path)[name].iter_rows(values_only=True))


def test_an_export_becomes_a_workbook_that_loads(tmp_path: Path) -> None:
    out = tmp_path / "workbook.xlsx"

    result = run("import", write(tmp_path), "--out", out)

    assert (result.code, result.err.splitlines()[-1][-8:]) == (0, "book.xlsx"[-8:])
    dataset = load_workbook(out)
    assert [city.name for city in dataset.cities] == ["Kälte, Stadt", "Wärme", "Licht"]
    observed = dataset.observations
    assert observed[Table.RECIPIENTS, "kaelte-stadt", 2021, "out"].value == 1204
    assert observed[Table.RECIPIENTS, "waerme", 2021, "out"].value == 0
    assert observed[Table.RECIPIENTS, "waerme", 2021, "in"].reason is Reason.CONFIDENTIAL
    assert observed[Table.RECIPIENTS, "licht", 2021, "in"].value == 0
    assert observed[Table.POPULATION, "licht", 2021, "insgesamt"].value == 9000


def test_every_value_says_where_it_comes_from(tmp_path: Path) -> None:
    out = tmp_path / "workbook.xlsx"

    run("import", write(tmp_path), "--out", out)

    header, *rows = sheet(out, "Herkunft")
    assert header == ("Blatt", "Stadt", "Jahr", "Spalte", "Datei", "Tabelle", "Zelle", "Inhalt")
    assert len(rows) == 3 * 4
    assert (
        "Leistungsbeziehende",
        "Kälte, Stadt",
        2021,
        "ambulant",
        "hilfen.csv",
        None,
        "C6",
        "1.204",
    ) in rows
    assert (
        "Leistungsbeziehende",
        "Wärme",
        2021,
        "stationär",
        "hilfen.csv",
        None,
        "D7",
        ".",
    ) in rows


def test_what_is_left_out_is_listed(tmp_path: Path) -> None:
    text = (
        TEXT.replace("\n", ";\n")
        .replace("Bevölkerung;", "Bevölkerung;Rest")
        .replace("20.000;", "20.000;9")
    )
    result = run("import", write(tmp_path, hilfen=text), "--out", tmp_path / "workbook.xlsx")

    assert result.code == 0, result.err
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert 'hilfen.csv total 1 9 "Insgesamt"' in lines
    assert any(line.startswith('hilfen.csv below the table 3 10 "__________"') for line in lines)
    assert "hilfen.csv F Rest" in lines


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    recipe = read_recipe(write(tmp_path))

    first, second = (workbook_of(run_recipe(recipe, tmp_path, ())) for _ in range(2))

    assert first == second


def test_several_files_and_years_come_together(tmp_path: Path) -> None:
    older = TEXT.replace("2021", "2019").replace("1.204", "1.100")
    recipe = write(tmp_path, hilfen_19=older, hilfen_21=TEXT)

    assert run("import", recipe, "--out", tmp_path / "out.xlsx").code == 0

    rows = sheet(tmp_path / "out.xlsx", "Leistungsbeziehende")
    assert rows[1:3] == [("Kälte, Stadt", 2019, 1100, 13), ("Kälte, Stadt", 2021, 1204, 13)]
    assert len(rows) == 1 + 2 * 3


def test_two_places_that_differ_are_reported_with_both(tmp_path: Path) -> None:
    recipe = write(tmp_path, hilfen_a=TEXT, hilfen_b=TEXT.replace("1.204", "1.205"))

    result = run("import", recipe, "--out", tmp_path / "out.xlsx")

    assert result.code == 3
    assert 'is "1.205" here, but "1.204" in hilfen_a.csv, text!C6' in result.err
    assert "  --> hilfen_b.csv, text!C6" in result.err
    assert not (tmp_path / "out.xlsx").exists()


def test_the_same_value_twice_is_no_fault(tmp_path: Path) -> None:
    result = run(
        "import", write(tmp_path, hilfen_a=TEXT, hilfen_b=TEXT), "--out", tmp_path / "o.xlsx"
    )

    assert result.code == 0
    assert "12 values stand in two places, and are the same there" in result.err


LISTED = """
[[units.listed]]
key = "01001000"
name = "Kälte"
also = ["Kälte, Stadt", "Kreisfreie Stadt Kälte"]
"""


def test_units_that_are_not_listed_are_left_out_and_named(tmp_path: Path) -> None:
    recipe = RECIPE.replace('units = "add"', 'units = "leave-out"')
    path = write(tmp_path, recipe.replace("\n[[areas]]", LISTED + "\n[[areas]]", 1))

    result = run("import", path, "--out", tmp_path / "out.xlsx")

    assert result.code == 0, result.err
    assert sheet(tmp_path / "out.xlsx", "Städte")[1:] == [("01001000", "Kälte", "01001000", None)]
    assert "unit not listed" in result.out
    assert '7 "01002000 Wärme"' in result.out


def test_a_unit_is_known_by_another_name_without_its_key(tmp_path: Path) -> None:
    recipe = RECIPE.replace("\n[[areas]]", LISTED + "\n[[areas]]", 1)
    recipe = recipe.replace('key = { column = "A" }\n', "").replace(
        'units = "add"', 'units = "leave-out"'
    )

    result = run("import", write(tmp_path, recipe), "--out", tmp_path / "out.xlsx")

    assert result.code == 0, result.err
    assert sheet(tmp_path / "out.xlsx", "Leistungsbeziehende")[1] == ("Kälte", 2021, 1204, 13)


def test_keys_get_their_zeros_back_where_the_recipe_says_so(tmp_path: Path) -> None:
    text = TEXT.replace("\n0100", "\n100")
    padded = RECIPE.replace('key = { column = "A" }', 'key = { column = "A", pad = 8 }')

    refused = run("import", write(tmp_path, hilfen=text), "--out", tmp_path / "out.xlsx")

    assert "pad = 8" in refused.err
    state = write(tmp_path, padded, hilfen=text.replace("1002000;", "1;"))
    assert '"1" is no key of a unit' in run("import", state, "--out", tmp_path / "out.xlsx").err
    mended = run("import", write(tmp_path, padded, hilfen=text), "--out", tmp_path / "out.xlsx")
    assert mended.code == 0
    assert sheet(tmp_path / "out.xlsx", "Städte")[1][0] == "01001000"


def test_units_of_the_same_name_are_told_apart(tmp_path: Path) -> None:
    text = TEXT.replace("Wärme", "Kälte, Stadt").replace(
        "01001000;Kälte, Stadt;", "01001000;Kälte, Stadt;"
    )
    text = "\n".join(
        line + (";Kreis" if line.startswith("01001") else ";Stadt") for line in text.split("\n")
    )
    recipe = RECIPE.replace('name = { column = "B" }', 'name = { column = "B", qualifier = "F" }')

    plain = run("import", write(tmp_path, hilfen=text), "--out", tmp_path / "out.xlsx")
    qualified = run("import", write(tmp_path, recipe, hilfen=text), "--out", tmp_path / "out.xlsx")

    assert "error[import-one-name]" in plain.err
    assert qualified.code == 0, qualified.err
    names = [row[1] for row in sheet(tmp_path / "out.xlsx", "Städte")[1:]]
    assert names == ["Kälte, Stadt (Kreis)", "Kälte, Stadt (Stadt)", "Licht"]


def test_rows_of_merged_units_are_added_where_the_recipe_says_so(tmp_path: Path) -> None:
    listed = LISTED.replace('"Kreisfreie Stadt Kälte"', '"01002000"')
    recipe = RECIPE.replace("\n[[areas]]", listed + "\n[[areas]]", 1)
    added = recipe.replace('units = "add"', 'units = "add"\nadd_rows = true')

    refused = run("import", write(tmp_path, recipe), "--out", tmp_path / "out.xlsx")
    result = run("import", write(tmp_path, added), "--out", tmp_path / "out.xlsx")

    assert "error[import-conflict]" in refused.err
    assert result.code == 0, result.err
    rows = sheet(tmp_path / "out.xlsx", "Leistungsbeziehende")
    assert rows[1] == ("Kälte", 2021, 1204, "."), "13 and a secret are a secret, not 13"
    assert (
        "Bevölkerung",
        "Kälte",
        2021,
        "insgesamt",
        "hilfen.csv",
        None,
        "E6 + E7",
        "20.000 + 30.500",
    ) in sheet(tmp_path / "out.xlsx", "Herkunft")


SHEET_SOURCE = """
[[sources]]
file = "quote.*"
citation = "Amt für Statistik"
header = [1, 2]
year = { header = '(\\d{4})' }
name = { column = "Ort" }
marks = { "#DIV/0!" = "not-meaningful", "-9999" = "not-delivered", "" = "later" }
columns = [
  { pattern = 'Quote \\| \\d{4}', indicator = "rate" },
  { header = "Quote | 2020", letter = "D", indicator = "rate", factor = 100.0 },
]
"""

ROWS = [
    ["Ort", "Quote", None, None],
    ["Ort", "2021", None, "2020"],
    ["Kälte, Stadt", 1.5, None, 0.255],
    ["Wärme", -9999, None, 0],
    ["Licht", "#DIV/0!", None, None],
]


def with_rate(source: str) -> str:
    return RECIPE.replace("[[sources]]", RATE + "[[sources]]", 1) + source


def one_column_for_each_year(text: str) -> str:
    return text.replace("pattern = 'Quote \\| \\d{4}'", 'header = "Quote | 2021"')


def check_rates(out: Path) -> None:
    assert sheet(out, "Wirtschaft")[1:] == [
        ("Kälte, Stadt", 2020, 25.5),
        ("Kälte, Stadt", 2021, 1.5),
        ("Wärme", 2020, 0),
        ("Wärme", 2021, None),
        ("Licht", 2020, "..."),
        ("Licht", 2021, "x"),
    ]


def test_a_spreadsheet_with_a_merged_header_joins_a_text_by_name(tmp_path: Path) -> None:
    path = write(tmp_path, with_rate(one_column_for_each_year(SHEET_SOURCE)))
    excel(tmp_path / "quote.xlsx", ROWS, "A1:A2", "B1:D1")

    result = run("import", path, "--out", tmp_path / "out.xlsx")

    assert result.code == 0, result.err
    check_rates(tmp_path / "out.xlsx")
    assert "stay empty" not in result.err


OLDER = """
[[sources]]
file = "alt.csv"
citation = "Amt"
header = [1]
key = { column = "Nr" }
year = { fixed = "2019" }
columns = [{ header = "Zahl", recipients = "in" }]
"""


def test_cells_that_no_file_says_anything_of_are_counted(tmp_path: Path) -> None:
    path = write(tmp_path, RECIPE + OLDER, hilfen=TEXT, alt="Nr;Zahl\n01001000;5\n")

    result = run("import", path, "--out", tmp_path / "out.xlsx")

    assert result.code == 0, result.err
    assert "1 cells of the workbook stay empty" in result.err
    assert sheet(tmp_path / "out.xlsx", "Leistungsbeziehende")[1] == ("Kälte, Stadt", 2019, None, 5)


def test_an_open_document_gives_the_same(tmp_path: Path) -> None:
    recipe = with_rate(one_column_for_each_year(SHEET_SOURCE)).replace(
        "header = [1, 2]", "header = [1, 2]\nspread = [1]"
    )
    rows = [
        [cell if cell is None or isinstance(cell, str) else float(cell) for cell in row]
        for row in ROWS
    ]
    ods(tmp_path / "quote.ods", "".join(ods_row(*row) for row in rows))

    result = run("import", write(tmp_path, recipe), "--out", tmp_path / "out.xlsx")

    assert result.code == 0, result.err
    check_rates(tmp_path / "out.xlsx")


LONG = """\
jahr,monat,ort,was,wert
2021,6,Kälte,Bestand,9.5
2021,12,Kälte,Bestand,10.5
2021,12,Kälte,Zugang,3
"""


def test_a_long_table_is_read_by_category_and_the_rest_is_listed(tmp_path: Path) -> None:
    recipe = RECIPE[: RECIPE.index("[[areas]]")] + LISTED + RATE
    recipe += """
[[sources]]
file = "lang.csv"
citation = "Amt"
encoding = "latin-1"
delimiter = ","
decimal = "."
header = [1]
year = { column = "jahr" }
name = { column = "ort" }
category = ["was"]
only = { monat = "12" }
columns = [{ header = "wert", category = "Bestand", indicator = "rate" }]
"""
    result = run("import", write(tmp_path, recipe, lang=LONG), "--out", tmp_path / "out.xlsx")

    assert result.code == 0, result.err
    assert sheet(tmp_path / "out.xlsx", "Wirtschaft")[1:] == [("Kälte", 2021, 10.5)]
    assert "monat is not 12" in result.out
    assert "category Zugang" in result.out


def test_columns_are_added_up_with_the_cells_they_come_from(tmp_path: Path) -> None:
    recipe = RECIPE.replace(
        '{ letter = "E", population = "0 bis unter 65" }',
        "{ pattern = 'Hilfen .*', sum = true, population = \"0 bis unter 65\" }",
    )

    assert run("import", write(tmp_path, recipe), "--out", tmp_path / "out.xlsx").code == 0

    assert [row[3] for row in sheet(tmp_path / "out.xlsx", "Bevölkerung")[1:]] == [1217, ".", 7]
    origins = sheet(tmp_path / "out.xlsx", "Herkunft")
    assert (
        "Bevölkerung",
        "Kälte, Stadt",
        2021,
        "0 bis unter 65",
        "hilfen.csv",
        None,
        "C6:D6",
        "1.204 + 13",
    ) in origins


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    text = TEXT.replace("Licht", "=1+1").replace("Wärme", "<&> ]]>")

    run("import", write(tmp_path, hilfen=text), "--out", tmp_path / "out.xlsx")

    cell = openpyxl.load_workbook(tmp_path / "out.xlsx")["Städte"]["B4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert sheet(tmp_path / "out.xlsx", "Herkunft")[5][1] == "<&> ]]>"
