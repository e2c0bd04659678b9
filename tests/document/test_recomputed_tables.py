"""Every number of every table on random data, recomputed; and no column compares too much."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from reportgen.document.blocks import TableBlock
from reportgen.document.data_tables import NO_VALUE
from reportgen.errors import IndicatorError
from reportgen.indicators import compute
from reportgen.layout.load import Layout
from reportgen.model import ALL_AREAS, Dataset, Kind, Profile
from tests.document.test_data_tables import tables_of
from tests.recomputed import YEAR, Recomputed, datasets, printed_number, rounded

pytestmark = pytest.mark.exhaustive

#: Kind of the numbers in each column of the tables of areas, and what of it stands there.
COLUMNS = {
    "Personen": (Kind.RECIPIENTS, "value"),
    "Mio. €": (Kind.PAYMENTS, "value"),
    "€ je Beziehende": (Kind.PAYMENTS_PER_RECIPIENT, "value"),
    "€ je Einwohner": (Kind.PAYMENTS_PER_INHABITANT, "value"),
    "Stadt": (Kind.DENSITY, "value"),
    "Mittel": (Kind.DENSITY, "mean"),
    "niedrigster": (Kind.DENSITY, "lowest"),
    "höchster": (Kind.DENSITY, "highest"),
}

#: Columns of words, of changes, and of means that other tests recompute.
OTHERS = {"je 1.000", "seit\u00a02019", "gewichtet", "ähnliche", "Anteil"}
SHARES = {
    "Leistungsbeziehende": Kind.SHARE_OF_RECIPIENTS,
    "Auszahlungen": Kind.SHARE_OF_PAYMENTS,
}


def cells_of(table: TableBlock, profile: Profile) -> Iterator[tuple[Kind, str, str, str]]:
    """Kind, key, role and text of the cells that have a number."""
    keys = {area.short: area.key for area in profile.areas} | {"zusammen": ALL_AREAS}
    columns = dict(COLUMNS)
    for name, kind in SHARES.items():
        if table.title.startswith(name):
            columns |= {"Anteil": (kind, "value"), "Mittel": (kind, "mean")}
    assert set(table.head[1:]) <= columns.keys() | OTHERS
    for row in table.rows:
        for head, text in zip(table.head[1:], row[1:], strict=True):
            share_of_total = row[0] == "zusammen" and head == "Anteil"
            if head in columns and text and text[0] != NO_VALUE and not share_of_total:
                yield (columns[head][0], keys[row[0]], columns[head][1], text)


def expected(again: Recomputed, kind: Kind, key: str, role: str, slug: str) -> Fraction:
    if role == "value":
        value = again.value(kind, key, slug)
        assert value is not None
        return value / 10**6 if kind is Kind.PAYMENTS else value
    group = again.group(kind, key, slug)
    needed = {"mean": 2, "lowest": 6, "highest": 6}[role]
    assert len(group) >= needed, f"{role} of {len(group)}"
    if role == "mean":
        return again.mean(kind, key, slug)
    return min(group.values()) if role == "lowest" else max(group.values())


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture,
    ],
)  # fmt: skip
@given(data=datasets())
def test_every_number_of_the_tables_of_areas(german: Layout, data: Dataset) -> None:
    again = Recomputed(data)
    try:
        profiles = compute(data, YEAR)
    except IndicatorError:
        return
    for profile in profiles:
        slug = profile.city.slug
        for table in tables_of(profile, german):
            if table.head[0] != "Leistungsbereich":
                continue
            for kind, key, role, text in cells_of(table, profile):
                exact = expected(again, kind, key, role, slug)
                holder, _, number_text = text.rpartition("\u00a0")
                extreme = role in {"lowest", "highest"}
                printed = printed_number(number_text if extreme else text, "de")
                assert printed is not None
                number, decimals = printed
                if "unter" in text:
                    assert 0 < exact < Fraction(number)
                else:
                    assert number == rounded(exact, decimals), (table.title, key, role, text)
                    assert number != Decimal(0) or exact == 0
                if extreme:
                    group = again.group(kind, key, slug)
                    holders = [city for city, value in group.items() if value == exact]
                    assert holder == f"{len(holders)} Städte" if len(holders) > 1 else holder
