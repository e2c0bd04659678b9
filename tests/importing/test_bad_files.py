"""Files that cannot be read, sheets that are not there, and cells that formats hide."""

import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests.importing.made_exports import RECIPE, excel, ods, ods_row, write
from tests.running import run

SOURCE = """
[[sources]]
file = "mehr.*"
citation = "Amt"
header = [1]
year = { fixed = "2021" }
key = { column = "Nr" }
columns = [{ header = "Quote", population = "insgesamt" }]
"""


def imported_with(tmp_path: Path, change: tuple[str, str] = ("", "")) -> str:
    """What is said about a second file that lies there already."""
    source = SOURCE.replace(*change) if change[0] else SOURCE
    result = run("import", write(tmp_path, RECIPE + source), "--out", tmp_path / "out.xlsx")
    assert result.code == 3
    assert not (tmp_path / "out.xlsx").exists()
    return result.err


def test_a_sheet_that_is_not_there(tmp_path: Path) -> None:
    excel(tmp_path / "mehr.xlsx", [["Nr", "Quote"]], sheet="Daten 2021")

    error = imported_with(tmp_path, ("year =", 'sheet = "Daten 2020"\nyear ='))

    assert 'error[import-missing-sheet]: the file has no sheet "Daten 2020"' in error
    assert "  --> mehr.xlsx" in error
    assert 'did you mean "Daten 2021"?' in error


def test_several_sheets_of_which_none_is_named(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(excel(tmp_path / "mehr.xlsx", [["Nr", "Quote"]]))
    workbook.create_sheet("Quelle")
    workbook.save(tmp_path / "mehr.xlsx")

    error = imported_with(tmp_path)

    assert "error[import-which-sheet]: the file has 2 sheets" in error
    assert "there are Daten, Quelle" in error


def test_a_cell_that_shows_a_percentage_needs_a_factor(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    page = workbook.worksheets[0]
    page.append(["Nr", "Quote"])
    page.append(["01001000", 0.125])
    page["B2"].number_format = "0.0%"
    workbook.save(tmp_path / "mehr.xlsx")

    error = imported_with(tmp_path)

    assert "the cell holds 0.125 and shows it as 12.5 %" in error
    assert "mehr.xlsx, Sheet!B2" in error


def test_formulas_without_value_and_errors_are_not_empty_cells(tmp_path: Path) -> None:
    excel(tmp_path / "mehr.xlsx", [["Nr", "Quote"], ["01001000", "=1+1"], ["01002000", "#WERT!"]])

    error = imported_with(tmp_path, ("columns", 'marks = { "" = "not-delivered" }\ncolumns'))

    assert "mehr.xlsx, Daten!B2" in error
    assert "a formula that was never computed" in error
    assert '"#WERT!" is neither a number' in error


@pytest.mark.parametrize(
    "cell",
    [
        '<table:table-cell table:formula="of:=1/0" calcext:value-type="error"'
        ' office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p>'
        "</table:table-cell>",
        '<table:table-cell table:formula="of:=1+1"/>',
        '<table:table-cell office:value-type="percentage" office:value="0.5"/>',
    ],
    ids=["an error", "a formula without value", "a percentage"],
)
def test_what_an_open_document_hides_is_not_taken_for_empty(cell: str, tmp_path: Path) -> None:
    row = f"<table:table-row>{cell}</table:table-row>"
    ods(tmp_path / "mehr.ods", ods_row("Nr", "Quote") + ods_row("01001000", 5.0) + row)

    error = imported_with(tmp_path)

    assert "1 of its cells hold errors, formulas without value or percentages" in error
    assert "save it as xlsx" in error


def test_a_sheet_that_repeats_a_cell_without_end_is_refused(tmp_path: Path) -> None:
    repeated = 'office:value="1" table:number-columns-repeated="16384"'
    cell = f'<table:table-cell office:value-type="float" {repeated}/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    ods(tmp_path / "mehr.ods", row)

    assert "one of its sheets reaches too far" in imported_with(tmp_path)


def test_a_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "mehr.ods", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b" " * 210_000_000)

    assert "unpacks to more than 200 MB" in imported_with(tmp_path)


def test_a_cell_far_away_makes_no_grid_of_nothing(tmp_path: Path) -> None:
    path = excel(tmp_path / "mehr.xlsx", [["Nr", "Quote"]])
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0]["XFD1048576"] = 1
    workbook.save(path)

    error = imported_with(tmp_path)

    assert "error[import-sheet-too-large]" in error
    assert "reaches over 1048576 rows and 16384 columns" in error


def test_a_file_that_no_source_is_about(tmp_path: Path) -> None:
    recipe = write(tmp_path)
    other = tmp_path / "andere.csv"
    other.write_text("a;b\n")

    result = run("import", recipe, tmp_path / "hilfen.csv", other, "--out", tmp_path / "out.xlsx")

    assert result.code == 3
    assert (
        'error[import-file-not-in-recipe]: no source of the recipe is about "andere.csv"'
        in result.err
    )
    assert "its files are hilfen*.csv" in result.err


def test_a_locked_file_and_a_missing_one(tmp_path: Path) -> None:
    locked = tmp_path / "hilfen.csv"
    locked.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"))
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(RECIPE, encoding="utf-8")

    protected = run("import", recipe, "--out", tmp_path / "out.xlsx")
    missing = run("import", recipe, tmp_path / "hilfen-2.csv", "--out", tmp_path / "out.xlsx")

    assert "error[import-encrypted]" in protected.err
    assert "error[import-file-unreadable]" in missing.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "name a recipe"),
        (("recipe.toml",), "--out workbook.xlsx"),
        (("recipe.toml", "--propose", "x.csv"), "looks at one file"),
    ],
)
def test_a_call_that_lacks_something(arguments: tuple[str, ...], message: str) -> None:
    result = run("import", *arguments)

    assert result.code == 2
    assert message in result.err


def test_warnings_of_hidden_rows_and_rules_and_units_without_values(tmp_path: Path) -> None:
    path = excel(
        tmp_path / "mehr.xlsx", [["Nr", "Quote"], ["01001000", 20_000], ["01002000", 30_500]]
    )
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].row_dimensions[2].hidden = True
    workbook.save(path)
    rule = 'leave_out = [{ reason = "Länder", pattern = "Land .*" }]\nunits = "leave-out"\ncolumns'
    listed = '\n[[units.listed]]\nkey = "01003000"\nname = "Licht"\n\n[[areas]]'
    recipe = (RECIPE + SOURCE.replace("columns", rule)).replace("\n[[areas]]", listed, 1)

    result = run("-v", "import", write(tmp_path, recipe), "--out", tmp_path / "out.xlsx")

    assert result.code == 0, result.err
    for warning in (
        'warning[import-rule-unused]: no row is left out as "Länder"',
        "warning[import-hidden-rows]: 1 rows of the table are hidden in the file, and were read",
        "warning[import-unit-absent]: nothing stands there for Licht",
    ):
        assert warning in result.err
