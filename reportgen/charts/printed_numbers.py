"""The numbers that charts and the pictures of the title page show, told without drawing them.

A corrected report is compared with the one before by these; the tables have not all of them: no
earlier years, no products of factors, and none at all where a layout leaves them out.
"""

from collections.abc import Iterator, Sequence

from reportgen.charts.courses import Course, changes_of, courses
from reportgen.charts.crowd import MANY
from reportgen.charts.money import money_rows, printed_percent
from reportgen.charts.rows import ChartRow, area_rows, indicator_rows, row_of
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.layout.own_blocks import BlockKind, ChartStyle, OwnBlock
from reportgen.model import (
    ALL_AREAS,
    Comparison,
    Kind,
    PrintedNumber,
    Profile,
    Section,
    Tile,
    claims,
)


def printed_numbers(
    profile: Profile, tiles: Sequence[Tile], layout: Layout
) -> Iterator[PrintedNumber]:
    """All numbers of the pictures that the layout's sections have, in the order of reading.

    Of the city each year that is drawn; of all together what is written or told in words.
    """
    for section in layout.look.sections:
        if section in layout.blocks:
            if layout.blocks[section].kind is BlockKind.CHART:
                yield from _own_chart(layout.blocks[section], profile, layout)
        elif section == Section.TITLE:
            yield from _tiles(profile, tiles, layout)
        elif section == Section.MONEY:
            yield from _money(profile, layout)
        elif section == Section.DEVELOPMENT:
            title = layout.texts.charts.development.title
            for course in courses(profile, layout):
                yield from _course(title, course, profile, layout)
        else:
            yield from _chart(section, profile, layout)


def _number(
    place: str, comparison: Comparison, role: str, name: str, text: str
) -> Iterator[PrintedNumber]:
    if text:
        indicator = (comparison.kind, comparison.key)
        yield PrintedNumber(place=place, indicator=indicator, role=role, name=name, text=text)


def _tiles(profile: Profile, tiles: Sequence[Tile], layout: Layout) -> Iterator[PrintedNumber]:
    """Earlier years of the lines, means and positions of the strips; figures stand in text."""
    place, words = layout.texts.document.erratum.first_page, layout.texts.charts
    for tile in tiles:
        comparison, numbers = profile.get(tile.kind, tile.key), Numbers(profile, layout.texts)
        series = profile.series.get((tile.kind, tile.key))
        years = series.spans[-1] if series and series.spans else ()
        if series and len(years) > 1 and years[-1] == profile.year:
            for year in years[:-1]:
                text = numbers.number(comparison, series.at(year) or 0, unit=False)
                yield from _number(place, comparison, str(year), f"{tile.label}, {year}", text)
        if claims.has_rank(comparison):
            if claims.has_mean(comparison):
                name = f"{tile.label}, {words.mean}"
                yield from _number(place, comparison, "mean", name, numbers.mean(comparison))
            text = _position(comparison, layout)
            yield from _number(place, comparison, "position", tile.label, text)


def _position(comparison: Comparison, layout: Layout) -> str:
    """How many lie below and above."""
    words, style = layout.texts.charts.tiles, layout.texts.style
    lower = words.lower.format(n=style.number(comparison.lower))
    return f"{lower}, {words.higher.format(n=style.number(comparison.higher))}"


def _chart(section: str, profile: Profile, layout: Layout) -> Iterator[PrintedNumber]:
    """A chart with a row for each area or indicator."""
    kinds = {
        Section.RECIPIENTS: Kind.SHARE_OF_RECIPIENTS,
        Section.PAYMENTS: Kind.SHARE_OF_PAYMENTS,
        Section.DENSITIES: Kind.DENSITY,
    }
    if section == Section.ECONOMY:
        rows = indicator_rows(profile, layout)
    elif section in kinds:
        rows = area_rows(profile, layout, kinds[Section(section)])
    else:
        return
    title = getattr(layout.texts.charts, section).title
    for row in rows:
        yield from _row(title, row, layout, with_dots=section == Section.DENSITIES)


def _row(
    place: str, row: ChartRow, layout: Layout, *, with_dots: bool = False
) -> Iterator[PrintedNumber]:
    """The numbers of a row; `with_dots` also its peers, both ends and the city's position."""
    words, figures = layout.texts.charts, layout.texts.document.figures
    comparison = row.comparison
    yield from _number(place, comparison, "value", row.name, row.value)
    yield from _number(place, comparison, "mean", f"{row.name}, {words.mean}", row.mean)
    if not with_dots:
        return
    yield from _number(place, comparison, "peers", f"{row.name}, {words.peers}", row.peers)
    for role, head, texts in (
        ("lowest", figures.lowest, row.lowest),
        ("highest", figures.highest, row.highest),
    ):
        text = texts[1] if texts else ""
        yield from _number(place, comparison, role, f"{row.name}, {head}", text)
    if claims.has_rank(comparison):
        name = f"{row.name}, {words.unit}"
        yield from _number(place, comparison, "position", name, _position(comparison, layout))


def _course(
    place: str, course: Course, profile: Profile, layout: Layout
) -> Iterator[PrintedNumber]:
    """The city's years, the first and the last mean, and how both changed since the first year."""
    words, numbers = layout.texts.charts, Numbers(profile, layout.texts)
    comparison, series, first = course.comparison, course.series, course.years[0]
    for year in course.years:
        text = numbers.number(comparison, series.at(year) or 0, unit=False)
        yield from _number(place, comparison, str(year), f"{course.name}, {year}", text)
    if claims.has_mean(comparison):
        for year in (first, course.years[-1]):
            mean = series.mean_at(year)
            text = "" if mean is None else numbers.number(comparison, mean, unit=False)
            name = f"{course.name}, {words.mean} {year}"
            yield from _number(place, comparison, f"mean {year}", name, text)
    found = changes_of(course, profile, layout)
    since = words.since.format(year=first)
    yield from _number(place, comparison, "change", f"{course.name}, {since}", found.own)
    name = f"{course.name}, {since}, {words.mean}"
    yield from _number(place, comparison, "change of mean", name, found.mean)


def _money(profile: Profile, layout: Layout) -> Iterator[PrintedNumber]:
    """Three factors for all areas together and for each, and those of all cities together."""
    words, together = layout.texts.charts.money, layout.texts.document.figures.weighted_mean
    areas = {area.key: layout.texts.names.area(area) for area in profile.areas}
    keys = {name: key for key, name in (*areas.items(), (ALL_AREAS, words.all_areas))}
    heads = (
        (Kind.PAYMENTS_PER_INHABITANT, words.per_inhabitant),
        (Kind.DENSITY, words.per_thousand),
        (Kind.PAYMENTS_PER_RECIPIENT, words.per_recipient),
    )
    for row in money_rows(profile, layout):
        for (kind, head), factor in zip(heads, row.factors, strict=True):
            comparison, name = profile.get(kind, keys[row.name]), f"{row.name}, {head}"
            own = f"{factor.own} ({printed_percent(factor.percent, layout)})"
            yield from _number(words.title, comparison, "own", name, own)
            name = f"{name}, {together}"
            yield from _number(words.title, comparison, "all", name, factor.all_together)


def _own_chart(block: OwnBlock, profile: Profile, layout: Layout) -> Iterator[PrintedNumber]:
    """What a chart of the layout's own shows in its style."""
    comparison = profile.comparisons.get((Kind(block.measure[0]), block.measure[1]))
    if comparison is None or comparison.measure.exact is None:
        return
    row = row_of(comparison, profile, layout)
    place = block.heading or row.name
    if block.style is ChartStyle.LINES:
        series = profile.series.get((comparison.kind, comparison.key))
        years = series.spans[-1] if series and series.spans else ()
        if series and len(years) > 1:
            course = Course(
                comparison=comparison, series=series, years=years, name=row.name, unit=""
            )
            yield from _course(place, course, profile, layout)
    elif block.style is ChartStyle.BARS and comparison.n < MANY:
        yield from _row(place, row, layout)
        numbers = Numbers(profile, layout.texts)
        for entry in comparison.group:
            if entry.city != profile.city:
                text = numbers.number(comparison, entry.exact)
                name = f"{row.name}, {entry.city.name}"
                yield from _number(place, comparison, entry.city.slug, name, text)
    else:
        with_dots = block.style is not ChartStyle.DEVIATIONS
        yield from _row(place, row, layout, with_dots=with_dots)
