"""A file that is no workbook is reported apart by what is wrong with it."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from reportgen.errors import Problem, Severity, WorkbookError
from reportgen.workbook import load_workbook
from reportgen.workbook.cell import column_letters, column_number
from tests.workbooks import WORKBOOK, Value, edited, with_cell

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


def only_problem(path: Path) -> Problem:
    with pytest.raises(WorkbookError) as caught:
        load_workbook(path)
    (problem,) = caught.value.problems
    assert problem.where == path.name
    assert problem.hint
    return problem


def written(folder: Path, content: bytes) -> Path:
    path = folder / "benchmarking.xlsx"
    path.write_bytes(content)
    return path


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    problem = only_problem(tmp_path / "benchmarking-2021.xlsx")

    assert problem.code == "file-missing"
    assert "benchmarking-2021.xlsx" in problem.message


def test_a_folder_is_not_a_workbook(tmp_path: Path) -> None:
    assert only_problem(tmp_path).code == "file-is-folder"


def test_a_locked_file_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = written(tmp_path, b"PK")
    monkeypatch.setattr("reportgen.input_file.os.open", refuse)

    problem = only_problem(path)

    assert problem.code == "file-unreadable"
    assert "Permission denied" in problem.message


@pytest.mark.parametrize("lock", ["~$benchmarking-2020.xlsx", ".~lock.benchmarking-2020.xlsx#"])
def test_a_workbook_open_elsewhere_is_read_with_a_warning(lock: str, tmp_path: Path) -> None:
    path = tmp_path / WORKBOOK.name
    path.write_bytes(WORKBOOK.read_bytes())
    (tmp_path / lock).touch()

    (warning,) = load_workbook(path).warnings

    assert (warning.code, warning.severity) == ("file-open", Severity.WARNING)
    assert lock in warning.hint


def test_an_empty_file_is_reported(tmp_path: Path) -> None:
    assert only_problem(written(tmp_path, b"")).code == "file-empty"


def test_a_password_is_reported(tmp_path: Path) -> None:
    content = OLE2 + "EncryptedPackage".encode("utf-16-le")

    assert only_problem(written(tmp_path, content)).code == "encrypted"


def test_the_old_format_of_excel_is_reported(tmp_path: Path) -> None:
    problem = only_problem(written(tmp_path, OLE2 + "Workbook".encode("utf-16-le")))

    assert problem.code == "not-xlsx"
    assert "old format" in problem.message


def test_a_renamed_csv_file_is_reported(tmp_path: Path) -> None:
    path = written(tmp_path, "Stadt;Jahr\nKöln;2020\n".encode())

    assert only_problem(path).code == "not-xlsx"


def test_any_other_zip_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "bilder.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("foto.txt", "Rathaus")

    assert only_problem(path).code == "not-xlsx"


def test_a_workbook_that_was_cut_off_is_reported(tmp_path: Path) -> None:
    path = written(tmp_path, WORKBOOK.read_bytes()[:9000])

    assert only_problem(path).code == "not-xlsx"


def test_a_workbook_with_damaged_xml_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "benchmarking.xlsx"
    with ZipFile(WORKBOOK) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[:500] if "sheet3" in name else content)

    problem = only_problem(path)

    assert problem.code == "not-xlsx"
    assert "damaged" in problem.message


@pytest.mark.parametrize(
    ("address", "value"),
    [("XFD1048576", 1), ("A1048576", " "), ("XFD1", "x"), ("A200001", 5), ("CW2", "=1+1")],
)
def test_a_cell_far_beyond_the_table_is_reported(
    address: str, value: Value, tmp_path: Path
) -> None:
    path = edited(tmp_path, with_cell(f"Wirtschaft!{address}", value))

    with pytest.raises(WorkbookError) as caught:
        load_workbook(path)

    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == (
        "stray-cell",
        f"benchmarking-2020.xlsx, Wirtschaft!{address}",
    )
    assert "delete its row" in problem.hint


def test_stray_cells_of_all_sheets_are_reported_and_of_each_the_farthest(tmp_path: Path) -> None:
    places = ("Städte!A300000", "Wirtschaft!A400000", "Wirtschaft!XFD500000")

    with pytest.raises(WorkbookError) as caught:
        load_workbook(edited(tmp_path, *(with_cell(place, 1) for place in places)))

    assert [problem.where.partition(", ")[2] for problem in caught.value.problems] == [
        "Städte!A300000",
        "Wirtschaft!XFD500000",
    ]


def test_what_a_sheet_says_of_its_size_does_not_hide_a_stray_cell(tmp_path: Path) -> None:
    honest = edited(tmp_path, with_cell("Städte!A300000", 1))
    path = tmp_path / "benchmarking.xlsx"
    with ZipFile(honest) as source, ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            content = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:D16"', content)
            # Without addresses, cells stand one after another.
            target.writestr(name, content.replace(b' r="A300000"', b""))

    with pytest.raises(WorkbookError) as caught:
        load_workbook(path)

    assert [problem.code for problem in caught.value.problems] == ["stray-cell"]


def test_a_cell_that_is_only_formatted_is_no_stray_cell(tmp_path: Path) -> None:
    path = edited(tmp_path, with_cell("Städte!XFD1048576", None, "0.00"))

    assert load_workbook(path).warnings == ()


@pytest.mark.parametrize(
    ("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA")]
)
def test_columns_are_lettered_as_in_a_spreadsheet(number: int, letters: str) -> None:
    assert column_letters(number) == letters
    assert column_number(letters) == number
