"""Corrections of any cells: they are compared, and built into reports, or refused in words."""

import tempfile
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import openpyxl
from hypothesis import strategies as st

from tests.running import Result
from tests.torture.attempt import Attempt
from tests.workbooks import WORKBOOK

_SHEETS = (
    *("Angaben", "Städte", "Leistungsbereiche", "Indikatoren", "Quellen"),
    *("Bevölkerung", "Leistungsbeziehende", "Auszahlungen", "Wirtschaft"),
)

_VALUES = st.one_of(
    st.sampled_from(("", "x", ".", "...", "0", "12 r", "(5)", "Köln", "2019", "=1+1", "\u202e")),
    st.integers(-(10**15), 10**15),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs")), max_size=300),
)

#: A sheet, and a cell of it by two numbers from 0 to 1.
_EDITS = st.tuples(st.sampled_from(_SHEETS), st.floats(0, 1), st.floats(0, 1), _VALUES)

_COMMANDS = (
    ("diff", "old.xlsx", "new.xlsx"),
    ("diff", "new.xlsx", "old.xlsx", "--city", "K", "--format", "json"),
    ("build", "new.xlsx", "--erratum", "old.xlsx", "--city", "K", "--out", "out"),
)

#: In place of the old workbook or version.
_OTHERS = st.sampled_from(("absent.xlsx", ".", "/dev/zero", "a\nb", "x" * 300, "new.xlsx/x", ""))


@cache
def _content() -> bytes:
    return WORKBOOK.read_bytes()


def _edited(edits: Sequence[tuple[str, float, float, object]]) -> bytes:
    workbook = openpyxl.load_workbook(BytesIO(_content()))
    for name, down, across, value in edits:
        sheet = workbook[name]
        row = 1 + round(down * (sheet.max_row - 1))
        sheet.cell(row, 1 + round(across * (sheet.max_column - 1))).value = value  # type: ignore[union-attr]
    with tempfile.TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        return file.read()


def _judge(folder: Path, results: Sequence[Result]) -> str:
    if any("\x1b" in result.out + result.err for result in results):
        return "a terminal obeys it"
    there, back = results[0], results[1]
    if (there.code == 0) != (back.code == 0):
        return "compared in one direction only"
    del folder
    return ""


def attempts() -> st.SearchStrategy[Attempt]:
    """A workbook with some cells of another content, or something else in place of the old one."""
    corrected = st.lists(_EDITS, min_size=1, max_size=4).map(
        lambda edits: Attempt(
            files={"old.xlsx": _content(), "new.xlsx": _edited(edits)},
            commands=_COMMANDS,
            judge=_judge,
            words=f"corrected {edits!r}"[:300],
        )
    )
    other = _OTHERS.map(
        lambda path: Attempt(
            files={"new.xlsx": _content()},
            commands=(
                ("diff", path, "new.xlsx"),
                ("diff", "new.xlsx", path),
                ("build", "new.xlsx", "--erratum", path, "--city", "K", "--out", "out"),
            ),
            words=f"corrects {path!r}",
        )
    )
    return st.one_of(corrected, corrected, other)
