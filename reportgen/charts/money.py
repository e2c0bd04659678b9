"""Payments per inhabitant taken apart: how many receive, times how much each of them does.

A row an area, and one for all together. Each factor is set against that of all cities together
(sum of numerators by sum of denominators): of these the product holds as well, so that the two
bars at the right, multiplied, give the one at the left.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate

from msgspec import Struct

from reportgen.charts.board import Board, Scale, text_width, wrap
from reportgen.charts.labels import draw_label, label_of, widest
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import ALL_AREAS, Comparison, Kind, Profile, claims
from reportgen.model.numbers import rounded

#: Part of the width that labels take, gap between the factors, height of a row at least, thickness
#: of a bar, length of the longest bars to both sides at least, least reach of a scale in percent;
#: all but the first and last in points.
LABELS, GAP, LEAST_ROW, BAR, LEAST_BARS, LEAST_REACH = 0.25, 18.0, 25.0, 6.0, 20.0, 10.0


class Factor(Struct, frozen=True, kw_only=True):
    """One of the three numbers of a row: the city's, that of all together, the quotient's rest.

    `percent` is how much the city's is above (or below) that of all together.
    """

    own: str
    all_together: str
    percent: Fraction


class MoneyRow(Struct, frozen=True, kw_only=True):
    """An area with payments per inhabitant, recipients per 1,000, payments per recipient."""

    name: str
    factors: tuple[Factor, Factor, Factor]


def money_rows(profile: Profile, layout: Layout) -> tuple[MoneyRow, ...]:
    """Of all areas together and of each; none where payments are absent or estimated."""
    areas = {area.key: area for area in profile.areas}
    names = layout.texts.names
    words = layout.texts.charts.money
    rows = [_row(profile, layout, ALL_AREAS, words.all_areas)]
    rows += [
        _row(profile, layout, c.key, names.area(areas[c.key]))
        for c in profile.present(Kind.PAYMENTS_PER_RECIPIENT)
    ]
    return tuple(row for row in rows if row)


def _row(profile: Profile, layout: Layout, key: str, name: str) -> MoneyRow | None:
    per_inhabitant = profile.get(Kind.PAYMENTS_PER_INHABITANT, key)
    per_recipient = profile.get(Kind.PAYMENTS_PER_RECIPIENT, key)
    if not (_is_comparable(per_inhabitant) and _is_comparable(per_recipient)):
        return None
    if not per_inhabitant.group.has_same_cities(per_recipient.group):
        return None
    if per_inhabitant.measure.areas != per_recipient.measure.areas:
        return None
    pairs = [
        (comparison.measure.exact or Fraction(0), comparison.exact_weighted_mean or Fraction(0))
        for comparison in (per_inhabitant, per_recipient)
    ]
    if not all(value for pair in pairs for value in pair):
        return None
    numbers, style = Numbers(profile, layout.texts), layout.texts.style
    density = tuple(1000 * pairs[0][side] / pairs[1][side] for side in (0, 1))
    return MoneyRow(
        name=name,
        factors=(
            _factor(pairs[0], lambda v: numbers.number(per_inhabitant, v)),
            _factor((density[0], density[1]), lambda v: style.number(v, 1)),
            _factor(pairs[1], lambda v: numbers.number(per_recipient, v)),
        ),
    )


def _is_comparable(comparison: Comparison) -> bool:
    return (
        comparison.obstacle is None
        and comparison.measure.exact is not None
        and claims.is_own(comparison.measure)
        and claims.has_mean(comparison)
        and comparison.exact_weighted_mean is not None
    )


def _factor(pair: tuple[Fraction, Fraction], printed: Callable[[Fraction], str]) -> Factor:
    own, together = pair
    return Factor(
        own=printed(own), all_together=printed(together), percent=100 * (own / together - 1)
    )


def plot_money(rows: Sequence[MoneyRow], shown: slice, layout: Layout) -> tuple[Board, list[float]]:
    """Draws three bars a row around the value of all cities together.

    Returns:
        The board with the `shown` rows, and the heights of its parts.
    """
    whole, sizes, look = layout.look.page.text_width, layout.look.charts, layout.look.colours
    factors = [factor for row in rows for factor in row.factors]
    rooms = _rooms(factors, layout)
    needed = max((_width_of_numbers(factor, layout) for factor in factors), default=0.0)
    needed = max(needed, sum(rooms) + LEAST_BARS)
    # Names give way to numbers, which cannot be wrapped.
    most = min(LABELS * whole, whole - 1.5 * sizes.gap - 2 * GAP - 3 * needed)
    labels = [label_of(row.name, "", layout, most) for row in rows]
    start = widest(labels, layout) + 1.5 * sizes.gap
    width = (whole - start - 2 * GAP) / 3
    heads = [
        wrap(text, layout.fonts.semibold, sizes.small, width, layout.texts.style.dictionary)
        for text in _heads(layout)
    ]
    top = 10.5 * max(map(len, heads)) + 5
    heights = [max(label.height, LEAST_ROW) for label in labels[shown]]
    parts = [top + height for height in accumulate(heights)]
    board = Board(whole, parts[-1], layout.fonts)
    places = [start + number * (width + GAP) for number in range(3)]
    for left, lines in zip(places, heads, strict=True):
        for number, line in enumerate(lines):
            y = 6 + 10.5 * number
            board.text(left, y, line, size=sizes.small, colour=look.muted, weight="semibold")
    scale = _scale(factors, rooms, width)
    y = top
    for row, label, height in zip(rows[shown], labels[shown], heights, strict=True):
        board.line((0, y), (whole, y), look.rule, 0.6)
        draw_label(board, label, y + height / 2, layout)
        for left, factor in zip(places, row.factors, strict=True):
            _draw_factor(board, factor, left, y + height / 2, scale, layout)
        y += height
    return board, parts


def _heads(layout: Layout) -> Iterator[str]:
    words = layout.texts.charts.money
    yield words.per_inhabitant
    yield f"= {words.per_thousand}"
    yield f"× {words.per_recipient}"


def _rooms(factors: Sequence[Factor], layout: Layout) -> tuple[float, float]:
    """Widths that labels need at the left and right end of the bars, with their distance."""
    font, size = layout.fonts.bold, layout.look.charts.small
    usual = text_width(printed_percent(Fraction(-100), layout), font, size)
    left = right = usual
    for factor in factors:
        width = text_width(printed_percent(factor.percent, layout), font, size)
        left, right = (
            (left, max(right, width)) if factor.percent >= 0 else (max(left, width), right)
        )
    return left + 4, right + 4


def _scale(factors: Sequence[Factor], rooms: tuple[float, float], width: float) -> Scale:
    """Percent to both sides of the middle, with room for the widest label at either end."""
    furthest = max(abs(float(factor.percent)) for factor in factors)
    reach = max(furthest, LEAST_REACH)
    return Scale(-reach, reach, rooms[0], width - rooms[1])


def printed_percent(percent: Fraction, layout: Layout) -> str:
    """How much a factor is above or below that of all together, as printed."""
    decimals = 0 if abs(rounded(percent, 0)) >= 1 or not percent else 1
    return layout.texts.style.signed(percent, decimals) + layout.texts.style.percent


def _width_of_numbers(factor: Factor, layout: Layout) -> float:
    fonts, size = layout.fonts, layout.look.charts.small
    own = text_width(f"{factor.own} ", fonts.bold, size) + 3
    return own + text_width(factor.all_together, fonts.regular, size)


def _draw_factor(
    board: Board, factor: Factor, left: float, middle: float, scale: Scale, layout: Layout
) -> None:
    """The numbers above, the bar from the middle to its side, and how much it is behind it."""
    sizes, look, fonts = layout.look.charts, layout.look.colours, layout.fonts
    size, above, y = sizes.small, middle - 6.0, middle + 5.0
    board.text(left, above, factor.own, size=size, colour=look.city, weight="bold")
    x = left + text_width(f"{factor.own} ", fonts.bold, size) + 3
    board.text(x, above, factor.all_together, size=size, colour=look.mean)
    zero, end = left + scale(0), left + scale(float(factor.percent))
    board.box(min(zero, end), max(zero, end), y - BAR / 2, y + BAR / 2, look.city)
    board.line((zero, y - 5), (zero, y + 5), look.mean, 1.2)
    text = printed_percent(factor.percent, layout)
    width = text_width(text, fonts.bold, size)
    x = end + 4 if factor.percent >= 0 else end - 4 - width
    board.text(x, y, text, size=size, colour=look.ink, weight="bold")


def money_caption(profile: Profile, rows: Sequence[MoneyRow], layout: Layout) -> str:
    """What the marks are, and of which areas all together are where recipients have more."""
    words, names = layout.texts.charts.money, layout.texts.names
    told = _areas_of_all(profile, Kind.DENSITY)
    paid = _areas_of_all(profile, Kind.PAYMENTS_PER_INHABITANT)
    if rows[0].name != words.all_areas or paid == told:
        return words.caption
    areas = [names.area(area) for area in profile.areas if area.key in paid]
    some = words.some_areas.format(name=words.all_areas, areas=layout.texts.style.enumerate(areas))
    return f"{words.caption} {some}"


def _areas_of_all(profile: Profile, kind: Kind) -> frozenset[str]:
    return frozenset(profile.get(kind, ALL_AREAS).measure.areas)


def money_in_words(profile: Profile, rows: Sequence[MoneyRow], layout: Layout) -> str:
    """The alternative text: of each row what the three bars say."""
    words = layout.texts.charts.money
    sentences = [
        words.alt.format(city=profile.city.name, rows=layout.texts.style.number(len(rows)))
    ]
    for row in rows:
        whole, density, amount = row.factors
        sentences.append(
            words.alt_row.format(
                name=row.name,
                value=whole.own,
                other=whole.all_together,
                density=printed_percent(density.percent, layout),
                amount=printed_percent(amount.percent, layout),
            )
        )
    return " ".join(sentences)
