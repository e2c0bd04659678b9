"""Rows that are read without the parser of XML hold what the parser would have read."""

from io import BytesIO
from pathlib import Path
from re import search, sub
from zipfile import ZipFile

import pytest

from reportgen.errors import WorkbookError
from reportgen.model import Dataset
from reportgen.workbook import load_workbook
from reportgen.workbook.strings import CellText, TextParser
from reportgen.workbook.styles import Styles
from reportgen.workbook.usual_rows import UsualRows
from tests.workbooks import WORKBOOK

#: A number in the sheet of the population; {style} stands for that of its cell.
_CELL = '<c r="C2" s="{style}" t="n"><v>'


def changed(folder: Path, old: str, new: str) -> Path:
    """The committed workbook with other text in each sheet that has `old`, once."""
    target = BytesIO()
    with ZipFile(WORKBOOK) as source, ZipFile(target, "w") as archive:
        for entry in source.namelist():
            content = source.read(entry).decode("utf-8", "surrogateescape")
            if "worksheets/sheet4.xml" in entry:
                style = search(r'<c r="C2" s="([0-9]+)"', content)
                assert style
                old, new = (each.replace("{style}", style[1]) for each in (old, new))
                assert old in content
                content = content.replace(old, new, 1)
            archive.writestr(entry, content.encode("utf-8", "surrogateescape"))
    path = folder / "changed.xlsx"
    path.write_bytes(target.getvalue())
    return path


def outcome(path: Path) -> Dataset | str:
    """What a load gives, or says; the parser counts characters only of what it was given."""
    try:
        return load_workbook(path)
    except WorkbookError as fault:
        return sub("column [0-9]+", "", "\n".join(map(str, fault.problems)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<c ", "<c "),
        (_CELL, '<c r="C2" s="{style}" t="n"><v>1e400</v></c><c r="AB2"><v>'),
        (_CELL, '<c r="C2" s="{style}" t="n"><v>0.1234567890123456789</v></c><c r="AB2"><v>'),
        (_CELL, '<c r="C2" s="{style}" t="n"><v>1E-5</v></c><c r="AB2"><v>'),
        (_CELL, '<c r="C2" s="{style}" t="n"><v>1E5</v></c><c r="AB2"><v>'),
        (_CELL, '<c r="C2" s="{style}" t="n"><v>-0</v></c><c r="AB2"><v>'),
        (_CELL, '<c r="C2" s="2" t="n"><v>1</v></c><c r="AB22" s="2"><v>'),
        (_CELL, '<c r="C2" s="2" t="n"><v>1</v></c><c r="AB2" s="2"><v>'),
        (_CELL, '<c r="C2" s="99999" t="n"><v>'),
        (_CELL, '<c r="C2" s="{style}" t="s"><v>99999</v></c><c r="AB2"><v>'),
        (_CELL, '<c r="C2" s="{style}" t="n"><v>1</v></c><c r="C2" s="{style}" t="n"><v>'),
        (_CELL, '<c r="C3" s="{style}" t="n"><v>'),
        (_CELL, '<c r="XFE2" s="{style}" t="n"><v>'),
        (_CELL, '<c r="C2" s="{style}" t="n"><v>1.e</v></c><c r="AB2"><v>'),
        ('<row r="2"', '<row r="2" r="2"'),
        ('<row r="3"', '<row r="2"'),
        ('<row r="3"', '<row r="3" hidden="1"'),
        ('<row r="3"', '<row r="3" spans="1:9" spans="1:9"'),
        ('<row r="3"', '<row hidden="1" r="3"'),
        ('<row r="2"', '<!-- <row r="2"><c r="C2"><v>1</v></c></row> --><row r="2"'),
        ('<row r="2"', '<![CDATA[<row r="2"><c r="C2"><v>1</v></c></row>]]><row r="2"'),
        ('<row r="2"', '<?x <row r="2"><c r="C2"><v>1</v></c></row> ?><row r="2"'),
        ('<row r="2"', '<x><row r="2"><c r="C2"><v>1</v></c></row></x><row r="2"'),
        ("</sheetData>", '</sheetData><row r="99"><c r="C99"><v>1</v></c></row>'),
    ],
)
def test_the_parser_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    path = changed(tmp_path, old, new)
    found = outcome(path)
    monkeypatch.setattr(UsualRows, "cells", lambda *_: None)
    assert outcome(path) == found


def test_rows_of_the_committed_workbook_are_usual(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = []
    read = UsualRows.cells

    def noted(self: UsualRows, row: str, content: str) -> object:
        taken.append(row)
        return read(self, row, content)

    monkeypatch.setattr(UsualRows, "cells", noted)
    load_workbook(WORKBOOK)
    assert len(taken) > 100


@pytest.mark.parametrize(("number", "is_read"), [("0", True), ("1", False), ("-1", False)])
def test_a_shared_text_is_read_by_its_number_only(number: str, is_read: bool) -> None:
    rows = UsualRows("Angaben", [CellText("Projekt")], TextParser(frozenset()), Styles())
    assert bool(rows.cells("2", f'<c r="A2" t="s"><v>{number}</v></c>')) is is_read
