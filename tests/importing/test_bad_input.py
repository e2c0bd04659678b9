"""Each fault of a recipe or a file is reported with place and hint, and nothing is written."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.importing.made_exports import RECIPE, TEXT, excel, ods, ods_row, write
from tests.running import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A change of recipe or text, and what is said about it."""

    code: str
    where: str
    hint: str
    recipe: tuple[str, str] = ("", "")
    text: tuple[str, str] = ("", "")
    message: str = ""


ONE = 'header = "Hilfen | ambulant | Anzahl"'
FAULTS = (
    Fault(
        code="unknown-key",
        recipe=('citation = "', 'citatoin = "x"\ncitation = "'),
        where="recipe.toml, sources[0].citatoin",
        hint='did you mean "citation"?',
    ),
    Fault(
        code="import-recipe",
        recipe=('recipients = "in"', 'recipients = "inn"'),
        where="recipe.toml, sources[0].columns[1]",
        hint='did you mean "in"?',
    ),
    Fault(
        code="import-recipe",
        recipe=('recipients = "out"', 'recipients = "out", indicator = "rate"'),
        where="sources[0].columns[0]",
        hint="say one of: population, recipients, payments, indicator",
    ),
    Fault(
        code="import-recipe",
        recipe=('thousands = "."', 'thousands = ","'),
        where="sources[0]",
        hint="say two different characters",
    ),
    Fault(
        code="import-recipe",
        recipe=('year = { cell = "A2"', 'year = { fixed = "2021", cell = "A2"'),
        where="sources[0].year",
        hint="say one of: fixed, column, cell, header, sheet, file",
    ),
    Fault(
        code="wrong-value",
        recipe=("end = '_+'", "end = '_(+'"),
        where="sources[0].end",
        hint="",
        message="is no regular expression",
    ),
    Fault(
        code="wrong-value",
        recipe=('"." = "confidential"', '"." = "secret"'),
        where="sources[0].marks..",
        hint="confidential",
    ),
    Fault(
        code="import-missing-file",
        recipe=('file = "hilfen*.csv"', 'file = "hilfe.csv"'),
        where="sources[0].file",
        hint="hilfen.csv",
    ),
    Fault(
        code="import-missing-column",
        recipe=(ONE, 'header = "Hilfen | ambulante | Anzahl"'),
        where="hilfen.csv, text!A3",
        hint='did you mean "Hilfen | ambulant | Anzahl"?',
    ),
    Fault(
        code="import-missing-column",
        text=(";;Hilfen;", "\n;;Hilfen;"),
        where="hilfen.csv, text!A3",
        hint="the header seems to reach to row 6",
    ),
    Fault(
        code="import-missing-column",
        recipe=(ONE, f'letter = "D", {ONE}'),
        where="hilfen.csv, text!A3",
        hint='column D has the header "Hilfen | stationär | Anzahl"',
    ),
    Fault(
        code="import-two-columns",
        text=("stationär", "ambulant"),
        where="hilfen.csv, text!A3",
        hint="add letter = ... to say which",
        message="C, D",
    ),
    Fault(
        code="import-not-understood",
        text=("1.204", "1.204 e"),
        where="hilfen.csv, text!C6",
        hint='marks = { "1.204 e" = "..." }',
    ),
    Fault(
        code="import-not-understood",
        text=("1.204", "1.2045"),
        where="hilfen.csv, text!C6",
        hint="correct these signs",
        message='decimal = ",", thousands = "."',
    ),
    Fault(
        code="import-not-understood",
        text=("9.000", ""),
        where="hilfen.csv, text!E8",
        hint='marks = { "" = "not-delivered" }',
    ),
    Fault(
        code="import-bad-key",
        text=("01002000", "01"),
        where="hilfen.csv, text!A7",
        hint="say in leave_out that the row is none of the data",
    ),
    Fault(
        code="import-bad-key",
        text=("01002000", "1002000"),
        where="hilfen.csv, text!A7",
        hint="if it has lost zeros at its beginning, say pad = 8 in the key",
    ),
    Fault(
        code="import-empty-place",
        text=(";Insgesamt;", ";Alle;"),
        where="hilfen.csv, text!A9",
        hint="say in leave_out",
    ),
    Fault(
        code="import-total-as-unit",
        text=(";Insgesamt;", "01999999;Summe;"),
        where="hilfen.csv, text!B9",
        hint="say in leave_out that it is none",
    ),
    Fault(
        code="import-unknown-unit",
        recipe=('units = "add"', 'units = "refuse"'),
        where="hilfen.csv, text!A6",
        hint='add it to "also"',
    ),
    Fault(
        code="import-unit-without-key",
        recipe=('key = { column = "A" }\n', ""),
        where="hilfen.csv, text!B6",
        hint="list it in units.listed",
    ),
    Fault(
        code="import-unit-without-name",
        recipe=('name = { column = "B" }\n', ""),
        where="hilfen.csv, text!A6",
        hint='say units.name = "... {key}"',
    ),
    Fault(
        code="import-one-name",
        text=("Licht", "Wärme"),
        where="hilfen.csv, text!B8",
        hint="give one of them another name",
    ),
    Fault(
        code="import-conflict",
        text=("01003000;Licht", "01002000;Wärme"),
        where="hilfen.csv, text!C8",
        hint="leave out one of both",
        message='"-" in hilfen.csv, text!C7',
    ),
    Fault(
        code="import-no-match",
        text=("31.12.2021", "31.12.21"),
        where="hilfen.csv, text!A2",
        hint="correct the pattern",
    ),
    Fault(
        code="import-bad-year",
        recipe=("pattern = '\\d{4}' }", "pattern = '\\d\\d(?=;|$)' }"),
        where="hilfen.csv, text!A2",
        hint="say in year what of the text is the year",
    ),
    Fault(
        code="import-no-end",
        recipe=("end = '_+'", "end = 'Quelle'"),
        where="hilfen.csv, text!A12",
        hint="correct end in the recipe",
    ),
    Fault(
        code="import-undecodable",
        recipe=('encoding = "latin-1"', ""),
        where="hilfen.csv",
        hint='say encoding = "..." in the recipe; it may be cp1252',
        message="byte f6 in line 3",
    ),
    Fault(
        code="import-unknown-encoding",
        recipe=('encoding = "latin-1"', 'encoding = "rot13"'),
        where="hilfen.csv",
        hint="write encoding as utf-8",
    ),
    Fault(
        code="import-bad-delimiter",
        recipe=('encoding = "latin-1"', 'encoding = "latin-1"\ndelimiter = ""'),
        where="hilfen.csv",
        hint="write delimiter",
    ),
    Fault(
        code="import-bad-delimited",
        text=("Licht", '"Licht'),
        where="hilfen.csv",
        hint="a quotation mark may be missing",
    ),
    Fault(
        code="import-file-empty",
        text=(TEXT, " \n"),
        where="hilfen.csv",
        hint="download it again",
    ),
    Fault(
        code="import-not-a-table",
        text=(TEXT, "<html><table>"),
        where="hilfen.csv",
        hint="export it as xlsx or csv",
    ),
    Fault(
        code="import-damaged",
        text=(TEXT, "PK\x03\x04 and nothing else"),
        where="hilfen.csv",
        hint="download it again",
    ),
    Fault(
        code="import-damaged",
        text=(TEXT, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing else"),
        where="hilfen.csv",
        hint="save it as xlsx",
    ),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code} {fault.where}")
def test_a_fault_is_reported_with_its_place_and_nothing_is_written(
    fault: Fault, tmp_path: Path
) -> None:
    assert fault.recipe[0] in RECIPE
    assert fault.text[0] in TEXT
    recipe = RECIPE.replace(*fault.recipe) if fault.recipe[0] else RECIPE
    text = TEXT.replace(*fault.text) if fault.text[0] else TEXT

    result = run("import", write(tmp_path, recipe, hilfen=text), "--out", tmp_path / "out.xlsx")

    assert (result.code, result.out) == (3, "")
    problems = [p for p in ("\n" + result.err).split("\nerror[") if p.startswith(fault.code)]
    assert problems, result.err
    problem = next(each for each in problems if f"{fault.where}\n" in each + "\n")
    assert fault.hint in problem.partition("hint: ")[2]
    assert fault.message in problem
    assert sorted(path.name for path in tmp_path.iterdir()) == ["hilfen.csv", "recipe.toml"]


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


def test_a_cell_that_shows_a_percentage_needs_a_factor(tmp_path: Path) -> None:
    import openpyxl

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
    ],
    ids=["an error", "a formula without value"],
)
def test_what_an_open_document_hides_is_not_taken_for_empty(cell: str, tmp_path: Path) -> None:
    row = f"<table:table-row>{cell}</table:table-row>"
    ods(tmp_path / "mehr.ods", ods_row("Nr", "Quote") + ods_row("01001000", 5.0) + row)

    error = imported_with(tmp_path)

    assert "1 of its cells hold errors or formulas without value" in error
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
    import openpyxl

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
    import openpyxl

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
