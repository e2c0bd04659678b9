"""The sheet that says from when on values cannot be compared with those before."""

from pathlib import Path

import pytest

from reportgen.errors import Severity
from reportgen.model import Break, Dataset, Table
from reportgen.workbook import load_workbook
from tests.workbook.problems import only_problem, problems_of
from tests.workbooks import (
    Value,
    edited,
    renamed_sheet,
    with_row,
    with_sheet,
    without_column,
    without_rows,
    without_sheet,
)

CENSUS = "Zensus"


def test_a_break_names_table_key_and_year(tmp_path: Path) -> None:
    rows = (
        ("Wirtschaft", "Angebotsmiete", 2015, "Neue Erhebung"),
        ("Leistungsbeziehende", "HLU a. v. E.", 2020, "Neue Zuordnung"),
        ("Bevölkerung", "0 bis unter 65", 2019, CENSUS),
        ("Bevölkerung", "18 bis unter 65", 2019, CENSUS),
    )
    path = edited(tmp_path, without_rows("Brüche"), *(with_row("Brüche", *row) for row in rows))

    dataset = load_workbook(path)

    assert dataset.warnings == ()
    assert dataset.breaks == (
        Break(table=Table.ECONOMY, key="asking_rent", year=2015, remark="Neue Erhebung"),
        Break(table=Table.RECIPIENTS, key="hlu_ave", year=2020, remark="Neue Zuordnung"),
        Break(table=Table.POPULATION, key="0 bis unter 65", year=2019, remark=CENSUS),
        Break(table=Table.POPULATION, key="18 bis unter 65", year=2019, remark=CENSUS),
    )


def test_the_example_has_the_census_of_2011_where_inhabitants_are_divided_by(
    committed: Dataset,
) -> None:
    assert {(one.table, one.key, one.year) for one in committed.breaks} == {
        (Table.ECONOMY, key, 2011)
        for key in (
            "employment_rate_svb",
            "gdp_per_inhabitant",
            "disposable_income_per_inhabitant_month",
        )
    }
    assert all("Zensus 2011" in one.remark for one in committed.breaks)


def test_the_sheet_may_be_missing_or_empty(tmp_path: Path) -> None:
    for edit in (without_sheet("Brüche"), without_rows("Brüche")):
        dataset = load_workbook(edited(tmp_path, edit))

        assert (dataset.breaks, dataset.warnings) == ((), ())


def test_a_misspelt_sheet_of_breaks_is_told(tmp_path: Path) -> None:
    problem = only_problem(edited(tmp_path, renamed_sheet("Brüche", "Bruche")))

    assert problem.code == "unknown-sheet"
    assert "Brüche" in problem.hint


def test_neutral_names_of_sheets_hold_as_well(tmp_path: Path) -> None:
    path = edited(tmp_path, with_row("Brüche", "Kontext", "Angebotsmiete", 2015, "neu"))

    assert load_workbook(path).breaks[-1].table is Table.ECONOMY


@pytest.mark.parametrize(
    ("row", "code", "cell", "hint"),
    [
        (("Wirtschaf", "Angebotsmiete", 2015, "neu"), "unknown-table", "A5", '"Wirtschaft"'),
        (("Städte", "Amt", 2015, "neu"), "unknown-table", "A5", ""),
        (("Wirtschaft", "Angebotsmieten", 2015, "neu"), "unknown-break-column", "B5", '"Angebots'),
        (("Wirtschaft", "Jahr", 2015, "neu"), "unknown-break-column", "B5", ""),
        (("Wirtschaft", "SGB II", 2015, "neu"), "unknown-break-column", "B5", "valid are"),
        (("Auszahlungen", "asylblg", 2020, "neu"), "unknown-break-column", "B5", '"AsylbLG"'),
        (("Wirtschaft", "Angebotsmiete", "2015 ff.", "neu"), "bad-year", "C5", "number"),
        (("Wirtschaft", "Angebotsmiete", None, "neu"), "bad-year", "C5", "number"),
        (("Wirtschaft", "Angebotsmiete", 2006, "neu"), "break-outside", "C5", "first year"),
        (("Wirtschaft", "Angebotsmiete", 2021, "neu"), "break-outside", "C5", "first year"),
        (("Bevölkerung", "insgesamt", 2011, "neu"), "break-outside", "C5", "first year"),
        (("Wirtschaft", "Angebotsmiete", 2015, None), "empty-text", "D5", "fill it in"),
        (("Wirtschaft", None, 2015, "neu"), "empty-text", "B5", "fill it in"),
        ((None, "Angebotsmiete", 2015, "neu"), "empty-text", "A5", "fill it in"),
        (
            ("Wirtschaft", "BIP je Einwohner", 2011, "anders"),
            "duplicate-break",
            "B5",
            "remove one",
        ),
    ],
)
def test_what_a_row_cannot_say_is_one_error_at_its_cell(
    row: tuple[Value, ...], code: str, cell: str, hint: str, tmp_path: Path
) -> None:
    (problem,) = problems_of(edited(tmp_path, with_row("Brüche", *row)))

    assert (problem.code, problem.severity) == (code, Severity.ERROR)
    assert problem.where == f"benchmarking-2020.xlsx, Brüche!{cell}"
    assert hint in problem.hint


def test_a_sheet_or_column_that_was_removed_is_no_second_fault(tmp_path: Path) -> None:
    for edit, code in (
        (without_sheet("Wirtschaft"), "removed-sheet"),
        (without_column("Wirtschaft", "BIP je Einwohner"), "removed-column"),
        (with_sheet("Notizen"), "unknown-sheet"),
    ):
        assert [problem.code for problem in problems_of(edited(tmp_path, edit))] == [code]
