"""One measure over the years: the city strong, the mean dashed, all others pale or as bands.

Nothing is bridged: a line goes only from one year to the next one that could have a value.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from reportgen.charts.board import Board, Scale, text_width
from reportgen.charts.courses import Course, runs
from reportgen.charts.crowd import MANY, mixed
from reportgen.charts.marks import Point
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import Profile, claims

#: Height of the axis' years, in points.
YEARS = 13.0

#: Widths of the lines of the city and of the mean; radius of dots at the city's ends and at values
#: that have no neighbour; space between a line and its value. In points.
OWN_LINE, MEAN_LINE, DOT, LONE_DOT, BESIDE = 2.0, 1.3, 2.8, 1.7, 6.0

#: Least distance of two values that stand above one another, in points.
APART = 9.5

#: How much of the others' colour the bands of many cities have, as of `Panel.bands`.
BANDS = (0.25, 0.5)


class _Frame(Struct, frozen=True, kw_only=True):
    """Where years and values stand."""

    years: tuple[int, ...]
    x: Scale
    y: Scale

    def runs(self, values: Sequence[float]) -> Iterator[list[Point]]:
        """Values as points, in runs that a line may join; NaN where there is none."""
        for run in runs(self.years, values):
            yield [(self.x(year), self.y(value)) for year, value in run]


def other_line(layout: Layout) -> tuple[Colour, float]:
    """Colour and width of another city's line."""
    look = layout.look.colours
    return mixed(look.others, look.paper, 0.45), 0.7


def plot_course(
    board: Board,
    course: Course,
    profile: Profile,
    across: tuple[float, float],
    down: tuple[float, float],
    layout: Layout,
) -> None:
    """Draws a measure from `across[0]` to `across[1]`, between the heights `down`.

    The axis' years stand below `down[1]`.
    """
    look, panel = layout.look.colours, course.series.panel
    years = tuple(y for y in panel.years if course.years[0] <= y <= course.years[-1])
    columns = [panel.years.index(year) for year in years]
    values = panel.values[:, columns]
    own = values[course.series.row].tolist()
    compared = claims.has_mean(course.comparison)
    exact = [course.series.mean_at(year) if compared else None for year in years]
    means = [math.nan if mean is None else float(mean) for mean in exact]
    texts = [
        _texts(course, profile, value, mean, layout)
        for value, mean in ((course.first, exact[0]), (course.last, exact[-1]))
    ]
    widths = [_widest(each, layout) for each in texts]
    start, end = across[0] + widths[0] + BESIDE, across[1] - widths[1] - BESIDE
    many = values.shape[0] >= MANY
    shown = np.concatenate(panel.bands)[:, columns] if many else values
    low, high = _limits([*shown[~np.isnan(shown)].tolist(), *own, *means])
    frame = _Frame(
        years=years,
        x=Scale(years[0], years[-1], start, end),
        y=Scale(low, high, down[1] - 4, down[0] + 4),
    )
    if many:
        _draw_bands(board, shown, frame, layout)
    else:
        others = np.delete(values, course.series.row, axis=0).tolist()
        colour, width = other_line(layout)
        _draw_lines(board, others, frame, colour, width)
    mean_runs = list(frame.runs(means))
    board.lines([run for run in mean_runs if len(run) > 1], look.mean, MEAN_LINE, dashed=True)
    lone = [((x - 3, y), (x + 3, y)) for ((x, y), *rest) in mean_runs if not rest]
    board.lines(lone, look.mean, 2 * MEAN_LINE)
    _draw_lines(board, [own], frame, look.city, OWN_LINE)
    for edge, value in ((start, own[0]), (end, own[-1])):
        board.dots([edge], frame.y(value), DOT, look.city, look.paper)
    for x, named, align in ((start - BESIDE, texts[0], "right"), (end + BESIDE, texts[1], "left")):
        _name_end(board, named, x, align == "left", frame, down, layout)
    _draw_axis(board, course, frame, down[1], layout)


class _Text(Struct, frozen=True, kw_only=True):
    """A value beside a line, and whether it is the city's own."""

    text: str
    value: float
    is_own: bool


def _texts(
    course: Course, profile: Profile, own: Fraction, mean: Fraction | None, layout: Layout
) -> list[_Text]:
    """The values of city and mean in one year."""
    numbers = Numbers(profile, layout.texts)
    return [
        _Text(
            text=numbers.number(course.comparison, value, unit=False),
            value=float(value),
            is_own=is_own,
        )
        for value, is_own in ((own, True), (mean, False))
        if value is not None
    ]


def _widest(texts: Iterable[_Text], layout: Layout) -> float:
    size = layout.look.charts.small
    return max(text_width(text.text, layout.fonts.bold, size) for text in texts)


def _limits(drawn: Iterable[float]) -> tuple[float, float]:
    """Between what the vertical axis runs: all that is drawn."""
    present = [value for value in drawn if not math.isnan(value)]
    low, high = min(present), max(present)
    return (low, high) if high > low else (low - 1, high + 1)


def _draw_lines(
    board: Board, rows: Sequence[Sequence[float]], frame: _Frame, colour: Colour, width: float
) -> None:
    """A line for each row; values without a neighbour are dots."""
    runs = [run for row in rows for run in frame.runs(row)]
    board.lines([run for run in runs if len(run) > 1], colour, width)
    lone = [run[0] for run in runs if len(run) == 1]
    board.points(lone, LONE_DOT * max(width, 1) / OWN_LINE, colour, colour)


def _draw_bands(
    board: Board, bounds: npt.NDArray[np.float64], frame: _Frame, layout: Layout
) -> None:
    """Between which eight of ten, and the middle half, of many cities lie in each year."""
    look = layout.look.colours
    for number, part in enumerate(BANDS):
        below, above = bounds[2 * number : 2 * number + 2].tolist()
        for lower, upper in zip(frame.runs(below), frame.runs(above), strict=True):
            if len(lower) > 1:
                board.polygon([*lower, *reversed(upper)], mixed(look.others, look.paper, part))


def _name_end(
    board: Board,
    texts: Sequence[_Text],
    x: float,
    is_right: bool,
    frame: _Frame,
    down: tuple[float, float],
    layout: Layout,
) -> None:
    """Values of city and mean beside their lines, apart from one another."""
    size, look = layout.look.charts.small, layout.look.colours
    placed = sorted(((frame.y(text.value), text) for text in texts), key=lambda each: each[0])
    if len(placed) == 2 and placed[1][0] - placed[0][0] < APART:
        middle = (placed[0][0] + placed[1][0]) / 2
        middle = min(max(middle, down[0] + APART / 2), down[1] - (5 + APART / 2))
        placed = [
            (middle + sign * APART / 2, text)
            for sign, (_, text) in zip((-1, 1), placed, strict=True)
        ]
    for y, text in placed:
        board.text(
            x,
            y,
            text.text,
            size=size,
            colour=look.city if text.is_own else look.mean,
            weight="bold" if text.is_own else "regular",
            align="left" if is_right else "right",
        )


def _draw_axis(board: Board, course: Course, frame: _Frame, y: float, layout: Layout) -> None:
    """The years; two strokes at the beginning where earlier ones cannot be compared."""
    look, size = layout.look.colours, layout.look.charts.small
    start, end = frame.x.start, frame.x.end
    named = _named_years(frame.years)
    ticks = [((frame.x(year), y), (frame.x(year), y + 2.5)) for year in named]
    lines = [((start, y), (end, y)), *ticks]
    if course.begins_with_break:
        lines += [((x - 1, y + 3), (x + 1, y - 3)) for x in (start - 4.4, start - 2)]
    board.lines(lines, look.others, 0.7)
    for year in named:
        board.text(frame.x(year), y + 7.5, str(year), size=size, colour=look.muted, align="center")


def _named_years(years: Sequence[int]) -> tuple[int, ...]:
    """The first and the last year, and one between them where there is room."""
    if len(years) < 5:
        return years[0], years[-1]
    middle = min(years, key=lambda year: abs(year - (years[0] + years[-1]) / 2))
    return years[0], middle, years[-1]
