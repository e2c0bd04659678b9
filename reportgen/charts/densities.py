"""Densities: one row an area, each on a scale of its own from zero, all cities as dots.

Densities of benefit areas differ by a factor of fifty; on one axis only the largest would be seen.
The city, its peers and the cities at both ends are named above their dots. Many cities are a shape.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from msgspec import Struct

from reportgen.charts.axis import printed, ticks_across, ticks_from_zero
from reportgen.charts.board import Board, Scale, text_width
from reportgen.charts.columns import NumberColumn, draw_heads, draw_numbers, filled, total_width
from reportgen.charts.crowd import MANY, draw_shape, reach_of
from reportgen.charts.dot_names import draw_names, names_of
from reportgen.charts.key import KeyEntry, draw_key, key_height
from reportgen.charts.labels import RowLabel, draw_label, label_of, widest
from reportgen.charts.rows import ChartRow
from reportgen.layout.load import Layout
from reportgen.model import City, CityValue, Kind, PeerOrigin, Profile, claims

#: Heights in points: of the room for names above a row's axis, for its ticks below; the least
#: height of a row.
NAMES, TICKS, LEAST_ROW = 20.0, 15.0, 47.0

#: Height of a shape that stands for many cities, where it is more than dots need.
SHAPE = 12.0

#: Most steps of an axis, part of the width that labels take, least width of a plot in points.
MOST_STEPS, LABELS, LEAST_PLOT = 4, 0.275, 110.0

#: Radii as factors of the layout's dot: of the city, of peers, of a reference city's square.
CITY, PEER, SQUARE = 1.9, 1.15, 1.05

#: Reach of ticks and of the mean's stroke, how far the count of cities stands below the axis, and
#: how far an axis goes on to its arrow; in points.
TICK, MEAN, COUNT, ARROW = 3.0, 6.0, 12.0, 7.0

#: More peers are not marked among many cities.
MOST_PEERS = 12


class _Row(Struct, frozen=True, kw_only=True):
    """A row with its label, its axis and its height."""

    row: ChartRow
    label: RowLabel
    height: float


class _Group(Struct, frozen=True, kw_only=True):
    """The cities of a row, apart from the city itself, by how they are drawn."""

    others: tuple[CityValue, ...]
    peers: tuple[CityValue, ...]
    reference: tuple[CityValue, ...]
    many: bool

    @classmethod
    def of(cls, profile: Profile, row: ChartRow) -> "_Group":
        """Of many cities only some peers and both ends are drawn as dots."""
        group, many = row.comparison.group, row.comparison.n >= MANY
        known = {profile.reference} - {None, row.city} if profile.reference else set()
        reference = group.some(known)
        alike = group.some(set(marked_peers(profile, many=many)) - known - {row.city})
        named = {entry.city.slug for entry in (*alike, *reference)} | {row.city.slug}
        among = (group[0], group[-1]) if many else group
        return cls(
            others=tuple(entry for entry in among if entry.city.slug not in named),
            peers=alike,
            reference=reference,
            many=many,
        )


def marked_peers(profile: Profile, *, many: bool) -> tuple[City, ...]:
    """The peers that are marked: all, or among many cities only where they are few."""
    peers = profile.peers.cities if profile.peers else ()
    return () if many and len(peers) > MOST_PEERS else peers


def are_nearest(profile: Profile) -> bool:
    """Whether the peers are those nearest by figures; others need not be alike."""
    return profile.peers is not None and profile.peers.origin is PeerOrigin.NEAREST


def plot_densities(
    profile: Profile, rows: Sequence[ChartRow], shown: slice, layout: Layout
) -> tuple[Board, Sequence[float]]:
    """Draws an axis a row, with the numbers of the city, its peers and the mean at the right.

    Returns:
        The board with the `shown` rows, and the heights of its parts.
    """
    whole, sizes = layout.look.page.text_width, layout.look.charts
    columns = filled(_columns(profile, rows, layout))
    counts = [_count(row, layout) for row in rows]
    beside = max(text_width(text, layout.fonts.regular, sizes.small) for text in counts)
    beside = max(total_width(columns, layout), beside + sizes.gap)
    room = whole - beside - LEAST_PLOT - 1.5 * sizes.gap
    lines = list(_rows(profile, rows, min(LABELS * whole, room), layout))
    start = widest([line.label for line in lines], layout) + 1.5 * sizes.gap
    end = whole - beside - 0.5 * sizes.gap
    entries = list(_key(profile, rows, layout))
    key = key_height(entries, layout, whole)
    head = key + sizes.head
    parts = [head + height for height in accumulate(line.height for line in lines[shown])]
    board = Board(whole, parts[-1], layout.fonts)
    draw_key(board, entries, layout)
    numbers = whole - total_width(columns, layout)
    draw_heads(board, columns, numbers, key + sizes.head / 2, layout)
    board.line((0, head), (whole, head), layout.look.colours.rule, 0.6)
    top = head
    for number, line in enumerate(lines[shown], start=shown.start or 0):
        above = NAMES + _height_of_shape(line.row)
        y = top + above + (line.height - above - TICKS) / 2
        draw_label(board, line.label, top + line.height / 2, layout)
        _plot_row(board, profile, line.row, y, (start, end - sizes.gap), layout)
        draw_numbers(board, columns, number, numbers, y, layout)
        board.text(
            whole, y + COUNT, counts[number], size=sizes.small,
            colour=layout.look.colours.muted, align="right",
        )  # fmt: skip
        top += line.height
        if number < len(lines) - 1:
            board.line((0, top), (whole, top), layout.look.colours.rule, 0.6)
    return board, parts


def _columns(profile: Profile, rows: Sequence[ChartRow], layout: Layout) -> Iterator[NumberColumn]:
    """The city's numbers, the means of its peers and of all."""
    words, look = layout.texts.charts, layout.look.colours
    yield NumberColumn(
        head=words.unit, texts=tuple(row.value for row in rows), colour=look.city, strong=True
    )
    head = words.peers if are_nearest(profile) else words.peer_group
    yield NumberColumn(head=head, texts=tuple(row.peers for row in rows), colour=look.ink)
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


def _count(row: ChartRow, layout: Layout) -> str:
    """How many cities are higher and lower; nothing where that would say no more than a dot."""
    comparison, words, style = row.comparison, layout.texts.charts, layout.texts.style
    if not claims.has_rank(comparison):
        return ""
    higher, lower = comparison.higher, comparison.lower
    same = comparison.n - higher - lower - 1
    texts = [
        words.tiles.higher.format(n=style.number(higher)),
        words.tiles.lower.format(n=style.number(lower)),
    ]
    if same:
        texts.append(words.same.format(n=style.number(same)))
    return ", ".join(texts)


def _key(profile: Profile, rows: Sequence[ChartRow], layout: Layout) -> Iterator[KeyEntry]:
    """What the marks stand for; peers are listed where all fit into one line."""
    look, words, dot = layout.look.colours, layout.texts.charts, layout.look.charts.dot
    many = any(row.comparison.n >= MANY for row in rows)
    most = max(row.comparison.n for row in rows)
    compared = most > 1
    yield KeyEntry(
        text=profile.city.name,
        colour=look.city,
        width=8,
        draw=lambda board, x, y: board.dots([x + 4], y, 3.6, look.city, look.paper),
        weight="semibold",
    )
    if compared and profile.reference and profile.reference != profile.city:
        yield KeyEntry(
            text=f"{profile.reference.name} ({profile.reference.abbreviation})",
            colour=look.ink,
            width=6,
            draw=lambda board, x, y: _draw_square(board, x + 3, y, SQUARE * dot, layout),
        )
    peers = marked_peers(profile, many=many) if compared else ()
    if peers:
        listed = ", ".join(city.abbreviation for city in peers)
        nearest = are_nearest(profile)
        text = (words.key_peers_listed if nearest else words.key_peer_group_listed).format(
            peers=listed
        )
        room = layout.look.page.text_width / 2
        fits = text_width(text, layout.fonts.regular, layout.look.charts.small) <= room
        yield KeyEntry(
            text=text if fits else words.key_peers if nearest else words.key_peer_group,
            colour=look.ink,
            width=6,
            draw=lambda board, x, y: board.dots([x + 3], y, 2.8, look.ink, look.paper),
        )
    if many:
        yield KeyEntry(
            text=words.key_shape,
            colour=look.muted,
            width=10,
            draw=lambda board, x, y: board.box(x, x + 10, y - 2, y + 3, look.others),
        )
    elif most > 1 + len({*peers, profile.reference} - {profile.city, None}):
        yield KeyEntry(
            text=words.key_others,
            colour=look.muted,
            width=6,
            draw=lambda board, x, y: board.dots([x + 3], y, 2.6, look.paper, look.others, 0.9),
        )
    if any(row.mean_value is not None for row in rows):
        yield KeyEntry(
            text=words.mean,
            colour=look.mean,
            width=3,
            draw=lambda board, x, y: board.tick(x + 1.5, y, 4, look.mean, look.paper),
        )


def _draw_square(board: Board, x: float, y: float, half: float, layout: Layout) -> None:
    look = layout.look.colours
    for reach, colour in ((half + 0.6, look.paper), (half, look.ink)):
        board.box(x - reach, x + reach, y - reach, y + reach, colour)


def is_cut(profile: Profile, rows: Sequence[ChartRow]) -> bool:
    """Whether any axis ends before the highest values."""
    return any(
        row.comparison.n >= MANY and _reach(profile, row) < row.comparison.group[0].value
        for row in rows
    )


def _reach(profile: Profile, row: ChartRow) -> float:
    """The highest value that an axis must hold."""
    group, own = row.comparison.group, row.city_value
    if not group:
        return own
    if row.comparison.n < MANY:
        return max(group[0].value, own)
    marked = _Group.of(profile, row)
    wanted = [entry.value for entry in (*marked.peers, *marked.reference)]
    return reach_of(group.values, [*wanted, own, row.mean_value or 0.0])


def _plot_row(
    board: Board,
    profile: Profile,
    row: ChartRow,
    y: float,
    span: tuple[float, float],
    layout: Layout,
) -> None:
    sizes, look = layout.look.charts, layout.look.colours
    reach, group = _reach(profile, row), _Group.of(profile, row)
    ticks = _ticks(row, reach, span, layout)
    scale = Scale(float(ticks[0]), float(ticks[-1]), *span)
    highest = row.comparison.group[0].value if row.comparison.group else 0.0
    _draw_axis(board, scale, ticks, y, highest > scale.high, layout)
    if group.many:
        values = row.comparison.group.values
        draw_shape(board, values[values <= scale.high], scale, y, SHAPE + 4, layout)
    plain = [scale(entry.value) for entry in group.others if entry.value <= scale.high]
    alike = [scale(entry.value) for entry in group.peers]
    radius = 0.75 * sizes.dot if group.many else sizes.dot
    board.dots(plain, y, radius, look.paper, look.others, 0.9)
    board.dots(alike, y, PEER * sizes.dot, look.ink, look.paper)
    for entry in group.reference:
        _draw_square(board, scale(entry.value), y, SQUARE * sizes.dot, layout)
    if row.mean_value is not None:
        board.tick(scale(row.mean_value), y, MEAN, look.mean, look.paper)
    board.dots([scale(row.city_value)], y, CITY * sizes.dot, look.city, look.paper)
    if row.comparison.n > 1:
        choices = names_of(row, group.peers, group.reference, layout)
        top = y - NAMES - _height_of_shape(row)
        reaches = (MEAN, CITY * sizes.dot)
        draw_names(board, choices, (top, y), reaches, scale, layout)


def _ticks(
    row: ChartRow, reach: float, span: tuple[float, float], layout: Layout
) -> tuple[Fraction, ...]:
    """From zero, or on both sides of it where values are negative: a layout may ask for those.

    There are as many as have room for their numbers.
    """
    group = row.comparison.group
    lowest = min(group[-1].value if group else 0.0, row.city_value)
    if lowest >= 0 >= reach:
        return Fraction(0), Fraction(1)
    ticks: tuple[Fraction, ...] = ()
    for most in range(MOST_STEPS if lowest >= 0 else MOST_STEPS // 2, 0, -1):
        ticks = ticks_from_zero(reach, most) if lowest >= 0 else ticks_across(lowest, reach, most)
        numbers = _numbers(ticks, Scale(float(ticks[0]), float(ticks[-1]), *span), layout)
        if all(left + width + 2 <= after for (left, width, _), (after, *_) in pairwise(numbers)):
            break
    return ticks


def _numbers(
    ticks: Sequence[Fraction], scale: Scale, layout: Layout
) -> list[tuple[float, float, str]]:
    """Left edge, width and text of an axis' numbers; the outer ones stay beside what is there."""
    sizes, font = layout.look.charts, layout.fonts.regular
    numbers = []
    for tick, text in zip(ticks, printed(ticks, layout.texts.style), strict=True):
        width = text_width(text, font, sizes.small)
        left = scale(float(tick)) - width / 2
        left = max(min(left, scale.end + sizes.gap - width), scale.start - sizes.gap)
        numbers.append((left, width, text))
    return numbers


def _draw_axis(
    board: Board, scale: Scale, ticks: Sequence[Fraction], y: float, goes_on: bool, layout: Layout
) -> None:
    """The axis with its numbers; it ends in an arrow where there are values beyond."""
    sizes, look = layout.look.charts, layout.look.colours
    xs = [scale(float(tick)) for tick in ticks]
    lines = [((x, y - TICK), (x, y + TICK)) for x in xs]
    end = scale.end + ARROW if goes_on else scale.end
    lines.append(((scale.start, y), (end, y)))
    if goes_on:
        lines += [((end - 3, y - sign * 2.4), (end, y)) for sign in (-1, 1)]
    board.lines(lines, look.others, 0.7)
    for left, _, text in _numbers(ticks, scale, layout):
        board.text(left, y + MEAN + 4.3, text, size=sizes.small, colour=look.muted)
