"""Exports and recipes that are damaged, odd or made to mislead: nothing half is ever written."""

import io
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import openpyxl
from hypothesis import strategies as st

from tests.importing.made_exports import RECIPE, TEXT, ods_file, ods_row
from tests.running import Result
from tests.torture.attempt import Attempt

_PROPOSE = ("import", "--propose", "hilfen.csv")
_IMPORT = ("import", "recipe.toml", "--out", "out.xlsx")

#: What stands in the place of a cell, or of anything in a recipe.
_ODD = st.sampled_from(
    (
        *("", "-", ".", "k.A.", "1.204", "1,5", "1e308", "9" * 400, "-9999", "=1+1", "#WERT!"),
        *('"', '""', '"a', ";;;;", "\n", "\r", "\t", "\0", "\x1b[2J", "\ufeff", "x" * 40_000),
        *("Insgesamt", "01001000", "31.12.2021", "1899", "2021-13-01", "{key}", "%s", "\\d{8}"),
    )
)
_RECIPE_ODD = st.sampled_from(
    (
        *("0", "-1", "10000000000", "1e999", "nan", "true", "[]", "{}", '""', "'.*'", "'(a+)+b'"),
        *("'['", '"\\u0000"', '"ZZZ"', '"A0"', '"XFD1048576"', "1979-05-27", '"utf-16"', '"utf-7"'),
        *("[99999999]", "[1, 1]", "[2, 1]", "[]", '"/dev/zero"', '"*"', '"idna"', '"\\n"'),
    )
)


@cache
def _spreadsheets() -> tuple[bytes, ...]:
    rows = [line.split(";") for line in TEXT.splitlines()]
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    excel = io.BytesIO()
    workbook.save(excel)
    return excel.getvalue(), ods_file("".join(ods_row(*row) for row in rows))


@st.composite
def _damaged(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(st.sampled_from(_spreadsheets())))
    for _ in range(draw(st.integers(0, 8))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(content[: draw(st.integers(1, len(content)))] if draw(st.booleans()) else content)


@st.composite
def _edited_part(draw: st.DrawFn) -> bytes:
    """A spreadsheet whose parts say something else, in a package that is sound."""
    result = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(draw(st.sampled_from(_spreadsheets()))))
    with source, zipfile.ZipFile(result, "w") as target:
        for entry in source.namelist():
            text = source.read(entry).decode("utf-8", "replace")
            for _ in range(draw(st.integers(0, 2))):
                at = draw(st.integers(0, max(len(text) - 1, 0)))
                odd = draw(_ODD | st.sampled_from(('r="XFD1048576"', "<row>", 'ref="A1:ZZ9"')))
                text = text[:at] + odd + text[at + draw(st.integers(0, 9)) :]
            target.writestr(entry, text)
    return result.getvalue()


@st.composite
def _text(draw: st.DrawFn) -> bytes:
    rows = [line.split(";") for line in TEXT.splitlines()]
    for _ in range(draw(st.integers(1, 5))):
        row = draw(st.sampled_from(rows))
        row[draw(st.integers(0, len(row) - 1))] = draw(_ODD)
    text = "\n".join(";".join(row) for row in rows)
    encoding = draw(st.sampled_from(("latin-1", "utf-8", "utf-16", "utf-32", "cp850", "utf-7")))
    return text.encode(encoding, "replace")


@st.composite
def _recipe(draw: st.DrawFn) -> bytes:
    lines = RECIPE.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(lines) - 1))
        name, equals, _ = lines[place].partition(" = ")
        lines[place] = f"{name}{equals}{draw(_RECIPE_ODD)}" if equals else draw(_RECIPE_ODD)
    return "\n".join(lines).encode("utf-8")


def _judge(folder: Path, results: Sequence[Result]) -> str:
    if any("\x1b" in result.out + result.err for result in results):
        return "a terminal obeys it"
    written = (folder / "out.xlsx").exists()
    return "" if written == (results[-1].code == 0) else "a workbook was written after a fault"


def attempts() -> st.SearchStrategy[Attempt]:
    """Odd exports, and odd recipes for a sound one."""
    contents = st.one_of(
        _text(),
        _damaged(),
        _edited_part(),
        st.binary(max_size=200).map(lambda b: b"PK\x03\x04" + b),
    )
    exports = contents.map(
        lambda content: Attempt(
            files={"hilfen.csv": content, "recipe.toml": RECIPE.encode()},
            commands=(_PROPOSE, _IMPORT),
            judge=_judge,
            words="odd export",
        )
    )
    recipes = _recipe().map(
        lambda recipe: Attempt(
            files={"hilfen.csv": TEXT.encode("latin-1"), "recipe.toml": recipe},
            commands=(_IMPORT,),
            judge=_judge,
            words="odd recipe",
        )
    )
    return exports | recipes
