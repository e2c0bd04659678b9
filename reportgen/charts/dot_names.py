"""Names above the dots of a row, each with a line to its dot."""

from collections.abc import Sequence

from msgspec import Struct

from reportgen.charts.axis import spread_apart
from reportgen.charts.board import Board, Scale, Weight, text_width
from reportgen.charts.rows import ChartRow
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout
from reportgen.model import City, CityValue

#: Least space between two names, how far they may stand beyond an axis, and how far from their
#: dots, in points.
APART, BEYOND, FURTHEST = 5.0, 8.0, 36.0


class DotName(Struct, frozen=True):
    """A label above a dot; that of the city itself `is_own`."""

    value: float
    text: str
    colour: Colour
    is_own: bool = False

    @property
    def weight(self) -> Weight:
        """The city's own is bold."""
        return "bold" if self.is_own else "regular"


def names_of(
    row: ChartRow, peers: Sequence[CityValue], reference: Sequence[CityValue], layout: Layout
) -> list[list[DotName]]:
    """What stands above the dots: with peers, and with less where that is too much.

    The cities at both ends are named with their values.
    """
    look, comparison = layout.look.colours, row.comparison
    alike, chosen = (
        {e.city: DotName(e.value, e.city.abbreviation, look.ink) for e in entries}
        for entries in (peers, reference)
    )
    outer: dict[City, DotName] = {}
    ends = ((comparison.group[0], row.highest), (comparison.group[-1], row.lowest))
    for entry, texts in ends:
        if texts and entry.city != row.city:
            marked = entry.city in alike or entry.city in chosen
            outer[entry.city] = DotName(entry.value, texts[1], look.ink if marked else look.muted)
    text = row.city.abbreviation
    if comparison.rank == 1 and row.highest:
        text = row.highest[1]
    elif comparison.rank == comparison.n and row.lowest:
        text = row.lowest[1]
    own = {row.city: DotName(row.city_value, text, look.city, is_own=True)}
    ranked = (
        {**alike, **chosen, **outer, **own},
        {**chosen, **outer, **own},
        {**outer, **own},
        {**chosen, **own},
        outer,
        own,
    )
    return [sorted(some.values(), key=lambda name: name.value) for some in ranked if some]


def draw_names(
    board: Board,
    choices: Sequence[Sequence[DotName]],
    down: tuple[float, float],
    reaches: tuple[float, float],
    scale: Scale,
    layout: Layout,
) -> None:
    """Draws the first choice of names that there is room for.

    Args:
        board: to draw on.
        choices: names in the order of their values.
        down: top of the names, and the height of the axis.
        reaches: how far a line stays above the axis at other cities' dots, and at the city's own.
        scale: places the dots; what lies beyond it is named at its end, with an arrow.
        layout: look.
    """
    size, fonts, look = layout.look.charts.small, layout.fonts, layout.look.colours
    top, y = down
    for names in choices:
        texts = [f"{n.text} →" if n.value > scale.high else n.text for n in names]
        widths = [
            text_width(text, getattr(fonts, name.weight), size)
            for name, text in zip(names, texts, strict=True)
        ]
        dots = [scale(min(name.value, scale.high)) for name in names]
        centres = spread_apart(dots, widths, APART, scale.start - BEYOND, scale.end + BEYOND)
        if centres is None:
            continue
        far = max(abs(dot - centre) for dot, centre in zip(dots, centres, strict=True))
        if far > FURTHEST + max(widths) / 2 and names is not choices[-1]:
            continue
        board.lines(
            [
                ((centre, top + 11), (dot, y - reaches[name.is_own]))
                for name, dot, centre in zip(names, dots, centres, strict=True)
                if name.value <= scale.high
            ],
            look.rule,
            0.6,
        )
        for name, text, centre in zip(names, texts, centres, strict=True):
            board.text(
                centre, top + 6, text, size=size, colour=name.colour,
                weight=name.weight, align="center",
            )  # fmt: skip
        return
