"""Titles above a table, notes and totals below it, names given twice: each is one problem."""

from pathlib import Path

import openpyxl
import pytest

from reportgen.errors import Severity
from reportgen.model import Dataset
from reportgen.workbook import load_workbook
from tests.workbook.problems import inserted, only_problem, problems_of
from tests.workbooks import (
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

    assert problem.where == "benchmarking-2020.xlsx, Städte!A2:D2"
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

    assert "rows 227" in problem.message
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
    assert "Leistungsbeziehende!A47, Wirtschaft!A227" in problem.message


def test_a_renamed_city_is_not_missing_as_well(tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, with_cell("Städte!B11", "Coeln am Rhein")))

    assert problem.code == "unknown-city"


def test_values_without_a_city_are_one_error(tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, with_row("Wirtschaft", None, None, 7.5, "vier")))

    assert (problem.code, problem.where) == (
        "row-without-city",
        "benchmarking-2020.xlsx, Wirtschaft!A227",
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
