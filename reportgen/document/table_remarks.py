"""What holds for the tables of figures as a whole, below them."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from reportgen.layout.load import Layout
from reportgen.model import ALL_AREAS, PERCENT, Group, Kind, Profile, Table, claims

#: The sheets whose remarks concern the numbers of a kind.
SHEETS: Mapping[Kind, tuple[Table, ...]] = {
    Kind.RECIPIENTS: (Table.RECIPIENTS,),
    Kind.SHARE_OF_RECIPIENTS: (Table.RECIPIENTS,),
    Kind.SHARE_OF_PAYMENTS: (Table.PAYMENTS,),
    Kind.DENSITY: (Table.RECIPIENTS, Table.POPULATION),
    Kind.PAYMENTS_PER_RECIPIENT: (Table.PAYMENTS, Table.RECIPIENTS),
    Kind.PAYMENTS_PER_INHABITANT: (Table.PAYMENTS, Table.POPULATION),
    Kind.ECONOMY: (Table.ECONOMY,),
    Kind.CHANGE_OF_ECONOMY: (Table.ECONOMY,),
}


def table_remarks(profile: Profile, layout: Layout) -> Iterator[str]:
    """The sentences, in the order of the tables."""
    words = layout.texts.document.figures
    means = [c for c in profile.comparisons.values() if claims.has_mean(c)]
    if any(c.n < len(profile.cities) for c in means):
        yield words.fewer_note.format(n=layout.texts.style.number(len(profile.cities)))
    changes = profile.present(Kind.CHANGE_OF_ECONOMY)
    if any(change.measure.unit == PERCENT for change in changes):
        yield words.points_note
    if any(claims.is_counted(profile, c.key) for c in profile.present(Kind.CHANGE_OF_RECIPIENTS)):
        yield words.persons_note.format(fewest=claims.FEWEST_PERSONS)
    yield words.rounding_note
    if any(not claims.is_own(c.measure) for c in profile.present(Kind.PAYMENTS)):
        yield words.estimated_note
    yield from _on_totals(profile, layout)
    for table in Table:
        for remark in profile.remarks(table, [profile.city], _shown_groups(profile, table)):
            yield f"{words.remark} {remark}"


def _on_totals(profile: Profile, layout: Layout) -> Iterator[str]:
    """What a sum covers when that is not just what the city delivered, and which are absent."""
    words = layout.texts.document.figures
    for kind, table in (
        (Kind.RECIPIENTS, words.recipients_table),
        (Kind.PAYMENTS, words.payments_table),
    ):
        total = profile.get(kind, ALL_AREAS).measure
        delivered = {c.key for c in profile.present(kind)}
        if delivered and total.exact is None:
            yield _on_missing_total(profile, layout, kind, table, total.areas)
        elif delivered and delivered != set(total.areas):
            areas = _area_names(profile, layout, total.areas)
            yield words.total_note.format(table=table, areas=areas)


def _on_missing_total(
    profile: Profile, layout: Layout, kind: Kind, table: str, areas: Sequence[str]
) -> str:
    """Why there is no sum: the areas that the others' sums cover and this city lacks."""
    words, names = layout.texts.document.figures, layout.texts.names
    if not areas:
        return words.no_common_area_note.format(table=table)
    missing: dict[str, list[str]] = {}
    for key in areas:
        measure = profile.get(kind, key).measure
        if measure.reason is not None:
            reason = names.reason(measure.reason, measure.reason_text)
            missing.setdefault(reason, []).append(key)
    groups = [
        words.no_total_group.format(names=_area_names(profile, layout, keys), reason=reason)
        for reason, keys in missing.items()
    ]
    return words.no_total_note.format(table=table, groups=layout.texts.style.enumerate(groups))


def _area_names(profile: Profile, layout: Layout, keys: Collection[str]) -> str:
    names = [layout.texts.names.area(area) for area in profile.areas if area.key in keys]
    return layout.texts.style.enumerate(names)


def _shown_groups(profile: Profile, table: Table) -> Iterator[Group]:
    """The cities whose values of a table stand in the means in the tables of figures."""
    shown = (c for c in profile.comparisons.values() if table in SHEETS.get(c.kind, ()))
    return (comparison.group for comparison in shown)
