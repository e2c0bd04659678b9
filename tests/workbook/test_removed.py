"""Figures may be missing as a whole: then they were not delivered, unless a name is misspelt."""

from pathlib import Path

import pytest

from reportgen.errors import Problem, Severity, WorkbookError
from reportgen.model import Dataset, Observation, Reason, Table
from reportgen.workbook import load_workbook
from tests.workbooks import (
    WORKBOOK,
    Edit,
    edited,
    renamed_column,
    renamed_sheet,
    with_cell,
    with_column,
    with_empty_column,
    with_sheet,
    without_column,
    without_sheet,
)


def observed(dataset: Dataset, table: Table, key: str = "") -> dict[tuple[str, int], Observation]:
    return {
        (city, year): observation
        for (t, city, year, k), observation in dataset.observations.items()
        if t is table and key in {"", k}
    }


def errors_of(path: Path) -> list[tuple[str, str]]:
    """Code and hint of each error, in a run that stops."""
    with pytest.raises(WorkbookError) as caught:
        load_workbook(path)
    return [(p.code, p.hint) for p in caught.value.problems if p.severity is Severity.ERROR]


def only_warning(dataset: Dataset) -> Problem:
    (warning,) = dataset.warnings
    assert warning.severity is Severity.WARNING
    assert "its values count as not delivered" in warning.message
    return warning


# --- nothing unknown is there: it was removed -----------------------------------------------


@pytest.mark.parametrize("table", [Table.PAYMENTS, Table.ECONOMY])
def test_a_removed_sheet_was_not_delivered(table: Table, tmp_path: Path) -> None:
    dataset = load_workbook(edited(tmp_path, without_sheet(table)))

    warning = only_warning(dataset)
    assert (warning.code, warning.where) == ("removed-sheet", "benchmarking-2020.xlsx")
    assert f'"{table}"' in warning.message
    assert "keep the sheet with a row for each city" in warning.hint
    keys = {
        Table.PAYMENTS: [area.key for area in dataset.areas],
        Table.ECONOMY: [indicator.key for indicator in dataset.indicators],
    }
    assert {name[1:] for name in dataset.observations if name[0] is table} == {
        (city.slug, 2020, key) for city in dataset.cities for key in keys[table]
    }
    assert {
        (each.value, each.reason, each.where) for each in observed(dataset, table).values()
    } == {(None, Reason.NOT_DELIVERED, f"{table}!A1")}


@pytest.mark.parametrize(
    ("table", "header", "key", "years", "header_row"),
    [
        (Table.RECIPIENTS, "GSiAE", "gsiae", set(range(2018, 2021)), "A1:G1"),
        (Table.PAYMENTS, "GSiAE", "gsiae", {2020}, "A1:G1"),
        (Table.ECONOMY, "Angebotsmiete", "asking_rent", set(range(2006, 2021)), "A1:L1"),
    ],
)
def test_a_removed_column_was_not_delivered(
    table: Table, header: str, key: str, years: set[int], header_row: str, tmp_path: Path
) -> None:
    dataset = load_workbook(edited(tmp_path, without_column(table, header)))

    warning = only_warning(dataset)
    place = f"benchmarking-2020.xlsx, {table}!{header_row}"
    assert (warning.code, warning.where) == ("removed-column", place)
    assert f'"{header}"' in warning.message
    assert "keep the column and leave it empty" in warning.hint
    absent = observed(dataset, table, key)
    assert absent.keys() == {(city.slug, year) for city in dataset.cities for year in years}
    assert {(each.value, each.reason, each.where) for each in absent.values()} == {
        (None, Reason.NOT_DELIVERED, f"{table}!A1")
    }


def test_a_sheet_and_a_column_that_stay_empty_need_no_warning(tmp_path: Path) -> None:
    headers = ("SGB II", "GSiAE", "HLU a. v. E.", "AsylbLG")
    emptied = [with_empty_column("Auszahlungen", header) for header in headers]
    dataset = load_workbook(
        edited(tmp_path, *emptied, with_empty_column("Wirtschaft", "Angebotsmiete"))
    )

    assert dataset.warnings == ()


def test_what_is_left_keeps_its_values(tmp_path: Path) -> None:
    before = load_workbook(WORKBOOK)
    after = load_workbook(
        edited(
            tmp_path,
            without_sheet("Auszahlungen"),
            without_column("Leistungsbeziehende", "AsylbLG"),
            without_column("Wirtschaft", "Angebotsmiete"),
        )
    )

    assert after.years(Table.RECIPIENTS) == (2018, 2019, 2020)
    assert after.observations.keys() == before.observations.keys()
    changed = {
        (table, key)
        for (table, city, year, key), observation in after.observations.items()
        if observation.value != before.observations[table, city, year, key].value
    }
    assert changed == {
        (Table.PAYMENTS, "sgb2"),
        (Table.PAYMENTS, "gsiae"),
        (Table.PAYMENTS, "asylblg"),
        (Table.RECIPIENTS, "asylblg"),
        (Table.ECONOMY, "asking_rent"),
    }


def test_the_explanation_may_be_removed_and_is_not_unknown(tmp_path: Path) -> None:
    assert load_workbook(edited(tmp_path, without_sheet("Erläuterung"))).warnings == ()


def test_an_unknown_column_of_another_sheet_does_not_matter(tmp_path: Path) -> None:
    path = edited(
        tmp_path, without_column("Auszahlungen", "GSiAE"), with_column("Wirtschaft", "Leerstand")
    )

    assert {w.code for w in load_workbook(path).warnings} == {"removed-column", "unknown-column"}


# --- something unknown is there: it is probably misspelt ------------------------------------


@pytest.mark.parametrize(
    ("edits", "code", "hint"),
    [
        (
            [renamed_sheet("Wirtschaft", "Wirtschaftslage")],
            "missing-sheet",
            'did you mean "Wirtschaftslage"? Rename it to "Wirtschaft"',
        ),
        (
            [without_sheet("Wirtschaft"), with_sheet("Notizen")],
            "missing-sheet",
            "add it with its header row, or rename the unknown sheet that is meant",
        ),
        (
            [renamed_column("Auszahlungen", "AsylbLG", "AsylblG 2020")],
            "missing-column",
            'did you mean "AsylblG 2020"? Rename it to "AsylbLG"',
        ),
        (
            [without_column("Wirtschaft", "Angebotsmiete"), with_column("Wirtschaft", "Leerstand")],
            "missing-column",
            'write the header "Angebotsmiete" into row 1,'
            " or rename the unknown column that is meant",
        ),
        (
            [with_cell("Leistungsbeziehende!D1", None)],
            "missing-column",
            'write the header "GSiAE" into row 1, or rename the unknown column that is meant',
        ),
    ],
    ids=[
        "sheet",
        "sheet and an unknown one",
        "column",
        "column and an unknown one",
        "empty header",
    ],
)
def test_a_name_that_may_be_misspelt_is_an_error(
    edits: list[Edit], code: str, hint: str, tmp_path: Path
) -> None:
    assert errors_of(edited(tmp_path, *edits)) == [(code, hint)]


# --- what no profile can do without ---------------------------------------------------------


@pytest.mark.parametrize(
    "sheet",
    [
        "Städte",
        "Leistungsbereiche",
        "Indikatoren",
        "Angaben",
        "Quellen",
        "Bevölkerung",
        "Leistungsbeziehende",
    ],
)
def test_every_other_sheet_is_required(sheet: str, tmp_path: Path) -> None:
    assert errors_of(edited(tmp_path, without_sheet(sheet))) == [
        ("missing-sheet", "add it with its header row")
    ]


@pytest.mark.parametrize(
    ("sheet", "header"),
    [
        ("Städte", "Amt"),
        ("Leistungsbereiche", "Rechtsgrundlage"),
        ("Indikatoren", "Polarität"),
        ("Angaben", "Wert"),
        ("Quellen", "Bemerkung"),
        ("Bevölkerung", "Stadt"),
        ("Leistungsbeziehende", "Jahr"),
        ("Auszahlungen", "Stadt"),
        ("Wirtschaft", "Jahr"),
    ],
)
def test_every_fixed_column_is_required(sheet: str, header: str, tmp_path: Path) -> None:
    assert errors_of(edited(tmp_path, without_column(sheet, header))) == [
        ("missing-column", f'write the header "{header}" into row 1')
    ]


@pytest.mark.parametrize("group", ["insgesamt", "0 bis unter 65"])
def test_a_population_that_areas_refer_to_is_required(group: str, tmp_path: Path) -> None:
    ((code, hint),) = errors_of(edited(tmp_path, without_column("Bevölkerung", group)))

    assert code == "unknown-base"
    assert hint.startswith("add it there, or name one of its columns: ")
