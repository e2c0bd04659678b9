"""Each fault of a workbook is reported with its code, its place and what to do."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from msgspec import Struct

from reportgen.errors import Problem, Severity, WorkbookError
from reportgen.workbook import load_workbook
from tests.workbooks import (
    Edit,
    Value,
    edited,
    renamed_column,
    renamed_sheet,
    with_cell,
    with_column,
    with_row,
    with_sheet,
    without_column,
    without_rows,
    without_sheet,
)


def found_in(path: Path) -> tuple[Problem, ...]:
    try:
        return load_workbook(path).warnings
    except WorkbookError as error:
        return error.problems


class Fault(Struct):
    """What is done to the workbook, and how it must be reported."""

    name: str
    edit: Edit
    code: str
    place: str
    hint: str
    severity: Severity = Severity.ERROR


WARNING = Severity.WARNING

FAULTS = (
    # sheets and columns
    Fault(
        "a sheet is misspelt",
        renamed_sheet("Auszahlungen", "Auszahlung"),
        "missing-sheet",
        "",
        'did you mean "Auszahlung"?',
    ),
    Fault("a sheet is missing", without_sheet("Quellen"), "missing-sheet", "", "add it"),
    Fault(
        "a sheet of another name is there",
        with_sheet("Notizen"),
        "unknown-sheet",
        "Notizen",
        "valid are:",
        WARNING,
    ),
    Fault(
        "a column is misspelt",
        renamed_column("Leistungsbeziehende", "GSiAE", "GSIAE"),
        "missing-column",
        "Leistungsbeziehende!A1:H1",
        'did you mean "GSIAE"?',
    ),
    Fault(
        "a column is missing",
        without_column("Städte", "Kürzel"),
        "missing-column",
        "Städte!A1:D1",
        'write the header "Kürzel"',
    ),
    Fault(
        "a column is unknown",
        with_column("Wirtschaft", "Leerstand"),
        "unknown-column",
        "Wirtschaft!N1",
        "",
        WARNING,
    ),
    Fault(
        "a column is there twice",
        with_column("Auszahlungen", "HzP"),
        "duplicate-column",
        "Auszahlungen!I1",
        "the other is G1",
    ),
    Fault(
        "a sheet that must have rows has none",
        without_rows("Leistungsbereiche"),
        "empty-sheet",
        "Leistungsbereiche!A2",
        "fill it in",
    ),
    Fault(
        "a number is formatted as percentage",
        with_cell("Wirtschaft!C11", 0.0785, "0.0%"),
        "percent-cell",
        "Wirtschaft!C11",
        "write 12.5 for 12.5 %",
    ),
    # rows
    Fault(
        "a city has two rows for a year",
        with_row("Leistungsbeziehende", "Köln", 2020),
        "duplicate-row",
        "Leistungsbeziehende!A47",
        "the other begins at A21",
    ),
    Fault(
        "no city has recipients in the reporting year",
        without_rows("Leistungsbeziehende"),
        "missing-year-data",
        "Leistungsbeziehende",
        "add the rows",
    ),
    Fault(
        "no city has payments in the reporting year",
        without_rows("Auszahlungen"),
        "missing-year-data",
        "Auszahlungen",
        "add the rows",
        WARNING,
    ),
    Fault(
        "one city has no population",
        without_rows("Bevölkerung", "Essen"),
        "missing-year-data",
        "Bevölkerung",
        "add the rows",
    ),
    Fault(
        "one city has no recipients",
        without_rows("Leistungsbeziehende", "Essen"),
        "missing-year-data",
        "Leistungsbeziehende",
        "add the rows",
        WARNING,
    ),
    # population
    Fault(
        "age groups do not add up",
        with_cell("Bevölkerung!G11", 120_060),
        "population-sum",
        "Bevölkerung!C11",
        "correct the number",
        WARNING,
    ),
    Fault(
        "a line about the workbook is missing",
        without_rows("Angaben", "Fassung"),
        "missing-about",
        "Angaben!A1",
        'write "Fassung"',
    ),
    Fault(
        "a line about the workbook is unknown",
        with_row("Angaben", "Bearbeitung", "Referat 3"),
        "unknown-about",
        "Angaben!A8",
        "valid are:",
        WARNING,
    ),
)


@pytest.mark.parametrize(
    ("place", "entry", "code", "hint"),
    [
        ("Leistungsbeziehende!C11", "viele", "not-a-number", "one of the signs"),
        ("Leistungsbeziehende!C11", True, "not-a-number", "one of the signs"),
        ("Wirtschaft!I11", "1.234,5", "german-number", "write 1234.5"),
        ("Auszahlungen!C6", "#REF!", "formula-error", "mend the formula"),
        ("Wirtschaft!C3", "#DIV/0!", "formula-error", "mend the formula"),
        ("Bevölkerung!F11", "=D11+E11", "formula-without-value", "save it"),
        ("Wirtschaft!C11", "7,9 %", "percent-cell", "write 12.5 for 12.5 %"),
        ("Leistungsbeziehende!E11", date(2020, 3, 12), "date-cell", "format the cell as number"),
        ("Leistungsbeziehende!E11", time(12, 30), "date-cell", "format the cell as number"),
        ("Leistungsbeziehende!D11", -5, "negative-count", "correct the number"),
        ("Auszahlungen!C6", "-12 s", "negative-count", "correct the number"),
        ("Leistungsbeziehende!D11", 12.5, "not-a-whole-number", "write a whole number"),
        ("Wirtschaft!A10", "Dusseldorf", "unknown-city", 'did you mean "Düsseldorf"?'),
        ("Quellen!B7", "Hanover", "unknown-city", 'did you mean "Hannover"?'),
        ("Bevölkerung!B11", "2020 (vorl.)", "bad-year", "write a number"),
        ("Bevölkerung!B11", datetime(2020, 12, 31), "bad-year", "not formatted as text or date"),
        ("Bevölkerung!C11", 0, "population-zero", "number of inhabitants"),
        ("Bevölkerung!F11", ".", "population-absent", "number of inhabitants"),
        ("Städte!B3", "Bremen", "duplicate-city", "remove one"),
        ("Städte!A3", "04011000", "duplicate-city", "remove one"),
        ("Städte!B3", "BREMEN!", "duplicate-city", "change one of the names"),
        ("Städte!B3", "東京", "missing-glyph", "other characters"),
        ("Städte!B3", "Αθήνα", "bad-name", "letters from a to z"),
        ("Städte!A6", 5111000, "bad-ags", "format the cell as text"),
        ("Leistungsbereiche!C3", None, "empty-text", "fill it in"),
        ("Leistungsbereiche!A3", "sgb2", "duplicate-key", "remove one"),
        ("Indikatoren!A3", "unemployment_rate", "duplicate-key", "remove one"),
        ("Indikatoren!A3", "sgb2", "duplicate-key", "remove one"),
        ("Leistungsbereiche!A3", "total", "reserved-key", "choose another"),
        ("Indikatoren!A3", "total", "reserved-key", "choose another"),
        ("Leistungsbereiche!D2", "0 bis 64", "unknown-base", 'did you mean "0 bis unter 65"?'),
        ("Leistungsbereiche!D2", "0 bis unter 21", "unknown-base", "add it there, or name one"),
        ("Leistungsbereiche!D3", "insgesammt", "unknown-base", 'did you mean "insgesamt"?'),
        ("Leistungsbereiche!F2", "zuerst", "bad-order", "write a number"),
        ("Indikatoren!E2", "niedrg", "unknown-polarity", 'did you mean "niedrig"?'),
        ("Indikatoren!D2", 12, "bad-decimals", "write a number"),
        ("Quellen!A2", "Bevoelkerungen", "unknown-table", 'did you mean "Bevölkerung"?'),
        ("Angaben!B6", "November 2026", "bad-date", "31.12.2020"),
    ],
)
def test_a_wrong_cell_is_reported_once_with_its_address(
    place: str, entry: Value, code: str, hint: str, tmp_path: Path
) -> None:
    with pytest.raises(WorkbookError) as caught:
        load_workbook(edited(tmp_path, with_cell(place, entry)))

    (problem,) = [problem for problem in caught.value.problems if problem.code == code]
    assert problem.where == f"benchmarking-2020.xlsx, {place}"
    assert hint in problem.hint
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.code}: {fault.name}")
def test_a_wrong_sheet_column_or_row_is_reported_once(fault: Fault, tmp_path: Path) -> None:
    problems = found_in(edited(tmp_path, fault.edit))

    (problem,) = [problem for problem in problems if problem.code == fault.code]
    place = f", {fault.place}" if fault.place else ""
    assert problem.where == f"benchmarking-2020.xlsx{place}"
    assert fault.hint in problem.hint
    assert problem.severity is fault.severity


def test_names_that_give_one_file_name_are_reported(tmp_path: Path) -> None:
    problems = found_in(edited(tmp_path, with_row("Städte", "09999999", "Muenchen", "MU")))

    (problem,) = [problem for problem in problems if problem.code == "duplicate-city"]
    assert problem.message == '"Muenchen" has the file name of "München" in B13'
    assert problem.where == "benchmarking-2020.xlsx, Städte!B17"


def test_warnings_alone_do_not_stop_the_load(tmp_path: Path) -> None:
    dataset = load_workbook(edited(tmp_path, with_sheet("Notizen"), without_rows("Auszahlungen")))

    assert [warning.code for warning in dataset.warnings] == ["unknown-sheet", "missing-year-data"]


def test_a_city_without_a_row_is_named(tmp_path: Path) -> None:
    (warning,) = found_in(edited(tmp_path, without_rows("Auszahlungen", "Essen")))

    assert warning.message == 'Essen has no row for 2020 in sheet "Auszahlungen"'


def test_all_faults_of_a_workbook_are_reported_in_one_run(tmp_path: Path) -> None:
    path = edited(
        tmp_path,
        with_cell("Städte!A6", "5111000"),
        with_cell("Bevölkerung!C10", 0),
        with_cell("Leistungsbeziehende!C11", "viele"),
        with_cell("Auszahlungen!D6", "#NAME?"),
        with_cell("Wirtschaft!A10", "Dusseldorf"),
        without_sheet("Quellen"),
        with_sheet("Notizen"),
    )

    assert {problem.code for problem in found_in(path)} == {
        "bad-ags",
        "formula-error",
        "missing-sheet",
        "not-a-number",
        "population-zero",
        "unknown-city",
        "unknown-sheet",
    }


@pytest.mark.parametrize("sheet", ["Städte", "Leistungsbereiche", "Indikatoren", "Angaben"])
def test_what_follows_from_a_missing_sheet_is_not_reported(sheet: str, tmp_path: Path) -> None:
    problems = found_in(edited(tmp_path, without_sheet(sheet)))

    assert [problem.code for problem in problems] == ["missing-sheet"]


def test_an_unreadable_population_is_reported_only_once(tmp_path: Path) -> None:
    problems = found_in(edited(tmp_path, with_cell("Bevölkerung!C11", "rund 620.000")))

    assert [problem.code for problem in problems] == ["not-a-number"]
