"""Parts of the file are found by their relationships; what is no workbook is told apart."""

import re
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from reportgen.errors import Problem, WorkbookError
from reportgen.workbook import load_workbook
from tests.workbook.parts import rewritten
from tests.workbooks import WORKBOOK, edited, with_cell


def only_problem(path: Path) -> Problem:
    with pytest.raises(WorkbookError) as caught:
        load_workbook(path)
    (problem,) = caught.value.problems
    assert problem.hint
    return problem


def moved(old: str, new: str) -> Callable[[str, bytes], bytes]:
    """Changes names within the parts that refer to others."""

    def change(name: str, content: bytes) -> bytes:
        is_index = name.endswith(".rels") or name == "[Content_Types].xml"
        return content.replace(old.encode(), new.encode()) if is_index else content

    return change


@pytest.mark.parametrize(
    ("references", "names"),
    [
        (("xl/workbook.xml", "xl/book7.xml"), ("xl/workbook.xml", "xl/book7.xml")),
        (("styles.xml", "look.xml"), ("xl/styles.xml", "xl/look.xml")),
        (("/xl/worksheets/sheet5", "/xl/worksheets/b5"), ("worksheets/sheet5", "worksheets/b5")),
        (("", ""), ("xl/worksheets/sheet", "xl/Worksheets/SHEET")),
        (("", ""), ("/", "\\")),
        (("", ""), ("xl/", "XL/")),
        (("/xl/worksheets/", "../xl/worksheets/"), ("", "")),
        (("/xl/worksheets/sheet2.xml", "worksheets\\sheet2.xml"), ("", "")),
        (("/xl/worksheets/sheet2.xml", "/xl/worksheets/sheet%32.xml"), ("", "")),
        (("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml"), ("", "")),
    ],
)  # fmt: skip
def test_parts_may_have_any_name(
    references: tuple[str, str], names: tuple[str, str], tmp_path: Path
) -> None:
    def rename(name: str) -> str:
        other = name.replace(*names) if names[0] else name
        workbook, relations = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
        return "xl/_rels/book7.xml.rels" if names[0] == workbook and name == relations else other

    change = moved(*references) if references[0] else lambda _, content: content
    path = rewritten(tmp_path, change, rename)

    dataset = load_workbook(path)

    assert dataset.observations == load_workbook(WORKBOOK).observations
    assert dataset.warnings == ()


def test_a_format_is_found_wherever_the_styles_are(tmp_path: Path) -> None:
    percent = edited(tmp_path, with_cell("Wirtschaft!C4", 0.125, "0.0%"))

    path = rewritten(
        tmp_path,
        moved("styles.xml", "Formate.xml"),
        lambda name: name.replace("xl/styles.xml", "xl/FORMATE.XML"),
        percent,
    )

    assert only_problem(path).code == "percent-cell"


def test_a_workbook_without_styles_is_read(tmp_path: Path) -> None:
    def change(name: str, content: bytes) -> bytes | None:
        # Dates are told by their format, so that the day of the data has to be one of itself.
        day = rb'<c r="B6"[^>]*><v>\d+</v></c>'
        if name == "xl/worksheets/sheet9.xml":
            content = re.sub(day, b'<c r="B6" t="d"><v>2026-11-22</v></c>', content)
        return None if name == "xl/styles.xml" else content

    assert load_workbook(rewritten(tmp_path, change)).about.data_date.year == 2026


def test_two_parts_of_one_name_are_damage(tmp_path: Path) -> None:
    path = rewritten(tmp_path)
    with ZipFile(path, "a") as archive:
        archive.writestr("XL/Worksheets/Sheet5.xml", "<x/>")

    problem = only_problem(path)

    assert (problem.code, "same name" in problem.message) == ("not-xlsx", True)


def test_a_sheet_that_is_missing_is_damage(tmp_path: Path) -> None:
    path = rewritten(tmp_path, lambda n, c: None if n == "xl/worksheets/sheet8.xml" else c)

    assert only_problem(path).code == "not-xlsx"


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"},
         "OpenDocument"),
        ({"Index/Document.iwa": "x"}, "Numbers"),
        ({"xl/workbook.bin": "x", "[Content_Types].xml": "<x/>"}, ".xlsb"),
        ({"word/document.xml": "<x/>"}, "Word"),
        ({"ppt/presentation.xml": "<x/>"}, "PowerPoint"),
        ({"readme.txt": "x"}, "not an Excel workbook"),
    ],
)  # fmt: skip
def test_other_kinds_of_files_are_named(parts: dict[str, str], kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    problem = only_problem(path)

    assert problem.code == "not-xlsx"
    assert kind in problem.message


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"<html><table></table></html>", "web page"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "XML"),
        (b"  \n<!doctype html>", "web page"),
        (b'{"url": "https://docs.example.org"}', "online"),
        (b"{\\rtf1}", "RTF"),
        (b"Stadt;Jahr\n", "damaged"),
        (b"PK\x03\x04 cut", "damaged"),
    ],
)
def test_files_that_were_renamed_are_named(content: bytes, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)

    problem = only_problem(path)

    assert problem.code == "not-xlsx"
    assert kind in problem.message


def test_a_workbook_with_macros_is_read(tmp_path: Path) -> None:
    path = tmp_path / "makro.xlsm"
    path.write_bytes(WORKBOOK.read_bytes())

    assert len(load_workbook(path).cities) == 15
