"""Records of a build that somebody edited: `archive add` archives nothing on their word."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from reportgen.workflows.record import RECORD
from tests.running import Result, run
from tests.torture.attempt import Attempt
from tests.workbooks import WORKBOOK

_FILE = f"reports/2020/{RECORD}"

#: What stands in the place of any value.
_VALUES = st.sampled_from(
    (
        *(None, True, "", 0, -1, 10**400, 1e308, float("nan"), float("inf")),
        *("../../../etc/passwd", "/dev/zero", "/etc", "a\0b", "\ud800", "\x1b[2J", "x" * 10_000),
        *("..", ".", "C:\\x", "koeln.pdf/../koeln.pdf", "9999-99-99", "print"),
    )
)


@cache
def _built() -> Path:
    """A folder with a workbook and the report of one city."""
    folder = Path(tempfile.mkdtemp())
    shutil.copy(WORKBOOK, folder / "book.xlsx")
    result = run("-q", "build", folder / "book.xlsx", "--city", "K", "--out", folder / "reports")
    assert result.code == 0
    return folder


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a value in JSON: what holds it, and its key or number there."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in pairs:
        yield value, key
        if isinstance(inner, dict | list):
            yield from _places(inner)


def _judge(folder: Path, results: Sequence[Result]) -> str:
    if (folder / "archive/2020/v1").exists():
        archived = json.loads((folder / "archive/2020/v1/data/about" / RECORD).read_bytes())
        files = {report["file"] for run in archived["runs"] for report in run["reports"]}
        if files != {"koeln.pdf"}:
            return f"archived on the word of the record: {files}"
    return "a terminal obeys it" if any("\x1b" in r.out + r.err for r in results) else ""


def _edited(content: bytes, edits: Sequence[tuple[float, Any]]) -> bytes:
    record = json.loads(content)
    for at, value in edits:
        places = list(_places(record))
        holder, key = places[round(at * (len(places) - 1))]
        holder[key] = value
    return json.dumps(record).encode()


@st.composite
def attempts(draw: st.DrawFn) -> Attempt:
    """A record with one to three values exchanged, or of other bytes."""
    whole = draw(st.none() | st.sampled_from((b"", b"[" * 100_000, b"null", b"\xff", b"{")))
    edits = draw(st.lists(st.tuples(st.floats(0, 1), _VALUES), min_size=1, max_size=3))

    def prepare(folder: Path) -> None:
        shutil.copytree(_built(), folder, dirs_exist_ok=True)
        content = (_built() / _FILE).read_bytes()
        (folder / _FILE).write_bytes(_edited(content, edits) if whole is None else whole)

    return Attempt(
        commands=(("archive", "add", "reports", "--to", "archive"),),
        prepare=prepare,
        judge=_judge,
        words="record",
    )
