"""Tables of figures: columns, wrapping, and where they break over pages."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import pairwise

import pytest
from msgspec.structs import replace

from reportgen.document.blocks import TableBlock
from reportgen.document.canvas import ReportCanvas
from reportgen.document.lines import TextLine
from reportgen.document.setting import Setting
from reportgen.document.structure import COLUMN_HEAD, ROW_HEAD, Element
from reportgen.document.tables import GAP, CellElements, TableOfFigures
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout

WIDTH = 480.0
LONG = "Grundsicherung im Alter und bei Erwerbsminderung in besonderen Wohnformen"


class Written(ReportCanvas):
    """Notes where lines and rules are put instead of drawing them.

    `owners` has the element of each line, or None where it is an artifact.
    """

    def __init__(self, width: float = WIDTH) -> None:
        self.width = width
        self.lines: list[tuple[str, float, float, float]] = []
        self.owners: list[Element | None] = []
        self.rules: list[tuple[float, Colour]] = []
        self.in_artifact = False

    @contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:  # noqa: ARG002
        assert not self.in_artifact
        self.in_artifact = True
        yield
        self.in_artifact = False

    def write_lines(
        self, lines: Sequence[TextLine], x: float, baseline: float, leading: float, element: Element
    ) -> None:
        assert not self.in_artifact
        for number, line in enumerate(lines):
            self._note(line, x, baseline - number * leading, element)

    def write_unmarked(self, line: TextLine, x: float, baseline: float) -> None:
        assert self.in_artifact
        self._note(line, x, baseline, None)

    def _note(self, line: TextLine, x: float, baseline: float, owner: Element | None) -> None:
        text = "".join(run.text for run in line.runs)
        self.lines.append((text, x, x + line.ink_width, baseline))
        self.owners.append(owner)

    def rule(self, x0: float, x1: float, y: float, colour: Colour, width: float = 0.6) -> None:  # noqa: ARG002
        assert self.in_artifact
        assert (x0, x1) == (10, 10 + self.width)
        self.rules.append((y, colour))


@pytest.fixture
def setting(german: Layout) -> Setting:
    return Setting.of(german)


def table(count: int, *, total: bool = False, first: str = "Zeile") -> TableBlock:
    return TableBlock(
        title="T",
        head=("Name", "Wert", "zum Vorjahr"),
        rows=tuple((f"{first} {i}", f"{i}.000", "−1,5\u202f%") for i in range(1, count + 1)),
        total=total,
    )


def flowable_of(block: TableBlock, setting: Setting) -> TableOfFigures:
    return TableOfFigures(block, setting, CellElements.of(block, Element("Sect")))


def drawn(block: TableBlock, setting: Setting, width: float = WIDTH) -> Written:
    written = Written()
    flowable_of(block, setting).draw(written, 10, 700, width)
    return written


def split(
    block: TableBlock, setting: Setting, rows: float
) -> tuple[TableOfFigures, TableOfFigures] | None:
    """Splits after the head and so many rows."""
    flowable = flowable_of(block, setting)
    shorter = replace(block, rows=block.rows[:-1], total=False)
    one = flowable.height(WIDTH) - flowable_of(shorter, setting).height(WIDTH)
    head = flowable.height(WIDTH) - len(block.rows) * one
    parts = flowable.split(WIDTH, head + rows * one + 0.001)
    if parts is None:
        return None
    first, rest = parts
    assert isinstance(first, TableOfFigures)
    assert isinstance(rest, TableOfFigures)
    assert first.height(WIDTH) <= head + rows * one + 0.01
    return first, rest


def test_the_first_column_begins_at_the_left_and_all_others_end_flush(setting: Setting) -> None:
    block = replace(table(3), rows=(("a", "1", "−14,8\u202f%"), ("b", "1.234.567", "+2\u202f%")))
    places = {text: (left, right) for text, left, right, _ in drawn(block, setting).lines}
    assert places["a"][0] == places["b"][0] == places["Name"][0] == 10
    assert places["1"][1] == pytest.approx(places["1.234.567"][1])
    assert places["1"][1] == pytest.approx(places["Wert"][1])
    assert places["+2\u202f%"][1] == pytest.approx(places["−14,8\u202f%"][1])
    # Half a point of play, by which a cell is wider than its text.
    assert places["zum Vorjahr"][1] == pytest.approx(10 + WIDTH, abs=0.5)


def test_lines_of_a_head_end_flush_despite_their_trailing_blank(setting: Setting) -> None:
    block = TableBlock(title="T", head=("N", "zum Vorjahr"), rows=((LONG * 2, "1"),))
    lines = {text: (right, y) for text, _, right, y in drawn(block, setting).lines}
    assert lines["zum "][0] == pytest.approx(lines["Vorjahr"][0])
    # The head stands on its rule: its last line is where that of the first column is.
    assert lines["Vorjahr"][1] == pytest.approx(lines["N"][1])


def test_numbers_are_never_broken_and_names_are(setting: Setting) -> None:
    block = replace(table(1), rows=((LONG * 2, "1.234.567.890", "−14,8\u202f%"),))
    texts = [text for text, *_ in drawn(block, setting).lines]
    assert {"1.234.567.890", "−14,8\u202f%"} <= set(texts)
    assert len(texts) > 3 + 3


def test_columns_keep_their_distance(setting: Setting) -> None:
    block = replace(table(1), rows=((LONG, "1.234.567.890", "−14,8\u202f%"),))
    name, value, change = (
        (left, right) for text, left, right, _ in drawn(block, setting, WIDTH).lines[3:]
    )
    assert value[0] - name[1] >= GAP - 1
    assert change[0] - value[1] >= GAP - 1


def test_a_row_is_as_high_as_its_longest_cell(setting: Setting) -> None:
    short = flowable_of(table(1), setting).height(WIDTH)
    long = flowable_of(replace(table(1), rows=((LONG * 3, "1", "2"),)), setting).height(WIDTH)
    assert long > short + 10


def test_the_sum_is_set_off_by_a_dark_rule_and_strong_type(setting: Setting) -> None:
    colours = setting.colours
    rules = [colour for _, colour in drawn(table(3, total=True), setting).rules]
    assert rules == [colours.ink, colours.rule, colours.ink, colours.rule]
    assert [colour for _, colour in drawn(table(3), setting).rules] == [
        colours.ink, colours.rule, colours.rule, colours.rule,
    ]  # fmt: skip


def test_a_table_breaks_between_rows_and_repeats_its_head(setting: Setting) -> None:
    block = table(9)
    parts = split(block, setting, 4.5)
    assert parts is not None
    first, rest = (part.table for part in parts)
    assert (first.head, rest.head) == (block.head, block.head)
    assert (len(first.rows), first.rows + rest.rows) == (4, block.rows)


def test_every_cell_is_an_element_and_the_first_of_a_row_its_head(setting: Setting) -> None:
    parent = Element("Sect")
    cells = CellElements.of(table(2), parent)
    (element,) = parent.kids
    assert isinstance(element, Element)
    assert [e.tag for e in element.walk()] == [
        "Table", "THead", "TR", "TH", "TH", "TH",
        "TBody", "TR", "TH", "TD", "TD", "TR", "TH", "TD", "TD",
    ]  # fmt: skip
    assert [cell.attribute for cell in cells.head] == [COLUMN_HEAD] * 3
    assert [cell.attribute for cell in cells.rows[1]] == [ROW_HEAD, None, None]
    written = Written()
    TableOfFigures(table(2), setting, cells).draw(written, 10, 700, WIDTH)
    assert written.owners == [*cells.head, *cells.rows[0], *cells.rows[1]]


def test_on_a_later_page_the_head_is_seen_and_not_read_again(setting: Setting) -> None:
    block = table(9)
    parts = split(block, setting, 4.5)
    assert parts is not None
    read: list[Element | None] = []
    for part in parts:
        written = Written()
        part.draw(written, 10, 700, WIDTH)
        assert [text for text, *_ in written.lines[:3]] == list(block.head)
        assert (None in written.owners) == (part is parts[1])
        read += [owner for owner in written.owners if owner]
    assert len(read) == len(set(read)) == 3 * (1 + len(block.rows))


@pytest.mark.parametrize("rows", [0, 0.9, 1.9])
def test_fewer_than_two_rows_do_not_stay(setting: Setting, rows: float) -> None:
    assert split(table(9), setting, rows) is None


def test_a_sum_never_stands_alone(setting: Setting) -> None:
    parts = split(table(9, total=True), setting, 8.5)
    assert parts is not None
    first, rest = (part.table for part in parts)
    assert (len(first.rows), len(rest.rows)) == (7, 2)
    assert (first.total, rest.total) == (False, True)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_short_table_is_one_piece(setting: Setting, count: int) -> None:
    assert split(table(count), setting, count - 0.5) is None


def test_what_is_drawn_is_as_high_as_it_was_said_to_be(setting: Setting) -> None:
    block = table(5, total=True)
    written = drawn(block, setting)
    height = flowable_of(block, setting).height(WIDTH)
    assert min(y for y, _ in written.rules) == pytest.approx(700 - height)
    assert all(700 - height < baseline < 700 for *_, baseline in written.lines)


def wide(unit: str, amount: str) -> TableBlock:
    """A table as that of the economy."""
    head = (
        "Indikator",
        "Einheit",
        "Wert",
        "zum Vorjahr",
        "Ø",
        "Std.-abw.",
        "Abw.",
        "Rang",
        "günstiger",
    )
    rows = tuple(
        (name, each, number, f"−{number}", number, number, "−0,92", "12", "niedriger")
        for name, each, number in (
            ("Arbeitslosenquote", "%", "9,2"),
            ("Verfügbares Einkommen je Einwohner und Monat", unit, amount),
        )
    )
    return TableBlock(title="T", head=head, rows=rows)


UNITS = [
    "€",
    "je 1.000 Einw.",
    "Fälle je 100.000 Einw.",
    "Pflegebedürftige je 1.000 Einwohner",
    "Fälle je 100.000 Einwohnerinnen und Einwohner",
    "Quadratmeterwohnflächenbelegungsdichtekennziffern",
    "€/Einwohner_und_Jahr_im_Durchschnitt_der_letzten_drei_Jahre",
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "amount", ["3,13", "4.331.333.072", "999.999.999.999", "999.999.999.999,99", "(999.999.999,9)"]
)
def test_no_text_leaves_its_column_however_wide_units_and_amounts_are(
    setting: Setting, unit: str, amount: str
) -> None:
    width = setting.layout.look.page.text_width
    written = Written(width)
    flowable_of(wide(unit, amount), setting).draw(written, 10, 700, width)
    assert all(left >= 9.9 and right <= 10 + width + 0.5 for _, left, right, _ in written.lines)
    by_baseline: dict[float, list[tuple[float, float, str]]] = {}
    for text, left, right, baseline in written.lines:
        by_baseline.setdefault(round(baseline, 3), []).append((left, right, text))
    for cells in by_baseline.values():
        for one, other in pairwise(sorted(cells)):
            assert other[0] - one[1] >= 3, (one, other)
    texts = [text for text, *_ in written.lines]
    # Numbers are in one piece, and nothing of the texts is lost.
    assert texts.count(amount) == 3
    assert texts.count(f"−{amount}") == 1
    for text in (unit, "Verfügbares Einkommen je Einwohner und Monat"):
        assert text.replace(" ", "") in "".join(texts).replace(" ", "").replace("-", "").replace(
            "\u00ad", ""
        )


def test_names_keep_more_room_than_long_units(setting: Setting) -> None:
    width = setting.layout.look.page.text_width
    block = wide("Fälle je 100.000 Einwohnerinnen und Einwohner", "31.333.072")
    name, unit, *_ = flowable_of(block, setting)._columns(width).widths
    assert name > 1.5 * unit


def test_parts_of_a_table_have_the_same_columns(setting: Setting) -> None:
    rows = (*table(8).rows, (LONG, "1.234.567.890", "−14,8\u202f%"))
    parts = split(replace(table(9), rows=rows), setting, 4.5)
    assert parts is not None
    edges = []
    for part in parts:
        written = Written()
        part.draw(written, 10, 700, WIDTH)
        edges.append([right for _, _, right, _ in written.lines[1:3]])
    assert edges[0] == pytest.approx(edges[1])
