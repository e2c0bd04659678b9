"""Economic indicators: distances from the mean in standard deviations, on one axis.

Indicators of different units share the axis that way. The favourable side is always at the right:
where a low value is favourable the axis is turned, and the row says so in words.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from reportgen.charts.board import Board, Scale, text_width
from reportgen.charts.columns import (
    NumberColumn,
    draw_heads,
    draw_numbers,
    ends,
    filled,
    total_width,
)
from reportgen.charts.crowd import MANY, mixed, percentile, quartiles
from reportgen.charts.labels import RowLabel, draw_label, label_of, widest
from reportgen.charts.rows import ChartRow, Values
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import Kind, Polarity, Profile

#: The axis reaches at least this many standard deviations to both sides.
LEAST_REACH = 3

#: Part of the text width that labels take, least width of a plot, heights of the two lines of
#: heads, space above the rows without a favourable side; in points but for the part.
LABELS, LEAST_PLOT, SIDES, HEADS, APART = 0.316, 140.0, 12.0, 14.0, 6.0

#: Length of the arrow before a change, in points.
ARROW = 9.0

#: Half the height of the box of the middle half, in points.
BOX = 4.2

#: Room at both ends of a plot for the names of the outer cities.
NAMES = 18.0


class _Row(Struct, frozen=True, kw_only=True):
    """A row with its label; `above` is the space before it."""

    row: ChartRow
    label: RowLabel
    above: float


def plot_deviations(
    profile: Profile, rows: Sequence[ChartRow], shown: slice, layout: Layout
) -> tuple[Board, Sequence[float]]:
    """Draws the rows, the most favourable first, all on one axis around the mean.

    Args:
        profile: the city's numbers.
        rows: all rows, from `by_favour`.
        shown: which of them to draw.
        layout: look and words.

    Returns:
        The board with the `shown` rows, and the heights of its parts.
    """
    whole, sizes, look = layout.look.page.text_width, layout.look.charts, layout.look.colours
    columns = filled(_columns(profile, rows, layout))
    numbers = total_width(columns, layout)
    room = whole - numbers - LEAST_PLOT - sizes.gap
    lines = list(_rows(rows, min(LABELS * whole, room), layout))
    labels = widest([line.label for line in lines], layout)
    start, end = labels + 4 + numbers + sizes.gap, whole - 4
    picked = lines[shown]
    top = SIDES + HEADS
    parts = [top + h + 2 for h in accumulate(line.label.height + line.above for line in picked)]
    board = Board(whole, parts[-1], layout.fonts)
    reach = _reach(rows)
    scale = Scale(-reach, reach, start + NAMES, end - NAMES)
    _draw_heads(board, scale, reach, rows, layout)
    draw_heads(board, columns, labels + 4, SIDES + HEADS / 2 - 1, layout)
    for place, line in enumerate(picked):
        top += line.above
        bottom = top + line.label.height
        if place % 2 == 0:
            board.box(0, whole, top, bottom, look.ground)
        top = bottom
    _draw_mean(board, scale, parts[-1], layout)
    top = SIDES + HEADS
    for place, line in enumerate(picked):
        top += line.above
        middle = top + line.label.height / 2
        draw_label(board, line.label, middle, layout, 4)
        number = (shown.start or 0) + place
        draw_numbers(board, columns, number, labels + 4, middle, layout)
        for column, right in zip(columns, ends(columns, labels + 4, layout), strict=True):
            if column.room:
                left = right - column.width(layout)
                _draw_arrow(board, profile, line.row, left, middle, layout)
        _plot_row(board, line.row, middle, scale, place % 2 == 0, layout)
        top += line.label.height
    return board, parts


def caption(rows: Sequence[ChartRow], layout: Layout) -> str:
    """What axis, boxes and marks of these rows are."""
    words = layout.texts.charts.captions
    parts = [layout.texts.charts.economy.caption.format(estimated="")]
    if any(row.comparison.n >= MANY for row in rows):
        parts.append(words.nine_of_ten)
    if any(row.polarity is Polarity.NONE for row in rows):
        parts.append(words.no_side)
    return " ".join(parts)


def by_favour(rows: Sequence[ChartRow]) -> tuple[ChartRow, ...]:
    """The rows, the most favourable value first; those without a favourable side last."""
    return tuple(
        sorted(
            rows,
            key=lambda row: (row.polarity is Polarity.NONE, -_favour(row, row.city_value)),
        )
    )


def _favour(row: ChartRow, value: Values) -> Values:
    """Distance of values from the mean in standard deviations, towards the favourable side."""
    deviation = row.deviation_of(value)
    return -deviation if row.polarity is Polarity.LOW else deviation


def _columns(profile: Profile, rows: Sequence[ChartRow], layout: Layout) -> Iterator[NumberColumn]:
    """Value, mean, change on the year before, and which values are favourable."""
    words, look, numbers = layout.texts.charts, layout.look.colours, Numbers(profile, layout.texts)
    values = tuple(row.value for row in rows)
    yield NumberColumn(head=words.unit, texts=values, colour=look.city, strong=True)
    means = tuple(row.mean_alone for row in rows)
    yield NumberColumn(head=words.mean, texts=means, colour=look.mean)
    changes = [profile.get(Kind.CHANGE_OF_ECONOMY, row.comparison.key) for row in rows]
    yield NumberColumn(
        head=words.since.format(year=profile.year - 1),
        texts=tuple(
            "" if c.measure.exact is None else numbers.value(c, unit=False, flags=False)
            for c in changes
        ),
        colour=look.muted,
        small=True,
        room=ARROW + 4,
    )
    sides = {
        Polarity.LOW: words.low_is_favourable,
        Polarity.HIGH: words.high_is_favourable,
        Polarity.NONE: words.neither_is_favourable,
    }
    texts = tuple(sides[row.polarity] for row in rows)
    yield NumberColumn(head=words.favourable, texts=texts, colour=look.muted, small=True)


def _draw_arrow(
    board: Board, profile: Profile, row: ChartRow, left: float, y: float, layout: Layout
) -> None:
    """Up, down or level, as the value changed on the year before; nothing where that is unknown."""
    change = profile.get(Kind.CHANGE_OF_ECONOMY, row.comparison.key).measure.exact
    if change is None:
        return
    sign = (change > 0) - (change < 0)
    run = ARROW if not sign else 0.86 * ARROW
    rise = sign * 0.62 * ARROW
    tip = (left + run, y - rise / 2)
    angle = math.atan2(rise, run)
    barbs = [
        (tip[0] - 3.2 * math.cos(angle + turn), tip[1] + 3.2 * math.sin(angle + turn))
        for turn in (-0.55, 0.55)
    ]
    lines = [((left, y + rise / 2), tip), (barbs[0], tip, barbs[1])]
    board.lines(lines, layout.look.colours.ink, 1.0)


def _rows(rows: Sequence[ChartRow], width: float, layout: Layout) -> Iterator[_Row]:
    before: Polarity | None = None
    for row in rows:
        begins = row.polarity is Polarity.NONE and before not in {None, Polarity.NONE}
        label = label_of(row.name, "", layout, width, "regular")
        yield _Row(row=row, label=label, above=APART if begins else 0.0)
        before = row.polarity


def _reach(rows: Sequence[ChartRow]) -> int:
    extremes = (
        abs(row.deviation_of(v.value))
        for row in rows
        for v in (row.comparison.group[0], row.comparison.group[-1])
        if row.comparison.n < MANY
    )
    own = (abs(row.deviation_of(row.city_value)) for row in rows)
    return max(LEAST_REACH, math.ceil(max(*own, *extremes, 0.0)))


def _draw_heads(
    board: Board, scale: Scale, reach: int, rows: Sequence[ChartRow], layout: Layout
) -> None:
    """The two sides in words, and the numbers of the axis below them."""
    words, look, style = layout.texts.charts, layout.look.colours, layout.texts.style
    size, y = layout.look.charts.small, SIDES / 2
    if any(row.polarity is not Polarity.NONE for row in rows):
        left = f"← {words.unfavourable_side}"
        right = f"{words.favourable_side} →"
        both = sum(text_width(text, layout.fonts.semibold, size) for text in (left, right))
        if both + 10 <= scale.end - scale.start + 2 * NAMES:
            board.text(scale.start - NAMES, y, left, size=size, colour=look.muted)
            board.text(
                scale.end + NAMES, y, right, size=size, colour=look.ink, weight="semibold",
                align="right",
            )  # fmt: skip
    y = SIDES + HEADS / 2 - 1
    unit = scale(1) - scale(0)
    mean, widest = (
        text_width(text, layout.fonts.semibold, size) for text in (words.mean, style.signed(-reach))
    )
    step = math.ceil((widest + 3) / unit)
    for value in range(-(reach // step) * step, reach + 1, step):
        if abs(value) * unit >= (mean + widest) / 2 + 3:
            x, text = scale(value), style.signed(value)
            board.text(x, y, text, size=size, colour=look.muted, align="center")
    board.text(
        scale(0), y, words.mean, size=size, colour=look.mean, weight="semibold", align="center"
    )


def _draw_mean(board: Board, scale: Scale, bottom: float, layout: Layout) -> None:
    board.line((scale(0), SIDES + HEADS), (scale(0), bottom), layout.look.colours.mean, 1.2)


def _plot_row(
    board: Board, row: ChartRow, y: float, scale: Scale, shaded: bool, layout: Layout
) -> None:
    sizes, look, comparison = layout.look.charts, layout.look.colours, row.comparison
    ground = look.ground if shaded else look.paper
    values = _favour(row, comparison.group.values)
    low, high = float(values.min()), float(values.max())
    if comparison.n >= MANY:
        low, high = percentile(values, 5), percentile(values, 95)
    board.line((scale(low), y), (scale(high), y), look.others, 0.7)
    first, third = quartiles(values)
    board.box(scale(first), scale(third), y - BOX, y + BOX, mixed(look.others, ground, 0.4))
    board.line((scale(0), y - BOX - 2), (scale(0), y + BOX + 2), look.mean, 1.2)
    if comparison.n < MANY:
        others = _favour(row, comparison.group.values_without(row.city)).tolist()
        board.dots([scale(each) for each in others], y, 0.7 * sizes.dot, look.others, ground)
        for entry in (comparison.group[0], comparison.group[-1]):
            _name_outer(
                board, row, entry.city.abbreviation, entry.value, (low, high), y, scale, layout
            )
    city, radius = scale(_favour(row, row.city_value)), 1.5 * sizes.dot
    if row.polarity is Polarity.NONE:
        corners = ((0, -1), (1, 0), (0, 1), (-1, 0))
        for reach, colour in ((1.25 * radius + 1, ground), (1.25 * radius, look.city)):
            board.polygon([(city + dx * reach, y + dy * reach) for dx, dy in corners], colour)
    else:
        board.dots([city], y, radius, look.city, ground)


def _name_outer(
    board: Board,
    row: ChartRow,
    text: str,
    value: float,
    outer: tuple[float, float],
    y: float,
    scale: Scale,
    layout: Layout,
) -> None:
    """The abbreviation of a city at the end of the row, beyond its dot; not the city's own."""
    size, colour = layout.look.charts.small, layout.look.colours.muted
    at = _favour(row, value)
    if text == row.city.abbreviation or at not in outer or len(text) > 4:
        return
    width = text_width(text, layout.fonts.regular, size)
    # The city's own dot is larger, and may lie at the end of the row, too.
    own, reach = scale(_favour(row, row.city_value)), 2.5 * layout.look.charts.dot
    if at == outer[0]:
        board.text(min(scale(at) - 5, own - reach) - width, y, text, size=size, colour=colour)
    else:
        board.text(max(scale(at) + 5, own + reach), y, text, size=size, colour=colour)
