"""The pictures of the title page: a line over the years, and a strip of all cities below it."""

import math
from collections.abc import Sequence

from msgspec import Struct

from reportgen.charts.board import Board, Scale, text_width
from reportgen.charts.courses import runs
from reportgen.charts.crowd import quartiles
from reportgen.layout.appearance import TILE_GAP, TILE_PADDING
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.model import Comparison, Drawing, Profile, Series, Tile, claims

#: From so many cities on a strip has boxes for its quarters instead of dots.
MANY = 40

#: Heights in points: of the line, of a line of small type, of the strip's room above and below.
_LINE, _TEXT, _STRIP = 24.0, 12.0, 12.0

#: Part of its largest value that the line's axis shows at least.
_LEAST_RANGE = 0.1

#: Radius of the city's dot, and of others'; half the height of the box of the middle half.
_CITY, _OTHER, _BOX = 4.4, 2.1, 4.0


class _Content(Struct, frozen=True, kw_only=True):
    """What a tile's picture shows; no series or no group where there is none to show."""

    tile: Tile
    comparison: Comparison
    series: Series | None
    years: tuple[int, ...]


def draw_tiles(
    profile: Profile, tiles: Sequence[Tile], layout: Layout
) -> tuple[Drawing | None, ...]:
    """The picture of each tile, all of one size; none for a tile that has nothing to draw.

    Args:
        profile: the city's numbers.
        tiles: from the findings.
        layout: look and words; the tiles stand side by side in its text width.
    """
    contents = [_content(profile, tile) for tile in tiles]
    lines = any(content.series for content in contents)
    strips = any(_has_strip(content) for content in contents)
    if not (lines or strips):
        return (None,) * len(contents)
    whole = layout.look.page.text_width - (len(tiles) - 1) * TILE_GAP
    width = whole / len(tiles) - 2 * TILE_PADDING
    caption = _caption(contents, profile, layout)
    return tuple(
        _drawing(content, profile, layout, width, caption, lines=lines, strips=strips)
        for content in contents
    )


def _caption(contents: Sequence[_Content], profile: Profile, layout: Layout) -> str:
    """What the marks are, of those that any of the pictures has."""
    words, parts = layout.texts.charts.tiles, []
    strips = [content.comparison for content in contents if _has_strip(content)]
    if any(content.series for content in contents):
        parts.append(words.caption_line)
    if strips:
        mean = words.caption_mean if any(map(claims.has_mean, strips)) else ""
        parts.append(words.caption_strip.format(city=profile.city.name, mean=mean))
    return " ".join(parts)


def _content(profile: Profile, tile: Tile) -> _Content:
    series = profile.series.get((tile.kind, tile.key))
    years = series.spans[-1] if series and series.spans else ()
    shown = len(years) > 1 and years[-1] == profile.year
    return _Content(
        tile=tile,
        comparison=profile.get(tile.kind, tile.key),
        series=series if shown else None,
        years=years,
    )


def _has_strip(content: _Content) -> bool:
    return claims.has_rank(content.comparison)


def _drawing(
    content: _Content,
    profile: Profile,
    layout: Layout,
    width: float,
    caption: str,
    *,
    lines: bool,
    strips: bool,
) -> Drawing | None:
    if not (content.series or _has_strip(content)):
        return None
    top, height = 0.0, (_LINE + _TEXT) * lines + (2 * _STRIP + _TEXT + 8) * strips
    board, numbers = Board(width, height, layout.fonts), Numbers(profile, layout.texts)
    parts = [f"{content.tile.label}: {content.tile.figure}."]
    if content.series:
        parts.append(_draw_line(board, content, content.series, numbers, layout))
    if lines:
        top = _LINE + _TEXT + 8
    if _has_strip(content):
        parts += _draw_strip(board, content.comparison, top + _STRIP, numbers, layout)
    return Drawing(
        marks=board.marks, width=width, height=height, alt_text=" ".join(parts), caption=caption
    )


def _draw_line(
    board: Board, content: _Content, series: Series, numbers: Numbers, layout: Layout
) -> str:
    """The city's values since the last break, the first and the last year named below."""
    sizes, look, words = layout.look.charts, layout.look.colours, layout.texts.charts.tiles
    first, last = content.years[0], content.years[-1]
    years = [year for year in series.panel.years if first <= year <= last]
    found = [series.at(year) for year in years]
    values = [math.nan if value is None else float(value) for value in found]
    low, high = _range([value for value in values if not math.isnan(value)])
    inset = _CITY + 0.5
    across = Scale(first, last, inset, board.width - inset)
    up = Scale(low, high, _LINE - inset, inset) if high > low else None

    def place(year: int, value: float) -> tuple[float, float]:
        return across(year), up(value) if up else _LINE / 2

    for run in runs(years, values):
        if len(run) > 1:
            board.path([place(*each) for each in run], look.city, 1.6)
    board.points([place(first, values[0])], 3.0, look.ground, look.city)
    board.points([place(last, values[-1])], 3.4, look.city, look.ground)
    value = numbers.number(content.comparison, series.at(first) or 0, unit=False)
    y = _LINE + _TEXT / 2 + 1
    since = words.since.format(year=first, value=value)
    board.text(0, y, since, size=sizes.small, colour=look.muted)
    board.text(board.width, y, str(last), size=sizes.small, colour=look.muted, align="right")
    return words.alt_series.format(
        year=first, value=numbers.number(content.comparison, series.at(first) or 0)
    )


def _range(values: Sequence[float]) -> tuple[float, float]:
    """The ends of the line's axis, not so close that a small change fills it."""
    low, high = min(values), max(values)
    middle, least = (low + high) / 2, _LEAST_RANGE * max(map(abs, values))
    half = max(high - low, least) / 2
    return middle - half, middle + half


def _draw_strip(
    board: Board, comparison: Comparison, y: float, numbers: Numbers, layout: Layout
) -> list[str]:
    """All cities on a line, the mean with its value above, how many lie to each side below."""
    sizes, look, words = layout.look.charts, layout.look.colours, layout.texts.charts.tiles
    low, high = comparison.group[-1].value, comparison.group[0].value
    inset = _CITY + 0.5
    spread = Scale(low, high, inset, board.width - inset) if high > low else None

    def place(value: float) -> float:
        return spread(value) if spread else board.width / 2

    board.line((inset, y), (board.width - inset, y), look.others, 0.7)
    if comparison.n < MANY:
        others = [place(v.value) for v in comparison.group if v.city != comparison.city]
        board.dots(others, y, _OTHER, look.others, look.ground)
    else:
        start, end = quartiles(comparison.group.values)
        board.box(place(start), place(end), y - _BOX, y + _BOX, look.others)
    parts = []
    if comparison.mean is not None and claims.has_mean(comparison):
        text, x = numbers.mean(comparison, unit=False), place(comparison.mean)
        board.tick(x, y, 6.5, look.mean, look.ground)
        half = text_width(text, layout.fonts.semibold, sizes.small) / 2
        centre = min(max(x, half), board.width - half)
        board.text(
            centre, y - _STRIP + 0.5, text, size=sizes.small, colour=look.mean,
            weight="semibold", align="center",
        )  # fmt: skip
        parts.append(words.alt_mean.format(mean=numbers.mean(comparison)))
    board.dots([place(comparison.measure.value or 0.0)], y, _CITY, look.city, look.ground)
    style = layout.texts.style
    lower = words.lower.format(n=style.number(comparison.lower))
    higher = words.higher.format(n=style.number(comparison.higher))
    below = y + _STRIP + _TEXT / 2 - 2
    board.text(0, below, lower, size=sizes.small, colour=look.muted)
    board.text(board.width, below, higher, size=sizes.small, colour=look.muted, align="right")
    return [*parts, words.alt_position.format(lower=lower, higher=higher)]
