"""What a correction changed: two tables of indicators, compared."""

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import astuple

#: Values that differ by less than this share do so because a library was changed.
_SAME = 1e-12

#: Header of the column of names in a comparison of cities, and of any other units.
_CITY, _NEUTRAL = "city", "name"

#: An indicator by its city, kind, key and period.
_Key = tuple[str, str, str, str]


class IndicatorChange(Struct, frozen=True, kw_only=True):
    """An indicator whose value, or its mark, was corrected.

    Attributes:
        city: name of the city.
        kind, key, period, label: which indicator.
        old, new: value with its mark, or why it is absent; empty where the indicator was not.
        old_cells, new_cells: of the workbooks, that they are computed from.
        erratum: what the city's report calls its page of corrections; empty where it has none.
    """

    city: str
    kind: str
    key: str
    period: str
    label: str
    old: str
    new: str
    old_cells: str = ""
    new_cells: str = ""
    erratum: str = ""


def changes(old: bytes, new: bytes) -> tuple[IndicatorChange, ...]:
    """The indicators that differ between two tables, as `reportgen indicators` writes them.

    Args:
        old: CSV with the columns ``city`` (or ``name``), ``kind``, ``key``, ``period``, ``label``,
            ``value``, ``reason``, ``flag``, ``cells``.
        new: likewise.

    Returns:
        Changes in the order of the new table; those that are only in the old one are last.
    """
    before, after = _rows(old), _rows(new)
    return tuple(
        IndicatorChange(
            city=key[0],
            kind=key[1],
            key=key[2],
            period=key[3],
            label=(after.get(key) or before[key])["label"],
            old=_told(before.get(key)),
            new=_told(after.get(key)),
            old_cells=before.get(key, {}).get("cells", ""),
            new_cells=after.get(key, {}).get("cells", ""),
        )
        for key in dict.fromkeys((*after, *before))
        if not _same(before.get(key), after.get(key))
    )


def summary(changed: Iterable[IndicatorChange]) -> str:
    """In one line whose indicators changed, e.g. ``Köln (12 indicators), Bonn (1 indicator)``."""
    counts = Counter(change.city for change in changed)
    return ", ".join(
        f"{city} ({count} indicator{'s' * (count > 1)})" for city, count in counts.items()
    )


def name_of(row: Mapping[str, str]) -> str:
    """The city, or other unit, that a row of a table is of."""
    return row[_CITY] if _CITY in row else row[_NEUTRAL]


def is_neutral(table: bytes) -> bool:
    """Whether a table of indicators is of other units than cities."""
    return _CITY not in next(csv.reader(io.StringIO(table.decode())), [_CITY])


def to_csv(changed: Iterable[IndicatorChange], *, neutral: bool = False) -> bytes:
    """The changes as a table with a head, which speaks of cities but for `neutral` ones."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = IndicatorChange.__struct_fields__
    writer.writerow(_NEUTRAL if neutral and name == _CITY else name for name in names)
    writer.writerows(astuple(change) for change in changed)
    return text.getvalue().encode()


def read_csv(table: bytes) -> tuple[IndicatorChange, ...]:
    """What `to_csv` wrote."""
    rows = csv.DictReader(io.StringIO(table.decode()))
    return tuple(
        IndicatorChange(**{_CITY if name == _NEUTRAL else name: text for name, text in row.items()})
        for row in rows
    )


def _rows(table: bytes) -> dict[_Key, Mapping[str, str]]:
    rows = csv.DictReader(io.StringIO(table.decode()))
    return {(name_of(row), row["kind"], row["key"], row["period"]): row for row in rows}


def _told(row: Mapping[str, str] | None) -> str:
    return " ".join(filter(None, (row["value"] or row["reason"], row["flag"]))) if row else ""


def _same(old: Mapping[str, str] | None, new: Mapping[str, str] | None) -> bool:
    if old is None or new is None:
        return False
    if (old["reason"], old["flag"]) != (new["reason"], new["flag"]):
        return False
    if not (old["value"] and new["value"]):
        return old["value"] == new["value"]
    return math.isclose(float(old["value"]), float(new["value"]), rel_tol=_SAME)
