"""Each fault of a recipe or a file is reported with place and hint, and nothing is written."""

from pathlib import Path

import pytest
from msgspec import Struct

from tests.importing.made_exports import RECIPE, TEXT, write
from tests.running import run


class Fault(Struct, frozen=True, kw_only=True):
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
