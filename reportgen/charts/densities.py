"""Densities: one row an area, each on a scale of its own from zero, all cities as dots.

Densities of benefit areas differ by a factor of fifty; on one axis only the largest would be seen.
The city, its peers and the cities at both ends are named above their dots.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

from reportgen.charts.axis import printed, spread_apart, ticks_from_zero
from reportgen.charts.board import Board, Scale, Weight, text_width
from reportgen.charts.columns import NumberColumn, draw_heads, draw_numbers, filled, total_width
from reportgen.charts.crowd import MANY, draw_shape
from reportgen.charts.labels import RowLabel, draw_label, label_of, shortened, widest
from reportgen.charts.rows import ChartRow
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout
from reportgen.model import City, Kind, Profile

#: Heights in points: of the key above the rows, of the room for names above a row's axis, for its
#: ticks below; the least height of a row.
KEY, NAMES, TICKS, LEAST_ROW = 14.0, 20.0, 15.0, 47.0

#: Height of a shape that stands for many cities, where it is more than dots need.
SHAPE = 12.0

#: Most steps of an axis, part of the width that labels take, least width of a plot in points.
MOST_STEPS, LABELS, LEAST_PLOT = 4, 0.275, 110.0

#: Radii as factors of the layout's dot: of the city, of peers.
CITY, PEER = 1.9, 1.15

#: Where a text in the key begins behind its mark, and the gap between entries; in points.
MARK, KEY_GAP = 11.0, 14.0

#: Reach of ticks and of the mean's stroke, in points.
TICK, MEAN = 3.0, 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A row with its label, its axis and its height."""

    row: ChartRow
    label: RowLabel
    height: float


@dataclass(frozen=True, slots=True)
class _Name:
    """A label above a dot."""

    value: float
    text: str
    colour: Colour
    weight: Weight


def plot_densities(
    profile: Profile, rows: Sequence[ChartRow], shown: slice, layout: Layout
) -> tuple[Board, Sequence[float]]:
    """Draws an axis a row, with the numbers of the city, its peers and the mean at the right.

    Returns:
        The board with the `shown` rows, and the heights of its parts.
    """
    whole, sizes = layout.look.page.text_width, layout.look.charts
    columns = filled(_columns(rows, layout))
    room = whole - total_width(columns, layout) - LEAST_PLOT - 1.5 * sizes.gap
    lines = list(_rows(profile, rows, min(LABELS * whole, room), layout))
    start = widest([line.label for line in lines], layout) + 1.5 * sizes.gap
    end = whole - total_width(columns, layout) - 0.5 * sizes.gap
    heights = [line.height for line in lines[shown]]
    head = KEY + sizes.head
    parts = [head + height for height in accumulate(heights)]
    board = Board(whole, parts[-1], layout.fonts)
    _draw_key(board, profile, rows, layout)
    draw_heads(board, columns, end, KEY + sizes.head / 2, layout)
    board.line((0, head), (whole, head), layout.look.colours.rule, 0.6)
    top = head
    for number, line in enumerate(lines[shown], start=shown.start or 0):
        above = NAMES + _height_of_shape(line.row)
        y = top + above + (line.height - above - TICKS) / 2
        draw_label(board, line.label, top + line.height / 2, layout)
        _plot_row(board, profile, line.row, y, (start, end - sizes.gap), layout)
        draw_numbers(board, columns, number, end, y, layout)
        top += line.height
        if number < len(lines) - 1:
            board.line((0, top), (whole, top), layout.look.colours.rule, 0.6)
    return board, parts


def _columns(rows: Sequence[ChartRow], layout: Layout) -> Iterator[NumberColumn]:
    """The city's numbers, the means of its peers and of all."""
    words, look = layout.texts.charts, layout.look.colours
    yield NumberColumn(
        head=words.unit, texts=tuple(row.value for row in rows), colour=look.city, strong=True
    )
    yield NumberColumn(head=words.peers, texts=tuple(row.peers for row in rows), colour=look.ink)
    mean = tuple(row.mean for row in rows)
    yield NumberColumn(head=words.mean, texts=mean, colour=look.mean)


def _rows(
    profile: Profile, rows: Sequence[ChartRow], width: float, layout: Layout
) -> Iterator[_Row]:
    for row in rows:
        explanation = row.explanation
        if row.comparison.kind is Kind.DENSITY:
            base = layout.texts.group(profile.base_of(row.comparison.key)).thousand_short
            base = layout.texts.charts.per.format(base=base)
            explanation = f"{explanation}\n{base}" if explanation else base
        label = label_of(row.name, explanation, layout, width)
        least = LEAST_ROW + _height_of_shape(row)
        yield _Row(row=row, label=label, height=max(least, label.height + 4))


def _height_of_shape(row: ChartRow) -> float:
    """Room for the shape that stands for many cities, between the axis and the names."""
    return SHAPE if row.comparison.n >= MANY else 0.0


def _draw_key(board: Board, profile: Profile, rows: Sequence[ChartRow], layout: Layout) -> None:
    """What the marks stand for, in one line; peers are listed where there is room."""
    sizes, look, words = layout.look.charts, layout.look.colours, layout.texts.charts
    many = any(row.comparison.n >= MANY for row in rows)
    compared = any(row.comparison.n > 1 for row in rows)
    peers = profile.peers.cities if profile.peers and compared else ()
    listed = ", ".join(city.abbreviation for city in peers)
    names = words.key_peers_listed.format(peers=listed)
    size, y = sizes.small, KEY / 2 - 1
    others = words.key_shape if many else words.key_others
    mean = words.mean if any(row.mean_value is not None for row in rows) else ""
    everything = _width_of_key([profile.city.name, names, others, mean], layout)
    shown_peers = names if everything <= board.width else words.key_peers
    marks: list[tuple[str, Colour, Callable[[float], None]]] = []
    if peers:
        marks.append(
            (shown_peers, look.ink, lambda x: board.dots([x], y, 2.8, look.ink, look.paper))
        )
    if compared and many:
        marks.append(
            (others, look.muted, lambda x: board.box(x - 4, x + 4, y - 2, y + 3, look.others))
        )
    elif compared:
        marks.append(
            (others, look.muted, lambda x: board.dots([x], y, 2.6, look.paper, look.others, 0.9))
        )
    if mean:
        marks.append((mean, look.mean, lambda x: board.tick(x, y, 4, look.mean, look.paper)))
    room = board.width - _width_of_key([text for text, *_ in marks], layout)
    city = shortened(profile.city.name, layout.fonts.regular, size, room - MARK)
    marks.insert(0, (city, look.city, lambda x: board.dots([x], y, 3.6, look.city, look.paper)))
    x = 0.0
    for text, colour, mark in marks:
        mark(x + 4)
        board.text(x + MARK, y, text, size=size, colour=colour)
        x += _width_of_key([text], layout)


def _width_of_key(texts: Sequence[str], layout: Layout) -> float:
    """Room that entries need in a line, with a gap behind each."""
    size = layout.look.charts.small
    return sum(MARK + text_width(text, layout.fonts.regular, size) + KEY_GAP for text in texts)


def _plot_row(
    board: Board,
    profile: Profile,
    row: ChartRow,
    y: float,
    span: tuple[float, float],
    layout: Layout,
) -> None:
    sizes, look, comparison = layout.look.charts, layout.look.colours, row.comparison
    highest = max(comparison.group[0].value if comparison.group else 0.0, row.city_value)
    ticks = ticks_from_zero(highest, MOST_STEPS) if highest > 0 else (Fraction(0), Fraction(1))
    scale = Scale(0, float(ticks[-1]), *span)
    board.line((span[0], y), (span[1], y), look.others, 0.7)
    for tick, text in zip(ticks, printed(ticks, layout.texts.style), strict=True):
        x = scale(float(tick))
        board.line((x, y - TICK), (x, y + TICK), look.others, 0.7)
        board.text(x, y + MEAN + 4.3, text, size=sizes.small, colour=look.muted, align="center")
    if comparison.n >= MANY:
        others = comparison.group.values_without(row.city)
        draw_shape(board, others, scale, y, SHAPE + 4, layout)
    else:
        peers = set(profile.peers.cities) if profile.peers else set()
        rest = [v for v in comparison.group if v.city != row.city]
        plain = [scale(v.value) for v in rest if v.city not in peers]
        alike = [scale(v.value) for v in rest if v.city in peers]
        board.dots(plain, y, sizes.dot, look.paper, look.others, 0.9)
        board.dots(alike, y, PEER * sizes.dot, look.ink, look.paper)
    if row.mean_value is not None:
        board.tick(scale(row.mean_value), y, MEAN, look.mean, look.paper)
    board.dots([scale(row.city_value)], y, CITY * sizes.dot, look.city, look.paper)
    if comparison.n > 1:
        above = _height_of_shape(row)
        _draw_names(board, _names(profile, row, layout), y, above, scale, layout)


def _names(profile: Profile, row: ChartRow, layout: Layout) -> list[list[_Name]]:
    """What stands above the dots: with peers, and with less where that is too much."""
    look, comparison = layout.look.colours, row.comparison
    named: dict[City, _Name] = {}
    peers = set(profile.peers.cities) if profile.peers and comparison.n < MANY else set()
    if profile.reference:
        peers.add(profile.reference)
    for entry in comparison.group.some(peers):
        name = _Name(entry.value, entry.city.abbreviation, look.ink, "regular")
        named[entry.city] = name
    ends = ((comparison.group[0], row.highest), (comparison.group[-1], row.lowest))
    outer: dict[City, _Name] = {}
    for entry, texts in ends:
        if texts and entry.city != row.city:
            colour = look.ink if entry.city in peers else look.muted
            outer[entry.city] = _Name(entry.value, texts[1], colour, "regular")
    city = _Name(row.city_value, row.city.abbreviation, look.city, "bold")
    if comparison.rank == 1 and row.highest:
        city = _Name(row.city_value, row.highest[1], look.city, "bold")
    elif comparison.rank == comparison.n and row.lowest:
        city = _Name(row.city_value, row.lowest[1], look.city, "bold")
    everything = {**named, **outer, row.city: city}
    ranked = [everything, {**outer, row.city: city}, outer, {row.city: city}]
    return [sorted(some.values(), key=lambda name: name.value) for some in ranked if some]


def _draw_names(
    board: Board,
    choices: Sequence[Sequence[_Name]],
    y: float,
    above: float,
    scale: Scale,
    layout: Layout,
) -> None:
    """The first choice of names that there is room for, each with a line to its dot."""
    size, fonts = layout.look.charts.small, layout.fonts
    for names in choices:
        widths = [text_width(n.text, getattr(fonts, n.weight), size) for n in names]
        dots = [scale(name.value) for name in names]
        centres = spread_apart(dots, widths, 5.0, scale.start - 8, scale.end + 8)
        if centres is None:
            continue
        for name, dot, centre in zip(names, dots, centres, strict=True):
            reach = MEAN if name.weight == "regular" else CITY * layout.look.charts.dot
            top = y - NAMES - above
            line = (centre, top + 11), (dot, y - reach)
            board.line(*line, layout.look.colours.rule, 0.6)
            board.text(
                centre, top + 6, name.text, size=size, colour=name.colour,
                weight=name.weight, align="center",
            )  # fmt: skip
        return
