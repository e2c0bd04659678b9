"""Workbooks at random for hypothesis, made from drawn figures; all of them are fit to be built.

@given(workbooks())
def test_...(content: bytes) -> None: ...
"""

from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st
from msgspec import Struct

from reportgen.model import Polarity, Table
from reportgen.workbook import schema
from reportgen.workbook.template_rows import Entry, Rows
from tests.datasets import TOTAL, UNDER_65
from tests.workbook.templates import workbook_with

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


class Habits(Struct, frozen=True, kw_only=True):
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
    """The rows of a workbook, by sheet, as `workbook_with` takes them."""
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
    return comparison_rows(**most).map(lambda rows: WorkbookBytes(workbook_with(rows)))


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
        "Bezugsbevölkerung": draw(st.sampled_from([TOTAL, UNDER_65])),
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
                    TOTAL: whole if known else ".",
                    UNDER_65: young if known else None,
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
