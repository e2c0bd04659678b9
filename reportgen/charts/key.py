"""The key above a chart: what its marks stand for, in as few lines as it needs."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from reportgen.charts.board import Board, Weight, text_width
from reportgen.charts.labels import shortened
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout

#: Height of a line, space between two entries and between a mark and its words, in points.
LINE, APART, BESIDE = 12.0, 14.0, 4.0


class KeyEntry(Struct, frozen=True, kw_only=True):
    """A mark of `width` points, drawn by `draw(board, left, y)`, and its words."""

    text: str
    colour: Colour
    width: float
    draw: Callable[[Board, float, float], None]
    weight: Weight = "regular"


def key_height(entries: Sequence[KeyEntry], layout: Layout, whole: float) -> float:
    """Height of a key that is `whole` points wide, with the space below it."""
    lines = {line for _, _, line, _ in _placed(entries, layout, whole)}
    return LINE * len(lines) + 3


def draw_key(board: Board, entries: Sequence[KeyEntry], layout: Layout) -> None:
    """Draws the entries at the top of the board."""
    size = layout.look.charts.small
    for entry, left, line, text in _placed(entries, layout, board.width):
        y = LINE * (line + 0.5) - 1
        entry.draw(board, left, y)
        x = left + entry.width + BESIDE
        board.text(x, y, text, size=size, colour=entry.colour, weight=entry.weight)


def _placed(
    entries: Sequence[KeyEntry], layout: Layout, whole: float
) -> Iterator[tuple[KeyEntry, float, int, str]]:
    """Each entry with its left edge, the number of its line, and its words as far as they fit."""
    left, line = 0.0, 0
    for entry in entries:
        file, size = getattr(layout.fonts, entry.weight), layout.look.charts.small
        text = shortened(entry.text, file, size, whole - entry.width - BESIDE)
        width = entry.width + BESIDE + text_width(text, file, size)
        if left and left + width > whole:
            left, line = 0.0, line + 1
        yield entry, left, line, text
        left += width + APART
