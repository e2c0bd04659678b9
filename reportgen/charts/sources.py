"""The line below a chart: whose figures it shows, and what holds for single cities' figures."""

from collections.abc import Sequence

from reportgen.layout.load import Layout
from reportgen.model import City, Group, Kind, Profile, Span, Table

#: Sheets that the numbers of a kind are computed from.
TABLES_OF = {
    Kind.RECIPIENTS: (Table.RECIPIENTS,),
    Kind.SHARE_OF_RECIPIENTS: (Table.RECIPIENTS,),
    Kind.PAYMENTS: (Table.PAYMENTS,),
    Kind.SHARE_OF_PAYMENTS: (Table.PAYMENTS,),
    Kind.DENSITY: (Table.RECIPIENTS, Table.POPULATION),
    Kind.PAYMENTS_PER_RECIPIENT: (Table.PAYMENTS, Table.RECIPIENTS),
    Kind.PAYMENTS_PER_INHABITANT: (Table.PAYMENTS, Table.POPULATION),
    Kind.ECONOMY: (Table.ECONOMY,),
}


def cited(
    profile: Profile,
    layout: Layout,
    tables: Sequence[Table],
    cities: Sequence[City],
    groups: Sequence[Group] = (),
) -> tuple[Span, ...]:
    """The sources of sheets, and their remarks on `cities` and on those of `groups`."""
    citations: list[str] = []
    remarks = [remark for table in tables for remark in profile.remarks(table, cities, groups)]
    for source in profile.sources_of(*tables):
        if source.city is None and source.citation not in citations:
            citations.append(source.citation)
    words, foreign = layout.texts.charts, layout.foreign_language
    # Each span ends with its blank: one that began with a blank or a mark could begin a line.
    spans = [Span(text=f"{words.source} ")]
    if citations:
        spans.append(Span(text="; ".join(citations) + "; ", language=foreign))
    own = f"{words.own_calculation}."
    spans.append(Span(text=f"{own} " if remarks else own))
    if remarks:
        spans.append(Span(text=" ".join(remarks), language=foreign))
    return tuple(spans)
