"""Small multiples: measures over the years, three pictures in a row, each with its own scale."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from reportgen.charts.board import Board, Weight, text_width, wrap
from reportgen.charts.course_plot import MEAN_LINE, OWN_LINE, YEARS, other_line, plot_course
from reportgen.charts.courses import Course, changes_of
from reportgen.charts.crowd import MANY, mixed
from reportgen.charts.key import KeyEntry, draw_key, key_height
from reportgen.layout.appearance import Colour
from reportgen.layout.load import Layout
from reportgen.model import Profile, claims

#: Pictures in a row.
ACROSS = 3

#: Space between pictures; heights of a plot, between rows; length of a line in the key. In points.
GAP, PLOT, BETWEEN, SAMPLE = 18.0, 60.0, 5.0, 16.0

#: Heights of a line of a name, of a line in small type, and of the space above a plot, in points.
NAME, LINE, ABOVE = 12.0, 10.5, 5.0


class _Head(Struct, frozen=True, kw_only=True):
    """The lines above a plot: its name with the unit, and the changes of city and mean.

    The unit stands beside the name where `is_beside`, or else below it.
    """

    names: tuple[str, ...]
    unit: str
    is_beside: bool
    changes: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> float:
        """Height in points, with the space above the plot."""
        small = len(self.changes) + (0 if self.is_beside else 1)
        return NAME * len(self.names) + LINE * small + ABOVE


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
    heights = [max(head.height for head in each) + PLOT + YEARS for each in heads]
    entries = list(_key(profile, shown, layout))
    key = key_height(entries, layout, whole)
    parts = [key + sum(heights[: n + 1]) + n * BETWEEN for n in range(len(rows))]
    board = Board(whole, parts[-1], layout.fonts)
    draw_key(board, entries, layout)
    top = key
    for row, head, height in zip(rows, heads, heights, strict=True):
        for place, (course, lines) in enumerate(zip(row, head, strict=True)):
            left = place * (width + GAP)
            _draw_head(board, lines, left, top, layout)
            bottom = top + height - YEARS
            across, down = (left, left + width), (bottom - PLOT, bottom)
            plot_course(board, course, profile, across, down, layout)
        top += height + BETWEEN
    return board, parts


def _head(course: Course, profile: Profile, width: float, layout: Layout) -> _Head:
    sizes, fonts, words = layout.look.charts, layout.fonts, layout.texts.charts.development
    language = layout.texts.style.dictionary
    names = wrap(course.name, fonts.semibold, sizes.label, width, language)
    beside = text_width(f"{names[-1]}  ", fonts.semibold, sizes.label)
    beside += text_width(course.unit, fonts.regular, sizes.small)
    since = words.since.format(year=course.years[0])
    found = changes_of(course, profile, layout)
    mean = words.mean_change.format(mean=found.mean) if found.mean else ""
    own = f"{found.own}," if mean else found.own
    choices = (
        ((since, own, mean),),
        ((since, found.own, ""), ("", "", mean)),
        ((since, "", ""), ("", found.own, ""), ("", "", mean)),
    )

    def fits(lines: Sequence[tuple[str, ...]]) -> bool:
        texts = (" ".join(filter(None, line)) for line in lines)
        return all(text_width(text, fonts.semibold, sizes.small) <= width for text in texts)

    changes = next(filter(fits, choices), choices[-1])
    return _Head(
        names=names,
        unit=course.unit,
        is_beside=beside <= width or not course.unit,
        changes=tuple(line for line in changes if any(line)),
    )


def _draw_head(board: Board, head: _Head, left: float, top: float, layout: Layout) -> None:
    sizes, look, fonts = layout.look.charts, layout.look.colours, layout.fonts
    y = top + NAME / 2
    for text in head.names:
        board.text(left, y, text, size=sizes.label, colour=look.ink, weight="semibold")
        y += NAME
    x = left
    if head.is_beside:
        y -= NAME
        x += text_width(f"{head.names[-1]}  ", fonts.semibold, sizes.label)
    if head.unit:
        board.text(x, y, head.unit, size=sizes.small, colour=look.muted)
    for since, own, mean in head.changes:
        y += LINE
        x = left
        parts: tuple[tuple[str, Colour, Weight], ...] = (
            (since, look.muted, "regular"),
            (own, look.city, "semibold"),
            (mean, look.mean, "regular"),
        )
        for text, colour, weight in parts:
            if text:
                board.text(x, y, text, size=sizes.small, colour=colour, weight=weight)
                x += text_width(f"{text} ", getattr(fonts, weight), sizes.small)


def _key(profile: Profile, shown: Sequence[Course], layout: Layout) -> Iterator[KeyEntry]:
    """What the lines stand for; where no other city has values there are none of these."""
    look, words = layout.look.colours, layout.texts.charts
    many = len(profile.cities) >= MANY

    def line(
        colour: Colour, width: float, *, dashed: bool = False
    ) -> Callable[[Board, float, float], None]:
        return lambda board, x, y: board.lines(
            [((x, y), (x + SAMPLE, y))], colour, width, dashed=dashed
        )

    def band(board: Board, x: float, y: float) -> None:
        board.box(x, x + SAMPLE, y - 4, y + 4, mixed(look.others, look.paper, 0.25))
        board.box(x, x + SAMPLE, y - 2, y + 2, mixed(look.others, look.paper, 0.5))

    yield KeyEntry(
        text=profile.city.name,
        colour=look.city,
        width=SAMPLE,
        draw=line(look.city, OWN_LINE),
        weight="semibold",
    )
    if any(claims.has_mean(course.comparison) for course in shown):
        mean = line(look.mean, MEAN_LINE, dashed=True)
        yield KeyEntry(text=words.mean, colour=look.mean, width=SAMPLE, draw=mean)
    if all(max(course.series.panel.counts) == 1 for course in shown):
        return
    yield KeyEntry(
        text=words.development.key_bands if many else words.key_others,
        colour=look.muted,
        width=SAMPLE,
        draw=band if many else line(*other_line(layout)),
    )
