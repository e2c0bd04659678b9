"""Small multiples: measures over the years, the city strong, the mean dashed, all others pale."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from reportgen.charts.board import Board, Scale, text_width, wrap
from reportgen.charts.crowd import MANY, mixed
from reportgen.charts.labels import shortened
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import PERCENT, Comparison, Kind, Profile, Series, claims, trends
from reportgen.model.numbers import Number

#: Pictures in a row.
ACROSS = 3

#: Space between pictures; heights of a plot, of the axis' years; between rows. In points.
GAP, PLOT, YEARS, BETWEEN = 18.0, 52.0, 13.0, 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A measure over the years since the last break, as one picture shows it.

    Attributes:
        comparison: of the reporting year; gives the decimals.
        series: the measure.
        years: with a value of the city, ascending.
        name, unit: as printed.
    """

    comparison: Comparison
    series: Series
    years: tuple[int, ...]
    name: str
    unit: str

    @property
    def first(self) -> Fraction:
        """The city's first value."""
        return self.series.at(self.years[0]) or Fraction(0)

    @property
    def last(self) -> Fraction:
        """The city's last value."""
        return self.series.at(self.years[-1]) or Fraction(0)


def courses(profile: Profile, layout: Layout) -> tuple[Course, ...]:
    """The measures that are drawn, with their names."""
    names = layout.texts.names
    areas = {area.key: area for area in profile.areas}
    indicators = {indicator.key: indicator for indicator in profile.indicators}
    found = []
    for kind, key in trends.pictured(profile):
        if kind is Kind.DENSITY:
            base = layout.texts.group(profile.base_of(key)).thousand_short
            name, unit = names.area(areas[key]), layout.texts.charts.per.format(base=base)
        else:
            name, unit = names.indicator(indicators[key]), names.unit(indicators[key].unit)
        series = profile.series[kind, key]
        found.append(
            Course(
                comparison=profile.get(kind, key),
                series=series,
                years=series.spans[-1],
                name=name,
                unit=unit,
            )
        )
    return tuple(found)


def plot_development(
    profile: Profile, shown: Sequence[Course], layout: Layout
) -> tuple[Board, Sequence[float]]:
    """Draws the pictures in rows.

    Returns:
        The board, and the heights of charts of only the first row, the first two and so on.
    """
    whole = layout.look.page.text_width
    width = (whole - (ACROSS - 1) * GAP) / ACROSS
    rows = [shown[start : start + ACROSS] for start in range(0, len(shown), ACROSS)]
    heads = [[_head(course, profile, width, layout) for course in row] for row in rows]
    heights = [max(map(_height_of_head, each)) + PLOT + YEARS for each in heads]
    parts = [sum(heights[: n + 1]) + n * BETWEEN for n in range(len(rows))]
    key = 14.0
    board = Board(whole, parts[-1] + key, layout.fonts)
    _draw_key(board, profile, key / 2, layout)
    top = key
    for row, head, height in zip(rows, heads, heights, strict=True):
        for place, (course, lines) in enumerate(zip(row, head, strict=True)):
            left = place * (width + GAP)
            _draw_head(board, lines, left, top, layout)
            bottom = top + height - YEARS
            _plot(board, course, profile, (left, left + width), (bottom - PLOT, bottom), layout)
        top += height + BETWEEN
    return board, [part + key for part in parts]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The lines above a plot: its name with the unit, and the changes of city and mean."""

    names: tuple[str, ...]
    unit: str
    changes: tuple[tuple[str, ...], ...]


def _head(course: Course, profile: Profile, width: float, layout: Layout) -> _Head:
    sizes, fonts, words = layout.look.charts, layout.fonts, layout.texts.charts
    language = layout.texts.style.dictionary
    names = wrap(course.name, fonts.semibold, sizes.label, width, language)
    since = words.development.since.format(year=course.years[0])
    own = change_of(course, profile, layout)
    mean = change_of(course, profile, layout, of_mean=True)
    second = words.development.mean_change.format(mean=mean) if mean else ""
    choices = (
        ((since, own, second),),
        ((since, own, ""), ("", "", second)),
        ((since, "", ""), ("", own, ""), ("", "", second)),
    )

    def fits(lines: Sequence[tuple[str, ...]]) -> bool:
        texts = (" ".join(part for part in line if part) for line in lines)
        return all(text_width(text, fonts.semibold, sizes.small) <= width for text in texts)

    changes = next(filter(fits, choices), choices[-1])
    return _Head(names=names, unit=course.unit, changes=tuple(c for c in changes if any(c)))


def _height_of_head(head: _Head) -> float:
    return 12.0 * len(head.names) + 10.5 + 10.5 * len(head.changes) + 6.0


def change_of(course: Course, profile: Profile, layout: Layout, *, of_mean: bool = False) -> str:
    """The change over the years: of a percentage in points, of all else in percent.

    Args:
        course: the measure.
        profile: the city's numbers.
        layout: gives words and number format.
        of_mean: of the mean instead; nothing where other cities make it up in both years.
    """
    style, words = layout.texts.style, layout.texts.charts.development
    first: Number | None
    last: Number | None
    first, last = course.first, course.last
    if of_mean:
        start, end = course.years[0], course.years[-1]
        if not claims.has_mean(course.comparison):
            return ""
        first, last = course.series.mean_at(start), course.series.mean_at(end)
    if first is None or last is None:
        return ""
    numbers = Numbers(profile, layout.texts)
    if course.comparison.measure.unit == PERCENT:
        decimals = numbers.usual_decimals(course.comparison)
        return words.points.format(change=style.signed(last - first, decimals))
    if not first:
        return ""
    percent = 100 * (last - first) / first
    decimals = 0 if abs(percent) >= 10 else 1
    return style.signed(percent, decimals) + style.percent


def _draw_head(board: Board, head: _Head, left: float, top: float, layout: Layout) -> None:
    sizes, look = layout.look.charts, layout.look.colours
    y = top + 6
    for text in head.names:
        board.text(left, y, text, size=sizes.label, colour=look.ink, weight="semibold")
        y += 12
    board.text(left, y - 0.5, head.unit, size=sizes.small, colour=look.muted)
    for since, own, mean in head.changes:
        y += 10.5
        x = left
        for text, colour, weight in (
            (since, look.muted, "regular"),
            (own, look.city, "semibold"),
            (mean, look.mean, "regular"),
        ):
            if text:
                board.text(x, y, text, size=sizes.small, colour=colour, weight=weight)  # type: ignore[arg-type]
                x += text_width(f"{text} ", getattr(layout.fonts, weight), sizes.small)


def _plot(
    board: Board,
    course: Course,
    profile: Profile,
    across: tuple[float, float],
    down: tuple[float, float],
    layout: Layout,
) -> None:
    sizes, look, panel = layout.look.charts, layout.look.colours, course.series.panel
    numbers = Numbers(profile, layout.texts)
    years = tuple(y for y in panel.years if course.years[0] <= y <= course.years[-1])
    columns = [panel.years.index(year) for year in years]
    values = panel.values[:, columns]
    compared = claims.has_mean(course.comparison)
    means = [course.series.mean_at(year) for year in years] if compared else []
    ends = {
        edge: [
            (numbers.number(course.comparison, own, unit=False), own, True),
            *(
                [(numbers.number(course.comparison, m, unit=False), m, False)]
                if m is not None
                else []
            ),
        ]
        for edge, own, m in (
            ("first", course.first, means[0] if means else None),
            ("last", course.last, means[-1] if means else None),
        )
    }
    widths = {
        edge: max(text_width(text, layout.fonts.bold, sizes.small) for text, *_ in some)
        for edge, some in ends.items()
    }
    start, end = across[0] + widths["first"] + 6, across[1] - widths["last"] - 6
    x = Scale(years[0], years[-1], start, end)
    many = values.shape[0] >= MANY
    low, high = _limits(values, course, years, many=many)
    y = Scale(low, high, down[1] - 4, down[0] + 4)
    if many:
        _draw_bands(board, values, years, x, y, layout)
    else:
        pale = mixed(look.others, look.paper, 0.45)
        for row, line in enumerate(values):
            if row != course.series.row:
                _draw_line(board, years, line.tolist(), x, y, pale, 0.7)
    # Years in which other cities would make up the mean are passed over.
    known = [(x(year), y(float(m))) for year, m in zip(years, means, strict=False) if m is not None]
    if len(known) > 1:
        board.dashes(known, look.mean, 1.3)
    own = [float(v) if (v := course.series.at(year)) is not None else math.nan for year in years]
    _draw_line(board, years, own, x, y, look.city, 2.0)
    for at, value in ((start, own[0]), (end, own[-1])):
        board.dots([at], y(value), 2.8, look.city, look.paper)
    for edge, place in (("first", start - 6), ("last", end + 6)):
        _name_ends(board, ends[edge], place, y, edge == "first", down, layout)
    board.line((start, down[1]), (end, down[1]), look.others, 0.7)
    for year in _named_years(years):
        board.line((x(year), down[1]), (x(year), down[1] + 2.5), look.others, 0.7)
        at = down[1] + 7.5
        board.text(x(year), at, str(year), size=sizes.small, colour=look.muted, align="center")


def _limits(
    values: "np.typing.NDArray[np.float64]", course: Course, years: Sequence[int], *, many: bool
) -> tuple[float, float]:
    """Between what the vertical axis runs: all that is drawn."""
    present = values[~np.isnan(values)]
    low, high = float(present.min()), float(present.max())
    if many:
        low, high = np.percentile(present, (2, 98)).tolist()
    own = [float(v) for year in years if (v := course.series.at(year)) is not None]
    low, high = min(low, *own), max(high, *own)
    return (low, high) if high > low else (low - 1, high + 1)


def _draw_line(
    board: Board,
    years: Sequence[int],
    values: Sequence[float],
    x: Scale,
    y: Scale,
    colour: object,
    width: float,
) -> None:
    for run in _runs(years, values, x, y):
        board.path(run, colour, width)  # type: ignore[arg-type]


def _runs(
    years: Sequence[int], values: Sequence[float], x: Scale, y: Scale
) -> Iterator[list[tuple[float, float]]]:
    """Points of years that follow one another; a year without a value parts them."""
    run: list[tuple[float, float]] = []
    before = None
    for year, value in zip(years, values, strict=True):
        if run and (math.isnan(value) or year != (before or 0) + 1):
            if len(run) > 1:
                yield run
            run = []
        if not math.isnan(value):
            run.append((x(year), y(value)))
            before = year
    if len(run) > 1:
        yield run


def _draw_bands(
    board: Board,
    values: "np.typing.NDArray[np.float64]",
    years: Sequence[int],
    x: Scale,
    y: Scale,
    layout: Layout,
) -> None:
    """Between which eight of ten, and the middle half, of many cities lie in each year."""
    look = layout.look.colours
    full = [place for place in range(len(years)) if not np.isnan(values[:, place]).all()]
    for low, high, part in ((10, 90, 0.25), (25, 75, 0.5)):
        bounds = np.nanpercentile(values[:, full], (low, high), axis=0)
        xs = [x(years[place]) for place in full]
        lower = [(at, y(v)) for at, v in zip(xs, bounds[0].tolist(), strict=True)]
        upper = [(at, y(v)) for at, v in zip(xs, bounds[1].tolist(), strict=True)]
        board.polygon([*lower, *reversed(upper)], mixed(look.others, look.paper, part))


def _name_ends(
    board: Board,
    ends: Sequence[tuple[str, Number, bool]],
    x: float,
    y: Scale,
    at_left: bool,
    down: tuple[float, float],
    layout: Layout,
) -> None:
    """Values of city and mean beside their lines, apart from one another."""
    size, look, least = layout.look.charts.small, layout.look.colours, 9.5
    placed = sorted((y(float(value)), text, own) for text, value, own in ends)
    if len(placed) == 2 and placed[1][0] - placed[0][0] < least:
        middle = (placed[0][0] + placed[1][0]) / 2
        middle = min(max(middle, down[0] + least / 2), down[1] - 5 - least / 2)
        placed = [
            (middle + sign * least / 2, text, own)
            for sign, (_, text, own) in zip((-1, 1), placed, strict=True)
        ]
    for at, text, own in placed:
        board.text(
            x, at, text, size=size, colour=look.city if own else look.mean,
            weight="bold" if own else "regular", align="right" if at_left else "left",
        )  # fmt: skip


def _named_years(years: Sequence[int]) -> tuple[int, ...]:
    """The first and the last year, and one between them where there is room."""
    if len(years) < 5:
        return years[0], years[-1]
    middle = min(years, key=lambda year: abs(year - (years[0] + years[-1]) / 2))
    return years[0], middle, years[-1]


def _draw_key(board: Board, profile: Profile, y: float, layout: Layout) -> None:
    """What the lines stand for."""
    size, look, words = layout.look.charts.small, layout.look.colours, layout.texts.charts
    many = len(profile.cities) >= MANY
    others = words.development.key_bands if many else words.key_others
    others_width = sum(
        34 + text_width(text, layout.fonts.regular, size) for text in (words.mean, others)
    )
    room = board.width - 20 - (others_width if len(profile.cities) > 1 else 0.0)
    city = shortened(profile.city.name, layout.fonts.semibold, size, room)
    x = 0.0
    board.path(((x, y), (x + 16, y)), look.city, 2.0)
    board.text(x + 20, y, city, size=size, colour=look.city, weight="semibold")
    x += 20 + text_width(city, layout.fonts.semibold, size) + 14
    if len(profile.cities) > 1:
        board.dashes(((x, y), (x + 16, y)), look.mean, 1.3)
        board.text(x + 20, y, words.mean, size=size, colour=look.mean)
        x += 20 + text_width(words.mean, layout.fonts.regular, size) + 14
        if many:
            board.box(x, x + 16, y - 3, y + 3, mixed(look.others, look.paper, 0.35))
        else:
            board.path(((x, y), (x + 16, y)), mixed(look.others, look.paper, 0.45), 0.7)
        board.text(x + 20, y, others, size=size, colour=look.muted)
