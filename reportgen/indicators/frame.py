"""Indicators as a table of pandas, for those who go on computing with them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from reportgen.indicators.rows import HEAD, table
from reportgen.model import Profile

if TYPE_CHECKING:
    from pandas import DataFrame

#: Columns of numbers; what is absent in them is NaN, and a rank or a count is NA.
_DECIMALS = (
    "value", "mean", "weighted_mean", "sd", "deviation", "lowest", "highest"
)  # fmt: skip
_COUNTS = ("n", "rank")


def to_frame(profiles: Iterable[Profile]) -> "DataFrame":
    """All indicators of some cities, unrounded, one row for each city and measure.

    Args:
        profiles: what `build_profiles` gives.

    Returns:
        The columns of ``reportgen indicators``: numbers as ``float64`` with NaN where a value is
        absent (its ``reason`` says why), counts and ranks as ``Int64``, kinds and units as
        categories, all other texts as strings; ``cells`` are tuples of addresses.
    """
    # Loading pandas takes longer than computing, and reports do without it.
    from pandas import DataFrame  # noqa: PLC0415

    rows = ([getattr(row, name) for name in HEAD] for row in table(profiles))
    frame = DataFrame(rows, columns=list(HEAD))
    types = {**dict.fromkeys(_DECIMALS, "float64"), **dict.fromkeys(_COUNTS, "Int64")}
    frame = frame.astype({**types, "kind": "category", "unit": "category"})
    texts = [name for name in HEAD if name not in {*types, "kind", "unit", "cells"}]
    return frame.astype(dict.fromkeys(texts, "string"))
