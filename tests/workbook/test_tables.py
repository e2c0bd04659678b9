"""Titles above a table, notes and totals below it, hidden and merged cells: each is one problem."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from reportgen.errors import Problem, Severity, WorkbookError
from reportgen.model import Dataset, Table
from reportgen.workbook import load_workbook
from tests.workbooks import (
    Edit,
    edited,
    renamed_column,
    renamed_sheet,
    with_cell,
    with_column,
    with_row,
    without_column,
    without_rows,
)

WARNING, ERROR = Severity.WARNING, Severity.ERROR


def problems_of(path: Path) -> tuple[Problem, ...]:
    try:
        return load_workbook(path).warnings
    except WorkbookError as error:
        return error.problems


def only_problem(path: Path) -> Problem:
    (problem,) = problems_of(path)
    assert problem.hint
    return problem


def inserted(sheet: str, *rows: tuple[object, ...]) -> Edit:
    """Puts rows above the header."""

    def edit(workbook: openpyxl.Workbook) -> None:
        workbook[sheet].insert_rows(1, len(rows))
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row, start=1):
                workbook[sheet].cell(number, column).value = value

    return edit


def on_sheet(sheet: str, change: Callable[[object], None]) -> Edit:
    return lambda workbook: change(workbook[sheet])


def values(dataset: Dataset, table: Table) -> list[float | None]:
    return [one.value for key, one in dataset.observations.items() if key[0] is table]


# --- the header -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        ("Wirtschaft", [("Tabelle 7: Wirtschaft",)]),
        ("Städte", [("Teilnehmende Städte",), (), ("Stand: 2020", None, "intern")]),
        ("Auszahlungen", [(), ()]),
        ("Angaben", [("Deckblatt",)]),
        ("Leistungsbeziehende", [("Leistungsbeziehende",), ("Anzahl", None, "SGB II", "SGB XII")]),
    ],
)
def test_rows_above_the_header_are_one_warning(
    sheet: str, rows: list[tuple[object, ...]], tmp_path: Path, committed: Dataset
) -> None:
    dataset = load_workbook(edited(tmp_path, inserted(sheet, *rows)))

    (warning,) = dataset.warnings
    assert warning.code == "header-row"
    assert f'the header of sheet "{sheet}" is in row {len(rows) + 1}' in warning.message
    assert warning.where == f"benchmarking-2020.xlsx, {sheet}!A{len(rows) + 1}"
    assert [one.value for one in dataset.observations.values()] == [
        one.value for one in committed.observations.values()
    ]


def test_a_missing_column_is_looked_for_in_the_row_of_the_header(tmp_path: Path) -> None:
    path = edited(
        tmp_path, without_column("Städte", "Kürzel"), inserted("Städte", ("Teilnehmende",))
    )

    problem = next(p for p in problems_of(path) if p.code == "missing-column")

    assert problem.where == "benchmarking-2020.xlsx, Städte!A2:C2"
    assert problem.hint == 'write the header "Kürzel" into row 2'


def test_a_sheet_without_any_header_is_one_error(tmp_path: Path) -> None:
    def without_header(workbook: openpyxl.Workbook) -> None:
        workbook["Wirtschaft"].delete_rows(1)

    problem = only_problem(edited(tmp_path, without_header))

    assert (problem.code, problem.severity) == ("missing-header", ERROR)
    assert "Stadt, Jahr" in problem.message


def test_many_missing_columns_are_one_error(tmp_path: Path) -> None:
    edits = [renamed_column("Indikatoren", name, f"Spalte {name}") for name in
             ("Schlüssel", "Einheit", "Polarität", "Quelle")]  # fmt: skip

    problems = problems_of(edited(tmp_path, *edits))

    errors = [problem for problem in problems if problem.severity is ERROR]
    assert [problem.code for problem in errors] == ["missing-column"]
    assert '"Schlüssel", "Einheit", "Polarität", "Quelle"' in errors[0].message


def test_a_misspelt_column_is_one_problem(tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, renamed_column("Auszahlungen", "AsylbLG", "AsylblG")))

    assert (problem.code, problem.severity) == ("missing-column", ERROR)
    assert 'did you mean "AsylblG"?' in problem.hint


@pytest.mark.parametrize("character", ["\u200b", "\ufeff", "\u00ad", "\u200e", "\u2060", "\u202a"])
def test_invisible_characters_make_no_other_name(
    character: str, tmp_path: Path, committed: Dataset
) -> None:
    path = edited(
        tmp_path,
        renamed_sheet("Wirtschaft", f"Wirt{character}schaft"),
        renamed_column("Bevölkerung", "insgesamt", f"ins{character}gesamt"),
        with_cell("Auszahlungen!A6", f"{character}Düsseldorf"),
        with_cell("Angaben!A2", f"Projekt{character}"),
        with_cell("Indikatoren!E3", f"niedrig{character}"),
    )

    assert load_workbook(path) == committed


def test_a_column_that_is_not_read_may_have_any_name(tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, with_column("Städte", "📝 مدينة")))

    assert (problem.code, problem.severity) == ("unknown-column", WARNING)


# --- rows that are no entries -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("Leistungsbeziehende", ("Summe", None, 1_234_567)),
        ("Leistungsbeziehende", ("Insgesamt", 2020, 1, 2, 3, 4, 5, 6)),
        ("Wirtschaft", ("Mittelwert:", None, 7.5)),
        ("Wirtschaft", ("Ø alle Städte", 2020, 7.5)),
        ("Auszahlungen", ("Quelle: Destatis, Tabelle 22811",)),
        ("Bevölkerung", ("1) Stand 31.12.; ohne Zweitwohnsitze",)),
        ("Städte", ("Anzahl: 15",)),
        ("Städte", ("Gesamt", "15 Städte")),
        ("Leistungsbereiche", ("Hinweis: Reihenfolge wie im Vorjahr",)),
        ("Quellen", ("Alle Angaben ohne Gewähr: Irrtum vorbehalten",)),
        ("Indikatoren", ("Summe", None, None, 11)),
        ("Städte", ("Stand Dezember 2020",)),
        ("Städte", ("* vorläufig",)),
        ("Leistungsbereiche", ("Quelle siehe Blatt Quellen",)),
        ("Indikatoren", ("Alle Städte",)),
        ("Quellen", ("Stand Dezember 2020",)),
        ("Städte", ("AGS", "Stadt", "Kürzel", "Amt")),
        ("Bevölkerung", ("Stadt", "Jahr")),
        ("Wirtschaft", ("MW", 2020, 7.5)),
        ("Wirtschaft", ("GeMW", 2020, 7.5)),
        ("Wirtschaft", ("gew. Mittelwert", 2020, 7.5)),
        ("Wirtschaft", ("Durchschnitt", 2020, 7.5)),
        ("Wirtschaft", ("Standardabweichung", 2020, 7.5)),
        ("Bevölkerung", ("Städte insgesamt", 2020, 7, 8)),
        ("Bevölkerung", ("Alle Städte", 2020, 7, 8)),
        ("Leistungsbeziehende", ("Zwischensumme", 2020, 7, 8)),
        ("Leistungsbeziehende", ("Gesamtsumme", 2020, 7, 8)),
    ],
)
def test_a_total_or_a_note_below_a_table_is_one_warning(
    sheet: str, row: tuple[object, ...], tmp_path: Path, committed: Dataset
) -> None:
    dataset = load_workbook(edited(tmp_path, with_row(sheet, *row)))

    (warning,) = dataset.warnings
    assert warning.code == "row-not-read"
    assert str(row[0])[:40] in warning.message
    assert dataset.observations == committed.observations
    assert dataset.cities == committed.cities


@pytest.mark.parametrize("name", ["Mittelstadt", "Maxhütte", "Gesamtschule", "Wuppertal"])
def test_another_name_is_a_city_to_add_or_a_row_to_move(name: str, tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, with_row("Wirtschaft", name, 2020, 7.5)))

    assert (problem.code, problem.severity) == ("unknown-city", ERROR)
    assert problem.hint == "add it to Städte, or move the row out of the table"


def test_all_notes_of_a_sheet_are_one_warning(tmp_path: Path) -> None:
    notes = [with_row("Wirtschaft", f"Fußnote {number}: ohne Gewähr") for number in range(8)]

    problem = only_problem(edited(tmp_path, *notes))

    assert "rows 32" in problem.message
    assert "and 3 more" in problem.message


def test_a_name_that_is_nearly_that_of_a_city_is_no_note(tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, with_row("Wirtschaft", "Esen", 2018)))

    assert (problem.code, problem.hint) == ("unknown-city", 'did you mean "Essen"?')


def test_an_unknown_city_is_one_error_in_all_sheets(tmp_path: Path) -> None:
    rows = [with_row(sheet, "Wuppertal", 2020, "unlesbar") for sheet in
            ("Bevölkerung", "Leistungsbeziehende", "Wirtschaft")]  # fmt: skip

    problem = only_problem(edited(tmp_path, *rows))

    assert (problem.code, problem.severity) == ("unknown-city", ERROR)
    assert 'city "Wuppertal"' in problem.message
    assert "Leistungsbeziehende!A32, Wirtschaft!A32" in problem.message


def test_a_renamed_city_is_not_missing_as_well(tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, with_cell("Städte!B11", "Coeln am Rhein")))

    assert problem.code == "unknown-city"


def test_values_without_a_city_are_one_error(tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, with_row("Wirtschaft", None, None, 7.5, "vier")))

    assert (problem.code, problem.where) == (
        "row-without-city",
        "benchmarking-2020.xlsx, Wirtschaft!A32",
    )


def test_what_stands_beside_a_table_only_is_no_row(tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, with_cell("Städte!J40", "bis hier geprüft")))

    assert problem.code == "unknown-column"
    assert problem.where == "benchmarking-2020.xlsx, Städte!J1"


@pytest.mark.parametrize("sheet", ["Bevölkerung", "Leistungsbeziehende"])
def test_cities_without_rows_are_one_problem(sheet: str, tmp_path: Path) -> None:
    cities = ("Essen", "Köln", "Rostock", "Bremen", "Leipzig")
    path = edited(tmp_path, *(without_rows(sheet, city) for city in cities))

    problem = only_problem(path)

    assert problem.code == "missing-year-data"
    assert "Bremen, Essen, Köln, Leipzig, Rostock have no row for 2020" in problem.message


def test_a_fault_of_a_whole_column_is_one_error(tmp_path: Path) -> None:
    cells = [with_cell(f"Wirtschaft!D{row}", f"{row},5") for row in range(2, 32)]

    problem = only_problem(edited(tmp_path, *cells))

    assert (problem.code, problem.where) == (
        "german-number",
        "benchmarking-2020.xlsx, Wirtschaft!D2",
    )
    assert "also in Wirtschaft!D3, Wirtschaft!D4, Wirtschaft!D5 and 26 more" in problem.message


# --- what is hidden, filtered or merged -------------------------------------------------------


def hide_rows(*rows: int) -> Callable[[object], None]:
    def change(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in rows:
            sheet.row_dimensions[row].hidden = True

    return change  # type: ignore[return-value]


def hide_columns(*letters: str) -> Callable[[object], None]:
    def change(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for letter in letters:
            sheet.column_dimensions[letter].hidden = True

    return change  # type: ignore[return-value]


def filter_rows(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.auto_filter.add_filter_column(0, ["Bremen"])
    for row in range(4, 32):
        sheet.row_dimensions[row].hidden = True


def hide(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    sheet.sheet_state = "veryHidden"


@pytest.mark.parametrize(
    ("sheet", "change", "code", "named"),
    [
        ("Städte", hide_rows(5, 9), "hidden-rows", "5 (Duisburg), 9 (Hamburg)"),
        ("Städte", hide_rows(10), "hidden-rows", "10 (Hannover)"),
        ("Wirtschaft", hide_rows(3), "hidden-rows", "3 (Bremen)"),
        ("Leistungsbeziehende", filter_rows, "hidden-rows", "hidden by a filter"),
        ("Leistungsbeziehende", hide_columns("D", "H"), "hidden-columns", '"GSiAE", "AsylbLG"'),
        ("Auszahlungen", hide, "hidden-sheet", '"Auszahlungen"'),
    ],
)  # fmt: skip
def test_what_is_hidden_is_read_with_a_warning_that_names_it(
    sheet: str,
    change: Callable[[object], None],
    code: str,
    named: str,
    tmp_path: Path,
    committed: Dataset,
) -> None:
    dataset = load_workbook(edited(tmp_path, on_sheet(sheet, change)))

    (warning,) = dataset.warnings
    assert (warning.code, warning.severity) == (code, WARNING)
    assert named in warning.message
    assert dataset.observations == committed.observations


def test_hidden_rows_and_columns_without_content_do_not_matter(tmp_path: Path) -> None:
    path = edited(
        tmp_path, on_sheet("Städte", hide_rows(1, 90)), on_sheet("Städte", hide_columns("K"))
    )

    assert load_workbook(path).warnings == ()


@pytest.mark.parametrize(
    ("cells", "place"),
    [("Bevölkerung!A2:A3", "A3"), ("Wirtschaft!C7:D7", "D7"), ("Städte!D2:D5", "D3")],
)
def test_merged_cells_within_a_table_are_one_error(cells: str, place: str, tmp_path: Path) -> None:
    sheet, _, area = cells.partition("!")

    def merge(workbook: openpyxl.Workbook) -> None:
        workbook[sheet][area.partition(":")[0]].value = (
            workbook[sheet][area.partition(":")[0]].value or "Amt"
        )
        workbook[sheet].merge_cells(area)

    problem = only_problem(edited(tmp_path, merge))

    assert problem.code == "merged-cell"
    assert area in problem.message
    assert problem.where == f"benchmarking-2020.xlsx, {sheet}!{place}"


def test_a_merged_title_and_a_merged_note_are_no_table(tmp_path: Path) -> None:
    def merge(workbook: openpyxl.Workbook) -> None:
        workbook["Wirtschaft"].merge_cells("A1:M1")
        workbook["Wirtschaft"].merge_cells("A33:M33")

    path = edited(
        tmp_path,
        with_row("Wirtschaft", "Quelle: BBSR"),
        inserted("Wirtschaft", ("Tabelle 7",)),
        merge,
    )

    assert [problem.code for problem in problems_of(path)] == ["header-row", "row-not-read"]


# --- two of one name --------------------------------------------------------------------------


def test_two_sheets_of_one_name_are_an_error(tmp_path: Path) -> None:
    def double(workbook: openpyxl.Workbook) -> None:
        workbook.copy_worksheet(workbook["Wirtschaft"]).title = "Wirtschaft\u00a0"

    problem = only_problem(edited(tmp_path, double))

    assert (problem.code, problem.where) == (
        "duplicate-sheet",
        "benchmarking-2020.xlsx, Wirtschaft",
    )


def test_two_columns_of_one_name_are_an_error(tmp_path: Path) -> None:
    path = edited(tmp_path, with_column("Auszahlungen", "Hz\u200bP "))

    assert only_problem(path).code == "duplicate-column"


# --- one fault, one problem -------------------------------------------------------------------


def stacked_header(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Leistungsbeziehende"]
    sheet.insert_rows(1)
    sheet["A1"], sheet["B1"], sheet["C1"] = "Stadt", "Jahr", "Personen am 31.12."
    sheet["A2"] = sheet["B2"] = None


def heading_between_rows(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Bevölkerung"]
    sheet.insert_rows(8)
    sheet["A8"] = "Nordrhein-Westfalen"


def note_in_the_second_column(workbook: openpyxl.Workbook) -> None:
    workbook["Wirtschaft"]["B34"] = "Stand: 2021"


def row_of_units(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Wirtschaft"]
    sheet.insert_rows(2)
    for column in range(3, 14):
        sheet.cell(2, column).value = "in %"


def row_of_numbers(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Wirtschaft"]
    sheet.insert_rows(2)
    for column in range(1, 14):
        sheet.cell(2, column).value = column


def second_header(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Wirtschaft"]
    sheet.insert_rows(17)
    for column in range(1, 14):
        sheet.cell(17, column).value = sheet.cell(1, column).value


def years_as_texts(workbook: openpyxl.Workbook) -> None:
    for row in range(2, 32):
        cell = workbook["Wirtschaft"].cell(row, 2)
        cell.value = str(cell.value)


def area_twice(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Leistungsbereiche"]
    sheet.append([cell.value for cell in sheet[3]])


def city_twice(workbook: openpyxl.Workbook) -> None:
    sheet = workbook["Städte"]
    sheet.append([cell.value for cell in sheet[7]])


@pytest.mark.parametrize(
    ("edit", "code", "severity"),
    [
        (stacked_header, "header-row", WARNING),
        (heading_between_rows, "row-not-read", WARNING),
        (note_in_the_second_column, "row-not-read", WARNING),
        (row_of_units, "row-without-city", ERROR),
        (row_of_numbers, "unknown-city", ERROR),
        (second_header, "row-not-read", WARNING),
        (years_as_texts, "bad-year", ERROR),
        (area_twice, "duplicate-key", ERROR),
        (city_twice, "duplicate-city", ERROR),
        (with_cell("Städte!B11", None), "empty-text", ERROR),
        (with_cell("Leistungsbereiche!B3", None), "empty-text", ERROR),
        (with_cell("Indikatoren!B3", None), "empty-text", ERROR),
        (with_cell("Angaben!B5", "2020"), "bad-year", ERROR),
        (without_rows("Städte", "05315000"), "unknown-city", ERROR),
        (with_cell("Bevölkerung!C11", "rund 620.000"), "not-a-number", ERROR),
        (with_cell("Bevölkerung!A11", "Dusseldorf"), "unknown-city", ERROR),
        (with_row("Wirtschaft", "Deutschland", 2020, 5.5), "unknown-city", ERROR),
    ],
)  # fmt: skip
def test_after_one_fault_there_is_one_problem(
    edit: Edit, code: str, severity: Severity, tmp_path: Path
) -> None:
    problem = only_problem(edited(tmp_path, edit))

    assert (problem.code, problem.severity) == (code, severity)
    assert '""' not in problem.message
