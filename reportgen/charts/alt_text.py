"""What a chart says to someone who does not see it: one or two sentences with its numbers.

The full data follow in the document as a table; the alternative text names the extremes and how
the city stands (PDF/UA-1, clause 7.3).
"""

from collections.abc import Callable, Sequence

from reportgen.charts.rows import ChartRow
from reportgen.layout.chart_texts import ChartTexts
from reportgen.layout.load import Layout
from reportgen.model import Kind, claims

#: Of more rows that share an extreme these are named, and the others counted.
_MOST_NAMED = 2


def alt_text(
    rows: Sequence[ChartRow],
    texts: ChartTexts,
    layout: Layout,
    order: Callable[[ChartRow], float],
) -> str:
    """The alternative text of a chart.

    Args:
        rows: its rows, at least one.
        texts: the chart's words.
        layout: gives the language.
        order: what makes a row the highest or the lowest, in a chart whose rows have means; in
            others it is the value.
    """
    city, others = rows[0].city.name, _others(rows, layout)
    if len(rows) == 1:
        only = _described(rows[0], texts, layout)
        return texts.alt_one.format(city=city, others=others, only=only)
    extremes = _extremes(rows, texts, layout, order)
    return texts.alt.format(
        city=city, others=others, rows=layout.texts.style.number(len(rows)), extremes=extremes
    )


def _extremes(
    rows: Sequence[ChartRow],
    texts: ChartTexts,
    layout: Layout,
    order: Callable[[ChartRow], float],
) -> str:
    """The highest and the lowest row, with all that share their place."""
    words, compared = layout.texts.charts.alts, all(row.mean for row in rows)
    places = [order(row) if compared else row.city_value for row in rows]
    by_value = all(place == row.city_value for place, row in zip(places, rows, strict=True))
    # Distances from a mean are not printed here: they tie only where they are equal.
    shown = [row.plain_value if by_value else repr(p) for p, row in zip(places, rows, strict=True)]
    highest, lowest = (
        [rows[number] for number in claims.sharing_extreme(places, shown, extreme)]
        for extreme in (max(places), min(places))
    )
    first, last = (_enumerated(tied, texts, layout) for tied in (highest, lowest))
    if len(highest) == len(rows):
        return words.equal.format(values=first)
    text = texts.extremes if compared else words.by_value
    if len(highest) > 1 or len(lowest) > 1:
        text = words.tied
    return text.format(highest=first, lowest=last)


def _enumerated(rows: Sequence[ChartRow], texts: ChartTexts, layout: Layout) -> str:
    named = [_described(row, texts, layout) for row in rows]
    if len(rows) > _MOST_NAMED:
        more = layout.texts.charts.alts.more.format(
            n=layout.texts.style.number(len(rows) - _MOST_NAMED)
        )
        named = [*named[:_MOST_NAMED], more]
    return layout.texts.style.enumerate(named)


def describe(row: ChartRow, layout: Layout) -> str:
    """A single value, and in brackets its flags in words and how the city stands."""
    details = [*_flags(row, layout), *_standing(row, layout)]
    return f"{row.plain_value} ({', '.join(details)})" if details else row.plain_value


def _described(row: ChartRow, texts: ChartTexts, layout: Layout) -> str:
    """Name and value, and in brackets its flags in words and how the city stands."""
    details = [*_flags(row, layout), *_standing(row, layout)]
    described = texts.alt_value.format(name=row.name, value=row.plain_value)
    return f"{described} ({', '.join(details)})" if details else described


def _flags(row: ChartRow, layout: Layout) -> list[str]:
    """What the value's flags mean, instead of their signs."""
    signs = layout.texts.names.signs
    return [signs.get(flag, flag) for flag in row.comparison.measure.flags]


def _standing(row: ChartRow, layout: Layout) -> list[str]:
    """The mean and, by the kind of chart, rank or deviation; nothing without a comparison."""
    words, comparison, style = layout.texts.charts.alts, row.comparison, layout.texts.style
    if not row.mean:
        return []
    of_all = row.mean == row.plain_mean
    mean = words.mean if of_all else words.mean_of_some
    n = style.number(comparison.n)
    standing = [mean.format(mean=row.plain_mean, n=n)]
    if comparison.kind is Kind.DENSITY and claims.has_rank(comparison):
        standing.append(words.rank.format(rank=style.number(comparison.rank or 0), n=n))
    if comparison.kind is Kind.ECONOMY and comparison.deviation is not None:
        deviation = style.signed(comparison.deviation, 1)
        standing.append(words.deviation.format(deviation=deviation))
    return standing


def _others(rows: Sequence[ChartRow], layout: Layout) -> str:
    """That the chart shows other cities, or the only other one; empty where there is none."""
    words, most = layout.texts.charts.alts, max(row.comparison.n for row in rows)
    if most > 2:
        return words.other_cities
    return words.other_city if most == 2 else ""
