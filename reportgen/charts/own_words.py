"""What stands around a chart of a layout's own: what is measured, how to read it, its numbers."""

from collections.abc import Iterator

from reportgen.charts import deviations
from reportgen.charts.alt_text import describe
from reportgen.charts.courses import Course
from reportgen.charts.densities import are_nearest, is_cut
from reportgen.charts.development_text import breaks_in_words, mean_in_words, missing_in_words
from reportgen.charts.own_bars import barred
from reportgen.charts.rows import ChartRow
from reportgen.layout.load import Layout
from reportgen.layout.numbers import Numbers
from reportgen.layout.own_blocks import ChartStyle
from reportgen.model import Comparison, Flag, Kind, Profile


def subtitle(
    style: ChartStyle, row: ChartRow, course: Course | None, profile: Profile, layout: Layout
) -> str:
    """What the numbers are, and of when."""
    words, period = layout.texts.charts, row.comparison.measure.period
    when = layout.texts.style.period(period)
    if style is ChartStyle.DEVIATIONS:
        return words.economy.subtitle.format(period=when)
    if course:
        first, last = course.years[0], course.years[-1]
        when = words.development.subtitle.format(first=first, last=last)
    measured = _measured(row.comparison, profile, layout)
    return words.own.subtitle.format(measured=measured, period=when) if measured else when


def _measured(comparison: Comparison, profile: Profile, layout: Layout) -> str:
    """Persons per what, payments of which kind, or the indicator's unit."""
    texts, words = layout.texts, layout.texts.charts.own
    match comparison.kind:
        case Kind.DENSITY:
            base = texts.group(profile.base_of(comparison.key)).thousand_short
            return texts.charts.per.format(base=base)
        case Kind.RECIPIENTS:
            return words.recipients
        case Kind.PAYMENTS:
            return words.payments
        case Kind.SHARE_OF_RECIPIENTS:
            return words.share_of_recipients
        case Kind.SHARE_OF_PAYMENTS:
            return words.share_of_payments
        case Kind.PAYMENTS_PER_RECIPIENT:
            return words.payments_per_recipient
        case Kind.PAYMENTS_PER_INHABITANT:
            return words.payments_per_inhabitant
        case _:
            return texts.names.unit(comparison.measure.unit)


def caption(
    style: ChartStyle, row: ChartRow, course: Course | None, profile: Profile, layout: Layout
) -> str:
    """How to read the marks that neither a key nor a number explains."""
    return " ".join(_captions(style, row, course, profile, layout))


def _captions(
    style: ChartStyle, row: ChartRow, course: Course | None, profile: Profile, layout: Layout
) -> Iterator[str]:
    words, signs = layout.texts.charts.captions, layout.texts.names.signs
    if course:
        yield layout.texts.charts.development.caption
        yield from missing_in_words(profile, [course], layout)
        yield from breaks_in_words([course], layout)
        return
    if style is ChartStyle.DEVIATIONS:
        yield deviations.caption([row], layout)
    if style is ChartStyle.DOTS and is_cut(profile, [row]):
        yield words.beyond
    for flag in row.comparison.measure.flags:
        if flag is Flag.ESTIMATED and style is ChartStyle.BARS:
            yield words.estimated
        elif flag in signs:
            yield f"{flag}: {signs[flag]}."


def alternative(
    style: ChartStyle, row: ChartRow, course: Course | None, profile: Profile, layout: Layout
) -> str:
    """The alternative text: what is shown, and the numbers that are."""
    words, n = layout.texts.charts.own, row.comparison.n
    compared = (
        words.alt_many.format(n=layout.texts.style.number(n))
        if n > 2
        else words.alt_two
        if n == 2
        else ""
    )
    whole = words.alt.format(
        name=row.name,
        subtitle=subtitle(style, row, course, profile, layout),
        city=profile.city.name,
        value=describe(row, layout),
        compared=compared,
    )
    return " ".join((whole, *_numbers(style, row, course, profile, layout)))


def _numbers(
    style: ChartStyle, row: ChartRow, course: Course | None, profile: Profile, layout: Layout
) -> Iterator[str]:
    """Of bars all numbers, of lines those of all years, else the extremes and the peers' mean."""
    words, numbers = layout.texts.charts.own, Numbers(profile, layout.texts)
    if course:
        values = [
            f"{year}: {numbers.number(row.comparison, course.series.at(year) or 0)}"
            for year in course.years
        ]
        mean = mean_in_words(course, profile, layout)
        yield words.alt_values.format(values="; ".join([*values, mean] if mean else values))
    elif row.comparison.n < 2:
        return
    elif style is ChartStyle.BARS:
        values = [
            f"{entry.city.name} {numbers.number(row.comparison, entry.exact)}"
            for entry in barred(row.comparison)
        ]
        yield words.alt_values.format(values="; ".join(values))
    else:
        yield words.alt_extremes.format(highest=row.highest[0], lowest=row.lowest[0])
        if row.peers and style is ChartStyle.DOTS:
            charts = layout.texts.charts
            peers = charts.key_peers if are_nearest(profile) else charts.key_peer_group
            yield words.alt_peers.format(peers=peers, mean=row.peers)
