"""Columns of numbers beside a plot, flush right, as wide as their texts need."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from reportgen.charts.board import Board, Weight, text_width
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout


class NumberColumn(Struct, frozen=True, kw_only=True):
    """A column: its head, the text of each row, and how they are set.

    `room` is kept free at the left of the texts, for a mark.
    """

    head: str
    texts: tuple[str, ...]
    colour: Colour
    strong: bool = False
    small: bool = False
    room: float = 0.0

    def size(self, layout: Layout) -> float:
        """Size of its type in points."""
        return layout.look.charts.small if self.small else layout.look.charts.value

    def width(self, layout: Layout) -> float:
        """Width of its widest text in points."""
        sizes, fonts = layout.look.charts, layout.fonts
        font = fonts.bold if self.strong else fonts.regular
        widths = [text_width(text, font, self.size(layout)) + self.room for text in self.texts]
        return max(text_width(self.head, fonts.semibold, sizes.small), *widths, 0.0)


def filled(columns: Iterable[NumberColumn]) -> tuple[NumberColumn, ...]:
    """The columns in which any row has a text."""
    return tuple(column for column in columns if any(column.texts))


def total_width(columns: Sequence[NumberColumn], layout: Layout) -> float:
    """Width of all columns, with a gap before each."""
    return sum(column.width(layout) + layout.look.charts.gap for column in columns)


def ends(columns: Sequence[NumberColumn], start: float, layout: Layout) -> Iterator[float]:
    """Right edges of columns that begin at `start`."""
    for column in columns:
        start += layout.look.charts.gap + column.width(layout)
        yield start


def draw_heads(
    board: Board, columns: Sequence[NumberColumn], start: float, y: float, layout: Layout
) -> None:
    """The heads of columns that begin at `start`, centred on `y`."""
    size = layout.look.charts.small
    for column, end in zip(columns, ends(columns, start, layout), strict=True):
        board.text(
            end, y, column.head, size=size, colour=column.colour, weight="semibold", align="right"
        )


def draw_numbers(
    board: Board,
    columns: Sequence[NumberColumn],
    row: int,
    start: float,
    y: float,
    layout: Layout,
) -> None:
    """The texts of a row, centred on `y`."""
    for column, end in zip(columns, ends(columns, start, layout), strict=True):
        weight: Weight = "bold" if column.strong else "regular"
        text, size = column.texts[row], column.size(layout)
        board.text(end, y, text, size=size, colour=column.colour, weight=weight, align="right")
