"""What the four charts have in common: a label, a plot, the value and the mean in each row.

Columns are as wide as their texts need, so labels can neither collide nor leave the frame; the
plot gets what is left. Where that is too little, labels are broken into narrower lines, and then
means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from reportgen.charts.board import Board, text_width, wrap
from reportgen.charts.rows import ChartRow
from reportgen.layout.load import Layout
from reportgen.layout.texts import ChartTexts

#: Leading of row labels, as a factor of their size.
LEADING = 1.2

#: The plot gets at least so many points as long as labels can be broken into lines of as many.
LEAST_PLOT, LEAST_LABEL = 110.0, 105.0

#: A label of more lines is cut off: it stands in full in the tables and among the definitions.
MOST_LINES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnEdges:
    """Where the plot begins and ends, and where the two right-aligned columns end, in points."""

    plot_start: float
    plot_end: float
    value_end: float
    mean_end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLines:
    """A row with its texts in lines; `height` is in points."""

    row: ChartRow
    names: tuple[str, ...]
    explanations: tuple[str, ...]
    means: tuple[str, ...]
    height: float


class _Measures:
    """Breaks the texts of a chart into lines, and measures them."""

    def __init__(self, rows: Sequence[ChartRow], least: float, layout: Layout) -> None:
        self._rows, self._least, self._fonts = rows, least, layout.fonts
        self._sizes, self._language = layout.look.charts, layout.texts.style.dictionary

    def lines(self, label_width: float, mean_width: float) -> list[RowLines]:
        """All rows, with labels and means broken to these widths."""
        return [self._broken(row, label_width, mean_width) for row in self._rows]

    def _broken(self, row: ChartRow, label_width: float, mean_width: float) -> RowLines:
        fonts, sizes = self._fonts, self._sizes
        names = self._wrapped(row.name, fonts.semibold, sizes.label, label_width)
        explanations = self._wrapped(row.explanation, fonts.regular, sizes.small, label_width)
        means = wrap(row.mean, fonts.bold, sizes.value, mean_width)
        label = LEADING * (len(names) * sizes.label + len(explanations) * sizes.small)
        # A mean in one line needs no more than the value beside it.
        mean = LEADING * len(means) * sizes.value if len(means) > 1 else 0.0
        return RowLines(
            row=row,
            names=names,
            explanations=explanations,
            means=means,
            height=max(self._least, label + 4, mean + 4),
        )

    def _wrapped(self, text: str, file: Path, size: float, width: float) -> tuple[str, ...]:
        lines = wrap(text, file, size, width, self._language) if text else ()
        if len(lines) <= MOST_LINES:
            return lines
        return (*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + "…")

    def labels(self, lines: Sequence[RowLines], headings: Sequence[str]) -> float:
        """Width of the widest line of a label or heading."""
        fonts, sizes = self._fonts, self._sizes
        small = [*headings, *(text for line in lines for text in line.explanations)]
        return max(
            *(text_width(text, fonts.semibold, sizes.label) for r in lines for text in r.names),
            *(text_width(text, fonts.regular, sizes.small) for text in small),
            0.0,
        )

    def widest(self, printed: Sequence[str]) -> float:
        """Width of the widest of some values."""
        return max(text_width(text, self._fonts.bold, self._sizes.value) for text in printed)


def arrange(
    rows: Sequence[ChartRow],
    texts: ChartTexts,
    layout: Layout,
    least: float,
    headings: Sequence[str] = (),
) -> tuple[ColumnEdges, list[RowLines]]:
    """Divides the text width among label, plot, value and mean.

    Args:
        rows: all rows of the chart.
        texts: the chart's words.
        layout: gives sizes and fonts.
        least: height of a row in points.
        headings: of groups of rows; they stand above the labels in small type.
    """
    sizes, width = layout.look.charts, layout.look.page.text_width
    measures = _Measures(rows, least, layout)
    # The mean's head carries the mark that stands for it.
    head = measures.widest([layout.texts.charts.mean]) + 6
    values = measures.widest([texts.value, *(row.value for row in rows)])
    mean_width = max(head, measures.widest([row.mean for row in rows]))
    if not any(row.mean for row in rows):
        mean_width = head = -1.5 * sizes.gap  # no column
    lines = measures.lines(sizes.label_width, mean_width)
    labels = measures.labels(lines, headings)
    plot = width - mean_width - values - labels - 4.5 * sizes.gap
    if plot < LEAST_PLOT:
        label_width = max(labels - LEAST_PLOT + plot, LEAST_LABEL)
        labels = measures.labels(measures.lines(label_width, mean_width), headings)
        plot = width - mean_width - values - labels - 4.5 * sizes.gap
        if plot < LEAST_PLOT and mean_width > 0:
            words = [word for row in rows for word in row.mean.split(" ")]
            mean_width = max(head, measures.widest(words), mean_width - LEAST_PLOT + plot)
        lines = measures.lines(label_width, mean_width)
    return ColumnEdges(
        plot_start=labels + 1.5 * sizes.gap,
        plot_end=width - mean_width - values - 3 * sizes.gap,
        value_end=width - mean_width - 1.5 * sizes.gap,
        mean_end=width,
    ), lines


def part_heights(heights: Sequence[float], layout: Layout, axis: float = 0.0) -> tuple[float, ...]:
    """Heights of the charts of only the first row, the first two rows and so on.

    Args:
        heights: of the rows, with what stands above them.
        layout: gives the height of the line of column heads.
        axis: height of the axis' labels.
    """
    head = layout.look.charts.head
    return tuple(head + height + axis for height in accumulate(heights))


def draw_head(board: Board, at: ColumnEdges, texts: ChartTexts, layout: Layout) -> None:
    """Heads of the columns of values and means; the mean's carries the mark it is drawn with."""
    sizes, look, mean = layout.look.charts, layout.look.colours, layout.texts.charts.mean
    y = sizes.head / 2 - 1
    board.text(at.value_end, y, texts.value, size=sizes.small, colour=look.muted, align="right")
    if at.value_end == at.mean_end:
        return
    board.text(at.mean_end, y, mean, size=sizes.small, colour=look.muted, align="right")
    mark = at.mean_end - text_width(mean, layout.fonts.regular, sizes.small) - 5
    board.tick(mark, y, 4, look.mean, look.paper)


def draw_row(board: Board, lines: RowLines, y: float, at: ColumnEdges, layout: Layout) -> None:
    """Label, value and mean of one row whose middle is at `y`."""
    sizes, look = layout.look.charts, layout.look.colours
    label = LEADING * (len(lines.names) * sizes.label + len(lines.explanations) * sizes.small)
    top = y - label / 2
    for text in lines.names:
        middle = top + LEADING * sizes.label / 2
        board.text(0, middle, text, size=sizes.label, colour=look.ink, weight="semibold")
        top += LEADING * sizes.label
    for text in lines.explanations:
        middle = top + LEADING * sizes.small / 2
        board.text(0, middle, text, size=sizes.small, colour=look.muted)
        top += LEADING * sizes.small
    value = lines.row.value
    board.text(
        at.value_end, y, value, size=sizes.value, colour=look.ink, weight="bold", align="right"
    )
    middle = y - LEADING * sizes.value * (len(lines.means) - 1) / 2
    for text in lines.means:
        board.text(at.mean_end, middle, text, size=sizes.value, colour=look.muted, align="right")
        middle += LEADING * sizes.value
