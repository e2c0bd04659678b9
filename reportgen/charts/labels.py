"""Names of rows, with what they stand for below, broken to the width of their column."""

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from reportgen.charts.board import Board, Weight, text_width, wrap
from reportgen.layout.load import Layout

#: Leading of lines, as a factor of their size, and space above and below the lines of a row.
LEADING, MARGIN = 1.2, 2.2

#: A label of more lines is cut off: it stands in full in the tables and among the definitions.
MOST_LINES = 20


class RowLabel(Struct, frozen=True, kw_only=True):
    """The lines of a row's name, and of what explains it; heights in points."""

    names: tuple[str, ...]
    explanations: tuple[str, ...]
    height: float
    weight: Weight


def label_of(
    name: str, explanation: str, layout: Layout, width: float, weight: Weight = "semibold"
) -> RowLabel:
    """A label broken to `width` points; its height has the margins of a row."""
    sizes, fonts, language = layout.look.charts, layout.fonts, layout.texts.style.dictionary
    names = wrap(name, getattr(fonts, weight), sizes.label, width, language)
    texts: tuple[str, ...] = ()
    if explanation:
        for paragraph in explanation.split("\n"):
            texts += wrap(paragraph, fonts.regular, sizes.small, width, language)
    names, texts = _cut(names), _cut(texts)
    height = LEADING * (len(names) * sizes.label + len(texts) * sizes.small) + 2 * MARGIN
    return RowLabel(names=names, explanations=texts, height=height, weight=weight)


def widest(labels: Sequence[RowLabel], layout: Layout) -> float:
    """Width of the widest line of some labels."""
    sizes, fonts = layout.look.charts, layout.fonts
    return max(
        *(
            text_width(line, getattr(fonts, each.weight), sizes.label)
            for each in labels
            for line in each.names
        ),
        *(
            text_width(line, fonts.regular, sizes.small)
            for each in labels
            for line in each.explanations
        ),
        0.0,
    )


def draw_label(board: Board, label: RowLabel, middle: float, layout: Layout, x: float = 0) -> None:
    """Draws a label at `x`, its lines around `middle`."""
    sizes, look = layout.look.charts, layout.look.colours
    y = middle - label.height / 2 + MARGIN
    for text in label.names:
        at = y + LEADING * sizes.label / 2
        board.text(x, at, text, size=sizes.label, colour=look.ink, weight=label.weight)
        y += LEADING * sizes.label
    for text in label.explanations:
        at = y + LEADING * sizes.small / 2
        board.text(x, at, text, size=sizes.small, colour=look.muted)
        y += LEADING * sizes.small


def shortened(text: str, file: Path, size: float, width: float) -> str:
    """The text, or as much of its beginning as there is room for."""
    shown = text
    for end in range(len(text) - 1, 0, -1):
        if text_width(shown, file, size) <= width:
            break
        shown = f"{text[:end].rstrip()}…"
    return shown


def _cut(lines: tuple[str, ...]) -> tuple[str, ...]:
    if len(lines) <= MOST_LINES:
        return lines
    return (*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + "…")
