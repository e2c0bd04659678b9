"""What a chart says to someone who does not see it: one or two sentences with its numbers.

The full data follow in the document as a table; the alternative text names the extremes and how
the city stands (PDF/UA-1, clause 7.3).
"""

from collections.abc import Callable, Sequence

from reportgen.charts.rows import ChartRow
from reportgen.layout.load import Layout
from reportgen.layout.texts import ChartTexts


def alt_text(
    rows: Sequence[ChartRow], texts: ChartTexts, layout: Layout, order: Callable[[ChartRow], float]
) -> str:
    """The alternative text of a chart.

    Args:
        rows: its rows, at least one.
        texts: the chart's words.
        layout: gives the language.
        order: what makes a row the highest or the lowest.
    """
    city = rows[0].city.name
    if len(rows) == 1:
        return texts.alt_one.format(city=city, only=_described(rows[0], texts, layout))
    return texts.alt.format(
        city=city,
        rows=len(rows),
        highest=_described(max(rows, key=order), texts, layout),
        # Of equal rows the last one, so that highest and lowest are never the same.
        lowest=_described(min(reversed(rows), key=order), texts, layout),
    )


def _with_flag(row: ChartRow, layout: Layout) -> str:
    """The value after the meaning of its flag, which stands there instead of the sign."""
    value, flag = row.printed(row.city_value), row.comparison.measure.flag
    if flag is None:
        return value
    signs = layout.texts.names.signs
    return f"{signs.get(flag, flag)} {value}"


def _described(row: ChartRow, texts: ChartTexts, layout: Layout) -> str:
    deviation = row.comparison.deviation
    return texts.alt_value.format(
        name=row.name,
        value=_with_flag(row, layout),
        mean=row.printed(row.mean_value),
        rank=row.comparison.rank,
        n=row.comparison.n,
        deviation="" if deviation is None else layout.texts.style.signed(deviation, 1),
    )
