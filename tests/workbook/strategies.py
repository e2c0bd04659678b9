"""Workbooks at random for hypothesis: made from drawn figures, and the example with faults in it.

    @given(workbooks())
    def test_...(content: bytes) -> None: ...

`workbooks` are mostly fit to be built; `mutated_workbooks` mostly are not.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from hypothesis import strategies as st

from reportgen.model import Base, Polarity, Table
from reportgen.workbook import make_template, schema
from reportgen.workbook.defaults import Entry, Rows
from tests.workbooks import WORKBOOK

Row = dict[str, Entry]

_SYLLABLES = (
    "Bad ", "Neu", "Alt", "Groß", "Ober", "stadt", "burg", "hausen", "furt", "dorf", "ö", "Łódź",
    "mühl", "ž", "ế", "ø", "é", "Sankt ", "-", "/", " am See", " (Oder)", "Königs", "ß", "’s",
    " & ", " i. d. OPf.", "Donaudampfschifffahrts", "x",
)  # fmt: skip
_WORDS = (
    "Hilfe", "zur", "Pflege", "Grundsicherung", "für", "Arbeitsuchende", "Kinder", "und",
    "Jugendliche", "Quote", "je", "1.000", "Einwohner*innen", "Eingliederungshilfe", "(neu)",
    "Leistungsberechtigtenentwicklung", "SGB IX", "80 %", "„Modell“", "Beschäftigung", "≥ 15 h",
)  # fmt: skip
_UNITS = ("%", "€", "Tsd. €", "€/m²", "je 1.000 Einw.", "Fälle je 100.000 Einwohner", "Jahre", "°C")


class WorkbookBytes(bytes):
    """A workbook's file; hypothesis has a few words to show for it."""

    faults: Sequence[str] = ()

    def __repr__(self) -> str:
        return f"<workbook of {len(self)} bytes: {', '.join(self.faults)}>"


def names(most: int = 4) -> st.SearchStrategy[str]:
    """Names as cities have them, some of them long."""
    parts = st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=most)
    return parts.map(lambda found: " ".join(("M" + "".join(found)).split()).strip("-/& "))


def phrases(most: int = 6) -> st.SearchStrategy[str]:
    """Some words of the field."""
    return st.lists(st.sampled_from(_WORDS), min_size=1, max_size=most).map(" ".join)


@dataclass(frozen=True, kw_only=True)
class Habits:
    """How a drawn comparison fills its cells.

    Attributes:
        largest: figure.
        absent, flagged: share of cells with a sign or a flag, in percent.
        estimated: all payments carry an s.
    """

    largest: int
    absent: int
    flagged: int
    estimated: bool


habits = st.builds(
    Habits,
    largest=st.sampled_from([3, 40, 900, 60_000, 3_000_000]),
    absent=st.sampled_from([0, 0, 10, 50, 100]),
    flagged=st.sampled_from([0, 0, 20]),
    estimated=st.booleans(),
)


@st.composite
def comparison_rows(
    draw: st.DrawFn, *, most_cities: int = 30, most_areas: int = 12, most_indicators: int = 10
) -> Rows:
    """The rows of a workbook, by sheet, as `make_template` takes them."""
    year = draw(st.integers(1995, 2095))
    cities = draw(st.lists(names(), min_size=1, max_size=most_cities, unique_by=_slug))
    areas = draw(st.lists(phrases(), min_size=1, max_size=most_areas, unique=True))
    labels = draw(st.lists(phrases(), min_size=0, max_size=most_indicators, unique=True))
    habit = draw(habits)
    years = sorted({year, *draw(st.lists(st.integers(year - 4, year - 1), max_size=2))})
    shorts = [f"B{number}" for number in range(len(areas))]
    return {
        schema.CITIES: [_city(draw, number, name) for number, name in enumerate(cities)],
        schema.AREAS: [
            _area(draw, number, short, label)
            for number, (short, label) in enumerate(zip(shorts, areas, strict=True))
        ],
        schema.INDICATORS: [_indicator(draw, number, label) for number, label in enumerate(labels)],
        Table.POPULATION: _populations(draw, cities, years, year, habit),
        Table.RECIPIENTS: _values(draw, cities, years, shorts, _count(habit)),
        Table.PAYMENTS: _values(draw, cities, [year], shorts, _payment(habit)),
        Table.ECONOMY: _values(draw, cities, years, labels, _measure(habit)),
        schema.ABOUT: _about(draw, year),
        schema.SOURCES: _sources(draw, cities),
    }


def workbooks(**most: int) -> st.SearchStrategy[bytes]:
    """Workbooks as files; `most` are the bounds that `comparison_rows` takes."""
    return comparison_rows(**most).map(lambda rows: WorkbookBytes(make_template(rows)))


def _slug(name: str) -> str:
    from reportgen.clean_text import slug_of

    return slug_of(name)


def _city(draw: st.DrawFn, number: int, name: str) -> Row:
    offices = st.one_of(st.none(), phrases(25))
    return {
        "AGS": f"{number + 1:08}", "Stadt": name, "Kürzel": f"#{number}", "Amt": draw(offices),
    }  # fmt: skip


def _area(draw: st.DrawFn, number: int, short: str, label: str) -> Row:
    return {
        "Schlüssel": f"area_{number}",
        "Kurzbezeichnung": short,
        "Bezeichnung": label,
        "Bezugsbevölkerung": draw(st.sampled_from(Base)).value,
        "Rechtsgrundlage": draw(st.sampled_from(["SGB II", "SGB XII, 4. Kapitel", "AsylbLG"])),
        "Reihenfolge": draw(st.integers(0, 20)),
        schema.IN_TOTAL: draw(st.sampled_from(["ja", "nein", None])),
    }


def _indicator(draw: st.DrawFn, number: int, label: str) -> Row:
    return {
        "Schlüssel": f"indicator_{number}",
        "Bezeichnung": label,
        "Einheit": draw(st.sampled_from(_UNITS)),
        "Nachkommastellen": draw(st.integers(0, 6)),
        "Polarität": draw(st.sampled_from(Polarity)).value,
        "Quelle": draw(phrases(10)),
    }


def _about(draw: st.DrawFn, year: int) -> list[Row]:
    lines = {
        schema.PROJECT: draw(phrases()),
        schema.PUBLISHER: draw(phrases()),
        schema.CONTACT: draw(st.none() | st.just("statistik@example.org")),
        schema.YEAR: year,
        schema.DATA_DATE: date(year + 1, 12, 1),
        schema.VERSION: draw(st.sampled_from(["1.0", "2.10", 3])),
    }
    return [{"Angabe": name, "Wert": value} for name, value in lines.items()]


def _sources(draw: st.DrawFn, cities: Sequence[str]) -> list[Row]:
    rows: list[Row] = [
        {
            "Blatt": draw(st.sampled_from(Table)).value,
            "Stadt": draw(st.none() | st.sampled_from(cities)),
            "Quelle": f"{number}: {draw(phrases(12))}",
            "Bemerkung": draw(st.none() | phrases(30)),
            schema.WORDINGS: draw(st.sampled_from([None, ". = nicht schätzbar; s = geschätzt"])),
        }
        for number in range(draw(st.integers(0, 6)))
    ]
    return rows


def _populations(
    draw: st.DrawFn, cities: Sequence[str], years: Sequence[int], reporting: int, habit: Habits
) -> list[Row]:
    rows: list[Row] = []
    for city in cities:
        for year in years:
            whole = draw(st.integers(max(2, habit.largest), 4_000_000))
            young = draw(st.integers(1, whole))
            known = year == reporting or draw(st.booleans())
            rows.append(
                {
                    "Stadt": city,
                    "Jahr": year,
                    Base.TOTAL.value: whole if known else ".",
                    Base.UNDER_65.value: young if known else None,
                }
            )
    return rows


def _values(
    draw: st.DrawFn,
    cities: Sequence[str],
    years: Sequence[int],
    columns: Sequence[str],
    cells: st.SearchStrategy[Entry],
) -> list[Row]:
    left_out = draw(st.sets(st.sampled_from(cities), max_size=len(cities) // 4))
    return [
        {"Stadt": city, "Jahr": year, **{column: draw(cells) for column in columns}}
        for city in cities
        for year in years
        if city not in left_out
    ]


_SIGNS = st.sampled_from(["-", ".", "x", "...", "/", None])


def _cells(habit: Habits, numbers: st.SearchStrategy[int | float]) -> st.SearchStrategy[Entry]:
    flagged = st.builds(_flagged, numbers, st.sampled_from(["p", "r", "s", "()"]))

    def cell(number: int | float, dice: int, sign: Entry, other: str) -> Entry:
        if dice < habit.absent:
            return sign
        return other if dice < habit.absent + habit.flagged else number

    return st.builds(cell, numbers, st.integers(0, 99), _SIGNS, flagged)


def _flagged(number: int | float, flag: str) -> str:
    german = f"{number}".replace(".", ",")
    return f"({german})" if flag == "()" else f"{german} {flag}"


def _count(habit: Habits) -> st.SearchStrategy[Entry]:
    return _cells(habit, st.integers(0, habit.largest))


def _payment(habit: Habits) -> st.SearchStrategy[Entry]:
    euros = st.integers(0, habit.largest * 9000)
    return euros.map(lambda number: f"{number} s") if habit.estimated else _cells(habit, euros)


def _measure(habit: Habits) -> st.SearchStrategy[Entry]:
    tenths = st.integers(-habit.largest * 2, habit.largest * 10).map(lambda number: number / 10)
    return _cells(habit, tenths)


# --- the example with faults ------------------------------------------------------------------

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
