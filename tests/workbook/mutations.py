"""The example workbook with faults in it, for hypothesis; half of them are still fit to be built.

@given(mutated_workbooks())
def test_...(content: bytes) -> None: ...
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from hypothesis import strategies as st

from tests.workbook.strategies import WorkbookBytes
from tests.workbooks import WORKBOOK

Parts = dict[str, bytes]
Mutation = Callable[[Parts], None]

_SHEETS = tuple(f"xl/worksheets/sheet{number}.xml" for number in range(2, 11))
_CELL = re.compile(rb'<c r="[A-Z]+\d+"(?: s="\d+")?(?: t="\w+")?(?:/>|>.*?</c>)', re.DOTALL)
_ROW = re.compile(rb"<row .*?</row>", re.DOTALL)

ODD_TEXTS = (
    "", " ", "-", ".", "x", "X", "...", "/", "(12)", "12 s", "1.234,5", "12,5 %", "#N/A", "k. A.",
    "567 559", "Köln", "K\u200böln", "köln", "Summe", "Quelle: Destatis", "Stadt", "Jahr", "2020",
    "=1+1", "\u202eabc", "😀", "مدينة", "Łódź", "A" * 300, "0", "-5", "1e400", "NaN", "\ufeff",
    "_x0007_",
    "total", "Bevölkerung", "ja", "31.12.2020", "'12", "(1.234.567.890.123.456.789)", "m²", "&",
)  # fmt: skip
ODD_NUMBERS = (
    "0", "-0", "-5", "0.5", "1e400", "-1e308", "1e15", "1e16", "NaN", "INF", "2020", "12.345",
    "44000", "1e-320", "99999999999999999999", "3.0", "", "abc",
)  # fmt: skip
ODD_FORMATS = (
    "General", "0%", '"("0")"', '0" p"', "#,##0,", ";;;", '"/"', '0;-0;"."', "dd.mm.yyyy", "@",
    '[>5]0" s";0', "0;0", "[Red]0.00", "# ?/?", '"x', "[", '0"."0', "#", "0.00E+00", '_-* "-"??',
)  # fmt: skip


#: Names that a city, an area or an indicator may have, as wide or as odd as they are.
ODD_NAMES = (
    "W" * 90, "i" * 200, "a_b_" * 20, "Ä" * 40, "5", "2020", "ja", ".", "Stadt", '"', "&amp;",
    "{city}", "{0}", "%s", "%", "<b>fett</b>", "a\\nb", "[x](https://example.org)", "**x**", "+1",
    "@x", "'", "–",
    "Grundsicherungsleistungsempfängerinnen-und-Empfängerzahlenentwicklung je 1.000 Einwohner",
    "Fälle je 100.000 Einwohnerinnen und Einwohner von 18 bis unter 65 Jahren ohne Zweitwohnsitz",
)  # fmt: skip


def mutated_workbooks(most: int = 6) -> st.SearchStrategy[bytes]:
    """The example workbook with up to `most` faults."""
    return st.lists(_mutations, min_size=1, max_size=most).map(_with)


def _with(mutations: Sequence[Mutation]) -> bytes:
    parts = dict(_example())
    for mutate in mutations:
        mutate(parts)
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    workbook = WorkbookBytes(content.getvalue())
    workbook.faults = [repr(mutate) for mutate in mutations]
    return workbook


@cache
def _example() -> Mapping[str, bytes]:
    with ZipFile(WORKBOOK) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _on_part(change: Callable[[bytes, int], bytes]) -> st.SearchStrategy[Mutation]:
    """Changes a sheet; the number says which of many things to change."""

    def mutation(part: str, number: int) -> Mutation:
        def mutate(parts: Parts) -> None:
            if part in parts:
                parts[part] = change(parts[part], number)

        return mutate

    return st.builds(mutation, st.sampled_from(_SHEETS), st.integers(0, 10_000))


def _nth(content: bytes, pattern: re.Pattern[bytes], number: int, new: bytes | None) -> bytes:
    """`content` with one of the matches replaced; doubled when `new` is None."""
    found = list(pattern.finditer(content))
    if not found:
        return content
    match = found[number % len(found)]
    replacement = match[0] * 2 if new is None else new
    return content[: match.start()] + replacement + content[match.end() :]


def _other_cell(entry: str, *, is_number: bool) -> Callable[[bytes, int], bytes]:
    """Puts another value into a cell, whose style stays."""

    def change(content: bytes, number: int) -> bytes:
        found = list(_CELL.finditer(content))
        if not found:
            return content
        old = found[number % len(found)]
        head = b" ".join(re.findall(rb'[rs]="\w+"', old[0].partition(b">")[0]))
        value = escape(entry).encode()
        if is_number:
            new = b"<c " + head + b"><v>" + value + b"</v></c>"
        else:
            new = b"<c " + head + b' t="inlineStr"><is><t>' + value + b"</t></is></c>"
        return content[: old.start()] + new + content[old.end() :]

    return change


def _other_style(code: str) -> st.SearchStrategy[Mutation]:
    """Gives another number format to all cells of a style."""

    def mutation(number: int) -> Mutation:
        def mutate(parts: Parts) -> None:
            styles = parts["xl/styles.xml"]
            quoted = escape(code, {'"': "&quot;"})
            form = f'<numFmt numFmtId="{900 + number}" formatCode="{quoted}"/>'
            styles = re.sub(
                rb"<numFmts[^>]*?(?:/>|>)", b"<numFmts>" + form.encode(), styles, count=1
            )
            cells, rest = styles.split(b"<cellXfs", 1)[0], styles.split(b"<cellXfs", 1)[1]
            pattern = re.compile(rb'numFmtId="\d+"')
            new = f'numFmtId="{900 + number}"'.encode()
            parts["xl/styles.xml"] = cells + b"<cellXfs" + _nth(rest, pattern, number, new)

        return mutate

    return st.builds(mutation, st.integers(0, 30))


#: The sheets whose texts name cities, areas and indicators.
_DEFINING = tuple(f"xl/worksheets/sheet{number}.xml" for number in (2, 3, 7))
_TEXT = re.compile(rb"<t>[^<]*</t>")


def _renamed(name: str) -> st.SearchStrategy[Mutation]:
    """Gives another name to something, in all sheets that name it."""

    def mutation(part: str, number: int) -> Mutation:
        def mutate(parts: Parts) -> None:
            if found := _TEXT.findall(parts[part].partition(b"</row>")[2]):
                old, new = found[number % len(found)], f"<t>{escape(name)}</t>".encode()
                parts.update({each: parts[each].replace(old, new) for each in _SHEETS})

        return mutate

    return st.builds(mutation, st.sampled_from(_DEFINING), st.integers(0, 10_000))


def _without_attribute(name: str) -> Callable[[bytes, int], bytes]:
    pattern = re.compile(rf' {name}="[^"]*"'.encode())
    return lambda content, number: _nth(content, pattern, number, b"")


def _inserted(old: str, new: str) -> Callable[[bytes, int], bytes]:
    pattern = re.compile(re.escape(old).encode())
    return lambda content, number: _nth(content, pattern, number, new.encode())


_mutations: st.SearchStrategy[Mutation] = st.one_of(
    st.sampled_from(ODD_TEXTS).flatmap(lambda text: _on_part(_other_cell(text, is_number=False))),
    st.text(max_size=12)
    .map(lambda text: re.sub(r"[^\t\n\r -\ud7ff\ue000-\ufffd]", "", text))
    .flatmap(lambda text: _on_part(_other_cell(text, is_number=False))),
    st.sampled_from(ODD_NUMBERS).flatmap(lambda text: _on_part(_other_cell(text, is_number=True))),
    st.sampled_from(ODD_FORMATS).flatmap(_other_style),
    st.sampled_from(ODD_NAMES).flatmap(_renamed),
    _on_part(lambda content, number: _nth(content, _CELL, number, b"")),
    _on_part(lambda content, number: _nth(content, _CELL, number, None)),
    _on_part(lambda content, number: _nth(content, _ROW, number, b"")),
    _on_part(lambda content, number: _nth(content, _ROW, number, None)),
    st.sampled_from(["r", "s", "t"]).flatmap(lambda name: _on_part(_without_attribute(name))),
    _on_part(_inserted("<row ", '<row hidden="1" ')),
    _on_part(_inserted("<v>", "<f>1+1</f><v>")),
    _on_part(
        _inserted("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A2:B4"/></mergeCells>')
    ),
    _on_part(_inserted("<t>", "<t>\u200b")),
    _on_part(lambda content, number: content[: number % max(1, len(content))]),
)
