"""Portraits: Markdown that takes for ever, front matter that exhausts, texts no column holds."""

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from reportgen.layout.load import load_layout
from tests.page_checker import Frame, faults
from tests.running import Result
from tests.torture.attempt import Attempt
from tests.torture.mutation import mutated
from tests.workbooks import WORKBOOK

_COMMAND = ("build", "book.xlsx", "--city", "Köln", "--out", "out", "-q")
_LONGEST = 20_000
_HEAD = '+++\noffice = "Amt"\n+++\n\n'

#: What takes long, or too deep, when it comes again and again.
_PIECES = (
    *("[", "![[", "[a](b", "[](()", "[a][", "[a]: # (", "[a]: #\n", "*a ", "**a *b ", "_a__b"),
    *("`a``", "> ", ">", "- ", "1. ", "  - a\n", "|a", "|\n", "<!--", "<a ", "<a href='", "<p>"),
    *("<script>", "<![CDATA[", "<?a", "<!doctype ", "<select>", "</p>", "&a", "&amp;", "\\", "~~a"),
    *("<a@", "•", "a\n", "a\n\n", "- a\n", "# a\n", "---\n", "===\n", "\t", "    a\n", "--", "–->"),
    *("Wort ", "W", "W" * 300 + " ", "**W** ", "[W](https://a.de) ", "a\u00ad", "\u202e"),
    *("\u0301a", "\ufdfa"),
    *("\0", "\x1b[2J", "[^1]", "[ ] ", "https://a.de/", "https://a.de/" + "b" * 300 + " "),
    *("![a](b.jpg)", "<br>", "<div hidden>", "<b>", '"', "„", "{city}", "%s", "&lt;b&gt;"),
)  # fmt: skip

#: What stands in the place of a value in the front matter.
_VALUES = (
    *('"A"', '""', "1", "[]", "{}", "true", "2020-01-01", "nan", "[nan, inf]", "[1e308, 1]", "["),
    *('"' + "W" * 100 + '"', '"' + "W" * 400 + '"', '"' + "Wort " * 3000 + '"', '"\\u0000"', "'''"),
    *('"/dev/zero"', '"../../a.jpg"', '"' + "a" * 5000 + '"', '"."', '"a/b"', "[" * 3000),
    *("9" * 5000, "{a=" * 3000, "„A“"),
)


@cache
def _frame() -> Frame:
    return Frame.of(load_layout(), "K")


def _judge(folder: Path, results: Sequence[Result]) -> str:
    """Whatever stands in a portrait that was accepted, stands within its column."""
    said = "".join(result.out + result.err for result in results)
    found = [fault for pdf in folder.rglob("*.pdf") for fault in faults(pdf.read_bytes(), _frame())]
    return "a terminal obeys it" if "\x1b" in said else "; ".join(found[:3])


@st.composite
def _texts(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and what it is made of."""
    pieces = draw(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=4))
    times = draw(st.integers(0, 300) | st.just(_LONGEST))
    one = "".join(pieces)
    text = one * times if draw(st.booleans()) else "".join(piece * times for piece in pieces)
    return text[: _LONGEST - 100], f"{pieces} {times} times"


@st.composite
def _heads(draw: st.DrawFn) -> str:
    """Front matter."""
    keys = st.sampled_from(("office", "photo", "photo_focus", "credit", "a." * 900 + "b", "A", '"'))
    lines = draw(st.lists(st.tuples(keys, st.sampled_from(_VALUES)), max_size=4))
    fence = draw(st.sampled_from(("+++", "+++", "+++", "---", "+ + +", "")))
    return "\n".join([fence, *(f"{key} = {value}" for key, value in lines), fence, "", ""])


@st.composite
def attempts(draw: st.DrawFn) -> Attempt:
    """A portrait with a hostile text or head."""
    text, words = draw(_texts())
    head = draw(_heads()) if draw(st.integers(0, 2)) == 0 else _HEAD
    content = (head + text).encode()
    if draw(st.integers(0, 5)) == 0:
        content = draw(mutated(content, 200))

    def prepare(folder: Path) -> None:
        shutil.copy(WORKBOOK, folder / "book.xlsx")
        (folder / "portraits").mkdir()
        (folder / "portraits/koeln.md").write_bytes(content)

    return Attempt(
        commands=(_COMMAND,),
        prepare=prepare,
        judge=_judge,
        words=f"{words}{'' if head == _HEAD else ', head ' + head[:200]!r}",
    )
