"""The template is a workbook that an officer can fill and the loader can read."""

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from reportgen.errors import WorkbookError
from reportgen.workbook import load_workbook, make_template
from reportgen.workbook.schema import ALL_SHEETS
from tests.workbook.make_workbook import workbook_rows
from tests.workbooks import WORKBOOK


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"

    first.write_bytes(make_template(workbook_rows()))
    second.write_bytes(make_template(workbook_rows()))

    assert first.read_bytes() == second.read_bytes()


def test_no_clock_leaves_a_trace(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"

    path.write_bytes(make_template())

    with ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2020-01-01T00:00:00Z") == 2


def test_the_committed_workbook_is_what_the_figures_give(tmp_path: Path) -> None:
    path = tmp_path / WORKBOOK.name
    path.write_bytes(make_template(workbook_rows()))

    assert load_workbook(path) == load_workbook(WORKBOOK)


def test_an_empty_template_only_lacks_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "leer.xlsx"
    path.write_bytes(make_template())

    with pytest.raises(WorkbookError) as caught:
        load_workbook(path)

    assert [(problem.code, problem.where) for problem in caught.value.problems] == [
        ("empty-sheet", "leer.xlsx, Angaben!A2"),
        ("empty-sheet", "leer.xlsx, Städte!A2"),
    ]


def test_the_first_sheet_explains_all_others(tmp_path: Path) -> None:
    path = tmp_path / "leer.xlsx"
    path.write_bytes(make_template())

    workbook = openpyxl.load_workbook(path)

    assert workbook.sheetnames == ["Erläuterung", *ALL_SHEETS]
    explained = {row[0] for row in workbook["Erläuterung"].iter_rows(values_only=True)}
    assert explained >= set(ALL_SHEETS)


def test_sheets_are_comfortable_to_work_in() -> None:
    workbook = openpyxl.load_workbook(WORKBOOK)
    payments = workbook["Auszahlungen"]

    assert payments.freeze_panes == "C2"
    assert payments.auto_filter.ref == "A1:H16"
    assert payments["C1"].font.bold
    assert payments["C1"].fill.fgColor.rgb == "FF1F3A5F"
    assert payments["C6"].alignment.horizontal == "right"
    assert workbook["Leistungsbeziehende"]["C11"].number_format == "#,##0"
    assert workbook["Wirtschaft"]["C11"].number_format == "#,##0.00"
    assert workbook["Städte"]["A6"].number_format == "@"
    assert workbook["Angaben"]["B6"].number_format == "DD.MM.YYYY"


def test_words_from_a_list_can_be_chosen() -> None:
    workbook = openpyxl.load_workbook(WORKBOOK)

    (polarity,) = workbook["Indikatoren"].data_validations.dataValidation
    (city,) = workbook["Wirtschaft"].data_validations.dataValidation

    assert polarity.formula1 == '"hoch,niedrig,ohne"'
    assert str(polarity.sqref) == "E2:E1000"
    assert city.formula1 == "'Städte'!$B$2:$B$1000"
