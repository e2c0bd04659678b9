"""Small files that unpack to gigabytes, or that ask for endless work, are refused at once."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from reportgen.errors import Problem, WorkbookError
from reportgen.workbook import load_workbook
from reportgen.workbook.strings import TextParser
from tests.workbook.parts import PARTS, rewritten, with_xml
from tests.workbooks import WORKBOOK

pytestmark = pytest.mark.exhaustive

SHEET = PARTS["Leistungsbeziehende"]
STYLES = "xl/styles.xml"


def only_problem(path: Path) -> Problem:
    with pytest.raises(WorkbookError) as caught:
        load_workbook(path)
    (problem,) = caught.value.problems
    assert problem.hint
    assert len(problem.message) < 300
    return problem


def before(part: str, end: bytes, content: bytes) -> Callable[[str, bytes], bytes]:
    """Puts content into a part, before an end tag or another place in it."""

    def change(name: str, old: bytes) -> bytes:
        if name != part:
            return old
        assert end in old
        return old.replace(end, content + end, 1)

    return change


ROW = b'<row r="300"><c r="A300"'
BOMBS = {
    "empty cells": (SHEET, b"</sheetData>", (b"<row>" + b"<c/>" * 99 + b"</row>") * 9_000),
    "elements": (SHEET, b"</worksheet>", b"<a/>" * 900_000),
    "bytes": (SHEET, b"</worksheet>", (b"<a>" + b" " * 50_000 + b"</a>") * 600),
    "sheets": ("xl/workbook.xml", b"</sheets>", b'<sheet name="x" r:id="rId1"/>' * 3_000),
}
DAMAGES = {
    "nesting": (SHEET, b"</worksheet>", b"<a>" * 200 + b"</a>" * 200),
    "nesting in a text": (
        SHEET,
        b"</sheetData>",
        ROW + b' t="inlineStr"><is>' + b"<r>" * 200 + b"</r>" * 200 + b"</is></c></row>",
    ),
    "a long tag": (SHEET, b"</worksheet>", b'<a b="' + b"x" * 3_000_000 + b'"/>'),
    "a long comment": (SHEET, b"</worksheet>", b"<!--" + b"> " * 1_500_000 + b"-->"),
    "a long text": (SHEET, b"</worksheet>", b"<a>" + b"x " * 1_500_000 + b"</a>"),
    "attributes": (SHEET, b"</worksheet>", b"".join(b'<a%d b="1"/>' % n for n in range(20_000))),
    "formats": (STYLES, b"</cellXfs>", b"<xf/>" * 80_000),
    "a long format": (
        STYLES,
        b"</styleSheet>",
        b'<numFmts><numFmt formatCode="' + b"0;" * 600 + b'"/></numFmts>',
    ),
    "columns": (SHEET, b"<sheetData>", b'<cols><col min="1" max="16384"/></cols>' * 20),
    "merged cells": (
        SHEET,
        b"</worksheet>",
        b"<mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 60_000 + b"</mergeCells>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BOMBS)
def test_a_file_that_unpacks_to_more_than_its_size_accounts_for_is_too_large(
    kind: str, tmp_path: Path
) -> None:
    path = rewritten(tmp_path, before(*BOMBS[kind]))
    assert path.stat().st_size < 100_000

    problem = only_problem(path)

    assert problem.code == "too-large"


@pytest.mark.parametrize("kind", DAMAGES)
def test_a_part_that_no_program_writes_is_damaged(kind: str, tmp_path: Path) -> None:
    problem = only_problem(rewritten(tmp_path, before(*DAMAGES[kind])))

    assert problem.code == "not-xlsx"
    assert "damaged" in problem.message


def test_a_zip_file_with_too_many_entries_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "many.xlsx"
    path.write_bytes(WORKBOOK.read_bytes() + (b"PK\x01\x02" + bytes(42)) * 30_000)

    assert only_problem(path).code == "too-large"


@pytest.mark.parametrize("size", [0, 500, 0xFFFFFFF0])
def test_sizes_that_a_file_declares_decide_nothing(size: int, tmp_path: Path) -> None:
    honest = rewritten(tmp_path, before(*BOMBS["empty cells"]))
    content = bytearray(honest.read_bytes())
    for place in tuple(_directory(content)):
        struct.pack_into("<I", content, place + 24, size)
    path = tmp_path / "lying.xlsx"
    path.write_bytes(content)

    assert only_problem(path).code in {"not-xlsx", "too-large"}


def _directory(content: bytes) -> Iterator[int]:
    """Where the entries of a zip file's directory begin."""
    place = -1
    while (place := content.find(b"PK\x01\x02", place + 1)) >= 0:
        yield place


def test_parts_that_share_bytes_are_refused(tmp_path: Path) -> None:
    content = bytearray(WORKBOOK.read_bytes())
    first, second, *_ = _directory(content)
    content[second + 42 : second + 46] = content[first + 42 : first + 46]  # where the part begins
    path = tmp_path / "shared.xlsx"
    path.write_bytes(content)

    assert "two of its parts share bytes" in only_problem(path).message


def test_a_part_that_holds_others_as_its_content_is_refused(tmp_path: Path) -> None:
    content = bytearray(WORKBOOK.read_bytes())
    first, second, *_ = _directory(content)
    (longer,) = struct.unpack_from("<I", content, second + 42)
    struct.pack_into("<I", content, first + 20, longer + 9)  # the size of what is packed
    path = tmp_path / "quoting.xlsx"
    path.write_bytes(content)

    assert "two of its parts share bytes" in only_problem(path).message


def test_a_zip_file_within_itself_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "nested.xlsx"
    path.write_bytes(b"")
    for _ in range(30):
        inner = path.read_bytes()
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            archive.writestr("nested.xlsx", inner)

    assert only_problem(path).code == "not-xlsx"


def test_a_workbook_within_a_workbook_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "nested.xlsx"
    path.write_bytes(WORKBOOK.read_bytes())
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/embeddings/book.xlsx", b"no workbook")

    assert load_workbook(path).observations == load_workbook(WORKBOOK).observations


def test_shared_texts_that_no_cell_shows_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = list[str]()
    make = TextParser.text_of
    monkeypatch.setattr(
        TextParser, "text_of", lambda self, *raw: made.append(raw[0]) or make(self, *raw)
    )
    texts = b"".join(b"<si><t>text %d</t></si>" % n for n in range(2000))

    load_workbook(with_shared(tmp_path, b"<si><t>K\xc3\xb6ln</t></si>" + texts))

    assert "Köln" in made
    assert not [text for text in made if text.startswith("text ")]


def with_shared(folder: Path, texts: bytes) -> Path:
    """The example with a part of shared texts, the first of which is that of a cell."""
    whole = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</sst>'
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = b'<Relationship Type="%s" Target="/xl/sharedStrings.xml" Id="shared"/>' % kind

    def change(name: str, content: bytes) -> bytes:
        content = with_xml("Städte!B11", '<c r="B11" t="s"><v>0</v></c>')(name, content)
        return before("xl/_rels/workbook.xml.rels", b"</Relationships>", relation)(name, content)

    path = rewritten(folder, change)
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", whole % texts)
    return path


def test_other_ways_of_compression_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    with ZipFile(WORKBOOK) as source, ZipFile(path, "w", ZIP_BZIP2) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))

    assert only_problem(path).code == "not-xlsx"


def test_formatted_empty_rows_up_to_the_last_one_change_nothing(tmp_path: Path) -> None:
    rows = b"".join(
        b'<row r="%d" spans="1:4" s="1" customFormat="1"><c r="A%d" s="1"/></row>' % (n, n)
        for n in (*range(300, 30_000), *range(1_048_000, 1_048_577))
    )

    found = load_workbook(rewritten(tmp_path, before(SHEET, b"</sheetData>", rows)))

    assert found.observations == load_workbook(WORKBOOK).observations
    assert found.warnings == ()


def test_content_behind_empty_rows_is_seen(tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(300, 9_000))
    rows += ROW.replace(b"300", b"9000") + b"><v>5</v></c></row>"

    found = load_workbook(rewritten(tmp_path, before(SHEET, b"</sheetData>", rows)))

    (warning,) = found.warnings
    assert "A9000" in warning.where


def test_what_looks_like_an_empty_row_in_a_text_stays(tmp_path: Path) -> None:
    text = b'<![CDATA[<row r="1"/><row r="2"/>]]>'
    cell = ROW + b' t="inlineStr"><is><t>' + text + b"</t></is></c></row>"

    found = load_workbook(rewritten(tmp_path, before(SHEET, b"</sheetData>", cell)))

    (warning,) = found.warnings
    assert '<row r="1"/><row r="2"/>' in warning.message


def test_merged_cells_that_overlap_are_reported(tmp_path: Path) -> None:
    areas = b"".join(b'<mergeCell ref="A%d:Z999"/>' % n for n in range(2, 30))
    merged = b"<mergeCells>" + areas + b"</mergeCells>"

    with pytest.raises(WorkbookError) as caught:
        load_workbook(rewritten(tmp_path, before(SHEET, b"</worksheet>", merged)))

    assert any("overlap" in problem.message for problem in caught.value.problems)


def test_a_text_longer_than_any_cell_can_hold_is_damage_of_that_cell(tmp_path: Path) -> None:
    cell = f'<c r="B2" t="inlineStr"><is><t>{"x" * 40_000}</t></is></c>'

    with pytest.raises(WorkbookError) as caught:
        load_workbook(rewritten(tmp_path, with_xml("Städte!B2", cell)))

    assert caught.value.problems[0].code == "damaged-cell"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_parts_may_be_encoded_otherwise(encoding: str, tmp_path: Path) -> None:
    def change(name: str, content: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return content
        text = content.decode()
        return text[text.index("<worksheet") :].encode(encoding)

    found = load_workbook(rewritten(tmp_path, change))

    assert found.observations == load_workbook(WORKBOOK).observations
